"""Singletons of another account: what the first does to its own is not seen there."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.campaign.phases.answers import find, told
from ringback.campaign.phases.setup.existing_things import raw_media_types
from ringback.campaign.phases.updates.on_thing import other_body
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import OTHER
from ringback.campaign.resource.thing_keys import inner
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Stage
from ringback.laws import isolating
from ringback.operation import Operation
from ringback.payload import MISSING

_STALE = 412  # a tag is not that of what stands there (RFC 9110 15.5.13)


def others_first(stage: Stage) -> Iterator[Scenario]:
    """A look at each singleton of the other account, before anything is written."""
    for resource, read in _apart(stage):
        yield OthersFirst(resource=resource, operation=read)


def other_singletons(stage: Stage) -> Iterator[Scenario]:
    """Each write of a singleton of the account, with a look at the other account's behind it."""
    for resource, read in _apart(stage):
        # The first once more: another one may have shown what each account has for itself.
        writes = (resource.replace, resource.update, resource.replace)
        for write in writes if resource.name in stage.others_first else ():
            if write is None or raw_media_types(write) or write.id in stage.unplayable:
                continue
            yield OtherSingleton(resource=resource, operation=write, read=read)


def _apart(stage: Stage) -> Iterator[tuple[Resource, Operation]]:
    """Each singleton that stands in nothing and can be put back, and what reads it."""
    for resource in stage.graph.resources.values():
        written = resource.singleton and (resource.replace or resource.update) is not None
        if not written or resource.parent or resource.read is None:
            continue
        if resource.name not in stage.unwritable:
            yield resource, resource.read


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
        # Whoever writes elsewhere may ask for the tag of what stands there: then without one.
        for etag in dict.fromkeys((scene.now(thing).etag, "")):
            write = scene.step(self.operation, {}, fitted.value, presence=Presence.THERE, etag=etag)
            if write is None:
                return
            (written,) = yield [write]
            if written.status != _STALE:
                break
        mine, theirs = yield steps
        if written.succeeded and mine.succeeded and theirs.succeeded:
            name = self.resource.name
            mine_now, now = (told(scene, each, self.resource)[0] for each in (mine, theirs))
            before, own = scene.stage.others_first[name], scene.stage.own_members
            seen = isolating.differing(first, before) | isolating.differing(mine_now, now)
            own[name] = own.get(name, set()) | seen
            found = isolating.apart(before, now, fitted.value, own[name])
            find(scene, found, self.operation, written.exchange, theirs.exchange)
