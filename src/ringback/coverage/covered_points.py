"""Points of one side as a report tells them, and those of several shards as one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ringback.shard import CoveragePoint, PointState
from ringback.verdict import Covered

_RANKS = (PointState.COVERED, PointState.ASIDE, PointState.MISSING)


def covered_by(points: Sequence[CoveragePoint]) -> Covered:
    """How many were seen of those that count, and which are missing."""
    of_state = Counter(each.state for each in points)
    missing = [each for each in points if each.state is PointState.MISSING]
    return Covered(
        covered=of_state[PointState.COVERED],
        total=of_state[PointState.COVERED] + len(missing),
        missing=tuple(sorted({each.schema for each in missing})),
        names=_named(missing),
        aside=_named([each for each in points if each.state is PointState.ASIDE]),
        points=tuple(points),
    )


def united(parts: Iterable[Sequence[CoveragePoint]]) -> Covered:
    """What several runs on one description have seen together.

    A point is covered where any of them saw it. It is missing only where all of them miss it: in a
    run in which an operation never succeeded, all that it could have answered is.
    """
    best: dict[tuple[str, str, str, int], CoveragePoint] = {}
    for points in parts:
        met: Counter[tuple[str, str, str]] = Counter()
        for each in points:
            name = (each.operation, each.schema, each.label)
            key = (*name, met[name])  # a pointer and a name may stand for several alike
            met[name] += 1
            known = best.setdefault(key, each)
            best[key] = replace(known, state=min(known.state, each.state, key=_RANKS.index))
    return covered_by(list(best.values()))


def _named(points: Iterable[CoveragePoint]) -> tuple[str, ...]:
    """Each point once, with the operations that it belongs to."""
    found: dict[str, list[str]] = {}
    for each in points:
        found.setdefault(each.label, []).append(each.operation)
    return tuple(
        f"{label} of {' and '.join(dict.fromkeys(names))}" for label, names in found.items()
    )
