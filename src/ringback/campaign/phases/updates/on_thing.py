"""What all scenarios of updates have in common: a thing to write, and bodies for it."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import (
    find,
    state_of,
    told,
    volatile,
)
from ringback.campaign.phases.setup.existing_things import at_home
from ringback.campaign.phases.updates.update_laws import Written, judge_update
from ringback.campaign.resource.list_answers import entry_of, listed
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.nested_parts import named
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import key_member
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import (
    Indivisible,
    InOrder,
    Play,
    Presence,
    Reply,
    Stage,
    Step,
)
from ringback.contract.schemas import is_loose_uuid
from ringback.exchange import header_values
from ringback.finding import steps
from ringback.laws import creating
from ringback.operation import Operation
from ringback.payload import MISSING, at, same
from ringback.sampling.result import Made

WINDOW = 8  # writes that are sent in a row


def writers(stage: Stage) -> Iterator[tuple[Resource, Role, Operation]]:
    """Each update and replacement that may be played, with its resource."""
    for resource in stage.graph.resources.values():
        for role, operation in ((Role.UPDATE, resource.update), (Role.REPLACE, resource.replace)):
            if operation is not None and writable(stage, resource, operation):
                yield resource, role, operation


def writable(stage: Stage, resource: Resource, operation: Operation) -> bool:
    """Whether things of a resource are the run's own to write; a note says why not."""
    if resource.singleton:
        return stage.singleton(resource) is not None and resource.name not in stage.unwritable
    if resource.name in stage.standing.get("", {}):
        return True
    why = f"nothing of {resource.name} is the run's own to change: it can't make one and delete it"
    stage.cannot(operation, why)
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class OnThing(Indivisible):
    """What all scenarios that write one thing have in common."""

    resource: Resource
    role: Role
    operation: Operation

    @property
    def lock(self) -> str:
        """There is one singleton alone; of others each scenario has its own."""
        return self.resource.name if self.resource.alone else ""

    def had(self, scene: Scene) -> Generator[Sequence[Step], Sequence[Reply], Thing | None]:
        """A thing to write, as it stands."""
        if not self.resource.singleton:
            return (yield from at_home(scene, self.resource))
        thing = scene.stage.singleton(self.resource)
        read = scene.reading(thing) if thing else None
        if thing is None or read is None:
            return None
        yield [read]
        return scene.now(thing)

    def writing(self, scene: Scene, thing: Thing, body: Any, *, fresh: bool = False) -> Step | None:
        """The request that writes a body; where `fresh`, names in it are such as nothing has."""
        address = scene.around(thing)
        if body is not MISSING:
            fitted = scene.stage.bodies.fitted(self.operation, body, address, fresh=fresh)
            if fitted.lacking:
                return None
            body = fitted.value
        # A read that lags behind tells a tag of before: what shows is looked at without one.
        asks = any(each.status == "428" for each in self.operation.answers)
        etag = scene.now(thing).etag if asks or not scene.again else ""
        return scene.step(self.operation, address, body, presence=Presence.THERE, etag=etag)

    def event(self, written: Reply, seen: Reply, before: Any, thing: Thing) -> Written:
        """An update with the read after it, as the laws take it."""
        return Written(
            resource=self.resource,
            role=self.role,
            written=written,
            seen=seen,
            before=before,
            thing=thing,
        )

    def in_windows(self, scene: Scene, thing: Thing, bodies: Sequence[Any]) -> Play:
        """Write each with a read behind it, as many in a row as need no answer to be made."""
        left = list(bodies)
        while left:
            thing = scene.now(thing)  # under the key that the last update gave it
            if not self.alone_tells(thing):
                yield from self._in_turn(scene, thing, left.pop(0))
                continue
            read = scene.reading(thing)
            writes: list[Step] = []
            while left and len(writes) < WINDOW and read is not None:
                write = self.writing(scene, thing, left.pop(0), fresh=not self.resource.alone)
                if write is None:
                    continue
                writes.append(write)
                if header_values(write.request.headers, "if-match"):
                    break  # the next one needs the tag that comes of this one
            if read is None:
                return
            before = state_of(scene, scene.now(thing), self.resource)
            told_by_next = self.resource.alone and self._tells_all(scene)
            row = [*writes, read] if told_by_next else [s for w in writes for s in (w, read)]
            replies = (yield InOrder(row)) if writes else ()
            for written, seen in self._pairs(replies, told_by_next=told_by_next):
                if written.response is None and seen is written:
                    before = MISSING  # whether it was taken is not known
                    continue
                judge_update(scene, self.event(written, seen, before, thing))
                if not seen.succeeded:
                    return
                before = told(scene, seen, self.resource)[0]

    def _pairs(
        self, replies: Sequence[Reply], *, told_by_next: bool
    ) -> Iterator[tuple[Reply, Reply]]:
        """Each write with what shows how the thing stands after it.

        Where answers tell all that a read tells, what one write has stored shows in the answer to
        the next one, and a read stands behind the last alone. What a refused one has stored shows
        there as well, as what that one did not give.
        """
        if not told_by_next:
            yield from zip(replies[::2], replies[1::2], strict=True)
            return
        last: Reply | None = None
        for reply in replies:
            known = last is not None and (last.succeeded or last.response is None)
            if last is not None and (known or reply is replies[-1]):
                yield last, reply if reply is replies[-1] else last
            last = reply

    def _tells_all(self, scene: Scene) -> bool:
        """Whether a write is answered with what a read is answered with."""
        read = self.resource.read
        if read is None:
            return False
        answers = [each.answer_for(200) for each in (self.operation, read)]
        schemas = [
            {kind.schema for kind in each.media_types if kind.schema} if each else set()
            for each in answers
        ]
        raw = [
            {repr(scene.stage.contract.responses.view(each).raw) for each in found}
            for found in schemas
        ]
        return bool(raw[0]) and raw[0] == raw[1]

    def alone_tells(self, thing: Thing) -> bool:
        """Whether no update gives a thing another key: it is a number, a UUID, or configured."""
        key = thing.key
        return self.resource.alone or isinstance(key, int) or is_loose_uuid(str(key))

    def _in_turn(self, scene: Scene, thing: Thing, body: Any) -> Play:
        """Write, and read under the key that the thing has then."""
        step = self.writing(scene, thing, body, fresh=True)
        if step is None:
            return
        before = state_of(scene, thing, self.resource)
        (written,) = yield [step]
        read = scene.reading(thing)
        if read is not None:
            (seen,) = yield [read]
            judge_update(scene, self.event(written, seen, before, thing))

    def listed_as_read(
        self, scene: Scene, thing: Thing, one: Reply, first: Reply, rule: str = creating.LISTED
    ) -> Play:
        """Whether the list tells of the thing what a read of it tells."""
        step = scene.listing(self.resource, scene.around(thing))
        state, view = told(scene, first, self.resource)
        member = key_member(self.resource, state, thing.key)
        if step is None or not one.succeeded or member is None:
            return
        (reply,) = yield [step]
        page = listed(reply.response)
        rows = entry_of(page.entries, member, thing.key) if page else []
        if len(rows) != 1:
            return
        for part in scene.stage.graph.parts:
            if isinstance(at(rows[0], steps(part.place)), str):
                state = named(state, part)
        found = creating.listed_alike(rows[0], state, volatile(scene, self.resource), view)
        shown = (one.exchange, first.exchange, reply.exchange)
        find(scene, [replace(each, rule=rule) for each in found], reply.step.operation, *shown)


def other_body(scene: Scene, operation: Operation, state: Any) -> Any:
    """The body that changes the most of a state; a plain one where none changes anything."""
    has = state if isinstance(state, dict) else {}

    def changes(body: dict[str, Any], there: dict[str, Any] = has) -> int:
        found = 0
        for name in body.keys() & there.keys():
            one, other = body[name], there[name]
            if isinstance(one, dict) and isinstance(other, dict):
                found += changes(one, other)
            elif isinstance(one, dict) == isinstance(other, dict):  # a key changes no part
                found += not same(one, other)
        return found

    values = [each.value for each in scene.stage.bodies.variants(operation)]
    bodies = [each for each in values if isinstance(each, dict)]
    best = max(bodies, key=changes, default=None)
    return best if best is not None and changes(best) else plain_body(scene, operation)


def plain_body(scene: Scene, operation: Operation) -> Any:
    """A body with every described member; `MISSING` where none can be made."""
    made = scene.stage.bodies.plain(operation)
    return made.value if isinstance(made, Made) else MISSING
