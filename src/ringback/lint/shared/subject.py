"""A description under lint, with what several rules want to know of it, worked out once."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from ringback.contract.schemas import Schemas
from ringback.description import Description, SchemaSpot
from ringback.finding import pointer, steps
from ringback.lint.shared.payload_schemas import Payloads, payloads
from ringback.lint.shared.union_branches import OBJECT, OBJECTS, Comparing
from ringback.lint.shared.unions import Union, beside_unions, unions
from ringback.payload import at
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.references.lookup import at_places
from ringback.schema.value_schema import ValueSchema, walk
from ringback.witness import Search

_BESIDE = "x-ringback-beside"


class LintSubject:
    """One description, and what rules share of it."""

    def __init__(self, description: Description) -> None:
        self.description = description

    @cached_property
    def document(self) -> SchemaDocument:
        """The description's schemas, and what holds besides its unions, for the search."""
        beside = dict(beside_unions(self._nodes()))
        return SchemaDocument({**self.description.document, _BESIDE: beside, OBJECTS: OBJECT})

    @cached_property
    def validators(self) -> Schemas:
        """The validators of the description's schemas."""
        return Schemas(self.description, self.document)

    @cached_property
    def search(self) -> Search:
        """The search that all rules share: what it learnt for one helps with the next."""
        return Search()

    @cached_property
    def unions(self) -> tuple[Union, ...]:
        """Every union of two branches at least."""
        return tuple(unions(self.every))

    @cached_property
    def comparing(self) -> Comparing:
        """What is known of branches and of empty schemas."""
        return Comparing(document=self.document, search=self.search)

    def around(self, union: Union) -> list[Schema]:
        """What holds for the payloads of a union besides it; nothing where it stands alone."""
        alone = union.place not in self.document.root[_BESIDE]
        return [] if alone else [self.document.schema(pointer([_BESIDE, union.place]))]

    @cached_property
    def payloads(self) -> Payloads:
        """The outermost schemas of what is sent and answered."""
        return payloads(self.description)

    @cached_property
    def answered(self) -> tuple[ValueSchema, ...]:
        """Every kind of value that an answer's body can hold."""
        return self._walked(self.payloads.answers)

    @cached_property
    def sent(self) -> tuple[ValueSchema, ...]:
        """Every kind of value that anything but an answer's body can hold."""
        return self._walked(self.payloads.others)

    @cached_property
    def answered_homes(self) -> frozenset[str]:
        """Where the schemas are written that answers come to."""
        return frozenset(value.home.pointer for value in self.answered)

    @cached_property
    def sent_homes(self) -> frozenset[str]:
        """Where the schemas are written that anything else comes to."""
        return frozenset(value.home.pointer for value in self.sent)

    @cached_property
    def every(self) -> tuple[ValueSchema, ...]:
        """Every kind of value, those of components included that nothing uses."""
        known: dict[Any, ValueSchema] = {}
        for each in (*self.answered, *self.sent):
            known.setdefault(each.key, each)
        reached = {it.pointer for each in known.values() for it in each.schemas} | self._parts()
        spots = (spot.pointer for spot, _ in self.schemas() if spot.holder != "schema")
        left = [self.document.schema(place) for place in spots if place not in reached]
        return (*known.values(), *walk(left, known.values()))

    def _walked(self, roots: Iterable[str]) -> tuple[ValueSchema, ...]:
        return tuple(walk(map(self.document.schema, roots)))

    def _parts(self) -> set[str]:
        """The schemas that are one part of several of another one: alone they tell half of it."""
        several = (
            self.document.schema(spot.pointer).listed("allOf")
            for spot, node in self.schemas()
            if isinstance(node, dict) and "allOf" in node
        )
        parts = (part.reference for each in several if len(each) > 1 for part in each)
        return {part.pointer for part in parts if part}

    def _nodes(self) -> Iterator[tuple[str, Any]]:
        """Every schema by its pointer, with the copies that are made for dynamic scopes."""
        for spot, node in self.schemas():
            yield spot.pointer, node
            for copy, original in self.description.copies.items():
                if f"{spot.pointer}/".startswith(f"{original}/"):
                    place = copy + spot.pointer[len(original) :]
                    yield place, at(self.description.document, steps(place))

    @cached_property
    def objects(self) -> tuple[tuple[SchemaSpot, Any], ...]:
        """Every object that stands in the description, with where it stands, each once."""
        spots = self.description.spots
        found = at_places(self.description.document, (each.pointer for each in spots))
        return tuple((spot, node) for spot, (_, node) in zip(spots, found, strict=True))

    def schemas(self) -> Iterator[tuple[SchemaSpot, Any]]:
        """Every schema among them."""
        return ((spot, node) for spot, node in self.objects if spot.kind == "schema")
