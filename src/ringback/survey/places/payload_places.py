"""The places of a payload as a survey walks them: one part a place, made when it is first met.

Objects come in few shapes (the names they have, in order). What a shape means is worked out once;
from then on an object costs one look-up and one count, and what lies in it is looked at only
where there is something left to learn.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ringback.coverage.points import Chart
from ringback.schema.view import View
from ringback.survey.counts.inferred import Inferred, Room
from ringback.survey.counts.map_keys import is_key
from ringback.survey.places.choosing import Choosing
from ringback.survey.places.described_members import DescribedMembers
from ringback.survey.places.leaf import Leaf

SHAPES = 256  # of one place that are remembered; objects of other shapes are counted by name
_LONG = 200  # names of an object whose shape is worth remembering

Stack = list[tuple["PayloadPart", Any]]


class PlaceMaker(Protocol):
    """Makes the parts below a part. A part without a chart has no points, and is made once."""

    room: Room

    def part(
        self, view: View, chart: Chart | None, outer: "PayloadPart | None" = None
    ) -> "PayloadPart":
        """The part at a schema; `outer` is the union whose branch it is."""

    def place(self, view: View, chart: Chart | None) -> "PayloadPart | Leaf":
        """A leaf where nothing below is followed, else a part."""

    def schema(self, pointer: str) -> View:
        """The schema at a pointer."""


@dataclass(slots=True)
class ObjectShape:
    """The names of an object: how many there were of it, and what is to be looked at in each."""

    deep: list[tuple[str, "PayloadPart"]]
    leaves: list[tuple[str, Leaf]]
    unknown: list[str]
    count: int = 0


@dataclass(slots=True)
class PlaceTally:
    """How the objects of a place were met: by shape, else by name alone."""

    shapes: dict[tuple[str, ...], ObjectShape] = field(default_factory=dict)
    loose: Counter[str] = field(default_factory=Counter)
    others: int = 0

    def counts(self) -> tuple[int, Counter[str]]:
        """How many objects there were, and how many of them had each name."""
        found = Counter(self.loose)
        for names, shape in self.shapes.items():
            for name in names:
                found[name] += shape.count
        return self.others + sum(shape.count for shape in self.shapes.values()), found


class PayloadPart(Leaf):
    """One place whose value has parts: an object, an array, a union.

    `chain` are the schemas that speak of the object here, a union before its branch, and `said`
    what they say of its members; `branches` are the branches that were taken. Members of the names
    `besides` are described by other branches, which the value may take as well. Of several unions
    the branches of the first tell what is not described, those of the others are `quiet`.
    """

    __slots__ = (
        "_choosings",
        "_folded",
        "_items",
        "_maker",
        "_whole",
        "besides",
        "branches",
        "chain",
        "chart",
        "children",
        "found",
        "quiet",
        "said",
        "tally",
        "vacuous",
        "view",
    )

    def __init__(
        self,
        maker: PlaceMaker,
        view: View,
        chart: Chart | None,
        said: DescribedMembers,
        chain: tuple[str, ...],
    ) -> None:
        super().__init__(chart)
        self._maker = maker
        self.view = view
        self.chart = chart
        self.chain = chain
        self.said = said
        self.children: dict[str, PayloadPart | Leaf] = {}
        self.found = Inferred()
        self.tally = PlaceTally()
        self.branches: dict[str, PayloadPart] = {}
        self.vacuous = False
        self.besides: frozenset[str] = frozenset()
        self.quiet = False
        self._choosings: list[Choosing] = []
        self._items: PayloadPart | Leaf | None = None
        self._folded = False
        self._whole = said.telling

    def union(self, choosing: Choosing) -> None:
        """Say how the branches of a union of this schema are told apart."""
        self._choosings.append(choosing)

    @property
    def reports(self) -> bool:
        """Whether a member that is not described is told here: a union leaves it to the branch."""
        return not (self._choosings or self.quiet) and self.said.telling

    def leaves(self) -> list[Leaf]:
        """The places right below that have no parts."""
        below = [*self.children.values(), *([self._items] if self._items else [])]
        return [each for each in below if not isinstance(each, PayloadPart)]

    def visit(self, value: Any, pending: Stack, *, sound: bool) -> None:
        """Take in what stands here; what stands below goes to the pending ones."""
        if not self.full:
            self.fill(value)
        if self._left:
            self.look(value)
        for choosing in self._choosings:
            self._branch(choosing, value, pending, sound=sound)
        kind = value.__class__
        if kind is dict:
            if self._whole:
                self._object(value, pending)
        elif kind is list and self.view.items is not None:
            self._array(value, pending, self.view.items)

    def _branch(self, choosing: Choosing, value: Any, pending: Stack, *, sound: bool) -> None:
        """Go on with the branch that the value takes, or without points with the one it means."""
        taken = choosing.choose(value, sound=sound)
        if taken is not None:
            part = self.branches.get(taken.pointer)
            if part is None:
                part = self.branches[taken.pointer] = self._taken(choosing, taken)
            pending.append((part, value))
        elif choosing is self._choosings[0]:
            if value.__class__ is dict:
                self.vacuous = True
            near = None if sound else choosing.nearest(value)
            if near is not None:
                pending.append((self._maker.part(near, None, self), value))

    def _taken(self, choosing: Choosing, branch: View) -> "PayloadPart":
        """The part of a branch that was taken for the first time."""
        known = self.chart.branches.get(branch.pointer) if self.chart else None
        part = self._maker.part(branch, known.part if known else None, self)
        others = (each.names() for each in self._choosings if each is not choosing)
        part.besides = self.besides.union(choosing.besides(branch), *others)
        part.quiet = self.quiet or choosing is not self._choosings[0]
        return part

    def _array(self, value: list[Any], pending: Stack, items: View) -> None:
        """The items of an array."""
        below = self._items
        if below is None:
            below = self._maker.place(items, self.chart.items if self.chart else None)
            self._items = below
        if isinstance(below, PayloadPart):
            pending += [(below, item) for item in value]
        elif not below.done:
            for item in value:
                below.see(item)

    def _object(self, value: dict[str, Any], pending: Stack) -> None:
        """The members of an object."""
        names = tuple(value)
        shape = self.tally.shapes.get(names)
        if shape is None:
            shape = self._shape(names)
        shape.count += 1
        for name, part in shape.deep:
            pending.append((part, value[name]))
        settled = False
        for name, leaf in shape.leaves:
            settled = leaf.see(value[name]) or settled
        if settled:
            self._settle()
        for name in shape.unknown:
            self.found.put(name, value[name], self._maker.room)
        if self.found.folded and not self._folded:
            self._forget()

    def _shape(self, names: tuple[str, ...]) -> ObjectShape:
        """What the names of an object mean, remembered where it is likely to come again."""
        shape = ObjectShape([], [], [])
        for name in names:
            child = self._child(name)
            if isinstance(child, PayloadPart):
                shape.deep.append((name, child))
            elif child is not None:
                shape.leaves += [(name, child)] if name in self.children and not child.done else []
            elif self.reports and name not in self.said.names and name not in self.besides:
                shape.unknown.append(name)
        few = len(self.tally.shapes) < SHAPES and len(names) <= _LONG
        if few and self._named(names, shape.unknown):
            self.tally.shapes[names] = shape
        else:
            self.tally.loose.update(name for name in names if name in self.view.properties)
            self.tally.others += 1
        return shape

    def _named(self, names: tuple[str, ...], unknown: list[str]) -> bool:
        """Whether no member has a name of a kind of which there is no end."""
        if unknown and (self._folded or any(map(is_key, unknown))):
            return False
        endless = bool(self.said.others or self.said.patterns)
        return not endless or self.said.names.issuperset(names)

    def _child(self, name: str) -> "PayloadPart | Leaf | None":
        """What follows a member; None where it is not described, or by another part alone."""
        child = self.children.get(name)
        if child is not None:
            return child
        view = self.view.properties.get(name)
        if view is not None:
            below = self.chart.members.get(name) if self.chart else None
            child = self.children[name] = self._maker.place(view, below)
            return child
        other = None if name in self.said.names else self.said.schema_of(name)
        return None if other is None else self._maker.place(self._maker.schema(other), None)

    def _settle(self) -> None:
        """Look no more at what is done."""
        for shape in self.tally.shapes.values():
            shape.leaves = [(name, leaf) for name, leaf in shape.leaves if not leaf.done]

    def _forget(self) -> None:
        """There are too many names: shapes with undocumented ones will not come again."""
        self._folded = True
        kept: Mapping[tuple[str, ...], ObjectShape] = {
            names: shape for names, shape in self.tally.shapes.items() if not shape.unknown
        }
        for names, shape in self.tally.shapes.items():
            if names not in kept:
                for name in names:
                    if name in self.view.properties:
                        self.tally.loose[name] += shape.count
                self.tally.others += shape.count
        self.tally.shapes = dict(kept)
