"""Runs as a chart: what is known and new above the line, what is fixed below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ringback.verdict import TrendStep

_HEIGHT = 120.0  # of the longest column
_COLUMN = 34.0
_LEFT = 34.0
_RUNS = 20  # the last ones


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendColumn:
    """A run: where its column stands, and how high each part of it is."""

    step: TrendStep
    x: float
    known: float
    new: float
    fixed: float
    known_y: float
    new_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendChart:
    """The columns, and the line that they stand on; `most` is the count at the top."""

    columns: tuple[TrendColumn, ...]
    width: float
    height: float
    line: float
    most: int


def trend_chart(steps: Sequence[TrendStep]) -> TrendChart | None:
    """The chart of the last runs; None without any."""
    if not steps:
        return None
    told = steps[-_RUNS:]
    most = max(1, *(each.known + len(each.new) for each in told))
    deep = max(len(each.fixed) for each in told)
    unit = _HEIGHT / max(most, deep)
    line = round(most * unit + 8, 1)
    columns = []
    for number, each in enumerate(told):
        known, new = round(each.known * unit, 1), round(len(each.new) * unit, 1)
        columns.append(
            TrendColumn(
                step=each,
                x=_LEFT + number * _COLUMN,
                known=known,
                new=new,
                fixed=round(len(each.fixed) * unit, 1),
                known_y=round(line - known, 1),
                new_y=round(line - known - new, 1),
            )
        )
    return TrendChart(
        columns=tuple(columns),
        width=_LEFT + len(told) * _COLUMN + 8,
        height=round(line + deep * unit + 12, 1),
        line=line,
        most=most,
    )
