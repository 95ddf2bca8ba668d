"""Updates that are to be refused: the thing stays as it was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from ringback.campaign.phases.answers import (
    find,
    state_of,
    told,
    volatile,
)
from ringback.campaign.phases.bounds import REFUSED, TO_REFUSE, bounded
from ringback.campaign.phases.setup.existing_things import putting_back
from ringback.campaign.phases.updates.on_thing import OnThing, other_body, writers
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Presence, Stage, Step
from ringback.finding import Finding
from ringback.generation.designed_cases import broken_frames
from ringback.laws import updating
from ringback.payload import MISSING, decode, same
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sample

_TOGETHER = 12  # requests that leave together
_IN_TURN = 96  # of what scenarios take turns at


def refused_updates(stage: Stage) -> Iterator[Scenario]:
    """Bodies that are refused, a few to a scenario, and the request around a body broken."""
    for resource, role, operation in writers(stage):
        refused = [
            *bounded(stage, operation, stage.bodies.broken(operation), REFUSED, what=TO_REFUSE)
        ]
        size = _IN_TURN if resource.alone else _TOGETHER
        for start in range(0, len(refused), size):
            part = tuple(refused[start : start + size])
            yield RefusedUpdates(resource=resource, role=role, operation=operation, samples=part)
        yield RefusedUpdates(resource=resource, role=role, operation=operation, samples=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedUpdates(OnThing):
    """Updates that are to be refused: the thing stays as it is. Without samples, broken frames."""

    samples: tuple[Sample, ...]

    def narrowed(self, finding: Finding) -> Self:
        """The one whose exchange shows the finding."""
        shown = finding.exchanges[0].request.body if finding.exchanges else None
        for each in self.samples:
            if shown is not None and same(decode(shown).value, each.value):
                return replace(self, samples=(each,))
        return self

    def play(self, scene: Scene) -> Play:
        """Send them together, and look; if something changed, one by one."""
        thing = yield from self.had(scene)
        if thing is None:
            return
        steps = [*self._steps(scene, thing)]
        before = state_of(scene, scene.now(thing), self.resource)
        size = _IN_TURN if self.resource.alone else _TOGETHER
        for start in range(0, len(steps), size):
            replies = yield steps[start : start + size]
            read = scene.reading(thing)
            if read is None:
                break
            (seen,) = yield [read]
            after = told(scene, seen, self.resource)[0]
            if not same(before, after) and all(each.refused for each in replies):
                yield from self._one_by_one(scene, range(start, start + len(replies)))
                break
            before = after
        if not self.resource.alone:
            yield from scene.dispose(thing)

    def _steps(self, scene: Scene, thing: Thing) -> Iterator[Step]:
        state = state_of(scene, scene.now(thing), self.resource)
        other = other_body(scene, self.operation, state) if self.samples else MISSING
        for each in self.samples:
            step = self.writing(scene, thing, self._telling(scene, each.value, other))
            if step is not None:
                yield step
        if self.samples:
            return
        bound = scene.stage.binder.parameters(
            self.operation, scene.around(thing), scene.now(thing).etag
        )
        made = scene.stage.bodies.plain(self.operation)
        if not isinstance(bound, dict) or not isinstance(made, Made):
            return
        for case in broken_frames(self.operation, bound, made.value):
            yield Step(
                request=case.request,
                operation=self.operation,
                address=scene.around(thing),
                presence=Presence.THERE,
            )

    def _telling(self, scene: Scene, value: Any, other: Any) -> Any:
        """The body with other values in its sound members, so that what is stored of it shows."""
        view = scene.stage.bodies.view(self.operation)
        if not isinstance(value, dict) or not isinstance(other, dict) or view is None:
            return value
        for name in sorted(other.keys() & value.keys()):
            changed = {**value, name: other[name]}
            if not scene.stage.contract.requests.admits(view.pointer, changed):
                value = changed
        return value

    def _one_by_one(self, scene: Scene, numbers: Iterable[int]) -> Play:
        """Each by itself on a thing of its own: what one has changed, another changes no more."""
        for number in numbers:
            thing = yield from self.had(scene)
            if thing is not None:
                yield from self._as_it_was(scene, thing)
                yield from self._alone(scene, thing, number)
                yield from scene.dispose(None if self.resource.alone else thing)

    def _as_it_was(self, scene: Scene, thing: Thing) -> Play:
        """A singleton as it stood first: the request before may have changed it."""
        for back in putting_back(scene, thing) if self.resource.alone else ():
            yield [replace(back, judged=False)]
            read = scene.reading(thing)
            yield [read] if read else []
            return

    def _alone(self, scene: Scene, thing: Thing, number: int) -> Play:
        step, read = [*self._steps(scene, thing)][number], scene.reading(thing)
        before = state_of(scene, scene.now(thing), self.resource)
        if read is None:
            return
        (reply,) = yield [step]
        (seen,) = yield [read]
        after = told(scene, seen, self.resource)[0]
        if reply.refused:
            mutable = volatile(scene, self.resource)
            found = updating.unchanged(before, after, reply.status, mutable)
            find(scene, found, self.operation, reply.exchange, seen.exchange)
