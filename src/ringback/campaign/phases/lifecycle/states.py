"""Writes to a thing that an action has brought into another state: what is refused changes nothing.

Which writes a state forbids the description says in words, or not at all: nothing is asked of that.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find, told, volatile
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene, kept_by_state
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.laws import updating
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.result import Made

_STATES = frozenset({403, 409, 410, 423})


def state_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each action without a body on things that can be deleted behind it."""
    for resource in stage.graph.resources.values():
        standing = resource.name in stage.standing.get("", {})
        delete = resource.delete
        if not standing or delete is None or resource.read is None or kept_by_state(delete):
            continue
        for action in resource.actions:
            if action.body is None:
                yield InState(resource=resource, operation=action)


@dataclass(frozen=True, slots=True, kw_only=True)
class InState(Indivisible):
    """A thing with something in it, led into a state, and written there in every way."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Make it, act, and look at it and at what stands in it behind each refused write."""
        if self.operation.id in scene.stage.holding:
            return
        thing = yield from scene.fresh(self.resource)
        read = scene.reading(thing) if thing else None
        if thing is None or read is None:
            yield from scene.dispose(thing)
            return
        inside = scene.inside(thing)
        children = yield from self._children(inside)
        yield [read]
        step = scene.step(
            self.operation,
            scene.around(thing),
            presence=Presence.THERE,
            etag=scene.now(thing).etag,
        )
        acted = (yield [step])[0] if step is not None else None
        if acted is not None and acted.succeeded:
            yield from self._written(scene, thing, read, children)
        yield from scene.dispose(*children, thing)

    def _children(self, inside: Scene) -> Generator[Sequence[Step], Sequence[Reply], list[Thing]]:
        """One thing of each kind that stands in it."""
        made: list[Thing] = []
        for child in inside.stage.graph.children(self.resource):
            if not child.singleton and child.maker is not None and child.read is not None:
                found = yield from inside.made(child)
                made += [found[0]] if found is not None else []
        return made

    def _written(self, scene: Scene, thing: Thing, read: Step, children: Sequence[Thing]) -> Play:
        """Each write, and a look behind it."""
        graph = scene.stage.graph
        looks = [read]
        for child in children:
            row = scene.listing(graph.resources[child.resource], scene.around(child))
            looks += [row] if row is not None else []
        before = yield looks
        for operation, at in self._writes(scene, thing, children):
            step = self._step(scene, operation, at)
            if step is None:
                continue
            # A state may refuse what is valid otherwise: that is judged where it is documented.
            (written,) = yield [replace(step, judged=False)]
            if written.status >= 500 or _documented(written):
                (written,) = yield [step]
            after = yield looks
            if written.refused:
                self._unchanged(scene, written, (before, after))
            new = written.thing
            if written.succeeded and new is not None and new.keys != at.keys:
                yield from scene.dispose(new)
                after = yield looks
            before = after

    def _writes(
        self, scene: Scene, thing: Thing, children: Sequence[Thing]
    ) -> Iterator[tuple[Operation, Thing]]:
        """The updates of the thing, what makes more in it, and the writes of what stands in it."""
        for operation in (self.resource.update, self.resource.replace):
            if operation is not None:
                yield operation, thing
        for child in children:
            resource = scene.stage.resource(child.resource)
            for operation in (resource.create, resource.update, resource.replace, resource.delete):
                if operation is not None:
                    yield operation, child

    def _step(self, scene: Scene, operation: Operation, at: Thing) -> Step | None:
        body: Any = MISSING
        around = scene.around(at)
        if scene.stage.bodies.view(operation) is not None:
            made = scene.stage.bodies.plain(operation)
            if not isinstance(made, Made):
                return None
            fitted = scene.stage.bodies.fitted(operation, made.value, around)
            if fitted.lacking:
                return None
            body = fitted.value
        etag = scene.now(at).etag
        return scene.step(operation, around, body, presence=Presence.THERE, etag=etag)

    def _unchanged(
        self,
        scene: Scene,
        written: Reply,
        looks: tuple[Sequence[Reply], Sequence[Reply]],
    ) -> None:
        """A refused write leaves the thing as it was, and no more in its lists."""
        before, after = looks
        mutable = volatile(scene, self.resource)
        one, other = (told(scene, each[0], self.resource)[0] for each in looks)
        found = [*updating.unchanged(one, other, written.status, mutable)]
        for old, new in zip(before[1:], after[1:], strict=True):
            pages = [listed(each.response) for each in (old, new)]
            there, now = (len(each.entries) if each is not None else MISSING for each in pages)
            found += updating.unchanged(there, now, written.status, frozenset())
        shown = (written.exchange, *(each.exchange for each in after))
        operation = written.step.operation
        find(scene, [replace(each, cause="in a state") for each in found], operation, *shown)


def _documented(reply: Reply) -> bool:
    """Whether a refusal is one that the operation documents for states."""
    answers = reply.step.operation.answers
    return reply.status in _STATES and any(each.status == str(reply.status) for each in answers)
