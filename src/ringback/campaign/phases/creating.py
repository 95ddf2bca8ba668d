"""Creates: each form of a body, each part of it broken, and what must hold of what was made."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from ringback.campaign.phases.answers import find, told, volatile
from ringback.campaign.phases.standing import playable, told_of_create
from ringback.campaign.resource.keys import key_member, location_key
from ringback.campaign.resource.listing import entry_of, listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.world import Thing
from ringback.campaign.credentials import is_open
from ringback.campaign.scheduler.scene import Play, Presence, Reply, Scenario, Scene, Stage, Step
from ringback.campaign.spoiling import spoilt
from ringback.exchange import header_values
from ringback.finding import Finding
from ringback.generation.walk import broken_frames
from ringback.laws import creating, deleting
from ringback.operation import Operation
from ringback.payload import MISSING, decode, same
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sample
from ringback.schema.directions import is_unsent
from ringback.schema.view import View

_MOST = 72  # bodies by design of one operation; what is beyond is told as left out
_TOGETHER = 12  # requests to be refused that leave together


def creating_scenarios(stage: Stage) -> Iterator[Scenario]:
    """Everything that is asked of creates."""
    for resource in stage.graph.resources.values():
        maker = resource.maker
        if maker is None or not playable(stage, resource):
            continue
        yield CreatedOnce(resource=resource, maker=maker)
        for sample in bounded(stage, maker, stage.bodies.variants(maker)):
            yield Create(resource=resource, maker=maker, sample=sample)
        for media_type in stage.bodies.media_types(maker):
            yield Create(resource=resource, maker=maker, sample=None, media_type=media_type.name)
        refused = [*bounded(stage, maker, stage.bodies.broken(maker))]
        for start in range(0, len(refused), _TOGETHER):
            samples = tuple(refused[start : start + _TOGETHER])
            yield RefusedCreates(resource=resource, maker=maker, samples=samples)
        yield BrokenFrames(resource=resource, maker=maker)


def bounded(
    stage: Stage, operation: Operation, samples: Sequence[Sample], most: int | None = None
) -> Sequence[Sample]:
    """As many as a run plays by default, or at most, spread over all of them."""
    most = most or _MOST
    if len(samples) <= most:
        return samples
    left = len(samples) - most
    stage.left_out[operation.id] = (
        f"{left} of {len(samples)} bodies by design, for the bound of {most}"
    )
    return [samples[index * len(samples) // most] for index in range(most)]


def nothing_created(stage: Stage, values: Mapping[str, str]) -> Iterator[Scenario]:
    """Refused creates, looked for in the list: for when nothing else is under way."""
    for resource in stage.graph.resources.values():
        maker = resource.maker
        if maker is None or resource.list is None or not playable(stage, resource):
            continue
        refused = stage.bodies.broken(maker)
        count = min(len(refused), 2 * _TOGETHER)
        samples = tuple(refused[index * len(refused) // count] for index in range(count))
        if samples or not is_open(maker):
            yield NothingCreated(resource=resource, maker=maker, samples=samples, values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scenario:
    """What all scenarios of a create have in common."""

    resource: Resource
    maker: Operation

    @property
    def operation(self) -> Operation:
        """What makes the thing."""
        return self.maker

    @property
    def lock(self) -> str:
        """Each has a thing of its own."""
        return ""

    def narrowed(self, _finding: Finding) -> Scenario:
        """It has no parts."""
        return self  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(_Scenario):
    """One body, made, read and deleted; without a sample the plain one."""

    sample: Sample | None
    media_type: str = ""

    def play(self, scene: Scene) -> Play:
        """Create, read back, delete, and read once more."""
        step = self._step(scene)
        if step is None:
            return
        if self.resource.upserts:
            there = yield from scene.absent(self.resource, step.address, "")
            if not there:
                return
        (made,) = yield [step]
        if made.status == 409 and self.sample is not None:
            # A name that is taken: told apart from what is asked here by another one.
            step = scene.making(self.resource, body=self.sample.value)
            if step is None:
                return
            (made,) = yield [step]
        if not made.succeeded or made.thing is None:
            return
        read = scene.reading(made.thing)
        seen = (yield [read])[0] if read else None
        told_of_create(scene, self.resource, made, seen)
        yield from scene.dispose(made.thing)

    def _step(self, scene: Scene) -> Step | None:
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


def _sample_of(scene: Scene, schema: str | None) -> Any:
    if schema is None:
        return MISSING
    made = scene.stage.bodies.sampler.plain(scene.stage.contract.requests.view(schema))
    return made.value if isinstance(made, Made) else MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedOnce(_Scenario):
    """Two things: their keys differ, each stands in the list once, Location leads to it."""

    def play(self, scene: Scene) -> Play:
        """Create two, look at the list, delete one, look again."""
        one = yield from scene.made(self.resource)
        if one is None:
            return
        other = yield from scene.made(self.resource)
        thing, made, read = one
        yield from self._located(scene, thing, made)
        yield from self._read_only(scene, told(scene, read, self.resource)[0] if read else MISSING)
        if other is None:
            yield from scene.dispose(thing)
            return
        second, made_second, _ = other
        find(
            scene,
            creating.two_alike(thing.key, second.key),
            self.maker,
            made.exchange,
            made_second.exchange,
        )
        yield from self._listed(scene, thing, read)
        yield from scene.dispose(thing)
        third = yield from scene.made(self.resource)
        if third is not None and not self.resource.upserts:
            found = deleting.key_again(thing.key, third[0].key)
            find(scene, found, self.maker, made.exchange, third[1].exchange)
        yield from scene.dispose(second, third[0] if third else None)

    def _located(self, scene: Scene, thing: Thing, made: Reply) -> Play:
        """Whether Location leads to the thing (RFC 9110 15.3.2)."""
        values = header_values(made.response.headers, "location") if made.response else []
        read = scene.reading(thing)
        if not values or read is None:
            return
        key = location_key(self.resource, made.response) if made.response else None
        if key is not None and str(key) != str(thing.key):
            text = f"Location names {key}, and the thing that was created has the key {thing.key}"
            found = [creating.Breach(rule=creating.LOCATION, message=text, cause="key")]
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
            found = [creating.Breach(rule=creating.LOCATION, message=text, cause="leads nowhere")]
            find(scene, found, self.maker, made.exchange, reply.exchange)
            return
        state = told(scene, reply, self.resource)[0]
        if reply.succeeded and key_member(self.resource, state, thing.key) is None:
            text = f"Location is {values[0]}, and a read there tells something else than the thing"
            found = [creating.Breach(rule=creating.LOCATION, message=text, cause="leads elsewhere")]
            find(scene, found, self.maker, made.exchange, reply.exchange)

    def _listed(self, scene: Scene, thing: Thing, read: Reply | None) -> Play:
        """Whether the list has the thing once, and tells of it what it tells itself."""
        step = scene.listing(self.resource, scene.around(thing))
        if step is None or read is None:
            return
        state, view = told(scene, read, self.resource)
        member = key_member(self.resource, state, thing.key)
        (reply,) = yield [step]
        page = listed(reply.response)
        if page is None:
            return
        complete = page.next is None and (page.total is None or page.total <= len(page.entries))
        complete = complete and len(page.entries) < _PAGE
        rows = entry_of(page.entries, member, thing.key)
        operation = reply.step.operation
        shown = (read.exchange, reply.exchange)
        find(scene, creating.listed_once(rows, complete, thing.name), operation, *shown)
        if len(rows) == 1:
            found = creating.listed_alike(rows[0], state, volatile(scene, self.resource), view)
            find(scene, found, operation, *shown)

    def _read_only(self, scene: Scene, usual: Any) -> Play:
        """Whether read-only members that a request gives are taken over.

        What a thing has anyhow, as the `usual` one, shows nothing.
        """
        view = scene.stage.bodies.view(self.maker)
        given = _read_only_members(scene, view) if view else {}
        step = scene.making(self.resource) if given else None
        if step is None:
            return
        body = decode(step.request.body or b"").value
        if not isinstance(body, dict):
            return
        has = usual if isinstance(usual, dict) else {}
        ours = {
            name: each
            for name, each in given.items()
            if name not in body and not same(has.get(name, MISSING), each)
        }
        again = scene.making(self.resource, body={**body, **ours}, fresh=False)
        if again is None or not ours:
            return
        (made,) = yield [replace(again, judged=False)]
        if made.succeeded and made.thing is not None:
            answered, _ = told(scene, made, self.resource)
            find(scene, creating.taken_over(ours, answered), self.maker, made.exchange)
            yield from scene.dispose(made.thing)


_PAGE = 20  # entries; a longer list may be told a page at a time


def _read_only_members(scene: Scene, view: View) -> dict[str, Any]:
    """A value for each described member that only answers have."""
    found = {}
    for name, member in view.described.items():
        if not is_unsent(member.document.schema(member.pointer), "readOnly"):
            continue
        made = scene.stage.bodies.sampler.plain(scene.stage.contract.schemas.view(member.pointer))
        if isinstance(made, Made) and made.value is not None:
            found[name] = made.value
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCreates(_Scenario):
    """Bodies that the description refuses: nothing may come of them."""

    samples: tuple[Sample, ...]

    def narrowed(self, finding: Finding) -> Scenario:
        """The one whose exchange shows the finding."""
        shown = finding.exchanges[0].request.body if finding.exchanges else None
        for each in self.samples:
            if shown is not None and decode(shown).value == each.value:
                return replace(self, samples=(each,))
        return self

    def play(self, scene: Scene) -> Play:
        """Send them all; what was made all the same is deleted."""
        plain = scene.making(self.resource)
        if plain is None:
            return
        steps = [
            step
            for each in self.samples
            if (step := self._step(scene, each, plain.address)) is not None
        ]
        replies = yield steps
        yield from scene.dispose(*[each.thing for each in replies if each.succeeded])

    def _step(self, scene: Scene, sample: Sample, address: dict[str, Any]) -> Step | None:
        fitted = scene.stage.bodies.fitted(self.maker, sample.value, address, fresh=False)
        value = sample.value if fitted.lacking else fitted.value
        view = scene.stage.bodies.view(self.maker)
        if view is not None and scene.stage.contract.requests.admits(view.pointer, value):
            value = sample.value
        return scene.step(self.maker, address, value, presence=Presence.THERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingCreated(RefusedCreates):
    """Creates that are refused leave nothing in the list; played with nothing else under way.

    `values` are the account's credentials, which some of the requests have in a wrong form.
    """

    values: Mapping[str, str]

    def play(self, scene: Scene) -> Play:
        """The list, the requests, the list again; if it has grown, each request by itself."""
        plain = scene.making(self.resource)
        steps = [
            step
            for each in self.samples
            if plain and (step := self._step(scene, each, plain.address)) is not None
        ]
        steps += [
            replace(plain, request=request, credentials=False)
            for _, request in (spoilt(plain.request, self.maker, self.values) if plain else ())
        ]
        before = yield from self._entries(scene, plain)
        if before is None or not steps:
            return
        replies = yield [replace(each, judged=False) for each in steps]
        yield from scene.dispose(*[each.thing for each in replies if each.succeeded])
        after = yield from self._entries(scene, plain)
        if after is None or len(after) <= len(before):
            return
        for step in steps:
            (reply,) = yield [replace(step, judged=False)]
            yield from scene.dispose(reply.thing if reply.succeeded else None)
            now = yield from self._entries(scene, plain)
            if now is None or len(now) <= len(after):
                continue
            text = f"the create was refused ({reply.status}), and the list has one entry more"
            breach = creating.Breach(rule="law/refused", message=text, cause="created")
            if reply.refused:
                find(scene, [breach], self.maker, reply.exchange)
            yield from self._taken_away(scene, before, now)
            return

    def _entries(
        self, scene: Scene, plain: Step | None
    ) -> Generator[Sequence[Step], Sequence[Reply], list[Any] | None]:
        """The entries of the list; None where there is none, or only a page of it is told."""
        step = scene.listing(self.resource, plain.address) if plain else None
        if step is None:
            return None
        (reply,) = yield [step]
        page = listed(reply.response)
        whole = page is not None and page.next is None and len(page.entries) < _PAGE
        return [*page.entries] if page is not None and (whole or page.total is None) else None

    def _taken_away(self, scene: Scene, before: list[Any], now: list[Any]) -> Play:
        """Delete what the refused requests made: it stands in the list, and did not before."""
        known = {repr(each) for each in before}
        for entry in now:
            if repr(entry) in known:
                continue
            for thing in scene.things_listed(self.resource, entry):
                yield from scene.dispose(thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenFrames(_Scenario):
    """The request around the body broken: no body, no JSON, another media type."""

    def play(self, scene: Scene) -> Play:
        """Send them a few at a time; what was made all the same is deleted."""
        plain = scene.making(self.resource)
        if plain is None:
            return
        bound = scene.stage.binder.parameters(self.maker, plain.address)
        if not isinstance(bound, dict):
            return
        body = decode(plain.request.body or b"").value if plain.request.body else MISSING
        cases = list(broken_frames(self.maker, bound, body))
        for start in range(0, len(cases), _TOGETHER):
            replies = yield [
                Step(
                    request=each.request,
                    operation=self.maker,
                    address=plain.address,
                    presence=Presence.UNKNOWN,
                )
                for each in cases[start : start + _TOGETHER]
            ]
            yield from scene.dispose(*[each.thing for each in replies if each.succeeded])
