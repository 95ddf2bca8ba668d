"""One place of a payload without parts that are followed, and the points that it shows itself."""

from typing import Any

from ringback.coverage.points import Chart, Point

_SCALARS = (int, float, type(None), dict)


class Leaf:
    """What was seen at one place. It is `done` once nothing that comes can add to it.

    `some` says that not everything was null, `full` that not everything was null or empty;
    `shown` are the points of the place alone. A place without a chart has no points.
    """

    __slots__ = ("_chart", "_enum", "_known", "_left", "done", "full", "shown", "some")

    def __init__(self, chart: Chart | None) -> None:
        self._chart = chart
        self._enum = bool(chart and chart.enum)
        self._left = 0 if chart is None else len(own(chart))
        self._known: set[Any] = set()
        self.shown: set[Point] = set()
        self.some = False
        self.full = False
        self.done = False

    def see(self, value: Any) -> bool:
        """Take in a value; whether the place is done now."""
        if not self.full:
            self.fill(value)
        if self._left:
            self.look(value)
        self.done = self.full and not self._left
        return self.done

    def fill(self, value: Any) -> None:
        """Note whether the value is something."""
        if value is not None:
            self.some = True
            self.full = value not in ("", [], {})

    @property
    def open(self) -> bool:
        """Whether points of the place alone are still missing."""
        return self._left > 0

    def look(self, value: Any) -> None:
        """Note the points that the value shows, unless its like has been looked at."""
        key = self._like(value)
        if key in self._known or self._chart is None:
            return
        mine = own(self._chart)
        found = {point for point in self._chart.alone(value) if point in mine}
        self._left -= len(found - self.shown)
        self.shown |= found
        if key is not None and (found or not self._enum):
            self._known.add(key)

    def _like(self, value: Any) -> Any:
        """What all values that show the same points have in common; None where that is open."""
        kind = value.__class__
        if kind is str:
            return value if self._enum else kind
        if kind is bool:
            return kind, value
        if kind is list:
            return None if self._enum else (kind, min(len(value), 3))
        return kind if kind in _SCALARS and not self._enum else None


def own(chart: Chart) -> frozenset[Point]:
    """The points of a place alone: enum members, types, booleans, lengths."""
    named = (point for _, point in chart.enum)
    return frozenset((*named, *chart.types.values(), *chart.simple.values()))
