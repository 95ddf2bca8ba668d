"""Bodies that name a thing which is gone, or of another account: nothing is made of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find
from ringback.campaign.phases.boundaries.account_access import FOREIGN
from ringback.campaign.phases.lifecycle.create_scenario import makers
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import OTHER
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.result import Made

UNKNOWN = "request/unknown-accepted"


def reference_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each member of a create that names a thing which the run can make and delete."""
    for resource, maker in makers(stage):
        for named in _named(stage, resource, maker):
            if named.delete is not None and named.name in stage.standing.get("", {}):
                yield GoneReference(resource=resource, operation=maker, named=named)


def foreign_references(stage: Stage) -> Iterator[Scenario]:
    """The same with a thing of the second account's."""
    for resource, maker in makers(stage):
        for named in _named(stage, resource, maker):
            if named.name in stage.standing.get(OTHER, {}):
                yield ForeignReference(resource=resource, operation=maker, named=named)


def _named(stage: Stage, resource: Resource, maker: Operation) -> Iterator[Resource]:
    """The resources whose things a create names in its body."""
    names = (each.resource for each in stage.graph.slots(maker) if each.where == "body")
    for name in dict.fromkeys(names):
        if name != resource.name and not resource.upserts:
            yield stage.resource(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reference(Indivisible):
    """What both kinds have in common."""

    resource: Resource
    operation: Operation
    named: Resource
    lock: str = ""

    def created(self, scene: Scene, key: Any, breach: Breach) -> Play:
        """Make a thing that names this key; what was made of it all the same is deleted."""
        made = scene.stage.bodies.plain(self.operation)
        if not isinstance(made, Made):
            return
        address = {**scene.address(self.resource), self.named.name: key}
        fitted = scene.stage.bodies.fitted(self.operation, made.value, address)
        step = None if fitted.lacking else scene.step(self.operation, address, fitted.value)
        if step is None:
            return
        # Whether it is refused as invalid, as not found or as a conflict is the service's choice.
        (reply,) = yield [replace(step, judged=False)]
        if reply.succeeded:
            find(scene, [breach], self.operation, reply.exchange)
            yield from scene.dispose(reply.thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneReference(_Reference):
    """A thing that the run made and deleted is named."""

    def play(self, scene: Scene) -> Play:
        """Make what is named, delete it, name it."""
        other = yield from scene.fresh(self.named)
        yield from scene.dispose(other)
        read = scene.reading(other) if other is not None else None
        if other is None or other.key is MISSING or read is None:
            return
        (seen,) = yield [replace(read, judged=False)]
        if seen.status in {404, 410}:
            text = f"the request names {other.name}, which is deleted, and was accepted"
            breach = Breach(rule=UNKNOWN, message=text, cause=self.named.name)
            yield from self.created(scene, other.key, breach)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignReference(_Reference):
    """A thing that the run made for another account is named."""

    def play(self, scene: Scene) -> Play:
        """Name it."""
        key = scene.stage.standing[OTHER][self.named.name]
        if str(key).isdecimal() and self.named.parent is not None:
            return  # numbers are counted in each parent: the account's own may have it as well
        text = f"the request names {self.named.name} {key}, which another account owns"
        breach = Breach(rule=FOREIGN, message=f"{text}, and was accepted", cause="named")
        yield from self.created(scene, key, breach)
