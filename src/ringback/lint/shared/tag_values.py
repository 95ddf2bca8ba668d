"""The members that tell objects apart: each is required, and lists the few values it may have.

Where two schemas ask for other values of the same member, no object fits both, and nothing has to
be searched: in a union of many branches nearly every pair is like that.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ringback.schema.document import Schema

Tags: TypeAlias = Mapping[str, frozenset[Any]]
_NONE: Tags = {}


class TagValues:
    """The tags of schemas, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[Schema, Tags] = {}

    def apart(self, one: Schema, other: Schema) -> bool:
        """Whether a member that both require has no value in common, so that no object fits both.

        That it is so is certain; that it is not says nothing.
        """
        there = self.of(other)
        return any(
            name in there and values.isdisjoint(there[name])
            for name, values in self.of(one).items()
        )

    def of(self, schema: Schema) -> Tags:
        """The values that an object of the schema may have, of each member that tells them."""
        known = self._known.get(schema)
        if known is None:
            self._known[schema] = _NONE  # what it holds itself within
            known = self._known[schema] = {**self._chosen(schema), **dict(_own(schema))}
        return known

    def _chosen(self, schema: Schema) -> Tags:
        """Those that every branch of a union has, with the values of them all."""
        found: dict[str, frozenset[Any]] = {}
        for _, branches in schema.unions:
            first, *others = (self.of(each) for each in branches)
            for name, values in first.items():
                if all(name in each for each in others):
                    found[name] = values.union(*(each[name] for each in others))
        return found


def _own(schema: Schema) -> Iterator[tuple[str, frozenset[Any]]]:
    """Those of a schema and of all that holds together with it."""
    members = schema.members
    for part in schema.in_place:
        required = part.keywords.get("required")
        for name in required if isinstance(required, list) else ():
            for member in members.get(name, ()):
                values = _listed(member)
                if values is not None:
                    yield name, values


def _listed(member: Schema) -> frozenset[Any] | None:
    """The scalars that a member lists, as `const` or `enum`; None where anything else may be."""
    for part in member.in_place:
        raw = part.keywords
        values = [raw["const"]] if "const" in raw else raw.get("enum")
        if isinstance(values, list) and all(_is_scalar(each) for each in values):
            # True is 1 to Python, and another value in JSON.
            return frozenset((isinstance(each, bool), each) for each in values)
    return None


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | bool | int | float)
