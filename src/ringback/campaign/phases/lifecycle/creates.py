"""Creates: each form of a body, each part of it broken, and what must hold of what was made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from ringback.campaign.phases.answers import asked_again, find, told, volatile
from ringback.campaign.phases.bounds import PAGE, bounded
from ringback.campaign.phases.filters import hidden_by_default
from ringback.campaign.phases.lifecycle.client_keys import LongKey, SameKey
from ringback.campaign.phases.lifecycle.create_scenario import (
    CreateScenario,
    idempotency_keys,
    makers,
)
from ringback.campaign.phases.setup.first_delete import is_taken_away
from ringback.campaign.phases.setup.standing_things import moved, told_of_create
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import key_member, location_key
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Presence, Reply, Stage, Step
from ringback.exchange import header_values
from ringback.laws import creating
from ringback.laws.likeness import Breach
from ringback.payload import MISSING
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sample
from ringback.wire.media_types import is_json


def creating_scenarios(stage: Stage) -> Iterator[Scenario]:
    """Everything that is asked of creates."""
    for resource, maker in makers(stage):
        yield CreatedOnce(resource=resource, maker=maker)
        if resource.upserts and not resource.borrows:
            yield LongKey(resource=resource, maker=maker)
        for parameter in idempotency_keys(maker):
            yield SameKey(resource=resource, maker=maker, parameter=parameter)
        for sample in bounded(stage, maker, stage.bodies.variants(maker)):
            if resource.name in stage.observed.dropped:
                break
            first = resource.name not in stage.standing.get("", {})
            yield Create(resource=resource, maker=maker, sample=sample, first=first)
        yield Create(resource=resource, maker=maker, sample=None, charset=True)
        for media_type in stage.bodies.media_types(maker):
            yield Create(resource=resource, maker=maker, sample=None, media_type=media_type.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(CreateScenario):
    """One body, made, read and deleted; without a sample the plain one.

    Where it may be the `first` that is made, nothing else is until it has shown to be gone again.
    """

    sample: Sample | None
    media_type: str = ""
    charset: bool = False
    first: bool = False

    @property
    def lock(self) -> str:
        """Each has a thing of its own; whether one can be taken away is seen alone."""
        return self.resource.name if self.first else ""

    def play(self, scene: Scene) -> Play:
        """Create, read back, delete, and read once more."""
        dropped = self.resource.name in scene.stage.observed.dropped
        hopeless = scene.stage.is_hopeless(self.maker)
        step = None if dropped or hopeless else self._step(scene)
        if step is None:
            return
        if self.resource.upserts:
            there = yield from scene.absent(self.resource, step.address, "")
            if not there:
                return
        (made,) = yield [replace(step, vacant=self.resource.upserts)]
        if made.status == 409 and self.sample is not None:
            # A name that is taken: told apart from what is asked here by another one.
            step = scene.making(self.resource, body=self.sample.value)
            if step is None:
                return
            (made,) = yield [step]
        if not made.succeeded or made.thing is None:
            return
        if self.sample is not None and self.resource.name not in scene.stage.standing.get("", {}):
            scene.stage.bodies.accepted.setdefault(self.maker.id, self.sample.value)
        read = scene.reading(made.thing)
        seen = (yield [read])[0] if read else None
        if seen is not None and moved(scene, self.resource, made, seen):
            yield from asked_again(scene, self.resource, seen)
        told_of_create(scene, self.resource, made, seen)
        if self.first and self.resource.delete is not None:
            yield from is_taken_away(scene, self.resource, made.thing, seen)
        else:
            yield from scene.dispose(made.thing)

    def _step(self, scene: Scene) -> Step | None:
        if self.charset:
            return _with_charset(scene.making(self.resource))
        if self.sample is None:
            step = scene.making(self.resource)
            body = self.maker.body
            if step is None or body is None:
                return None
            media_type = next(each for each in body.media_types if each.name == self.media_type)
            made = _sample_of(scene, media_type.schema)
            if made is MISSING:
                return None
            return scene.step(
                self.maker, step.address, made, media_type=media_type, presence=Presence.THERE
            )
        return scene.making(self.resource, body=self.sample.value)


def _with_charset(step: Step | None) -> Step | None:
    """The step with a charset beside its media type, as some clients send it; JSON alone."""
    kinds = header_values(step.request.headers, "content-type") if step else []
    if step is None or not kinds or not is_json(kinds[0]) or ";" in kinds[0]:
        return None
    request = step.request.with_header("Content-Type", f"{kinds[0]}; charset=utf-8")
    return replace(step, request=request)


def _sample_of(scene: Scene, schema: str | None) -> Any:
    if schema is None:
        return MISSING
    made = scene.stage.bodies.sampler.plain(scene.stage.contract.requests.view(schema))
    return made.value if isinstance(made, Made) else MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedOnce(CreateScenario):
    """Two things: their keys differ, each stands in the list once, Location leads to it."""

    def play(self, scene: Scene) -> Play:
        """Create two, look at the list, delete one, look again."""
        one = yield from scene.made(self.resource)
        if one is None:
            return
        other = yield from scene.made(self.resource)
        thing, made, read = one
        yield from self._located(scene, thing, made)
        if other is None:
            yield from scene.dispose(thing)
            return
        second, made_second, _ = other
        if made.status == made_second.status:  # 200 beside 201 tells of what is there already
            find(
                scene,
                creating.two_alike(thing.key, second.key),
                self.maker,
                made.exchange,
                made_second.exchange,
            )
        if read is not None and str(second.key) != str(thing.key):
            (read,) = yield [read.step]  # a service may have changed it for the sake of the second
        yield from self._listed(scene, thing, read)
        yield from scene.dispose(thing)
        yield from scene.dispose(second)

    def _located(self, scene: Scene, thing: Thing, made: Reply) -> Play:
        """Whether Location leads to the thing (RFC 9110 15.3.2)."""
        values = header_values(made.response.headers, "location") if made.response else []
        read = scene.reading(thing)
        if not values or read is None:
            return
        key = location_key(self.resource, made.response) if made.response else None
        if key is not None and str(key) != str(thing.key):
            text = f"Location names {key}, and the thing that was created has the key {thing.key}"
            found = [Breach(rule=creating.LOCATION, message=text, cause="key")]
            find(scene, found, self.maker, made.exchange)
            return
        here = scene.stage.origin.rstrip("/") + made.exchange.request.url
        there = urljoin(here, values[0])
        if urlsplit(there)[:2] != urlsplit(here)[:2]:
            return  # another host may be the same service by its public name
        (reply,) = yield [
            replace(read, request=replace(read.request, url=there), address={}, judged=False)
        ]
        if reply.refused:
            text = f"Location is {values[0]}, and a read there is answered with {reply.status}"
            found = [Breach(rule=creating.LOCATION, message=text, cause="leads nowhere")]
            find(scene, found, self.maker, made.exchange, reply.exchange)
            return
        state = told(scene, reply, self.resource)[0]
        if reply.succeeded and key_member(self.resource, state, thing.key) is None:
            text = f"Location is {values[0]}, and a read there tells something else than the thing"
            found = [Breach(rule=creating.LOCATION, message=text, cause="leads elsewhere")]
            find(scene, found, self.maker, made.exchange, reply.exchange)

    def _listed(self, scene: Scene, thing: Thing, read: Reply | None) -> Play:
        """Whether the list has the thing once, and tells of it what it tells itself."""
        step = scene.listing(self.resource, scene.around(thing))
        if step is None or read is None:
            return
        state, view = told(scene, read, self.resource)
        (reply,) = yield [step]
        page = listed(reply.response)
        if page is None:
            return
        complete = page.next is None and (page.total is None or page.total <= len(page.entries))
        complete = complete and len(page.entries) < PAGE
        keys = [scene.stage.key_of(each, self.resource) for each in page.entries]
        rows = [
            row for key, row in zip(keys, page.entries, strict=True) if str(key) == str(thing.key)
        ]
        operation = reply.step.operation
        complete = complete and MISSING not in keys
        complete = complete and not hidden_by_default(scene.stage, operation, state)
        shown = (read.exchange, reply.exchange)
        find(scene, creating.listed_once(rows, complete, thing.name), operation, *shown)
        if len(rows) == 1:
            found = [*creating.listed_alike(rows[0], state, volatile(scene, self.resource), view)]
            if found:
                yield from asked_again(scene, self.resource, read)
                mutable = volatile(scene, self.resource)
                found = [*creating.listed_alike(rows[0], state, mutable, view)]
            find(scene, found, operation, *shown)
