"""Which schemas apply to a value and to its parts (JSON Schema 2020-12, core 7.5 and 10).

Where a value is known its unions and conditions are decided by it. Without one every branch may
apply, and every `then`, `else` and dependent schema.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ringback.payload import MISSING, at
from ringback.schema.document import Schema
from ringback.schema.keywords import IN_PLACE, IN_PLACE_LISTS, IN_PLACE_MAPS, UNIONS
from ringback.schema.validators.regular_expressions import may_match

Admits = Callable[[Schema, Any], bool]
Path = Sequence[str | int]
_FOLLOWED = frozenset({"$ref", *IN_PLACE, *IN_PLACE_LISTS, *IN_PLACE_MAPS})


def of_member(schema: Schema, name: str) -> Iterator[Schema]:
    """The schemas that a schema's own keywords hold a member to (core 10.3.2)."""
    keywords = schema.keywords
    described = name in keywords.get("properties", ())
    if described:
        yield schema.below("properties", name)
    for pattern in keywords.get("patternProperties", ()):
        if may_match(pattern, name):
            described = True
            yield schema.below("patternProperties", pattern)
    if "additionalProperties" in keywords and not described:
        yield schema.below("additionalProperties")


def of_item(schema: Schema, index: int) -> Iterator[Schema]:
    """The schemas that a schema's own keywords hold an item to (core 10.3.1)."""
    if index < len(schema.keywords.get("prefixItems", ())):
        yield schema.below("prefixItems", index)
    elif "items" in schema.keywords:
        yield schema.below("items")


def may_apply(schema: Schema, *, unions: bool = True) -> list[Schema]:
    """The schema and all that may apply to a value where it does, the nearest first.

    A reference that stands alone is left out for what it leads to. The branches of unions are
    left out if they are looked at apart.
    """
    return _followed(schema, lambda it: (*(_branches(it) if unions else ()), *it.conditional))


def applied(
    schema: Schema, value: Any, admits: Admits = Schema.admits, *, every: bool = False
) -> list[Schema]:
    """Those of them that do apply to a value.

    Of a union that has no branch for it, `every` branch does, or none.
    """

    def decided(each: Schema) -> Iterator[Schema]:
        for keyword in UNIONS:
            branches = each.listed(keyword)
            taken = [branch for branch in branches if admits(branch, value)]
            yield from taken or (branches if every else [])
        condition = each.one("if")
        if condition is not None:
            chosen = each.one("then" if admits(condition, value) else "else")
            yield from [chosen] if chosen is not None else []
        names = value if isinstance(value, Mapping) else ()
        yield from (it for name, it in each.named("dependentSchemas").items() if name in names)

    return _followed(schema, decided)


def may_apply_at(schema: Schema, path: Path) -> list[Schema]:
    """Every schema that may apply to the part of some value at a path, the outermost first."""
    found = [schema]
    for step in path:
        inside = (here for each in found for here in may_apply(each))
        found = _once(below for here in inside for below in _either(here, str(step)))
    return _once(here for each in found for here in may_apply(each))


def held_at(schema: Schema, value: Any, path: Path, admits: Admits = Schema.admits) -> list[Schema]:
    """The schemas that the part of a value at a path has to fit: those of the member or item.

    Nothing has to be fit where the value has no such part.
    """
    found = [schema]
    for step in path:
        inside = (here for each in found for here in applied(each, value, admits))
        found = _once(below for here in inside for below in _below(here, value, step))
        value = at(value, [step])
    return [] if value is MISSING else found


def applied_at(
    schema: Schema, value: Any, path: Path, admits: Admits = Schema.admits
) -> list[Schema]:
    """The schemas that apply to the part of a value at a path, the outermost first."""
    part = at(value, path)
    held = held_at(schema, value, path, admits)
    return _once(here for each in held for here in applied(each, part, admits))


@lru_cache(maxsize=32)  # several ask of one body, one after the other
def reached(schema: Schema) -> tuple[Schema, ...]:
    """The schema, those in it, and all that they refer to, each once."""
    found: dict[Schema, None] = {}
    pending = [schema]
    while pending:
        here = pending.pop()
        if here not in found:
            found[here] = None
            pending += [*here.inner(), *([here.reference] if here.reference else [])]
    return tuple(found)


def _followed(schema: Schema, beside: Callable[[Schema], Iterable[Schema]]) -> list[Schema]:
    """The schema with what it refers to, its allOf, and what else stands beside each of them."""
    found: dict[Schema, None] = {}
    pending = [schema]
    while pending:
        here = pending.pop().bare()
        if here not in found and isinstance(here.raw, Mapping):
            found[here] = None
            if here.keywords.keys().isdisjoint(_FOLLOWED):
                continue
            there = [here.reference] if here.reference else []
            pending += reversed([*there, *here.listed("allOf"), *beside(here)])
    return list(found)


def _branches(schema: Schema) -> list[Schema]:
    return [branch for keyword in UNIONS for branch in schema.listed(keyword)]


def _below(schema: Schema, value: Any, step: str | int) -> Iterator[Schema]:
    if isinstance(value, Mapping):
        yield from of_member(schema, str(step))
    elif isinstance(value, list):
        yield from of_item(schema, int(step))


def _either(schema: Schema, step: str) -> Iterator[Schema]:
    """What a schema says of a member of this name, or of an item of this index."""
    yield from of_member(schema, step)
    if step.isdigit():
        yield from of_item(schema, int(step))


def _once(schemas: Iterable[Schema]) -> list[Schema]:
    return list(dict.fromkeys(each.bare() for each in schemas))
