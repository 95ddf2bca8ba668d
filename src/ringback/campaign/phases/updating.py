"""Updates and replacements: each form of a body on a thing of its own, and what becomes of it."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from ringback.campaign.phases.answers import (
    find,
    given_by,
    is_merge_patch,
    state_of,
    told,
    unwrapped,
    volatile,
)
from ringback.campaign.phases.creating import bounded
from ringback.campaign.resource.keys import key_member
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.world import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.finding import Finding
from ringback.laws import creating, updating
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import MISSING, decode, same
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sample

_A_THING = 12  # updates that one thing is given, before another one is made
_PARTS = 8  # parts of objects that are given alone, each behind everything
_IN_TURN = 20  # bodies that are given to a singleton


def updating_scenarios(stage: Stage) -> Iterator[Scenario]:
    """Everything that is asked of updates and replacements."""
    for resource, role, operation in writers(stage):
        most = (
            _IN_TURN if resource.singleton else None
        )  # there is one alone: each waits for the last
        samples = [*bounded(stage, operation, stage.bodies.variants(operation), most)]
        size = len(samples) if resource.singleton else _A_THING
        for start in range(0, len(samples), max(1, size)):
            part = tuple(samples[start : start + size])
            yield Update(resource=resource, role=role, operation=operation, samples=part)
        in_turn = tuple(_in_sequence(stage, operation, role))
        if in_turn:
            yield Update(
                resource=resource, role=role, operation=operation, samples=in_turn, as_a_whole=True
            )


def writers(stage: Stage) -> Iterator[tuple[Resource, Role, Operation]]:
    """Each update and replacement that may be played, with its resource."""
    for resource in stage.graph.resources.values():
        for role, operation in ((Role.UPDATE, resource.update), (Role.REPLACE, resource.replace)):
            if operation is not None and writable(stage, resource, operation):
                yield resource, role, operation


def writable(stage: Stage, resource: Resource, operation: Operation) -> bool:
    """Whether things of a resource are the run's own to write; a note says why not."""
    if resource.singleton:
        return stage.singleton(resource) is not None and resource.name not in stage.unwritable
    if resource.name in stage.standing.get("", {}):
        return True
    why = f"nothing of {resource.name} is the run's own to change: it can't make one and delete it"
    stage.cannot(operation, why)
    return False


def _in_sequence(stage: Stage, operation: Operation, role: Role) -> list[Sample]:
    """What shows only behind a body with everything in it: a bare one, and parts of objects."""
    view, made = stage.bodies.view(operation), stage.bodies.plain(operation)
    if view is None or not isinstance(made, Made) or not isinstance(made.value, dict):
        return []
    whole = Sample(value=stage.bodies.telling(operation, made.value), label="/: every member")
    if role is Role.REPLACE:
        bare = {name: made.value[name] for name in view.required if name in made.value}
        rich = stage.bodies.telling(operation, made.value)
        found = [rich, bare, made.value, bare]
        admits = stage.contract.requests.admits
        return [Sample(value=v, label="/: in turn") for v in found if admits(view.pointer, v)]
    parts = [
        {name: {inner: value}}
        for name, member in made.value.items()
        if isinstance(member, dict)
        for inner, told in member.items()
        for value in (told, None)
    ]
    admits = stage.contract.requests.admits
    removed = [{name: None} for name in whole.value if admits(view.pointer, {name: None})]
    fitting = [each for each in parts if admits(view.pointer, each)]
    samples = [
        Sample(value=each, label="/: in turn") for each in (*fitting[:_PARTS], *removed[:_PARTS])
    ]
    return [each for sample in samples for each in (whole, sample)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnThing(Indivisible):
    """What all scenarios that write one thing have in common."""

    resource: Resource
    role: Role
    operation: Operation

    @property
    def lock(self) -> str:
        """There is one singleton alone; of others each scenario has its own."""
        return self.resource.name if self.resource.singleton else ""

    def had(self, scene: Scene) -> Generator[Sequence[Step], Sequence[Reply], Thing | None]:
        """A thing to write, as it stands."""
        if not self.resource.singleton:
            return (yield from scene.fresh(self.resource))
        thing = scene.stage.singleton(self.resource)
        read = scene.reading(thing) if thing else None
        if thing is None or read is None:
            return None
        yield [read]
        return scene.now(thing)

    def writing(self, scene: Scene, thing: Thing, body: Any) -> Step | None:
        """The request that writes a body."""
        address = scene.around(thing)
        if body is not MISSING:
            fitted = scene.stage.bodies.fitted(self.operation, body, address, fresh=False)
            if fitted.lacking:
                return None
            body = fitted.value
        return scene.step(
            self.operation,
            address,
            body,
            presence=Presence.THERE,
            etag=scene.now(thing).etag,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(OnThing):
    """Bodies in a row on one thing, a read behind each; some show something only `as_a_whole`."""

    samples: tuple[Sample, ...]
    as_a_whole: bool = False

    @property
    def parts(self) -> int:
        """How many bodies there are."""
        return len(self.samples)

    def with_parts(self, numbers: Sequence[int]) -> Self:
        """The bodies of these numbers alone."""
        return replace(self, samples=tuple(self.samples[number] for number in numbers))

    def narrowed(self, finding: Finding) -> Self:
        """The one whose exchange shows the finding."""
        shown = finding.exchanges[0].request.body if finding.exchanges else None
        if shown and not self.as_a_whole:
            wanted = decode(shown).value
            for each in self.samples:
                if same(each.value, wanted):
                    return replace(self, samples=(each,))
        return self

    def play(self, scene: Scene) -> Play:
        """Write and read, from one state to the next."""
        thing = yield from self.had(scene)
        if thing is None:
            return
        for sample in self.samples:
            step = self.writing(scene, thing, sample.value)
            read = scene.reading(thing)
            if step is None or read is None:
                continue
            before = state_of(scene.now(thing), self.resource)
            (written,) = yield [step]
            (seen,) = yield [read]
            judge_update(scene, self.resource, self.role, written, seen, before, thing)
            if not seen.succeeded:
                break
        if not self.resource.singleton:
            yield from scene.dispose(thing)


def judge_update(  # noqa: PLR0913, PLR0917 -- an event: what was done to what, and what came
    scene: Scene,
    resource: Resource,
    role: Role,
    written: Reply,
    seen: Reply,
    before: Any,
    thing: Thing,
) -> None:
    """What the laws say of an update and of the read after it."""
    operation, shown = written.step.operation, (written.exchange, seen.exchange)
    after, seen_view = told(scene, seen, resource)
    mutable = volatile(scene, resource)
    if written.refused:
        find(scene, updating.unchanged(before, after, written.status, mutable), operation, *shown)
        return
    if not written.succeeded:
        return
    if seen.refused:
        text = f"the update was accepted, and a read after it is answered with {seen.status}"
        find(
            scene, [Breach(rule="law/read-back", message=text, cause="refused")], operation, *shown
        )
        return
    answered, view = told(scene, written, resource)
    given, request_view = unwrapped(
        written, resource, given_by(scene, written), scene.stage.bodies.view(operation)
    )
    admits = scene.stage.forms.responses.admits
    if isinstance(answered, dict):
        find(
            scene,
            creating.echoed(given, answered, view, admits, "in the answer"),
            operation,
            *shown,
        )
        find(scene, creating.read_back(answered, after, mutable, seen_view), operation, *shown)
    find(scene, creating.echoed(given, after, seen_view, admits, "when read"), operation, *shown)
    find(scene, updating.settled(before, after), operation, *shown)
    member = key_member(resource, before, thing.key)
    find(scene, updating.identical(before, after, member), operation, *shown)
    if role is Role.UPDATE and operation.method != "PUT":
        find(scene, updating.framed(given, before, after, request_view, mutable), operation, *shown)
        if is_merge_patch(written):
            body = decode(written.exchange.request.body or b"").value
            find(scene, updating.merged(body, before, after, seen_view), operation, *shown)
    elif operation.method == "PUT":
        find(
            scene, updating.replaced(given, before, after, request_view, mutable), operation, *shown
        )


def other_body(scene: Scene, operation: Operation, state: Any) -> Any:
    """The body that changes the most of a state; a plain one where none changes anything."""
    has = state if isinstance(state, dict) else {}

    def changes(body: dict[str, Any]) -> int:
        return sum(name in has and not same(has[name], each) for name, each in body.items())

    values = [each.value for each in scene.stage.bodies.variants(operation)]
    bodies = [each for each in values if isinstance(each, dict)]
    best = max(bodies, key=changes, default=None)
    return best if best is not None and changes(best) else plain_body(scene, operation)


def plain_body(scene: Scene, operation: Operation) -> Any:
    """A body with every described member; `MISSING` where none can be made."""
    made = scene.stage.bodies.plain(operation)
    return made.value if isinstance(made, Made) else MISSING
