"""Methods that the description does not have: asked for only where they cannot destroy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ringback.campaign.resource.model import Resource
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage, Step
from ringback.contract import Contract
from ringback.exchange import Request
from ringback.operation import Operation

_WRITING = ("PUT", "PATCH", "POST", "DELETE")


def method_scenarios(operations: Sequence[Operation]) -> Iterator[Scenario]:
    """One for each path: methods that change nothing everywhere, others on things of the run."""
    seen: set[str] = set()
    for operation in operations:
        if operation.path not in seen:
            seen.add(operation.path)
            yield Methods(operation=operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods(Indivisible):
    """What a path answers to methods that nobody described."""

    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Ask with each; a writing one only where what it could destroy is the run's own."""
        stage = scene.stage
        resource = next(
            (r for r in stage.graph.resources.values() if self._is_thing(stage, r)), None
        )
        thing = (yield from scene.fresh(resource)) if resource else None
        address = scene.around(thing) if thing else stage.standing.get("", {})
        bound = scene.step(self.operation, address)
        if bound is not None:
            url = bound.request.url.partition("?")[0]
            known = {each.method for each in stage.contract.operations_at(url)}
            methods = ["TRACE"] if "TRACE" not in known else []  # it can't destroy (RFC 9110 9.2.1)
            methods += [each for each in _WRITING if thing is not None and each not in known]
            methods += ["GET"] if "GET" not in known else []
            if self._may(stage.contract, url):
                yield [self._step(url, each) for each in methods]
        yield from scene.dispose(thing)

    def _is_thing(self, stage: Stage, resource: Resource) -> bool:
        """Whether the path is that of one thing, or below it, which the run can make and delete."""
        path = self.operation.path
        slots = [each for each in stage.graph.slots(self.operation) if each.where == "path"]
        last = slots[-1].resource if slots else ""
        collections = {each.list.path for each in stage.graph.resources.values() if each.list}
        collections |= {each.create.path for each in stage.graph.resources.values() if each.create}
        return (
            resource.name == last
            and resource.delete is not None
            and resource.maker is not None
            and path not in collections
        )

    def _may(self, contract: Contract, url: str) -> bool:
        """Whether no other path of the description is meant by this URL."""
        return {each.path for each in contract.operations_at(url)} <= {self.operation.path}

    def _step(self, url: str, method: str) -> Step:
        return Step(
            request=Request(method=method, url=url), operation=self.operation, described=False
        )
