"""What is told of a field by its values alone: types, formats, items, members; never a value."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema_rs

from ringback.survey.counts.map_keys import is_key

# The names that are told apart under one object: where there are more, they are no names but keys
# of a map. First in a described object, then in its fields; what lies deeper is told by its type.
_NAMES = (50, 50, 50, 20, 5)
_DEEPEST = len(_NAMES) - 1
FIELD = 1  # the depth of a member of the described object
_FORMATS = {
    "uuid": re.compile(r"[0-9a-fA-F-]{36}"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\d[Tt ].{8,30}"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "email": re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}"),
    "uri": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S{1,2000}"),
}
_TYPES = {str: "string", bool: "boolean", dict: "object", list: "array", int: "integer"}


@dataclass(slots=True)
class Room:
    """How many more places of undocumented fields are told apart: hostile names come to an end."""

    left: int = 50_000


@dataclass(slots=True, kw_only=True)
class Inferred:
    """What the values of one place have in common. It grows with `see`; `merged` changes nothing.

    `count` is how many values there were, `objects` how many of them are objects. `formats` are
    those that fit every text, None where there was none. `rest` stands for members whose names
    are data, and once there are more names than are told apart (`folded`), for all members.
    """

    count: int = 0
    objects: int = 0
    types: set[str] = field(default_factory=set)
    formats: set[str] | None = None
    items: "Inferred | None" = None
    members: "dict[str, Inferred]" = field(default_factory=dict)
    rest: "Inferred | None" = None
    folded: bool = False

    def see(self, value: Any, room: Room, depth: int = 0) -> None:
        """Take in one value; `depth` is how many steps it lies below the described object."""
        self.count += 1
        self.types.add(_type(value))
        if isinstance(value, str):
            if self.formats is None:
                self.formats = {name for name in _FORMATS if fits(name, value)}
            elif self.formats:
                self.formats = {name for name in self.formats if fits(name, value)}
        elif isinstance(value, list) and depth < len(_NAMES):
            self._items(value, room, depth)
        elif isinstance(value, dict):
            self.objects += 1
            if depth < len(_NAMES):
                self._members(value, room, depth)

    def _items(self, value: list[Any], room: Room, depth: int) -> None:
        if value and self.items is None:
            self.items = Inferred()
        if self.items is not None:
            for item in value:
                self.items.see(item, room, depth + 1)

    def _members(self, value: dict[str, Any], room: Room, depth: int) -> None:
        for name, member in value.items():
            self.put(name, member, room, depth)

    def put(self, name: str, value: Any, room: Room, depth: int = 0) -> None:
        """Take in one member of an object."""
        place = self.members.get(name)
        if place is None and not self.folded and not is_key(name):
            place = self.members[name] = Inferred()
            room.left -= 1
            if room.left < 0 or len(self.members) > _NAMES[depth]:
                self.fold(depth)
                place = None
        if place is None:
            place = self.rest = self.rest or Inferred()
        place.see(value, room, depth + 1)

    def fold(self, depth: int = 0) -> None:
        """Take all names for keys of a map: what the members have in common is kept."""
        rest = [self.rest] if self.rest else []
        self.rest = merged([*self.members.values(), *rest], depth + 1)
        self.members = {}
        self.folded = True


def merged(parts: Iterable[Inferred], depth: int = 0) -> Inferred:
    """What all the parts tell together, a new value; the order makes no difference.

    `depth` is how many steps the parts lie below the described object.
    """
    known = list(parts)
    formats = [part.formats for part in known if part.formats is not None]
    items = [part.items for part in known if part.items is not None]
    rest = [part.rest for part in known if part.rest is not None]
    named: dict[str, list[Inferred]] = {}
    for part in known:
        for name, member in part.members.items():
            named.setdefault(name, []).append(member)
    found = Inferred(
        count=sum(part.count for part in known),
        objects=sum(part.objects for part in known),
        types=set().union(*(part.types for part in known)),
        formats=set.intersection(*formats) if formats else None,
        items=merged(items, depth + 1) if items else None,
        members={name: merged(group, depth + 1) for name, group in named.items()},
        rest=merged(rest, depth + 1) if rest else None,
    )
    if any(part.folded for part in known) or len(found.members) > _NAMES[min(depth, _DEEPEST)]:
        found.fold(depth)
    return found


def fits(name: str, text: str) -> bool:
    """Whether a text is of a format, as the validators of payloads read it."""
    return _FORMATS[name].fullmatch(text) is not None and _valid(name)(text)


@cache
def _valid(name: str) -> Callable[[Any], bool]:
    schema = {"format": name}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid


def _type(value: Any) -> str:
    """The JSON type; a number that is whole is an integer, however it is spelt."""
    if value is None:
        return "null"
    if isinstance(value, Decimal):
        return "integer" if value == value.to_integral_value() else "number"
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _TYPES[type(value)]
