"""Members that only answers have: what a request gives for them is not taken over."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find, told
from ringback.campaign.phases.updates.on_thing import writable
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.laws import creating
from ringback.operation import Operation
from ringback.payload import MISSING, same
from ringback.sampling.result import Made
from ringback.schema.directions import is_unsent
from ringback.schema.view import View


def read_only_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each write whose schema describes members that no request gives."""
    for resource in stage.graph.resources.values():
        for role, operation in resource.roles():
            if role not in {Role.CREATE, Role.UPDATE, Role.REPLACE} or resource.singleton:
                continue
            view = stage.bodies.view(operation)
            if view is None or not any(True for _ in _members(view)):
                continue
            if operation == resource.maker and stage.playable(resource):
                yield ReadOnly(resource=resource, operation=operation, makes=True)
            if role is not Role.CREATE and writable(stage, resource, operation):
                yield ReadOnly(resource=resource, operation=operation, makes=False)


def _members(view: View) -> Iterator[tuple[str, View]]:
    """The described members that travel in answers alone."""
    for name, member in view.described.items():
        if is_unsent(member.document.schema(member.pointer), "readOnly"):
            yield name, member


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOnly(Indivisible):
    """A write that gives read-only members values that they do not have."""

    resource: Resource
    operation: Operation
    makes: bool
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Make a thing to see what they are by themselves; write others; look."""
        found = yield from scene.made(self.resource)
        if found is None:
            return
        thing, _, seen = found
        if seen is None:
            return
        usual = told(scene, seen, self.resource)[0]
        ours = self._values(scene, usual)
        step = (
            (yield from self._step(scene, scene.around(thing), ours, thing.etag)) if ours else None
        )
        if step is None:
            yield from scene.dispose(thing)
            return
        (written,) = yield [replace(step, judged=False)]
        other = written.thing if self.makes else thing
        read = scene.reading(other) if other is not None and written.succeeded else None
        if read is not None:
            (last,) = yield [read]
            state = told(scene, last, self.resource)[0]
            breaches = creating.taken_over(ours, state)
            find(scene, breaches, self.operation, written.exchange, last.exchange)
        yield from scene.dispose(thing, written.thing if self.makes and written.succeeded else None)

    def _values(self, scene: Scene, usual: Any) -> dict[str, Any]:
        """A value for each that the thing does not have by itself."""
        stage, view = scene.stage, scene.stage.bodies.view(self.operation)
        has = usual if isinstance(usual, dict) else {}
        found: dict[str, Any] = {}
        for name, member in _members(view) if view else ():
            schema = stage.contract.schemas.view(member.pointer)
            for sample in stage.bodies.sampler.variants(schema):
                if sample.value is not None and not same(has.get(name, MISSING), sample.value):
                    found[name] = sample.value
                    break
        return found

    def _step(
        self, scene: Scene, address: dict[str, Any], ours: dict[str, Any], etag: str
    ) -> Generator[Sequence[Step], Sequence[Reply], Step | None]:
        """The write with a usual body and these members."""
        made = scene.stage.bodies.plain(self.operation)
        if not isinstance(made, Made) or not isinstance(made.value, dict):
            return None
        fitted = scene.stage.bodies.fitted(self.operation, made.value, address)
        if fitted.lacking:
            return None
        body = {**fitted.value, **ours}
        if not self.makes:
            return scene.step(self.operation, address, body, presence=Presence.THERE, etag=etag)
        if self.resource.upserts:
            address = {**address, **scene.new_key(self.resource)}
            if not (yield from scene.absent(self.resource, address, "")):
                return None
        return scene.step(self.operation, address, body, presence=Presence.THERE)
