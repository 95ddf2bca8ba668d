"""What a change of the description touches, by operation."""

import copy
from typing import Any

import pytest

from ringback.changes.pairs.touched import touched
from tests.unit.changes.describing import loaded

TEXT = {"type": "string"}
THING = {
    "type": "object",
    "required": ["name", "kind"],
    "properties": {
        "name": {"type": "string", "description": "What it is called."},
        "kind": {"enum": ["small", "large"]},
        "inner": {"$ref": "#/components/schemas/Inner"},
        "next": {"$ref": "#/components/schemas/Thing"},
    },
}
BASE = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1"},
    "paths": {
        "/things": {
            "parameters": [{"name": "zone", "in": "query", "schema": TEXT}],
            "post": {
                "operationId": "make",
                "tags": ["things"],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                    },
                },
                "responses": {"201": {"description": "Made."}},
            },
            "get": {
                "operationId": "find",
                "responses": {
                    "200": {
                        "description": "Found.",
                        "headers": {"X-Count": {"schema": {"type": "integer"}}},
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "array",
                                    "items": {
                                        "anyOf": [
                                            {"$ref": "#/components/schemas/Thing"},
                                            {"$ref": "#/components/schemas/Inner"},
                                        ]
                                    },
                                }
                            }
                        },
                    }
                },
            },
        },
        "/plain": {
            "get": {"operationId": "plain", "responses": {"204": {"description": "Nothing."}}}
        },
    },
    "components": {"schemas": {"Thing": THING, "Inner": {"type": "object", "properties": {}}}},
}
SCHEMAS = ("components", "schemas")
POST = ("paths", "/things", "post")
GET = ("paths", "/things", "get")
ITEMS = (*GET, "responses", "200", "content", "application/json", "schema", "items")


def _put(document: Any, path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        document = document.setdefault(step, {})
    if value is None:
        del document[path[-1]]
    else:
        document[path[-1]] = value


def _after(*edits: tuple[tuple[str, ...], Any]) -> Any:
    document = copy.deepcopy(BASE)
    for path, value in edits:
        _put(document, path, copy.deepcopy(value))
    return document


def _reordered(value: Any) -> Any:
    """The same with the members of every object the other way round."""
    if isinstance(value, dict):
        return {name: _reordered(each) for name, each in reversed(value.items())}
    return [_reordered(each) for each in value] if isinstance(value, list) else value


NAME = (*SCHEMAS, "Thing", "properties", "name")
NOTHING: list[tuple[str, Any]] = [
    ("nothing", BASE),
    ("members in another order", _reordered(BASE)),
    ("a description", _after(((*NAME, "description"), "Other words."))),
    ("an example", _after(((*NAME, "examples"), ["a"]))),
    ("an extension", _after(((*NAME, "x-own"), 1), ((*POST, "x-own"), {"a": 1}))),
    ("a summary and a tag", _after(((*POST, "summary"), "Make."), ((*POST, "tags"), ["a"]))),
    (
        "what is required in another order",
        _after(((*SCHEMAS, "Thing", "required"), ["kind", "name"])),
    ),
    (
        "the members of an enum in another order",
        _after(((*SCHEMAS, "Thing", "properties", "kind", "enum"), ["large", "small"])),
    ),
    (
        "branches in another order",
        _after(
            (
                (*ITEMS, "anyOf"),
                [
                    {"$ref": "#/components/schemas/Inner"},
                    {"$ref": "#/components/schemas/Thing"},
                ],
            )
        ),
    ),
    ("a type in a list", _after(((*NAME, "type"), ["string"]))),
    (
        "a component that is not used",
        _after(((*SCHEMAS, "Spare"), TEXT)),
    ),
    (
        "a schema that became a component",
        _after(((*NAME,), {"$ref": "#/components/schemas/Name"}), ((*SCHEMAS, "Name"), TEXT)),
    ),
    (
        "a parameter that moved to each operation",
        _after(
            (("paths", "/things", "parameters"), None),
            ((*POST, "parameters"), [{"name": "zone", "in": "query", "schema": TEXT}]),
            ((*GET, "parameters"), [{"name": "zone", "in": "query", "schema": TEXT}]),
        ),
    ),
    ("another operationId", _after(((*POST, "operationId"), "build"))),
    ("an operation that went", _after((("paths", "/plain"), None))),
]
SOMETHING: list[tuple[str, Any, set[str]]] = [
    ("a member of a component", _after(((*NAME, "minLength"), 1)), {"make", "find"}),
    (
        "a component behind another one",
        _after(((*SCHEMAS, "Inner", "properties"), {"a": TEXT})),
        {"make", "find"},
    ),
    (
        "a member of an enum",
        _after(((*SCHEMAS, "Thing", "properties", "kind", "enum"), ["small", "large", "vast"])),
        {"make", "find"},
    ),
    ("what is required", _after(((*SCHEMAS, "Thing", "required"), ["name"])), {"make", "find"}),
    ("a default", _after(((*NAME, "default"), "a")), {"make", "find"}),
    ("a member that is only read", _after(((*NAME, "readOnly"), True)), {"make", "find"}),
    ("a boolean schema", _after(((*NAME,), True)), {"make", "find"}),
    (
        "a parameter of the path item",
        _after((("paths", "/things", "parameters"), None)),
        {"make", "find"},
    ),
    ("whether a body must be there", _after(((*POST, "requestBody", "required"), False)), {"make"}),
    (
        "an answer",
        _after(((*POST, "responses", "409"), {"description": "There."})),
        {"make"},
    ),
    (
        "a header",
        _after(((*GET, "responses", "200", "headers", "X-Count", "schema", "type"), "string")),
        {"find"},
    ),
    (
        "security",
        _after(
            (("components", "securitySchemes", "key"), {"type": "http", "scheme": "bearer"}),
            ((*GET, "security"), [{"key": []}]),
        ),
        {"find"},
    ),
    (
        "a branch",
        _after(((*ITEMS, "anyOf"), [{"$ref": "#/components/schemas/Thing"}])),
        {"find"},
    ),
    (
        "an operation that came",
        _after(
            (
                ("paths", "/new"),
                {"get": {"operationId": "new", "responses": {"204": {"description": ""}}}},
            )
        ),
        {"new"},
    ),
    (
        "an operation that nothing can be judged by",
        _after(
            (
                ("paths", "/flaw"),
                {
                    "get": {
                        "operationId": "flaw",
                        "parameters": [7],
                        "responses": {"204": {"description": ""}},
                    }
                },
            )
        ),
        {"flaw"},
    ),
]


@pytest.mark.parametrize(("_name", "head"), NOTHING, ids=[name for name, _ in NOTHING])
def test_what_touches_nothing(_name: str, head: Any) -> None:
    """Order, words for readers, and where a schema stands, change nothing that travels."""
    assert touched(loaded(BASE), loaded(head)).ids == ()
    assert touched(loaded(head), loaded(BASE)).operations.keys() <= {"plain"}


@pytest.mark.parametrize(
    ("_name", "head", "expected"), SOMETHING, ids=[name for name, _, _ in SOMETHING]
)
def test_what_touches_an_operation(_name: str, head: Any, expected: set[str]) -> None:
    """Each operation that uses what changed, behind whatever references, and no other."""
    assert set(touched(loaded(BASE), loaded(head)).ids) == expected


def test_an_operation_that_came_has_none_before_it() -> None:
    """Of the others the older one is told."""
    head = _after(((*NAME, "minLength"), 1))
    head["paths"]["/new"] = head["paths"]["/plain"]
    del head["paths"]["/plain"]
    head["paths"]["/new"]["get"]["operationId"] = "new"
    found = touched(loaded(BASE), loaded(head)).operations
    assert {name: each and each.id for name, each in found.items()} == {
        "make": "make",
        "find": "find",
        "new": None,
    }
