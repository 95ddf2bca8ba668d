"""What is found, what is proved, and what is told to be unknown."""

from base64 import b64decode
from typing import Any

import jsonschema
import pytest

from ringback.schema.document import SchemaDocument
from ringback.witness import Answer, Found, Nothing, Search, Unknown

PROVED = "proved"
UNKNOWN = "unknown"
TEXT = {"type": "string"}
UUID = "5f0c2c1e-6a51-4d6e-9a53-0d2f8f6f6b01"


def obj(**more: Any) -> dict[str, Any]:
    """An object schema."""
    return {"type": "object", **more}


def _search(one: Any, other: Any, *, declared: bool) -> Answer:
    shared = {"node": obj(properties={"next": {"$ref": "#/node"}, "value": TEXT})}
    inside, outside = (
        SchemaDocument({"root": one, **shared}),
        SchemaDocument({"root": other, **shared}),
    )
    return Search().find([inside.schema("/root")], [outside.schema("/root")], declared=declared)


def _told(answer: Answer) -> Any:
    match answer:
        case Found(value=value):
            return value
        case Nothing():
            return PROVED
        case Unknown():
            return UNKNOWN


NODE = {"$ref": "#/node"}
TABLE: list[tuple[str, Any, Any, Any]] = [
    ("type gone", {"type": ["string", "null"]}, TEXT, None),
    ("integer to number", {"type": "integer"}, {"type": "number"}, PROVED),
    ("number to integer", {"type": "number"}, {"type": "integer"}, 0.5),
    ("bound", {"type": "integer", "maximum": 10}, {"type": "integer", "maximum": 9}, 10),
    ("bound that is exclusive", {"type": "number", "maximum": 1}, {"exclusiveMaximum": 1}, 1),
    ("multiples", {"type": "integer", "multipleOf": 4}, {"multipleOf": 2}, PROVED),
    ("multiples of a fraction", {"type": "number", "multipleOf": 0.5}, {"multipleOf": 1}, 0.5),
    ("enum", {"enum": ["a", "b", 1]}, {"enum": ["b", "a"]}, 1),
    ("enum to pattern", {"enum": ["a", "b"]}, {"type": "string", "pattern": "^[ab]$"}, PROVED),
    ("const and enum of one", {"const": "a"}, {"enum": ["a"]}, PROVED),
    ("length", {"type": "string", "maxLength": 6}, {"type": "string", "maxLength": 5}, "xxxxxx"),
    ("empty text", TEXT, {"type": "string", "minLength": 1}, ""),
    ("format", TEXT, {"type": "string", "format": "uuid"}, "text"),
    ("format gone", {"type": "string", "format": "uuid"}, TEXT, PROVED),
    ("format changed", {"type": "string", "format": "uuid"}, {"format": "date"}, UUID),
    ("format that is wider", {"type": "string", "format": "uri"}, {"format": "iri"}, PROVED),
    ("format of OpenAPI", TEXT, {"type": "string", "format": "byte"}, "other text"),
    ("format of OpenAPI gone", {"type": "string", "format": "byte"}, TEXT, PROVED),
    ("format that nobody asserts", TEXT, {"type": "string", "format": "nickname"}, PROVED),
    ("pattern", {"type": "string", "pattern": "^[a-z]$"}, {"pattern": "^[a-y]$"}, "z"),
    (
        "pattern that is wider",
        {"pattern": "^[a-z]+$", "type": "string"},
        {"pattern": "^[a-z0-9]+$"},
        PROVED,
    ),
    (
        "pattern that looks ahead",
        {"pattern": "^(?!x)[a-z]+$", "type": "string"},
        {"pattern": "^[a-z0-9]+$"},
        UNKNOWN,
    ),
    (
        "pattern of a uuid in lower case",
        {"type": "string", "format": "uuid"},
        {"pattern": "^[0-9a-f-]{36}$"},
        "5F0C2C1E-6A51-4D6E-9A53-0D2F8F6F6B01",
    ),
    ("required", obj(properties={"a": TEXT}), obj(required=["a"]), {}),
    (
        "member",
        obj(properties={"a": TEXT}),
        obj(properties={"a": {"type": "integer"}}),
        {"a": "text"},
    ),
    (
        "member that nobody declares",
        obj(properties={"b": TEXT}),
        obj(properties={"a": TEXT}),
        PROVED,
    ),
    ("member of a free-form object", obj(), obj(properties={"a": TEXT}), {"a": {}}),
    ("member of any object", {}, obj(properties={"a": TEXT}), []),
    (
        "member of a closed object",
        obj(properties={"a": TEXT}),
        obj(additionalProperties=False),
        {"a": "text"},
    ),
    ("closed, and free-form", obj(), obj(additionalProperties=False), {"key": {}}),
    (
        "closed, and nothing declared",
        obj(properties={}),
        obj(additionalProperties=False),
        PROVED,
    ),
    (
        "map",
        obj(additionalProperties=TEXT),
        obj(properties={"id": {"type": "integer"}}),
        {"id": "text"},
    ),
    (
        "map of another kind",
        obj(additionalProperties=TEXT),
        obj(additionalProperties={"maxLength": 3}),
        {"key": "text"},
    ),
    ("names", obj(additionalProperties=TEXT), obj(propertyNames={"maxLength": 2}), {"key": "text"}),
    (
        "pattern of names",
        obj(patternProperties={"^x-": TEXT}),
        obj(patternProperties={"^x-": {"maxLength": 3}}),
        {"x-": "text"},
    ),
    ("fewer members", obj(properties={"a": TEXT}), obj(minProperties=1), {}),
    (
        "more members",
        obj(properties={"a": TEXT, "b": TEXT}),
        obj(maxProperties=1),
        {"a": "text", "b": "text"},
    ),
    (
        "dependent",
        obj(properties={"a": TEXT, "b": TEXT}),
        obj(dependentRequired={"a": ["b"]}),
        {"a": "text"},
    ),
    (
        "dependent schema",
        obj(properties={"a": TEXT}),
        obj(dependentSchemas={"a": {"required": ["b"]}}),
        {"a": "text"},
    ),
    (
        "condition",
        obj(properties={"a": TEXT}),
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
        {"a": "text"},
    ),
    (
        "unevaluated",
        obj(properties={"a": TEXT}),
        {"allOf": [obj(properties={"a": TEXT})], "unevaluatedProperties": False},
        PROVED,
    ),
    ("not", TEXT, {"not": {"const": "text"}}, "text"),
    ("allOf", obj(properties={"a": TEXT}), {"allOf": [obj(), {"required": ["a"]}]}, {}),
    (
        "union reordered",
        {"anyOf": [TEXT, obj(properties={"a": TEXT})]},
        {"anyOf": [obj(properties={"a": TEXT}), TEXT]},
        PROVED,
    ),
    ("branch gone", {"anyOf": [TEXT, {"type": "boolean"}]}, {"anyOf": [TEXT]}, True),
    (
        "oneOf that overlaps",
        {"type": "number"},
        {"oneOf": [{"type": "integer"}, {"type": "number"}]},
        1,
    ),
    (
        "oneOf told apart",
        {"anyOf": [TEXT, {"type": "null"}]},
        {"oneOf": [{"type": "null"}, TEXT]},
        PROVED,
    ),
    (
        "items",
        {"type": "array", "items": TEXT},
        {"type": "array", "items": {"maxLength": 3}},
        ["text"],
    ),
    ("fewer items", {"type": "array"}, {"type": "array", "minItems": 1}, []),
    ("more items", {"type": "array", "items": TEXT}, {"maxItems": 1}, ["text", "text"]),
    ("equal items", {"type": "array", "items": TEXT}, {"uniqueItems": True}, ["text", "text"]),
    ("contained", {"type": "array", "items": TEXT}, {"contains": {"const": "x"}}, []),
    (
        "place in an array",
        {"prefixItems": [TEXT, TEXT], "type": "array"},
        {"prefixItems": [TEXT, {"maxLength": 3}]},
        ["text", "text"],
    ),
    ("recursion", NODE, {"type": "object", "properties": {"next": NODE, "value": TEXT}}, PROVED),
    (
        "recursion, deeper",
        NODE,
        obj(properties={"next": obj(properties={"next": obj(required=["value"])})}),
        {"next": {"next": {}}},
    ),
    ("nothing inside", {"type": "string", "enum": [1]}, {}, PROVED),
    ("false", False, TEXT, PROVED),
    ("true", True, {"type": ["object", "array", "string", "number", "boolean"]}, None),
]


@pytest.mark.parametrize(
    ("one", "other", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_one_admits_and_the_other_does_not(one: Any, other: Any, told: Any) -> None:
    """The plainest payload of declared members, a proof that there is none, or neither."""
    answer = _search(one, other, declared=True)
    assert _told(answer) == told
    if isinstance(answer, Found):
        formats = jsonschema.FormatChecker()
        formats.checks("byte", raises=ValueError)(_is_base64)
        refuses = jsonschema.Draft202012Validator(_schema(other), format_checker=formats)
        assert not refuses.is_valid(answer.value)


def _is_base64(value: object) -> bool:
    return not isinstance(value, str) or b64decode(value, validate=True) is not None


def _schema(schema: Any) -> dict[str, Any]:
    """The schema as the reference implementation takes it, with what it refers to."""
    node = obj(properties={"next": NODE, "value": TEXT})
    return {"node": node, **(schema if isinstance(schema, dict) else {"not": {}})}


OPEN: list[tuple[str, Any, Any, Any]] = [
    ("a member that nobody declares", obj(), obj(properties={"a": TEXT}), {"a": {}}),
    ("closed", obj(), obj(additionalProperties=False), {"key": {}}),
    (
        "closed in another way",
        obj(additionalProperties=False),
        obj(unevaluatedProperties=False),
        PROVED,
    ),
]


@pytest.mark.parametrize(
    ("one", "other", "told"), [row[1:] for row in OPEN], ids=[row[0] for row in OPEN]
)
def test_of_undeclared_members_too(one: Any, other: Any, told: Any) -> None:
    """Where members need not be declared, there are more payloads."""
    assert _told(_search(one, other, declared=False)) == told


def test_a_search_without_an_end_is_ended() -> None:
    """Sixteen thousand combinations are not all tried; nothing is said to be proved."""
    names = [f"{letter}{number}" for letter in "ab" for number in range(14)]
    choices = [{"anyOf": [{"required": [f"a{n}"]}, {"required": [f"b{n}"]}]} for n in range(14)]
    one = obj(allOf=choices, properties=dict.fromkeys(names, TEXT))
    other = obj(allOf=choices, properties={**dict.fromkeys(names, TEXT), "z": TEXT})
    inside, outside = SchemaDocument({"root": one}), SchemaDocument({"root": other})
    found = Search(limit=500).find(
        [inside.schema("/root")], [outside.schema("/root")], declared=True
    )
    assert found == Unknown(why="the search was ended after 500 steps")


def test_schemas_that_nobody_can_read_are_unknown() -> None:
    """A dynamic reference without its anchor ends nothing but the search."""
    answer = _search({"$dynamicRef": "#nowhere"}, TEXT, declared=True)
    assert _told(answer) == UNKNOWN
