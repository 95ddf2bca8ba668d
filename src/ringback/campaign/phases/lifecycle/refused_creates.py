"""Creates that are to be refused: nothing may come of them."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from ringback.campaign.access.credentials import is_open
from ringback.campaign.access.invalid_credentials import spoilt
from ringback.campaign.phases.answers import find
from ringback.campaign.phases.bounds import REFUSED, TO_REFUSE, bounded
from ringback.campaign.phases.lifecycle.create_scenario import CreateScenario, makers
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.thing import Address
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Presence, Reply, Stage, Step
from ringback.finding import Finding
from ringback.generation.designed_cases import broken_frames
from ringback.laws.likeness import Breach
from ringback.payload import MISSING, decode
from ringback.sampling.sampler import Sample

_TOGETHER = 12  # requests to be refused that leave together


def refused_creates(stage: Stage) -> Iterator[Scenario]:
    """Bodies that are refused, a few to a scenario, and the request around a body broken."""
    for resource, maker in makers(stage):
        refused = [*bounded(stage, maker, stage.bodies.broken(maker), REFUSED, what=TO_REFUSE)]
        for start in range(0, len(refused), _TOGETHER):
            samples = tuple(refused[start : start + _TOGETHER])
            yield RefusedCreates(resource=resource, maker=maker, samples=samples)
        yield BrokenFrames(resource=resource, maker=maker)


def nothing_created(stage: Stage, values: Mapping[str, str]) -> Iterator[Scenario]:
    """Refused creates, looked for in the list: for when nothing else is under way."""
    for resource, maker in makers(stage):
        if resource.list is None:
            continue
        refused = stage.bodies.broken(maker)
        count = min(len(refused), 2 * _TOGETHER)
        samples = tuple(refused[index * len(refused) // count] for index in range(count))
        if samples or not is_open(maker):
            yield NothingCreated(resource=resource, maker=maker, samples=samples, values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCreates(CreateScenario):
    """Bodies that the description refuses: nothing may come of them."""

    samples: tuple[Sample, ...]

    def narrowed(self, finding: Finding) -> Self:
        """The one whose exchange shows the finding."""
        shown = finding.exchanges[0].request.body if finding.exchanges else None
        for each in self.samples:
            if shown is not None and decode(shown).value == each.value:
                return replace(self, samples=(each,))
        return self

    def play(self, scene: Scene) -> Play:
        """Send them all; what was made all the same is deleted."""
        hopeless = scene.stage.is_hopeless(self.maker)  # why it refuses, nobody knows
        plain = None if hopeless else scene.making(self.resource)
        if plain is None:
            return
        steps = [
            step
            for each in self.samples
            if (step := self._step(scene, each, plain.address)) is not None
        ]
        replies = yield steps
        yield from scene.dispose(*[each.thing for each in replies if each.succeeded])

    def _step(self, scene: Scene, sample: Sample, address: Address) -> Step | None:
        fresh = isinstance(self, NothingCreated)  # what comes of it is looked for by its name
        fitted = scene.stage.bodies.fitted(self.maker, sample.value, address, fresh=fresh)
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
        if plain is not None:
            steps += [plain, plain]  # the second has names that the first has taken
            wrong = spoilt(plain.request, self.maker, self.values)
            steps += [replace(plain, request=each, credentials=False) for _, each in wrong]
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
            breach = Breach(rule="law/refused", message=text, cause="created")
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
        if page is None or page.next is not None:
            return None
        partial = len(page.entries) < page.total if page.total is not None else False
        return None if partial else [*page.entries]

    def _taken_away(self, scene: Scene, before: list[Any], now: list[Any]) -> Play:
        """Delete what the refused requests made: it stands in the list, and did not before."""
        known = {repr(each) for each in before}
        for entry in now:
            if repr(entry) in known:
                continue
            for thing in scene.things_listed(self.resource, entry):
                yield from scene.dispose(thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenFrames(CreateScenario):
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
