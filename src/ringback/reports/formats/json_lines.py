"""The report for who follows a run: one JSON object a line, each an event; see `LiveLines`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.reports.formats.json_report import told_finding
from ringback.reports.interface import findings_of, seconds_of, whys
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import Run, name_of

_FORMAT = "ringback-events/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonLinesReport:
    """The events of a run that is over: that it started, what was found, and how it ended."""

    def render(self, run: Run, scribe: Scribe) -> str:
        """The lines, in ASCII."""
        first = started(run.command, run.target, run.reading, run.seed, scribe)
        return first + "".join(map(found, findings_of(run, scribe))) + ended(run, scribe)


def line(event: str, members: Mapping[str, Any]) -> str:
    """One event."""
    return json.dumps({"event": event, **members}, allow_nan=False) + "\n"


def started(
    command: str, target: str | None, reading: str | None, seed: int | None, scribe: Scribe
) -> str:
    """The first event: what runs."""
    members = {
        "format": _FORMAT,
        "command": scribe.place(command),
        "target": None if target is None else scribe.place(target),
        "reading": None if reading is None else scribe.place(reading),
        "seed": seed,
    }
    return line("started", members)


def found(shown: ShownFinding) -> str:
    """A finding, with the members that the JSON report gives it."""
    return line("finding", {"finding": told_finding(shown)})


def ended(run: Run, scribe: Scribe, findings: Iterable[str] | None = None) -> str:
    """The last event: the verdict, and the fingerprints of the findings that it is of.

    They are the run's own, unless others are named.
    """
    if findings is None:
        findings = (each.fingerprint for each in findings_of(run, scribe))
    members = {
        "verdict": name_of(run.verdict),
        "why": whys(run, scribe),
        "seconds": seconds_of(run),
        "restored": run.restored.state.value,
        "counts": {
            "exchanges": run.counts.exchanges,
            "recordings": run.counts.recordings,
            "operations": run.counts.operations,
        },
        "findings": list(findings),
    }
    return line("ended", members)
