"""The report for programs; its form is `reports/schema//report.schema.json`."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from ringback.change import Change
from ringback.finding import Counterpart
from ringback.payload_map import PayloadMap
from ringback.reports.evidence.shown_payloads import ShownPayload
from ringback.reports.interface import findings_of, seconds_of, whys
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.reports.shard_members import told_part
from ringback.verdict import (
    AskedOperation,
    Covered,
    PatchCoverage,
    ResourceTold,
    Run,
    RunScope,
    name_of,
)

FORMAT = "ringback-report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonReport:
    """One JSON object in ASCII."""

    def render(self, run: Run, scribe: Scribe) -> str:
        """The object, indented, its members always in the same order."""
        return json.dumps(_report(run, scribe), indent=2, allow_nan=False) + "\n"


def _report(run: Run, scribe: Scribe) -> dict[str, Any]:
    """The object's members (interface: the JSON report)."""
    report = {
        "format": FORMAT,
        "verdict": name_of(run.verdict),
        "why": whys(run, scribe),
        "command": scribe.place(run.command),
        "target": None if run.target is None else scribe.place(run.target),
        "reading": None if run.reading is None else scribe.place(run.reading),
        "seed": run.seed,
        "seconds": seconds_of(run),
        "exercised": [scribe.text(line) for line in run.exercised],
        "findings": [told_finding(found) for found in findings_of(run, scribe)],
        "restored": {
            "state": run.restored.state.value,
            "notes": [scribe.text(note) for note in (*run.restored.notes, *run.restored.things)],
        },
        "resources": [_resource(each, scribe) for each in run.resources],
        "asked": [_asked(each, scribe) for each in run.asked],
        "latency": [
            {"operation": scribe.place(each.operation), **asdict(each.latency)}
            for each in run.asked
            if each.latency is not None
        ],
        "skipped": [
            {"rule": scribe.place(skipped.rule), "why": scribe.text(skipped.why)}
            for skipped in run.skipped
        ],
        "not_judged": [
            {
                "what": scribe.text(each.what),
                "why": scribe.text(each.why),
                "count": each.count,
            }
            for each in run.not_judged
        ],
        "counts": asdict(run.counts),
        "coverage": {
            "response": _coverage(run.response_coverage, scribe),
            "request": _coverage(run.request_coverage, scribe),
        },
    }
    if run.patch_coverage is not None:
        report["patch_coverage"] = _patch(run.patch_coverage, scribe)
    if run.scope is not None:
        report["scope"] = _scope(run.scope, scribe)
    if run.comparison is not None:
        report["changes"] = [_change(scribe.change(each)) for each in run.comparison.changes]
    if run.trend:
        report["trend"] = [asdict(each) for each in run.trend]
    if run.maps:
        report["maps"] = [_map(each, scribe) for each in run.maps]
    if run.described:
        report["described"] = {
            scribe.place(place): json.loads(text)
            for place, each in run.described.items()
            if (text := scribe.witness(each)) is not None
        }
    if run.part is not None:
        folded = [told_finding(scribe.shown(each)) for each in run.part.folded]
        report["shard"] = {**told_part(run, run.part, scribe), "folded": folded}
    return report


def told_finding(found: ShownFinding) -> dict[str, Any]:
    """One finding; what few findings have is there where they have it."""
    members = asdict(found)
    if found.share is None:
        del members["share"]
    else:
        members["share"] = round(found.share, 6)
    for name, given in (
        ("witness", found.witness is not None),
        ("counterpart", found.counterpart is not None),
        ("places", bool(found.places) or found.share is not None),
        ("operations", bool(found.operations)),
        ("requests", bool(found.requests)),
        ("accepted", found.accepted is not None),
        ("lapsed", found.lapsed is not None),
        ("payload", found.payload is not None),
        ("variables", bool(found.variables)),
        ("captures", bool(found.captures)),
        ("together", found.together > 1),
    ):
        if not given:
            del members[name]
    if found.counterpart is not None:
        members["counterpart"] = _counterpart(found.counterpart)
    if found.witness is not None:
        members["witness"] = json.loads(found.witness)
    if found.payload is not None:
        members["payload"] = _payload(found.payload)
    return members


def _payload(told: ShownPayload) -> dict[str, Any]:
    """A finding's payload with its values in place; what is not known is left out."""
    members = {name: each for name, each in asdict(told).items() if each is not None}
    for name in {"value", "given"} & members.keys():
        members[name] = json.loads(members[name])
    return members


def _map(told: PayloadMap, scribe: Scribe) -> dict[str, Any]:
    """The tree of a payload; of each node what it has."""
    return {
        "operation": scribe.place(told.operation),
        "side": told.side,
        "title": scribe.place(told.title),
        "cut": told.cut,
        "nodes": [
            {
                name: each
                for name, each in asdict(scribe.node(node)).items()
                if each not in (None, (), 0, False) or name == "parent"
            }
            for node in told.nodes
        ],
    }


def _asked(told: AskedOperation, scribe: Scribe) -> dict[str, Any]:
    """One operation: where it is described, and how often each rule was put to the test."""
    return {
        "operation": scribe.place(told.operation),
        "file": None if told.file is None else scribe.place(told.file),
        "line": told.line,
        "seconds": round(told.seconds, 3),
        "rules": {scribe.place(rule): count for rule, count in told.rules.items()},
    }


def _scope(scope: RunScope, scribe: Scribe) -> dict[str, Any]:
    """What was asked, by name."""

    def places(names: tuple[str, ...] | None) -> list[str] | None:
        return None if names is None else [scribe.place(each) for each in names]

    return {
        "operations": places(scope.operations),
        "files": places(scope.files),
        "select": places(scope.select),
        "unasked": places(scope.unasked),
        "partial": None if scope.partial is None else scribe.text(scope.partial),
    }


def _resource(told: ResourceTold, scribe: Scribe) -> dict[str, Any]:
    """One resource: what was inferred, from what, and what was observed of it."""
    place = scribe.place
    return {
        "name": place(told.name),
        "path": place(told.path),
        "key": None if told.key is None else place(told.key),
        "parent": None if told.parent is None else place(told.parent),
        "inferred": told.inferred,
        "roles": {role: [place(each) for each in ids] for role, ids in told.roles.items()},
        "keys": [
            {
                "operation": place(each.operation),
                "where": each.where,
                "place": place(each.place),
                "inferred": each.inferred,
            }
            for each in told.keys
        ],
        "observed": [
            {"what": scribe.text(each.what), "count": each.count} for each in told.observed
        ],
        "dropped": [scribe.text(each) for each in told.dropped],
    }


def _change(change: Change) -> dict[str, Any]:
    """One change, whomever it hurts."""
    witness = {} if change.witness is None else {"witness": json.loads(change.witness)}
    return {
        "kind": change.kind.value,
        "rule": change.rule,
        "message": change.message,
        "operations": list(change.operations),
        "side": change.side,
        "status": change.status,
        "base": _counterpart(change.base),
        "head": _counterpart(change.head),
        "instance": change.instance,
        **witness,
    }


def _counterpart(place: Counterpart | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"schema": place.schema, "file": place.file, "line": place.line}


def _coverage(side: Covered, scribe: Scribe) -> dict[str, Any]:
    """One side's coverage points."""
    missing = [scribe.place(pointer) for pointer in side.missing]
    return {"covered": side.covered, "total": side.total, "missing": missing}


def _patch(patch: PatchCoverage, scribe: Scribe) -> dict[str, Any]:
    """What a change touches, and what of that was exercised."""
    names = {
        "touched": patch.touched,
        "exercised": patch.exercised,
        "missing": patch.missing,
    }
    return {
        "against": scribe.place(patch.against),
        "operations": {name: [scribe.place(each) for each in ids] for name, ids in names.items()},
        "points": _coverage(patch.points, scribe),
    }
