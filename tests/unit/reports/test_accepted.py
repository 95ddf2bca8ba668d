"""What is accepted, and what was until a day that is over, in each report."""

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ringback.finding import Acceptance, Finding
from ringback.reports import REPORTS
from ringback.reports.scribe import Scribe
from ringback.verdict import Run, conclude

FINDING = Finding(rule="law/echo", message="says another text", operation="make")
SAID = Acceptance(owner="Ada", reason="the token is t0k-en-of-mine", expires="2027-01-31")
HELD = replace(FINDING, accepted=SAID)
LAPSED = replace(FINDING, lapsed=SAID)
WHY = "by Ada until 2027-01-31: the token is $RINGBACK_TOKEN"


def told(name: str, finding: Finding) -> str:
    """The report of a run with this finding alone."""
    run = Run(command="check", verdict=conclude([finding]))
    return REPORTS[name].render(run, Scribe.for_run(run, {"RINGBACK_TOKEN": "t0k-en-of-mine"}))


@pytest.mark.parametrize(
    ("name", "finding", "lines"),
    [
        (
            "text",
            HELD,
            ["1 accepted by the baseline", f"  accepted {WHY}", "kept: 1 accepted by the baseline"],
        ),
        ("text", LAPSED, ["1 error", f"  counts again, as it was accepted {WHY}", "broken: 1 err"]),
        ("markdown", HELD, ["**kept**: 1 accepted by the", "#### Accepted by the baseline (1)"]),
        ("markdown", LAPSED, ["**broken**: 1 error", "#### Errors (1)"]),
    ],
)
def test_what_a_person_reads(name: str, finding: Finding, lines: list[str]) -> None:
    """What is held stands under a heading of its own; what has run out stands with the errors."""
    text = told(name, finding)
    assert [each for each in lines if f"\n{each}" not in text] == []
    assert "t0k-en-of-mine" not in text


@pytest.mark.parametrize(("finding", "failures"), [(HELD, "0"), (LAPSED, "1")])
def test_what_a_ci_server_counts(finding: Finding, failures: str) -> None:
    """A failure is what breaks the verdict, and nothing else."""
    root = ET.fromstring(told("junit", finding))  # noqa: S314 -- our own document
    assert root.get("failures") == failures
    assert WHY in "".join(root.itertext())


def test_what_code_scanning_closes() -> None:
    """A held result is suppressed from outside, with why; one that is not held says so, too."""
    run = Run(command="check", verdict=conclude([HELD, replace(FINDING, rule="law/get")]))
    log = json.loads(REPORTS["sarif"].render(run, Scribe.for_run(run, {"T": "t0k-en-of-mine"})))
    held = {
        "kind": "external",
        "status": "accepted",
        "justification": "the token is $T (Ada, until 2027-01-31)",
    }
    found = {each["ruleId"]: each["suppressions"] for each in log["runs"][0]["results"]}
    assert found == {"law/echo": [held], "law/get": []}


@pytest.mark.parametrize("finding", [FINDING, LAPSED])
def test_without_a_held_result_none_is_said_to_be_suppressed(finding: Finding) -> None:
    """Nothing is known of it: section 3.27.23 tells that from a result that is not suppressed."""
    [result] = json.loads(told("sarif", finding))["runs"][0]["results"]
    assert (result["level"], "suppressions" in result) == ("error", False)


@pytest.mark.parametrize(("finding", "issues"), [(HELD, []), (LAPSED, ["law/echo"])])
def test_what_gitlab_shows(finding: Finding, issues: list[str]) -> None:
    """An issue is what is to be mended: not what is held."""
    assert [each["check_name"] for each in json.loads(told("gitlab", finding))] == issues


@pytest.mark.parametrize(("finding", "level"), [(HELD, "notice"), (LAPSED, "error")])
def test_what_github_annotates(finding: Finding, level: str) -> None:
    """What is held is a notice, with who accepted it."""
    first = told("github", finding).splitlines()[0]
    assert first.startswith(f"::{level} title=law/echo make::says another text")
    assert WHY in first


@pytest.mark.parametrize(
    ("finding", "verdict", "member"), [(HELD, "kept", "accepted"), (LAPSED, "broken", "lapsed")]
)
def test_what_a_program_reads(finding: Finding, verdict: str, member: str) -> None:
    """The severity stays, and who answers for it stands beside it."""
    report: dict[str, Any] = json.loads(told("json", finding))
    [found] = report["findings"]
    assert (report["verdict"], found["severity"]) == (verdict, "error")
    assert {each: found[each] for each in ("accepted", "lapsed") if each in found} == {
        member: {
            "owner": "Ada",
            "reason": "the token is $RINGBACK_TOKEN",
            "expires": "2027-01-31",
        }
    }
