"""Pairs whose two sides are told differently: members that went, open branches, other places."""

from typing import Any

from ringback.changes import Kind
from tests.unit.changes.describing import HEADER, QUERY, REQUEST, RESPONSE
from tests.unit.changes.pair import Pair, Told

_STRING, _INTEGER = {"type": "string"}, {"type": "integer"}
_A: dict[str, Any] = {"type": "object", "properties": {"a": _STRING}}
_AB: dict[str, Any] = {"type": "object", "properties": {"a": _STRING, "b": _INTEGER}}
_CLOSED = {"additionalProperties": False}
_OPEN: dict[str, Any] = {"type": "object", "properties": {}, "title": "Undefined"}
_UUID = {"type": "string", "format": "uuid"}
_NEEDS_A = {**_A, "required": ["a"]}
_NEEDS_C = {"type": "object", "properties": {"c": _INTEGER}, "required": ["c"]}


def _tagged(name: str, *words: str) -> dict[str, Any]:
    """A branch with a member of its own, and these words as its tag."""
    properties = {"type": {"enum": list(words)}, name: _STRING}
    return {"type": "object", "required": ["type", name], "properties": properties}


def _told(kind: Kind, instance: str = "", place: str = "") -> tuple[Told, ...]:
    return (Told(kind=kind, instance=instance, place=place),)


_BREAKS, _DROPPED, _CAREFUL = Kind.BREAKS, Kind.DROPPED, Kind.CAREFUL
_WENT = ("/b|", "/properties/b|")  # where a member is missed that is described no more

MEMBERS = [
    Pair(name="an open request knows a member no more", side=REQUEST, base=_AB, head=_A,
        told=_told(_DROPPED, *_WENT)),
    Pair(name="a closed request knows a member no more", side=REQUEST,
        base={**_AB, **_CLOSED}, head={**_A, **_CLOSED}, told=_told(_BREAKS, *_WENT)),
    Pair(name="a request knows a member no more and closes", side=REQUEST,
        base=_AB, head={**_A, **_CLOSED}, told=_told(_BREAKS, *_WENT)),
    Pair(name="an open request renames a member", side=REQUEST, base=_AB,
        head={"type": "object", "properties": {"a": _STRING, "c": _INTEGER}},
        told=_told(_DROPPED, "/b|/c|", "/properties/b|/properties/c|")),
    Pair(name="a closed request knows one member more", side=REQUEST,
        base={**_A, **_CLOSED}, head={**_AB, **_CLOSED}),
    Pair(name="a request needs a member that is new", side=REQUEST, base=_A,
        head={**_AB, "required": ["b"]}, told=_told(_BREAKS)),
    Pair(name="an open answer knows an optional member no more", side=RESPONSE,
        base=_AB, head=_A, told=_told(_CAREFUL, *_WENT)),
    Pair(name="a closed answer knows an optional member no more", side=RESPONSE,
        base={**_AB, **_CLOSED}, head={**_A, **_CLOSED}, told=_told(_CAREFUL, *_WENT)),
    Pair(name="an answer lacks a member that was always there", side=RESPONSE,
        base={**_AB, "required": ["b"]}, head=_A, told=_told(_BREAKS)),
    Pair(name="an open answer knows one member more", side=RESPONSE, base=_A, head=_AB),
    Pair(name="a closed answer knows one member more", side=RESPONSE,
        base={**_A, **_CLOSED}, head={**_AB, **_CLOSED},
        told=_told(_BREAKS, "/b|", "/properties/b|")),
    Pair(name="an answer turns closed and knows one member more", side=RESPONSE,
        base=_A, head={**_AB, **_CLOSED}),
    Pair(name="a map of a request is nothing any more", side=REQUEST,
        base={"type": "object", "additionalProperties": _INTEGER},
        head={"type": "object", **_CLOSED},
        told=_told(_BREAKS, "/*|", "/additionalProperties|")),
    Pair(name="members of a request become a map of another type", side=REQUEST,
        base=_AB, head={"type": "object", "additionalProperties": _STRING},
        told=_told(_BREAKS, "/b", "/additionalProperties")),
    Pair(name="members of a request become a map that admits them", side=REQUEST, base=_A,
        head={"type": "object", "additionalProperties": _STRING}),
    Pair(name="a map of an answer becomes members", side=RESPONSE,
        base={"type": "object", "additionalProperties": _STRING}, head=_A,
        perhaps=frozenset({_CAREFUL})),
]  # fmt: skip

UNIONS = [
    Pair(name="two branches change places with others behind an open one", side=REQUEST,
        base={"anyOf": [_NEEDS_A, _OPEN]}, head={"anyOf": [_NEEDS_C, _OPEN]},
        told=_told(_DROPPED, "|/a", "|/anyOf/1")),
    Pair(name="text falls through to an empty schema", side=REQUEST,
        base={"anyOf": [_STRING, {"title": "Undefined"}]},
        head={"anyOf": [_UUID, {"title": "Undefined"}]},
        told=_told(_DROPPED, "", "|/anyOf/0|/anyOf/1")),
    Pair(name="text does not fall through to an open object", side=REQUEST,
        base={"anyOf": [_STRING, _OPEN]}, head={"anyOf": [_UUID, _OPEN]},
        told=_told(_BREAKS, "", "/anyOf/0|")),
    Pair(name="the open branch is closed", side=REQUEST,
        base={"anyOf": [_STRING, _OPEN]}, head={"anyOf": [_STRING, {**_OPEN, **_CLOSED}]}),
    Pair(name="the open branch went", side=REQUEST,
        base={"anyOf": [_STRING, _OPEN]}, head=_STRING, told=_told(_BREAKS)),
    Pair(name="beside open branches comes one that says something", side=REQUEST,
        base={"anyOf": [_OPEN, _OPEN]}, head={"anyOf": [_OPEN, _OPEN, {"type": "boolean"}]}),
    Pair(name="a branch that says something comes beside an open one", side=REQUEST,
        base=_OPEN, head={"anyOf": [_NEEDS_A, _OPEN]}),
    Pair(name="a branch of objects becomes one of another type", side=REQUEST,
        base={"anyOf": [{**_NEEDS_A, **_CLOSED}, {**_NEEDS_C, **_CLOSED}]},
        head={"anyOf": [{**_NEEDS_A, **_CLOSED}, {"type": "boolean"}]},
        told=_told(_BREAKS)),
    Pair(name="branches of any tag get a tag each", side=REQUEST,
        base={"oneOf": [_tagged("x", "a", "b", "c"), _tagged("y", "a", "b", "c")]},
        head={"oneOf": [_tagged("x", "a"), _tagged("y", "b")]},
        told=(*_told(_BREAKS, "/type|", "|/oneOf/0/properties/type"),
            *_told(_BREAKS, "/type|", "|/oneOf/1/properties/type"))),
    Pair(name="oneOf gains a branch that overlaps, asked", side=REQUEST,
        base={"oneOf": [_INTEGER]}, head={"oneOf": [_INTEGER, {"type": "number"}]},
        told=_told(_BREAKS)),
    Pair(name="oneOf gains a branch that overlaps, answered", side=RESPONSE,
        base={"oneOf": [_INTEGER]}, head={"oneOf": [_INTEGER, {"type": "number"}]},
        told=_told(_BREAKS, "", "|/oneOf/1")),
    Pair(name="a type becomes another, asked", side=REQUEST, base=_STRING, head=_INTEGER,
        told=_told(_BREAKS)),
    Pair(name="a type becomes another, answered", side=RESPONSE, base=_STRING, head=_INTEGER,
        told=_told(_BREAKS)),
    Pair(name="a change behind a new null is told as itself", side=REQUEST,
        base={"type": "object", "properties": {"agent": _AB}},
        head={"type": "object", "properties": {
            "agent": {"anyOf": [{**_AB, "required": ["a"]}, {"type": "null"}]}}},
        told=_told(_BREAKS, "/agent", "/properties/agent|/properties/agent/anyOf/0")),
    Pair(name="two causes are two findings", side=REQUEST, base=_AB,
        head={"type": "object", "properties": {
            "a": {"type": "string", "minLength": 1}, "b": {"type": "integer", "minimum": 0}}},
        told=(*_told(_BREAKS, "/a", "/properties/a"), *_told(_BREAKS, "/b", "/properties/b"))),
    Pair(name="a new null is answered, and a change behind it", side=RESPONSE,
        base={"type": "object", "properties": {"agent": {**_AB, "required": ["a"]}}},
        head={"type": "object", "properties": {"agent": {"anyOf": [_AB, {"type": "null"}]}}},
        told=(*_told(_BREAKS, "/agent", "/properties/agent"),
            *_told(_BREAKS, "/agent", "/properties/agent/anyOf/0"))),
    Pair(name="nothing was right and nothing is", side=REQUEST, base=False,
        head={"type": "integer", "enum": ["a"]}),
    Pair(name="nothing is right any more", side=REQUEST, base=_STRING, head=False,
        told=_told(_BREAKS)),
    Pair(name="nothing is answered any more", side=RESPONSE, base=_STRING, head=False,
        perhaps=frozenset({_CAREFUL})),
]  # fmt: skip

PLACES = [
    Pair(name="a query takes less", side=QUERY, base=_STRING, head={"enum": ["a", "b"]},
        told=_told(_BREAKS)),
    Pair(name="a query takes more", side=QUERY, base={"enum": ["a", "b"]}, head=_STRING),
    Pair(name="a query's list is shorter", side=QUERY,
        base={"type": "array", "items": _STRING, "maxItems": 3},
        head={"type": "array", "items": _STRING, "maxItems": 2}, told=_told(_BREAKS)),
    Pair(name="a query of one or many", side=QUERY, base={"type": "array", "items": _STRING},
        head={"anyOf": [{"type": "array", "items": _STRING}]}),
    Pair(name="a header says more", side=HEADER, base={"enum": ["a"]},
        head={"enum": ["a", "b"]}, told=_told(_BREAKS)),
    Pair(name="a header says less", side=HEADER, base={"enum": ["a", "b"]}, head={"enum": ["a"]}),
    Pair(name="a header of another format", side=HEADER, base={"type": "string", "format": "date"},
        head=_STRING, told=_told(_BREAKS)),
    Pair(name="3.1 beside an enum that lacks null adds it, answered", side=RESPONSE,
        base={"type": "string", "enum": ["a"], "nullable": True}, base_version="3.0.3",
        head={"enum": ["a", None]}, told=_told(_BREAKS)),
    Pair(name="3.0 knows no siblings of a reference", side=REQUEST, base_version="3.0.3",
        base={"$ref": "#/components/schemas/Text", "minLength": 2},
        head={"$ref": "#/components/schemas/Text", "minLength": 2},
        base_parts={"Text": _STRING}, head_parts={"Text": _STRING}, told=_told(_BREAKS)),
    Pair(name="nullable means nothing in 3.1", side=REQUEST, base_version="3.0.3",
        base={"type": "string", "nullable": True}, head={"type": "string", "nullable": True},
        told=_told(_BREAKS)),
]  # fmt: skip

DIRECTED = [*MEMBERS, *UNIONS, *PLACES]
