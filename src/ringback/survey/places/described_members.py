"""Which members a schema describes at its own level, and which parts of it close the object.

A schema speaks of one object in several places at once: its own keywords, what it refers to, its
allOf, if and dependentSchemas. The branches of its anyOf and oneOf are looked at by who chose one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.schema.applying import may_apply
from ringback.schema.document import Schema
from ringback.schema.validators.regular_expressions import may_match
from ringback.schema.view import View

_CLOSERS = ("additionalProperties", "unevaluatedProperties")
_NAMING = ("properties", "patternProperties")
_NOTHING: tuple[Any, ...] = (False, {"not": {}})


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedMembers:
    """What is said of the members of an object.

    `names` are the members that are named, `patterns` the patternProperties with a pointer to the
    schema of each, `others` the schemas of members of any other name. `telling` says whether the
    members are spoken of at all: an object schema without any such keyword is free in its form.
    """

    names: frozenset[str] = frozenset()
    patterns: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    telling: bool = False

    def beside(self, outer: "DescribedMembers") -> "DescribedMembers":
        """What both say of the same object."""
        return DescribedMembers(
            names=self.names | outer.names,
            patterns=self.patterns + outer.patterns,
            others=self.others + outer.others,
            telling=self.telling or outer.telling,
        )

    def schema_of(self, name: str) -> str | None:
        """The schema of a member that no properties name: its pattern's, or that of any other."""
        found = (schema for pattern, schema in self.patterns if may_match(pattern, name))
        return next(found, self.others[0] if self.others else None)


def described(view: View) -> DescribedMembers:
    """What a schema says of an object's members, its own branches left out."""
    found = DescribedMembers()
    for each in dict.fromkeys(_speaking(view)):
        found = found.beside(_one(each))
    return found


def closers(schema: Schema) -> Iterator[tuple[str, str]]:
    """Each part of a schema that admits no further member: its pointer, and the keyword."""
    for part in may_apply(schema, unions=False):
        for keyword in _CLOSERS:
            if _closes(part, keyword):
                yield part.pointer, keyword


def namer(schemas: Sequence[Schema]) -> str:
    """Where a further member of an open object would be described.

    The nearest of the schemas that names members: itself, else an inline part of it, else one that
    it refers to. Where none names any, the last of them.
    """
    for schema in reversed(schemas):
        named = [part.pointer for part in schema.in_place if "properties" in part.keywords]
        inline = [place for place in named if place.startswith(f"{schema.pointer}/")]
        if named:
            return schema.pointer if schema.pointer in named else (inline or named)[-1]
    return schemas[-1].pointer


def _speaking(view: View) -> Iterator[Schema]:
    """The parts of a schema that speak of the same object, its own unions left out."""
    yield from view.bases
    below = [part for base in view.bases for part in base.conditional]
    below += view.bases[-1].listed("allOf") if view.bases else ()
    parts = [part for each in below for part in may_apply(each)]
    yield from parts
    for part in (*view.bases, *parts):
        condition = part.one("if")
        yield from may_apply(condition) if condition is not None else ()


def _one(schema: Schema) -> DescribedMembers:
    """What the keywords of one schema object say."""
    raw = schema.keywords
    others = tuple(
        schema.below(keyword).pointer
        for keyword in _CLOSERS
        if isinstance(raw.get(keyword), Mapping) and raw[keyword] not in (*_NOTHING, {})
    )
    closed = any(_closes(schema, keyword) for keyword in _CLOSERS)
    patterns = schema.named("patternProperties")
    return DescribedMembers(
        names=frozenset(raw.get("properties", ())),
        patterns=tuple((pattern, each.pointer) for pattern, each in patterns.items()),
        others=others,
        telling=closed or bool(others) or not raw.keys().isdisjoint(_NAMING),
    )


def _closes(schema: Schema, keyword: str) -> bool:
    return keyword in schema.keywords and schema.keywords[keyword] in _NOTHING
