"""Bytes that are stored: what was uploaded is downloaded again as it was."""

import base64
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find, told
from ringback.campaign.phases.opening import raw_media_types
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.references import words
from ringback.campaign.scheduler.scene import Play, Presence, Reply, Scenario, Scene, Stage, Step
from ringback.exchange import Response, header_values
from ringback.finding import Finding
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.sampling.result import Made
from ringback.wire.media_types import BodyKind, kind_of

ROUND_TRIP = "law/round-trip"
_PAYLOADS = (
    b"ringback\n",
    b"line\r\nline\r\n\r\nend",
    bytes(range(256)) * 2,
    "é–\u2028 ﬁ \ufeff".encode(),
    b"\x00\xff\xfe" + b"ab" * 40_000,
    b"",
    b"\xef\xbb\xbfname;1\n",  # a byte order mark is a part of it
    base64.b64decode(
        b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    ),
)
_SIZES = frozenset({"size", "bytes", "length", "contentlength", "filesize", "sizebytes"})
_DIGESTS = ("sha256", "sha1", "md5", "sha512")


def transfer_scenarios(stage: Stage) -> Iterator[Scenario]:
    """Uploads of raw bytes, and forms with a file, of each resource that can be downloaded."""
    for resource in stage.graph.resources.values():
        write = resource.replace or resource.update
        if write is not None and resource.read is not None and raw_media_types(write):
            above = resource.parent in stage.standing.get("", {})
            if (resource.singleton and above) or resource.upserts:
                for payload, name in itertools.product(_PAYLOADS, raw_media_types(write)):
                    yield Upload(
                        resource=resource, operation=write, payload=payload, media_type=name
                    )
                for kind in (Versions, WrongTypes):
                    yield kind(
                        resource=resource,
                        operation=write,
                        payload=_PAYLOADS[0],
                        media_type=raw_media_types(write)[0],
                    )
        maker = resource.maker
        if maker is not None and resource.name in stage.standing.get("", {}):
            member = _file_member(maker)
            download = _download(stage, resource)
            if member and download:
                for payload in _PAYLOADS:
                    yield FormUpload(
                        resource=resource,
                        operation=maker,
                        payload=payload,
                        member=member,
                        download=download,
                    )
                yield Told(resource=resource, operation=maker, member=member)


def _file_member(operation: Operation) -> str | None:
    """The member of a multipart body that holds bytes; None where there is not just one."""
    media_types = operation.body.media_types if operation.body else ()
    for each in media_types:
        if kind_of(each.name) is BodyKind.MULTIPART and len(each.binary) == 1:
            return each.binary[0]
    return None


def _download(stage: Stage, resource: Resource) -> Operation | None:
    """The read below a thing that answers bytes."""
    below = [each.read for each in stage.graph.children(resource) if each.singleton]
    for operation in (*resource.views, *(each for each in below if each is not None)):
        kinds = [
            kind_of(media_type.name)
            for answer in operation.answers
            if answer.status.startswith("2")
            for media_type in answer.media_types
        ]
        if kinds and all(kind is BodyKind.BYTES for kind in kinds):
            return operation
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Transfer:
    """What both ways to upload have in common."""

    resource: Resource
    operation: Operation
    payload: bytes
    lock: str = ""

    def narrowed(self, _finding: Finding) -> Scenario:
        """It has no parts."""
        return self  # type: ignore[return-value]

    def compare(self, scene: Scene, up: Reply, down: Reply) -> None:
        """A finding where the bytes are others."""
        response = down.response
        if response is None or not up.succeeded:
            return
        if not response.succeeded:
            text = f"bytes were stored, and a download of them is answered with {response.status}"
        elif response.body != self.payload:
            text = _differs(self.payload, response)
        else:
            return
        breach = Breach(rule=ROUND_TRIP, message=text)
        find(scene, [breach], self.operation, up.exchange, down.exchange)


def _differs(payload: bytes, response: Response) -> str:
    pairs = enumerate(zip(payload, response.body, strict=False))
    place = next((i for i, (a, b) in pairs if a != b), min(len(payload), len(response.body)))
    return (
        f"{len(payload)} bytes were uploaded, and {len(response.body)} came back; "
        f"they differ from byte {place} on"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload(_Transfer):
    """Raw bytes put in the place of what was there."""

    media_type: str

    def play(self, scene: Scene) -> Play:
        """Upload, download, and the same once more without a type of its own."""
        resource = self.resource
        parent = scene.stage.graph.resources.get(resource.parent or "")
        thing = (yield from scene.fresh(parent)) if parent else None
        address = scene.around(thing) if thing else dict(scene.stage.standing.get("", {}))
        if resource.upserts:
            address = {**address, resource.name: scene.new_key(resource)}
            if not (yield from scene.absent(resource, address, "")):
                return
        step = scene.step(self.operation, address, presence=Presence.THERE)
        read = scene.step(resource.read, address) if resource.read else None
        if step is None or read is None:
            yield from scene.dispose(thing)
            return
        request = replace(step.request, body=self.payload).with_header(
            "Content-Type", self.media_type
        )
        (up,) = yield [replace(step, request=request)]
        (down,) = yield [read]
        self.compare(scene, up, down)
        yield from scene.dispose(thing, up.thing)


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
            if second.succeeded and now == old:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FormUpload(_Transfer):
    """A form with a file in it."""

    member: str
    download: Operation

    def play(self, scene: Scene) -> Play:
        """Make the thing with these bytes, and download them."""
        made = scene.stage.bodies.plain(self.operation)
        if not isinstance(made, Made) or not isinstance(made.value, dict):
            return
        text = self.payload.decode("latin-1")  # a character an octet: so forms are written
        step = scene.making(self.resource, body={**made.value, self.member: text})
        if step is None:
            return
        (up,) = yield [step]
        if up.thing is None:
            return
        read = scene.step(self.download, scene.around(up.thing))
        if read is not None:
            (down,) = yield [read]
            self.compare(scene, up, down)
        yield from scene.dispose(up.thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the representation of an upload tells of its bytes: their number, their digest."""

    resource: Resource
    operation: Operation
    member: str
    lock: str = ""

    def narrowed(self, _finding: Finding) -> Scenario:
        """It has no parts."""
        return self  # type: ignore[return-value]

    def play(self, scene: Scene) -> Play:
        """Upload each, and hold what is told of one against what is told of the others."""
        made = scene.stage.bodies.plain(self.operation)
        if not isinstance(made, Made) or not isinstance(made.value, dict):
            return
        seen: list[tuple[bytes, dict[str, Any], Reply]] = []
        for payload in _PAYLOADS:
            body = {**made.value, self.member: payload.decode("latin-1")}
            step = scene.making(self.resource, body=body)
            if step is None:
                return
            (up,) = yield [step]
            state, _ = told(scene, up, self.resource)
            if up.succeeded and isinstance(state, dict):
                seen.append((payload, state, up))
            yield from scene.dispose(up.thing if up.succeeded else None)
        for payload, state, up in seen:
            for name, value in state.items():
                text = _wrong_digest(name, value, payload) or _wrong_size(
                    name, value, payload, seen
                )
                if text:
                    breach = Breach(rule=ROUND_TRIP, message=text, instance=f"/{name}")
                    find(scene, [breach], self.operation, up.exchange)


def _wrong_digest(name: str, value: Any, payload: bytes) -> str:
    """The sentence about a digest that is not that of the bytes; empty where it is, or is none."""
    algorithm = next((each for each in _DIGESTS if words(name) == each), None)
    if algorithm is None or not isinstance(value, str):
        return ""
    right = hashlib.new(algorithm, payload, usedforsecurity=False).hexdigest()
    if len(value) != len(right) or value.lower() == right:
        return ""
    return f"/{name} is told as {value}, and the {algorithm} of the bytes is {right}"


def _wrong_size(
    name: str, value: Any, payload: bytes, seen: Sequence[tuple[bytes, dict[str, Any], Reply]]
) -> str:
    """The sentence about a size that is that of other uploads, and not of this one."""
    if words(name) not in _SIZES or value == len(payload) or not isinstance(value, int):
        return ""
    if not any(state.get(name) == len(other) for other, state, _ in seen):
        return ""  # it counts something else
    return f"/{name} is told as {value}, and {len(payload)} bytes were uploaded"
