"""Reports read back: what a run told, and one sentence for what is no report."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ringback.errors import UsageError
from ringback.finding import Finding, Severity
from ringback.reports.formats.json_report import JsonReport
from ringback.reports.interface import findings_of
from ringback.reports.scribe import Scribe
from ringback.reports.stored import as_finding, name_of, stored
from ringback.verdict import Run

SECRETS = {"RINGBACK_TOKEN": "t0k-en"}


def test_a_report_is_read_as_it_was_written(broken: Run, tmp_path: Path) -> None:
    """Command, target, reading and findings are those of the run."""
    file = tmp_path / "r.json"
    scribe = Scribe.for_run(broken, SECRETS)
    file.write_text(JsonReport().render(broken, scribe), "utf-8")
    report = stored(file)
    assert (report.file, report.command) == (str(file), "check")
    assert (report.target, report.reading) == ("reference", "strict")
    assert list(report.findings) == findings_of(broken, scribe)
    names = ["law/echo update_thing /name", "flaky/status get_thing /paths/~1things"]
    assert [name_of(each) for each in report.findings] == names


def _whole() -> dict[str, Any]:
    """A report of a run that told nothing."""
    verdict: dict[str, Any] = {"format": "ringback-report/1", "verdict": "kept", "why": []}
    run = {"command": "check", "target": None, "reading": None, "seed": None, "seconds": 0}
    told: dict[str, Any] = {"exercised": [], "findings": [], "skipped": []}
    side = {"covered": 0, "total": 0, "missing": []}
    sums = {
        "restored": {"state": "untouched", "notes": []},
        "counts": {"exchanges": 0, "recordings": 0, "operations": 0},
        "coverage": {"response": side, "request": side},
    }
    return {**verdict, **run, **told, **sums}


def test_a_report_without_findings_is_one(tmp_path: Path) -> None:
    """A run may have found nothing."""
    file = tmp_path / "r.json"
    file.write_text(json.dumps(_whole()), "utf-8")
    assert stored(file).findings == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "is not JSON ("),
        (b"[]", 'is no report of ringback: its "format" is not "ringback-report/1"'),
        (b'{"format":"ringback-report/2"}', "is no report of ringback: "),
        (b'{"format":"ringback-report/1"}', "is no whole report of ringback: /: "),
        (
            json.dumps({**_whole(), "findings": [{"rule": 1}]}).encode(),
            "is no whole report of ringback: /findings/0",
        ),
    ],
)
def test_what_is_no_report_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    """One sentence says which file, and why."""
    file = tmp_path / "r.json"
    file.write_bytes(content)
    with pytest.raises(UsageError) as error:
        stored(file)
    [problem] = error.value.problems
    assert problem.startswith(f"{file}: {told}")


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    """A file that is missing, and a folder, are told as such."""
    for path, why in ((tmp_path / "no.json", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(UsageError) as error:
            stored(path)
        assert str(error.value).startswith(f"{path}: can't be read ({why}")


@pytest.mark.parametrize("cause", ["", "many places"])
def test_a_cause_is_known_by_its_fingerprint(cause: str) -> None:
    """A report holds no causes; with the right one, a finding has its fingerprint again."""
    finding = Finding(
        rule="law/echo",
        message="",
        severity=Severity.WARNING,
        operation="a",
        instance="/b/0",
        file="c",
        line=3,
        cause=cause,
    )
    shown = Scribe(secrets={}).shown(finding)
    assert as_finding(shown, cause) == finding
    assert asdict(shown)["fingerprint"] == as_finding(shown, cause).fingerprint
    assert as_finding(shown, "another").fingerprint != finding.fingerprint


def test_a_comparison_is_read_as_it_was_written(changed: Run, tmp_path: Path) -> None:
    """Witnesses, the other place and the operations are what they were."""
    file, scribe = tmp_path / "r.json", Scribe(secrets={})
    file.write_text(JsonReport().render(changed, scribe), "utf-8")
    assert [each.fingerprint for each in stored(file).findings] == [
        each.fingerprint for each in findings_of(changed, scribe)
    ]
    [narrowed, _] = stored(file).findings
    [told, _] = findings_of(changed, scribe)
    assert (narrowed.counterpart, narrowed.operations) == (told.counterpart, told.operations)
    assert json.loads(narrowed.witness or "") == json.loads(told.witness or "")
