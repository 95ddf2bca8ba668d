"""A schema as the alternatives that it stands for, each the schemas that apply together."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from urllib.parse import unquote

from ringback.finding import pointer, steps

# Pointers to schemas that all apply to one value; and several of these, of which one may.
Together: TypeAlias = tuple[str, ...]
Forms: TypeAlias = tuple[Together, ...]

_MOST = 200  # more combinations of branches than this are taken as one
_TELLING = (
    "properties", "patternProperties", "additionalProperties", "items", "prefixItems",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Schemas that apply together once references are followed and unions are decided.

    `perhaps` are those that apply to some values only (then, else, dependentSchemas). `name` is
    the component that the last union, or the place of use, refers to; empty for none.
    """

    parts: Together = ()
    perhaps: Together = ()
    name: str = ""
    chosen: bool = False


class Shapes:
    """The schemas of one document, by pointer."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._known: dict[str, tuple[Branch, ...]] = {}
        self._raws: dict[str, Any] = {}

    def raw(self, place: str) -> Any:
        """What stands at the pointer."""
        if place not in self._raws:
            node: Any = self._document
            for step in steps(place):
                node = node[int(step)] if isinstance(node, list) else node[step]
            self._raws[place] = node
        return self._raws[place]

    def branches(self, forms: Forms) -> tuple[Branch, ...]:
        """Every alternative that says something about the inside of an object or array."""
        found = [each for together in forms for each in self._together(together)]
        return tuple(each for each in found if self._tells(each))

    def alternatives(self, place: str) -> tuple[Branch, ...]:
        """Every alternative of the schema at a place, but those that are null alone."""
        found = self._expanded(place, frozenset())
        return tuple(each for each in found if not self._null(each)) or found

    def all_of(self, together: Together) -> Together:
        """The schemas that apply to every value, in order; a branch beside null is no choice."""
        found: list[str] = []
        for place in together:
            first, *rest = self.alternatives(place)
            found += [part for part in first.parts if all(part in each.parts for each in rest)]
        return tuple(dict.fromkeys(found))

    def _together(self, together: Together) -> tuple[Branch, ...]:
        found: tuple[Branch, ...] = (Branch(),)
        for place in together:
            found = _product(found, self._expanded(place, frozenset()))
        return found

    def _expanded(self, place: str, above: frozenset[str]) -> tuple[Branch, ...]:
        """The alternatives of one schema; a circle of references adds nothing."""
        if place in above:
            return (Branch(),)
        if not above and place in self._known:
            return self._known[place]
        within = above | {place}
        found: tuple[Branch, ...] = (Branch(parts=(place,)),)
        raw = self.raw(place)
        if isinstance(raw, Mapping):
            for each in self._with(place, raw, within):
                found = _product(found, each)
        if not above:
            self._known[place] = found
        return found

    def _with(
        self, place: str, raw: Mapping[str, Any], within: frozenset[str]
    ) -> Sequence[tuple[Branch, ...]]:
        """What applies beside a schema's own keywords."""
        beside = [
            self._expanded(f"{place}/allOf/{index}", within)
            for index in range(len(_listed(raw, "allOf")))
        ]
        target = raw.get("$ref")
        if isinstance(target, str) and target.startswith("#"):
            beside.append(self._referred(unquote(target[1:]), within))
        for keyword in ("anyOf", "oneOf"):
            options = [
                replace(each, chosen=True)
                for index in range(len(_listed(raw, keyword)))
                for each in self._expanded(f"{place}/{keyword}/{index}", within)
            ]
            if options:
                beside.append(tuple(options))
        beside.append((Branch(perhaps=self._perhaps(place, raw, within)),))
        return beside

    def _referred(self, there: str, within: frozenset[str]) -> tuple[Branch, ...]:
        """What a reference leads to, under its name where no union below has named it."""
        name = (steps(there) or [""])[-1]
        followed = self._expanded(there, within)
        return tuple(
            each if each.chosen and each.name else replace(each, name=name) for each in followed
        )

    def _perhaps(self, place: str, raw: Mapping[str, Any], within: frozenset[str]) -> Together:
        """The schemas that apply to some values only."""
        below = [f"{place}/{keyword}" for keyword in ("then", "else") if keyword in raw]
        dependent = raw.get("dependentSchemas")
        names = dependent if isinstance(dependent, Mapping) else ()
        below += [f"{place}/dependentSchemas{pointer([name])}" for name in names]
        found = [
            part
            for each in below
            for branch in self._expanded(each, within)
            for part in (*branch.parts, *branch.perhaps)
        ]
        return tuple(dict.fromkeys(found))

    def _tells(self, branch: Branch) -> bool:
        raws = [self.raw(place) for place in branch.parts]
        maps = [raw for raw in raws if isinstance(raw, Mapping)]
        if any(not _holds(raw) for raw in maps):
            return False
        more = [self.raw(place) for place in branch.perhaps]
        return any(
            key in raw for raw in (*maps, *more) if isinstance(raw, Mapping) for key in _TELLING
        )

    def _null(self, branch: Branch) -> bool:
        raws = [self.raw(place) for place in branch.parts]
        return any(isinstance(raw, Mapping) and _is_null(raw) for raw in raws)


def _is_null(raw: Mapping[str, Any]) -> bool:
    """Whether null is the only value of a schema."""
    only = "const" in raw and raw["const"] is None
    return only or raw.get("type") in ("null", ["null"]) or raw.get("enum") == [None]


def _holds(raw: Mapping[str, Any]) -> bool:
    """Whether a schema may be one of objects or arrays."""
    named = raw.get("type")
    types = [named] if isinstance(named, str) else named
    return not isinstance(types, list) or bool({"object", "array"} & set(types))


def _listed(raw: Mapping[str, Any], keyword: str) -> list[Any]:
    found = raw.get(keyword)
    return found if isinstance(found, list) else []


def _product(left: Sequence[Branch], right: Sequence[Branch]) -> tuple[Branch, ...]:
    """Each alternative of the one side with each of the other."""
    if len(left) * len(right) > _MOST:
        both = (*left, *right)
        parts = dict.fromkeys(part for each in both for part in (*each.parts, *each.perhaps))
        return (Branch(perhaps=tuple(parts)),)
    return tuple(_joined(one, two) for one, two in itertools.product(left, right))


def _joined(one: Branch, two: Branch) -> Branch:
    return Branch(
        parts=tuple(dict.fromkeys((*one.parts, *two.parts))),
        perhaps=tuple(dict.fromkeys((*one.perhaps, *two.perhaps))),
        name=(two.name or one.name) if two.chosen else (one.name or two.name),
        chosen=one.chosen or two.chosen,
    )
