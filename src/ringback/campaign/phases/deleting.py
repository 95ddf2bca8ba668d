"""Deletes: what was deleted is gone, with all that stood in it, and stays so."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find, state_of
from ringback.campaign.resource.keys import key_member
from ringback.campaign.resource.listing import entry_of, listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.world import Thing
from ringback.campaign.scheduler.scene import Play, Presence, Reply, Scenario, Scene, Stage, Step
from ringback.finding import Finding
from ringback.laws import deleting
from ringback.operation import Operation
from ringback.sampling.result import Made


def deleting_scenarios(stage: Stage) -> Iterator[Scenario]:
    """A story for each resource whose things are the run's own to delete."""
    for resource in stage.graph.resources.values():
        delete = resource.delete
        if delete is not None and resource.name in stage.standing.get("", {}):
            yield Delete(resource=resource, operation=delete)
        elif delete is not None:
            stage.cannot(delete, f"nothing of {resource.name} is the run's own to delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Make a thing with what stands in it, delete it, and look for all that was there."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def narrowed(self, _finding: Finding) -> Scenario:
        """It has no parts."""
        return self  # type: ignore[return-value]

    def play(self, scene: Scene) -> Play:
        """The whole life of a thing."""
        thing = yield from scene.fresh(self.resource)
        if thing is None:
            return
        children = yield from self._children(scene, thing)
        state = state_of(scene.now(thing), self.resource)
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
        around = scene.around(thing)
        read = scene.reading(thing, presence=Presence.UNKNOWN)
        row = scene.listing(self.resource, scene.around(thing))
        again = replace(step, presence=Presence.UNKNOWN) if (step := scene.deleting(thing)) else None
        steps = [each for each in (read, row, again) if each is not None]
        replies = yield steps
        by_operation = {each.step.operation.id: each for each in replies}
        seen = by_operation.get(self.resource.read.id) if self.resource.read else None
        if seen is not None:
            found = deleting.unreadable(seen.status, thing.name)
            find(scene, found, self.operation, deleted.exchange, seen.exchange)
        rows = by_operation.get(self.resource.list.id) if self.resource.list else None
        page = listed(rows.response) if rows else None
        if page is not None and rows is not None:
            found = deleting.unlisted(entry_of(page.entries, member, thing.key), thing.name)
            find(scene, found, self.operation, deleted.exchange, rows.exchange)
        if seen is not None and seen.status in {404, 410}:
            yield from self._written(scene, thing, deleted, around)

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

    def _children(self, scene: Scene, thing: Thing) -> Generator[Sequence[Step], Sequence[Reply], list[Thing]]:
        """One thing of each kind that stands in it."""
        made: list[Thing] = []
        for child in scene.stage.graph.children(self.resource):
            if child.singleton or child.maker is None or child.read is None:
                continue
            inside = scene.inside(thing)
            found = yield from inside.made(child)
            scene.findings += inside.findings
            if found is not None:
                made.append(found[0])
        return made

    def _without_children(
        self, scene: Scene, thing: Thing, children: Sequence[Thing], deleted: Reply
    ) -> Play:
        steps = [scene.reading(each, presence=Presence.UNKNOWN) for each in children]
        reads = [each for each in steps if each is not None]
        if not reads:
            return
        replies = yield reads
        for child, reply in zip(children, replies, strict=False):
            found = deleting.childless(reply.status, child.name, thing.name)
            find(scene, found, self.operation, deleted.exchange, reply.exchange)

