"""How much work the algebra would have with schemas: it takes its time where unions multiply."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringback.schema.document import Schema
from ringback.witness.kinds import below

_PARTS = 300  # schemas, references followed, each once
_COMBINED = 500  # branches that hold together, or ways to break a union
_HELD = ("items", "additionalProperties", "contains", "propertyNames", "unevaluatedProperties")
_NAMED = ("properties", "patternProperties", "dependentSchemas")


def light(inside: Iterable[Schema], outside: Iterable[Schema]) -> bool:
    """Whether the schemas are small enough to be put to the algebra."""
    combined = 1
    seen: set[Schema] = set()
    for parts, broken in ((inside, False), (outside, True)):
        for part in parts:
            combined *= _ways(part, frozenset(), broken=broken)
            todo = [part]
            while todo:
                here = todo.pop()
                if here in seen or not isinstance(here.raw, Mapping):
                    continue
                seen.add(here)
                if len(seen) > _PARTS or _ways(here, frozenset(), broken=broken) > _COMBINED:
                    return False
                todo += _children(here, here.raw)
    return combined <= _COMBINED


def _ways(part: Schema, above: frozenset[Schema], *, broken: bool) -> int:
    """How many combinations of branches a value can have, or can break."""
    raw = part.raw
    if not isinstance(raw, Mapping) or part in above:
        return 1
    within = above | {part}
    there = part.reference
    all_of = [*below(part, "allOf"), *([there] if there else [])]
    unions = [list(below(part, keyword)) for keyword in ("anyOf", "oneOf") if keyword in raw]
    if broken:  # one of what holds together is broken, all the branches of a union are
        own = 1 + len(raw.get("properties", {})) + len(raw.get("required", ()))
        found = own + sum(_ways(each, within, broken=True) for each in all_of)
        return min(found + sum(_product(each, within, broken=True) for each in unions), 10**6)
    found = _product(all_of, within, broken=False)
    for branches in unions:
        found *= sum(_ways(each, within, broken=False) for each in branches)
    return min(found, 10**6)


def _product(parts: list[Schema], above: frozenset[Schema], *, broken: bool) -> int:
    found = 1
    for each in parts:
        found = min(found * _ways(each, above, broken=broken), 10**6)
    return found


def _children(part: Schema, raw: Mapping[str, Any]) -> Iterator[Schema]:
    there = part.reference
    yield from [there] if there else []
    for keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
        yield from below(part, keyword)
    yield from (part.below(word) for word in (*_HELD, "not", "if", "then", "else") if word in raw)
    for keyword in _NAMED:
        yield from (part.below(keyword, name) for name in raw.get(keyword, {}))
