"""Pairs of what is meant and not asserted: maps, ranges of formats, annotations; and patterns."""

from typing import Any

from ringback.changes import Kind
from tests.unit.changes.pair import Narrowing, Same

_STRING, _INTEGER = {"type": "string"}, {"type": "integer"}
_FREE: dict[str, Any] = {"type": "object"}
_CLOSED = {"type": "object", "additionalProperties": False}
_MAP = {"type": "object", "additionalProperties": _STRING}
_CAREFUL = frozenset({Kind.CAREFUL, Kind.DROPPED})
_OPEN_A = {"type": "object", "properties": {"a": _STRING}, "additionalProperties": True}


def _in(schema: Any) -> dict[str, Any]:
    """An object with the schema as its member."""
    return {"type": "object", "properties": {"m": schema}}


def _text(pattern: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, **more}


NARROWER = [
    # Free-form objects.
    Narrowing(name="a free-form object is closed", wide=_FREE, narrow=_CLOSED, instance="|/*"),
    Narrowing(name="a free-form object is a map of texts", wide=_FREE, narrow=_MAP,
        instance="/*", place="|/additionalProperties"),
    Narrowing(name="a free-form member is closed", wide=_in(_FREE), narrow=_in(_CLOSED),
        instance="/m|/m/*", place="/properties/m"),
    Narrowing(name="free-form items are maps of numbers",
        wide={"type": "array", "items": _FREE},
        narrow={"type": "array", "items": {**_FREE, "additionalProperties": _INTEGER}},
        instance="/0/*", place="/items|/items/additionalProperties"),
    Narrowing(name="a free-form object or null is a map or null",
        wide={"type": ["object", "null"]},
        narrow={"type": ["object", "null"], "additionalProperties": _STRING}, instance="/*",
        place="|/additionalProperties"),
    Narrowing(name="outright open is closed", wide={**_FREE, "additionalProperties": True},
        narrow=_CLOSED, instance="|/*"),
    Narrowing(name="members beside an open rest, which is closed", wide=_OPEN_A,
        narrow={**_OPEN_A, "additionalProperties": False}, instance="|/*"),
    Narrowing(name="an empty schema for the rest is closed",
        wide={**_FREE, "additionalProperties": {}}, narrow=_CLOSED, instance="|/*"),
    Narrowing(name="names of a free-form object have a pattern", wide=_FREE,
        narrow={**_FREE, "propertyNames": {"pattern": "^x"}}, instance="|/*"),
    Narrowing(name="names of a free-form object are listed", wide=_FREE,
        narrow={**_FREE, "propertyNames": {"enum": ["a", "b"]}}, instance="|/*"),
    Narrowing(name="some names of a free-form object have a type", wide=_FREE,
        narrow={**_FREE, "patternProperties": {"^x": _STRING}}, instance="/*",
        place="|/patternProperties/^x"),
    Narrowing(name="names of a map have a length",
        wide=_MAP, narrow={**_MAP, "propertyNames": {"maxLength": 20}}, instance="|/*"),
    Narrowing(name="a free-form object must not be empty", wide=_FREE,
        narrow={**_FREE, "minProperties": 1}),
    Narrowing(name="a free-form object holds no more than one", wide=_FREE,
        narrow={**_FREE, "maxProperties": 1}),
    Narrowing(name="a free-form object holds nothing unevaluated", wide=_FREE,
        narrow={**_FREE, "unevaluatedProperties": False}, instance="|/*"),
    Narrowing(name="a member of a free-form object needs another", wide=_FREE,
        narrow={**_FREE, "dependentRequired": {"a": ["b"]}}),
    Narrowing(name="a free-form object beside text is closed",
        wide={"anyOf": [_STRING, _FREE]}, narrow={"anyOf": [_STRING, _CLOSED]}, instance="|/*"),
    # Ranges of numeric formats, one cause each.
    *(
        Narrowing(name=f"{wide} and {narrow}", wide={"type": kind, "format": wide},
            narrow={"type": kind, "format": narrow})
        for kind, wide, narrow in (
            ("integer", "int64", "int32"), ("integer", "int32", "int16"),
            ("integer", "int16", "int8"), ("number", "double", "float"),
            ("integer", "uint64", "uint32"),
        )
    ),
    Narrowing(name="any whole number and int32", wide=_INTEGER,
        narrow={"type": "integer", "format": "int32"}),
    Narrowing(name="int64 and int32 beside null",
        wide={"type": ["integer", "null"], "format": "int64"},
        narrow={"type": ["integer", "null"], "format": "int32"}),
    Narrowing(name="int64 and int32 as items",
        wide={"type": "array", "items": {"type": "integer", "format": "int64"}},
        narrow={"type": "array", "items": {"type": "integer", "format": "int32"}}, instance="/0",
        place="/items"),
    # Patterns.
    *(
        Narrowing(name=f"the pattern {narrow} within {wide}", wide=_text(wide),
            narrow=_text(narrow))
        for wide, narrow in (
            ("^[a-z0-9]+$", "^[a-z]+$"), ("^a{1,5}$", "^a{1,3}$"), ("a", "^.*a$"),
            ("^(a|b|c)$", "^(a|b)$"), ("^[^@]+@[^@]+$", "^[^@]+@[^@]+[.][a-z]+$"),
            (r"^[\w.-]+$", r"^\w+$"), ("^x?y*$", "^y*$"), (r"^\S+$", r"^[\da-f]+$"),
        )
    ),
    Narrowing(name="a pattern and its length", wide=_text("^[a-z]+$"),
        narrow=_text("^[a-z]+$", maxLength=20)),
    Narrowing(name="a pattern and a list", wide=_text("^[a-c]$"),
        narrow={"type": "string", "enum": ["a", "b"]}),
    Narrowing(name="digits with hyphens and a month", narrow=_text("^[0-9]{4}-[0-9]{2}$"),
        wide=_text("^[0-9-]+$")),
    Narrowing(name="a pattern of digits and a date", wide=_text("^[0-9-]{10}$"),
        narrow={"type": "string", "format": "date"}),
    Narrowing(name="a pattern of hexadecimal digits and a uuid", wide=_text("^[0-9a-fA-F-]{36}$"),
        narrow={"type": "string", "format": "uuid"}),
    Narrowing(name="a pattern of figures and an address", wide=_text("^[0-9.]+$"),
        narrow={"type": "string", "format": "ipv4"}),
]  # fmt: skip

SAME = [
    Same(name="a free-form object, outright open", one=_FREE,
        other={**_FREE, "additionalProperties": True}),
    Same(name="a free-form object and an empty schema for its rest", one=_FREE,
        other={**_FREE, "additionalProperties": {}}),
    Same(name="a free-form object in an allOf", one=_FREE, other={"allOf": [_FREE]}),
    Same(name="an empty pattern of names", one=_FREE, other={**_FREE, "propertyNames": {}}),
    Same(name="no fewer than no members", one=_FREE, other={**_FREE, "minProperties": 0}),
    Same(name="an optional member beside an open rest", one=_OPEN_A,
        other={**_OPEN_A, "properties": {"a": _STRING, "b": _STRING}},
        perhaps=_CAREFUL),
    Same(name="names that members have anyhow", one=_in(_STRING),
        other={**_in(_STRING), "propertyNames": {"pattern": "^m$"}}),
    Same(name="a pattern that says nothing of what is declared", one=_in(_STRING),
        other={**_in(_STRING), "patternProperties": {"^x-": _STRING}}),
    Same(name="a range in a format and in bounds", one={"type": "integer", "format": "int32"},
        other={"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}),
    Same(name="a format that no number has", one={"type": "integer", "format": "id"},
        other=_INTEGER, perhaps=_CAREFUL),
    Same(name="any number and a double", one={"type": "number"},
        other={"type": "number", "format": "double"}),
    Same(name="a password is a text", one=_STRING, other={"type": "string", "format": "password"}),
    Same(name="bytes of any kind", one=_STRING,
        other={"type": "string", "contentMediaType": "application/octet-stream"}),
    Same(name="the encoding that changes nothing", one=_STRING,
        other={"type": "string", "contentEncoding": "8bit"}),
    Same(name="bytes of two editions", one={"type": "string", "format": "binary"},
        other={"type": "string", "contentMediaType": "application/octet-stream"},
        one_version="3.0.3"),
    Same(name="the case of an encoding", one={"type": "string", "contentEncoding": "base64"},
        other={"type": "string", "contentEncoding": "BASE64"}),
    Same(name="an open list in another order",
        one={"type": "string", "x-extensible-enum": ["a", "b"]},
        other={"type": "string", "x-extensible-enum": ["b", "a"]}),
    Same(name="an extension that nobody knows", one=_STRING,
        other={"type": "string", "x-anything": [1]}),
    Same(name="what the content holds, said otherwise",
        one={"type": "string", "contentMediaType": "application/json",
            "contentSchema": {"type": "object"}},
        other={"type": "string", "contentMediaType": "application/json",
            "contentSchema": {"allOf": [{"type": "object"}]}}),
    *(
        Same(name=f"the patterns {one} and {other}", one=_text(one), other=_text(other))
        for one, other in (
            (r"^\d+$", "^[0-9]+$"), ("^(a|b)*$", "^[ab]*$"), ("^a$|^b$", "^[ab]$"),
            ("^a+$", "^aa*$"), ("^[a-z]{2,3}$", "^[a-z][a-z][a-z]?$"), (r"^\w$", "^[A-Za-z0-9_]$"),
            ("^(?:ab)?c$", "^(abc|c)$"), ("^[^a]$", r"^[^\u0061]$"),
        )
    ),
    Same(name="a pattern of a length", one=_text("^[a-z]{3,10}$"),
        other=_text("^[a-z]+$", minLength=3, maxLength=10)),
    Same(name="a pattern and the list of its texts", one=_text("^(foo|bar)$"),
        other={"type": "string", "enum": ["foo", "bar"]}),
    Same(name="a uuid and what every uuid is", one={"type": "string", "format": "uuid"},
        other={"type": "string", "format": "uuid", "pattern": "^[0-9a-fA-F-]{36}$"}),
]  # fmt: skip
