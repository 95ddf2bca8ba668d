"""What is put into a set and taken out by name, and shown by its list alone: labels, stars."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.access.credentials import is_open
from ringback.campaign.access.invalid_credentials import spoilt
from ringback.campaign.phases.answers import find
from ringback.campaign.phases.bounds import PAGE
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.laws import creating, deleting
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.result import Made

_ISOLATION = "law/isolation"
_ACCEPTED = 202  # it may come later
_MEMBERS = 2  # that are put into a set


def membership_scenarios(stage: Stage, values: Mapping[str, str]) -> Iterator[Scenario]:
    """One for each set in a thing that the run can make."""
    for resource in stage.graph.resources.values():
        put, delete = resource.replace, resource.delete
        if not resource.upserts or resource.read is not None or put is None or delete is None:
            continue
        if resource.list is not None and resource.parent in stage.standing.get("", {}):
            yield Membership(resource=resource, operation=delete, put=put, values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Indivisible):
    """Two put into a set, each twice, one taken out again; the list is read behind each step.

    `operation` takes out. `values` are the credentials, of which wrong ones are made.
    """

    resource: Resource
    operation: Operation
    put: Operation
    values: Mapping[str, str]
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Put in, put in again, take out; and nobody without credentials does."""
        above = scene.stage.graph.resources.get(self.resource.parent or "")
        thing = (yield from scene.fresh(above)) if above else None
        if thing is None:
            return
        inside = scene.inside(thing)
        keys = [scene.new_key(self.resource) for _ in range(_MEMBERS)]
        steps = [self._putting(inside, {**scene.around(thing), **key}) for key in keys]
        look = scene.listing(self.resource, scene.around(thing))
        wanted = [str(key.get(self.resource.name, MISSING)) for key in keys]
        if look is not None and None not in steps and len(set(wanted)) == _MEMBERS:
            yield from self._story(scene, look, [each for each in steps if each], wanted)
        yield from scene.dispose(thing)

    def _story(self, scene: Scene, look: Step, steps: Sequence[Step], keys: Sequence[str]) -> Play:
        """The set from empty to full and back."""
        (seen,) = yield [look]
        there: list[str] = []
        if not self._readable(seen) or any(_count(seen, key) for key in keys):
            return
        for step, key in zip(steps, keys, strict=True):
            for vacant in (True, False):
                (put,) = yield [replace(step, vacant=vacant)]
                (seen,) = yield [look]
                if not put.succeeded or put.status == _ACCEPTED or not self._readable(seen):
                    return
                if vacant:
                    there.append(key)
                self._in_set(scene, put, seen, there)
        yield from self._by_nobody(scene, steps[0], look, there)
        for step, key in zip(steps, keys, strict=True):
            delete = scene.step(self.operation, step.address, presence=Presence.THERE)
            if delete is None:
                return
            (deleted,) = yield [delete]
            (seen,) = yield [look]
            if not deleted.succeeded or not self._readable(seen):
                return
            there.remove(key)
            left = [key] * _count(seen, key)
            found = deleting.unlisted(left, f"{self.resource.name} {key}")
            find(scene, found, self.operation, deleted.exchange, seen.exchange)
            self._in_set(scene, deleted, seen, there)

    def _putting(self, scene: Scene, address: Mapping[str, Any]) -> Step | None:
        body: Any = MISSING
        if scene.stage.bodies.view(self.put) is not None:
            made = scene.stage.bodies.plain(self.put)
            fitted = (
                scene.stage.bodies.fitted(self.put, made.value, address, fresh=False)
                if isinstance(made, Made)
                else None
            )
            if fitted is None or fitted.lacking:
                return None
            body = fitted.value
        return scene.step(self.put, address, body, presence=Presence.THERE)

    def _readable(self, seen: Reply) -> bool:
        """Whether the list is told whole."""
        page = listed(seen.response)
        return page is not None and page.next is None and len(page.entries) < PAGE

    def _in_set(self, scene: Scene, wrote: Reply, seen: Reply, there: Sequence[str]) -> None:
        """A finding for what is not in the set just once behind a write."""
        for key in there:
            count = _count(seen, key)
            what = f"{self.resource.name} {key}"
            mine = key == there[-1] and wrote.step.operation is self.put
            found = creating.listed_once([key] * count, complete=True, what=what)
            if not mine and not count:
                text = (
                    f"{what} was in the set, and is not after {wrote.step.operation.id} of another"
                )
                found = iter([Breach(rule=_ISOLATION, message=text)])
            find(scene, found, wrote.step.operation, wrote.exchange, seen.exchange)

    def _by_nobody(self, scene: Scene, step: Step, look: Step, there: Sequence[str]) -> Play:
        """Whoever has no valid credentials takes nothing out, and puts nothing in."""
        delete = scene.step(self.operation, step.address)
        replies = yield [
            replace(asked, request=each, credentials=False, presence=Presence.UNKNOWN)
            for asked in (step, delete)
            if asked is not None and not is_open(asked.operation)
            for _, each in spoilt(asked.request, asked.operation, self.values)
        ]
        (seen,) = yield [look]
        if replies and self._readable(seen) and not any(each.succeeded for each in replies):
            self._in_set(scene, replies[0], seen, there)


def _count(seen: Reply, key: str) -> int:
    """How many entries of a list are called so, or have a member that is, however deep."""
    page = listed(seen.response)
    return sum(_tells(each, key.casefold()) for each in (page.entries if page else ()))


def _tells(value: Any, key: str) -> bool:
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return any(_tells(each, key) for each in inside)
    return str(value).casefold() == key
