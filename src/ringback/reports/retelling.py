"""A stored report as the run that it tells of, so that every other report can tell it, too."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.change import Change, Comparison, Kind
from ringback.coverage.covered_points import covered_by
from ringback.finding import Counterpart, Finding
from ringback.payload_map import MapNode, PayloadMap
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.reports.shard_members import part_of, points_of
from ringback.reports.stored import as_finding, shown_finding, stored_scope
from ringback.verdict import (
    AskedOperation,
    Broken,
    Counts,
    Covered,
    Inconclusive,
    Kept,
    KeySlot,
    Latency,
    NotJudged,
    Observation,
    PatchCoverage,
    ResourceTold,
    Restored,
    RestoreState,
    Run,
    Skipped,
    TrendStep,
    Verdict,
)
from ringback.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredScribe(Scribe):
    """Writes what was written before: secrets were hidden then, and nothing is hidden anew.

    `findings` are those of the report by their fingerprints.
    """

    findings: Mapping[str, ShownFinding] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """The sentence as it stands."""
        return visible(text)

    def place(self, text: str) -> str:
        """The name as it stands."""
        return visible(text)

    def shown(self, finding: Finding) -> ShownFinding:
        """The finding as it stands: its cause is its fingerprint."""
        return self.findings[finding.cause]

    def node(self, node: MapNode) -> MapNode:
        """The node as it stands."""
        return replace(
            node,
            name=visible(node.name),
            kind=visible(node.kind),
            place=visible(node.place),
            schema=visible(node.schema),
        )

    def change(self, change: Change) -> Change:
        """The change as it stands."""
        return change

    def witness(self, text: str | None) -> str | None:
        """The payload as it stands."""
        return text


def retold(report: Mapping[str, Any], folder: str = "") -> tuple[Run, StoredScribe]:
    """The run of a whole JSON report, and who writes it; what the report lacks, the run lacks.

    `folder` is as a scribe has it.
    """
    findings = {each["fingerprint"]: _visible(shown_finding(each)) for each in report["findings"]}
    told = [as_finding(each, fingerprint) for fingerprint, each in findings.items()]
    shard = report.get("shard")
    part, folded = None, dict[str, ShownFinding]()
    if shard is not None:
        shown = map(shown_finding, shard["folded"])
        folded = {each.fingerprint: _visible(each) for each in shown}
        part = part_of(shard, tuple(as_finding(each, name) for name, each in folded.items()))
    run = Run(
        command=report["command"],
        verdict=_verdict(report, tuple(told)),
        target=report["target"],
        reading=report["reading"],
        seed=report["seed"],
        seconds=report["seconds"],
        restored=Restored(
            state=RestoreState(report["restored"]["state"]),
            notes=tuple(report["restored"]["notes"]),
        ),
        skipped=tuple(Skipped(**each) for each in report["skipped"]),
        counts=Counts(**report["counts"]),
        response_coverage=_covered(report, "response", report["coverage"]["response"]),
        request_coverage=_covered(report, "request", report["coverage"]["request"]),
        exercised=tuple(report["exercised"]),
        patch_coverage=_patch(report),
        comparison=_comparison(report["changes"]) if "changes" in report else None,
        not_judged=tuple(NotJudged(**each) for each in report.get("not_judged", ())),
        resources=tuple(map(_resource, report.get("resources", ()))),
        asked=tuple(_asked(report)),
        scope=stored_scope(report["scope"]) if "scope" in report else None,
        part=part,
        maps=tuple(map(_map, report.get("maps", ()))),
        trend=tuple(map(_step, report.get("trend", ()))),
        described={
            visible(place): json.dumps(each) for place, each in report.get("described", {}).items()
        },
    )
    return run, StoredScribe(secrets={}, findings={**folded, **findings}, folder=folder)


def _verdict(report: Mapping[str, Any], findings: tuple[Finding, ...]) -> Verdict:
    match report["verdict"]:
        case "kept":
            return Kept(findings=findings)
        case "broken":
            return Broken(findings=findings)
        case _:
            return Inconclusive(why=tuple(report["why"]), findings=findings)


def _visible(shown: ShownFinding) -> ShownFinding:
    """The finding with nothing in it that acts on what shows it, whoever wrote the file."""

    def text(value: str | None) -> str | None:
        return None if value is None else visible(value)

    return replace(
        shown,
        rule=visible(shown.rule),
        operation=text(shown.operation),
        message=visible(shown.message),
        instance=text(shown.instance),
        schema=text(shown.schema),
        file=text(shown.file),
        fingerprint=visible(shown.fingerprint),
        reproduce=text(shown.reproduce),
        places=tuple(map(visible, shown.places)),
        counterpart=_place(shown.counterpart),
        operations=tuple(map(visible, shown.operations)),
    )


def _place(place: Counterpart | None) -> Counterpart | None:
    return place and replace(place, schema=visible(place.schema), file=visible(place.file))


def _covered(report: Mapping[str, Any], name: str, side: Mapping[str, Any]) -> Covered:
    """A part of the coverage; but for a shard a report tells points by their pointers alone."""
    shard = report.get("shard")
    if shard is not None:
        return covered_by(points_of(shard["points"][name]))
    missing = tuple(side["missing"])
    return Covered(covered=side["covered"], total=side["total"], missing=missing, names=missing)


def _patch(report: Mapping[str, Any]) -> PatchCoverage | None:
    """What a change touches, and what of that was exercised; None where none was asked about."""
    told = report.get("patch_coverage")
    if told is None:
        return None
    operations = told["operations"]
    return PatchCoverage(
        against=told["against"],
        touched=tuple(operations["touched"]),
        exercised=tuple(operations["exercised"]),
        points=_covered(report, "patch", told["points"]),
    )


def _map(told: Mapping[str, Any]) -> PayloadMap:
    """The tree of a payload."""
    return PayloadMap(**{**told, "nodes": tuple(map(_node, told["nodes"]))})


def _node(told: Mapping[str, Any]) -> MapNode:
    """A node of it; what is empty is not told."""
    members = {"name": "", "place": "", "schema": "", **told}
    return MapNode(**{**members, "missing": tuple(map(visible, told.get("missing", ())))})


def _step(told: Mapping[str, Any]) -> TrendStep:
    """A run among others, its lists as they are kept."""
    lists = {name: tuple(map(visible, told[name])) for name in ("new", "fixed")}
    return TrendStep(**{**told, "run": visible(told["run"]), **lists})


def _comparison(changes: list[dict[str, Any]]) -> Comparison:
    return Comparison(changes=tuple(map(_change, changes)))


def _change(told: dict[str, Any]) -> Change:
    """One change of a comparison."""
    base, head = (
        _place(Counterpart(**told[side])) if told[side] else None for side in ("base", "head")
    )
    return Change(
        kind=Kind(told["kind"]),
        rule=visible(told["rule"]),
        message=visible(told["message"]),
        operations=tuple(map(visible, told["operations"])),
        side=told["side"],
        status=visible(told["status"]),
        base=base,
        head=head,
        instance=None if told["instance"] is None else visible(told["instance"]),
        witness=json.dumps(told["witness"]) if "witness" in told else None,
    )


def _resource(told: dict[str, Any]) -> ResourceTold:
    """One resource, its lists as what does not change."""
    return ResourceTold(
        name=told["name"],
        path=told["path"],
        inferred=told["inferred"],
        key=told["key"],
        parent=told["parent"],
        roles={role: tuple(ids) for role, ids in told["roles"].items()},
        keys=tuple(KeySlot(**each) for each in told["keys"]),
        observed=tuple(Observation(**each) for each in told["observed"]),
        dropped=tuple(told["dropped"]),
    )


def _asked(report: Mapping[str, Any]) -> list[AskedOperation]:
    """What each operation was asked, with its latency where that is told."""
    latencies: dict[str, Latency] = {}
    for each in report.get("latency", ()):
        members = {name: value for name, value in each.items() if name != "operation"}
        latencies[each["operation"]] = Latency(**members)
    return [
        AskedOperation(**each, latency=latencies.get(each["operation"]))
        for each in report.get("asked", ())
    ]
