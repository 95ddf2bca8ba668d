"""The things that a store keeps: by resource and key, each with what is known of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ringback.campaign.resource.model import Graph, Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing import ThingId, thing_id
from ringback.exchange import Request


@dataclass(slots=True, kw_only=True)
class KeptThing:
    """One thing. `address` are its key and those that it stands in, by the resources' names.

    `state` is what it was given, and what answers have told of it since; `told` are the payloads
    that told it as it is now, by their schemas. `made` and `changed` are the numbers of the writes
    that did so; `raw` is the request that gave it as bytes, a file.
    """

    address: dict[str, Any]
    state: dict[str, Any] = field(default_factory=dict)
    made: int = 0
    changed: int = 0
    raw: Request | None = None
    told: dict[tuple[str, str], Any] = field(default_factory=dict)


class KeptThings:
    """All things, in the order in which they were made."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._things: defaultdict[str, dict[ThingId, KeptThing]] = defaultdict(dict)

    def clear(self) -> None:
        """Forget all of them."""
        self._things.clear()

    def find(self, resource: Resource, address: Mapping[str, Any]) -> KeptThing | None:
        """The thing at an address; that of another resource, where this one only calls it so."""
        if resource.alias:
            return self._called(resource, address.get(resource.name))
        return self._things[resource.name].get(self._id(resource, address))

    def _called(self, resource: Resource, name: Any) -> KeptThing | None:
        """The thing that has this name in a member that is called as the key is."""
        wanted = words(resource.key)
        for each in self.of(self._graph.resources[resource.alias]):
            told = {str(value) for key, value in each.state.items() if words(key) == wanted}
            if str(name) in told:
                return each
        return None

    def add(self, resource: Resource, thing: KeptThing) -> KeptThing:
        """Keep a thing in the place of any other at its address."""
        self._things[resource.name][self._id(resource, thing.address)] = thing
        return thing

    def of(self, resource: Resource, within: Mapping[str, Any] | None = None) -> list[KeptThing]:
        """The things of a resource in what an address names, the eldest first."""
        wanted = {name: str(key) for name, key in (within or {}).items() if name != resource.name}
        return [
            each
            for each in self._things[resource.name].values()
            if all(str(each.address.get(other, key)) == key for other, key in wanted.items())
        ]

    def remove(self, resource: Resource, address: Mapping[str, Any]) -> None:
        """Take away a thing, and all that stands in it."""
        gone = self.find(resource, address)
        if gone is None:
            return
        name = resource.alias or resource.name
        key = str(gone.address.get(name))
        line = dict(self._id(self._graph.resources[name], gone.address)[1])
        inside = {each.name for each in self._below(self._graph.resources[name])}
        for kind, at, each in [
            (kind, at, each) for kind, all_ in self._things.items() for at, each in all_.items()
        ]:
            held = {other: str(value) for other, value in each.address.items()}
            if each is gone or (
                kind in inside and held.get(name) == key and line.items() <= held.items()
            ):
                del self._things[kind][at]

    def _below(self, resource: Resource) -> Iterator[Resource]:
        """The resources whose things stand in those of this one, at any depth."""
        for each in self._graph.inside(resource):
            yield each
            yield from self._below(each)

    def _id(self, resource: Resource, address: Mapping[str, Any]) -> ThingId:
        line = {resource.name, *(each.name for each in self._graph.ancestors(resource))}
        return thing_id(resource.name, {n: key for n, key in address.items() if n in line})
