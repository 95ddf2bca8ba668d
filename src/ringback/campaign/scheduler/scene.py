"""One playing of a scenario: it makes steps, and holds what is found."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ringback.campaign.resource.binding import Unbound
from ringback.campaign.resource.list_answers import paging_of
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.nested_parts import keys_in
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing_keys import members
from ringback.campaign.resource.world import Address, Owner, Thing, thing_id
from ringback.campaign.scheduler.stage import (
    Play,
    Presence,
    Reply,
    Stage,
    Step,
)
from ringback.exchange import header_values
from ringback.finding import Finding
from ringback.generation.case import request_for
from ringback.operation import MediaType, Operation
from ringback.payload import MISSING, decode
from ringback.sampling.ordered_values import days_in

_TRIES = 3
_ENDING = ("void", "cancel", "close", "abort", "stop", "archive", "deactivate", "disable", "end")
_WAYS = 6  # bodies of an action that are tried to let a thing go
_WIDE = 100  # entries that are asked for where nothing says how many may be
_WIDEST = 1000


class Scene:
    """One playing of a scenario: makes its steps, and holds what it finds."""

    def __init__(
        self,
        stage: Stage,
        within: Address | None = None,
        lock: str = "",
        *,
        again: bool = False,
    ) -> None:
        """`within` are the keys of a thing that all of it happens in, before the standing ones.

        `lock` is what the scenario has for itself: without it, it is not given what all share.
        `again` tells that it is played for what it has shown before.
        """
        self.stage = stage
        self.lock = lock
        self.again = again
        self.findings: list[Finding] = []
        self.replies: list[Reply] = []
        self._within = within or {}

    def inside(self, thing: Thing) -> "Scene":
        """The same scene, with this thing in the place of its like that stands."""
        return Scene(self.stage, {**self._within, **thing.keys}, self.lock, again=self.again)

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
        bound = self.stage.binder.parameters(operation, address, etag, free=operation.safe)
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
        return self.step(
            resource.list,
            address,
            presence=Presence.THERE,
            account=account,
            parameters=parameters,
        )

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
        if maker is None:
            return None
        address = self.address(resource, account)
        if self.stage.bodies.view(maker) is not None and body is MISSING:
            made = self.stage.bodies.plain(maker)
            body = getattr(made, "value", MISSING)
            if body is MISSING:
                self.stage.cannot(maker, str(made))
                return None
        if body is not MISSING:
            fitted = self.stage.bodies.fitted(maker, body, address, fresh=fresh)
            if fitted.lacking:
                why = f"it names a thing of {fitted.lacking}, and the run has none of its own"
                self.stage.cannot(maker, why)
                return None
            body = fitted.value
        if resource.upserts:
            key = self.new_key(resource, account)
            if not key:
                self.stage.cannot(maker, f"no new key can be made for {resource.key}")
                return None
            address = {**address, **key}
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

    def fresh(
        self, resource: Resource, account: str = "", body: Any = MISSING
    ) -> Generator[Sequence[Step], Sequence[Reply], Thing | None]:
        """A thing to write, as it stands; None where none can be had.

        It is the scenario's own, made for it, or the one that the configuration gives to the run:
        scenarios that write that have its resource for a lock.
        """
        if resource.alone and not resource.singleton and not account:
            return (yield from self._given(resource))
        made = yield from self.made(resource, account, body)
        return made[0] if made else None

    def _given(
        self, resource: Resource
    ) -> Generator[Sequence[Step], Sequence[Reply], Thing | None]:
        """The thing that the configuration names as the run's to change, read now."""
        if self.lock != resource.name:
            return None
        key = self.stage.standing.get("", {}).get(resource.name, MISSING)
        thing = self.stage.world.thing(resource.name, {resource.name: key})
        read = self.reading(thing) if thing else None
        if thing is None or read is None:
            return None
        if thing.stale or self.again:
            yield [read]
        return self.now(thing)

    def made(
        self, resource: Resource, account: str = "", body: Any = MISSING
    ) -> Generator[Sequence[Step], Sequence[Reply], tuple[Thing, Reply, Reply | None] | None]:
        """A thing with the replies to its create and to the read after it."""
        for attempt in range(_TRIES):
            step = self.making(resource, account, body)
            if step is None:
                return None
            if resource.upserts and not (yield from self.absent(resource, step.address, account)):
                continue
            (reply,) = yield [replace(step, vacant=resource.upserts)]
            if reply.thing is None or not reply.succeeded:
                self._learn_of(reply, attempt)
                self._note_failure(resource, reply)
                continue
            read = self.reading(reply.thing)
            if read is None:
                return reply.thing, reply, None
            (seen,) = yield [read]
            if not seen.succeeded:
                continue
            return self.now(reply.thing), reply, seen
        return None

    def _learn_of(self, reply: Reply, attempt: int) -> None:
        """What a create that failed says of the bodies: other names, or other dates, may do."""
        bodies = self.stage.bodies
        dated = any(True for _ in days_in(decode(reply.exchange.request.body or b"").value))
        if reply.status == 409 and dated and not bodies.apart:
            bodies.apart = True  # what is booked for a day is booked for nobody else
        elif reply.status == 409 and attempt:
            bodies.renew()  # two names of the run's own are taken
        elif reply.status in {400, 422} and dated:
            bodies.elsewhen()

    def absent(
        self, resource: Resource, address: Address, account: str
    ) -> Generator[Sequence[Step], Sequence[Reply], bool]:
        """Whether a read says that nothing has this key: what a PUT makes there is the run's."""
        if resource.read is None:
            return False
        # A key that another resource lends may be in use already.
        presence = Presence.UNKNOWN if resource.borrows else Presence.GONE
        step = self.step(resource.read, address, presence=presence, account=account)
        if step is None:
            return False
        (reply,) = yield [step]
        return reply.status in {404, 410}

    def _note_failure(self, resource: Resource, reply: Reply) -> None:
        maker = resource.maker
        if maker is not None:
            told = f"{maker.method} {maker.path} was answered with {reply.status or 'nothing'}"
            why = f"no thing of {resource.name} could be made ({told})"
            if reply.succeeded:
                why = f"what {maker.method} {maker.path} made can't be found: no key is told"
            for _, operation in resource.roles():
                self.stage.cannot(operation, why)

    def things_listed(self, resource: Resource, entry: Any) -> Iterator[Thing]:
        """The thing that an entry of a list tells, where the run alone can have made it."""
        if not isinstance(entry, dict) or not self.stage.bodies.bears_mark(entry):
            return
        for _, key in members(entry, resource):
            yield self.thing_at(resource, key)
            return

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

    def dispose(self, *things: Thing | None) -> Play:
        """Delete what the scenario made, as far as it is there; once more with its new tag."""
        for again in (False, True):
            made = [self.now(each) for each in things if each and each.owner is Owner.CREATED]
            left = [each for each in made if not each.gone]
            if again and left:
                reads = [step for each in left if (step := self.reading(each)) is not None]
                yield [replace(each, judged=False) for each in reads]
            steps = [
                step
                for each in left
                if not self.now(each).gone and (step := self.deleting(each)) is not None
            ]
            if steps:
                yield [replace(each, judged=False) for each in steps]
        for each in things:
            if each is not None and not self.now(each).gone:
                yield from self._released(each)

    def _released(self, thing: Thing) -> Play:
        """Delete a thing that its state keeps: an action may let it go, as `void` or `cancel`."""
        resource = self.stage.resource(thing.resource)
        if resource.delete is None or not kept_by_state(resource.delete):
            return
        for action in sorted(resource.actions, key=_releases):
            for body in self.ways(action):
                step = self.acting(action, thing, body)
                delete = self.deleting(thing)
                if step is None or delete is None:
                    continue
                (acted,) = yield [replace(step, judged=False)]
                if acted.succeeded:
                    yield [replace(delete, judged=False)]
                if self.now(thing).gone:
                    return

    def ways(self, action: Operation) -> list[Any]:
        """What an action may be given: nothing, or a few of its bodies."""
        if action.id in self.stage.barred:
            return []
        if self.stage.bodies.view(action) is None:
            return [MISSING]
        return [each.value for each in self.stage.bodies.variants(action)[:_WAYS]]

    def acting(self, action: Operation, thing: Thing, body: Any) -> Step | None:
        """The action on a thing with a body; None where that names what the run does not have."""
        around = self.around(thing)
        if body is not MISSING:
            fitted = self.stage.bodies.fitted(action, body, around, fresh=False)
            if fitted.lacking:
                return None
            body = fitted.value
        etag = self.now(thing).etag
        return self.step(action, around, body, etag=etag, account=thing.account)


def kept_by_state(operation: Operation) -> bool:
    """Whether a delete documents that a state may forbid it."""
    return any(each.status in {"403", "409", "423"} for each in operation.answers)


def _releases(action: Operation) -> bool:
    """False, and so first, for an action that is called as what ends a thing is called."""
    last = words(action.path.rpartition("/")[2])
    return not last.startswith(_ENDING)


class Scenario(Protocol):
    """A short story on things of its own, played from the beginning as often as is needed.

    Scenarios with the same `lock` are not played at the same time; one that is `alone` with none.
    """

    @property
    def operation(self) -> Operation:
        """The operation that it is there for."""
        ...

    @property
    def lock(self) -> str:
        """What it needs for itself; empty for nothing."""
        ...

    def play(self, scene: Scene, /) -> Play:
        """The story; what it finds is added to the scene's findings."""
        ...

    def narrowed(self, finding: Finding, /) -> "Scenario":
        """The part of it that showed a finding; itself where it has no parts."""
        ...
