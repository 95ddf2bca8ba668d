"""The operations of a run as rows: what was seen of each, what is wrong, how long it took."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ringback.reports.page.causes import Cause, by_operation
from ringback.reports.page.map_states import MapState
from ringback.reports.scribe import Scribe
from ringback.verdict import Latency, Run

ROWS = 250  # operations that are shown, the worst first
_WIDTH = 160  # of the chart
_NAMED = (" (", "): ")


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyBar:
    """Where percentiles stand on an axis of so many units, and how they are told."""

    p50: float
    p95: float
    p99: float
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """One operation; `answers` and `requests` are points shown of how many, None without a map."""

    name: str
    said: str
    errors: int
    warnings: int
    answers: tuple[int, int] | None
    requests: tuple[int, int] | None
    latency: LatencyBar | None


def operation_rows(
    run: Run, scribe: Scribe, causes: Sequence[Cause], maps: Sequence[MapState]
) -> list[OperationRow]:
    """A row for each operation that was asked or that has a map, the worst first."""
    asked = {scribe.place(each.operation): each for each in run.asked}
    names = [*asked, *(scribe.place(each.map.operation) for each in maps)]
    ends = axis([each.latency for each in run.asked if each.latency is not None])
    said = dict(_said(run, scribe))
    numbers = by_operation(causes)
    points: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for each in maps:
        points[each.map.operation, each.map.side].append(each.points)
    rows = []
    for name in dict.fromkeys(names):
        latency = asked[name].latency if name in asked else None
        found = (causes[number] for number in numbers.get(name, ()))
        own = [each for each in found if not each.accepted]
        errors = sum(each.weight == "error" for each in own)
        rows.append(
            OperationRow(
                name=name,
                said=said.get(name, ""),
                errors=errors,
                warnings=len(own) - errors,
                answers=_sum(points.get((name, "response"))),
                requests=_sum(points.get((name, "request"))),
                latency=None if latency is None else _bar(latency, ends),
            )
        )
    return sorted(rows, key=_order)


def _order(row: OperationRow) -> tuple[object, ...]:
    sides = [each for each in (row.answers, row.requests) if each is not None]
    missing = sum(total - shown for shown, total in sides)
    return -row.errors, -row.warnings, -missing, row.name


def _sum(points: Sequence[tuple[int, int]] | None) -> tuple[int, int] | None:
    """Points shown of how many; None without a map."""
    if points is None:
        return None
    return sum(shown for shown, _ in points), sum(total for _, total in points)


def _said(run: Run, scribe: Scribe) -> Iterator[tuple[str, str]]:
    """How each operation was answered, by the lines of what was exercised."""
    for each in map(scribe.text, run.exercised):
        name, opening, rest = each.partition(_NAMED[0])
        if opening and _NAMED[1] in rest and " " not in name:
            yield name, rest.replace(_NAMED[1], " · ", 1)


def axis(latencies: Sequence[Latency]) -> tuple[float, float]:
    """The shortest and the longest time of the chart, in seconds; both powers of ten."""
    times = [time for each in latencies for time in (each.p50, each.p99) if time > 0]
    if not times:
        return 0.001, 1.0
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def _bar(latency: Latency, ends: tuple[float, float]) -> LatencyBar:
    low, high = ends
    told = ", ".join(
        f"{name} {span(time)}"
        for name, time in (("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99))
    )
    return LatencyBar(
        p50=_at(latency.p50, low, high),
        p95=_at(latency.p95, low, high),
        p99=_at(latency.p99, low, high),
        told=f"{told} of {latency.answers} answers",
    )


def _at(time: float, low: float, high: float) -> float:
    """The place of a time on the axis, which is logarithmic."""
    if time <= low:
        return 0.0
    share = math.log10(time / low) / math.log10(high / low)
    return round(min(share, 1.0) * _WIDTH, 1)


def span(seconds: float) -> str:
    """A time to three digits, in the unit that people say."""
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"
