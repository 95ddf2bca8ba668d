"""What is inferred of values, and the schema that says it."""

from decimal import Decimal
from typing import Any

import pytest

from ringback.schema.document import SchemaDocument
from ringback.schema.view import view
from ringback.survey.counts.inferred import FIELD, Inferred, Room, merged
from ringback.survey.suggestions.drafting import drafted, made_up
from tests.unit.contract.making import UUID, place, small


def seen(*values: Any) -> Inferred:
    """What is inferred of a member with these values."""
    found = Inferred()
    for value in values:
        found.put("a", value, Room())
    return found.members["a"]


INTEGER, TEXT = {"type": "integer"}, {"type": "string"}
CASES: list[tuple[list[Any], Any]] = [
    ([None], {}),
    ([True], {"type": "boolean"}),
    ([1, 2.0, Decimal("1E+5000")], INTEGER),
    ([1, 2.5], {"type": "number"}),
    ([float("inf")], {"type": "number"}),
    ([1, None], {"type": ["integer", "null"]}),
    (["x", 1, True, None], {"type": ["boolean", "integer", "string", "null"]}),
    (["", "x"], TEXT),
    ([UUID], {"type": "string", "format": "uuid"}),
    ([UUID, "x"], TEXT),
    (["2026-02-28", None], {"type": ["string", "null"], "format": "date"}),
    (["2026-02-30"], TEXT),
    (["2026-02-28T10:00:00.5+01:00"], {"type": "string", "format": "date-time"}),
    (["2026-02-28T10:00:00Z", "2026-02-28"], TEXT),
    (["someone@example.org"], {"type": "string", "format": "email"}),
    (["https://example.org/?a=b"], {"type": "string", "format": "uri"}),
    (["a:b"], TEXT),
    ([[]], {"type": "array"}),
    ([[1], [None]], {"type": "array", "items": {"type": ["integer", "null"]}}),
    ([{}], {"type": "object"}),
    (
        [{"b": 1}] * 19 + [{"b": 2, "c": "x"}],
        {"type": "object", "required": ["b"], "properties": {"b": INTEGER, "c": TEXT}},
    ),
    ([{"b": 1}] * 19, {"type": "object", "properties": {"b": INTEGER}}),
    (
        [{f"{index}": index for index in range(51)}],
        {"type": "object", "additionalProperties": INTEGER},
    ),
    (
        [{"name": "x", UUID: 1, "+15550100001": None}, {"2026-01-01": 2}],
        {
            "type": "object",
            "properties": {"name": TEXT},
            "additionalProperties": {"type": ["integer", "null"]},
        },
    ),
    (
        [{"k" * 201: 1}],
        {"type": "object", "additionalProperties": INTEGER},
    ),
    (
        [
            {f"k{name}": {"d": {f"n{name % 2}{index}": 1 for index in range(15)}}}
            for name in range(60)
        ],
        {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["d"],
                "properties": {"d": {"type": "object", "additionalProperties": INTEGER}},
            },
        },
    ),
    (
        [{"b": 1}, [2]],
        {"type": ["array", "object"], "items": INTEGER, "properties": {"b": INTEGER}},
    ),
]


@pytest.mark.parametrize(("values", "expected"), CASES)
def test_values_have_the_schema_that_fits_all_of_them(values: list[Any], expected: Any) -> None:
    """Types, formats, items, members; it admits what it was made of, and a made-up value."""
    found = seen(*values)
    schema = drafted(found, old=False)
    assert schema == expected
    contract = small({"Thing": schema})
    for value in (*values, made_up(found)):
        if value != float("inf"):  # no JSON number
            assert contract.schemas.admits(place("Thing"), value)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([None], {}),
        ([1, None], {"type": "integer", "nullable": True}),
        ([[]], {"type": "array", "items": {}}),
        (
            ["x", 1, None],
            {
                "anyOf": [
                    {"type": "integer", "nullable": True},
                    {"type": "string", "nullable": True},
                ]
            },
        ),
        (
            [{"b": [None, UUID]}],
            {
                "type": "object",
                "properties": {
                    "b": {
                        "type": "array",
                        "items": {"type": "string", "nullable": True, "format": "uuid"},
                    }
                },
            },
        ),
    ],
)
def test_openapi_3_0_has_words_of_its_own(values: list[Any], expected: Any) -> None:
    """One type a schema, null beside it, items for every array."""
    assert drafted(seen(*values), old=True) == expected


@pytest.mark.parametrize(("values", "expected"), CASES)
def test_what_is_inferred_in_pieces_is_the_same(values: list[Any], expected: Any) -> None:
    """In either order, and merging changes nothing."""
    parts = [seen(value) for value in values]
    whole = seen(*values)
    assert merged(parts, FIELD) == merged(parts[::-1], FIELD) == merged([whole], FIELD) == whole
    assert drafted(merged(parts, FIELD), old=False) == expected


def test_a_made_up_object_has_members_of_each_kind() -> None:
    """Those with a name, and one for all whose names are data."""
    assert made_up(seen({"a": "x", "b": [UUID], "2026-01-01": 0.5})) == {
        "a": "text",
        "b": ["00000000-0000-4000-8000-000000000000"],
        "any": 0.5,
    }


def test_deep_values_are_told_by_their_type() -> None:
    """Some steps below the field no names are told apart any more."""
    schema = view(
        SchemaDocument({"T": drafted(seen({"b": {"c": {"d": {"e": {"f": 1}}}}}), old=False)}), "/T"
    )
    for name in ("b", "c", "d", "e"):
        schema = schema.properties[name]
    assert schema.raw == {"type": "object"}


def test_names_come_to_an_end() -> None:
    """Where there is no more room, the members of an object are told together."""
    room = Room(left=3)
    found = Inferred()
    found.put("a", {"b": 1, "c": None, "d": "x"}, room)
    assert drafted(found.members["a"], old=False) == {
        "type": "object",
        "additionalProperties": {"type": ["integer", "string", "null"]},
    }
