"""Operations that belong to no resource, and that nothing takes back, where they may be played."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.phases.bounds import bounded
from ringback.campaign.resource.model import Graph
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage
from ringback.operation import Operation
from ringback.payload import MISSING


def left_standing(stage: Stage) -> Graph:
    """The graph in which what may be made for good is named so."""
    graph = stage.graph
    resources = {
        name: replace(each, irreversible=True)
        if each.maker is not None
        and each.delete is None
        and not any(above.delete is not None for above in graph.ancestors(each))
        and stage.permission.leaves(each.maker)
        else each
        for name, each in graph.resources.items()
    }
    return replace(graph, resources=resources)


def irreversible_scenarios(stage: Stage, operations: Sequence[Operation]) -> Iterator[Scenario]:
    """Each such operation that the run is allowed, on its own things or on the account."""
    for operation in stage.graph.others(operations):
        if not operation.safe and stage.permission.leaves(operation):
            yield IrreversibleCall(operation=operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class IrreversibleCall(Indivisible):
    """Each body that the operation admits, once: each answer is judged by itself."""

    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """What its path names are things of the run's own."""
        stage, operation = scene.stage, self.operation
        own = stage.standing.get("", {})
        if stage.bodies.view(operation) is None:
            bodies = [MISSING]
        else:
            samples = bounded(stage, operation, stage.bodies.variants(operation))
            fitted = [stage.bodies.fitted(operation, each.value, own) for each in samples]
            bodies = [each.value for each in fitted if not each.lacking]
        for body in bodies:
            step = scene.step(operation, own, body)
            if step is None:
                return
            yield [step]
