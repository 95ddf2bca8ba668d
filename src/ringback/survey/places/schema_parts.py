"""The parts of one schema as payloads of one operation are walked through them."""

from collections.abc import Iterator
from typing import Any

from ringback.contract.schemas import Schemas
from ringback.coverage.points import Chart, Point
from ringback.schema.view import View
from ringback.survey.counts.inferred import Room, merged
from ringback.survey.counts.state import Chain, Fields, SeenMember
from ringback.survey.places.choosing import Choosing
from ringback.survey.places.described_members import DescribedMembers, described
from ringback.survey.places.leaf import Leaf
from ringback.survey.places.payload_places import PayloadPart, Stack

_PARTS = 20_000  # places with points of their own; what lies in further ones is counted without


class Tree:
    """One schema of one side of the contract, and what payloads showed of it.

    Where a schema stands in itself, or a value takes no branch, parts without points go on, one
    for all places of a schema: they count members and find what is not described.
    """

    def __init__(self, schemas: Schemas, schema: str, room: Room) -> None:
        self.room = room
        self._schemas = schemas
        self._parts: list[PayloadPart] = []
        self._mute: dict[Chain, PayloadPart] = {}
        self._known: dict[str, DescribedMembers] = {}
        view = schemas.view(schema)
        self._top = self.part(view, Chart(view))

    def see(self, value: Any, *, sound: bool) -> None:
        """Walk through a payload, however deep; `sound` says that the schema admits it."""
        pending: Stack = [(self._top, value)]
        while pending:
            part, here = pending.pop()
            part.visit(here, pending, sound=sound)

    def part(
        self, view: View, chart: Chart | None, outer: PayloadPart | None = None
    ) -> PayloadPart:
        """The part at a schema; `outer` is the union whose branch it is."""
        if chart is not None and len(self._parts) < _PARTS:
            return self._made(view, chart, outer)
        chain = (*(outer.chain if outer else ()), view.pointer)
        if chain not in self._mute:
            self._mute[chain] = self._made(view, None, outer)
        return self._mute[chain]

    def place(self, view: View, chart: Chart | None) -> PayloadPart | Leaf:
        """A leaf where nothing below is followed, else a part."""
        leaf = view.items is None and not view.branches and not self._said(view).telling
        return Leaf(chart) if leaf else self.part(view, chart)

    def schema(self, pointer: str) -> View:
        """The schema at a pointer."""
        return self._schemas.view(pointer)

    def points(self) -> frozenset[Point]:
        """The points that the payloads showed."""
        found: set[Point] = set()
        for part in self._parts:
            if part.chart is not None:
                found |= part.shown | set(_points(part, part.chart))
                found |= {point for leaf in part.leaves() for point in leaf.shown}
        return frozenset(found)

    def members(self, operation: str) -> Iterator[tuple[str, str, SeenMember]]:
        """Each member of the objects that were met: their schema, its name, and how it was met."""
        for part in self._parts:
            objects, names = part.tally.counts()
            for name in part.view.properties if objects else ():
                child = part.children.get(name)
                yield (
                    part.view.pointer,
                    name,
                    SeenMember(
                        count=names[name],
                        objects=objects,
                        some=child is not None and child.some,
                        full=child is not None and child.full,
                        operations=frozenset((operation,)),
                    ),
                )

    def fields(self, operation: str) -> Iterator[tuple[Chain, Fields]]:
        """The undocumented members of each object that was met; none, where there were none."""
        for part in self._parts:
            objects, _ = part.tally.counts()
            if objects and part.reports:
                yield (
                    part.chain,
                    Fields(
                        objects=objects,
                        found=merged((part.found,)),
                        place=part.chart.place if part.chart else None,
                        operations=frozenset((operation,)),
                    ),
                )

    def _made(self, view: View, chart: Chart | None, outer: PayloadPart | None) -> PayloadPart:
        said = self._said(view)
        if outer is not None:
            said = said.beside(outer.said)
        chain = (*(outer.chain if outer else ()), view.pointer)
        part = PayloadPart(self, view, chart, said, chain)
        for branches in view.unions.values():
            part.union(Choosing(branches, self._schemas.document.admits))
        self._parts.append(part)
        return part

    def _said(self, view: View) -> DescribedMembers:
        if view.pointer not in self._known:
            self._known[view.pointer] = described(view)
        return self._known[view.pointer]


def _points(part: PayloadPart, chart: Chart) -> Iterator[Point]:
    """The branches that were taken, and the optional members that were there or not."""
    if chart.telling:
        yield from (chart.branches[each].point for each in part.branches if each in chart.branches)
        yield from [chart.nothing] if part.vacuous and chart.nothing else []
    objects, names = part.tally.counts()
    for name, (present, absent) in chart.optional.items():
        yield from [present] if names[name] else []
        yield from [absent] if names[name] < objects else []
