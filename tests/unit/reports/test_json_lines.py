"""The report for who follows a run: whole when it is over, and live while it goes on."""

import io
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from ringback.errors import UsageError
from ringback.finding import Finding
from ringback.reports.formats.json_lines import JsonLinesReport
from ringback.reports.formats.json_report import JsonReport
from ringback.reports.live_lines import LiveLines
from ringback.reports.output import ReportSpec
from ringback.reports.scribe import Scribe
from ringback.verdict import Inconclusive, Kept, Run

HERE = ReportSpec(format="jsonl")
SCRIBE = Scribe(secrets={"RINGBACK_TOKEN": "t0k-en"})
STARTED = {
    "event": "started",
    "format": "ringback-events/1",
    "command": "check",
    "target": "reference",
    "reading": "strict",
    "seed": 0,
}


def _events(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def _scribe(_findings: Iterable[Finding]) -> Scribe:
    return SCRIBE


def _finding(cause: str) -> Finding:
    return Finding(rule="a/b", message="says t0k-en", cause=cause)


def test_a_run_that_is_over(broken: Run) -> None:
    """It started, what it found as the JSON report has it, and how it ended."""
    findings = json.loads(JsonReport().render(broken, SCRIBE))["findings"]
    text = JsonLinesReport().render(broken, SCRIBE)
    assert text.isascii()
    assert _events(text) == [
        STARTED,
        *({"event": "finding", "finding": each} for each in findings),
        {
            "event": "ended",
            "verdict": "broken",
            "why": [],
            "seconds": 4.123,
            "restored": "restored",
            "counts": {"exchanges": 412, "recordings": 38, "operations": 3},
            "findings": [each["fingerprint"] for each in findings],
        },
    ]


def test_a_run_that_is_cut_short_ends_even_where_nothing_can_be_hidden() -> None:
    """A plain sentence stands for what may hold a secret; what has ended is not told again."""
    stdout = io.StringIO()

    def scribe(_findings: Iterable[Finding]) -> Scribe:
        raise ZeroDivisionError

    lines = LiveLines([HERE], scribe, stdout)
    run = Run(command="check", verdict=Inconclusive(why=("it said t0k-en",)))
    lines.cut_short(run)
    lines.cut_short(run)
    [last] = _events(stdout.getvalue())
    assert (last["event"], last["verdict"]) == ("ended", "inconclusive")
    assert (last["why"], last["findings"]) == (["ringback itself failed"], [])


def test_an_inconclusive_run_says_why() -> None:
    """In its last event."""
    run = Run(command="lint", verdict=Inconclusive(why=("no answer",)))
    first, last = _events(JsonLinesReport().render(run, SCRIBE))
    assert (first["target"], first["reading"], first["seed"]) == (None, None, None)
    assert (last["verdict"], last["why"]) == ("inconclusive", ["no answer"])


def test_events_are_written_as_they_come(broken: Run, tmp_path: Path) -> None:
    """Each is there at once, in both places; a cause is told once, the rest before the end."""
    file, stdout = tmp_path / "events.jsonl", io.StringIO()
    lines = LiveLines([HERE, ReportSpec(format="jsonl", path=str(file))], _scribe, stdout)
    lines.started("check", "reference", "strict", 0)
    assert _events(file.read_text("utf-8")) == [STARTED]
    lines.phase("reads", 3)
    for count in (4, 102, 103, 110, 203):
        lines.phase("reads", count)
    lines.phase("updates", 204)
    error, warning = sorted(broken.verdict.findings, key=lambda each: each.severity)
    lines.found([error])
    lines.found([error])
    told = [
        STARTED,
        {"event": "phase", "phase": "reads", "requests": 3},
        {"event": "progress", "phase": "reads", "requests": 103},
        {"event": "progress", "phase": "reads", "requests": 203},
        {"event": "phase", "phase": "updates", "requests": 204},
    ]
    *before, found = _events(file.read_text("utf-8"))
    assert (before, found["finding"]["fingerprint"]) == (told, error.fingerprint)
    lines.ended(broken, SCRIBE)
    lines.complain()
    *_, late, last = _events(file.read_text("utf-8"))
    assert late["finding"]["fingerprint"] == warning.fingerprint
    assert last["findings"] == [error.fingerprint, warning.fingerprint]
    assert stdout.getvalue() == file.read_text("utf-8")


def test_nothing_is_asked_of_a_run_that_nobody_follows() -> None:
    """Without a place there is no scribe, and no line."""
    stdout = io.StringIO()
    lines = LiveLines([ReportSpec(format="json")], lambda _: pytest.fail("asked"), stdout)
    lines.started("check", None, None, None)
    lines.phase("reads")
    lines.found([_finding("x")])
    lines.ended(Run(command="check", verdict=Kept()), SCRIBE)
    assert stdout.getvalue() == ""


def test_no_event_tells_a_secret() -> None:
    """Each finding goes through the scribe of its moment."""
    stdout = io.StringIO()
    LiveLines([HERE], _scribe, stdout).found([_finding("x")])
    (event,) = _events(stdout.getvalue())
    assert event["finding"]["message"] == "says $RINGBACK_TOKEN"


class _Full(io.StringIO):
    """A stream that nothing more can be written to."""

    def write(self, _text: str) -> int:
        """Refuse."""
        raise BrokenPipeError(32, "Broken pipe")


def test_who_stops_reading_stops_no_run(broken: Run) -> None:
    """There may be things to put back: it is raised when all is told."""
    lines = LiveLines([HERE], _scribe, _Full())
    lines.started("check", None, None, None)
    lines.phase("reads")
    lines.ended(broken, SCRIBE)
    with pytest.raises(BrokenPipeError):
        lines.complain()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_told_in_the_end() -> None:
    """In the sentence that other reports have for it."""
    lines = LiveLines([ReportSpec(format="jsonl", path="/dev/full")], _scribe, io.StringIO())
    lines.phase("reads")
    with pytest.raises(UsageError) as caught:
        lines.complain()
    problem = "--report: /dev/full can't be written: no space left on device; name another file"
    assert caught.value.problems == (problem,)


def test_a_file_that_cannot_be_opened_ends_the_run_before_it_begins(tmp_path: Path) -> None:
    """Nothing was sent by then."""
    spec = ReportSpec(format="jsonl", path=str(tmp_path))
    with pytest.raises(UsageError) as caught:
        LiveLines([spec], _scribe, io.StringIO())
    problem = f"--report: {tmp_path} can't be written: is a directory; name another file"
    assert caught.value.problems == (problem,)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 -- names are enough
