"""The texts and numbers that a request may show, and which a payload does."""

from decimal import Decimal
from typing import Any

import pytest

from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Chart
from ringback.coverage.value_points import value_points, values_observed
from tests.unit.contract.making import place, small

LENGTHS = [ChoiceKind.HUNDREDS, ChoiceKind.THOUSANDS, ChoiceKind.TENS_OF_THOUSANDS]
TEXT = [ChoiceKind.EMPTY_TEXT, ChoiceKind.PADDED, ChoiceKind.CONTROL, ChoiceKind.PLANES, *LENGTHS]
MACHINE = [ChoiceKind.PAST_32, ChoiceKind.PAST_53, ChoiceKind.PAST_64]
PLANES = "".join(chr(plane << 16 | 0x41) for plane in range(17))


def kinds(schema: Any) -> list[ChoiceKind]:
    """The kinds of a schema's points."""
    contract = small({"Thing": schema})
    return [point.kind for point in value_points(Chart(contract.view(place("Thing"))))]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, TEXT),
        ({"type": "string", "minLength": 1, "maxLength": 4_096}, [*TEXT[1:-1]]),
        ({"type": "string", "maxLength": 10}, [ChoiceKind.EMPTY_TEXT]),
        ({"type": "string", "format": "uuid"}, []),
        ({"type": "string", "pattern": "^a"}, []),
        ({"enum": ["a", ""]}, []),
        ({"const": 7}, []),
        ({"type": "integer"}, [ChoiceKind.ZERO, ChoiceKind.NEGATIVE, *MACHINE]),
        ({"type": "integer", "minimum": 0}, MACHINE),
        ({"type": "integer", "minimum": 1, "maximum": 9}, []),
        ({"type": "integer", "multipleOf": 5}, []),
        ({"type": "number"}, [ChoiceKind.ZERO, ChoiceKind.NEGATIVE, ChoiceKind.FRACTION]),
        ({"type": "boolean"}, []),
        ({"type": "array", "items": {"type": "string", "maxLength": 1}}, [ChoiceKind.EMPTY_TEXT]),
    ],
)
def test_what_a_schema_leaves_open(schema: Any, expected: list[ChoiceKind]) -> None:
    """No more than its bounds admit; what names its own values has none."""
    assert kinds(schema) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", set()),
        ("", {ChoiceKind.EMPTY_TEXT}),
        (" a\t", {ChoiceKind.PADDED, ChoiceKind.CONTROL}),
        (" a", set()),
        ("a\x07", {ChoiceKind.CONTROL}),
        (PLANES, {ChoiceKind.PLANES}),
        (PLANES[1:], set()),
        ("a" * 256, {ChoiceKind.HUNDREDS}),
        ("a" * 65_536, set(LENGTHS)),
        (0, {ChoiceKind.ZERO}),
        (-0.5, {ChoiceKind.NEGATIVE, ChoiceKind.FRACTION}),
        (7, set()),
        (-(2**31), {ChoiceKind.NEGATIVE, ChoiceKind.PAST_32}),
        (2**63, set(MACHINE)),
        (Decimal("1E+30"), set(MACHINE)),
        (True, set()),
        (None, set()),
    ],
)
def test_what_a_payload_shows(value: Any, expected: set[ChoiceKind]) -> None:
    """Each kind that a text or a number is of, where the schema leaves it open."""
    schema = {"type": ["string", "integer", "number", "boolean", "null"]}
    contract = small({"Thing": {"type": "object", "properties": {"a": schema}}})
    chart = Chart(contract.view(place("Thing")))
    shown = list(values_observed(chart, {"a": value}, contract.schemas.admits))
    assert {point.kind for point in shown} == expected
    assert {point.place for point in shown} <= {"/a"}
