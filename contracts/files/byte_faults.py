"""Faults in the bytes of documents, and in what ranges, HEAD and entity tags say of them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from contracts.files.headers import Span
from contracts.files.planting import hooked, on, on_document
from contracts.files.refusals import NotModifiedError, RefusedError
from contracts.files.service import Conditions, Service
from contracts.files.store import Document
from contracts.planting import Answer, Real, planted

_ROUND_TRIP = "law/round-trip"
_CONTENT = "/content"


def _keeping(change: Callable[[bytes], bytes], *media_types: str) -> Any:
    """An app that keeps other bytes than those that came, of some media types or of all."""

    def keep(_service: Service, real: Real, content: bytes, media_type: str) -> bytes:
        kept: bytes = real(content, media_type)
        return change(kept) if media_type in media_types or not media_types else kept

    return hooked(keep=keep)


def _crash_on_nothing(content: bytes) -> bytes:
    """Fail where there is no first byte to look at."""
    if not content:
        raise RefusedError(500, "internal", "Something went wrong.")
    return content


def _other_bytes(change: Callable[[Document, bytes], bytes]) -> Any:
    """An app that keeps something else when bytes are replaced."""
    return hooked(
        replace_content=lambda _service, real, old, content, media_type: real(
            old, change(old, content), media_type
        )
    )


def _measured_once(service: Service, real: Real, document: Document) -> Any:
    """Show the size that a document had when it was first shown."""
    sizes: dict[str, Any] = vars(service).setdefault("sizes", {})
    return sizes.setdefault(document.id, real(document))


def _digest_when_read(service: Service, real: Real, document: Document) -> Any:
    """Show the digest that was computed at the upload, and later that of the digest."""
    seen: set[tuple[str, int]] = vars(service).setdefault("seen", set())
    digest: str = real(document)
    if (document.id, document.revision) in seen:
        return hashlib.sha256(digest.encode()).hexdigest()
    seen.add((document.id, document.revision))
    return digest


BYTES = planted(
    "bytes",
    ("upload-cut-at-1024", _ROUND_TRIP, _keeping(lambda content: content[:1024])),
    ("upload-cut-at-nul", _ROUND_TRIP, _keeping(lambda content: content.partition(b"\0")[0])),
    ("newlines-normalised", _ROUND_TRIP, _keeping(lambda content: content.replace(b"\r\n", b"\n"))),
    (
        "upload-read-as-text",
        _ROUND_TRIP,
        _keeping(lambda content: content.decode("utf-8", "replace").encode()),
    ),
    ("upload-trimmed", _ROUND_TRIP, _keeping(bytes.strip)),
    (
        "byte-order-mark-dropped",
        _ROUND_TRIP,
        _keeping(lambda content: content.removeprefix(b"\xef\xbb\xbf")),
    ),
    ("image-encoded-again", _ROUND_TRIP, _keeping(lambda content: content + b"\0", "image/png")),
    ("replaced-bytes-appended", _ROUND_TRIP, _other_bytes(lambda old, new: old.content + new)),
    ("replaced-bytes-forgotten", _ROUND_TRIP, _other_bytes(lambda old, _new: old.content)),
    (
        "replaced-bytes-written-over",
        _ROUND_TRIP,
        _other_bytes(lambda old, new: new + old.content[len(new) :]),
    ),
    (
        "size-counts-characters",
        _ROUND_TRIP,
        hooked(size=lambda _service, _real, d: len(d.content.decode("utf-8", "ignore"))),
    ),
    ("size-of-the-first-upload", _ROUND_TRIP, hooked(size=_measured_once)),
    (
        "digest-of-the-title",
        _ROUND_TRIP,
        hooked(digest=lambda _s, _real, d: hashlib.sha256(d.title.encode()).hexdigest()),
    ),
    ("digest-otherwise-when-read", "law/read-back", hooked(digest=_digest_when_read)),
    ("digest-in-capitals", "schema/response", on_document(lambda d: d.update(sha256="F" * 64))),
    ("size-a-string", "schema/response", on_document(lambda d: d.update(size=str(d["size"])))),
    ("empty-file-crashes", "protocol/server-error", _keeping(_crash_on_nothing)),
    (
        "download-as-text",
        "schema/content-type",
        on("GET", _CONTENT, 200, lambda a: a.with_header("content-type", "text/plain")),
    ),
)


def _piece(
    first_off: int = 0, last_off: int = 0, total_off: int = 0
) -> Callable[..., tuple[bytes, str]]:
    """Pieces that begin, end or are counted otherwise than they say."""

    def piece(_service: Service, _real: Real, content: bytes, first: int, last: int) -> Any:
        told = f"bytes {first}-{last}/{len(content) + total_off}"
        return content[first + first_off : last + 1 + last_off], told

    return piece


def _from_the_start(
    _service: Service, real: Real, lines: Sequence[str], if_range: Sequence[str], document: Document
) -> Span | None:
    """Take the last bytes for the first ones."""
    span: Span | None = real(lines, if_range, document)
    if span is not None and lines[0].lower().startswith("bytes=-"):
        return 0, span[1] - span[0]
    return span


def _crash_outside(
    _service: Service, real: Real, lines: Sequence[str], if_range: Sequence[str], document: Document
) -> Span | None:
    """Fail where a range begins behind the end."""
    try:
        span: Span | None = real(lines, if_range, document)
    except RefusedError as error:
        raise RefusedError(500, "internal", "Something went wrong.") from error
    return span


RANGES = planted(
    "range",
    ("range-lacks-its-last-byte", "law/range", hooked(piece=_piece(last_off=-1))),
    ("range-begins-a-byte-later", "law/range", hooked(piece=_piece(first_off=1, last_off=1))),
    ("range-of-a-wrong-total", "law/range", hooked(piece=_piece(total_off=1))),
    (
        "range-is-the-whole",
        "law/range",
        hooked(piece=lambda _s, real, content, *span: (content, real(content, *span)[1])),
    ),
    ("last-bytes-are-the-first", "law/range", hooked(wanted_span=_from_the_start)),
    (
        "if-range-ignored",
        "law/range",
        hooked(wanted_span=lambda _s, real, lines, _if_range, document: real(lines, (), document)),
    ),
    (
        "range-without-content-range",
        "schema/headers",
        on("GET", _CONTENT, 206, lambda a: a.with_header("content-range", None)),
    ),
    (
        "range-outside-without-length",
        "schema/headers",
        on("GET", _CONTENT, 416, lambda a: a.with_header("content-range", None)),
    ),
    (
        "range-outside-as-400",
        "schema/status",
        on("GET", _CONTENT, 416, lambda a: replace(a, status=400)),
    ),
    ("range-outside-crashes", "protocol/server-error", hooked(wanted_span=_crash_outside)),
)


def _bare(status: int) -> Callable[[Answer], Answer]:
    """Another status without a body."""
    return lambda answer: replace(answer, status=status, body=b"")


HEAD = planted(
    "head",
    (
        "head-tells-no-length",
        "law/head",
        on("HEAD", _CONTENT, 200, lambda a: a.with_header("content-length", "0")),
    ),
    (
        "head-tells-another-tag",
        "law/head",
        on("HEAD", _CONTENT, 200, lambda a: a.with_header("etag", '"head"')),
    ),
    (
        "head-tells-another-type",
        "law/head",
        on("HEAD", "/documents/", 200, lambda a: a.with_header("content-type", "text/html")),
    ),
    (
        "head-finds-everything",
        "request/unknown-accepted",
        on("HEAD", "/documents/", 404, _bare(200)),
    ),
    ("head-finds-nothing", "law/head", on("HEAD", "/documents/", 200, _bare(404))),
    ("head-as-204", "schema/status", on("HEAD", "/documents/", 200, _bare(204))),
)


def _new_tag(service: Service, _real: Real, _document: Document) -> str:
    """A tag that is never told again."""
    told: int = vars(service).get("told", 0) + 1
    vars(service)["told"] = told
    return f'"{told}"'


def _passing(*statuses: int) -> Callable[..., None]:
    """Conditions that never end in one of these statuses."""

    def check(_service: Service, real: Real, *asked: Any, exists: bool) -> None:
        try:
            real(*asked, exists=exists)
        except NotModifiedError:
            if 304 not in statuses:
                raise
        except RefusedError as error:
            if error.status not in statuses:
                raise

    return check


def _same(
    _service: Service, real: Real, method: str, lines: Conditions, tag: str | None, **more: Any
) -> None:
    """Say that nothing changed to whoever has had a tag."""
    if tag and lines[1] and method in {"GET", "HEAD"}:
        raise NotModifiedError({"ETag": tag})
    real(method, lines, tag, **more)


def _refusing(
    _service: Service, real: Real, method: str, lines: Conditions, tag: str | None, **more: Any
) -> None:
    """Compare tags without their quotes, and so never find one that fits."""
    if lines[0] and lines[0][0] != "*":
        tag = tag and tag.strip('"')
    real(method, lines, tag, **more)


CONDITIONS = planted(
    "condition",
    ("tag-kept-with-new-bytes", "law/etag", hooked(tag=lambda _s, _r, d: f'"{d.id}"')),
    ("tag-new-with-each-answer", "law/etag", hooked(tag=_new_tag)),
    (
        "tag-otherwise-after-a-write",
        "law/etag",
        on("PUT", _CONTENT, 204, lambda a: a.with_header("etag", '"written"')),
    ),
    (
        "tag-without-quotes",
        "schema/headers",
        on("GET", _CONTENT, 200, lambda a: a.with_header("etag", dict(a.headers)["etag"][1:-1])),
    ),
    ("if-none-match-ignored", "law/not-modified", hooked(check_conditions=_passing(304))),
    ("never-modified", "law/not-modified", hooked(check_conditions=_same)),
    (
        "not-modified-with-a-body",
        "protocol/body-not-allowed",
        on("GET", _CONTENT, 304, lambda a: replace(a, body=b"the same")),
    ),
    ("if-match-ignored", "law/precondition", hooked(check_conditions=_passing(412))),
    ("current-if-match-refused", "law/precondition", hooked(check_conditions=_refusing)),
)
