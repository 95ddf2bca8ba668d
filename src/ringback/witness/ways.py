"""The ways in which a value can break a schema: each keyword of it, one at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ringback.schema.document import Schema
from ringback.witness.kinds import Kinds, below


@dataclass(frozen=True, slots=True)
class Lacks:
    """The member is absent; `having` names one that has to be there, where there is one."""

    name: str
    having: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """The member breaks the schema."""

    name: str
    part: Schema


@dataclass(frozen=True, slots=True)
class Matching:
    """A member whose name matches the pattern breaks the schema."""

    pattern: str
    part: Schema


@dataclass(frozen=True, slots=True)
class Other:
    """A member of another name breaks the schema."""

    names: frozenset[str]
    patterns: tuple[str, ...]
    part: Schema


@dataclass(frozen=True, slots=True)
class Naming:
    """A member has a name that breaks the schema."""

    part: Schema


@dataclass(frozen=True, slots=True)
class Count:
    """There are at least, or at most, so many members or items."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item at the index breaks the schema; with `onwards`, that one or one behind it."""

    index: int
    part: Schema
    onwards: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """Every item breaks the schema."""

    part: Schema


@dataclass(frozen=True, slots=True)
class Twice:
    """Two items are equal."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The whole value breaks each of these as well; `having` names a member that is there."""

    parts: tuple[Schema, ...]
    having: str | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """The whole value fits each of `parts`, and breaks each of `refused`."""

    parts: tuple[Schema, ...]
    refused: tuple[Schema, ...] = ()


@dataclass(frozen=True, slots=True)
class Several:
    """The whole value fits two of `parts`."""

    parts: tuple[Schema, ...]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A keyword that the search does not know how to break."""

    keyword: str


Way: TypeAlias = (
    Lacks
    | Member
    | Matching
    | Other
    | Naming
    | Count
    | Item
    | Every
    | Twice
    | Refused
    | Admitted
    | Several
    | Beyond
)


def ways(part: Schema, kind: str, kinds: Kinds) -> Iterator[Way]:
    """How a value of the kind, object or array, can break the schema; each way is enough."""
    raw = part.raw
    if not isinstance(raw, Mapping) or kind not in kinds.of(part):
        return
    yield from _object(part, raw) if kind == "object" else _array(part, raw)
    there = part.reference
    for each in (*([there] if there else ()), *below(part, "allOf")):
        yield from ways(each, kind, kinds)
    yield from _composed(part, raw, kind, kinds)
    if {"const", "enum"} & raw.keys():
        yield Beyond("enum")


def _composed(part: Schema, raw: Mapping[str, Any], kind: str, kinds: Kinds) -> Iterator[Way]:
    for keyword in ("anyOf", "oneOf"):
        if keyword in raw:
            options = [each for each in below(part, keyword) if kind in kinds.of(each)]
            yield Refused(tuple(options))
            if keyword == "oneOf":
                yield Several(tuple(options))
    if "not" in raw and kind in kinds.of(part.below("not")):
        yield Admitted((part.below("not"),))
    if "if" in raw:
        condition = part.below("if")
        if "then" in raw:
            yield Admitted((condition,), refused=(part.below("then"),))
        if "else" in raw:
            yield Refused((condition, part.below("else")))


def _object(part: Schema, raw: Mapping[str, Any]) -> Iterator[Way]:
    for name in raw.get("required", ()):
        yield Lacks(name)
    properties = raw.get("properties", {})
    for name in properties:
        yield Member(name, part.below("properties", name))
    patterns = raw.get("patternProperties", {})
    for pattern in patterns:
        yield Matching(pattern, part.below("patternProperties", pattern))
    if "additionalProperties" in raw:
        known = frozenset(properties)
        yield Other(known, tuple(patterns), part.below("additionalProperties"))
    if "unevaluatedProperties" in raw:
        yield from _unevaluated(part)
    yield from _counted(raw, "Properties")
    yield from _depending(part, raw)


def _unevaluated(part: Schema) -> Iterator[Way]:
    """A member that no branch describes; one that only some do may be evaluated or not."""
    always = described(part)
    if always.all:
        return
    perhaps = described(part, branches=True)
    names = frozenset(perhaps.names)
    yield Other(names, tuple(perhaps.patterns), part.below("unevaluatedProperties"))
    if perhaps != always:
        yield Beyond("unevaluatedProperties")


def _counted(raw: Mapping[str, Any], what: str) -> Iterator[Way]:
    """Fewer members or items than there have to be, or more than there may be."""
    if raw.get(f"min{what}"):
        yield Count(most=int(raw[f"min{what}"]) - 1)
    if f"max{what}" in raw:
        yield Count(least=int(raw[f"max{what}"]) + 1)


def _depending(part: Schema, raw: Mapping[str, Any]) -> Iterator[Way]:
    """What hangs on the names of members."""
    if "propertyNames" in raw:
        yield Naming(part.below("propertyNames"))
    for name, needed in raw.get("dependentRequired", {}).items():
        yield from (Lacks(each, having=name) for each in needed)
    for name in raw.get("dependentSchemas", {}):
        yield Refused((part.below("dependentSchemas", name),), having=name)


def _array(part: Schema, raw: Mapping[str, Any]) -> Iterator[Way]:
    prefix = len(raw.get("prefixItems", ()))
    if "items" in raw:
        yield Item(prefix, part.below("items"), onwards=True)
    for index in range(prefix):
        yield Item(index, part.below("prefixItems", index))
    yield from _counted(raw, "Items")
    if raw.get("uniqueItems") is True:
        yield Twice()
    if "contains" in raw:
        if raw.get("minContains", 1) == 1:
            yield Every(part.below("contains"))
        if raw.get("minContains", 1) > 1 or "maxContains" in raw:
            yield Beyond("contains")
    if "unevaluatedItems" in raw:
        yield Beyond("unevaluatedItems")


@dataclass(frozen=True, slots=True)
class Described:
    """Members that a schema describes: by name, by pattern, or all of them."""

    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    all: bool = False


def described(
    part: Schema, *, branches: bool = False, seen: frozenset[Schema] = frozenset()
) -> Described:
    """The members that a schema describes for every value; with `branches` for any value."""
    part = part.bare()
    raw = part.raw
    if part in seen or not isinstance(raw, Mapping):
        return Described()
    found = Described(
        frozenset(raw.get("properties", {})),
        frozenset(raw.get("patternProperties", {})),
        "additionalProperties" in raw or ("unevaluatedProperties" in raw and bool(seen)),
    )
    for each in _parts(part, raw, branches=branches):
        more = described(each, branches=branches, seen=seen | {part})
        found = Described(
            found.names | more.names, found.patterns | more.patterns, found.all or more.all
        )
    return found


def _parts(part: Schema, raw: Mapping[str, Any], *, branches: bool) -> Iterator[Schema]:
    """What a schema is made of: always, or for some values."""
    there = part.reference
    yield from [there] if there else []
    yield from below(part, "allOf")
    if branches:
        for keyword in ("anyOf", "oneOf"):
            yield from below(part, keyword)
        yield from (part.below(word) for word in ("if", "then", "else") if word in raw)
        for name in raw.get("dependentSchemas", {}):
            yield part.below("dependentSchemas", name)
