"""Ordinary arrays: an item of each kind, and as many as have to differ or to be contained."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from ringback.payload import same
from ringback.sampling.pattern_texts.patterns import like
from ringback.sampling.result import Made, Unmade
from ringback.sampling.scalars.plain_scalars import PlainScalars
from ringback.sampling.scalars.string_candidates import own_values
from ringback.sampling.trail import Trail
from ringback.schema.view import Admits, View

_MANY = 500  # items that are made one by one; an array that asks for more is looked for


class PlainArrays:
    """Offers arrays for a schema; `plain` makes their items, the validator has the say."""

    def __init__(
        self,
        plain: Callable[[View, Trail], Made | Unmade],
        scalars: PlainScalars,
        admits: Admits,
    ) -> None:
        self._plain = plain
        self._scalars = scalars
        self._admits = admits

    def attempts(self, schema: View, trail: Trail, inner: list[Unmade]) -> Iterator[list[Any]]:
        """One item of each kind; the same without repetition; with what must be contained."""
        raw = schema.raw
        made = self.mixed(schema, trail, inner)
        yield made
        least = int(raw.get("minItems", 0))
        if raw.get("uniqueItems") is True and schema.items is not None and least <= _MANY:
            others = self._various(schema.items, trail.into(schema).at(0), least)
            values = itertools.chain(made, others)
            made = list(itertools.islice(_distinct(values), max(least, 1)))
            yield made
        if "contains" in raw:
            within = trail.into(schema)
            needed = range(int(raw.get("minContains", 1)))
            parts = [self._plain(schema.child("contains"), within.at(at)) for at in needed]
            more = [part.value for part in parts if isinstance(part, Made)]
            yield [*made, *more]
            yield [*more, *made[len(more) :]]

    def _various(self, schema: View, trail: Trail, count: int) -> Iterator[Any]:
        """So many values of a schema and more, most of which differ."""
        raw = schema.raw
        offered: Iterator[Any] = iter(own_values(raw))
        if not (schema.branches or {"object", "array"} & set(schema.types)):
            if isinstance(raw.get("pattern"), str):
                bounds = raw.get("minLength", 0), raw.get("maxLength")
                offered = itertools.chain(offered, like(raw["pattern"], *bounds, count))
            offered = itertools.chain(offered, self._scalars.values(schema, trail))
        base = self._plain(schema, trail)
        if isinstance(base, Made) and isinstance(base.value, dict):
            offered = itertools.chain(offered, self._varied(schema, trail, base.value, count))
        for branch in schema.branches:
            values = itertools.islice(self._various(branch, trail, count), count)
            offered = itertools.chain(offered, values)
        yield from (value for value in offered if self._admits(schema.pointer, value))
        for _ in range(_MANY):
            again = self._plain(schema, trail)
            if isinstance(again, Unmade):
                return
            yield again.value

    def _varied(
        self, schema: View, trail: Trail, base: dict[str, Any], count: int
    ) -> Iterator[Any]:
        """An object with each of its scalar members as something else."""
        for name, member in schema.properties.items():
            if name in base and not isinstance(base[name], dict | list):
                values = self._various(member, trail.at(name), count)
                yield from ({**base, name: value} for value in itertools.islice(values, count))

    def mixed(self, schema: View, trail: Trail, inner: list[Unmade]) -> list[Any]:
        """An array with an item of each branch, or three items where there is one branch."""
        within = trail.into(schema)
        first = []
        for index in range(len(schema.raw.get("prefixItems", ()))):
            part = self._plain(schema.child("prefixItems", str(index)), within.at(index))
            first.append(part.value if isinstance(part, Made) else None)
            inner += [] if isinstance(part, Made) else [part.within(index)]
        items = schema.items
        if items is None or within.ends_at(items) or within.is_full(items):
            return first
        if items.raw.get("enum"):
            made = list(items.raw["enum"][::-1])
            return made[: int(schema.raw.get("maxItems", len(made)))]
        branches = [each for each in items.branches if not each.vacuous]
        kinds = [each for each in branches if "object" in each.types] or branches or [items] * 3
        while len(kinds) < min(schema.raw.get("minItems", 0), _MANY):
            kinds += kinds
        limit = schema.raw.get("maxItems", schema.raw.get("minItems", len(kinds)))
        taken = kinds[: max(0, int(limit) - len(first))] if limit < len(kinds) else kinds
        for at, kind in enumerate(taken, len(first)):
            part = self._plain(kind, within.at(at))
            if isinstance(part, Made):
                first.append(part.value)
            else:
                inner.append(part.within(at))
        if schema.raw.get("uniqueItems") is True:
            first = [
                one for i, one in enumerate(first) if not any(same(one, it) for it in first[:i])
            ]
        return first


def _distinct(values: Iterator[Any]) -> Iterator[Any]:
    """Each of the values once."""
    found: list[Any] = []
    for value in values:
        if not any(same(value, each) for each in found):
            found.append(value)
            yield value
