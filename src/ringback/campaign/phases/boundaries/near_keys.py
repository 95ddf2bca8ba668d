"""Keys that are nearly those of a thing, and keys where nobody asks for one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ringback.campaign.access.invalid_credentials import spoilt
from ringback.campaign.known.identifiers import Identifier
from ringback.campaign.phases.answers import state_of
from ringback.campaign.phases.boundaries.key_scenario import KeyScenario, takes
from ringback.campaign.phases.setup.existing_things import at_home
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import (
    Play,
    Presence,
    Step,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(KeyScenario):
    """What a careless reader takes for a key: each thing's own, and texts that nearly are one."""

    name: Identifier

    def play(self, scene: Scene) -> Play:
        """Read under each key; sent raw, a `+` in a query arrives as a space: another key."""
        own = scene.stage.names.own(self.name)
        if not own:
            return
        address, steps_ = {}, []
        for key in (*own, *_near(own[0])):
            address = {self.resource.name: key}
            step = scene.step(self.operation, address)
            if step is not None:
                steps_.append(step)
        raw = [
            replace(each, request=replace(each.request, url=each.request.url.replace("%2B", "+")))
            for each in steps_[:1]
            if "%2B" in each.request.url
        ]
        yield [*steps_, *(replace(each, address={}) for each in raw)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked(KeyScenario):
    """A request that is wrong in itself, without credentials.

    Who is not known learns nothing of what the service thinks of a request.
    """

    values: Mapping[str, str]

    def play(self, scene: Scene) -> Play:
        """Without parameters, with an unreadable body, naming what nobody has."""
        thing = yield from at_home(scene, self.resource)
        plain = self.plain(scene, thing) if thing is not None else None
        if thing is None or plain is None:
            return
        before = state_of(scene, scene.now(thing), self.resource)
        wrong = [*self._wrong(scene, thing, plain)]
        yield [
            replace(step, request=each, credentials=False, presence=Presence.UNKNOWN)
            for step in wrong
            for _, each in [*spoilt(step.request, self.operation, self.values)][:3]
        ]
        yield from self.unchanged(scene, thing, before, "auth/required")

    def _wrong(self, scene: Scene, thing: Thing, plain: Step) -> Iterator[Step]:
        request = plain.request
        if any(parameter.required for parameter in self.operation.parameters):
            yield replace(plain, request=replace(request, url=request.url.partition("?")[0]))
        if request.body:
            yield replace(plain, request=replace(request, body=b"{"))
        for name in scene.stage.names.names:
            key = scene.stage.names.unknown(name)
            made_up = name.parameter and not name.unknown
            if made_up and not self.operation.safe:
                continue  # it could be somebody's
            if key and takes(scene.stage, self.operation, name):
                yield from list(self.requests(scene, thing, name, key))[:1]


def _near(key: str) -> Iterator[str]:
    """A key cut, prolonged, with a wildcard, with a space for its first sign, or without end."""
    yield from (key[:-1], f"{key}0", f" {key[1:]}", f"{key[:-1]}%", f"{key[:-1]}*", key * 40)
