"""A schema as the alternatives that it stands for, each the schemas that apply together."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ringback.finding import steps
from ringback.schema.document import Schema
from ringback.schema.keywords import UNIONS

# Schemas that all apply to one value; and several of these, of which one does.
Together: TypeAlias = tuple[Schema, ...]
Forms: TypeAlias = tuple[Together, ...]

_MOST = 200  # more combinations of branches than this are taken as one
_TELLING = frozenset(
    {"properties", "patternProperties", "additionalProperties", "items", "prefixItems"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Schemas that apply together once references are followed and unions are decided.

    `perhaps` are those that apply to some values only (then, else, dependentSchemas). `name` is
    the component that the last union, or the place of use, refers to; empty for none.
    """

    parts: Together = ()
    perhaps: Together = ()
    name: str = ""
    chosen: bool = False


def alternatives(schema: Schema) -> tuple[Alternative, ...]:
    """Every alternative of a schema, but those that are null alone."""
    found = _expanded(schema, frozenset())
    return tuple(each for each in found if not any(map(_is_null, each.parts))) or found


def of_containers(forms: Forms) -> tuple[Alternative, ...]:
    """Every alternative that says something about the inside of an object or array."""
    found = [each for together in forms for each in _together(together)]
    return tuple(each for each in found if _tells(each))


def all_of(together: Together) -> Together:
    """The schemas that apply to every value, in order; a branch beside null is no choice."""
    found: dict[Schema, None] = {}
    for schema in together:
        first, *rest = alternatives(schema)
        every = (part for part in first.parts if all(part in each.parts for each in rest))
        found |= dict.fromkeys(every)
    return tuple(found)


def _together(together: Together) -> tuple[Alternative, ...]:
    found: tuple[Alternative, ...] = (Alternative(),)
    for schema in together:
        found = _product(found, _expanded(schema, frozenset()))
    return found


def _expanded(schema: Schema, above: frozenset[Schema]) -> tuple[Alternative, ...]:
    """The alternatives of one schema; a circle of references adds nothing."""
    if schema in above:
        return (Alternative(),)
    known, key = schema.document.kept, ("alternatives", schema.pointer)
    if above or key not in known:
        found: tuple[Alternative, ...] = (Alternative(parts=(schema,)),)
        for each in _beside(schema, above | {schema}):
            found = _product(found, each)
        if above:
            return found
        known[key] = found
    result: tuple[Alternative, ...] = known[key]
    return result


def _beside(schema: Schema, within: frozenset[Schema]) -> Iterator[tuple[Alternative, ...]]:
    """What applies beside a schema's own keywords."""
    for each in schema.listed("allOf"):
        yield _expanded(each, within)
    if schema.reference is not None:
        yield _referred(schema.reference, within)
    for keyword in UNIONS:
        options = [one for each in schema.listed(keyword) for one in _expanded(each, within)]
        if options:
            yield tuple(replace(each, chosen=True) for each in options)
    perhaps = [
        part
        for each in schema.conditional
        for one in _expanded(each, within)
        for part in (*one.parts, *one.perhaps)
    ]
    yield (Alternative(perhaps=tuple(dict.fromkeys(perhaps))),)


def _referred(there: Schema, within: frozenset[Schema]) -> tuple[Alternative, ...]:
    """What a reference leads to, under its name where no union below has named it."""
    name = (steps(there.pointer) or [""])[-1]
    return tuple(
        each if each.chosen and each.name else replace(each, name=name)
        for each in _expanded(there, within)
    )


def _tells(alternative: Alternative) -> bool:
    if not all(map(_may_contain, alternative.parts)):
        return False
    return any(
        _TELLING & each.keywords.keys() for each in (*alternative.parts, *alternative.perhaps)
    )


def _is_null(schema: Schema) -> bool:
    """Whether null is the only value of a schema."""
    raw = schema.keywords
    only = "const" in raw and raw["const"] is None
    return only or raw.get("type") in ("null", ["null"]) or raw.get("enum") == [None]


def _may_contain(schema: Schema) -> bool:
    """Whether a schema may be one of objects or arrays."""
    named = schema.keywords.get("type")
    types = [named] if isinstance(named, str) else named
    return not isinstance(types, list) or bool({"object", "array"} & set(types))


def _product(left: Sequence[Alternative], right: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """Each alternative of the one side with each of the other."""
    if len(left) * len(right) > _MOST:
        both = (*left, *right)
        parts = dict.fromkeys(part for each in both for part in (*each.parts, *each.perhaps))
        return (Alternative(perhaps=tuple(parts)),)
    return tuple(_joined(one, two) for one, two in itertools.product(left, right))


def _joined(one: Alternative, two: Alternative) -> Alternative:
    return Alternative(
        parts=tuple(dict.fromkeys((*one.parts, *two.parts))),
        perhaps=tuple(dict.fromkeys((*one.perhaps, *two.perhaps))),
        name=(two.name or one.name) if two.chosen else (one.name or two.name),
        chosen=one.chosen or two.chosen,
    )
