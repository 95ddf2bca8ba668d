"""Keys that a client chooses for a create: the thing's own, and one for asking twice."""

import uuid
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find, told
from ringback.campaign.phases.lifecycle.create_scenario import (
    CreateScenario,
)
from ringback.campaign.phases.setup.standing_things import told_of_create
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Play, Presence
from ringback.laws import creating
from ringback.laws.likeness import Breach
from ringback.payload import MISSING, decode, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class SameKey(CreateScenario):
    """The same create again under one idempotency key: nothing new is made of it."""

    parameter: str

    def play(self, scene: Scene) -> Play:
        """Create, and send the very same request once more."""
        step = scene.making(self.resource)
        if step is None:
            return
        request = step.request.with_header(self.parameter, str(uuid.uuid4()))
        step = replace(step, request=request, vacant=self.resource.upserts)
        (one,) = yield [step]
        (other,) = yield [replace(step, judged=False)]
        if one.succeeded and other.succeeded and one.thing and other.thing:
            if one.thing.key != other.thing.key:
                text = (
                    f"the same request with one {self.parameter} was sent twice, and made "
                    f"{one.thing.name} and {other.thing.name}"
                )
                breach = Breach(rule=creating.CREATED, message=text, cause="again")
                find(scene, [breach], self.maker, one.exchange, other.exchange)
            yield from scene.dispose(other.thing)
        yield from scene.dispose(one.thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongKey(CreateScenario):
    """A thing under a key as long as a client may choose it."""

    def play(self, scene: Scene) -> Play:
        """Put it there, read it back, and take away what was made of it."""
        parameter = next((e for e in self.maker.parameters if e.name == self.resource.key), None)
        key = scene.stage.bodies.long_key(parameter) if parameter is not None else MISSING
        step = scene.making(self.resource)
        if step is None or key is MISSING:
            return
        address = {**step.address, self.resource.name: key}
        bare = scene.step(self.maker, address, presence=Presence.THERE)
        there = yield from scene.absent(self.resource, address, "")
        if bare is None or not there:
            return
        request = replace(step.request, url=bare.request.url)
        given = decode(step.request.body or b"")
        if given.parsed:  # it may tell the key as well
            body = scene.stage.bodies.fitted(self.maker, given.value, address, fresh=False).value
            request = replace(request, body=encode(body))
        (made,) = yield [replace(step, request=request, address=address, vacant=True)]
        read = scene.reading(made.thing) if made.thing is not None else None
        if made.succeeded and made.thing is not None:
            seen = (yield [read])[0] if read else None
            told_of_create(scene, self.resource, made, seen)
            entry = told(scene, made, self.resource)[0]
            others = [*scene.things_listed(self.resource, entry)]
            yield from scene.dispose(made.thing, *(e for e in others if e.key != key))
