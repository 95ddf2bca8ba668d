"""What exists, as far as the run knows: a fold over exchanges."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.campaign.resource.model import Graph, Resource, Role
from ringback.campaign.resource.thing import NOBODY, Address, Owner, Thing, ThingId, thing_id
from ringback.campaign.resource.thing_keys import (
    LOCATED,
    inner,
    is_form_of,
    is_key,
    key_member,
    keys_of,
    members,
    parts_of,
)
from ringback.exchange import Exchange, header_values
from ringback.operation import Operation
from ringback.payload import MISSING, decode

_READING = frozenset({Role.READ, Role.VIEW, Role.LIST, Role.SAFE})


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All things that are known. Immutable: what happened makes a new one."""

    graph: Graph
    things: Mapping[ThingId, Thing] = field(default_factory=dict)
    unkeyed: tuple[tuple[str, Any], ...] = ()  # what was created and named no key: resource, body
    creating: frozenset[str] = field(default=frozenset(), compare=False)  # have answered 201
    moved: Mapping[ThingId, ThingId] = field(default_factory=dict)  # by the key that it had

    def thing(self, resource: str, address: Address) -> Thing | None:
        """The thing at an address, if it is known."""
        return self.things.get(thing_id(resource, address))

    def put(self, thing: Thing) -> "World":
        """The world with this thing in the place of what was known of it."""
        key = thing_id(thing.resource, thing.keys)
        return replace(self, things={**self.things, key: thing})

    def linked(self, graph: Graph, resource: Resource) -> "World":
        """The world by a graph that knows where the key of what was created last is told."""
        named = self.unkeyed[-1:] and self.unkeyed[-1][0] == resource.name
        return replace(self, graph=graph, unkeyed=self.unkeyed[:-1] if named else self.unkeyed)

    def left(self) -> list[Thing]:
        """What the run created and is still there: newest first, children before parents."""
        depth = {
            name: len(self.graph.ancestors(each)) for name, each in self.graph.resources.items()
        }
        alive = [
            each for each in self.things.values() if each.owner is Owner.CREATED and not each.gone
        ]
        return sorted(alive, key=lambda each: (-depth.get(each.resource, 0), -each.number))

    def take(
        self,
        operation: Operation,
        exchange: Exchange,
        *,
        address: Address,
        account: str = "",
        absent: bool = False,
    ) -> tuple["World", Thing | None]:
        """What an exchange tells; and the thing that it created, or is about.

        `address` are the keys that the request carried; `absent` tells that a read just before
        found nothing there.
        """
        role, resource = self.graph.role(operation)
        if resource is None:
            return self, None
        line = _line(self.graph, resource)
        own = {name: key for name, key in address.items() if name in line}
        if exchange.response is None:
            return (self if role in _READING else _unsure(self, resource, own)), None
        if role is Role.CREATE:
            if not exchange.response.succeeded:
                return self, None
            # What nobody was allowed to make is the run's own to delete all the same.
            owner = "" if account == NOBODY else account
            return self._created(resource, operation, exchange, own, owner)
        world, thing = self._about(role, resource, exchange, own, account, absent=absent)
        if role in _READING:
            return world, thing
        world = _unsure(world, resource, own)
        return world, world.thing(thing.resource, thing.keys) if thing is not None else None

    def _about(
        self,
        role: Role,
        resource: Resource,
        exchange: Exchange,
        own: Address,
        account: str,
        *,
        absent: bool,
    ) -> tuple["World", Thing | None]:
        """What an answer about one thing tells of it."""
        response = exchange.response
        if response is None:
            return self, None
        owner = "" if account == NOBODY else account
        thing = self.thing(resource.name, own)
        theirs = role is Role.READ or not response.succeeded
        put_there = role is Role.REPLACE and response.succeeded
        if thing is None and put_there and (absent or response.status == 201):
            made_there = self._new(resource, own, owner)
            return self.put(made_there), made_there
        if thing is None or (theirs and thing.account != account):
            return self, thing  # what somebody else is told of it says nothing of it
        told = self._told(thing, role, exchange)
        # What the configuration names keeps its key: the run writes nothing under another one.
        is_own = thing.owner is Owner.CREATED
        writes = is_own and role in {Role.UPDATE, Role.REPLACE} and response.succeeded
        key = _renamed(thing, resource, exchange) if writes else None
        here = self if told is thing else self.put(told)
        return here.under_key(told, key) if key is not None else (here, told)

    def _told(self, thing: Thing, role: Role, exchange: Exchange) -> Thing:
        """The thing as an exchange about it shows it."""
        response = exchange.response
        if response is None:
            return thing
        missing = response.status in {404, 410}
        match role:
            case Role.READ if response.succeeded and response.status != 206:  # a part is no state
                decoded = decode(response.body)
                tags = header_values(response.headers, "etag")
                state = decoded.value if decoded.parsed else response.body
                etag = tags[0] if tags else ""
                thing = replace(thing, state=state, etag=etag, gone=False, stale=False)
            case Role.READ if missing:
                thing = replace(thing, gone=True)
            case Role.DELETE if response.succeeded or missing:
                deleted = thing.deleted or response.succeeded
                thing = replace(thing, gone=True, deleted=deleted, written=True)
            case Role.REPLACE if response.succeeded:
                thing = replace(thing, written=True, gone=False, deleted=False)
            case Role.UPDATE | Role.REPLACE | Role.ACTION | Role.DELETE if not response.refused:
                thing = replace(thing, written=True)
            case _:
                pass
        return thing

    def under_key(self, thing: Thing, key: Any) -> tuple["World", Thing]:
        """The thing under the key that an update gave it; nothing is left under the old one."""
        address = tuple((n, key if n == thing.resource else k) for n, k in thing.address)
        there = replace(thing, address=address)
        old, new = (thing_id(thing.resource, each.keys) for each in (thing, there))
        moved = {was: new if now == old else now for was, now in self.moved.items()}
        world = self.put(replace(thing, gone=True)).put(there)
        return replace(world, moved={**moved, old: new}), there

    def _created(
        self,
        resource: Resource,
        operation: Operation,
        exchange: Exchange,
        above: Address,
        account: str,
    ) -> tuple["World", Thing | None]:
        """What a create made: nothing, where one that has answered 201 before answers 200 now."""
        response = exchange.response
        status = response.status if response else 0
        was_there = status == 200 and operation.id in self.creating
        here = replace(self, creating=self.creating | {operation.id}) if status == 201 else self
        state = decode(response.body).value if response and response.body else MISSING
        given = decode(exchange.request.body or b"").value
        told = parts_of(self.graph, resource, given)
        told |= parts_of(self.graph, resource, state, response)
        named = {slot.resource for slot in self.graph.slots(operation) if slot.where == "path"}
        parents = told | {
            name: key
            for name, key in above.items()
            if name != resource.name and (name in named or name not in told)
        }
        keys = [*keys_of(self.graph, resource, operation, exchange)]
        for place, key in keys:
            made = self._new(resource, {**parents, resource.name: key}, account)
            known = self.things.get(thing_id(resource.name, made.keys))
            others = [other for at, other in keys if at != place and is_form_of(other, key)]
            if known is not None and place == LOCATED and others and str(key) != str(others[0]):
                continue  # Location names another thing: the answer itself tells what was made
            if known is not None and known.owner is not Owner.CREATED:
                break  # it answers what was there before: nothing is the run's own
            if was_there and (known is None or not known.gone):
                return self, None
            for each in self._others(resource, made, state):
                here = here.put(each)
            return here.put(made), made
        if was_there:
            return self, None
        return replace(here, unkeyed=(*self.unkeyed, (resource.name, given))), None

    def _others(self, resource: Resource, made: Thing, state: Any) -> Iterator[Thing]:
        """The other things that one create has made, each an item of its answer."""
        for each in state[1:] if isinstance(state, list) else ():
            named = members(each, resource) if isinstance(each, dict) else ()
            key = next((key for _, key in named), MISSING)
            address = {**made.keys, resource.name: key}
            if key is not MISSING and self.thing(resource.name, address) is None:
                yield self._new(resource, address, made.account)

    def _new(self, resource: Resource, address: Address, account: str) -> Thing:
        return Thing(
            resource=resource.name,
            address=tuple(address.items()),
            owner=Owner.CREATED,
            account=account,
            written=True,
            number=1 + max((each.number for each in self.things.values()), default=0),
        )


def _renamed(thing: Thing, resource: Resource, exchange: Exchange) -> Any:
    """The key that an update gave a thing: what is given for it, and answered as its key."""
    response = exchange.response
    given = decode(exchange.request.body or b"").value
    answer = inner(decode(response.body).value if response else MISSING, resource)
    member = key_member(resource, inner(thing.state, resource), thing.key)
    if member is None or not isinstance(answer, dict) or not isinstance(given, dict):
        return None
    key = answer.get(member)
    given = inner(given, resource)
    scalars = [each for each in given.values() if isinstance(each, str | int)]
    renamed = is_key(key) and str(key) != str(thing.key) and key in scalars
    return key if renamed and given.get(member, key) == key else None


def _unsure(world: World, resource: Resource, address: Address) -> World:
    """The world after something that may have changed a thing: how it stands is not known."""
    thing = world.thing(resource.name, address)
    if thing is None or thing.stale:
        return world
    return world.put(replace(thing, stale=True))


def _line(graph: Graph, resource: Resource) -> frozenset[str]:
    """A resource and those that it stands in."""
    return frozenset({resource.name, *(each.name for each in graph.ancestors(resource))})
