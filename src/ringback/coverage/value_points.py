"""The texts and numbers at which services break, as points that a request may show.

Only what the schema leaves open counts: a text with a format, a pattern or an enum has its own.
"""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Chart, Point
from ringback.schema.view import Admits, View

_LENGTHS = (
    (ChoiceKind.HUNDREDS, 256),
    (ChoiceKind.THOUSANDS, 4_096),
    (ChoiceKind.TENS_OF_THOUSANDS, 65_536),
)
_MACHINE = ((ChoiceKind.PAST_32, 2**31), (ChoiceKind.PAST_53, 2**53), (ChoiceKind.PAST_64, 2**63))
_SETTLED = frozenset({"enum", "const", "format", "pattern"})


def value_points(chart: Chart) -> Iterator[Point]:
    """The points of a schema's texts and numbers, each once."""
    seen: set[Point] = set()
    for part in chart.parts():
        for point in part_values(part):
            if point not in seen:
                seen.add(point)
                yield point


def part_values(part: Chart) -> Iterator[Point]:
    """The points of one part alone."""
    return (_point(part, kind) for kind in _open(part.view))


def values_observed(chart: Chart, value: Any, admits: Admits) -> Iterator[Point]:
    """The points that the texts and numbers of a payload show."""
    for part, here in chart.visits(value, admits):
        if isinstance(here, str | int | float | Decimal) and not isinstance(here, bool):
            open_here = set(_open(part.view))
            yield from (_point(part, kind) for kind in _shown(here) if kind in open_here)


def _point(part: Chart, kind: ChoiceKind) -> Point:
    return Point(place=part.place, kind=kind, schema=part.view.pointer)


def _open(view: View) -> Iterator[ChoiceKind]:
    """What a schema leaves open of texts and numbers."""
    raw = view.raw
    if _SETTLED & raw.keys():
        return
    if "string" in view.types:
        least, most = raw.get("minLength", 0), raw.get("maxLength", float("inf"))
        if least == 0:
            yield ChoiceKind.EMPTY_TEXT
        if most >= _ROOM:
            yield from (ChoiceKind.PADDED, ChoiceKind.CONTROL, ChoiceKind.PLANES)
        yield from (kind for kind, length in _LENGTHS if length <= most)
    if {"integer", "number"} & set(view.types) and "multipleOf" not in raw:
        low = raw.get("minimum", raw.get("exclusiveMinimum", float("-inf")))
        high = raw.get("maximum", raw.get("exclusiveMaximum", float("inf")))
        if low < 0 < high:
            yield from (ChoiceKind.ZERO, ChoiceKind.NEGATIVE)
        if high == float("inf") and "integer" in view.types:
            yield from (kind for kind, _ in _MACHINE)
        if "number" in view.types and high - low > 1:
            yield ChoiceKind.FRACTION


_ROOM = 64  # characters that the made-up texts need


def _shown(value: str | float | Decimal) -> Iterator[ChoiceKind]:
    """What a text or a number shows."""
    if not isinstance(value, str):
        yield from _numeric(Decimal(value))
        return
    if not value:
        yield ChoiceKind.EMPTY_TEXT
    elif value[0].isspace() and value[-1].isspace():
        yield ChoiceKind.PADDED
    if any(unicodedata.category(char) == "Cc" for char in value[:_ROOM]):
        yield ChoiceKind.CONTROL
    if len({ord(char) >> 16 for char in value[:256]}) == 17:
        yield ChoiceKind.PLANES
    yield from (kind for kind, length in _LENGTHS if len(value) >= length)


def _numeric(value: Decimal) -> Iterator[ChoiceKind]:
    if value == 0:
        yield ChoiceKind.ZERO
    if value < 0:
        yield ChoiceKind.NEGATIVE
    if value != value.to_integral_value():
        yield ChoiceKind.FRACTION
    yield from (kind for kind, size in _MACHINE if abs(value) >= size)
