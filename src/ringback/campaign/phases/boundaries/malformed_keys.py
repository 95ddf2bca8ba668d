"""Writes under keys that are no keys, by the description's word: refused, as reads of them are."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.campaign.resource.model import Resource
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage, Step
from ringback.contract import Refused
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.result import Made


def malformed_key_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each resource whose things the run makes and deletes."""
    for resource in stage.graph.resources.values():
        delete = resource.delete
        standing = resource.name in stage.standing.get("", {})
        if standing and delete is not None and not resource.singleton and not resource.alone:
            yield MalformedKeys(resource=resource, operation=delete)


@dataclass(frozen=True, slots=True, kw_only=True)
class MalformedKeys(Indivisible):
    """The key of a thing of the run's own with something behind it: that is all it could reach."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Change and delete under it, where the description surely refuses that."""
        thing = yield from scene.fresh(self.resource)
        if thing is None:
            return
        wrong = {**scene.around(thing), self.resource.name: f"{thing.key}x"}
        for operation in (self.resource.update, self.resource.delete):
            step = self._step(scene, operation, wrong, scene.now(thing).etag)
            if step is not None:
                yield [step]
        yield from scene.dispose(thing)

    def _step(
        self, scene: Scene, operation: Operation | None, wrong: dict[str, object], etag: str
    ) -> Step | None:
        """The request, with a body that is right; None where it might be admitted.

        A PUT is left out: a service that takes it makes a thing that nothing may ever delete.
        """
        if operation is None or operation.method == "PUT":
            return None
        body: object = MISSING
        if scene.stage.bodies.view(operation) is not None:
            made = scene.stage.bodies.plain(operation)
            fitted = (
                scene.stage.bodies.fitted(operation, made.value, wrong)
                if isinstance(made, Made)
                else None
            )
            if fitted is None or fitted.lacking:
                return None
            body = fitted.value
        step = scene.step(operation, wrong, body, etag=etag)
        if step is None or not isinstance(scene.stage.admission(step.request, operation), Refused):
            return None
        return step
