"""What the state of things speaks against, though the description admits it."""

from collections.abc import Mapping
from typing import Any

from ringback.campaign.resource.model import Graph, Resource
from ringback.campaign.resource.nested_parts import places_in
from ringback.campaign.resource.reference_members import singular
from ringback.campaign.resource.thing_keys import is_key
from ringback.contract import Contract
from ringback.finding import pointer, steps
from ringback.generation.case import written_schema
from ringback.mock.store.kept_things import KeptThings
from ringback.operation import Operation


class StoreRefusalError(Exception):
    """A right request that the state of things speaks against; `statuses` say so, best first."""

    def __init__(self, sentence: str, *statuses: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.statuses = statuses


def missing(resource: Resource, address: Mapping[str, Any]) -> StoreRefusalError:
    """The refusal of a thing that is not there; it says what makes one."""
    name = singular(resource.name)
    maker = f": {resource.maker.id} makes one" if resource.maker is not None else ""
    return StoreRefusalError(f"there is no {name} {address.get(resource.name)}{maker}", 404, 410)


class BodyReferences:
    """Looks whether the things that bodies name are there."""

    def __init__(self, contract: Contract, graph: Graph, things: KeptThings) -> None:
        self._contract = contract
        self._graph = graph
        self._things = things

    def check(self, operation: Operation, resource: Resource, given: Any) -> None:
        """Refuse a body that names a thing which could have been made, and was not.

        Which members name things is told by their names alone: it counts where nothing but such a
        thing can be what a documented 404 is about, as no key stands in the path, and a thing of
        the kind has to be named.
        """
        if "{" in operation.path or all(each.status != "404" for each in operation.answers):
            return
        required = self._required(operation)
        for slot in self._graph.slots(operation):
            other = self._graph.resources[slot.resource]
            if slot.where != "body" or other.maker is None or slot.place not in required:
                continue
            there = {str(each.address.get(other.name)) for each in self._things.of(other)}
            for _, key in places_in(given, steps(slot.place)):
                if other.name != resource.name and is_key(key) and str(key) not in there:
                    why = missing(other, {other.name: key}).sentence
                    raise StoreRefusalError(f"{slot.place}: {why}", 404)

    def _required(self, operation: Operation) -> frozenset[str]:
        """The pointers to the members that a body has to have."""
        schema = written_schema(operation)
        view = self._contract.requests.view(schema) if schema else None
        return frozenset(pointer((name,)) for name in view.required) if view else frozenset()
