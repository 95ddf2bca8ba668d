"""How much work the algebra would have with schemas: it takes its time where unions multiply."""

from collections.abc import Iterable, Mapping

from ringback.schema.document import Schema

_PARTS = 300  # schemas, references followed, each once
_COMBINED = 500  # branches that hold together, or ways to break a union


def light(inside: Iterable[Schema], outside: Iterable[Schema]) -> bool:
    """Whether the schemas are small enough to be put to the algebra."""
    combined = 1
    seen: set[Schema] = set()
    for schemas, broken in ((inside, False), (outside, True)):
        for schema in schemas:
            combined *= _ways(schema, frozenset(), broken=broken)
            todo = [schema]
            while todo:
                here = todo.pop()
                if here in seen or not isinstance(here.raw, Mapping):
                    continue
                seen.add(here)
                if len(seen) > _PARTS or _ways(here, frozenset(), broken=broken) > _COMBINED:
                    return False
                todo += [*here.inner(), *([here.reference] if here.reference else [])]
    return combined <= _COMBINED


def _ways(schema: Schema, above: frozenset[Schema], *, broken: bool) -> int:
    """How many combinations of branches a value can have, or can break."""
    raw = schema.raw
    if not isinstance(raw, Mapping) or schema in above:
        return 1
    within = above | {schema}
    unions = [branches for _, branches in schema.own_unions]
    if broken:  # one of what holds together is broken, all the branches of a union are
        found = 1 + len(raw.get("properties", {})) + len(raw.get("required", ()))
        found += sum(_ways(each, within, broken=True) for each in schema.joined)
        return min(found + sum(_product(each, within, broken=True) for each in unions), 10**6)
    found = _product(schema.joined, within, broken=False)
    for branches in unions:
        found *= sum(_ways(each, within, broken=False) for each in branches)
    return min(found, 10**6)


def _product(schemas: Iterable[Schema], above: frozenset[Schema], *, broken: bool) -> int:
    found = 1
    for each in schemas:
        found = min(found * _ways(each, above, broken=broken), 10**6)
    return found
