"""Versions of stored bytes: their tags, and conditions on them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find
from ringback.campaign.phases.reads.uploads import Upload
from ringback.campaign.phases.setup.existing_things import raw_media_types
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Presence, Reply, Stage, Step
from ringback.exchange import header_values
from ringback.laws.likeness import Breach
from ringback.operation import Operation


def version_scenarios(stage: Stage) -> Iterator[Scenario]:
    """Two for each upload to a thing of the run's own."""
    for resource in stage.graph.resources.values():
        write = resource.replace or resource.update
        media_types = raw_media_types(write) if write is not None else []
        above = resource.parent in stage.standing.get("", {})
        if write is None or not media_types or resource.read is None or not above:
            continue
        for kind in (Versions, WrongTypes):
            yield kind(
                resource=resource, operation=write, payload=b"ringback\n", media_type=media_types[0]
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongTypes(Upload):
    """Bytes of a media type that is not described: to be refused."""

    def play(self, scene: Scene) -> Play:
        """Upload in types that nobody described."""
        parent = scene.stage.graph.resources.get(self.resource.parent or "")
        thing = (yield from scene.fresh(parent)) if parent else None
        put = scene.step(self.operation, scene.around(thing)) if thing else None
        if put is not None:
            known = {
                each.name
                for each in (self.operation.body.media_types if self.operation.body else ())
            }
            yield [
                replace(
                    put, request=replace(put.request, body=b"{}").with_header("Content-Type", name)
                )
                for name in ("text/html", "application/json", "application/xml")
                if name not in known
            ]
        yield from scene.dispose(thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions(Upload):
    """Two uploads: each has a tag of its own, and conditions go by the tag of now."""

    def play(self, scene: Scene) -> Play:
        """Upload, ask with the tag, upload other bytes, ask with both tags."""
        parent = scene.stage.graph.resources.get(self.resource.parent or "")
        thing = (yield from scene.fresh(parent)) if parent else None
        read = (
            scene.step(self.resource.read, scene.around(thing))
            if thing and self.resource.read
            else None
        )
        put = scene.step(self.operation, scene.around(thing)) if thing else None
        if thing is None or read is None or put is None:
            yield from scene.dispose(thing)
            return
        first = self._with(put, self.payload)
        (up,) = yield [first]
        one, again = yield [read, read]
        old = self._tag(one)
        if up.succeeded and one.succeeded and old:
            if self._tag(again) != old:
                self._told(
                    scene, "law/etag", "two downloads of the same bytes have two tags", again
                )
            (kept,) = yield [_asking(read, "If-None-Match", old)]
            if self._documents(read.operation, "304") and kept.succeeded:
                text = f"If-None-Match with the tag of now is answered with {kept.status}, not 304"
                self._told(scene, "law/not-modified", text, kept)
            (second,) = yield [self._with(put, self.payload * 2)]
            (other,) = yield [read]
            now = self._tag(other)
            if second.succeeded and now == old and not now.startswith("W/"):
                self._told(scene, "law/etag", f"other bytes have the same tag {now}", other)
            answered = self._tag(second)
            if second.succeeded and answered and now and answered != now:
                text = f"the upload answered the tag {answered}, and a download after it {now}"
                self._told(scene, "law/etag", text, second)
            if second.succeeded and now != old:
                yield from self._conditions(scene, put, read, old, now)
        yield from scene.dispose(thing)

    def _conditions(self, scene: Scene, put: Step, read: Step, old: str, now: str) -> Play:
        (stale,) = yield [_asking(read, "If-None-Match", old)]
        if stale.status == 304:
            text = (
                "the bytes have changed, and If-None-Match with their old tag is answered with 304"
            )
            self._told(scene, "law/not-modified", text, stale)
        if not self._documents(put.operation, "412"):
            return
        (refused,) = yield [_asking(self._with(put, b"stale"), "If-Match", old)]
        if refused.succeeded:
            text = f"If-Match with a stale tag was accepted ({refused.status})"
            self._told(scene, "law/precondition", text, refused)
            return
        (there,) = yield [read]
        (accepted,) = yield [
            _asking(self._with(put, b"fresh"), "If-Match", self._tag(there) or now)
        ]
        if accepted.status == 412:
            text = "If-Match with the tag of now is answered with 412"
            self._told(scene, "law/precondition", text, accepted)

    def _with(self, put: Step, payload: bytes) -> Step:
        request = replace(put.request, body=payload).with_header("Content-Type", self.media_type)
        return replace(put, request=request, presence=Presence.THERE)

    def _tag(self, reply: Reply) -> str:
        values = header_values(reply.response.headers, "etag") if reply.response else []
        return values[0] if values else ""

    def _documents(self, operation: Operation, status: str) -> bool:
        return any(each.status == status for each in operation.answers)

    def _told(self, scene: Scene, rule: str, text: str, reply: Reply) -> None:
        find(scene, [Breach(rule=rule, message=text)], self.operation, reply.exchange)


def _asking(step: Step, name: str, value: str) -> Step:
    return replace(step, request=step.request.with_header(name, value))
