"""Payloads that a schema admits: a plain one, a bare one, and each part in each of its forms."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ringback.schema.scalars import Counter, Scalar, integers, numbers, texts
from ringback.schema.view import Admits, View

Path = tuple[str | int, ...]
_DEPTH = 8
_MEMBER = "x-not-described"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A payload, and the point that it is there for: a place and what stands at it."""

    value: Any
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampler:
    """Makes payloads. `admits` is the validator's word; `uuid` gives an id for a place."""

    admits: Admits
    uuid: Callable[[Path], str]
    counter: Counter = field(default_factory=Counter)

    def plain(self, schema: View, path: Path = (), depth: int = _DEPTH) -> Any:
        """An ordinary payload with every described member, unions by their first object."""
        if depth < 0:
            return {}
        raw = schema.raw
        for key in ("const", "default"):
            if key in raw:
                return raw[key]
        if raw.get("enum"):
            return raw["enum"][0]
        branches = schema.branches
        if branches:
            telling = [each for each in branches if not each.vacuous]
            objects = [each for each in telling if "object" in each.types]
            return self.plain((objects or telling or branches)[0], path, depth)
        if "object" in schema.types:
            return {
                name: self.plain(member, (*path, name), depth - 1)
                for name, member in schema.properties.items()
            }
        if "array" in schema.types:
            return self._mixed(schema, path, depth)
        return next(self._scalars(schema, path), ("", None))[1]

    def variants(self, schema: View, path: Path = (), depth: int = _DEPTH) -> Iterator[Sample]:
        """One payload for each part in each form; all are admitted by the schema."""
        for value, label in self._variants(schema, path, depth):
            if self.admits(schema.pointer, value):
                yield Sample(value=value, label=label)

    def _variants(self, schema: View, path: Path, depth: int) -> Iterator[tuple[Any, str]]:
        if depth < 0:
            return
        here = "/" + "/".join(map(str, path))
        raw = schema.raw
        if "const" in raw or raw.get("enum"):
            for value in raw.get("enum", [raw.get("const")]):
                yield value, f"{here}: {value}"
        elif schema.branches:
            for branch in schema.branches:
                yield from self._variants(branch, path, depth)
        elif schema.vacuous:
            yield {}, f"{here}: an empty object"
            yield {_MEMBER: [1, None]}, f"{here}: an object that says nothing"
        elif "object" in schema.types:
            yield from self._objects(schema, path, depth, here)
        elif "array" in schema.types:
            yield from self._arrays(schema, path, depth, here)
        else:
            for label, value in self._scalars(schema, path):
                yield value, f"{here}: {label}"

    def _objects(
        self, schema: View, path: Path, depth: int, here: str
    ) -> Iterator[tuple[Any, str]]:
        """All members; the required alone; one member in each form; all members but one."""
        members = schema.properties
        whole = self.plain(schema, path, depth)
        yield whole, f"{here}: every member"
        bare = {name: whole[name] for name in schema.required if name in whole}
        yield dict(bare), f"{here}: required members alone"
        for name, member in members.items():
            for value, label in self._variants(member, (*path, name), depth - 1):
                yield {**bare, name: value}, label
        for name in members:
            if name not in bare and len(members) > 2:
                whole = self.plain(schema, path, depth)
                yield (
                    {key: value for key, value in whole.items() if key != name},
                    f"{here}: every member but {name}",
                )
        yield {**bare, _MEMBER: "x"}, f"{here}: a member that is not described"

    def _arrays(self, schema: View, path: Path, depth: int, here: str) -> Iterator[tuple[Any, str]]:
        """No item; each form of an item alone; one of each kind; four, the last one first."""
        yield [], f"{here}: no item"
        if schema.items is None:
            return
        for value, label in self._variants(schema.items, (*path, 0), depth - 1):
            yield [value], label
        mixed = self._mixed(schema, path, depth)
        yield mixed, f"{here}: one of each kind"
        again = self._mixed(schema, path, depth)
        yield [*reversed(again), *self._mixed(schema, path, depth)], f"{here}: two of each kind"

    def _mixed(self, schema: View, path: Path, depth: int) -> list[Any]:
        """An array with an item of each branch, or three items where there is one branch."""
        items = schema.items
        if items is None or depth < 1:
            return []
        if items.raw.get("enum"):
            return list(items.raw["enum"][::-1])
        branches = [each for each in items.branches if not each.vacuous]
        kinds = [each for each in branches if "object" in each.types] or branches or [items] * 3
        made = (self.plain(kind, (*path, i), depth - 1) for i, kind in enumerate(kinds))
        limit = schema.raw.get("maxItems")
        return list(itertools.islice(made, limit))

    def _scalars(self, schema: View, path: Path) -> Iterator[Scalar]:
        for name in schema.types or ("string",):
            if name == "string":
                yield from texts(schema.raw, self.counter, lambda: self.uuid(path))
            elif name == "integer":
                yield from integers()
            elif name == "number":
                yield from numbers()
            elif name == "boolean":
                yield from (("true", True), ("false", False))
            elif name == "null":
                yield "null", None
        for key in ("minimum", "maximum"):
            if key in schema.raw:
                yield key, schema.raw[key]
