"""Objects: what admits less, what says the same, and what differs for undeclared members alone."""

from typing import Any

from ringback.changes import Kind
from tests.unit.changes.pair import UNKNOWN, Narrowing, Same

_STRING, _INTEGER = {"type": "string"}, {"type": "integer"}
_A: dict[str, Any] = {"type": "object", "properties": {"a": _STRING}}
_AB: dict[str, Any] = {"type": "object", "properties": {"a": _STRING, "b": _INTEGER}}
_CLOSED = {"additionalProperties": False}
_MISSED = frozenset({Kind.DROPPED, Kind.CAREFUL})  # right judges differ on who misses what
_SIZED: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"enum": ["big", "small"]}, "size": _INTEGER},
}


def deep(leaf: Any) -> dict[str, Any]:
    """An object, in an array, in an object, in an object."""
    inner = {"type": "object", "properties": {"leaf": leaf}}
    items = {"type": "array", "items": inner}
    return {"type": "object", "properties": {"outer": {"properties": {"all": items}}}}


NARROWER = [
    Narrowing(name="required", wide=_A, narrow={**_A, "required": ["a"]}),
    Narrowing(
        name="one more required",
        wide={**_AB, "required": ["a"]},
        narrow={**_AB, "required": ["a", "b"]},
    ),
    Narrowing(
        name="required of a closed object",
        wide={**_AB, **_CLOSED},
        narrow={**_AB, **_CLOSED, "required": ["b"]},
    ),
    Narrowing(
        name="required and described by nobody",
        wide={"type": "object"},
        narrow={"type": "object", "required": ["a"]},
    ),
    Narrowing(
        name="a member's type",
        wide={"type": "object", "properties": {"a": {"type": ["string", "integer"]}}},
        narrow=_A,
        instance="/a",
        place="/properties/a",
    ),
    Narrowing(
        name="a member that could be anything",
        wide={"type": "object", "properties": {"a": {}}},
        narrow=_A,
        instance="/a",
        place="/properties/a",
    ),
    Narrowing(
        name="a member that must not come",
        wide=_AB,
        narrow={"type": "object", "properties": {"a": _STRING, "b": False}},
        instance="/b|",
        place="/properties/b|",
        perhaps=_MISSED,
    ),
    Narrowing(
        name="names that need escapes",
        wide={"type": "object", "properties": {"a/b~c": {"type": "number"}}},
        narrow={"type": "object", "properties": {"a/b~c": _INTEGER}},
        instance="/a~1b~0c",
        place="/properties/a~1b~0c",
    ),
    Narrowing(
        name="several levels below",
        wide=deep({"type": ["string", "null"]}),
        narrow=deep(_STRING),
        instance="/outer/all/*/leaf",
        place="/properties/outer/properties/all/items/properties/leaf",
    ),
    Narrowing(
        name="values of a map",
        wide={"type": "object", "additionalProperties": {"type": "number"}},
        narrow={"type": "object", "additionalProperties": _INTEGER},
        instance="/*",
        place="/additionalProperties",
    ),
    Narrowing(
        name="values of a map beside members",
        wide={**_A, "additionalProperties": {"type": "number"}},
        narrow={**_A, "additionalProperties": _INTEGER},
        instance="/*",
        place="/additionalProperties",
    ),
    Narrowing(
        name="objects as values of a map",
        wide={"type": "object", "additionalProperties": _A},
        narrow={"type": "object", "additionalProperties": {**_A, "required": ["a"]}},
        instance="/*",
        place="/additionalProperties",
    ),
    Narrowing(
        name="patternProperties",
        wide={"type": "object", "patternProperties": {"^x-": {"type": "number"}}},
        narrow={"type": "object", "patternProperties": {"^x-": _INTEGER}},
        instance="/*",
        place="/patternProperties/^x-",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="propertyNames",
        wide={"type": "object", "additionalProperties": _INTEGER},
        narrow={
            "type": "object",
            "additionalProperties": _INTEGER,
            "propertyNames": {"maxLength": 3},
        },
        instance="|/*",
        place="|/propertyNames",
        perhaps=UNKNOWN,
    ),
    Narrowing(name="minProperties", wide=_AB, narrow={**_AB, "minProperties": 1}),
    Narrowing(name="maxProperties", wide=_AB, narrow={**_AB, "maxProperties": 1}),
    Narrowing(
        name="maxProperties of a map",
        wide={"type": "object", "additionalProperties": _INTEGER},
        narrow={"type": "object", "additionalProperties": _INTEGER, "maxProperties": 2},
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="dependentRequired",
        wide=_AB,
        narrow={**_AB, "dependentRequired": {"a": ["b"]}},
    ),
    Narrowing(
        name="dependentSchemas",
        wide=_AB,
        narrow={**_AB, "dependentSchemas": {"a": {"required": ["b"]}}},
        place="|/dependentSchemas/a",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="if and then",
        wide=_SIZED,
        narrow={
            **_SIZED,
            "if": {"properties": {"kind": {"const": "big"}}},
            "then": {"required": ["size"]},
        },
        place="|/then",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="if and else",
        wide={**_SIZED, "if": {"properties": {"kind": {"const": "big"}}}, "else": {}},
        narrow={
            **_SIZED,
            "if": {"properties": {"kind": {"const": "big"}}},
            "else": {"required": ["size"]},
        },
        place="|/else",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="not a combination",
        wide=_AB,
        narrow={**_AB, "not": {"required": ["a", "b"]}},
        place="|/not",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="a part of allOf",
        wide={"allOf": [_AB]},
        narrow={"allOf": [_AB, {"required": ["a"]}]},
        place="|/allOf/1|/allOf/0/properties/a",
    ),
    Narrowing(
        name="inside a part of allOf",
        wide={"allOf": [_A, {"properties": {"c": {"type": ["integer", "null"]}}}]},
        narrow={"allOf": [_A, {"properties": {"c": _INTEGER}}]},
        instance="/c",
        place="/allOf/1/properties/c",
    ),
    Narrowing(
        name="a closed part of allOf",
        wide={"allOf": [_A, {"properties": {"b": _INTEGER}}]},
        narrow={"allOf": [{**_A, **_CLOSED}, {"properties": {"b": _INTEGER}}]},
        instance="/b|",
        place="/allOf/0||/allOf/1/properties/b",
    ),
    Narrowing(
        name="unevaluatedProperties over what allOf leaves",
        wide={"allOf": [_A], "properties": {"b": {"type": "number"}}},
        narrow={
            "allOf": [_A],
            "properties": {"b": _INTEGER},
            "unevaluatedProperties": False,
        },
        instance="/b",
        place="/properties/b",
        perhaps=UNKNOWN,
    ),
]

SAME = [
    Same(name="closing what declares all that counts", one=_AB, other={**_AB, **_CLOSED}),
    Same(
        name="a type for what nobody declared",
        one=_A,
        other={**_A, "additionalProperties": _INTEGER},
        perhaps=_MISSED,
    ),
    Same(
        name="order and doubles of required",
        one={**_AB, "required": ["a", "b"]},
        other={**_AB, "required": ["b", "a"]},
    ),
    Same(
        name="order of members",
        one=_AB,
        other={"properties": {"b": _INTEGER, "a": _STRING}, "type": "object"},
    ),
    Same(name="minProperties of none", one=_AB, other={**_AB, "minProperties": 0}),
    Same(
        name="minProperties that required says",
        one={**_AB, "required": ["a"]},
        other={**_AB, "required": ["a"], "minProperties": 1},
    ),
    Same(
        name="dependentRequired of what is required",
        one={**_AB, "required": ["b"]},
        other={**_AB, "required": ["b"], "dependentRequired": {"a": ["b"]}},
    ),
    Same(
        name="dependentRequired and dependentSchemas",
        one={**_AB, "dependentRequired": {"a": ["b"]}},
        other={**_AB, "dependentSchemas": {"a": {"required": ["b"]}}},
        perhaps=UNKNOWN,
    ),
    Same(
        name="dependentSchemas and if",
        one={**_AB, "dependentSchemas": {"a": {"required": ["b"]}}},
        other={**_AB, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
        perhaps=UNKNOWN,
    ),
    Same(
        name="if without then and else",
        one=_SIZED,
        other={**_SIZED, "if": {"required": ["size"]}},
        perhaps=UNKNOWN,
    ),
    Same(
        name="allOf of independent halves",
        one={**_AB, "required": ["a"]},
        other={
            "allOf": [
                {"type": "object", "properties": {"a": _STRING}, "required": ["a"]},
                {"properties": {"b": _INTEGER}},
            ]
        },
    ),
    Same(name="allOf of one", one=_AB, other={"allOf": [_AB]}),
    Same(
        name="a part of allOf beside the rest",
        one={"allOf": [_A], "required": ["a"]},
        other={**_A, "required": ["a"]},
    ),
    Same(
        name="propertyNames that a closed object knows",
        one={**_AB, **_CLOSED},
        other={**_AB, **_CLOSED, "propertyNames": {"enum": ["a", "b"]}},
        perhaps=UNKNOWN,
    ),
    Same(
        name="unevaluatedProperties where there is nothing beside",
        one={**_AB, **_CLOSED},
        other={**_AB, "unevaluatedProperties": False},
        perhaps=UNKNOWN,
    ),
    Same(
        name="a map that allows all",
        one={"type": "object"},
        other={"type": "object", "additionalProperties": True},
    ),
    Same(
        name="a member that never was possible",
        one={**_A, **_CLOSED},
        other={**_A, "properties": {"a": _STRING, "b": False}, **_CLOSED},
    ),
]
