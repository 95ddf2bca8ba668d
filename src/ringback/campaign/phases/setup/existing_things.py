"""Before anything is written: what the run may change, and whether it can be put back."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import told
from ringback.campaign.phases.setup.still_things import stands_still
from ringback.campaign.resource.model import Part, Resource, Role
from ringback.campaign.resource.nested_parts import bodies_back, keys_in, nested
from ringback.campaign.resource.thing import Owner, Thing
from ringback.campaign.resource.thing_keys import inner, key_member
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.campaign.session.budget import Halt
from ringback.finding import steps
from ringback.operation import Operation
from ringback.payload import MISSING, at, same
from ringback.schema.directions import is_unsent
from ringback.schema.view import View
from ringback.wire.media_types import BodyKind, kind_of

_BODY = "$response.body#/"


def own_scenarios(stage: Stage) -> Iterator[Scenario]:
    """A look at each thing that the configuration names, before anything is written."""
    for resource in stage.graph.resources.values():
        if resource.read is None:
            continue
        for name in (*resource.own, *resource.bystanders):
            key = stage.names.value(name)
            if key is not None:
                is_own = name in resource.own
                yield Named(resource=resource, operation=resource.read, key=key, is_own=is_own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Indivisible):
    """A thing that the configuration names: how it stands first, and which member tells its key."""

    resource: Resource
    operation: Operation
    key: str
    is_own: bool
    lock: str = "named"

    def play(self, scene: Scene) -> Play:
        """Read it; what is the run's to change stands from now on."""
        stage, name = scene.stage, self.resource.name
        step = scene.step(self.operation, {name: self.key}, presence=Presence.THERE)
        if step is None:
            return
        (reply,) = yield [step]
        if not reply.succeeded or reply.value is MISSING:
            why = f"{name} {self.key} could not be read ({reply.status or 'no answer'})"
            if self.is_own and reply.refused:
                text = f"{why}; is it the account's own, and the value that names it right?"
                raise Halt(text)
            for role, operation in self.resource.roles():
                if self.is_own and role is not Role.LIST:
                    stage.cannot(operation, why)
            return
        if self.is_own:
            yield from stands_still(scene, self.resource, step, reply)
        thing = Thing(
            resource=name,
            address=((name, self.key),),
            owner=Owner.CONFIGURED if self.is_own else Owner.FOUND,
            state=reply.value,
            first=reply.value,
        )
        stage.world = stage.world.put(thing)
        told = [each.place for each in stage.graph.outputs if each.resource == name]
        told = [each.removeprefix(_BODY) for each in told if each.startswith(_BODY)]
        member = next((each for each in told if "/" not in each), None)
        if member is None:
            member = key_member(self.resource, inner(reply.value, self.resource), self.key)
        if member is not None:
            stage.keyed_by.setdefault(name, member)
        if self.is_own:
            stage.standing.setdefault("", {}).setdefault(name, self.key)
        else:
            stage.bystanders.setdefault(name, []).append(thing)


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
        undone = stage.knowledge.undo is not None
        if hidden and not resource.irreversible and not undone:
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
        yield from stands_still(scene, self.resource, look, one)
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
    return next(iter(ways_back(stage, operation, state)), None)


def ways_back(stage: Stage, operation: Operation, state: Any) -> Iterator[Any]:
    """The bodies that bring a state back, in the order in which they are sent."""
    view = stage.bodies.view(operation)
    if view is None or not isinstance(state, dict):
        return
    known, admits = view.properties, stage.contract.requests.admits
    if stage.knowledge.undo is not None:
        with stage.crashes.contained("the bodies that the API's own module brings a thing back by"):
            told = [each for each in stage.knowledge.undo(state) if admits(view.pointer, each)]
            yield from told
    if stage.graph.parts:
        yield from bodies_back(state, view, admits, stage.graph.parts)
        return
    body = {name: value for name, value in state.items() if name in known} if known else state
    if body and admits(view.pointer, body):
        yield body


def bodies_of_part(stage: Stage, operation: Operation, part: Part, state: Any) -> Iterator[Any]:
    """The bodies that give a part, where it stands, the members that it had."""
    for body in ways_back(stage, operation, nested(part.place, state)):
        if isinstance(at(body, steps(part.place)), dict):
            yield body


def at_home(
    scene: Scene, resource: Resource
) -> Generator[Sequence[Step], Sequence[Reply], Thing | None]:
    """A thing to write, with the parts that it had first; None where they can't be had again.

    While another part stands there, an edit would change what is not the run's own.
    """
    thing = yield from scene.fresh(resource)
    if thing is None or thing.first is MISSING or _is_home(scene, thing):
        return thing
    for step in list(putting_back(scene, thing)):
        yield [replace(step, judged=False)]
        read = scene.reading(thing)
        yield [replace(read, judged=False)] if read is not None else []
        if _is_home(scene, thing):
            return scene.now(thing)
    return None


def _is_home(scene: Scene, thing: Thing) -> bool:
    """Whether the outermost parts of a thing are those that it had first."""
    now = scene.now(thing)
    outer = [each for each in scene.stage.graph.parts if len(steps(each.place)) == 1]
    return all(keys_in(now.state, each) == keys_in(now.first, each) for each in outer)


def putting_back(scene: Scene, thing: Thing) -> Iterator[Step]:
    """The ways to bring a thing back to how it stood first, the surest first."""
    stage = scene.stage
    resource = stage.resource(thing.resource)
    first = inner(thing.first, resource)
    for operation in (each for each in (resource.replace, resource.update) if each is not None):
        for body in ways_back(stage, operation, first):
            if operation is resource.update and operation.method == "PATCH":
                body = _without_more(stage, operation, body, inner(thing.state, resource))  # noqa: PLW2901 -- what was set since goes as well
            step = scene.step(
                operation, scene.around(thing), body, presence=Presence.THERE, etag=thing.etag
            )
            if step is not None:
                yield step


def _without_more(stage: Stage, operation: Operation, body: Any, now: Any) -> Any:
    """The body with a null for each member that a thing has now and had not first."""
    view = stage.bodies.view(operation)
    if view is None or not isinstance(now, dict) or not isinstance(body, dict):
        return body
    more = {name: None for name in now.keys() & set(view.properties) if name not in body}
    whole = {**body, **more}
    return whole if stage.contract.requests.admits(view.pointer, whole) else body
