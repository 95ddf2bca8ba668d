"""One playing of a scenario: it makes steps, and holds what is found."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing import Address, Owner, Thing
from ringback.campaign.resource.thing_keys import members
from ringback.campaign.scheduler.making import Making
from ringback.campaign.scheduler.stage import (
    Play,
    Reply,
    Stage,
    Step,
)
from ringback.finding import Finding
from ringback.operation import Operation
from ringback.payload import MISSING

_ENDING = ("void", "cancel", "close", "abort", "stop", "archive", "deactivate", "disable", "end")
_WAYS = 6  # bodies of an action that are tried to let a thing go


class Scene(Making):
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
        super().__init__(stage, within)
        self.lock = lock
        self.again = again
        self.findings: list[Finding] = []
        self.replies: list[Reply] = []

    def inside(self, thing: Thing) -> "Scene":
        """The same scene, with this thing in the place of its like that stands."""
        return Scene(self.stage, {**self._within, **thing.keys}, self.lock, again=self.again)

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

    def things_listed(self, resource: Resource, entry: Any) -> Iterator[Thing]:
        """The thing that an entry of a list tells, where the run alone can have made it."""
        if not isinstance(entry, dict) or not self.stage.bodies.bears_mark(entry):
            return
        for _, key in members(entry, resource):
            yield self.thing_at(resource, key)
            return

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
