"""The report for GitLab's merge requests."""

import json
from dataclasses import replace
from typing import Any

from ringback.finding import Finding
from ringback.reports.formats.gitlab import GitlabReport
from ringback.reports.scribe import Scribe
from ringback.verdict import Broken, Inconclusive, Kept, Run

NONE = Scribe(secrets={})


def _issues(run: Run, scribe: Scribe = NONE) -> Any:
    return json.loads(GitlabReport().render(run, scribe))


def _place(path: str, begin: int) -> dict[str, Any]:
    return {"path": path, "lines": {"begin": begin}}


def test_a_broken_run(broken: Run) -> None:
    """An issue a finding; what has no place is shown at the configuration's first line."""
    error, warning = sorted(broken.verdict.findings, key=lambda finding: finding.severity)
    assert _issues(broken, Scribe(secrets={}, folder="api")) == [
        {
            "description": '"name" was given as "b" and is "a" (update_thing)',
            "check_name": "law/echo",
            "fingerprint": error.fingerprint,
            "severity": "major",
            "location": _place("api/openapi/things.yaml", 12),
        },
        {
            "description": "answered 500 once (get_thing)",
            "check_name": "flaky/status",
            "fingerprint": warning.fingerprint,
            "severity": "minor",
            "location": _place("api/ringback.toml", 1),
        },
    ]


def test_an_inconclusive_run_has_issues() -> None:
    """An empty list would be a green run; a reason that is told twice is one issue."""
    run = Run(command="check", verdict=Inconclusive(why=("no answer", "no answer")))
    (issue,) = _issues(run)
    assert issue == {
        "description": "no answer",
        "check_name": "verdict/inconclusive",
        "fingerprint": "ad03eb5e16bba9a9",
        "severity": "blocker",
        "location": _place("ringback.toml", 1),
    }
    (unsaid,) = _issues(replace(run, verdict=Inconclusive(why=())))
    assert unsaid["description"] == "nothing could be judged"


def test_a_kept_run_is_an_empty_list() -> None:
    """So GitLab takes what was there before for solved."""
    assert GitlabReport().render(Run(command="check", verdict=Kept()), NONE) == "[]\n"


def test_a_line_counts_from_one() -> None:
    """GitLab refuses an issue at no line; no operation is no part of the sentence."""
    finding = Finding(rule="a/b", message="m", file="a.yaml", line=0)
    (issue,) = _issues(Run(command="lint", verdict=Broken(findings=(finding,))))
    assert (issue["description"], issue["location"]) == ("m", _place("a.yaml", 1))
