"""The ways in which a value can break a schema: each keyword of it, one at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ringback.schema.document import Schema
from ringback.witness.goals.kinds import Kinds


@dataclass(frozen=True, slots=True)
class Lacks:
    """The member is absent; `having` names one that has to be there, where there is one."""

    name: str
    having: str | None = None


@dataclass(frozen=True, slots=True)
class MemberWay:
    """The member breaks the schema."""

    name: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class MatchingWay:
    """A member whose name matches the pattern breaks the schema."""

    pattern: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Other:
    """A member of another name breaks the schema."""

    names: frozenset[str]
    patterns: tuple[str, ...]
    schema: Schema


@dataclass(frozen=True, slots=True)
class Naming:
    """A member has a name that breaks the schema."""

    schema: Schema


@dataclass(frozen=True, slots=True)
class Count:
    """There are at least, or at most, so many members or items."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ItemWay:
    """An item at the index breaks the schema; with `onwards`, that one or one behind it."""

    index: int
    schema: Schema
    onwards: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """Every item breaks the schema."""

    schema: Schema


@dataclass(frozen=True, slots=True)
class TwiceWay:
    """Two items are equal."""


@dataclass(frozen=True, slots=True)
class RefusedWay:
    """The whole value breaks each of these as well; `having` names a member that is there."""

    schemas: tuple[Schema, ...]
    having: str | None = None


@dataclass(frozen=True, slots=True)
class AdmittedWay:
    """The whole value fits each of `schemas`, and breaks each of `refused`."""

    schemas: tuple[Schema, ...]
    refused: tuple[Schema, ...] = ()


@dataclass(frozen=True, slots=True)
class Several:
    """The whole value fits two of `schemas`."""

    schemas: tuple[Schema, ...]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A keyword that the search does not know how to break."""

    keyword: str


Way: TypeAlias = (
    Lacks
    | MemberWay
    | MatchingWay
    | Other
    | Naming
    | Count
    | ItemWay
    | Every
    | TwiceWay
    | RefusedWay
    | AdmittedWay
    | Several
    | Beyond
)


def ways(schema: Schema, kind: str, kinds: Kinds) -> Iterator[Way]:
    """How a value of the kind, object or array, can break the schema; each way is enough."""
    raw = schema.keywords
    if kind not in kinds.of(schema):
        return
    yield from _object(schema, raw) if kind == "object" else _array(schema, raw)
    for each in schema.joined:
        yield from ways(each, kind, kinds)
    yield from _composed(schema, kind, kinds)
    if {"const", "enum"} & raw.keys():
        yield Beyond("enum")


def _composed(schema: Schema, kind: str, kinds: Kinds) -> Iterator[Way]:
    for keyword, branches in schema.own_unions:
        options = tuple(each for each in branches if kind in kinds.of(each))
        yield RefusedWay(options)
        if keyword == "oneOf":
            yield Several(options)
    negated, condition = schema.one("not"), schema.one("if")
    if negated is not None and kind in kinds.of(negated):
        yield AdmittedWay((negated,))
    if condition is not None:
        then, otherwise = schema.one("then"), schema.one("else")
        if then is not None:
            yield AdmittedWay((condition,), refused=(then,))
        if otherwise is not None:
            yield RefusedWay((condition, otherwise))


def _object(schema: Schema, raw: Mapping[str, Any]) -> Iterator[Way]:
    for name in raw.get("required", ()):
        yield Lacks(name)
    members, patterns = schema.named("properties"), schema.named("patternProperties")
    for name, member in members.items():
        yield MemberWay(name, member)
    for pattern, member in patterns.items():
        yield MatchingWay(pattern, member)
    others = schema.one("additionalProperties")
    if others is not None:
        yield Other(frozenset(members), tuple(patterns), others)
    if "unevaluatedProperties" in raw:
        yield from _unevaluated(schema)
    yield from _counted(raw, "Properties")
    yield from _depending(schema, raw)


def _unevaluated(schema: Schema) -> Iterator[Way]:
    """A member that no branch describes; one that only some do may be evaluated or not."""
    always = described(schema)
    if always.all:
        return
    perhaps = described(schema, branches=True)
    names = frozenset(perhaps.names)
    yield Other(names, tuple(perhaps.patterns), schema.below("unevaluatedProperties"))
    if perhaps != always:
        yield Beyond("unevaluatedProperties")


def _counted(raw: Mapping[str, Any], what: str) -> Iterator[Way]:
    """Fewer members or items than there have to be, or more than there may be."""
    if raw.get(f"min{what}"):
        yield Count(most=int(raw[f"min{what}"]) - 1)
    if f"max{what}" in raw:
        yield Count(least=int(raw[f"max{what}"]) + 1)


def _depending(schema: Schema, raw: Mapping[str, Any]) -> Iterator[Way]:
    """What hangs on the names of members."""
    names = schema.one("propertyNames")
    if names is not None:
        yield Naming(names)
    for name, needed in raw.get("dependentRequired", {}).items():
        yield from (Lacks(each, having=name) for each in needed)
    for name, dependent in schema.named("dependentSchemas").items():
        yield RefusedWay((dependent,), having=name)


def _array(schema: Schema, raw: Mapping[str, Any]) -> Iterator[Way]:
    first, items, contained = (
        schema.listed("prefixItems"),
        schema.one("items"),
        schema.one("contains"),
    )
    if items is not None:
        yield ItemWay(len(first), items, onwards=True)
    for index, item in enumerate(first):
        yield ItemWay(index, item)
    yield from _counted(raw, "Items")
    if raw.get("uniqueItems") is True:
        yield TwiceWay()
    if contained is not None:
        if raw.get("minContains", 1) == 1:
            yield Every(contained)
        if raw.get("minContains", 1) > 1 or "maxContains" in raw:
            yield Beyond("contains")
    if "unevaluatedItems" in raw:
        yield Beyond("unevaluatedItems")


@dataclass(frozen=True, slots=True)
class DescribedWay:
    """Members that a schema describes: by name, by pattern, or all of them."""

    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    all: bool = False


def described(schema: Schema, *, branches: bool = False) -> DescribedWay:
    """The members that a schema describes for every value; with `branches` for any value."""
    top = schema.bare()
    together = top.about(negated=False) if branches else top.in_place
    return DescribedWay(
        frozenset(name for each in together for name in each.keywords.get("properties", ())),
        frozenset(name for each in together for name in each.keywords.get("patternProperties", ())),
        any(
            "additionalProperties" in each.keywords
            or ("unevaluatedProperties" in each.keywords and each != top)
            for each in together
        ),
    )
