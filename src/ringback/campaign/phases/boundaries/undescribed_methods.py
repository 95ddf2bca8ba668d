"""Methods that the description does not have: asked for only where they cannot destroy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ringback.campaign.phases.answers import find
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.thing import Owner
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage, Step
from ringback.contract import Contract
from ringback.exchange import Request
from ringback.laws import updating
from ringback.operation import Operation

METHOD = "protocol/method"
_WRITING = ("PUT", "PATCH", "POST", "DELETE")


def method_scenarios(stage: Stage, operations: Sequence[Operation]) -> Iterator[Scenario]:
    """One for each path: methods that change nothing everywhere, others on things of the run."""
    seen: set[str] = set()
    for operation in operations:
        if operation.path not in seen:
            seen.add(operation.path)
            alone = [each.name for each in stage.graph.resources.values() if each.own]
            yield Methods(operation=operation, lock=next(iter(alone), "methods"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods(Indivisible):
    """What a path answers to methods that nobody described."""

    operation: Operation
    lock: str = "methods"

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
        if thing is None:
            yield from self._refused(scene)
        yield from scene.dispose(thing)

    def _refused(self, scene: Scene) -> Play:
        """Where the description promises 405: without a key, and without a body.

        No collection is asked to be deleted or replaced.
        """
        stage, path = scene.stage, self.operation.path
        documented = [each for each in self.operation.answers if each.status == "405"]
        role, resource = stage.graph.role(self.operation)
        # Only where the configuration gives the run a thing of this resource to change.
        if "{" in path or not documented or resource is None or not resource.own:
            return
        known = {each.method for each in stage.contract.operations_at(path)}
        methods = ("POST", "PATCH") if role in {Role.LIST, Role.CREATE} else _WRITING
        held = [
            (thing, read)
            for thing in list(stage.world.things.values())
            if thing.resource == self.lock
            and thing.owner is Owner.CONFIGURED
            and (read := scene.reading(thing)) is not None
        ]
        before = (yield [read for _, read in held]) if held else ()
        yield [self._step(path, each) for each in methods if each not in known]
        after = (yield [read for _, read in held]) if held else ()
        for (thing, _), old, new in zip(held, before, after, strict=True):
            mutable = frozenset(stage.volatile.get(thing.resource, ()))
            why = "a method that is not described was asked for, and"
            found = updating.unchanged(old.value, new.value, 405, mutable, METHOD, why=why)
            find(scene, found, self.operation, old.exchange, new.exchange)

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
