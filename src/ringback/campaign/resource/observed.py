"""What was observed of each resource: whether its operations do what their roles say."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import BY_PATHS, LINKED, Graph, Resource, Role
from ringback.campaign.resource.thing import Owner, Thing, ThingId, thing_id
from ringback.campaign.resource.thing_keys import keys_of, members
from ringback.exchange import Exchange, Request
from ringback.operation import Operation
from ringback.payload import decode
from ringback.sampling.ordered_values import days_in
from ringback.verdict import KeySlot, Observation, ResourceTold

_DAY = re.compile(rb"\d{4}-\d\d-\d\d")
_MADE = "created"
_NAMELESS = "created, and no answer told a key"
_DONE = {
    Role.UPDATE: "updated",
    Role.REPLACE: "replaced",
    Role.DELETE: "deleted",
    Role.LIST: "listed",
    Role.ACTION: "acted on",
    Role.VIEW: "viewed",
}
_BACK = "read back under its key"
_MISSED = "not found under its key, though it had been created"
_GONE = "not found after it was deleted"
_LISTED = "found in the list by its key"


@dataclass(slots=True)
class Observed:
    """The facts of a run, by resource, each with its count; folded over exchanges.

    `dropped` holds, by resource, what was inferred and did not hold; `dated` holds, by
    operation, the first and the last day that it has accepted. `creates` holds the first create of
    each resource that was answered with success, `keeps` what came of a closer look at whether
    anything is kept of one. `reused` are resources of which a key that was deleted was given again.
    """

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    dropped: dict[str, str] = field(default_factory=dict)
    dated: dict[str, tuple[str, str]] = field(default_factory=dict)
    creates: dict[str, Exchange] = field(default_factory=dict)
    keeps: dict[str, bool] = field(default_factory=dict)
    reused: set[str] = field(default_factory=set)
    _told: set[tuple[str, ThingId]] = field(default_factory=set)
    _own: defaultdict[str, dict[str, ThingId]] = field(default_factory=lambda: defaultdict(dict))

    def take(
        self, graph: Graph, operation: Operation, exchange: Exchange, thing: Thing | None
    ) -> None:
        """Take note of an answer, and of the thing that it made, where it is a create."""
        role, resource = graph.role(operation)
        response = exchange.response
        if response is not None and response.succeeded:
            days = [*_days(exchange.request), *self.dated.get(operation.id, ())]
            if days:
                self.dated[operation.id] = min(days), max(days)
        if resource is None or response is None or not response.succeeded:
            return
        if role in _DONE:
            self.counts[resource.name][_DONE[role]] += 1
        if role is Role.CREATE:
            self.creates.setdefault(resource.name, exchange)
            self._created(graph, resource, operation, exchange)
            if thing is not None:
                self._own[resource.name][str(thing.key)] = thing_id(thing.resource, thing.keys)
        if role is Role.LIST:
            self._listed(resource, exchange)

    def beyond(self, operation: Operation, request: Request) -> bool:
        """Whether a request gives days before or behind all that the operation has accepted."""
        first, last = self.dated.get(operation.id, ("", ""))
        return any(not first <= day <= last for day in _days(request))

    def _created(
        self, graph: Graph, resource: Resource, operation: Operation, exchange: Exchange
    ) -> None:
        place = next((place for place, _ in keys_of(graph, resource, operation, exchange)), None)
        told = _NAMELESS if place is None else f"{_MADE}, its key told {_at(place)}"
        self.counts[resource.name][told] += 1

    def _listed(self, resource: Resource, exchange: Exchange) -> None:
        own = self._own[resource.name]
        page = listed(exchange.response) if own else None
        for entry in page.entries if page else ():
            named = members(entry, resource) if isinstance(entry, dict) else ()
            name = next((own[str(key)] for _, key in named if str(key) in own), None)
            if name is not None:
                self._once(resource.name, _LISTED, name)

    def read(self, thing: Thing, status: int, *, there: bool) -> None:
        """Take note of a read of one of the run's own things, where it ought to be `there`."""
        if thing.owner is not Owner.CREATED:
            return
        name, gone = thing_id(thing.resource, thing.keys), status in {404, 410}
        if 200 <= status < 300 and not thing.gone:
            self._once(thing.resource, _BACK, name)
        elif gone and thing.deleted:
            self._once(thing.resource, _GONE, name)
        elif gone and there and not thing.gone:
            self._once(thing.resource, _MISSED, name)

    def _once(self, resource: str, fact: str, name: ThingId) -> None:
        """Count a fact once for each thing."""
        if (fact, name) not in self._told:
            self._told.add((fact, name))
            self.counts[resource][fact] += 1

    def is_seen(self, resource: str) -> bool:
        """Whether anything that was created has been read, or was listed, under its key."""
        return self.counts[resource][_BACK] + self.counts[resource][_LISTED] > 0


def _days(request: Request) -> list[str]:
    """The days that a request gives, in its query and in its body."""
    if not _DAY.search(request.body or b"") and not _DAY.search(request.url.encode()):
        return []
    values = [text for _, text in request.query]
    return [*days_in([*values, decode(request.body or b"").value])]


def _at(place: str) -> str:
    """Where an answer tells a key, in words."""
    if place.startswith("$") or "{$" in place:
        return f"by {place}"
    if place.startswith("header."):
        return f"in the header {place.removeprefix('header.')}"
    return f"at {place}" if place else "by the whole answer"


def resources_told(graph: Graph, observed: Observed) -> Iterator[ResourceTold]:
    """What a report tells of each resource: what was inferred, from what, and what was seen."""
    for name, resource in graph.resources.items():
        roles: dict[str, tuple[str, ...]] = {}
        for role, operation in resource.roles():
            roles[role.value] = (*roles.get(role.value, ()), operation.id)
        dropped = observed.dropped.get(name)
        yield ResourceTold(
            name=name,
            path=resource.path,
            key=resource.key or None,
            parent=resource.parent,
            inferred=resource.inferred,
            roles=roles,
            keys=tuple(_slots(graph, resource)),
            observed=tuple(
                Observation(what=what, count=count)
                for what, count in sorted(observed.counts[name].items())
            ),
            dropped=() if dropped is None else (dropped,),
        )


def _slots(graph: Graph, resource: Resource) -> Iterator[KeySlot]:
    """The places that take a resource's key, and those of answers that give it."""
    for taken in graph.inputs:
        if taken.resource == resource.name:
            told = BY_PATHS if taken.where == "path" else "the members"
            yield KeySlot(
                operation=taken.operation, where=taken.where, place=taken.place, inferred=told
            )
    for given in graph.outputs:
        if given.resource == resource.name:
            yield KeySlot(
                operation=given.operation, where="answer", place=given.place, inferred=LINKED
            )
