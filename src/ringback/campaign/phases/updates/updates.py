"""Updates and replacements: each form of a body on a thing of its own, and what becomes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from ringback.campaign.phases.bounds import bounded
from ringback.campaign.phases.updates.on_thing import (
    WINDOW,
    OnThing,
    writers,
)
from ringback.campaign.resource.model import Role
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import (
    Play,
    Stage,
)
from ringback.finding import Finding, steps
from ringback.operation import Operation
from ringback.payload import at, decode, same
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
        made = stage.bodies.variants(operation)
        made = [*made, *stage.bodies.ignored(operation, stage.forms.requests.admits)]
        samples = [*bounded(stage, operation, made, most)]
        links, samples = _parted(stage, samples)
        # What stands there is looked at behind each, before anything else is written.
        for each in links:
            yield Update(resource=resource, role=role, operation=operation, samples=(each,))
        size = WINDOW if resource.alone else _A_THING
        for start in range(0, len(samples), max(1, size)):
            part = tuple(samples[start : start + size])
            yield Update(resource=resource, role=role, operation=operation, samples=part)
        in_turn = tuple(_in_sequence(stage, operation, role))
        if in_turn:
            yield Update(
                resource=resource, role=role, operation=operation, samples=in_turn, as_a_whole=True
            )


def _parted(stage: Stage, samples: Sequence[Sample]) -> tuple[list[Sample], list[Sample]]:
    """The bodies that put another part there by its key, and the others."""
    outer = [each for each in stage.graph.parts if each.place.count("/") == 1]
    links = [
        each
        for each in samples
        if any(isinstance(at(each.value, steps(part.place)), str) for part in outer)
    ]
    return links, [each for each in samples if each not in links]


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
        for name, value in rich.items():
            if isinstance(value, dict) and len(value) > 1:  # parts of an object left out
                first = next(iter(value))
                found += [rich, {**bare, name: {first: value[first]}}]
        admits = stage.contract.requests.admits
        return [Sample(value=v, label="/: in turn") for v in found if admits(view.pointer, v)]
    parts = [
        (number, {name: {inner: value}})
        for name, member in whole.value.items()
        if isinstance(member, dict)
        for number, (inner, told) in enumerate(member.items())
        for value in (told, None)
    ]
    parts.sort(key=lambda each: each[0])  # of each object the first ones
    admits = stage.contract.requests.admits
    removed = [{name: None} for name in whole.value if admits(view.pointer, {name: None})]
    fitting = [each for _, each in parts if admits(view.pointer, each)]
    samples = [
        Sample(value=each, label="/: in turn") for each in (*fitting[:_PARTS], *removed[:_PARTS])
    ]
    return [each for sample in samples for each in (whole, sample)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(OnThing):
    """Bodies in a row on one thing, a read behind each; some show something only `as_a_whole`."""

    samples: tuple[Sample, ...]
    as_a_whole: bool = False

    @property
    def ahead(self) -> bool:
        """Its steps are sent in windows."""
        return True

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
            for index, each in enumerate(self.samples):
                if same(each.value, wanted):  # with the one before it: what it left is kept
                    return replace(self, samples=self.samples[max(0, index - 1) : index + 1])
        return self

    def play(self, scene: Scene) -> Play:
        """Write and read, from one state to the next."""
        thing = yield from self.had(scene)
        if thing is None:
            return
        bodies = [each.value for each in self.samples]
        yield from self.in_windows(scene, thing, bodies)
        if not self.resource.alone:
            yield from scene.dispose(thing)
