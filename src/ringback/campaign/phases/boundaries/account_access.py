"""What is another account's is as if it did not exist: not found, listed, changed or told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find, state_of, tells_of, told, volatile
from ringback.campaign.phases.reads.list_requests import doors
from ringback.campaign.resource.list_answers import entry_of, listed
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.thing import OTHER, Thing
from ringback.campaign.resource.thing_keys import key_member
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Reply, Stage, Step
from ringback.laws import updating
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.result import Made

_TOGETHER = 12
FOREIGN = "auth/foreign-thing"
Refused = tuple[Reply, str]
"""A refusal, and the key that was asked for."""


def account_scenarios(stage: Stage) -> Iterator[Scenario]:
    """For each resource of which a second account has a thing: it is as if it did not exist."""
    for resource in stage.graph.resources.values():
        if resource.name in stage.standing.get(OTHER, {}) and not (
            resource.singleton or resource.part
        ):
            yield Foreign(resource=resource)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign(Indivisible):
    """A thing of another account: not read, listed or written, and not told from nothing."""

    resource: Resource
    lock: str = ""

    @property
    def operation(self) -> Operation:
        """One of the operations that it asks."""
        return next(operation for _, operation in self.resource.roles())

    def play(self, scene: Scene) -> Play:
        """Make it with the other account's credentials; ask for it with those of the first."""
        thing = yield from scene.fresh(self.resource, OTHER)
        if thing is None:
            return
        state = state_of(scene, scene.now(thing), self.resource)
        member = key_member(self.resource, state, thing.key)
        yield from self._listed(scene, thing, member)
        yield from self._searched(scene, state, member)
        for role, operation in self.resource.roles():
            if role in {Role.CREATE, Role.LIST}:
                continue
            if self.resource.upserts and role is not Role.READ:
                continue  # under the same key the first account has a thing of its own
            yield from self._asked(scene, thing, operation)
        for child in scene.stage.graph.inside(self.resource):
            for inside in (child.list, child.create):
                if inside is not None:
                    yield from self._asked(scene, thing, inside)
        again = scene.reading(thing)
        if again is not None:
            (seen,) = yield [again]
            after = told(scene, seen, self.resource)[0] if seen.succeeded else None
            mutable, why = volatile(scene, self.resource), "another account asked, and"
            for each in updating.unchanged(state, after, 404, mutable, FOREIGN, why=why):
                find(scene, [replace(each, cause="changed")], self.operation, seen.exchange)
        yield from scene.dispose(thing)

    def _listed(self, scene: Scene, thing: Thing, member: str | None) -> Play:
        """Whether the list of the first account has it."""
        parents = {n: k for n, k in thing.keys.items() if n != self.resource.name}
        if parents or self.resource.list is None:
            return
        step = scene.listing(self.resource, scene.stage.standing.get("", {}))
        if step is None:
            return
        (reply,) = yield [step]
        page = listed(reply.response)
        if page is not None and entry_of(page.entries, member, thing.key):
            text = f"the list holds {thing.name}, which another account owns"
            breach = Breach(rule=FOREIGN, message=text, cause="listed")
            find(scene, [breach], self.resource.list, reply.exchange)

    def _searched(self, scene: Scene, state: Any, member: str | None) -> Play:
        """Whether a search by the first account finds it."""
        maker = self.resource.maker
        view = scene.stage.bodies.view(maker) if maker is not None else None
        names = {*(view.properties if view else ()), *([member] if member else [])}
        for door in doors(scene.stage):
            if door.resource is not self.resource or not door.in_body:
                continue
            step = door.step(scene, {})
            if step is None:
                continue
            (reply,) = yield [step]
            page = listed(reply.response)
            if page is not None and any(tells_of(each, state, names) for each in page.entries):
                text = "a search finds what another account owns"
                breach = Breach(rule=FOREIGN, message=text, cause="listed")
                find(scene, [breach], door.operation, reply.exchange)

    def _asked(self, scene: Scene, thing: Thing, operation: Operation) -> Play:
        """The operation on it, and on what nobody has: both are answered alike."""
        theirs = self._step(
            scene, operation, {**scene.stage.standing.get("", {}), **thing.keys}, thing
        )
        nobody = self._nobody(scene, operation, thing)
        if theirs is None:
            return
        again = self._nobody(scene, operation, thing)
        replies = yield [each for each in (theirs, nobody, again) if each is not None]
        one = replies[0]
        if one.succeeded:
            text = f"{operation.method} on a thing of another account is answered with {one.status}"
            breach = Breach(rule=FOREIGN, message=text, cause="answered")
            find(scene, [breach], operation, one.exchange)
            if one.thing is not None and one.thing.keys != thing.keys:
                yield from scene.dispose(replace(one.thing, account=OTHER))
        elif len(replies) > 1 and one.refused and 400 <= replies[1].status < 500:
            self._told_apart(scene, operation, one, replies[1])
            if len(replies) > 2:
                told_of = [
                    (each, str(each.step.address.get(self.resource.name))) for each in replies
                ]
                if one.status == replies[1].status and told_apart(*told_of):
                    text = f"{operation.method} on a thing of another account is refused in other "
                    text += "words than on one that does not exist: the difference gives it away"
                    breach = Breach(rule=FOREIGN, message=text, cause="words")
                    find(scene, [breach], operation, one.exchange, replies[1].exchange)

    def _told_apart(self, scene: Scene, operation: Operation, one: Reply, other: Reply) -> None:
        """A finding where a thing of another account is refused otherwise than nothing is."""
        if one.status == other.status:
            return
        text = (
            f"{operation.method} on a thing of another account is answered with {one.status}, on "
            f"one that does not exist with {other.status}: the difference gives it away"
        )
        breach = Breach(rule=FOREIGN, message=text, cause="status")
        find(scene, [breach], operation, one.exchange, other.exchange)

    def _step(
        self, scene: Scene, operation: Operation, address: dict[str, Any], thing: Thing
    ) -> Step | None:
        body: Any = MISSING
        if scene.stage.bodies.view(operation) is not None:
            made = scene.stage.bodies.plain(operation)
            if not isinstance(made, Made):
                return None
            fitted = scene.stage.bodies.fitted(
                operation, made.value, scene.stage.standing.get("", {}), fresh=False
            )
            if fitted.lacking:
                return None
            body = fitted.value
        step = scene.step(operation, address, body, etag=scene.now(thing).etag)
        return replace(step, address=thing.keys, judged=False) if step else None

    def _nobody(self, scene: Scene, operation: Operation, thing: Thing) -> Step | None:
        """The same of a key that nothing has."""
        parameter = next((p for p in operation.parameters if p.name == self.resource.key), None)
        if parameter is None or self.resource.upserts:
            return None
        key = scene.stage.bodies.distinct_key(parameter)
        address = {**scene.stage.standing.get("", {}), **thing.keys, self.resource.name: key}
        step = self._step(scene, operation, address, thing) if key is not MISSING else None
        return replace(step, address={self.resource.name: key}) if step else None


def told_apart(theirs: Refused, *nobody: Refused) -> bool:
    """Whether a refusal has other words than those of keys that nothing has, which are alike.

    A refusal goes with the key that was asked for: where it stands in an answer, it tells nothing.
    """
    texts = {_without_key(*each) for each in nobody}
    return len(texts) == 1 and _without_key(*theirs) not in texts


def _without_key(reply: Reply, key: str) -> bytes:
    body = reply.response.body if reply.response else b""
    return re.sub(rb"(?<![0-9A-Za-z])" + re.escape(key.encode()) + rb"(?![0-9A-Za-z])", b"*", body)
