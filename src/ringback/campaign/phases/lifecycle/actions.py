"""Actions on a thing: what they answer reads back; again they answer alike, or a conflict."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find, given_by, state_of, told, volatile
from ringback.campaign.phases.bounds import TO_REFUSE, bounded
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene, kept_by_state
from ringback.campaign.scheduler.stage import (
    Indivisible,
    Play,
    Presence,
    Reply,
    Stage,
    Step,
)
from ringback.laws import acting, creating, updating
from ringback.laws.differences import was_is
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import MISSING, same
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sample
from ringback.schema.view import View

_IN_CHAIN = 6  # actions on one thing, before they are taken back in turn


def acting_scenarios(stage: Stage) -> Iterator[Scenario]:
    """Each action on a thing of its own, with each body."""
    for resource in stage.graph.resources.values():
        for operation in resource.actions:
            if resource.name not in stage.standing.get("", {}):
                stage.cannot(operation, f"nothing of {resource.name} is the run's own to act on")
                continue
            samples = [*bounded(stage, operation, stage.bodies.variants(operation))]
            if operation is resource.actions[0]:
                yield Chain(resource=resource, operation=operation)
            yield Act(resource=resource, operation=operation, sample=None)
            if resource.delete is not None and not kept_by_state(resource.delete):
                yield Act(resource=resource, operation=operation, sample=None, bare=True)
            for other in _before(resource, operation):
                yield Act(resource=resource, operation=operation, sample=None, behind=other)
            for each in samples:
                yield Act(resource=resource, operation=operation, sample=each)
            for each in bounded(stage, operation, stage.bodies.broken(operation), what=TO_REFUSE):
                yield Act(resource=resource, operation=operation, sample=each, refused=True)


def _before(resource: Resource, operation: Operation) -> Iterator[Operation]:
    """The other actions, without a body, that may lead to a state in which this one is right.

    Where a state may forbid that the thing is deleted, nothing is led away from its first one.
    """
    if resource.delete is None or kept_by_state(resource.delete):
        return
    for each in resource.actions:
        if each.id != operation.id and each.body is None:
            yield each


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Indivisible):
    """A thing made, acted on twice, read in between; `behind` is an action before that.

    A `bare` one is made of no more than must be given.
    """

    resource: Resource
    operation: Operation
    sample: Sample | None
    refused: bool = False
    behind: Operation | None = None
    bare: bool = False
    lock: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it shows what the action alone leads to."""
        return self.sample is None and not self.bare and self.behind is None

    def play(self, scene: Scene) -> Play:
        """Act, read, act again, read again; not where what is acted on can't be deleted then."""
        acts = {self.operation.id, *([self.behind.id] if self.behind else ())}
        if acts & scene.stage.holding:
            scene.stage.leave_out(self.operation, "what can't be deleted once it was acted on")
            return
        body = barest(scene, self.resource) if self.bare else MISSING
        thing = yield from scene.fresh(self.resource, body=body)
        yield from self._acted(scene, thing)
        if thing is not None and self.resource.delete and not scene.now(thing).gone:
            scene.stage.holding |= acts

    def _acted(self, scene: Scene, thing: Thing | None) -> Play:
        """The story of a thing."""
        if self.behind is not None and thing is not None:
            yield from self._led(scene, thing, self.behind)
        step = self._step(scene, scene.around(thing), thing.etag) if thing else None
        read = scene.reading(thing) if thing else None
        if thing is None or step is None or read is None:
            yield from scene.dispose(thing)
            return
        before = state_of(scene, scene.now(thing), self.resource)
        (acted,) = yield [step]
        (seen,) = yield [read]
        after = told(scene, seen, self.resource)[0]
        mutable = volatile(scene, self.resource)
        shown = (acted.exchange, seen.exchange)
        if acted.refused:
            find(
                scene,
                updating.unchanged(before, after, acted.status, mutable),
                self.operation,
                *shown,
            )
        elif acted.succeeded and seen.succeeded:
            judge_action(scene, self.resource, acted, seen, before)
        if acted.succeeded and self.sample is None:
            again = self._step(scene, scene.around(thing), scene.now(thing).etag)
            if again is not None:
                (other,) = yield [again]
                (last,) = yield [read]
                found = self._again(
                    acted.status, other.status, after, told(scene, last, self.resource)[0], mutable
                )
                find(scene, found, self.operation, acted.exchange, other.exchange, last.exchange)
        yield from scene.dispose(thing)

    def _led(self, scene: Scene, thing: Thing, action: Operation) -> Play:
        """Bring a thing into the state that another action leads to."""
        step = scene.step(action, scene.around(thing), etag=thing.etag, presence=Presence.THERE)
        read = scene.reading(thing)
        if step is not None and read is not None:
            yield [step]
            yield [read]

    def _again(
        self, one: int, other: int, after: Any, last: Any, mutable: frozenset[str]
    ) -> Iterator[Breach]:
        """The second time: the same, or the documented conflict with nothing changed."""
        if 400 <= other < 500:
            for each in updating.unchanged(after, last, other, mutable):
                yield replace(each, rule="law/acted")
            return
        conflict = any(each.status == "409" for each in self.operation.answers)
        changed = not same(_less(after, mutable), _less(last, mutable))
        if conflict and changed and other == one and 200 <= other < 300:
            text = f"the same action again was accepted ({other}), and changed the thing: "
            yield Breach(rule="law/acted", message=text + was_is(after, last), cause="again")

    def _step(self, scene: Scene, address: dict[str, Any], etag: str) -> Step | None:
        value: Any = MISSING
        if self.sample is not None:
            value = self.sample.value
        elif scene.stage.bodies.view(self.operation) is not None:
            made = scene.stage.bodies.plain(self.operation)
            if not isinstance(made, Made):
                return None
            value = made.value
        if value is not MISSING and not self.refused:
            fitted = scene.stage.bodies.fitted(self.operation, value, address, fresh=False)
            if fitted.lacking:
                why = f"it names a thing of {fitted.lacking}, and the run has none of its own"
                scene.stage.cannot(self.operation, why)
                return None
            value = fitted.value
        return scene.step(self.operation, address, value, presence=Presence.THERE, etag=etag)


def barest(scene: Scene, resource: Resource) -> Any:
    """The body of a create with the fewest members; `MISSING` without one."""
    maker = resource.maker
    samples = scene.stage.bodies.variants(maker) if maker is not None else []
    bodies = [each.value for each in samples if isinstance(each.value, dict)]
    return min(bodies, key=len, default=MISSING)


def judge_action(scene: Scene, resource: Resource, acted: Reply, seen: Reply, before: Any) -> None:
    """What the laws say of an accepted action, of the read after it, and of that before."""
    operation, shown = acted.step.operation, (acted.exchange, seen.exchange)
    answered, view = told(scene, acted, resource)
    after, seen_view = told(scene, seen, resource)
    if acted.status == 202 or not (answered is MISSING or _is_thing(answered, after)):
        return
    found = [*creating.read_back(answered, after, volatile(scene, resource), view)]
    verb, asked = operation.path.rpartition("/")[2], scene.stage.bodies.view(operation)
    given = given_by(scene, acted)
    found += acting.effected(verb, given, asked, after, seen_view)
    found += acting.recorded(given, before, after)
    found += acting.framed(verb, given, before, after, seen_view, _free(scene, resource))
    find(scene, found, operation, *shown)


def _free(scene: Scene, resource: Resource) -> dict[str, View]:
    """The members that requests give a thing, but for those that name another one."""
    bodies, found = scene.stage.bodies, dict[str, View]()
    for operation in (resource.maker, resource.replace, resource.update):
        view = bodies.view(operation) if operation is not None else None
        found |= view.properties if view else {}
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain(Indivisible):
    """One thing acted on in turn, there and back: what is refused changes nothing."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Each action with each body, and a read behind it."""
        actions = {each.id for each in self.resource.actions}
        if actions & scene.stage.holding:
            return
        thing = yield from scene.fresh(self.resource)
        read = scene.reading(thing) if thing else None
        if thing is None or read is None:
            yield from scene.dispose(thing)
            return
        ways = [
            (action, body)
            for action in self.resource.actions
            for body in scene.ways(action)[: _IN_CHAIN // len(self.resource.actions)]
        ]
        for action, body in (*ways, *reversed(ways)):
            step = scene.acting(action, thing, body)
            if step is None:
                continue
            before = state_of(scene, scene.now(thing), self.resource)
            (acted,) = yield [step]
            (seen,) = yield [read]
            if not seen.succeeded:
                break
            if acted.succeeded:
                judge_action(scene, self.resource, acted, seen, before)
            elif acted.refused:
                after, mutable = told(scene, seen, self.resource)[0], volatile(scene, self.resource)
                found = updating.unchanged(before, after, acted.status, mutable)
                find(scene, found, action, acted.exchange, seen.exchange)
        yield from scene.dispose(thing)
        if self.resource.delete and not scene.now(thing).gone:
            scene.stage.holding |= actions


def _is_thing(answered: Any, state: Any) -> bool:
    """Whether an action answers with the thing itself: it has most of its members."""
    if not isinstance(answered, dict) or not isinstance(state, dict) or not state:
        return False
    return len(answered.keys() & state.keys()) * 2 > len(state)


def _less(state: Any, mutable: frozenset[str]) -> Any:
    if not isinstance(state, dict):
        return state
    return {name: each for name, each in state.items() if f"/{name}" not in mutable}
