"""Neighbours: what was made just before a thing, and just after it, stays as it is.

Nothing else is under way meanwhile, so that these are neighbours for the service as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find, told, volatile
from ringback.campaign.phases.setup.existing_things import raw_media_types
from ringback.campaign.phases.updates.on_thing import other_body
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import (
    Indivisible,
    InOrder,
    Play,
    Presence,
    Reply,
    Stage,
    Step,
)
from ringback.laws import isolating
from ringback.operation import Operation
from ringback.payload import MISSING

_ROW = 3  # things that are made one behind the other


def neighbour_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each resource of which several things can be made, and written."""
    for resource in stage.graph.resources.values():
        writes = [*_writes(stage, resource)]
        made = resource.name in stage.standing.get("", {}) and not resource.borrows
        if made and writes and resource.read and resource.delete and not resource.alone:
            yield Neighbours(resource=resource, operation=writes[0])


def _writes(stage: Stage, resource: Resource) -> Iterator[Operation]:
    """What changes a thing: updates and replacements, actions without a body."""
    for each in (resource.update, resource.replace):
        if each is not None and not raw_media_types(each):
            yield each
    for each in resource.actions:
        if each.body is None and each.id not in stage.holding:
            yield each


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours(Indivisible):
    """Three things in a row, of which the one in the middle is written in each way."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Make them, and look at the outer ones behind each write of the middle one."""
        steps = [scene.making(self.resource) for _ in range(_ROW)]
        wanted = [replace(each, vacant=self.resource.upserts) for each in steps if each is not None]
        for each in wanted if self.resource.upserts else ():
            if not (yield from scene.absent(self.resource, each.address, "")):
                return
        made = (yield InOrder(wanted)) if len(wanted) == _ROW else ()
        things = [each.thing for each in made if each.succeeded and each.thing is not None]
        looks = [step for each in things if (step := scene.reading(each)) is not None]
        if len(looks) == _ROW:
            yield from self._written(scene, things[1], looks)
        yield from scene.dispose(*things)

    def _written(self, scene: Scene, thing: Thing, looks: Sequence[Step]) -> Play:
        """Each write of the middle one; what one leaves is what stands before the next."""
        before = yield looks
        writes = [*_writes(scene.stage, self.resource)]
        # Twice in a row: what one write gives another thing may be what that has already.
        for operation in [each for each in writes for _ in range(1 + (each.body is not None))]:
            step = self._step(scene, operation, thing, before[1])
            if step is None:
                continue
            (written,) = yield [step]
            after = yield looks
            for old, new in zip(before[::2], after[::2], strict=True):
                if written.succeeded and old.succeeded and new.succeeded:
                    self._same(scene, written, old, new)
            before = after

    def _step(self, scene: Scene, operation: Operation, thing: Thing, now: Reply) -> Step | None:
        around, body = scene.around(thing), MISSING
        if scene.stage.bodies.view(operation) is not None:
            state = told(scene, now, self.resource)[0]
            made = other_body(scene, operation, state)
            fitted = scene.stage.bodies.fitted(operation, made, around)
            if made is MISSING or fitted.lacking:
                return None
            body = fitted.value
        etag = scene.now(thing).etag
        return scene.step(operation, around, body, presence=Presence.THERE, etag=etag)

    def _same(self, scene: Scene, written: Reply, old: Reply, new: Reply) -> None:
        operation = written.step.operation
        writers = (self.resource.maker, self.resource.update, self.resource.replace)
        views = [scene.stage.bodies.view(each) for each in writers if each is not None]
        given = {name for view in views if view is not None for name in view.properties}
        (one, view), (other, _) = (told(scene, each, self.resource) for each in (old, new))
        known = dict(view.properties) if view is not None else {}
        asked = given | {name for name, each in known.items() if "enum" in each.raw}
        found = isolating.untouched(one, other, asked, volatile(scene, self.resource))
        find(scene, found, operation, old.exchange, written.exchange, new.exchange)
