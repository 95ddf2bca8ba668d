"""A text, number, boolean or null that is wanted: candidates are tried, then none is proved."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from ringback.sampling.scalars.number_candidates import number_candidates
from ringback.sampling.scalars.string_candidates import string_candidates
from ringback.schema.document import Schema
from ringback.schema.keywords import IN_PLACE
from ringback.schema.validators.formats import FORMATS
from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.goals.algebra import Algebra
from ringback.witness.goals.query import Goal
from ringback.witness.make.languages import text_between

# The keywords that say something about values of a kind; those of all kinds come with each.
_COMMON = frozenset({"type", "const", "enum"})
_ABOUT = {
    "string": _COMMON | {"minLength", "maxLength", "pattern", "format"},
    "integer": _COMMON
    | {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"},
    "boolean": _COMMON,
    "null": _COMMON,
}
_ABOUT["number"] = _ABOUT["integer"]
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LARGEST = 2**1023  # beyond it a number is no double, and few validators agree about it
# Texts that each format that is asserted at all turns away one of.
_ODD = (
    "", " ", "text", "(", "[", "\x00", "é é", "1", "-1", "a b", "/", "~", "%", "{", "a@", "http://",
)  # fmt: skip
# Each text of the one is a text of the others (RFC 3986 4.1, RFC 3987 2.2, RFC 6531, RFC 5890).
_WIDER = {
    "uri": ("uri-reference", "iri", "iri-reference"),
    "uri-reference": ("iri-reference",),
    "iri": ("iri-reference",),
    "email": ("idn-email",),
    "hostname": ("idn-hostname",),
}


class Scalars:
    """Finds scalars; what was proved once is known from then on."""

    def __init__(self, algebra: Algebra) -> None:
        self._algebra = algebra

    def find(self, wanted: Goal, kind: str) -> Answer:
        """A value of the kind that the goal asks for."""
        words = [
            each.keywords
            for schema in (*wanted.admitting, *wanted.outside)
            for each in schema.about()
        ]
        words.sort(key=lambda raw: json.dumps(raw, sort_keys=True, default=str))
        for value in _candidates(kind, words):
            if wanted.met_by(value):
                return Found(value=value)
        if kind in {"boolean", "null"}:
            return Nothing()
        if kind == "string":
            inside, outside = (
                tuple(sorted(schemas, key=_place)) for schemas in (wanted.admitting, wanted.outside)
            )
            found = text_between(inside, outside, wanted.met_by)
            if found is not False:
                return Nothing() if found is True else Found(value=found)
        within = [_only(schema, kind) for schema in sorted(wanted.admitting, key=_place)]
        beyond = [_only(schema, kind) for schema in sorted(wanted.outside, key=_place)]
        if self._algebra.empty({**_TYPED[kind], "inside": within, "outside": beyond}):
            return Nothing()
        told = sorted({key for raw in words for key in raw.keys() & _ABOUT[kind] - _COMMON})
        what = " and ".join(told) or "type"
        return Unknown(why=f"no {kind} was found, and none was ruled out, by {what}")


# Numbers that travel are doubles (RFC 8259 6): beyond their range none is proved or shown.
_DOUBLE = {"minimum": -1.7976931348623157e308, "maximum": 1.7976931348623157e308}
_TYPED: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer", **_DOUBLE},
    "number": {"type": "number", "not": {"type": "integer"}, **_DOUBLE},
}


def _place(schema: Schema) -> str:
    return schema.pointer


def _candidates(kind: str, words: list[Mapping[str, Any]]) -> Iterable[Any]:
    match kind:
        case "null":
            return (None,)
        case "boolean":
            return (True, False)
        case "string":
            return string_candidates(words)
        case _:
            return number_candidates(words, whole=kind == "integer")


def _only(schema: Schema, kind: str, inside: frozenset[Schema] = frozenset()) -> Any:
    """The schema as far as it is about values of the kind, without references."""
    raw = schema.raw
    if not isinstance(raw, Mapping):
        return raw
    if schema in inside:
        return {}  # a schema that is composed of itself: no validator takes it
    within = inside | {schema}
    made: dict[str, Any] = {key: raw[key] for key in raw if key in _ABOUT[kind]}
    if "format" in made:
        # The algebra takes formats for marks that say nothing of one another.
        named = [{"format": each} for each in said(str(made.pop("format")))]
        made |= {"allOf": named} if named else {}
    for keyword in IN_PLACE:
        inner = schema.one(keyword)
        if inner is not None:
            made[keyword] = _only(inner, kind, within)
    for keyword, branches in schema.own_unions:
        made[keyword] = [_only(each, kind, within) for each in branches]
    joined = [_only(each, kind, within) for each in schema.joined]
    if joined:
        made["allOf"] = [*made.get("allOf", ()), *joined]
    return made


def said(name: str) -> tuple[str, ...]:
    """The formats that a text of this format is of; none where the validators do not assert it."""
    return (name, *_WIDER.get(name, ())) if asserted(name) else ()


@cache
def asserted(name: str) -> bool:
    """Whether the validators turn any text away because of the format."""
    validator = jsonschema_rs.Draft202012Validator(
        {"format": name}, validate_formats=True, formats=FORMATS
    )
    return not all(validator.is_valid(text) for text in _ODD)
