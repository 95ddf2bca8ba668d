"""Without valid credentials nothing is found or changed, and nothing but 401 or 403 comes."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.access.credentials import is_open
from ringback.campaign.access.invalid_credentials import spoilt
from ringback.campaign.phases.answers import find, state_of, told, volatile
from ringback.campaign.phases.setup.existing_things import at_home, raw_media_types
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.laws import updating
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.result import Made

_TOGETHER = 12


def access_scenarios(
    stage: Stage, operations: Sequence[Operation], values: Mapping[str, str]
) -> Iterator[Scenario]:
    """For each operation that asks who somebody is: each kind of wrong credentials."""
    for operation in operations:
        if is_open(operation):
            continue
        role, resource = stage.graph.role(operation)
        if operation.safe or role is Role.SAFE:
            yield Strangers(operation=operation, values=values)
        elif resource is not None and _own(stage, resource, role):
            yield Strangers(operation=operation, values=values, resource=resource, role=role)


def _own(stage: Stage, resource: Resource, role: Role) -> bool:
    """Whether what a request without credentials could do all the same is the run's own to undo."""
    if resource.singleton:
        above = resource.parent in stage.standing.get("", {})
        writable = stage.singleton(resource) is not None and resource.name not in stage.unwritable
        return above or writable
    return resource.name in stage.standing.get("", {}) and role is not Role.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Strangers(Indivisible):
    """An operation with credentials that are wrong: nothing but 401 or 403, and nothing changes."""

    operation: Operation
    values: Mapping[str, str]
    resource: Resource | None = None
    role: Role = Role.READ

    @property
    def lock(self) -> str:
        """There is one singleton alone."""
        alone = self.resource is not None and self.resource.alone
        return self.resource.name if self.resource is not None and alone else ""

    def play(self, scene: Scene) -> Play:
        """Ask, and look whether anything changed."""
        thing = yield from self._thing(scene)
        if thing is None and self._is_made() and self.role is not Role.CREATE:
            return
        step = self._step(scene, thing)
        if step is None:
            yield from scene.dispose(thing if self._is_made() else None)
            return
        before = (
            state_of(scene, scene.now(thing), self.resource) if thing and self.resource else MISSING
        )
        wrong = [request for _, request in spoilt(step.request, self.operation, self.values)]
        presence = self._presence(scene, step)
        steps = [
            replace(step, request=each, credentials=False, presence=presence) for each in wrong
        ]
        made: list[Thing | None] = []
        for start in range(0, len(steps), _TOGETHER):
            replies = yield steps[start : start + _TOGETHER]
            made += [each.thing for each in replies if each.succeeded and self.role is Role.CREATE]
        yield from self._unchanged(scene, thing, before)
        yield from scene.dispose(*made, thing if self._is_made() else None)

    def _presence(self, scene: Scene, step: Step) -> Presence:
        """Whether all that the path names is there, as the run has made it."""
        own = {name for keys in scene.stage.standing.values() for name in keys}
        own |= {self.resource.name} if self.resource is not None else set()
        slots = [each for each in scene.stage.graph.slots(self.operation) if each.where == "path"]
        known = len(slots) == self.operation.path.count("{")
        known = known and all(each.resource in own & step.address.keys() for each in slots)
        return Presence.THERE if known else Presence.UNKNOWN

    def _is_made(self) -> bool:
        return self.resource is not None and not self.resource.singleton

    def _thing(self, scene: Scene) -> Generator[Sequence[Step], Sequence[Reply], Thing | None]:
        if self.resource is None or self.role is Role.CREATE:
            return None
        if not self.resource.singleton:
            return (yield from at_home(scene, self.resource))
        return scene.stage.singleton(self.resource)

    def _step(self, scene: Scene, thing: Thing | None) -> Step | None:
        if self.role is Role.CREATE and self.resource is not None:
            return scene.making(self.resource)
        address = scene.around(thing) if thing else scene.stage.known()
        body: Any = MISSING
        if scene.stage.bodies.view(self.operation) is not None:
            made = scene.stage.bodies.plain(self.operation)
            body = made.value if isinstance(made, Made) else MISSING
            fitted = scene.stage.bodies.fitted(self.operation, body, address, fresh=False)
            body = fitted.value
        etag = scene.now(thing).etag if thing else ""
        step = scene.step(self.operation, address, body, etag=etag)
        raw = next(iter(raw_media_types(self.operation)), None)
        if step is None or raw is None:
            return step
        request = replace(step.request, body=b"ringback").with_header("Content-Type", raw)
        return replace(step, request=request)

    def _unchanged(self, scene: Scene, thing: Thing | None, before: Any) -> Play:
        read = scene.reading(thing) if thing and self.resource and not self.operation.safe else None
        if read is None or thing is None or self.resource is None or scene.stage.keeps_nothing:
            return
        (seen,) = yield [read]
        mutable = volatile(scene, self.resource)
        after = told(scene, seen, self.resource)[0] if seen.succeeded else None
        why = "somebody without valid credentials asked, and"
        for each in updating.unchanged(before, after, 401, mutable, "auth/required", why=why):
            found = [replace(each, cause="changed")]
            find(scene, found, self.operation, seen.exchange)
