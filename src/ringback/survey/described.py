"""Which members a schema describes at its own level, and which parts of it close the object.

A schema speaks of one object in several places at once: its own keywords, what it refers to, its
allOf, if and dependentSchemas. The branches of its anyOf and oneOf are looked at by who chose one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ringback.finding import pointer, steps
from ringback.payload import at

_PARTS = 1_000  # schemas that speak of one object; who has more is read in part
_ONE = ("if", "then", "else")
_MANY = ("allOf", "anyOf", "oneOf")
_CLOSERS = ("additionalProperties", "unevaluatedProperties")
_NOTHING: tuple[Any, ...] = (False, {"not": {}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is said of the members of an object.

    `names` are the members that are named, `patterns` the patternProperties with a pointer to the
    schema of each, `others` the schemas of members of any other name. `telling` says whether the
    members are spoken of at all: an object schema without any such keyword is free in its form.
    """

    names: frozenset[str] = frozenset()
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    others: tuple[str, ...] = ()
    telling: bool = False

    def beside(self, outer: "Described") -> "Described":
        """What both say of the same object."""
        return Described(
            names=self.names | outer.names,
            patterns=self.patterns + outer.patterns,
            others=self.others + outer.others,
            telling=self.telling or outer.telling,
        )

    def schema_of(self, name: str) -> str | None:
        """The schema of a member that no properties name: its pattern's, or that of any other."""
        found = (schema for pattern, schema in self.patterns if pattern.search(name))
        return next(found, self.others[0] if self.others else None)


def described(document: Any, schema: str) -> Described:
    """What the schema at a pointer says of an object's members, its own branches left out."""
    found = Described()
    for place, raw in in_place(document, schema, branches=True):
        found = _one(place, raw).beside(found)
    return found


def closers(document: Any, schema: str) -> Iterator[tuple[str, str]]:
    """Each part of a schema that admits no further member: its pointer, and the keyword."""
    for place, raw in in_place(document, schema):
        for keyword in _CLOSERS:
            if keyword in raw and raw[keyword] in _NOTHING:
                yield place, keyword


def namer(document: Any, schemas: Sequence[str]) -> str:
    """Where a further member of an open object would be described.

    The nearest of the schemas that names members: itself, else an inline part of it, else one that
    it refers to. Where none names any, the last of them.
    """
    for schema in reversed(schemas):
        parts = in_place(document, schema, conditions=False)
        named = [place for place, raw in parts if _is_object(raw, "properties")]
        inline = [place for place in named if place.startswith(schema + "/")]
        if named:
            return schema if schema in named else (inline or named)[-1]
    return schemas[-1]


def in_place(
    document: Any, schema: str, *, branches: bool = False, conditions: bool = True
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The parts of a schema that speak of the same value, each with its pointer, itself first.

    With `branches`, those of unions within its parts too, but never those of its own; without
    `conditions`, not those that speak of some values alone.
    """
    seen: set[str] = set()
    pending = [(schema, False)]
    while pending and len(seen) < _PARTS:
        place, inner = pending.pop()
        raw = at(document, steps(place))
        if place in seen or not isinstance(raw, Mapping):
            continue
        seen.add(place)
        yield place, raw
        target = raw.get("$ref")
        parts = [*_all_of(raw, unions=branches and inner), *(_some(raw) if conditions else ())]
        below = [(place + part, True) for part in parts]
        if isinstance(target, str) and target.startswith("#"):
            below.insert(0, (unquote(target[1:]), inner))
        pending += reversed(below)


def _all_of(raw: Mapping[str, Any], *, unions: bool) -> Iterator[str]:
    """The steps to the parts of an allOf, or of every union."""
    for keyword in _MANY if unions else _MANY[:1]:
        parts = raw.get(keyword)
        for index in range(len(parts) if isinstance(parts, Sequence) else 0):
            yield pointer((keyword, index))


def _some(raw: Mapping[str, Any]) -> Iterator[str]:
    """The steps to the parts that speak of some values alone."""
    yield from (pointer((keyword,)) for keyword in _ONE if keyword in raw)
    dependent = raw.get("dependentSchemas")
    for name in dependent if isinstance(dependent, Mapping) else ():
        yield pointer(("dependentSchemas", name))


def _one(place: str, raw: Mapping[str, Any]) -> Described:
    """What the keywords of one schema object say."""
    properties = raw.get("properties") if _is_object(raw, "properties") else {}
    patterns = raw.get("patternProperties") if _is_object(raw, "patternProperties") else {}
    others = [key for key in _CLOSERS if _is_object(raw, key) and raw[key] not in (*_NOTHING, {})]
    closed = any(key in raw and raw[key] in _NOTHING for key in _CLOSERS)
    return Described(
        names=frozenset(properties or ()),
        patterns=tuple(
            (_pattern(text), place + pointer(("patternProperties", text)))
            for text in patterns or ()
        ),
        others=tuple(place + pointer((key,)) for key in others),
        telling=closed or bool(others) or "properties" in raw or "patternProperties" in raw,
    )


def _pattern(text: str) -> re.Pattern[str]:
    """The pattern; one in words that Python has not fits every name, so that none is blamed."""
    try:
        return re.compile(text)
    except re.error:
        return re.compile("")


def _is_object(raw: Mapping[str, Any], keyword: str) -> bool:
    return isinstance(raw.get(keyword), Mapping)
