"""The report for a person."""

from dataclasses import replace

import pytest

from ringback.finding import Finding, Severity
from ringback.reports.formats.text import TextReport
from ringback.reports.scribe import Scribe
from ringback.verdict import (
    Broken,
    Counts,
    Inconclusive,
    Kept,
    Restored,
    RestoreState,
    Run,
    Verdict,
)

NONE = Scribe(secrets={})
WARNING = Finding(rule="a/b", message="m", severity=Severity.WARNING)


CURL = (
    'curl -i -X POST "$BASE_URL/things/update?name=%2B1" -H "Authorization: Bearer $RINGBACK_TOKEN"'
    " -H 'Content-Type: application/json' --data-raw '{\"api_key\":\"'\"$API_KEY\"'\"}'"
)
BROKEN = f"""ringback check, target reference, reading strict, seed 0

exercised:
  update_thing: 400 exchanges

1 error

law/echo  update_thing  /name  openapi/things.yaml:12  \u00d73
  "name" was given as "b" and is "a"
    {CURL}

1 warning

flaky/status  get_thing  (schema /paths/~1things)
  answered 500 once

skipped:
  law/apart, law/isolation: RINGBACK_SECOND is not set
  auth/stranger: no other account

restored: what the run wrote was read again, and is as before
  note: a field stays set
coverage: response 9/12 (75 %)

broken: 1 error, 1 warning; 412 exchanges, 38 recordings, 3 operations in 4.1 s
"""


def test_a_broken_run(broken: Run) -> None:
    """Everything the run tells, in order, and the verdict in the last line."""
    scribe = Scribe.for_run(broken, {"RINGBACK_TOKEN": "t0k-en"})
    assert TextReport().render(broken, scribe) == BROKEN


COUNTS = Counts(exchanges=1, recordings=2, operations=0)
DONE = "1 exchange, 2 recordings, 0 operations in 0.0 s"


@pytest.mark.parametrize(
    ("verdict", "line"),
    [
        (Kept(), f"kept: {DONE}"),
        (Kept(findings=(WARNING,)), f"kept: 1 warning; {DONE}"),
        (
            Inconclusive(why=("no answer", "cut\nshort")),
            rf"inconclusive: no answer; cut\nshort; {DONE}",
        ),
        (
            Inconclusive(why=()),
            f"inconclusive: nothing could be judged; {DONE}",
        ),
    ],
)
def test_the_last_line_is_the_verdict(verdict: Verdict, line: str) -> None:
    """One line, whatever the reasons hold."""
    run = Run(command="check", verdict=verdict, counts=COUNTS)
    assert TextReport().render(run, NONE).splitlines()[-1] == line


def test_findings_come_errors_first_and_then_by_rule_and_place() -> None:
    """The order does not hang on when they were found."""
    found = [
        Finding(rule=rule, message=message, operation=operation, severity=severity)
        for rule, operation, severity, message in [
            ("a/a", "x", Severity.WARNING, "5"),
            ("b/b", "x", Severity.ERROR, "3"),
            ("a/b", "y", Severity.ERROR, "2"),
            ("b/b", "x", Severity.ERROR, "4"),
            ("a/b", "x", Severity.ERROR, "1"),
        ]
    ]
    texts = {
        TextReport().render(Run(command="check", verdict=Broken(findings=order)), NONE)
        for order in [tuple(found), tuple(reversed(found))]
    }
    assert [
        line.strip() for text in texts for line in text.splitlines() if line.strip().isdigit()
    ] == ["1", "2", "3", "4", "5"]


def test_time_stands_in_the_last_line_alone(broken: Run) -> None:
    """Two runs that differ in their time differ in one line."""
    slow = TextReport().render(replace(broken, seconds=99.0), NONE).splitlines()
    fast = TextReport().render(broken, NONE).splitlines()
    assert slow[:-1] == fast[:-1]


@pytest.mark.parametrize(
    ("restored", "target", "lines"),
    [
        (Restored(), None, []),
        (Restored(), "reference", ["untouched: the run wrote nothing that is kept"]),
        (
            Restored(state=RestoreState.NOT_RESTORED, notes=("why\x1b",)),
            "reference",
            ["not restored: the target is not as the run found it", r"  note: why\x1b"],
        ),
    ],
)
def test_how_the_target_was_left(restored: Restored, target: str | None, lines: list[str]) -> None:
    """Told wherever there was a target."""
    run = Run(command="check", verdict=Kept(), target=target, restored=restored)
    text = TextReport().render(run, NONE).splitlines()
    assert text[2:-2] == lines


def test_colour_changes_nothing_but_colour(broken: Run) -> None:
    """Without the escapes a coloured report is the plain one, and long lines stay whole."""
    coloured = TextReport(colour=True).render(broken, NONE)
    plain = TextReport().render(broken, NONE)
    assert "\x1b[1;31m1 error\x1b[0m" in coloured
    for code in ["1;31", "33", "1", "2", "0"]:
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == plain


CHANGED = """ringback diff

exercised:
  base v1:d.yaml
  head d.yaml

1 error

change/request-narrowed  one  /a  (schema /components/schemas/A)  d.yaml:4  \u00d72
  a is refused now
  witness: {"a": "\\u202e`x`"}
  against: v1:d.yaml:3  (schema /components/schemas/A)
  operations: one, two

1 warning

change/request-dropped  one  (schema /components/schemas/A)  v1:d.yaml:3
  b is ignored now
"""
OTHER = """
other changes:
  compatible: three came  (change/operation-added, three, d.yaml:9)
"""
LAST = """
broken: 1 error, 1 warning; 3 operations in 0.0 s
"""


@pytest.mark.parametrize(("everything", "other"), [(False, ""), (True, OTHER)])
def test_a_comparison(changed: Run, *, everything: bool, other: str) -> None:
    """Witness, both places and all operations; what hurts nobody where it is asked for."""
    assert changed.comparison is not None
    run = replace(changed, comparison=replace(changed.comparison, everything=everything))
    assert TextReport().render(run, NONE) == CHANGED + other + LAST


def test_a_long_witness_is_cut_and_many_operations_are_counted() -> None:
    """One line each, wherever it is read."""
    finding = Finding(
        rule="change/a",
        message="m",
        witness=f'"{"a" * 1000}"',
        operations=tuple(f"op{number}" for number in range(12)),
    )
    text = TextReport().render(Run(command="diff", verdict=Broken(findings=(finding,))), NONE)
    assert [line for line in text.splitlines() if ": " in line][:2] == [
        f'  witness: "{"a" * 199}\u2026 (1002 characters)',
        "  operations: op0, op1, op2, op3, op4, op5, op6, op7, and 4 more",
    ]


def test_latencies_are_told_to_who_wants_to_know_more(asked: Run) -> None:
    """The slowest operation first, in the units that people say."""
    told = TextReport(verbose=True).render(asked, NONE)
    lines = (
        "latency:",
        "  get_thing: p50 3 s, p95 3 s, p99 3 s of 1 answer",
        "  update_thing: p50 12.3 ms, p95 999 ms, p99 1.25 s of 30 answers",
    )
    assert "\n\n" + "\n".join(lines) + "\n\n" in told
    assert "latency" not in TextReport().render(asked, NONE)
