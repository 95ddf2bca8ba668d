"""The same update twice: the second changes nothing, and the first nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import (
    find,
    told,
    volatile,
)
from ringback.campaign.phases.updating import OnThing, plain_body, writers
from ringback.campaign.resource.world import Thing
from ringback.campaign.scheduler.scene import Play, Reply, Scenario, Scene, Stage, Step
from ringback.laws import updating
from ringback.laws.interface import differences, was_is
from ringback.laws.likeness import Breach, at_pointer


def repeating_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each update and replacement."""
    for resource, role, operation in writers(stage):
        yield Twice(resource=resource, role=role, operation=operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice(OnThing):
    """The same update twice: the second changes nothing that a request gives."""

    def play(self, scene: Scene) -> Play:
        """Write, read, write again, read again; what a service owns is learnt by it."""
        thing = yield from self.had(scene)
        body = plain_body(scene, self.operation)
        step = self.writing(scene, thing, body) if thing else None
        read = scene.reading(thing) if thing else None
        if thing is None or step is None or read is None:
            return
        around = [*self._around(scene, thing)]
        before = yield around
        (one,) = yield [step]
        (first,) = yield [read]
        self._isolated(scene, one, before, (yield around))
        again = self.writing(scene, thing, body)
        if again is None or not one.succeeded:
            yield from scene.dispose(None if self.resource.singleton else thing)
            return
        (other,) = yield [again]
        (second,) = yield [read]
        old, new = told(scene, first, self.resource)[0], told(scene, second, self.resource)[0]
        view = scene.stage.bodies.view(self.operation)
        if other.succeeded:
            mutable = volatile(scene, self.resource)
            found = updating.idempotent(old, new, view, mutable)
            find(scene, found, self.operation, one.exchange, other.exchange, second.exchange)
            known = set(view.properties) if view else set()
            places = {at_pointer(each.path[:1]) for each in differences(old, new)}
            learnt = {each for each in places if each.removeprefix("/") not in known}
            scene.stage.volatile.setdefault(self.resource.name, set()).update(learnt)
        if not self.resource.singleton:
            yield from scene.dispose(thing)

    def _around(self, scene: Scene, thing: Thing) -> Iterator[Step]:
        """Reads of what an update must not touch: another thing, and what has a state of its own."""
        stage = scene.stage
        key = stage.standing.get("", {}).get(self.resource.name)
        if self.resource.read is not None and key is not None and str(key) != str(thing.key):
            other = scene.step(self.resource.read, stage.standing[""])
            if other is not None:
                yield replace(other, judged=False)
        for child in stage.graph.children(self.resource):
            if child.singleton and child.read is not None and (child.replace or child.update):
                below = scene.step(child.read, scene.around(thing))
                if below is not None:
                    yield replace(below, judged=False, address={})

    def _isolated(
        self, scene: Scene, one: Reply, before: Sequence[Reply], after: Sequence[Reply]
    ) -> None:
        """A finding for each of these that an accepted update changed."""
        for old, new in zip(before, after, strict=True) if one.succeeded else ():
            if not old.succeeded or not old.response or not new.response:
                continue
            if new.step.operation.id != (self.resource.read.id if self.resource.read else ""):
                is_other = old.response.body != new.response.body
                text = f"the update changed what {new.step.operation.id} answers"
            else:
                view = scene.stage.bodies.view(self.operation)
                known = set(view.properties) if view else set()
                left, right = (told(scene, each, self.resource)[0] for each in (old, new))
                changed = [
                    each
                    for each in differences(left, right)
                    if each.path[:1] and each.path[0] in known
                ]
                is_other = bool(changed)
                text = "updating one changed another" + (
                    f" at {changed[0].place}: {was_is(changed[0].left, changed[0].right)}"
                    if changed
                    else ""
                )
            if is_other:
                breach = Breach(rule="law/isolation", message=text)
                find(scene, [breach], self.operation, old.exchange, one.exchange, new.exchange)
