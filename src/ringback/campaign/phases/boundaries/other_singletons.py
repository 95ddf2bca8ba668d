"""Singletons of another account: what the first does to its own is not seen there."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.campaign.phases.answers import find, told
from ringback.campaign.phases.setup.existing_things import raw_media_types
from ringback.campaign.phases.updates.on_thing import other_body
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing_keys import inner
from ringback.campaign.resource.world import OTHER
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Stage
from ringback.laws import isolating
from ringback.operation import Operation
from ringback.payload import MISSING


def others_first(stage: Stage) -> Iterator[Scenario]:
    """A look at each singleton of the other account, before anything is written."""
    for resource, read, _ in _apart(stage):
        yield OthersFirst(resource=resource, operation=read)


def other_singletons(stage: Stage) -> Iterator[Scenario]:
    """An update of each singleton of the account, with a look at the other account's behind it."""
    for resource, read, write in _apart(stage):
        if resource.name in stage.others_first and write.id not in stage.unplayable:
            yield OtherSingleton(resource=resource, operation=write, read=read)


def _apart(stage: Stage) -> Iterator[tuple[Resource, Operation, Operation]]:
    """Each singleton that stands in nothing, what reads it, and what writes it."""
    for resource in stage.graph.resources.values():
        write = resource.replace or resource.update
        if not resource.singleton or resource.parent or resource.read is None or write is None:
            continue
        if not raw_media_types(write) and resource.name not in stage.unwritable:
            yield resource, resource.read, write


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersFirst(Indivisible):
    """How a singleton of the other account stands first."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Read it with the other account's credentials."""
        look = scene.step(self.operation, {}, account=OTHER)
        if look is None:
            return
        (seen,) = yield [look]
        state = told(scene, seen, self.resource)[0] if seen.succeeded else MISSING
        if isinstance(state, dict):
            scene.stage.others_first[self.resource.name] = state


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSingleton(Indivisible):
    """The account's own is written, and those of both accounts are looked at behind it."""

    resource: Resource
    operation: Operation
    read: Operation

    @property
    def lock(self) -> str:
        """There is one alone."""
        return self.resource.name

    def play(self, scene: Scene) -> Play:
        """Write the account's own, and read both."""
        thing = scene.stage.singleton(self.resource)
        looks = [scene.step(self.read, {}, account=each) for each in ("", OTHER)]
        steps = [each for each in looks if each is not None]
        if thing is None or len(steps) < len(looks):
            return
        first = inner(thing.first, self.resource)
        body = other_body(scene, self.operation, first)
        fitted = scene.stage.bodies.fitted(self.operation, body, {}, fresh=False)
        if body is MISSING or fitted.lacking:
            return
        now, etag = Presence.THERE, scene.now(thing).etag
        write = scene.step(self.operation, {}, fitted.value, presence=now, etag=etag)
        if write is None:
            return
        (written,) = yield [write]
        mine, theirs = yield steps
        if written.succeeded and mine.succeeded and theirs.succeeded:
            own_now, other_now = (told(scene, e, self.resource)[0] for e in (mine, theirs))
            other = scene.stage.others_first[self.resource.name]
            found = isolating.apart((first, own_now), (other, other_now), fitted.value)
            find(scene, found, self.operation, written.exchange, theirs.exchange)
