"""The texts and numbers that a request may show, and which a payload does."""

from decimal import Decimal
from typing import Any

import pytest

from ringback.coverage.choices import Kind
from ringback.coverage.points import Chart
from ringback.coverage.value_points import value_points, values_observed
from tests.unit.contract.making import place, small

LENGTHS = [Kind.HUNDREDS, Kind.THOUSANDS, Kind.TENS_OF_THOUSANDS]
TEXT = [Kind.EMPTY_TEXT, Kind.PADDED, Kind.CONTROL, Kind.PLANES, *LENGTHS]
MACHINE = [Kind.PAST_32, Kind.PAST_53, Kind.PAST_64]
PLANES = "".join(chr(plane << 16 | 0x41) for plane in range(17))


def kinds(schema: Any) -> list[Kind]:
    """The kinds of a schema's points."""
    contract = small({"Thing": schema})
    return [point.kind for point in value_points(Chart(contract.view(place("Thing"))))]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, TEXT),
        ({"type": "string", "minLength": 1, "maxLength": 4_096}, [*TEXT[1:-1]]),
        ({"type": "string", "maxLength": 10}, [Kind.EMPTY_TEXT]),
        ({"type": "string", "format": "uuid"}, []),
        ({"type": "string", "pattern": "^a"}, []),
        ({"enum": ["a", ""]}, []),
        ({"const": 7}, []),
        ({"type": "integer"}, [Kind.ZERO, Kind.NEGATIVE, *MACHINE]),
        ({"type": "integer", "minimum": 0}, MACHINE),
        ({"type": "integer", "minimum": 1, "maximum": 9}, []),
        ({"type": "integer", "multipleOf": 5}, []),
        ({"type": "number"}, [Kind.ZERO, Kind.NEGATIVE, Kind.FRACTION]),
        ({"type": "boolean"}, []),
        ({"type": "array", "items": {"type": "string", "maxLength": 1}}, [Kind.EMPTY_TEXT]),
    ],
)
def test_what_a_schema_leaves_open(schema: Any, expected: list[Kind]) -> None:
    """No more than its bounds admit; what names its own values has none."""
    assert kinds(schema) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", set()),
        ("", {Kind.EMPTY_TEXT}),
        (" a\t", {Kind.PADDED, Kind.CONTROL}),
        (" a", set()),
        ("a\x07", {Kind.CONTROL}),
        (PLANES, {Kind.PLANES}),
        (PLANES[1:], set()),
        ("a" * 256, {Kind.HUNDREDS}),
        ("a" * 65_536, set(LENGTHS)),
        (0, {Kind.ZERO}),
        (-0.5, {Kind.NEGATIVE, Kind.FRACTION}),
        (7, set()),
        (-(2**31), {Kind.NEGATIVE, Kind.PAST_32}),
        (2**63, set(MACHINE)),
        (Decimal("1E+30"), set(MACHINE)),
        (True, set()),
        (None, set()),
    ],
)
def test_what_a_payload_shows(value: Any, expected: set[Kind]) -> None:
    """Each kind that a text or a number is of, where the schema leaves it open."""
    schema = {"type": ["string", "integer", "number", "boolean", "null"]}
    contract = small({"Thing": {"type": "object", "properties": {"a": schema}}})
    chart = Chart(contract.view(place("Thing")))
    shown = list(values_observed(chart, {"a": value}, contract.schemas.admits))
    assert {point.kind for point in shown} == expected
    assert {point.place for point in shown} <= {"/a"}
