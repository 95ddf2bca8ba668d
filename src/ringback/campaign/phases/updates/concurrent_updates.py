"""Two updates at the same time: both are kept, or one of them is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import (
    find,
    given_by,
    state_of,
    told,
)
from ringback.campaign.phases.updates.on_thing import OnThing, writers
from ringback.campaign.resource.model import Role
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import AtOnce, InOrder, Play, Reply, Stage, Step
from ringback.exchange import header_values
from ringback.laws import concurrent
from ringback.laws.likeness import Breach, unlike
from ringback.operation import Operation
from ringback.payload import MISSING, same
from ringback.sampling.result import Made
from ringback.schema.view import View

_ROUNDS = 4  # pairs that are sent; a race is not lost every time


def racing_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each update that merges."""
    for resource, role, operation in writers(stage):
        if role is Role.UPDATE and operation.method != "PUT":
            yield Concurrent(resource=resource, role=role, operation=operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrent(OnThing):
    """Two merges of different members at the same time: both are there, or one was refused."""

    def play(self, scene: Scene) -> Play:
        """Send pairs together, a few times, and look what is left of them."""
        thing = yield from self.had(scene)
        if thing is None:
            return
        view = scene.stage.bodies.view(self.operation)
        for turn in range(_ROUNDS):
            mixed = (turn % 2 == 1 or bool(self.resource.merges)) and not self._asks
            pair = self._whole(scene, thing) if mixed else self._pair(scene, thing, view, turn)
            read = scene.reading(thing)
            if pair is None or read is None:
                break
            before = state_of(scene, scene.now(thing), self.resource)
            one, other = yield AtOnce(pair)
            (seen,) = yield [read]
            after = told(scene, seen, self.resource)[0]
            if not (one.succeeded and other.succeeded):
                continue
            if self._asks:
                tags = tuple(_condition(each) for each in (one, other))
                changed = not same(before, after) and seen.succeeded
                found = concurrent.one_tag(tags, changed=changed)
                find(scene, found, self.operation, one.exchange, other.exchange, seen.exchange)
                continue
            for reply in (one, other):
                lost = [*self._lost(scene, reply, before, after)]
                if lost:  # what is not kept either where it comes alone is not lost to the other
                    (_, alone) = yield InOrder([replace(reply.step, judged=False), read])
                    now = told(scene, alone, self.resource)[0]
                    kept = {each.message for each in self._lost(scene, reply, before, now)}
                    lost = [each for each in lost if each.message not in kept]
                find(scene, lost, self.operation, one.exchange, other.exchange, seen.exchange)
            mixture = concurrent.mixed(given_by(scene, one), given_by(scene, other), after)
            find(scene, mixture, self.operation, one.exchange, other.exchange, seen.exchange)
        if not self.resource.alone:
            yield from scene.dispose(thing)

    @property
    def _asks(self) -> bool:
        """Whether a condition is asked for (RFC 6585 3): of two with one tag, one holds."""
        return any(each.status == "428" for each in self.operation.answers)

    def _whole(self, scene: Scene, thing: Thing) -> list[Step] | None:
        """Two updates of the same members, with other values: one of them is there in the end."""
        made = scene.stage.bodies.plain(self.operation)
        if not isinstance(made, Made) or self._asks:
            return None
        pair = [made.value, otherwise(made.value)]
        admits, view = scene.stage.contract.requests.admits, scene.stage.bodies.view(self.operation)
        if view is None or not admits(view.pointer, pair[1]):
            return None
        steps = [self.writing(scene, thing, each) for each in pair]
        found = [each for each in steps if each is not None]
        found = [
            replace(each, request=each.request.with_header("If-Match", None)) for each in found
        ]
        return found if len(found) == 2 else None

    def _pair(self, scene: Scene, thing: Thing, view: View | None, turn: int) -> list[Step] | None:
        """Two updates, each of a member of its own, that change what is there."""
        state = state_of(scene, scene.now(thing), self.resource)
        samples: dict[str, Any] = {}
        for sample in scene.stage.bodies.variants(self.operation):
            if not isinstance(sample.value, dict) or len(sample.value) != 1:
                continue
            name, value = next(iter(sample.value.items()))
            if isinstance(state, dict) and _tells(value, state.get(name, MISSING)):
                samples.setdefault(name, value)
        if view is not None:
            for name, value in _single(scene, self.operation, view, state):
                samples.setdefault(name, value)
        names = sorted(samples)
        if len(names) < 2:
            return None
        one, other = names[turn % len(names)], names[(turn + 1) % len(names)]
        steps = [self.writing(scene, thing, {name: samples[name]}) for name in (one, other)]
        found = [each for each in steps if each is not None]
        if not self._asks:  # a condition on what is there now would have one of them refused
            found = [
                replace(each, request=each.request.with_header("If-Match", None)) for each in found
            ]
        return found if len(found) == 2 else None

    def _lost(self, scene: Scene, reply: Reply, before: Any, after: Any) -> Iterator[Breach]:
        given = given_by(scene, reply)
        if (
            not isinstance(given, dict)
            or not isinstance(after, dict)
            or not isinstance(before, dict)
        ):
            return
        for name in given:
            old = before.get(name, MISSING)
            if name not in after or not same(after[name], old) or _normal(given[name], old):
                continue
            admits = scene.stage.forms.responses.admits
            if any(True for _ in unlike(given[name], after[name], None, admits)):
                text = f"two updates at the same time were accepted, and that of /{name} is lost"
                yield Breach(rule="law/concurrent", message=text, cause="lost")


def _condition(reply: Reply) -> str:
    """The tag that a request was on the condition of."""
    return next(iter(header_values(reply.exchange.request.headers, "if-match")), "")


def otherwise(value: Any) -> Any:
    """The value with other free texts: those with a space, or of letters alone, told twice."""
    match value:
        case dict():
            return {name: otherwise(each) for name, each in value.items()}
        case list():
            return [otherwise(each) for each in value]
        case str() if value.replace(" ", "").isalnum() and " " in value:
            return f"{value} again"
        case _:
            return value


def _normal(given: Any, there: Any) -> bool:
    """Whether a value is another spelling of what is there: the service may keep one of them."""
    texts = isinstance(given, str) and isinstance(there, str)
    return texts and given.strip().casefold() == there.strip().casefold()


def _tells(value: Any, there: Any) -> bool:
    """Whether a member shows that an update was taken: an object may merge into what is there."""
    return isinstance(value, str | int | float | list) and not same(there, value)


def _single(
    scene: Scene, operation: Operation, view: View, state: Any
) -> Iterator[tuple[str, Any]]:
    """Each member alone that the operation admits, with a value that is not there yet."""
    for sample in scene.stage.bodies.variants(operation):
        for name, value in sample.value.items() if isinstance(sample.value, dict) else ():
            there = state.get(name, MISSING) if isinstance(state, dict) else MISSING
            alone = {name: value}
            if _tells(value, there) and scene.stage.contract.requests.admits(view.pointer, alone):
                yield name, value
