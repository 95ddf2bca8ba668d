"""What scenarios about keys that the account does not have are made of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.known.identifiers import Identifier
from ringback.campaign.phases.answers import find, told, volatile
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.nested_parts import nested, places_in
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import (
    Indivisible,
    Play,
    Stage,
    Step,
)
from ringback.finding import steps
from ringback.laws import updating
from ringback.operation import Operation
from ringback.payload import MISSING, decode
from ringback.sampling.breakage import replaced
from ringback.sampling.result import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyScenario(Indivisible):
    """What these scenarios have in common."""

    operation: Operation
    resource: Resource
    role: Role

    @property
    def lock(self) -> str:
        """What is written is the one thing that the run has."""
        return self.resource.name

    def plain(self, scene: Scene, thing: Thing) -> Step | None:
        """The operation as it should be asked, on the run's own thing."""
        address, body = scene.around(thing), MISSING
        if scene.stage.bodies.view(self.operation) is not None:
            made = scene.stage.bodies.plain(self.operation)
            if not isinstance(made, Made):
                return None
            body = scene.stage.bodies.fitted(self.operation, made.value, address, fresh=False).value
        return scene.step(self.operation, address, body)

    def requests(self, scene: Scene, thing: Thing, name: Identifier, text: str) -> Iterator[Step]:
        """The requests that name a thing: alone, in other letters, and beside what is ours.

        What is looked up only for the first of several, or where nothing else is given, is not
        looked up as it ought to be.
        """
        plain = self.plain(scene, thing)
        address = scene.around(thing)
        if plain is None:
            return
        if name.parameter:
            yield replace(plain, request=_with_parameter(scene, self.operation, name, text, plain))
            return
        whole = decode(plain.request.body or b"").value
        own = scene.stage.names.own(name)[:1]
        bodies = [nested(name.place, text), nested(name.place, text.upper())]
        paths = [path for path, _ in places_in(whole, steps(name.place))]
        bodies += [replaced(whole, path, text) for path in (*paths[:1], *paths[-1:])]
        others = [each for each in scene.stage.names.names if each.place and each is not name]
        known = [(each, scene.stage.names.own(each)) for each in others]
        beside = [nested(each.place, keys[0]) for each, keys in known if keys]
        bodies += [_merged(each, nested(name.place, text)) for each in beside]
        if "*" in name.place:
            bodies += [_merged(nested(name.place, each), nested(name.place, text)) for each in own]
        seen: list[Any] = []
        for body in bodies:
            if body not in seen:
                seen.append(body)
                step = scene.step(self.operation, address, body)
                if step is not None:
                    yield step

    def unchanged(self, scene: Scene, thing: Thing, before: Any, rule: str) -> Play:
        """What the requests named was refused, and nothing has changed."""
        read = scene.reading(thing) if not self.operation.safe else None
        if read is None:
            return
        (seen,) = yield [read]
        after = told(scene, seen, self.resource)[0] if seen.succeeded else None
        mutable = volatile(scene, self.resource)
        why = "a request was refused for what it named, and yet"
        found = updating.unchanged(before, after, 404, mutable, rule, why=why)
        find(scene, found, self.operation, seen.exchange)


def takes(stage: Stage, operation: Operation, name: Identifier) -> bool:
    """Whether requests of an operation can name a thing of this kind."""
    if name.parameter:
        return any(each.name == name.parameter for each in operation.parameters)
    return any(
        each.where == "body" and each.place == name.place for each in stage.graph.slots(operation)
    )


def _with_parameter(
    scene: Scene, operation: Operation, name: Identifier, text: str, plain: Step
) -> Any:
    made = scene.step(operation, plain.address, parameters={name.parameter: text})
    return replace(plain.request, url=made.request.url) if made is not None else plain.request


def _merged(one: Any, other: Any) -> Any:
    """Two bodies in one: the members of both, the items of both; else the second alone."""
    if isinstance(one, dict) and isinstance(other, dict):
        both = {name: _merged(one[name], other[name]) for name in one.keys() & other.keys()}
        return {**one, **other, **both}
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    return other
