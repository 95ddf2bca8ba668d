"""A target that keeps no state: every request is judged by its own answer alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ringback.campaign.access.credentials import barred, is_open
from ringback.campaign.phases.boundaries.wrong_credentials import Strangers
from ringback.campaign.phases.bounds import REFUSED, bounded
from ringback.campaign.phases.generated.random_cases import Mine, News, surprising_scenarios
from ringback.campaign.phases.reads.reads import Reads, reading_scenarios
from ringback.campaign.phases.setup.existing_things import raw_media_types
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Stage, Step
from ringback.contract import Refused
from ringback.generation.case import Case
from ringback.generation.designed_cases import broken_frames
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.result import Made

_TOGETHER = 16


def stateless_scenarios(
    stage: Stage, operations: Sequence[Operation], values: Mapping[str, str]
) -> Iterator[Scenario]:
    """Each operation with each form of a body, each that is to be refused, and by nobody.

    What is to be refused is asked where a refusal is described: nothing else could answer it.
    """
    yield from _answerable(stage, _designed(stage, operations))
    for operation in operations:
        if is_open(operation) or barred(operation):
            continue
        if operation.answer_for(401) or operation.answer_for(403):
            yield Strangers(operation=operation, values=values)
        else:
            stage.leave_out(operation, "what nobody may ask: no refusal of it is described")


def stateless_cases(
    stage: Stage, cases: Sequence[Case], news: News | None = None, mine: Mine = iter
) -> Iterator[Scenario]:
    """Schemathesis' cases, as far as the description has an answer to each."""
    yield from _answerable(stage, surprising_scenarios(stage, cases, news, mine))


def _answerable(stage: Stage, scenarios: Iterable[Scenario]) -> Iterator[Scenario]:
    """The scenarios without the requests that no described answer fits."""
    for each in scenarios:
        if isinstance(each, Reads):
            steps = tuple(step for step in each.steps if _has_answer(stage, step))
            if steps:
                yield replace(each, steps=steps)


def _has_answer(stage: Stage, step: Step) -> bool:
    """Whether the description has an answer for a request: a refusal for one that it refuses."""
    operation = step.operation
    if any(each.status == "default" or each.status.startswith("4") for each in operation.answers):
        return True
    if not isinstance(stage.admission(step.request, operation), Refused):
        return True
    stage.leave_out(operation, "what is to be refused: no refusal is described")
    return False


def _designed(stage: Stage, operations: Sequence[Operation]) -> Iterator[Scenario]:
    """The cases by design of each operation, a few to a scenario."""
    yield from reading_scenarios(stage, operations)
    for operation in operations:
        if not operation.safe:
            steps: list[Step] = []
            with stage.crashes.contained(f"{operation.id}: cases by design"):
                steps += _steps(stage, operation)
            for start in range(0, len(steps), _TOGETHER):
                yield Reads(operation=operation, steps=tuple(steps[start : start + _TOGETHER]))


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
    raw = raw_media_types(operation)
    for body in bodies or [MISSING]:
        step = scene.step(operation, {}, body, parameters=bound)
        if step is not None and raw and not bodies:
            request = replace(step.request, body=b"ringback").with_header("Content-Type", raw[0])
            yield replace(step, request=request)
        elif step is not None:
            yield step
    made = stage.bodies.plain(operation)
    if isinstance(made, Made):
        for case in broken_frames(operation, bound, made.value):
            yield Step(request=case.request, operation=operation)
