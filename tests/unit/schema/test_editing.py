"""Documents with other values at some places, and the parts of documents."""

from typing import Any

import pytest

from ringback.schema.document import SchemaDocument
from ringback.schema.editing import changed, excerpt, moved_under, replaced

ROOT: dict[str, Any] = {
    "paths": {"/a": {"parameters": [{"schema": {"$ref": "#/defs/A"}}, {"schema": {}}]}},
    "defs": {
        "A": {"properties": {"b": {"$ref": "#/defs/B/items"}, "a": {"$ref": "#/defs/A"}}},
        "B": {"items": {"const": {"$ref": "#/defs/C"}}},
        "C": {},
    },
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"a": [1, {"b": 2}], "c": 3}),
        ({"/a/1/b": 5, "/c": 6}, {"a": [1, {"b": 5}], "c": 6}),
        ({"/a/1": 5, "/a/1/b": 6}, {"a": [1, 5], "c": 3}),
        ({"/a/7": 5, "/x": 6, "/c/d": 7}, {"a": [1, {"b": 2}], "c": 3}),
        ({"": 5}, 5),
    ],
)
def test_what_stands_at_a_place_is_replaced(changes: dict[str, Any], expected: Any) -> None:
    """Nothing comes where nothing stood, and the old document stays as it was."""
    root = {"a": [1, {"b": 2}], "c": 3}
    assert replaced(root, changes) == expected
    assert root == {"a": [1, {"b": 2}], "c": 3}


def test_what_is_not_replaced_is_shared() -> None:
    """A change costs the way to it, and no more."""
    made = replaced(ROOT, {"/defs/C": False})
    assert made["paths"] is ROOT["paths"]
    assert made["defs"]["A"] is ROOT["defs"]["A"]


def test_an_excerpt_has_what_a_schema_needs_where_it_stood() -> None:
    """Lists on the way become objects; what data names is not needed."""
    schema = SchemaDocument(ROOT).schema("/paths/~1a/parameters/0/schema")
    made = excerpt(schema)
    assert made == {
        "paths": {"/a": {"parameters": {"0": {"schema": {"$ref": "#/defs/A"}}}}},
        "defs": {"A": ROOT["defs"]["A"], "B": {"items": ROOT["defs"]["B"]["items"]}},
    }
    assert SchemaDocument(made).admits(schema.pointer, {"b": {"$ref": "#/defs/C"}})


def test_an_excerpt_of_the_whole_is_the_whole() -> None:
    """A schema that refers to its document needs all of it, and one within another no copy."""
    whole = {"items": {"$ref": "#"}, "$defs": {"a": {}}}
    assert excerpt(SchemaDocument(whole).schema("/items")) == whole
    inner = {"A": {"properties": {"a": {"$ref": "#/A/properties/b"}, "b": {}}}, "B": {}}
    assert excerpt(SchemaDocument(inner).schema("/A")) == {"A": inner["A"]}


def test_references_are_moved_with_their_document() -> None:
    """Those of schemas; what looks like one in a const is data."""
    made = moved_under("old", SchemaDocument(ROOT).schema("/defs/A"))
    assert made["defs"]["A"]["properties"] == {
        "b": {"$ref": "#/old/defs/B/items"},
        "a": {"$ref": "#/old/defs/A"},
    }
    assert made["defs"]["B"] == ROOT["defs"]["B"]


_LEADING: dict[str, Any] = {
    "A": {"properties": {"b": {"$ref": "#/B"}, "c": {"items": {}}}},
    "B": {"items": {"$ref": "#/C"}, "contains": {}},
    "C": {"not": {}},
    "D": {"const": {"$ref": "#/C"}},
}
_PLACES = {"/A", "/A/properties/b", "/A/properties/c", "/B", "/B/contains", "/C", "/C/not", "/D"}


@pytest.mark.parametrize(
    ("place", "shared"),
    [
        ("/C/not", {"/A/properties/c", "/B/contains"}),
        ("/C", {"/A/properties/c", "/B/contains"}),
        ("/B/contains", {"/A/properties/c", "/C", "/C/not", "/D"}),
        ("/A/properties/c", {"/A/properties/b", "/B", "/B/contains", "/C", "/C/not", "/D"}),
    ],
)
def test_what_a_change_does_not_concern_is_the_same_schema(place: str, shared: set[str]) -> None:
    """What it is in, what it holds, and what leads there, be it in data, is the new document's."""
    document = SchemaDocument(_LEADING)
    made = changed(document, {place: {"type": "string"}})
    assert made.part(place).raw == {"type": "string"}
    there = {each for each in _PLACES if not f"{each}/".startswith(f"{place}/")}
    assert {each for each in there if made.part(each) is document.part(each)} == shared
    assert made.schema("/A/properties/b").reference is made.part("/B")


def test_what_was_changed_twice_is_shared_with_either() -> None:
    """A schema that neither change concerns is one and the same in all three documents."""
    first = SchemaDocument(_LEADING)
    second = changed(first, {"/B/contains": False})
    third = changed(second, {"/A/properties/c": True})
    assert third.part("/C") is second.part("/C") is first.part("/C")
    assert third.part("/B") is second.part("/B") is not first.part("/B")
