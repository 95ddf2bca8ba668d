"""The steps of a scenario: requests with the keys of the run's own things in their slots."""

from collections.abc import Mapping
from typing import Any

from ringback.campaign.resource.binding import Unbound
from ringback.campaign.resource.list_answers import paging_of
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.nested_parts import keys_in
from ringback.campaign.resource.thing import Address, Owner, Thing, thing_id
from ringback.campaign.scheduler.stage import Presence, Stage, Step
from ringback.exchange import header_values
from ringback.generation.case import request_for
from ringback.operation import MediaType, Operation
from ringback.payload import MISSING

_WIDE = 100  # entries that are asked for where nothing says how many may be
_WIDEST = 1000


class Steps:
    """Makes steps on a stage, inside of the thing that they are to happen in."""

    def __init__(self, stage: Stage, within: Address | None = None) -> None:
        """`within` are the keys of a thing that all of it happens in, before the standing ones."""
        self.stage = stage
        self._within = within or {}

    def step(  # noqa: PLR0913 -- the parts of a request
        self,
        operation: Operation,
        address: Address,
        body: Any = MISSING,
        *,
        presence: Presence = Presence.UNKNOWN,
        account: str = "",
        etag: str = "",
        parameters: Mapping[str, Any] | None = None,
        media_type: MediaType | None = None,
    ) -> Step | None:
        """A request of an operation on what an address names; None, and a note, without one."""
        if operation.id in self.stage.barred:
            self.stage.cannot(operation, self.stage.barred[operation.id])
            return None
        if self.stage.permission.refusal(operation):
            self.stage.cannot(operation, self.stage.permission.refusal(operation))
            return None
        free = operation.safe or self.stage.stateless
        parent = None if free else self._written_parent(operation, address)
        if parent is not None:
            why = f"nothing of {parent} is the run's own to write to: no operation makes one"
            self.stage.cannot(operation, why)
            return None
        bound = self.stage.binder.parameters(operation, address, etag, free=free)
        if isinstance(bound, Unbound):
            self.stage.cannot(operation, bound.why)
            return None
        request = request_for(operation, {**bound, **(parameters or {})}, body, media_type)
        named = bool(header_values(request.headers, "if-match"))
        if etag and not named and self.conditional(operation):
            request = request.with_header("If-Match", etag)
        return Step(
            request=request,
            operation=operation,
            address=address,
            presence=presence,
            account=account,
        )

    def _written_parent(self, operation: Operation, address: Address) -> str | None:
        """The parent, not the run's own, that a write would be about; None where of none."""
        role, resource = self.stage.graph.role(operation)
        for slot in self.stage.graph.slots(operation) if role is not Role.SAFE else ():
            key = self.stage.parents.get(slot.resource, MISSING)
            if slot.where != "path" or key is MISSING or address.get(slot.resource) != key:
                continue
            if resource is None or resource.singleton or resource.name == slot.resource:
                return slot.resource
        return None

    def conditional(self, operation: Operation) -> bool:
        """Whether an operation documents that it asks for a condition (RFC 6585 3, RFC 9110 13)."""
        return any(each.status in {"412", "428"} for each in operation.answers)

    def address(self, resource: Resource, account: str = "") -> dict[str, Any]:
        """The standing keys that a new thing of a resource may be made with."""
        standing = self._beside(account, self._within)
        return {name: key for name, key in standing.items() if name != resource.name}

    def _beside(self, account: str, keys: Address) -> dict[str, Any]:
        """These keys with the standing ones, without what stands in others than these."""
        standing, graph = self.stage.standing.get(account, {}), self.stage.graph
        if not account:
            standing = {**self.stage.parents, **standing}
        moved = {name for name in keys if name in standing and standing[name] != keys[name]}
        kept = {
            name: key
            for name, key in standing.items()
            if name in keys
            or not any(each.name in moved for each in graph.ancestors(self.stage.resource(name)))
        }
        return {**kept, **keys}

    def now(self, thing: Thing) -> Thing:
        """The thing as the world knows it now, under the key that it has now."""
        world = self.stage.world
        key = thing_id(thing.resource, thing.keys)
        return world.things.get(world.moved.get(key, key), thing)

    def reading(self, thing: Thing, *, presence: Presence = Presence.THERE) -> Step | None:
        """The read of a thing."""
        resource = self.stage.resource(thing.resource)
        if resource.read is None:
            return None
        return self.step(
            resource.read, self.around(thing), presence=presence, account=thing.account
        )

    def around(self, thing: Thing) -> dict[str, Any]:
        """The standing keys, and before them those of the thing and of its parts."""
        keys = {**self._within, **self._parts(thing), **self.now(thing).keys}
        return self._beside(thing.account, keys)

    def _parts(self, thing: Thing) -> dict[str, str]:
        """The keys of the parts that a thing had first, or else has: no other part is its own."""
        found: dict[str, str] = {}
        for part in self.stage.graph.parts:
            for state in (thing.first, self.now(thing).state):
                keys = keys_in(state, part)
                if keys:
                    found.setdefault(part.resource, keys[0])
        return found

    def listing(
        self,
        resource: Resource,
        address: Address,
        account: str = "",
        *,
        wide: bool = True,
        **parameters: Any,
    ) -> Step | None:
        """The list of a resource's collection; as many entries as a page may have where `wide`."""
        if resource.list is None:
            return None
        if wide:
            parameters = {**self._widest(resource.list), **parameters}
        needed = {each.name for each in resource.list.parameters if each.required}
        slots = [each for each in self.stage.graph.slots(resource.list) if each.place in needed]
        named = all(self._is_own(each.resource, address) for each in slots)
        return self.step(
            resource.list,
            address,
            presence=Presence.THERE if named else Presence.UNKNOWN,
            account=account,
            parameters=parameters,
        )

    def overview(self, resource: Resource, address: Address, account: str = "") -> Step | None:
        """The request that tells what there is of a resource: its list, or else a search."""
        if resource.list is not None or resource.search is None:
            return self.listing(resource, address, account)
        body: Any = MISSING if self.stage.bodies.view(resource.search) is None else {}
        return self.step(resource.search, address, body, account=account)

    def _is_own(self, name: str, address: Address) -> bool:
        """Whether an address has a key of a resource, and not just one that was found."""
        key = address.get(name, MISSING)
        own = any(keys.get(name, MISSING) == key for keys in self.stage.standing.values())
        return key is not MISSING and (own or key != self.stage.found.get(name, MISSING))

    def _widest(self, operation: Operation) -> dict[str, Any]:
        """The limit that asks for the most entries."""
        limit = paging_of(operation).limit
        if limit is None or limit.schema is None:
            return {}
        told = self.stage.contract.requests.view(limit.schema).raw.get("maximum")
        for most in (told, _WIDE):
            fits = isinstance(most, int) and most <= _WIDEST
            if fits and self.stage.contract.requests.admits(limit.schema, most):
                return {limit.name: most}
        return {}

    def making(
        self, resource: Resource, account: str = "", body: Any = MISSING, *, fresh: bool = True
    ) -> Step | None:
        """The request that makes a thing of a resource; None, and a note, where there is none."""
        maker = resource.maker
        if maker is None or not (self.stage.stateless or self.stage.playable(resource)):
            return None
        address = self.address(resource, account)
        bodies = self.stage.bodies
        if body is MISSING:
            body = bodies.accepted.get(maker.id, MISSING)
        if bodies.view(maker) is not None and body is MISSING:
            made = bodies.plain(maker)
            body = getattr(made, "value", MISSING)
            if body is MISSING:
                self.stage.cannot(maker, str(made))
                return None
        if resource.upserts:
            key = self.new_key(resource, account)
            if not key:
                self.stage.cannot(maker, f"no new key can be made for {resource.key}")
                return None
            address = {**address, **key}
        if body is not MISSING:
            fitted = self.stage.bodies.fitted(maker, body, address, fresh=fresh)
            if fitted.lacking:
                why = f"it names a thing of {fitted.lacking}, and the run has none of its own"
                self.stage.cannot(maker, why)
                return None
            body = fitted.value
            if fresh and resource.name in self.stage.uncertain:
                body = bodies.marked(maker, body)
        return self.step(maker, address, body, account=account, presence=Presence.THERE)

    def new_key(self, resource: Resource, account: str = "") -> dict[str, Any]:
        """A key that nothing has, for a resource whose keys the client chooses; empty without one.

        Where another resource lends the key, it is that of a thing which stands for this.
        """
        if resource.borrows:
            spare = self.stage.spare.get((account, resource.name))
            if not spare:
                return {}
            spare.rotate(-1)
            return spare[-1]
        operation = resource.replace or resource.read
        parameter = (
            next((each for each in operation.parameters if each.name == resource.key), None)
            if operation
            else None
        )
        key = self.stage.bodies.distinct_key(parameter) if parameter is not None else MISSING
        return {} if key is MISSING else {resource.name: key}

    def thing_at(self, resource: Resource, key: Any, account: str = "") -> Thing:
        """A thing of the run's own under a key, in the parents that stand."""
        above = {each.name for each in self.stage.graph.ancestors(resource)}
        parents = {n: k for n, k in self.address(resource, account).items() if n in above}
        return Thing(
            resource=resource.name,
            address=tuple({**parents, resource.name: key}.items()),
            owner=Owner.CREATED,
            account=account,
        )

    def deleting(self, thing: Thing) -> Step | None:
        """The request that deletes a thing."""
        resource = self.stage.resource(thing.resource)
        if resource.delete is None:
            return None
        return self.step(
            resource.delete,
            self.around(thing),
            presence=Presence.THERE,
            account=thing.account,
            etag=self.now(thing).etag,
        )
