"""What a baseline makes of a run's findings, and what it says of its own entries."""

from dataclasses import replace
from datetime import date

import pytest

from ringback.baseline.accepted_findings import AcceptedFinding
from ringback.baseline.held_findings import Baseline, unseen
from ringback.finding import Acceptance, Finding, Severity
from ringback.verdict import Broken, Inconclusive, Kept, RunScope, conclude

TODAY = date(2027, 1, 31)
FINDING = Finding(rule="law/echo", message="m", operation="make")
ENTRY = AcceptedFinding(
    fingerprint=FINDING.fingerprint,
    command="check",
    rule="law/echo",
    operation="make",
    owner="Ada",
    reason="r",
    expires=TODAY,
)
SAID = Acceptance(owner="Ada", reason="r", expires="2027-01-31")
PAST = replace(ENTRY, expires=date(2027, 1, 30))


def baseline(*entries: AcceptedFinding) -> Baseline:
    """A baseline of these, today."""
    return Baseline(today=TODAY, file="b.toml", entries=entries)


@pytest.mark.parametrize(
    ("entries", "finding", "found"),
    [
        ((ENTRY,), FINDING, replace(FINDING, accepted=SAID)),
        (
            (PAST,),
            FINDING,
            replace(FINDING, lapsed=Acceptance(owner="Ada", reason="r", expires="2027-01-30")),
        ),
        ((replace(ENTRY, fingerprint="0" * 16),), FINDING, FINDING),
        (
            (ENTRY,),
            replace(FINDING, severity=Severity.WARNING),
            replace(FINDING, severity=Severity.WARNING),
        ),
    ],
    ids=["held", "run out", "another", "a warning"],
)
def test_what_is_said_of_a_finding(
    entries: tuple[AcceptedFinding, ...], finding: Finding, found: Finding
) -> None:
    """Errors alone are accepted, each by its own fingerprint, until the day is over."""
    assert baseline(*entries).applied([finding]) == [found]


def test_what_is_accepted_breaks_nothing_and_hides_no_doubt() -> None:
    """Without another error the verdict is kept, or in doubt where there is a doubt."""
    held = baseline(ENTRY).applied([FINDING])
    assert conclude(held) == Kept(findings=tuple(held))
    assert conclude(held, ["d"]) == Inconclusive(why=("d",), findings=tuple(held))
    assert conclude([*held, FINDING], ["d"]) == Broken(findings=(*held, FINDING))
    lapsed = baseline(PAST).applied([FINDING])
    assert conclude(lapsed) == Broken(findings=tuple(lapsed))


NAME = f"law/echo make ({FINDING.fingerprint})"


@pytest.mark.parametrize(
    ("entry", "findings", "lines"),
    [
        (ENTRY, [FINDING], ["baseline b.toml: 1 entry, 1 of them seen"]),
        (
            PAST,
            [FINDING],
            [
                "baseline b.toml: 1 entry, 1 of them seen",
                f"accepted by the baseline until a day that is over: {NAME}",
            ],
        ),
        (
            replace(ENTRY, reason="TODO"),
            [FINDING],
            [
                "baseline b.toml: 1 entry, 1 of them seen",
                f"accepted by the baseline, and nobody has said why: {NAME}",
            ],
        ),
        (
            ENTRY,
            [],
            [
                "baseline b.toml: 1 entry, 0 of them seen",
                f"not seen any more, ready for ringback baseline prune: {NAME}",
            ],
        ),
    ],
    ids=["held", "run out", "no reason", "gone"],
)
def test_what_is_said_of_the_entries(
    entry: AcceptedFinding, findings: list[Finding], lines: list[str]
) -> None:
    """What needs somebody is named."""
    assert [*baseline(entry).told("check", "reference", RunScope(), findings)] == lines
    assert [*Baseline(today=TODAY).told("check", "reference", RunScope(), findings)] == []


OF_FILE = replace(ENTRY, command="lint", operation=None, file="docs/a.yaml")


@pytest.mark.parametrize(
    ("entry", "command", "target", "scope", "gone"),
    [
        (ENTRY, "check", "reference", RunScope(), True),
        (ENTRY, "lint", None, RunScope(), False),
        (ENTRY, "check", None, RunScope(), False),
        (replace(ENTRY, target="staging"), "check", "staging", RunScope(), True),
        (replace(ENTRY, target="staging"), "check", "reference", RunScope(), False),
        (ENTRY, "check", "reference", RunScope(partial="halted"), False),
        (ENTRY, "check", "reference", RunScope(operations=("make",)), True),
        (ENTRY, "check", "reference", RunScope(operations=("other",)), False),
        (replace(ENTRY, operation=None), "check", "a", RunScope(operations=("make",)), False),
        (ENTRY, "check", "reference", RunScope(select=("law",)), True),
        (ENTRY, "check", "reference", RunScope(select=("law/frame",)), False),
        (ENTRY, "check", "reference", RunScope(unasked=("law/",)), False),
        (ENTRY, "check", "reference", RunScope(unasked=("law/frame",)), True),
        (ENTRY, "check", "reference", RunScope(unasked=("every rule on make",)), False),
        (ENTRY, "check", "reference", RunScope(unasked=("every rule on other",)), True),
        (OF_FILE, "lint", None, RunScope(files=("docs/a.yaml",)), True),
        (OF_FILE, "lint", None, RunScope(files=("docs",)), True),
        (OF_FILE, "lint", None, RunScope(files=("docs/b.yaml",)), False),
        (replace(OF_FILE, command="check"), "check", None, RunScope(), True),
    ],
)
def test_what_a_run_shows_to_be_gone(
    entry: AcceptedFinding, command: str, target: str | None, scope: RunScope, *, gone: bool
) -> None:
    """An entry is gone where the run asked for what would have shown it."""
    assert unseen([entry], command, target, scope, set()) == ([entry] if gone else [])
    assert unseen([entry], command, target, scope, {entry.fingerprint}) == []
