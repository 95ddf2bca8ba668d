"""Before anything is written: what stands in collections, and what can be put back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.answers import told
from ringback.campaign.resource.keys import inner, members, parts_of
from ringback.campaign.resource.listing import listed
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.world import Owner, Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Stage, Step
from ringback.operation import Operation
from ringback.payload import same
from ringback.schema.directions import is_unsent
from ringback.schema.view import View
from ringback.wire.media_types import BodyKind, kind_of


def opening_scenarios(stage: Stage) -> Iterator[Scenario]:
    """A look at each collection that can be listed without a parent of the run's own."""
    for resource in stage.graph.resources.values():
        if resource.list is not None and "{" not in resource.list.path:
            yield Found(resource=resource, operation=resource.list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Indivisible):
    """The keys of what was there before: for reads alone, and to be compared with in the end."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Ask for the list, and take note of what stands in it."""
        step = scene.listing(self.resource, scene.stage.known())
        if step is None:
            return
        (reply,) = yield [step]
        page = listed(reply.response)
        if page is None:
            return
        stage = scene.stage
        stage.before[self.resource.name] = page.entries
        for entry in page.entries:
            named = members(entry, self.resource) if isinstance(entry, dict) else ()
            key = next((key for _, key in named), None)
            if key is not None:
                parts = parts_of(stage.graph, self.resource, entry)
                address = (*parts.items(), (self.resource.name, key))
                for name, each in address:
                    stage.found.setdefault(name, each)
                # Whatever a create may answer: this is not what it made.
                thing = Thing(resource=self.resource.name, address=address, owner=Owner.FOUND)
                stage.world = stage.world.put(thing)


def singleton_scenarios(stage: Stage) -> Iterator[Scenario]:
    """Each singleton that could be written: whether it can be put back is tried first."""
    for resource in stage.graph.resources.values():
        write = resource.replace or resource.update
        if not resource.singleton or resource.read is None or write is None:
            continue
        if raw_media_types(write):
            continue  # bytes are transferred, not written member by member
        view = stage.bodies.view(write)
        hidden = sorted(_hidden(view)) if view else []
        if hidden and not resource.irreversible:
            why = f"{', '.join(hidden)} can't be read, so that nothing could put it back"
            for operation in (resource.replace, resource.update):
                if operation is not None:
                    stage.cannot(operation, why)
            continue
        yield Singleton(resource=resource, operation=write)


def _hidden(view: View) -> Iterator[str]:
    """The members that a request gives and no answer tells."""
    for name, member in view.properties.items():
        if is_unsent(member.document.schema(member.pointer), "writeOnly"):
            yield name


@dataclass(frozen=True, slots=True, kw_only=True)
class Singleton(Indivisible):
    """A document that is written in place: what is read is written back, and must read the same."""

    resource: Resource
    operation: Operation

    @property
    def lock(self) -> str:
        """There is one alone."""
        return self.resource.name

    def play(self, scene: Scene) -> Play:
        """Read, write the same, read again; the singleton is the run's to change if it holds."""
        stage, read = scene.stage, self.resource.read
        parents = [each.name for each in stage.graph.ancestors(self.resource)]
        standing = stage.standing.get("", {})
        if read is None or not all(each in standing for each in parents):
            return
        address = {name: standing[name] for name in parents}
        look = scene.step(read, address)
        if look is None:
            return
        (one,) = yield [look]
        if not one.succeeded or one.response is None:
            self._cannot(stage, f"it could not be read ({one.status or 'no answer'})")
            return
        state = told(scene, one, self.resource)[0]
        back = back_to(stage, self.operation, state)
        if back is None:
            self._cannot(stage, "what is read of it is nothing that could be written back")
            return
        thing = Thing(
            resource=self.resource.name,
            address=tuple(address.items()),
            owner=Owner.CREATED if parents else Owner.CONFIGURED,
            first=one.value,
            state=one.value,
            gone=bool(parents),  # it goes with its parent
        )
        stage.world = stage.world.put(thing)
        again = scene.step(self.operation, address, back, presence=Presence.THERE)
        if again is None:
            return
        (written,) = yield [again]
        (other,) = yield [look]
        kept = same(inner(other.value, self.resource), state) if other.succeeded else False
        if written.refused and kept:
            why = f"what is read of it can't be written back ({written.status})"
            self._cannot(stage, why)
            stage.unwritable.add(self.resource.name)

    def _cannot(self, stage: Stage, why: str) -> None:
        for role, operation in self.resource.roles():
            if role is not Role.READ:
                stage.cannot(operation, why)


def raw_media_types(operation: Operation) -> list[str]:
    """The media types in which an operation takes bytes as they are."""
    return [
        each.name.replace("*/*", "application/octet-stream").replace("/*", "/octet-stream")
        for each in (operation.body.media_types if operation.body else ())
        if kind_of(each.name) is BodyKind.BYTES
    ]


def back_to(stage: Stage, operation: Operation, state: Any) -> Any:
    """The body that brings a state back: the part of it that requests give; None without one."""
    view = stage.bodies.view(operation)
    if view is None or not isinstance(state, dict):
        return None
    known = view.properties
    body = {name: value for name, value in state.items() if name in known} if known else state
    return body if body and stage.contract.requests.admits(view.pointer, body) else None


def putting_back(scene: Scene, thing: Thing) -> Iterator[Step]:
    """The ways to bring a thing back to how it stood first, the surest first."""
    stage = scene.stage
    resource = stage.resource(thing.resource)
    first = inner(thing.first, resource)
    for operation in (resource.replace, resource.update):
        body = back_to(stage, operation, first) if operation is not None else None
        if operation is None or body is None:
            continue
        now = inner(thing.state, resource)
        if operation is resource.update and operation.method == "PATCH" and isinstance(now, dict):
            view = stage.bodies.view(operation)
            known = set(view.properties) if view else set()
            gone = {name: None for name in now.keys() & known if name not in body}
            if view is not None and stage.contract.requests.admits(view.pointer, {**body, **gone}):
                body = {**body, **gone}
        step = scene.step(
            operation, scene.around(thing), body, presence=Presence.THERE, etag=thing.etag
        )
        if step is not None:
            yield step
