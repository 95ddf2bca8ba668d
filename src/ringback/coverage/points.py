"""The coverage points of a schema: what a payload may show of it, and what one does show.

A point is a choice that the schema leaves: a branch, an enum member, an optional member, the
length of an array, a boolean. A const is no choice; members that the schema does not name, texts
and numbers are none that could be counted.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from ringback.coverage.choices import (
    ChoiceKind,
    name_of,
    never,
    simple,
    simple_of,
    spelt,
    tag_of,
    type_of,
    where,
)
from ringback.finding import pointer
from ringback.payload import same
from ringback.schema.view import Admits, View, chosen

PARTS = 5_000  # of one schema, the nearest first; what lies deeper in a larger one is not counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One choice at one place.

    `place` is the path in the payload: `*` for any index, and a branch that a tag tells apart in
    brackets (`/part[kind]/member`). `schema` is a JSON Pointer into the description.
    `name` is the enum member or the type, where the point is one.
    """

    place: str
    kind: ChoiceKind
    schema: str
    name: str = ""

    @property
    def label(self) -> str:
        """The point for a person."""
        return f"{self.place or '/'} ({f'{self.kind} {self.name}'.rstrip()})"

    @property
    def key(self) -> tuple[str, ChoiceKind, str]:
        """The same for the same choice at the same place of another schema."""
        return self.place, self.kind, self.name


def points(view: View) -> tuple[Point, ...]:
    """Every point of a schema, the nearest first; below itself a schema is not counted again."""
    return Chart(view).points


def observed(view: View, value: Any, admits: Admits) -> Iterator[Point]:
    """The points that a payload shows; one that it shows twice comes twice."""
    return Chart(view).observed(value, admits)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchChart:
    """A branch of a union that says something; without a part where it leads back to the union."""

    point: Point
    view: View
    part: "Chart | None"


@dataclass(frozen=True)  # no slots: what is asked often is kept in the instance
class Chart:
    """A schema with its points, each part of it worked out when it is first asked for.

    `tag` tells the branch that it is from the others of its union. `inside` are the schemas that
    it stands in.
    """

    view: View
    place: str = ""
    tag: str | None = None
    inside: frozenset[str] = field(default=frozenset(), repr=False)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The points of this part and of all below it, the nearest first."""
        return tuple(dict.fromkeys(point for part in self.parts() for point in part.own))

    def parts(self) -> Iterator["Chart"]:
        """This part and those below it, the nearest first, as many as are counted."""
        return islice(self._parts(), PARTS)

    def observed(
        self, value: Any, admits: Admits, met: "Callable[[Chart, Any], None] | None" = None
    ) -> Iterator[Point]:
        """The points that a payload shows, the branches as `schema.view.meant` takes them.

        `met` is told of each part that the payload has, with what stands there; also of those in a
        branch whose tag it has and whose schema it breaks, which shows no point.
        """
        for part, here in self.visits(value, admits):
            yield from part.alone(here)
            branch = part.taken(here, admits)
            if met is not None:
                met(part, here)
                tagged = part.tagged(here) if branch is None else None
                for below, there in tagged.visits(here, admits) if tagged else ():
                    met(below, there)
            if branch is not None:
                yield from [branch.point] if part.telling else []
            elif part.nothing is not None and isinstance(here, dict):
                yield from [part.nothing] if part.telling else []

    def visits(self, value: Any, admits: Admits) -> Iterator[tuple["Chart", Any]]:
        """Each part that a payload has, with what stands there."""
        pending: list[tuple[Chart, Any]] = [(self, value)]
        while pending:
            part, here = pending.pop()
            yield part, here
            branch = part.taken(here, admits)
            if branch is not None:
                pending += [(branch.part, here)] if branch.part else []
            if isinstance(here, dict):
                below = part.members.items()
                pending += [(each, here[name]) for name, each in below if name in here]
            elif isinstance(here, list) and part.items is not None:
                pending += [(part.items, item) for item in here]

    def taken(self, value: Any, admits: Admits) -> BranchChart | None:
        """The branch that a value takes; None where it takes none that says anything."""
        branch = chosen(self.view, value, admits) if self.branches else None
        return self.branches.get(branch.pointer) if branch else None

    def tagged(self, value: Any) -> "Chart | None":
        """The branch whose tag an object has; None where it has none, or several."""
        texts = (
            {each for each in value.values() if isinstance(each, str)}
            if isinstance(value, dict)
            else set()
        )
        found = [
            each.part for each in self.branches.values() if each.part and each.part.tag in texts
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def own(self) -> tuple[Point, ...]:
        """The points of this part alone."""
        branches = [branch.point for branch in self.branches.values()]
        branches += [self.nothing] if self.nothing else []
        return (
            *(branches if self.telling else ()),
            *(point for _, point in self.enum),
            *self.types.values(),
            *self.simple.values(),
            *(point for pair in self.optional.values() for point in pair),
        )

    @cached_property
    def branches(self) -> dict[str, BranchChart]:
        """The branches of a union that say anything, by the pointer of their schema."""
        return {
            branch.pointer: self._branch(index, branch)
            for index, branch in enumerate(self.view.branches)
            if not branch.vacuous and not never(branch)
        }

    @cached_property
    def nothing(self) -> Point | None:
        """The branch that says nothing; of several the first, because it admits every object."""
        for index, branch in enumerate(self.view.branches):
            if branch.vacuous:
                return self._point(ChoiceKind.VACUOUS, self._at(index))
        return None

    @property
    def telling(self) -> bool:
        """Whether there are two branches or more: one alone is no choice."""
        return len(self.branches) + (self.nothing is not None) > 1

    @cached_property
    def members(self) -> dict[str, "Chart"]:
        """The named members, without those that lead back to where they stand in."""
        found = {
            name: self._below(member, self.place + pointer((name,)))
            for name, member in self.view.properties.items()
        }
        return {name: part for name, part in found.items() if part is not None}

    @cached_property
    def optional(self) -> dict[str, tuple[Point, Point]]:
        """For each member that may be there and may be absent: the two points."""
        needed = set(self.view.required)
        found = {}
        for name, member in self.view.properties.items():
            if name not in needed and not never(member):
                place, schema = self.place + pointer((name,)), where(self.view, name)
                found[name] = (
                    Point(place=place, kind=ChoiceKind.PRESENT, schema=schema),
                    Point(place=place, kind=ChoiceKind.ABSENT, schema=schema),
                )
        return found

    @cached_property
    def items(self) -> "Chart | None":
        """The items of an array."""
        items = self.view.items
        return None if items is None else self._below(items, f"{self.place}/*")

    @cached_property
    def enum(self) -> tuple[tuple[Any, Point], ...]:
        """The members of an enum, where there are several and no const chooses."""
        values = self.view.raw.get("enum", ())
        if "const" in self.view.raw or len(values) < 2:
            return ()
        return tuple(
            (value, self._point(ChoiceKind.ENUM, self.view.where("enum", str(index)), spelt(value)))
            for index, value in enumerate(values)
        )

    @cached_property
    def types(self) -> dict[str, Point]:
        """The types of a schema that names several."""
        named = self.view.raw.get("type")
        if self._settled or not isinstance(named, list) or len(named) < 2:
            return {}
        return {
            name: self._point(ChoiceKind.TYPE, self.view.where("type", str(index)), name)
            for index, name in enumerate(named)
        }

    @cached_property
    def simple(self) -> dict[ChoiceKind | None, Point]:
        """The booleans, and the lengths of an array."""
        kinds = () if self._settled else simple(self.view)
        return {kind: self._point(kind, self.view.pointer) for kind in kinds}

    @property
    def _settled(self) -> bool:
        """Whether a const or an enum says all that the value may be."""
        return "const" in self.view.raw or "enum" in self.view.raw

    def _parts(self) -> Iterator["Chart"]:
        """This part and all below it, the nearest first."""
        pending = deque([self])
        while pending:
            part = pending.popleft()
            yield part
            pending += [each.part for each in part.branches.values() if each.part is not None]
            pending += [*part.members.values(), *([part.items] if part.items else [])]

    def alone(self, value: Any) -> Iterator[Point]:
        """The points that a value shows at this part, its branch aside."""
        yield from (point for member, point in self.enum if same(member, value))
        if self.types:
            kind = type_of(value, self.types)
            yield from [self.types[kind]] if kind in self.types else []
        if self.simple:
            length = simple_of(value)
            yield from [self.simple[length]] if length in self.simple else []
        if isinstance(value, dict):
            for name, (present, absent) in self.optional.items():
                yield present if name in value else absent

    def _branch(self, index: int, branch: View) -> BranchChart:
        tag = tag_of(self.view, branch)
        name = name_of(branch, index) if tag is None else pointer((tag,))[1:]
        place = f"{self.place}[{name}]"
        point = Point(place=place, kind=ChoiceKind.BRANCH, schema=self._at(index))
        part = self._below(branch, self.place if tag is None else place, tag or self.tag)
        return BranchChart(point=point, view=branch, part=part)

    def _at(self, index: int) -> str:
        """The place of a branch in the description."""
        return self.view.where(next(iter(self.view.unions)), str(index))

    def _point(self, kind: ChoiceKind, schema: str, name: str = "") -> Point:
        return Point(place=self.place, kind=kind, schema=schema, name=name)

    def _below(self, view: View, place: str, tag: str | None = None) -> "Chart | None":
        """The chart of a part; None where a schema would stand in itself."""
        inside = self.inside | {self.view.pointer}
        return None if view.pointer in inside else Chart(view, place, tag, inside)
