"""Bytes that are stored: what was uploaded is downloaded again as it was."""

import base64
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find, told
from ringback.campaign.phases.setup.existing_things import raw_media_types
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Reply, Stage
from ringback.exchange import Response
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
                yield ToldSize(resource=resource, operation=maker, member=member)


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
class _Transfer(Indivisible):
    """What both ways to upload have in common."""

    resource: Resource
    operation: Operation
    payload: bytes
    lock: str = ""

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
            address = {**address, **scene.new_key(resource)}
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
class ToldSize(Indivisible):
    """What the representation of an upload tells of its bytes: their number, their digest."""

    resource: Resource
    operation: Operation
    member: str
    lock: str = ""

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
        yield from self._later(scene, made.value, seen)
        for payload, state, up in seen:
            for name, value in state.items():
                text = _wrong_digest(name, value, payload) or _wrong_size(
                    name, value, payload, seen
                )
                if text:
                    breach = Breach(rule=ROUND_TRIP, message=text, instance=f"/{name}")
                    find(scene, [breach], self.operation, up.exchange)

    def _later(
        self,
        scene: Scene,
        body: dict[str, Any],
        seen: list[tuple[bytes, dict[str, Any], Reply]],
    ) -> Play:
        """What is told of bytes that were put in the place of the first ones."""
        below = [each for each in scene.stage.graph.children(self.resource) if each.singleton]
        write = next((each.replace for each in below if each.replace is not None), None)
        kind = next(iter(raw_media_types(write)), None) if write is not None else None
        if write is None or kind is None:
            return
        step = scene.making(
            self.resource, body={**body, self.member: _PAYLOADS[0].decode("latin-1")}
        )
        thing = (yield [step])[0].thing if step is not None else None
        put = scene.step(write, scene.around(thing), presence=Presence.THERE) if thing else None
        read = scene.reading(thing) if thing else None
        for payload in _PAYLOADS[1:3] if put is not None and read is not None else ():
            if put is None or read is None:
                break
            request = replace(put.request, body=payload).with_header("Content-Type", kind)
            (up,) = yield [replace(put, request=request)]
            (look,) = yield [read]
            state, _ = told(scene, look, self.resource)
            if up.succeeded and isinstance(state, dict):
                seen.append((payload, state, look))
        yield from scene.dispose(thing)


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
