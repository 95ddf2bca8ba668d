"""Parts of an answer that a parameter asks for by name: what is asked for is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.answers import find, told, view_of
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage, Stood
from ringback.laws import creating
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.wire.typed_texts import types_of

_ASKING = frozenset({"expand", "include", "embed", "with", "expansions", "includes"})


def expanding_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each read of what stands whose parameter has choices of what is shown as well."""
    for resource in stage.graph.resources.values():
        stood, read = stage.stood.get(resource.name), resource.read
        for parameter in read.parameters if read is not None and stood is not None else ():
            if parameter.where != "query" or words(parameter.name) not in _ASKING:
                continue
            view = stage.contract.requests.view(parameter.schema) if parameter.schema else None
            here = view.items if view is not None and view.items is not None else view
            choices = here.raw.get("enum", ()) if here is not None else ()
            listed = view is not None and "array" in types_of([view])
            if read is not None and stood is not None and choices:
                given = {each: [each] if listed else each for each in choices}
                yield Expanded(
                    resource=resource, operation=read, name=parameter.name, given=given, stood=stood
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded(Indivisible):
    """A standing thing, read with each choice: the member of that name, if described, is there."""

    resource: Resource
    operation: Operation
    name: str
    given: dict[str, Any]
    stood: Stood
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Read with each choice alone."""
        around = scene.around(scene.now(self.stood.thing))
        for choice, value in self.given.items():
            step = scene.step(self.operation, around, parameters={self.name: value})
            if step is None:
                return
            (reply,) = yield [step]
            state, view = told(scene, reply, self.resource)
            described = view if view is not None else view_of(scene, reply)
            known = described.properties if described is not None else {}
            if (
                isinstance(state, dict)
                and choice in known
                and state.get(choice, MISSING) is MISSING
            ):
                text = f"{self.name}={choice} was asked for, and the answer has no /{choice}"
                breach = Breach(rule=creating.LINK, message=text, instance=f"/{choice}")
                find(scene, [breach], self.operation, reply.exchange)
