"""The report for a person at a terminal."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from ringback.finding import Acceptance, Finding, Severity
from ringback.reports.formats.terminal import LINES, TerminalReport, shown_in
from ringback.reports.scribe import Scribe
from ringback.verdict import Covered, Inconclusive, Restored, RestoreState, Run, conclude

NONE = Scribe(secrets={})
_CODES = re.compile(r"\x1b\[[0-9;]*m")
LONG = "an answer — of “many” words … \u4e2d\u6587 and with a_word_that_is_longer_than_" + "x" * 90


def _many(count: int) -> Run:
    """A run with so many causes, and everything else that a screen tells."""
    found = [
        Finding(
            rule=f"law/rule-{number}",
            message=f"{LONG} {number}",
            severity=Severity.ERROR if number % 3 else Severity.WARNING,
            operation=f"operation_{number}",
            instance=f"/member{number}",
            file="openapi/things.yaml",
            line=number,
            count=number + 1,
            witness='{"a": 1}' if number % 2 else None,
            accepted=Acceptance(owner="a", reason="b") if number % 5 == 4 else None,
        )
        for number in range(count)
    ]
    notes = tuple(f"{LONG} {number}" for number in range(9))
    return Run(
        command="check",
        verdict=conclude(found),
        target="reference",
        reading="strict",
        seed=0,
        restored=Restored(state=RestoreState.NOT_RESTORED, notes=notes),
        response_coverage=Covered(covered=99, total=100),
        request_coverage=Covered(covered=5, total=5),
    )


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("coding", ["utf-8", "cp1252", "cp437", "ascii"])
@pytest.mark.parametrize("count", [0, 1, 7, 400])
def test_a_screen_holds_it(width: int, coding: str, count: int) -> None:
    """No more than 40 lines, none wider than the terminal, in its letters."""
    told = TerminalReport(width=width, coding=coding).render(_many(count), NONE)
    told = shown_in(told, coding)
    lines = told.split("\n")
    assert len(lines) <= LINES
    assert told.encode(coding)
    if coding == "utf-8":  # an escape is longer than what it stands for
        assert max(map(cell_len, lines)) <= width
    assert " BROKEN " in told if count > 1 else " KEPT " in told
    assert "the target is not as the run found it" in told
    if count == 400:
        assert re.search(r"and \d+ more causes; -v tells all of them", told)


def test_what_it_tells(broken: Run) -> None:
    """Each cause with its rule and place, what was seen, and how to learn more."""
    assert TerminalReport(width=90).render(broken, NONE) == (
        "ringback check  target reference, reading strict, seed 0\n"
        "\n"
        '✕ "name" was given as "b" and is "a"\n'
        "  error · law/echo · update_thing · openapi/things.yaml:12 · ×3\n"
        "! answered 500 once\n"
        "  warning · flaky/status · get_thing\n"
        "\n"
        "answers  ███████████████░░░░░  75 %  9 of 12 choices seen\n"
        "3 things not judged; -v names them\n"
        "the target is as it was before the run\n"
        " BROKEN  1 error, 1 warning; 412 exchanges, 38 recordings, 3 operations in 4.1 s\n"
        "-v shows how to see each again, --report html=FILE all there is\n"
    )


def test_colour_is_for_who_wants_it(broken: Run) -> None:
    """Without colours there is no code of any; with them the text is the same."""
    plain = TerminalReport(width=90).render(broken, NONE)
    coloured = TerminalReport(width=90, colour=True).render(broken, NONE)
    assert "\x1b" not in plain
    assert _CODES.sub("", coloured) == plain
    assert "\x1b[1;37;41m BROKEN " in coloured


def test_why_nothing_was_judged(broken: Run) -> None:
    """Each reason, as far as there is room."""
    why = tuple(f"reason {number}" for number in range(9))
    told = TerminalReport(width=90).render(replace(broken, verdict=Inconclusive(why=why)), NONE)
    assert " INCONCLUSIVE  reason 0; reason 1; reason 2; reason 3; and 5 more reasons" in told


@pytest.mark.parametrize(
    ("coding", "told"),
    [
        ("utf-8", "×3 … “a” → \u4e2d █"),
        ("cp1252", "×3 … “a” -> \\u4e2d #"),
        ("cp437", 'x3 ... "a" -> \\u4e2d █'),
        ("ascii", 'x3 ... "a" -> \\u4e2d #'),
    ],
)
def test_letters_that_a_terminal_lacks(coding: str, told: str) -> None:
    """What comes near stands in their place, or an escape; nothing fails."""
    assert shown_in("×3 … “a” → \u4e2d █", coding) == told
