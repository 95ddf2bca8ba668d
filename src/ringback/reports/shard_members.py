"""What the JSON report of a shard has for the merged one, written and read back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from ringback.finding import Finding
from ringback.reports.scribe import Scribe
from ringback.shard import (
    AnsweredOperation,
    CoveragePoint,
    FindingGroup,
    PointState,
    Shard,
    ShardPart,
)
from ringback.verdict import Run


def told_part(run: Run, part: ShardPart, scribe: Scribe) -> dict[str, Any]:
    """The members, but for the findings that are told as one."""
    place, patch = scribe.place, run.patch_coverage
    return {
        "index": part.shard.index,
        "of": part.shard.of,
        "subject": dict(part.subject),
        "doubts": [scribe.text(each) for each in part.doubts],
        "empty": part.is_empty,
        "answered": [
            {
                **asdict(each),
                "operation": place(each.operation),
                "where": place(each.where),
                "doubt": scribe.text(each.doubt),
            }
            for each in part.answered
        ],
        "designed": None
        if part.designed is None
        else {place(name): count for name, count in part.designed.items()},
        "groups": {name: asdict(group) for name, group in part.groups.items()},
        "flaky": dict(part.flaky),
        "points": {
            "response": _points(run.response_coverage.points, scribe),
            "request": _points(run.request_coverage.points, scribe),
            "patch": _points(() if patch is None else patch.points.points, scribe),
        },
        "expected": part.expected,
        "seconds": {
            place(name): sorted(map(list, counts.items())) for name, counts in part.seconds.items()
        },
    }


def _points(points: Iterable[CoveragePoint], scribe: Scribe) -> list[dict[str, str]]:
    """Each point of one side, as all shards name it."""
    return [
        {
            "operation": scribe.place(each.operation),
            "schema": scribe.place(each.schema),
            "label": scribe.place(each.label),
            "state": each.state.value,
        }
        for each in points
    ]


def part_of(told: Mapping[str, Any], folded: tuple[Finding, ...]) -> ShardPart:
    """The part that a report tells of."""
    designed = told["designed"]
    return ShardPart(
        shard=shard_of(told),
        subject=told["subject"],
        doubts=tuple(told["doubts"]),
        is_empty=told["empty"],
        answered=tuple(AnsweredOperation(**each) for each in told["answered"]),
        designed=designed,
        groups={name: FindingGroup(**group) for name, group in told["groups"].items()},
        folded=folded,
        flaky=told["flaky"],
        expected=told["expected"],
        seconds={
            name: {float(seconds): count for seconds, count in counts}
            for name, counts in told["seconds"].items()
        },
    )


def shard_of(told: Mapping[str, Any]) -> Shard:
    """Which of how many shards it is."""
    return Shard(index=told["index"], of=told["of"])


def points_of(told: Iterable[Mapping[str, str]]) -> tuple[CoveragePoint, ...]:
    """The points of one side."""
    return tuple(CoveragePoint(**{**each, "state": PointState(each["state"])}) for each in told)  # type: ignore[arg-type]  # the members are those of the schema
