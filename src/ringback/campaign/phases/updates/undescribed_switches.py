"""Switches that answers have and no request describes: a service may not take them over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.answers import state_of
from ringback.campaign.phases.updates.on_thing import OnThing, plain_body, writers
from ringback.campaign.phases.updates.update_laws import judge_update
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Stage
from ringback.payload import same


def tempting_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each update of a resource with members that no update changes."""
    for resource, role, operation in writers(stage):
        if resource.constant:
            yield Tempting(resource=resource, role=role, operation=operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempting(OnThing):
    """A whole body with the answer's switches turned, and then turned back.

    Switches alone: a service that took over a name or a text could lose the thing.
    """

    def play(self, scene: Scene) -> Play:
        """Turn them, look; where one has turned, turn it back."""
        thing = yield from self.had(scene)
        state = state_of(scene, thing, self.resource) if thing is not None else None
        body = plain_body(scene, self.operation)
        view = scene.stage.bodies.view(self.operation)
        if (
            thing is None
            or view is None
            or not isinstance(state, dict)
            or not isinstance(body, dict)
        ):
            return
        switches = {
            name: each
            for name, each in state.items()
            if isinstance(each, bool) and name not in view.properties
        }
        turned = {name: not each for name, each in switches.items()}
        if not switches or not scene.stage.contract.requests.admits(
            view.pointer, {**body, **turned}
        ):
            return
        yield from self._given(scene, thing, {**body, **turned})
        now = state_of(scene, scene.now(thing), self.resource)
        if isinstance(now, dict) and any(
            not same(now.get(n), each) for n, each in switches.items()
        ):
            yield from self._given(scene, thing, {**body, **switches}, judged=False)

    def _given(self, scene: Scene, thing: Thing, body: Any, *, judged: bool = True) -> Play:
        write, read = self.writing(scene, thing, body), scene.reading(thing)
        if write is None or read is None:
            return
        before = state_of(scene, scene.now(thing), self.resource)
        (written,) = yield [write]
        (seen,) = yield [read]
        if judged:
            judge_update(scene, self.event(written, seen, before, thing))
