"""HEAD beside GET, and parts of what GET answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find
from ringback.campaign.phases.setup.existing_things import raw_media_types
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.thing import Address, Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage, Step
from ringback.exchange import Response, header_values
from ringback.laws import partial
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.sampling.result import Made

HEAD = "law/head"
RANGE = "law/range"
_STALE = '"ringback-stale"'
_BYTES = b"ringback, from the first byte to the last"


def form_scenarios(stage: Stage, operations: Sequence[Operation]) -> Iterator[Scenario]:
    """One for each read: with its HEAD, where there is one."""
    heads = {each.path: each for each in operations if each.method == "HEAD"}
    for operation in operations:
        if operation.method == "GET" and not stage.unplayable.get(operation.id):
            yield Forms(operation=operation, head=heads.get(operation.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms(Indivisible):
    """HEAD beside GET, and parts of what GET answers."""

    operation: Operation
    head: Operation | None
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Ask for the whole, for its headers, for parts of it."""
        # What stands for others changes while they are played: a thing of its own does not.
        resource = self._resource(scene.stage)
        thing = (yield from scene.fresh(resource)) if resource is not None else None
        upload = self._upload(scene, thing) if thing is not None else None
        if upload is not None:
            yield [upload]
        yield from self._asked(scene, scene.around(thing) if thing else scene.stage.known())
        yield from scene.dispose(thing)

    def _resource(self, stage: Stage) -> Resource | None:
        """The resource whose thing the path is of, if the run can make one."""
        slots = [each for each in stage.graph.slots(self.operation) if each.where == "path"]
        found = stage.resource(slots[-1].resource) if slots else None
        made = found is not None and found.name in stage.standing.get("", {})
        return found if made and found is not None and found.delete is not None else None

    def _upload(self, scene: Scene, thing: Thing) -> Step | None:
        """Bytes for a read below a thing, which has none before they are put there."""
        role, own = scene.stage.graph.role(self.operation)
        write = (own.replace or own.update) if own is not None and own.singleton else None
        kind = next(iter(raw_media_types(write)), None) if write is not None else None
        if role is not Role.READ or write is None or kind is None:
            return None
        step = scene.step(write, scene.around(thing), presence=Presence.THERE)
        if step is None:
            return None
        request = replace(step.request, body=_BYTES).with_header("Content-Type", kind)
        return replace(step, request=request)

    def _asked(self, scene: Scene, address: Address) -> Play:
        made = scene.stage.bodies.plain(self.operation)
        body = made.value if isinstance(made, Made) and self.operation.body else None
        step = scene.step(self.operation, address, presence=Presence.UNKNOWN)
        if step is None or body is not None:
            return
        (whole,) = yield [step]
        response = whole.response
        if response is None or not response.succeeded:
            return
        if self.head is not None:
            yield from self._head(scene, step, response)
        ranges = "bytes" in header_values(response.headers, "accept-ranges")
        if (ranges or any(a.status == "206" for a in self.operation.answers)) and len(
            response.body
        ) > 4:
            yield from self._ranges(scene, step, response)

    def _head(self, scene: Scene, step: Step, response: Response) -> Play:
        if self.head is None:
            return
        request = replace(step.request, method="HEAD")
        (reply,) = yield [replace(step, request=request, operation=self.head)]
        got = reply.response
        (again,) = yield [step]
        if got is None or got.status >= 500 or again.response is None:
            return
        if (again.response.status, again.response.body) != (response.status, response.body):
            return  # it has changed meanwhile: there is nothing to compare with
        if got.status != response.status:
            text = f"HEAD is answered with {got.status}, and GET with {response.status}"
            find(
                scene, [Breach(rule=HEAD, message=text, cause="status")], self.head, reply.exchange
            )
            return
        for name in ("content-type", "etag", "content-length", "last-modified", "accept-ranges"):
            one, other = header_values(response.headers, name), header_values(got.headers, name)
            if one and other and one != other:
                text = f"HEAD answers {name}: {other[0]}, and GET {one[0]}"
                find(
                    scene, [Breach(rule=HEAD, message=text, cause=name)], self.head, reply.exchange
                )

    def _ranges(self, scene: Scene, step: Step, response: Response) -> Play:
        size = len(response.body)
        wanted = {
            "bytes=0-2": (0, 3),
            f"bytes=2-{size + 100}": (2, size),
            "bytes=-2": (size - 2, size),
        }
        steps = [replace(step, request=step.request.with_header("Range", text)) for text in wanted]
        beyond = step.request.with_header("Range", f"bytes={size + 10}-")
        tag = next(iter(header_values(response.headers, "etag")), "")
        part = step.request.with_header("Range", "bytes=0-2").with_header("If-Range", _STALE)
        extra = [replace(step, request=beyond), *([replace(step, request=part)] if tag else [])]
        *replies, outside = yield [*steps, *extra[:1]]
        yield from self._outside(scene, outside, size)
        if tag:
            (unmatched,) = yield extra[1:]
            if unmatched.status == 206:
                text = "If-Range names another tag, and a part was answered (206)"
                breach = Breach(rule=RANGE, message=text, cause="if-range")
                find(scene, [breach], self.operation, unmatched.exchange)
        for (text, (start, end)), reply in zip(wanted.items(), replies, strict=True):
            got = reply.response
            if got is None or got.status != 206:
                continue
            told_range = next(iter(header_values(got.headers, "content-range")), "")
            found = partial.told_part(text, (start, end), told_range, got.body, response.body)
            find(scene, found, self.operation, reply.exchange)

    def _outside(self, scene: Scene, reply: Reply, size: int) -> Play:
        """A range behind the end: 416 with the length, or the whole (RFC 9110 14.4, 15.5.17)."""
        got = reply.response
        if got is not None and got.status == 416:
            told_range = header_values(got.headers, "content-range")
            if told_range and told_range[0] != f"bytes */{size}":
                text = f"a range behind the end is answered with Content-Range: {told_range[0]}"
                breach = Breach(rule=RANGE, message=text, cause="length")
                find(scene, [breach], self.operation, reply.exchange)
        elif got is not None and got.status == 206:
            text = f"a range behind the end of {size} bytes is answered with a part (206)"
            breach = Breach(rule=RANGE, message=text, cause="outside")
            find(scene, [breach], self.operation, reply.exchange)
        yield from ()
