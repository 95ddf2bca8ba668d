"""A description under lint, with what several rules want to know of it, worked out once."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ringback.contract.schemas import Schemas
from ringback.description import Description, Spot
from ringback.finding import pointer, steps
from ringback.lint.comparing import OBJECT, OBJECTS, Comparing
from ringback.lint.payloads import Payloads, payloads
from ringback.lint.unions import Union, unions
from ringback.lint.values import Value, Values
from ringback.payload import at
from ringback.schema.document import Schema, SchemaDocument
from ringback.witness import Search

_AROUND = "x-ringback-around"


class Subject:
    """One description, and what rules share of it."""

    def __init__(self, description: Description) -> None:
        self.description = description

    @cached_property
    def book(self) -> SchemaDocument:
        """The description's schemas for the search for witnesses, and what stands around unions."""
        around = {each.place: each.around for each in self.unions if each.around is not None}
        return SchemaDocument({**self.description.document, _AROUND: around, OBJECTS: OBJECT})

    @cached_property
    def validators(self) -> Schemas:
        """The validators of the description's schemas."""
        return Schemas(self.description)

    @cached_property
    def search(self) -> Search:
        """The search that all rules share: what it learnt for one helps with the next."""
        return Search()

    @cached_property
    def unions(self) -> tuple[Union, ...]:
        """Every union of two branches at least."""
        return tuple(unions(self.values, self.every))

    @cached_property
    def comparing(self) -> Comparing:
        """What is known of branches and of empty schemas."""
        return Comparing(book=self.book, search=self.search)

    def around(self, union: Union) -> list[Schema]:
        """What holds for the payloads of a union besides it; nothing where it stands alone."""
        return [] if union.around is None else [self.book.schema(pointer([_AROUND, union.place]))]

    @cached_property
    def values(self) -> Values:
        """The description's schemas by the values that they are for."""
        return Values(self.description.document)

    @cached_property
    def payloads(self) -> Payloads:
        """The outermost schemas of what is sent and answered."""
        return payloads(self.description)

    @cached_property
    def answered(self) -> tuple[Value, ...]:
        """Every kind of value that an answer's body can hold."""
        return tuple(self.values.walk(self.payloads.answers))

    @cached_property
    def sent(self) -> tuple[Value, ...]:
        """Every kind of value that anything but an answer's body can hold."""
        return tuple(self.values.walk(self.payloads.others))

    @cached_property
    def answered_homes(self) -> frozenset[str]:
        """Where the schemas are written that answers come to."""
        return frozenset(value.home for value in self.answered)

    @cached_property
    def sent_homes(self) -> frozenset[str]:
        """Where the schemas are written that anything else comes to."""
        return frozenset(value.home for value in self.sent)

    @cached_property
    def every(self) -> tuple[Value, ...]:
        """Every kind of value, those of components included that nothing uses."""
        reached = {place for each in (*self.answered, *self.sent) for place in each.places}
        spots = [spot.pointer for spot, _ in self.schemas() if spot.holder != "schema"]
        parts = self.values.parts_elsewhere()
        left = [place for place in spots if place not in reached and place not in parts]
        roots = (*self.payloads.answers, *self.payloads.others, *left)
        return tuple(self.values.walk(roots))

    def schemas(self) -> Iterator[tuple[Spot, Any]]:
        """Every schema that stands in the description, with where it stands, each once."""
        for spot in self.description.spots:
            if spot.kind == "schema":
                node = at(self.description.document, steps(spot.pointer))
                yield spot, node
