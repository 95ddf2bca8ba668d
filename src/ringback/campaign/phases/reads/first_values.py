"""Before anything else is asked of a read: a value for its path that the service takes."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.reads.reads import Reads
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Stage, Step
from ringback.finding import Finding
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING

_OTHERS = 5  # other values
# What may be said of a value in a path: it is malformed, or nothing has it (RFC 9110 15.5).
_OF_VALUES = frozenset({400, 404, 410, 422})


def value_scenarios(stage: Stage, operations: Sequence[Operation]) -> Iterator[Scenario]:
    """The reads in whose paths something stands that is made up, and that no thing tells."""
    for operation in operations:
        if operation.method == "GET" and (free := _free(stage, operation)):
            attempts = tuple(_attempts(stage, operation, free))
            if attempts:
                yield FirstValues(operation=operation, attempts=attempts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A request, and the values in its path that stand for what was made up first."""

    step: Step
    values: Mapping[Parameter, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstValues:
    """One plain value after the other, until one is taken: with it everything else is asked."""

    operation: Operation
    attempts: tuple[Attempt, ...]
    lock: str = ""

    def narrowed(self, finding: Finding) -> Scenario:
        """The request that shows the finding: asked again, the first value would be another."""
        steps = tuple(each.step for each in self.attempts)
        return Reads(operation=self.operation, steps=steps).narrowed(finding)

    def play(self, scene: Scene) -> Play:
        """Ask with what was made up, and with others as long as it may be the value's fault."""
        for each in self.attempts:
            (reply,) = yield [each.step]
            if reply.status in _OF_VALUES:
                continue
            if not reply.refused:
                scene.stage.binder.prefer(each.values)
            return


def _attempts(stage: Stage, operation: Operation, free: Sequence[Parameter]) -> Iterator[Attempt]:
    """The request with what was made up, and with other plain values in its place."""
    scene, address = Scene(stage), stage.known(operation)
    rows = itertools.zip_longest(*map(stage.binder.others, free), fillvalue=MISSING)
    for row in ((MISSING,) * len(free), *itertools.islice(rows, _OTHERS)):
        values = {it: value for it, value in zip(free, row, strict=True) if value is not MISSING}
        named = {parameter.name: value for parameter, value in values.items()}
        step = scene.step(operation, address, parameters=named)
        if step is None:
            return
        yield Attempt(step=step, values=values)


def _free(stage: Stage, operation: Operation) -> tuple[Parameter, ...]:
    """The parameters of the path whose values are made up; none where a key is still to come."""
    address = stage.known(operation)
    slots = {each.place: each.resource for each in stage.graph.slots(operation)}
    free = []
    for parameter in operation.parameters:
        resource = stage.graph.resources.get(slots.get(parameter.name, ""))
        if parameter.where != "path" or (resource is not None and resource.name in address):
            continue
        if resource is not None and (resource.maker is not None or resource.list is not None):
            return ()
        if stage.binder.is_made_up(operation, parameter):
            free.append(parameter)
    return tuple(free)
