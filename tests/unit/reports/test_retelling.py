"""A stored report told again: every format says what it said of the run."""

import json
from dataclasses import replace

import pytest

from ringback.finding import Finding, Severity
from ringback.reports import REPORTS
from ringback.reports.formats.json_report import JsonReport
from ringback.reports.retelling import retold
from ringback.reports.scribe import Scribe
from ringback.verdict import (
    Covered,
    Inconclusive,
    Kept,
    KeySlot,
    NotJudged,
    Observation,
    PatchCoverage,
    ResourceTold,
    Run,
)

TOYS = ResourceTold(
    name="toys",
    path="/pets/{}/toys/{}",
    inferred="the links",
    key="toy_id",
    parent="pets",
    roles={"create": ("make_toy",)},
    keys=(KeySlot(operation="make_toy", where="answer", place="/id", inferred="the links"),),
    observed=(Observation(what="created", count=2),),
    dropped=("moved",),
)
SECRETS = {"RINGBACK_TOKEN": "t0k-en"}


def _again(run: Run, name: str) -> tuple[str, str]:
    """What a format says of a run, and of its JSON report."""
    scribe = Scribe.for_run(run, SECRETS, folder="api")
    report = json.loads(JsonReport().render(run, scribe))
    return REPORTS[name].render(run, scribe), REPORTS[name].render(*retold(report, "api"))


@pytest.mark.parametrize("name", REPORTS)
def test_a_run_is_told_again(name: str, asked: Run) -> None:
    """Word for word: fingerprints, commands and requests, what was asked, and what was hidden."""
    missing = ("/a", "/b")
    run = replace(
        asked,
        resources=(TOYS,),
        not_judged=(NotJudged(what="a body", why="who knows", count=3),),
        response_coverage=Covered(covered=1, total=3, missing=missing, names=missing),
        patch_coverage=PatchCoverage(
            against="v1",
            touched=("a", "b"),
            exercised=("a",),
            points=Covered(covered=1, total=3, missing=missing, names=missing),
        ),
    )
    said, again = _again(run, name)
    assert again == said


@pytest.mark.parametrize("name", REPORTS)
def test_a_comparison_is_told_again(name: str, changed: Run) -> None:
    """With both places, the witnesses, and the changes that hurt nobody."""
    said, again = _again(changed, name)
    assert again == said


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    "verdict",
    [
        Inconclusive(why=("no answer", "refused")),
        Inconclusive(why=()),
        Kept(findings=(Finding(rule="a/b", message="m", severity=Severity.WARNING, of=3),)),
    ],
)
def test_verdicts_are_told_again(name: str, verdict: Inconclusive | Kept) -> None:
    """Why there is none, and warnings of many recordings."""
    said, again = _again(Run(command="validate", verdict=verdict), name)
    assert again == said


def test_findings_alike_but_for_their_causes_stay_two() -> None:
    """A report tells no causes: the fingerprints tell them apart."""
    one = Finding(rule="a/b", message="m", severity=Severity.WARNING)
    two = replace(one, cause="another")
    said, again = _again(Run(command="check", verdict=Kept(findings=(one, two))), "sarif")
    assert again == said


def test_what_somebody_else_wrote_acts_on_no_terminal() -> None:
    """A path may be of any report: what moves a cursor is shown as its escape."""
    finding = Finding(rule="a/b", message="m", severity=Severity.WARNING)
    run = Run(command="check", verdict=Kept(findings=(finding,)), exercised=("e",))
    report = json.loads(JsonReport().render(run, Scribe(secrets={})))
    report["findings"][0] |= {"message": "\x1b[2J", "reproduce": "\n::error::", "file": "\u202e"}
    report["exercised"] = ["\x1b"]
    told = REPORTS["text"].render(*retold(report))
    assert {r"  \x1b[2J", r"    \n::error::", r"  \x1b"} <= set(told.split("\n"))
    assert "\u202e" not in told
