"""Unions, references and recursion: what admits less, and what is a mere refactor."""

from typing import Any

from ringback.changes import Kind
from tests.unit.changes.pair import UNKNOWN, Narrowing, Same

_STRING, _INTEGER, _NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
_REF = {"$ref": "#/components/schemas/Agent"}


def agent(**more: Any) -> dict[str, Any]:
    """A component of two members."""
    properties = {"name": _STRING, "age": _INTEGER, **more}
    return {"type": "object", "properties": properties, "required": ["name"]}


def cat(**more: Any) -> dict[str, Any]:
    """A branch with a tag."""
    properties = {"kind": {"const": "cat"}, "lives": _INTEGER, **more}
    return {"type": "object", "properties": properties, "required": ["kind"]}


def dog(**more: Any) -> dict[str, Any]:
    """Another branch with a tag."""
    properties = {"kind": {"const": "dog"}, "bark": _STRING, **more}
    return {"type": "object", "properties": properties, "required": ["kind"]}


def node(value: Any) -> dict[str, Any]:
    """A tree."""
    children = {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}
    return {
        "type": "object",
        "required": ["value"],
        "properties": {"value": value, "children": children},
    }


_NODE = {"$ref": "#/components/schemas/Node"}
_PETS: dict[str, Any] = {
    "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
    "discriminator": {
        "propertyName": "kind",
        "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"},
    },
}
_UNMAPPED = {**_PETS, "discriminator": {"propertyName": "kind"}}
_FEW = {"type": "integer", "maximum": 9}

NARROWER = [
    Narrowing(
        name="a branch of anyOf", wide={"anyOf": [_STRING, _INTEGER]}, narrow={"anyOf": [_STRING]}
    ),
    Narrowing(
        name="a branch of oneOf", wide={"oneOf": [_STRING, _INTEGER]}, narrow={"oneOf": [_STRING]}
    ),
    Narrowing(
        name="a branch of anyOf with a tag",
        wide={"anyOf": [cat(), dog()]},
        narrow={"anyOf": [cat()]},
        instance="|/kind",
        place="|/anyOf/0/properties/kind|/anyOf/1/properties/kind",
        perhaps=frozenset({Kind.CAREFUL}),
    ),
    Narrowing(
        name="branches of which exactly one may hold",
        wide={"anyOf": [_INTEGER, {"type": "number"}]},
        narrow={"oneOf": [_INTEGER, {"type": "number"}]},
    ),
    Narrowing(
        name="a null branch at a member",
        wide={"type": "object", "properties": {"agent": {"anyOf": [agent(), _NULL]}}},
        narrow={"type": "object", "properties": {"agent": agent()}},
        instance="/agent",
        place="/properties/agent",
    ),
    Narrowing(
        name="a null branch beside a reference",
        wide={"type": "object", "properties": {"agent": {"anyOf": [_REF, _NULL]}}},
        narrow={"type": "object", "properties": {"agent": _REF}},
        parts={"Agent": agent()},
        instance="/agent",
        place="/properties/agent|/components/schemas/Agent",
    ),
    Narrowing(
        name="inside a branch",
        wide={"oneOf": [cat(), dog()]},
        narrow={"oneOf": [cat(lives=_FEW), dog()]},
        instance="/lives",
        place="/oneOf/0/properties/lives",
    ),
    Narrowing(
        name="inside a branch that is told by its discriminator",
        wide=_PETS,
        narrow=_PETS,
        parts={"Cat": cat(), "Dog": dog()},
        narrow_parts={"Cat": cat(lives=_FEW), "Dog": dog()},
        instance="/lives",
        place="/components/schemas/Cat/properties/lives",
    ),
    Narrowing(
        name="inside a branch that its discriminator calls by another name",
        wide=_UNMAPPED,
        narrow=_UNMAPPED,
        parts={"Cat": cat(), "Dog": dog()},
        narrow_parts={"Cat": cat(lives=_FEW), "Dog": dog()},
        instance="/lives",
        place="/components/schemas/Cat/properties/lives",
    ),
    Narrowing(
        name="a tag that is one word less",
        wide={"oneOf": [cat(kind={"enum": ["cat", "lion"]}), dog()]},
        narrow={"oneOf": [cat(), dog()]},
        instance="/kind|",
        place="/oneOf/0/properties/kind|/oneOf/0|",
    ),
    Narrowing(
        name="inside a component",
        wide=_REF,
        narrow=_REF,
        parts={"Agent": agent(age={"type": "number"})},
        narrow_parts={"Agent": agent()},
        instance="/age",
        place="/components/schemas/Agent/properties/age",
    ),
    Narrowing(
        name="inside a component that is used twice",
        wide={"type": "object", "properties": {"first": _REF, "second": _REF}},
        narrow={"type": "object", "properties": {"first": _REF, "second": _REF}},
        parts={"Agent": agent(age={"type": "number"})},
        narrow_parts={"Agent": agent()},
        instance="/*/age",
        place="/components/schemas/Agent/properties/age",
    ),
    Narrowing(
        name="inside a component of a component",
        wide={"type": "array", "items": _REF},
        narrow={"type": "array", "items": _REF},
        parts={"Agent": agent(name={"$ref": "#/components/schemas/Name"}), "Name": _STRING},
        narrow_parts={
            "Agent": agent(name={"$ref": "#/components/schemas/Name"}),
            "Name": {"type": "string", "maxLength": 9},
        },
        instance="/*/name",
        place="/components/schemas/Name",
    ),
    Narrowing(
        name="beside a reference",
        wide=_REF,
        narrow={**_REF, "required": ["age"]},
        parts={"Agent": agent()},
        place="|/components/schemas/Agent|/components/schemas/Agent/properties/age",
    ),
    Narrowing(
        name="in a tree",
        wide=_NODE,
        narrow=_NODE,
        parts={"Node": node({"type": ["string", "integer"]})},
        narrow_parts={"Node": node(_STRING)},
        instance="/value|/children/*/value",
        place="/components/schemas/Node/properties/value",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="the depth of a tree",
        wide=_NODE,
        narrow=_NODE,
        parts={"Node": node(_STRING)},
        narrow_parts={"Node": {**node(_STRING), "required": ["value", "children"]}},
        instance="|/children/*",
        place="/components/schemas/Node",
        perhaps=UNKNOWN,
    ),
]

SAME = [
    Same(name="a union of one", one=agent(), other={"anyOf": [agent()]}),
    Same(name="exactly one of one", one=agent(), other={"oneOf": [agent()]}),
    Same(
        name="order of branches",
        one={"anyOf": [cat(), dog(), _NULL]},
        other={"anyOf": [_NULL, dog(), cat()]},
    ),
    Same(
        name="unions within unions",
        one={"anyOf": [cat(), {"anyOf": [dog(), _NULL]}]},
        other={"anyOf": [cat(), dog(), _NULL]},
    ),
    Same(
        name="anyOf and oneOf of branches with tags",
        one={"anyOf": [cat(), dog()]},
        other={"oneOf": [cat(), dog()]},
    ),
    Same(
        name="a discriminator",
        one={"oneOf": _PETS["oneOf"]},
        other=_PETS,
        one_parts={"Cat": cat(), "Dog": dog()},
        other_parts={"Cat": cat(), "Dog": dog()},
    ),
    Same(
        name="a branch that another covers",
        one={"anyOf": [_STRING, _INTEGER]},
        other={"anyOf": [_STRING, _INTEGER, {"const": "a"}]},
    ),
    Same(
        name="a branch that admits nothing",
        one=_STRING,
        other={"anyOf": [_STRING, {"type": "integer", "minimum": 2, "maximum": 1}]},
    ),
    Same(
        name="what branches share, in front",
        one={"anyOf": [{**agent(), "required": ["name", "age"]}, {**agent(), "maxProperties": 1}]},
        other={**agent(), "anyOf": [{"required": ["age"]}, {"maxProperties": 1}]},
        perhaps=UNKNOWN,
    ),
    Same(name="an inlined reference", one=_REF, other=agent(), one_parts={"Agent": agent()}),
    Same(
        name="a component under another name",
        one=_REF,
        other={"$ref": "#/components/schemas/Person"},
        one_parts={"Agent": agent()},
        other_parts={"Person": agent()},
    ),
    Same(
        name="a reference in an allOf",
        one=_REF,
        other={"allOf": [_REF], "description": "Who answers."},
        one_parts={"Agent": agent()},
        other_parts={"Agent": agent()},
    ),
    Same(
        name="a component taken out of a component",
        one=_REF,
        other=_REF,
        one_parts={"Agent": agent(friend=agent())},
        other_parts={
            "Agent": agent(friend={"$ref": "#/components/schemas/Friend"}),
            "Friend": agent(),
        },
    ),
    Same(
        name="a tree under another name",
        one=_NODE,
        other={"$ref": "#/components/schemas/Tree"},
        one_parts={"Node": node(_STRING)},
        other_parts={
            "Tree": {
                "type": "object",
                "required": ["value"],
                "properties": {
                    "value": _STRING,
                    "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
                },
            }
        },
    ),
    Same(
        name="a tree unrolled once",
        one=_NODE,
        other=node(_STRING),
        one_parts={"Node": node(_STRING)},
        other_parts={"Node": node(_STRING)},
    ),
    Same(
        name="inheritance spelt out",
        one={"allOf": [_REF, {"properties": {"mood": _STRING}, "required": ["mood"]}]},
        other={
            "type": "object",
            "properties": {"name": _STRING, "age": _INTEGER, "mood": _STRING},
            "required": ["name", "mood"],
        },
        one_parts={"Agent": agent()},
    ),
    Same(
        name="a nullable member of 3.0",
        one={"type": "object", "properties": {"a": {"type": "string", "nullable": True}}},
        other={"type": "object", "properties": {"a": {"anyOf": [_NULL, _STRING]}}},
        one_version="3.0.3",
    ),
]
