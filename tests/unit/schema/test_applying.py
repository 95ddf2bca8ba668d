"""Which schemas apply to a value and to its parts."""

from typing import Any

import pytest

from ringback.schema.applying import (
    applied,
    applied_at,
    held_at,
    may_apply,
    may_apply_at,
    of_item,
    of_member,
    reached,
)
from ringback.schema.document import SchemaDocument

A = {"properties": {"a": {"type": "string"}}, "required": ["a"]}
B = {"properties": {"b": {"type": "array", "items": {"$ref": "#/Both"}}}, "required": ["b"]}
SCHEMAS = SchemaDocument(
    {
        "Text": {"type": "string"},
        "Ref": {"$ref": "#/Text"},
        "RefBeside": {"$ref": "#/Text", "minLength": 1},
        "All": {"allOf": [{"$ref": "#/Text"}, {"maxLength": 9}]},
        "Either": {"anyOf": [A, B], "oneOf": [{"required": ["c"]}, {"not": {"required": ["c"]}}]},
        "Both": {"allOf": [{"$ref": "#/Either"}], "properties": {"z": True}},
        "If": {"if": {"required": ["a"]}, "then": A, "else": B, "dependentSchemas": {"d": {}}},
        "Circle": {"allOf": [{"$ref": "#/Circle"}, {"type": "object"}]},
        "Members": {
            "properties": {"a": {}, "ab": {}},
            "patternProperties": {"^a": {}, r"^\p{Lu}": {}},
            "additionalProperties": False,
        },
        "Items": {"prefixItems": [{}, {}], "items": {"type": "null"}},
        "Data": {
            "enum": [{"$ref": "#/Text"}],
            "properties": {"$ref": {"$ref": "#/Ref"}},
            "$defs": {"x": {"$ref": "#/Circle"}},
            "x-more": {"$ref": "#/Items"},
        },
        "True": True,
    }
)


def pointers(schemas: Any) -> list[str]:
    """Where the schemas stand."""
    return [each.pointer for each in schemas]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Text", ["/Text"]),
        ("Ref", ["/Text"]),
        ("RefBeside", ["/RefBeside", "/Text"]),
        ("All", ["/All", "/Text", "/All/allOf/1"]),
        ("Circle", ["/Circle", "/Circle/allOf/1"]),
        ("True", []),
        (
            "Either",
            ["/Either", "/Either/anyOf/0", "/Either/anyOf/1", "/Either/oneOf/0", "/Either/oneOf/1"],
        ),
        ("If", ["/If", "/If/then", "/If/else", "/If/dependentSchemas/d"]),
    ],
)
def test_what_may_apply_stands_beside_a_schema(name: str, expected: list[str]) -> None:
    """Through references, allOf, unions and conditions, each once; if and not assert nothing."""
    assert pointers(may_apply(SCHEMAS.schema(f"/{name}"))) == expected


@pytest.mark.parametrize(
    ("name", "value", "every", "expected"),
    [
        ("Either", {"a": "x"}, False, ["/anyOf/0", "/oneOf/1"]),
        ("Either", {"a": "x", "b": [], "c": 1}, False, ["/anyOf/0", "/anyOf/1", "/oneOf/0"]),
        ("Either", {}, False, ["/oneOf/1"]),
        ("Either", {}, True, ["/anyOf/0", "/anyOf/1", "/oneOf/1"]),
        ("If", {"a": 1}, False, ["/then"]),
        ("If", {"d": 1}, False, ["/else", "/dependentSchemas/d"]),
    ],
)
def test_what_applies_is_decided_by_the_value(
    name: str, value: Any, every: bool, expected: list[str]
) -> None:
    """Each union and condition by itself; where a union has no branch for it, every one or none."""
    found = pointers(applied(SCHEMAS.schema(f"/{name}"), value, every=every))
    assert found == [f"/{name}", *(f"/{name}{each}" for each in expected)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a", ["/properties/a", "/patternProperties/^a"]),
        ("ax", ["/patternProperties/^a"]),
        ("Ä", [r"/patternProperties/^\p{Lu}"]),
        ("z", ["/additionalProperties"]),
    ],
)
def test_a_member_is_held_to_its_own_schemas(name: str, expected: list[str]) -> None:
    """Its name's and its patterns', by ECMA-262; that of any other where there are none."""
    found = pointers(of_member(SCHEMAS.schema("/Members"), name))
    assert found == [f"/Members{each}" for each in expected]


@pytest.mark.parametrize(
    ("index", "expected"), [(0, "/prefixItems/0"), (1, "/prefixItems/1"), (2, "/items")]
)
def test_an_item_is_held_to_its_own_schema(index: int, expected: str) -> None:
    """The first ones to one each, the others to that of all."""
    assert pointers(of_item(SCHEMAS.schema("/Items"), index)) == [f"/Items{expected}"]


def test_the_parts_of_a_value_are_followed_by_what_applies() -> None:
    """Branches that do not admit what stands on the way say nothing of what lies in it."""
    schema, value = SCHEMAS.schema("/Both"), {"b": [{"a": "x"}]}
    assert pointers(held_at(schema, value, ["b", "0"])) == ["/Both"]
    assert pointers(applied_at(schema, value, ["b", 0])) == [
        *("/Both", "/Either", "/Either/anyOf/0", "/Either/oneOf/1")
    ]
    assert pointers(applied_at(schema, value, ["b", 0, "a"])) == [
        "/Either/anyOf/0/properties/a",
    ]
    assert held_at(schema, value, ["b", 1]) == []
    assert held_at(schema, {"a": "x", "b": 1}, ["b", 1]) == []


def test_without_a_value_every_branch_may_hold() -> None:
    """A step may be the name of a member or the index of an item."""
    found = pointers(may_apply_at(SCHEMAS.schema("/Both"), ["b", "0", "a"]))
    assert found == ["/Either/anyOf/0/properties/a"]


def test_what_a_schema_reaches_are_schemas() -> None:
    """Data that looks like a reference is none; a member of that name is one."""
    assert set(pointers(reached(SCHEMAS.schema("/Data")))) == {
        *("/Data", "/Data/properties/$ref", "/Ref", "/Text"),
        *("/Data/$defs/x", "/Circle", "/Circle/allOf/0", "/Circle/allOf/1"),
    }
