"""The same update twice: the second changes nothing, and the first nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import (
    find,
    given_by,
    state_of,
    told,
    volatile,
)
from ringback.campaign.phases.updates.on_thing import OnThing, other_body, writers
from ringback.campaign.resource.nested_parts import key_of_part, part_below, without_new_keys
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Reply, Stage, Step
from ringback.laws import updating
from ringback.laws.differences import differences, was_is
from ringback.laws.likeness import Breach, Path, at_pointer
from ringback.payload import MISSING

_REFUSALS = frozenset({400, 403, 404, 409, 422})


def repeating_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each update and replacement."""
    for resource, role, operation in writers(stage):
        yield UpdatedTwice(resource=resource, role=role, operation=operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedTwice(OnThing):
    """The same update twice: the second changes nothing that a request gives."""

    def play(self, scene: Scene) -> Play:
        """Write, read, write again, read again; what a service owns is learnt by it."""
        thing = yield from self.had(scene)
        state = state_of(scene, thing, self.resource) if thing else MISSING
        body = other_body(scene, self.operation, state)
        step = self.writing(scene, thing, body) if thing else None
        read = scene.reading(thing) if thing else None
        if thing is None or step is None or read is None:
            return
        beside = None if self.resource.alone else (yield from scene.fresh(self.resource))
        others = scene.stage.bystanders.get(self.resource.name, [])
        around = [*self._around(scene, thing, [*others, *([beside] if beside else [])])]
        row = scene.listing(self.resource, scene.around(thing))
        if row is not None:
            yield [replace(row, judged=False)]  # what a list told once, it may go on telling
        before = yield around
        (one,) = yield [step]
        (first,) = yield [read]
        self._isolated(scene, one, before, (yield around), told(scene, first, self.resource)[0])
        yield from self.listed_as_read(scene, thing, one, first)
        again = self.writing(scene, thing, body)
        if again is None or not one.succeeded:
            yield from scene.dispose(None if self.resource.alone else thing, beside)
            return
        again = replace(again, request=replace(again.request, body=step.request.body))
        (other,) = yield [again]
        (second,) = yield [read]
        if other.status in _REFUSALS:
            text = f"the same update again is refused ({other.status})"
            breach = Breach(rule=updating.IDEMPOTENCE, message=text, cause="refused")
            find(scene, [breach], self.operation, one.exchange, other.exchange)
        old, new = told(scene, first, self.resource)[0], told(scene, second, self.resource)[0]
        view = scene.stage.bodies.view(self.operation)
        if other.succeeded:
            mutable = volatile(scene, self.resource)
            given, parts = given_by(scene, one), scene.stage.graph.parts
            one_kept, other_kept = (without_new_keys(each, given, parts) for each in (old, new))
            found = updating.idempotent(one_kept, other_kept, view, mutable)
            find(scene, found, self.operation, one.exchange, other.exchange, second.exchange)
            known = set(view.properties) if view else set()
            places = {at_pointer(each.path[:1]) for each in differences(old, new)}
            learnt = {each for each in places if each.removeprefix("/") not in known}
            scene.stage.volatile.setdefault(self.resource.name, set()).update(learnt)
        yield from scene.dispose(None if self.resource.alone else thing, beside)

    def _around(self, scene: Scene, thing: Thing, beside: Sequence[Thing]) -> Iterator[Step]:
        """Reads of what an update must not touch: other things, what has a state of its own."""
        stage = scene.stage
        for each in beside:
            other = scene.reading(each)
            if other is not None:
                yield replace(other, judged=False)
        for child in stage.graph.children(self.resource):
            if child.singleton and child.read is not None and (child.replace or child.update):
                below = scene.step(child.read, scene.around(thing))
                if below is not None:
                    yield replace(below, judged=False, address={})

    def _isolated(
        self, scene: Scene, one: Reply, before: Sequence[Reply], after: Sequence[Reply], state: Any
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
                    if each.path[:1]
                    and each.path[0] in known
                    and not self._shared(scene, state, right, each.path)
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

    def _shared(self, scene: Scene, state: Any, other: Any, path: Path) -> bool:
        """Whether a place lies in a part that both things have: then both rightly show an edit."""
        part = part_below(scene.stage.graph.parts[:1], path)
        if part is None:
            return False
        key = key_of_part(state, part, path)
        return key is not MISSING and key == key_of_part(other, part, path)
