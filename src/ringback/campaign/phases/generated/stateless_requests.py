"""A target that keeps no state: every request is judged by its own answer alone."""

from collections.abc import Iterator, Mapping, Sequence

from ringback.campaign.access.credentials import is_open
from ringback.campaign.phases.boundaries.account_access import Strangers
from ringback.campaign.phases.bounds import REFUSED, bounded
from ringback.campaign.phases.reads.reads import Reads, reading_scenarios
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Stage, Step
from ringback.generation.walk import broken_frames
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.result import Made

_TOGETHER = 16


def stateless_scenarios(
    stage: Stage, operations: Sequence[Operation], values: Mapping[str, str]
) -> Iterator[Scenario]:
    """Each operation with each form of a body, each that is to be refused, and by nobody."""
    yield from reading_scenarios(stage, operations)
    for operation in operations:
        if not operation.safe:
            steps: list[Step] = []
            with stage.crashes.contained(f"{operation.id}: cases by design"):
                steps += _steps(stage, operation)
            for start in range(0, len(steps), _TOGETHER):
                yield Reads(operation=operation, steps=tuple(steps[start : start + _TOGETHER]))
        if not is_open(operation):
            yield Strangers(operation=operation, values=values)


def _steps(stage: Stage, operation: Operation) -> Iterator[Step]:
    """Every request of a writing operation that is asked by design."""
    scene = Scene(stage)
    bound = stage.binder.parameters(operation, {}, free=True)
    if not isinstance(bound, dict):
        stage.cannot(operation, bound.why)
        return
    bodies = [
        *(each.value for each in bounded(stage, operation, stage.bodies.variants(operation))),
        *(
            each.value
            for each in bounded(stage, operation, stage.bodies.broken(operation), REFUSED)
        ),
    ]
    for body in bodies or [MISSING]:
        step = scene.step(operation, {}, body, parameters=bound)
        if step is not None:
            yield step
    made = stage.bodies.plain(operation)
    if isinstance(made, Made):
        for case in broken_frames(operation, bound, made.value):
            yield Step(request=case.request, operation=operation)
