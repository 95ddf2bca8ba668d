"""Conditions and ranges: tags that change with the state alone, HEAD that answers as GET would."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find, state_of, told, volatile
from ringback.campaign.phases.reads import tags_beside as beside
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.exchange import header_values
from ringback.laws import updating
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import same

ETAG = "law/etag"
NOT_MODIFIED = "law/not-modified"
PRECONDITION = "law/precondition"
HEAD = "law/head"
RANGE = "law/range"
_NONE_MATCH = "If-None-Match"


def condition_scenarios(stage: Stage) -> Iterator[Scenario]:
    """The tags of each resource that can be read."""
    for resource in stage.graph.resources.values():
        alone = resource.singleton and stage.singleton(resource) is not None
        if resource.read is None or resource.name in stage.unwritable:
            continue
        if alone or resource.name in stage.standing.get("", {}):
            yield Tags(resource=resource, operation=resource.read)


def _tag(reply: Reply) -> str:
    values = header_values(reply.response.headers, "etag") if reply.response else []
    return values[0] if values else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags(Indivisible):
    """The tag of a thing while it stays as it is, and when it changes."""

    resource: Resource
    operation: Operation

    @property
    def lock(self) -> str:
        """Each has a thing of its own; there is one singleton alone."""
        return self.resource.name if self.resource.singleton else ""

    def play(self, scene: Scene) -> Play:
        """Read twice, conditionally, change, conditionally again."""
        is_alone = self.resource.singleton
        thing = scene.stage.singleton(self.resource)
        if not is_alone:
            found = None if self.resource.alone else (yield from scene.made(self.resource))
            thing = found[0] if found else (yield from scene.fresh(self.resource))
            if found and found[2] is not None:
                self._of_create(scene, found[1], found[2])
        read = scene.reading(thing) if thing else None
        if thing is None or read is None:
            return
        one, other = yield [read, read]
        tag = _tag(one)
        if one.succeeded and other.succeeded and tag:
            same_state = same(
                told(scene, one, self.resource)[0], told(scene, other, self.resource)[0]
            )
            if tag != _tag(other) and same_state:
                text = f"two reads of the same state have the tags {tag} and {_tag(other)}"
                breach = Breach(rule=ETAG, message=text, cause="changes by itself")
                find(scene, [breach], self.operation, one.exchange, other.exchange)
            yield from self._current(scene, read, tag)
            yield from self._changed(scene, thing, read)
            yield from beside.with_child(scene, self.resource, thing, read)
        yield from beside.in_list(scene, self.resource, thing)
        yield from self._unconditional(scene, thing, has_tag=bool(tag))
        if tag and not is_alone:
            yield from beside.deleted_by_old_tag(scene, thing, tag)
        yield from scene.dispose(None if is_alone else thing)

    def _of_create(self, scene: Scene, made: Reply, seen: Reply) -> None:
        """The tag that a create tells is that of what it made (RFC 9110 15.3.2)."""
        one, other = _tag(made), _tag(seen)
        alike = one.removeprefix("W/") == other.removeprefix("W/")
        if one and other and not alike and _is_whole(made, seen):
            text = f"the create answered the tag {one}, and a read after it {other}"
            breach = Breach(rule=ETAG, message=text, cause="of the create")
            find(scene, [breach], made.step.operation, made.exchange, seen.exchange)

    def _current(self, scene: Scene, read: Step, tag: str) -> Play:
        """If-None-Match with the tag of now: 304 where that is documented."""
        asked = replace(read, request=read.request.with_header("If-None-Match", tag))
        (reply,) = yield [asked]
        documented = any(each.status == "304" for each in self.operation.answers)
        if documented and reply.succeeded:
            text = f"If-None-Match with the tag of now is answered with {reply.status}, not 304"
            breach = Breach(rule=NOT_MODIFIED, message=text, cause="current")
            find(scene, [breach], self.operation, reply.exchange)
        if reply.status != 304:
            return
        several = f'"ringback-other", {tag}'  # a list of tags (RFC 9110 13.1.2)
        (other,) = yield [replace(asked, request=asked.request.with_header(_NONE_MATCH, several))]
        if other.succeeded:
            text = "If-None-Match with the tag of now behind another one is answered with "
            breach = Breach(rule=NOT_MODIFIED, message=f"{text}{other.status}", cause="several")
            find(scene, [breach], self.operation, reply.exchange, other.exchange)

    def _changed(self, scene: Scene, thing: Thing, read: Step) -> Play:
        """After a change the tag is another one, and the old one is stale."""
        for role, operation in (
            (Role.UPDATE, self.resource.update),
            (Role.REPLACE, self.resource.replace),
        ):
            if operation is None:
                continue
            before = state_of(scene, scene.now(thing), self.resource)
            step = self._writing(scene, thing, operation, scene.now(thing).etag)
            if step is None:
                continue
            now = scene.now(thing).etag
            (written,) = yield [step]
            (seen,) = yield [read]
            after = told(scene, seen, self.resource)[0]
            if not written.succeeded or not seen.succeeded:
                continue
            strong = now and not now.startswith("W/")  # a weak one may stay (RFC 9110 8.8.1)
            if not same(before, after) and _tag(seen) == now and strong:
                text = f"{role} changed the thing, and its tag is still {now}"
                breach = Breach(rule=ETAG, message=text, cause=f"stays after {role}")
                find(scene, [breach], operation, written.exchange, seen.exchange)
            told_tag = _tag(written)
            alike = told_tag.removeprefix("W/") == _tag(seen).removeprefix("W/")
            if told_tag and _tag(seen) and not alike and _is_whole(written, seen):
                text = f"the write answered the tag {told_tag}, and a read after it {_tag(seen)}"
                breach = Breach(rule=ETAG, message=text, cause="of the write")
                find(scene, [breach], operation, written.exchange, seen.exchange)
            if now and _tag(seen) != now:
                yield from self._stale(scene, thing, operation, read, now)

    def _stale(
        self, scene: Scene, thing: Thing, operation: Operation, read: Step, old: str
    ) -> Play:
        """The tag of before: a read with it is whole, a write with it is refused."""
        asked = replace(read, request=read.request.with_header("If-None-Match", old))
        (reply,) = yield [asked]
        if reply.status == 304:
            text = "the thing has changed, and If-None-Match with its old tag is answered with 304"
            breach = Breach(rule=NOT_MODIFIED, message=text, cause="stale")
            find(scene, [breach], self.operation, reply.exchange)
        if not any(each.status == "412" for each in operation.answers):
            return
        before = state_of(scene, scene.now(thing), self.resource)
        step = self._writing(scene, thing, operation, old)
        if step is None:
            return
        stale = replace(step, request=step.request.with_header("If-Match", old))
        (written,) = yield [stale]
        (seen,) = yield [read]
        after = told(scene, seen, self.resource)[0]
        shown = (written.exchange, seen.exchange)
        if written.succeeded:
            text = f"If-Match with a stale tag was accepted ({written.status})"
            find(scene, [Breach(rule=PRECONDITION, message=text, cause="stale")], operation, *shown)
        elif written.refused:
            found = updating.unchanged(
                before, after, written.status, volatile(scene, self.resource), PRECONDITION
            )
            find(scene, [replace(each, cause="changed") for each in found], operation, *shown)
            yield from self._weak(scene, thing, operation, step)

    def _weak(self, scene: Scene, thing: Thing, operation: Operation, step: Step) -> Play:
        """A weak tag matches nothing where the comparison is a strong one (RFC 9110 13.1.1)."""
        now = scene.now(thing).etag
        if not now or now.startswith("W/"):
            return
        weak = replace(step, request=step.request.with_header("If-Match", f"W/{now}"))
        (reply,) = yield [replace(weak, judged=False)]
        if reply.succeeded:
            text = f"If-Match with a weak tag, which never matches, was accepted ({reply.status})"
            breach = Breach(rule=PRECONDITION, message=text, cause="weak")
            find(scene, [breach], operation, reply.exchange)

    def _unconditional(self, scene: Scene, thing: Thing, *, has_tag: bool) -> Play:
        """Where 428 is documented and a tag is given, a write without a condition is refused."""
        for operation in (self.resource.update, self.resource.replace, self.resource.delete):
            lasting = self.resource.singleton and operation is self.resource.delete
            if operation is None or not has_tag or lasting:
                continue
            asks = any(each.status == "428" for each in operation.answers)
            step = self._writing(scene, thing, operation, "") if asks else None
            if step is None:
                continue
            bare = replace(step, request=step.request.with_header("If-Match", None))
            (reply,) = yield [replace(bare, judged=False)]
            if reply.succeeded:
                told_status = f"is answered with {reply.status}"
                text = f"428 is documented, and a write without If-Match {told_status}"
                breach = Breach(rule=PRECONDITION, message=text, cause="unconditional")
                find(scene, [breach], operation, reply.exchange)

    def _writing(self, scene: Scene, thing: Thing, operation: Operation, etag: str) -> Step | None:
        if scene.stage.bodies.view(operation) is None:
            return scene.step(operation, scene.around(thing), presence=Presence.THERE, etag=etag)
        samples = [s.value for s in scene.stage.bodies.variants(operation) if s.value]
        state = state_of(scene, scene.now(thing), self.resource)
        for value in samples:
            fitted = scene.stage.bodies.fitted(operation, value, scene.around(thing), fresh=False)
            if fitted.lacking or not _would_change(fitted.value, state):
                continue
            return scene.step(
                operation, scene.around(thing), fitted.value, presence=Presence.THERE, etag=etag
            )
        return None


def _would_change(body: object, state: object) -> bool:
    if not isinstance(body, dict) or not isinstance(state, dict):
        return False
    return any(name in state and not same(state[name], value) for name, value in body.items())


def _is_whole(written: Reply, seen: Reply) -> bool:
    """Whether a write answered the representation that a read answers (RFC 9110 8.8.3)."""
    return isinstance(written.value, dict) and same(written.value, seen.value)
