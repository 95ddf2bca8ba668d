"""The report for programs; its form is `schema/report.schema.json`."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from ringback.reports.interface import findings_of, seconds_of, whys
from ringback.reports.scribe import Scribe, Shown
from ringback.verdict import Covered, Run, name_of

FORMAT = "ringback-report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonReport:
    """One JSON object in ASCII."""

    def render(self, run: Run, scribe: Scribe) -> str:
        """The object, indented, its members always in the same order."""
        return json.dumps(_report(run, scribe), indent=2, allow_nan=False) + "\n"


def _report(run: Run, scribe: Scribe) -> dict[str, Any]:
    """The object's members (interface: the JSON report)."""
    return {
        "format": FORMAT,
        "verdict": name_of(run.verdict),
        "why": whys(run, scribe),
        "command": scribe.place(run.command),
        "target": None if run.target is None else scribe.place(run.target),
        "reading": None if run.reading is None else scribe.place(run.reading),
        "seed": run.seed,
        "seconds": seconds_of(run),
        "exercised": [scribe.text(line) for line in run.exercised],
        "findings": [_finding(found) for found in findings_of(run, scribe)],
        "restored": {
            "state": run.restored.state.value,
            "notes": [scribe.text(note) for note in run.restored.notes],
        },
        "skipped": [
            {"rule": scribe.place(skipped.rule), "why": scribe.text(skipped.why)}
            for skipped in run.skipped
        ],
        "counts": asdict(run.counts),
        "coverage": {
            "response": _coverage(run.response_coverage, scribe),
            "request": _coverage(run.request_coverage, scribe),
        },
    }


def _finding(found: Shown) -> dict[str, Any]:
    """One finding; the places and the share are there where recordings were counted."""
    members = asdict(found)
    if found.share is None:
        del members["places"], members["share"]
    else:
        members["share"] = round(found.share, 6)
    return members


def _coverage(side: Covered, scribe: Scribe) -> dict[str, Any]:
    """One side's coverage points."""
    missing = [scribe.place(pointer) for pointer in side.missing]
    return {"covered": side.covered, "total": side.total, "missing": missing}
