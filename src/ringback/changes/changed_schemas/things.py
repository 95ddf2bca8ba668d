"""What an alternative declares: the members of its objects, the items of its arrays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ringback.schema.alternatives import Alternative, Forms, Together
from ringback.schema.document import Schema
from ringback.schema.validators.regular_expressions import may_match


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredMember:
    """A declared member: its schemas, and whether it must be there."""

    forms: Forms
    required: bool

    @property
    def place(self) -> str:
        """Where it is declared first."""
        return self.forms[0][0].pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredThing:
    """What one alternative declares, or several taken together.

    `patterns` and `spread` tell the names that are declared by a pattern, or all of them;
    `closed` that no other members may be. `below` are the schemas of items and of members that
    are not declared by name, by keyword and step. `arrays` tells that it has items and no members.
    """

    place: str
    name: str
    members: Mapping[str, DeclaredMember]
    closed: bool
    patterns: tuple[str, ...]
    below: Mapping[tuple[str, str], Forms]
    arrays: bool

    def spreads_to(self, name: str) -> bool:
        """Whether members of this name are declared without naming them."""
        every = ("additionalProperties", "*") in self.below
        return every or any(may_match(pattern, name) for pattern in self.patterns)


def thing(alternative: Alternative) -> DeclaredThing:
    """What the schemas of an alternative declare together."""
    parts = dict.fromkeys((*alternative.parts, *alternative.perhaps))
    required = {name for each in alternative.parts for name in each.keywords.get("required", ())}
    members: dict[str, Together] = {}
    below: dict[tuple[str, str], Together] = {}
    for part in parts:
        for name, schema in part.named("properties").items():
            if schema.raw is not False:  # forbidden, and not declared
                members[name] = (*members.get(name, ()), schema)
        for key, schema in _below(part):
            below[key] = (*below.get(key, ()), schema)
    telling = [each for each in parts if {"properties", "items"} & each.keywords.keys()]
    first = next(iter(telling or [each for each in parts if each.keywords]), None)
    return DeclaredThing(
        place=first.pointer if first else "",
        name=alternative.name,
        members={
            name: DeclaredMember(forms=(where,), required=name in required)
            for name, where in members.items()
        },
        closed=any(map(_closed, alternative.parts)),
        patterns=tuple(name for each in parts for name in each.named("patternProperties")),
        below={key: (where,) for key, where in below.items()},
        arrays=not members and any(key in below for key in (("items", "*"), ("prefixItems", "0"))),
    )


def pooled(things: Sequence[DeclaredThing]) -> DeclaredThing:
    """What any of several declares; a member must be there where it must be in all of them."""
    if len(things) == 1:
        return things[0]
    names = dict.fromkeys(name for each in things for name in each.members)
    keys = dict.fromkeys(key for each in things for key in each.below)
    members = {}
    for name in names:
        declared = [each.members[name] for each in things if name in each.members]
        members[name] = DeclaredMember(
            forms=_union(each.forms for each in declared),
            required=len(declared) == len(things) and all(each.required for each in declared),
        )
    return DeclaredThing(
        place=things[0].place,
        name="",
        members=members,
        closed=all(each.closed for each in things),
        patterns=tuple(dict.fromkeys(one for each in things for one in each.patterns)),
        below={key: _union(each.below.get(key, ()) for each in things) for key in keys},
        arrays=all(each.arrays for each in things),
    )


def _below(schema: Schema) -> Iterator[tuple[tuple[str, str], Schema]]:
    """The schemas of what has no name of its own."""
    for keyword in ("items", "additionalProperties"):
        found = schema.one(keyword)
        if found is not None and found.keywords:
            yield (keyword, "*"), found
    for index, found in enumerate(schema.listed("prefixItems")):
        yield ("prefixItems", str(index)), found
    for pattern, found in schema.named("patternProperties").items():
        yield (f"patternProperties {pattern}", "*"), found


def _closed(schema: Schema) -> bool:
    words = ("additionalProperties", "unevaluatedProperties")
    return any(schema.keywords.get(word) is False for word in words)


def _union(several: Iterable[Forms]) -> Forms:
    return tuple(dict.fromkeys(each for forms in several for each in forms))
