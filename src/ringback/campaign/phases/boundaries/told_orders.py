"""What words say must come before something else: the other way round it is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find
from ringback.campaign.phases.lifecycle.create_scenario import makers
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.told_rules import Pair, told_pairs
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import decode, encode, same

ACCEPTED = "request/accepted-invalid"


def order_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each pair of members of a create, and of parameters of a read."""
    for resource, maker in makers(stage):
        view = stage.bodies.view(maker)
        known = {name: each.raw for name, each in view.properties.items()} if view else {}
        for pair in told_pairs(stage.contract, maker, known) if not resource.upserts else ():
            yield TurnedRound(resource=resource, operation=maker, pair=pair)
    for operation in stage.contract.operations:
        if operation.method != "GET":
            continue
        query = [each for each in operation.parameters if each.where == "query"]
        named = {each.name: stage.contract.description.at(each.pointer) for each in query}
        for pair in told_pairs(stage.contract, operation, named):
            yield TurnedRound(operation=operation, pair=pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedRound(Indivisible):
    """A request with the values of two members in each other's place; of a create, or of a read."""

    operation: Operation
    pair: Pair
    resource: Resource | None = None
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Ask, and take away what was made of it."""
        first, last = self.pair
        if self.resource is None:
            bound = scene.stage.binder.parameters(self.operation, scene.stage.known(), free=True)
            turned = _turned(bound, first, last) if isinstance(bound, dict) else None
            step = (
                scene.step(self.operation, scene.stage.known(), parameters=turned)
                if turned is not None
                else None
            )
        else:
            step = scene.making(self.resource)
            body = decode(step.request.body or b"").value if step is not None else None
            turned = _turned(body, first, last)
            step = (
                replace(step, request=replace(step.request, body=encode(turned)))
                if step is not None and turned is not None
                else None
            )
        if step is None:
            return
        (reply,) = yield [replace(step, judged=False)]
        if reply.succeeded:
            text = f"the description says that /{first} must come before /{last}, and a request "
            text += f"with the one behind the other was accepted ({reply.status})"
            breach = Breach(rule=ACCEPTED, message=text, instance=f"/{first}", cause="order")
            find(scene, [breach], self.operation, reply.exchange)
            yield from scene.dispose(reply.thing if self.resource is not None else None)


def _turned(value: Any, first: str, last: str) -> dict[str, Any] | None:
    """The members with the values of two of them exchanged; None where they are not in order."""
    if not isinstance(value, Mapping) or first not in value or last not in value:
        return None
    one, other = value[first], value[last]
    if type(one) is not type(other) or not isinstance(one, str | int | float) or same(one, other):
        return None
    if one > other:
        return None
    return {**value, first: other, last: one}
