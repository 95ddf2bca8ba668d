"""Deletes: what was deleted is gone, with all that stood in it, and stays so."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find, marked_deleted, state_of, told
from ringback.campaign.phases.setup.existing_things import raw_media_types
from ringback.campaign.resource.list_answers import entry_of, listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import key_member
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.laws import deleting
from ringback.operation import Operation
from ringback.payload import MISSING, same
from ringback.sampling.result import Made


def deleting_scenarios(stage: Stage) -> Iterator[Scenario]:
    """A story for each resource whose things are the run's own to delete."""
    for resource in stage.graph.resources.values():
        delete = resource.delete
        if delete is not None and resource.name in stage.standing.get("", {}):
            yield Delete(resource=resource, operation=delete)
        elif delete is not None and resource.singleton:
            if resource.parent in stage.standing.get("", {}) and resource.replace is not None:
                yield Removed(resource=resource, operation=delete)
            else:
                stage.cannot(delete, f"nothing would bring {resource.name} back")
        elif delete is not None:
            stage.cannot(delete, f"nothing of {resource.name} is the run's own to delete")


def slot_scenarios(stage: Stage) -> Iterator[Scenario]:
    """Deletes of what has its key from others, to be played with nobody making another one."""
    for each in deleting_scenarios(stage):
        if isinstance(each, Delete) and each.resource.name in stage.observed.reused:
            yield each


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete(Indivisible):
    """Make a thing with what stands in it, delete it, and look for all that was there."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """The whole life of a thing."""
        thing = yield from scene.fresh(self.resource)
        if thing is None:
            return
        children = yield from self._children(scene, thing)
        puts = [
            step
            for child in scene.stage.graph.children(self.resource)
            if child.singleton and (step := putting(scene, child, thing)) is not None
        ]
        yield puts
        look = scene.reading(thing) if children else None
        if look is not None:
            yield [look]  # what was put into it may have given it another tag
        state = state_of(scene, scene.now(thing), self.resource)
        member = key_member(self.resource, state, thing.key)
        step = scene.deleting(thing)
        if step is None:
            return
        (deleted,) = yield [step]
        if not deleted.succeeded:
            yield from scene.dispose(*children, thing)
            return
        yield from self._gone(scene, thing, deleted, member)
        yield from self._without_children(scene, thing, children, deleted)

    def _gone(self, scene: Scene, thing: Thing, deleted: Reply, member: str | None) -> Play:
        """Read it, list it, delete it again, write it."""
        around, before = scene.around(thing), state_of(scene, scene.now(thing), self.resource)
        read = scene.reading(thing, presence=Presence.UNKNOWN)
        row = scene.listing(self.resource, scene.around(thing))
        step = None if self._is_slot(scene) else scene.deleting(thing)
        again = replace(step, presence=Presence.UNKNOWN) if step is not None else None
        steps = [each for each in (read, row, again) if each is not None]
        replies = yield steps
        by_operation = {each.step.operation.id: each for each in replies}
        seen = by_operation.get(self.resource.read.id) if self.resource.read else None
        if self._is_another(scene, before, seen):
            return
        if seen is not None and not marked_deleted(before, told(scene, seen, self.resource)[0]):
            found = deleting.unreadable(seen.status, thing.name)
            find(scene, found, self.operation, deleted.exchange, seen.exchange)
        rows = by_operation.get(self.resource.list.id) if self.resource.list else None
        page = listed(rows.response) if rows else None
        if page is not None and rows is not None:
            found = deleting.unlisted(entry_of(page.entries, member, thing.key), thing.name)
            find(scene, found, self.operation, deleted.exchange, rows.exchange)
        if seen is not None and seen.status in {404, 410} and not self._is_slot(scene):
            yield from self._written(scene, thing, deleted, around)

    def _is_slot(self, scene: Scene) -> bool:
        """Whether a key that was deleted may be that of another thing: nothing is sent to it."""
        return self.resource.name in scene.stage.observed.reused

    def _is_another(self, scene: Scene, before: object, seen: Reply | None) -> bool:
        """Whether the key is that of a new thing by now, as far as anything shows."""
        if not self._is_slot(scene):
            return False
        now = told(scene, seen, self.resource)[0] if seen is not None else MISSING
        return seen is None or (seen.succeeded and not same(before, now))

    def _written(
        self, scene: Scene, thing: Thing, deleted: Reply, around: dict[str, object]
    ) -> Play:
        """An update of what is gone is refused; a PUT that makes it again is right."""
        for operation in (self.resource.update, self.resource.replace):
            if operation is None or (self.resource.upserts and operation is self.resource.replace):
                continue
            made = scene.stage.bodies.plain(operation)
            if not isinstance(made, Made):
                continue
            fitted = scene.stage.bodies.fitted(operation, made.value, around, fresh=False)
            if fitted.lacking:
                continue
            step = scene.step(operation, around, fitted.value, etag=thing.etag or '"none"')
            if step is None:
                continue
            (reply,) = yield [replace(step, presence=Presence.GONE)]
            found = deleting.unwritable(reply.status, operation.method, thing.name)
            find(scene, found, operation, deleted.exchange, reply.exchange)
            if reply.succeeded:
                revived = scene.reading(thing, presence=Presence.UNKNOWN)
                yield [revived] if revived else []
                yield from scene.dispose(thing)

    def _children(
        self, scene: Scene, thing: Thing
    ) -> Generator[Sequence[Step], Sequence[Reply], list[Thing]]:
        """One thing of each kind that stands in it."""
        made: list[Thing] = []
        for child in scene.stage.graph.inside(self.resource):
            if child.singleton or child.maker is None or child.read is None:
                continue
            inside = scene.inside(thing)
            found = yield from inside.made(child)
            scene.findings += inside.findings
            if found is None:
                continue
            made.append(found[0])
            made += yield from self._below(inside, child, found[0])
        return made

    def _below(
        self, scene: Scene, child: Resource, thing: Thing
    ) -> Generator[Sequence[Step], Sequence[Reply], list[Thing]]:
        """What stands in a child and is read under a path of its own."""
        made: list[Thing] = []
        for each in scene.stage.graph.inside(child):
            if each.parent is None and each.maker is not None and each.read is not None:
                found = yield from scene.inside(thing).made(each)
                made += [found[0]] if found is not None else []
        return made

    def _without_children(
        self, scene: Scene, thing: Thing, children: Sequence[Thing], deleted: Reply
    ) -> Play:
        steps = [(each.name, scene.reading(each, presence=Presence.UNKNOWN)) for each in children]
        below = [
            *(view for view in self.resource.views if can_lack(view)),
            *(
                child.read
                for child in scene.stage.graph.children(self.resource)
                if child.singleton and child.read is not None
            ),
        ]
        steps += [(each.id, scene.step(each, scene.around(thing))) for each in below]
        reads = [(name, step) for name, step in steps if step is not None]
        if not reads:
            return
        replies = yield [replace(step, address={}) for _, step in reads]
        for (name, _), reply in zip(reads, replies, strict=True):
            found = deleting.childless(reply.status, name, thing.name)
            find(scene, found, self.operation, deleted.exchange, reply.exchange)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed(Indivisible):
    """A singleton of a thing of the run's own: put there, deleted, and looked for."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Write it, delete it, read it."""
        parent = scene.stage.graph.resources.get(self.resource.parent or "")
        thing = (yield from scene.fresh(parent)) if parent else None
        put, read = putting(scene, self.resource, thing), self.resource.read
        if thing is None or put is None or read is None:
            return
        (written,) = yield [put]
        delete = scene.step(self.operation, scene.around(thing), presence=Presence.THERE)
        look = scene.step(read, scene.around(thing))
        if written.succeeded and delete is not None and look is not None:
            (deleted,) = yield [delete]
            (seen,) = yield [look]
            if deleted.succeeded and self.resource.read is not None and can_lack(read):
                found = deleting.unreadable(seen.status, self.resource.name)
                find(scene, found, self.operation, deleted.exchange, seen.exchange)
        yield from scene.dispose(thing)


def putting(scene: Scene, resource: Resource, thing: Thing | None) -> Step | None:
    """The request that puts a singleton into a thing; None where nothing could be put there."""
    operation = resource.replace
    if thing is None or operation is None:
        return None
    raw = next(iter(raw_media_types(operation)), None)
    made = scene.stage.bodies.plain(operation)
    if raw is None and not isinstance(made, Made):
        return None
    body = made.value if raw is None and isinstance(made, Made) else MISSING
    step = scene.step(operation, scene.around(thing), body, presence=Presence.THERE)
    if step is None or raw is None:
        return step
    request = replace(step.request, body=b"ringback").with_header("Content-Type", raw)
    return replace(step, request=request)


def can_lack(read: Operation) -> bool:
    """Whether a read documents that there may be nothing: else a default may stand there."""
    return any(each.status in {"404", "410", "4XX", "default"} for each in read.answers)
