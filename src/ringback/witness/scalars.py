"""A text, number, boolean or null that is wanted: candidates are tried, then none is proved."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ringback.sampling.number_candidates import number_candidates
from ringback.sampling.string_candidates import string_candidates
from ringback.schema.document import Schema
from ringback.witness.algebra import Algebra
from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.formats import said
from ringback.witness.goal import Goal
from ringback.witness.raws import MANY, ONE, raws

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


class Scalars:
    """Finds scalars; what was proved once is known from then on."""

    def __init__(self, algebra: Algebra) -> None:
        self._algebra = algebra

    def find(self, wanted: Goal, kind: str) -> Answer:
        """A value of the kind that the goal asks for."""
        words = [raw for part in (*wanted.admitting, *wanted.outside) for raw in raws(part)]
        words.sort(key=lambda raw: json.dumps(raw, sort_keys=True, default=str))
        for value in _candidates(kind, words):
            if wanted.met_by(value):
                return Found(value=value)
        if kind in {"boolean", "null"}:
            return Nothing()
        inside = [_only(part, kind) for part in sorted(wanted.admitting, key=_place)]
        outside = [_only(part, kind) for part in sorted(wanted.outside, key=_place)]
        if self._algebra.empty({**_TYPED[kind], "inside": inside, "outside": outside}):
            return Nothing()
        told = sorted({key for raw in words for key in raw.keys() & _ABOUT[kind] - _COMMON})
        what = " and ".join(told) or "type"
        return Unknown(why=f"no {kind} was found, and none was ruled out, by {what}")


_TYPED: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number", "not": {"type": "integer"}},
}


def _place(part: Schema) -> str:
    return part.pointer


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


def _only(part: Schema, kind: str, inside: frozenset[Schema] = frozenset()) -> Any:
    """The schema as far as it is about values of the kind, without references."""
    raw = part.raw
    if not isinstance(raw, Mapping):
        return raw
    if part in inside:
        return {}  # a schema that is composed of itself: no validator takes it
    within = inside | {part}
    made: dict[str, Any] = {key: raw[key] for key in raw if key in _ABOUT[kind]}
    if "format" in made:
        # The algebra takes formats for marks that say nothing of one another.
        named = [{"format": each} for each in said(str(made.pop("format")))]
        made |= {"allOf": named} if named else {}
    for keyword in ONE:
        if keyword in raw:
            made[keyword] = _only(part.below(keyword), kind, within)
    for keyword in MANY:
        if keyword in raw:
            listed = range(len(raw[keyword]))
            inner = [_only(part.below(keyword, i), kind, within) for i in listed]
            made[keyword] = [*made.get(keyword, ()), *inner]
    there = part.reference
    if there is not None:
        made["allOf"] = [*made.get("allOf", ()), _only(there, kind, within)]
    return made
