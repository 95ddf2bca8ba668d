"""Schemas by the values that they are for: all that holds for one value, taken together.

A value's schemas are the one that stands at its place, what it refers to, and the parts of their
`allOf`; of a union's branch, what stands around the union holds as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ringback.finding import pointer, steps
from ringback.payload import at

# What says nothing about a value: OpenAPI's and JSON Schema's annotations.
ANNOTATIONS = frozenset(
    {
        "title", "description", "default", "examples", "example", "deprecated", "readOnly",
        "writeOnly", "xml", "externalDocs", "discriminator", "nullable", "$comment", "$schema",
        "$id", "$anchor", "$defs", "definitions", "contentMediaType", "contentEncoding",
    }
)  # fmt: skip
UNIONS = ("anyOf", "oneOf")
_TOGETHER = ("allOf",)
_PERHAPS = ("then", "else")  # hold under a condition, and describe what is there then


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What holds for one kind of value.

    `places` are the schemas that say something, where it stands first; `around` those around the
    union that it is a branch of. `home` is where it is written, behind what only refers to it.
    `step` is how it hangs on the value above: properties, items, additionalProperties, a union's
    keyword, or the empty text for a payload as a whole.
    """

    home: str
    places: tuple[str, ...]
    around: tuple[str, ...] = ()
    step: str = ""

    @property
    def whole(self) -> tuple[str, ...]:
        """Everything that holds for it."""
        return tuple(dict.fromkeys((*self.places, *self.around)))


class Values:
    """The values of one document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self._parts: dict[str, tuple[str, ...]] = {}
        self._raw: dict[str, Any] = {}

    def raw(self, place: str) -> Mapping[str, Any]:
        """The keywords of a schema; none of a boolean one, or where there is nothing."""
        if place not in self._raw:
            node = at(self.document, steps(place))
            self._raw[place] = node if isinstance(node, Mapping) else {}
        found: Mapping[str, Any] = self._raw[place]
        return found

    def is_boolean(self, place: str) -> bool:
        """Whether the schema is `true` or `false`."""
        return isinstance(at(self.document, steps(place)), bool)

    def value(self, places: Sequence[str], around: tuple[str, ...] = (), step: str = "") -> Value:
        """The value that schemas at these places, one at least, are for."""
        parts = dict.fromkeys(part for place in places for part in self.parts(place))
        telling = tuple(part for part in parts if self.tells(part))
        home = self.home(places[0])
        return Value(home=home, places=telling or (home,), around=around, step=step)

    def parts(self, place: str) -> tuple[str, ...]:
        """The schema and all that holds wherever it does, the nearest first."""
        if place not in self._parts:
            seen: dict[str, None] = {}
            pending = [place]
            while pending:
                here = pending.pop(0)
                if here not in seen:
                    seen[here] = None
                    pending = [*self._next(here), *pending]
            self._parts[place] = tuple(seen)
        return self._parts[place]

    def _next(self, place: str) -> list[str]:
        raw = self.raw(place)
        found = [self.target(place)] if self.target(place) else []
        for keyword in _TOGETHER:
            found += [f"{place}/{keyword}/{at}" for at in range(len(_list(raw, keyword)))]
        found += [f"{place}/{keyword}" for keyword in _PERHAPS if keyword in raw]
        found += [
            f"{place}/dependentSchemas{pointer([name])}" for name in _map(raw, "dependentSchemas")
        ]
        return [each for each in found if each]

    def target(self, place: str) -> str:
        """Where a schema's reference leads; the empty text where it has none."""
        target = self.raw(place).get("$ref")
        return unquote(target[1:]) if isinstance(target, str) and target.startswith("#") else ""

    def tells(self, place: str) -> bool:
        """Whether a schema itself says something about values, what it holds aside."""
        return any(is_telling(name) for name in self.raw(place) if name not in {"$ref", "allOf"})

    def home(self, place: str) -> str:
        """Where a schema is written that this one only stands for."""
        for _ in range(64):
            raw = self.raw(place)
            telling = [name for name in raw if is_telling(name)]
            if telling == ["$ref"] and self.target(place):
                place = self.target(place)
            elif telling == ["allOf"] and len(_list(raw, "allOf")) == 1:
                place = f"{place}/allOf/0"
            else:
                break
        return place

    def said(self, value: Value, keyword: str) -> Iterator[tuple[str, Any]]:
        """What is said of a value under a keyword, and where."""
        for place in value.whole:
            if keyword in self.raw(place):
                yield place, self.raw(place)[keyword]

    def members(self, value: Value, *, around: bool = False) -> dict[str, list[str]]:
        """The described members, each with the schemas of its value."""
        found: dict[str, list[str]] = {}
        for place in value.whole if around else value.places:
            for name in _map(self.raw(place), "properties"):
                found.setdefault(name, []).append(f"{place}/properties{pointer([name])}")
        return found

    def types(self, value: Value) -> frozenset[str]:
        """The types that are named for a value: what all who name any agree on."""
        named = [_types(found) for _, found in self.said(value, "type")]
        return frozenset.intersection(*named) if named else frozenset()

    def branches(self, value: Value) -> Iterator[Value]:
        """The branches of every union of a value."""
        for place in value.places:
            for keyword in UNIONS:
                for at_ in range(len(_list(self.raw(place), keyword))):
                    yield self.value([f"{place}/{keyword}/{at_}"], value.whole, keyword)

    def below(self, value: Value) -> Iterator[Value]:
        """The values right below: branches, members, items, and members of any name."""
        yield from self.branches(value)
        for places in self.members(value).values():
            yield self.value(places, (), "properties")
        for keyword in ("items", "contains", "additionalProperties", "unevaluatedProperties"):
            places = [
                f"{place}/{keyword}"
                for place in value.places
                if isinstance(self.raw(place).get(keyword), Mapping)
            ]
            if places:
                yield self.value(places, (), keyword)
        for place in value.places:
            raw = self.raw(place)
            for at_ in range(len(_list(raw, "prefixItems"))):
                yield self.value([f"{place}/prefixItems/{at_}"], (), "items")
            for name in _map(raw, "patternProperties"):
                below = f"{place}/patternProperties{pointer([name])}"
                yield self.value([below], (), "additionalProperties")

    def walk(self, roots: Iterable[str]) -> Iterator[Value]:
        """The values that begin at these schemas and all below, each once."""
        seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
        pending = [self.value([root]) for root in reversed(list(roots))]
        while pending:
            here = pending.pop()
            key = (here.places, here.around)
            if key not in seen:
                seen.add(key)
                yield here
                pending += reversed(list(self.below(here)))

    def parts_elsewhere(self) -> frozenset[str]:
        """The schemas that are a part of some other one: alone they tell half of it."""
        return frozenset(self._referred_parts(self.document))

    def _referred_parts(self, node: Any) -> Iterator[str]:
        if isinstance(node, Mapping):
            for part in _list(node, "allOf"):
                target = part.get("$ref") if isinstance(part, Mapping) else None
                if isinstance(target, str) and len(node["allOf"]) > 1:
                    yield unquote(target[1:])
            for inner in node.values():
                yield from self._referred_parts(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from self._referred_parts(inner)


def is_telling(name: str) -> bool:
    """Whether a keyword says something about values."""
    return name not in ANNOTATIONS and not name.startswith("x-")


def _types(found: Any) -> frozenset[str]:
    return frozenset([found] if isinstance(found, str) else found)


def _list(raw: Mapping[str, Any], keyword: str) -> list[Any]:
    found = raw.get(keyword)
    return found if isinstance(found, list) else []


def _map(raw: Mapping[str, Any], keyword: str) -> Mapping[str, Any]:
    found = raw.get(keyword)
    return found if isinstance(found, Mapping) else {}
