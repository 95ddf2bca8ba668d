"""Flows that mitmproxy wrote (`mitmdump -w FILE`), read one at a time, without its library.

They are tnetstrings, one behind the other: a length, a colon, so many bytes, and a letter for the
type (tnetstrings.info; mitmproxy adds `;` for text). What is read of a flow has kept its names
through all versions of the format (mitmproxy/io/compat.py).
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ringback.exchange import Headers, Request, header_values
from ringback.recordings.byte_streams.feed import Feed
from ringback.recordings.byte_streams.unpacking import StreamError
from ringback.recordings.formats.parts.records import RecordSpot, shaped
from ringback.recordings.formats.parts.stored_bodies import plain
from ringback.recordings.formats.parts.typed_parts import ShapeError, method, status, unfit, url
from ringback.recordings.recording import Aside, Entry, Recording

_DIGITS = 12  # of a length, as mitmproxy has it
_DEEP = 50
_PORTS = {"http": 80, "https": 443}


def flows(feed: Feed, file: str, limit: int) -> Iterator[Entry]:
    """Every flow; one of more than `limit` bytes is passed over, a broken one is the last."""
    reader = _FlowReader(feed)
    number = 0
    while True:
        number += 1
        spot = RecordSpot(file=file, entry=f"entry {number}", line=None)
        try:
            size = reader.length()
            if size is None:
                return
            data = reader.take(size, limit)
            mark = reader.take(1, 1)
        except (ShapeError, StreamError) as error:
            yield spot.unreadable(f"{error}, and no entry is read after")
            return
        if data is None:
            yield spot.unreadable(f"is longer than the {limit:,} bytes that are read of one entry")
            continue
        try:
            value = _parsed(memoryview(data), mark or b"", _DEEP)
        except ShapeError as error:
            yield spot.unreadable(str(error))
            continue
        yield shaped(value, spot, "flow of mitmproxy", _flow)


class _FlowReader:
    """Takes bytes off a feed."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._left = b""

    def length(self) -> int | None:
        """The length that stands here; None at the end. Raises ShapeError, StreamError."""
        digits = b""
        while True:
            if not self._left:
                self._left = self._feed.more()
            if not self._left:
                if digits:
                    raise ShapeError("is cut: the file ends within it")
                return None
            mark, self._left = self._left[:1], self._left[1:]
            if mark == b":" and digits:
                return int(digits)
            if not mark.isdigit() or len(digits) == _DIGITS:
                raise ShapeError("is no flow of mitmproxy: no length stands here")
            digits += mark

    def take(self, size: int, limit: int) -> bytes | None:
        """So many bytes, None where they are more than `limit`. Raises ShapeError, StreamError."""
        parts, missing = [], size
        while missing:
            piece = self._left or self._feed.more()
            if not piece:
                raise ShapeError("is cut: the file ends within it")
            taken, self._left = piece[:missing], piece[missing:]
            missing -= len(taken)
            if size <= limit:
                parts.append(taken)
        return b"".join(parts) if size <= limit else None


def _parsed(data: memoryview, mark: bytes, deep: int) -> Any:
    """The value of these bytes by its type. Raises ShapeError."""
    match mark:
        case b"," | b";":
            return bytes(data)
        case b"#" | b"^":
            return _number(data, int if mark == b"#" else float)
        case b"!" | b"~":
            return bytes(data) == b"true" if mark == b"!" else None
        case b"]" | b"}" if deep:
            found = []
            while data:
                value, data = _next(data, deep)
                found.append(value)
            return found if mark == b"]" else _members(found)
        case b"]" | b"}":
            raise ShapeError("is nested too deep")
        case _:
            raise ShapeError("is broken: a value has no type")


def _number(data: memoryview, kind: type[int] | type[float]) -> int | float:
    try:
        return kind(bytes(data))
    except ValueError:
        raise ShapeError("is broken: a number is none") from None


def _members(found: list[Any]) -> dict[str, Any]:
    """Names and values in turn as an object; the names were bytes in the oldest flows."""
    if len(found) % 2 or not all(isinstance(each, bytes) for each in found[::2]):
        raise ShapeError("is broken: a member has no name or no value")
    names = (each.decode("utf-8", "replace") for each in found[::2])
    return dict(zip(names, found[1::2], strict=True))


def _next(data: memoryview, deep: int) -> tuple[Any, memoryview]:
    """The first value of several, and the rest."""
    head, colon, _ = bytes(data[: _DIGITS + 1]).partition(b":")
    end = len(head) + 1 + (int(head) if head.isdigit() and colon else len(data))
    if end >= len(data):
        raise ShapeError("is broken: a length leads past its end")
    value = _parsed(data[len(head) + 1 : end], bytes(data[end : end + 1]), deep - 1)
    return value, data[end + 1 :]


def _flow(value: Any, spot: RecordSpot) -> Recording | Aside:
    whole = _record(value, "a flow")
    kind = _text(whole.get("type", b"http"))
    if kind != "http":
        return spot.aside(f"of {kind.upper()[:20]}, which is no exchange of HTTP")
    if whole.get("websocket") is not None:
        return spot.aside("of a WebSocket")
    asked = _record(whole.get("request"), "request")
    if whole.get("response") is None:
        return spot.aside("never answered (no response)")
    answered = _record(whole["response"], "response")
    asked_by = method(_text(asked.get("method")), "request.method")
    if asked_by == "CONNECT":
        return spot.aside("of a tunnel (CONNECT)")
    number = status(answered.get("status_code", 0), "response.status_code")
    if not number:
        return spot.aside("never answered (status 0)")
    sent_headers, came_headers = _headers(asked, "request"), _headers(answered, "response")
    sent, came = _content(asked, "request"), _content(answered, "response")
    request = Request(
        method=asked_by,
        url=_url(asked, sent_headers),
        headers=sent_headers,
        body=plain(sent or b"", sent_headers, "request.content") or None,
    )
    body = None if came is None else plain(came, came_headers, "response.content")
    return spot.recording(
        request,
        (number, came_headers, body),
        date=_day(asked.get("timestamp_start")),
        with_request_body=sent is not None,
    )


def _record(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise unfit(place, "an object", value)
    return value


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else ""


def _headers(side: dict[str, Any], name: str) -> Headers:
    """The headers, pairs of bytes."""
    stored = side.get("headers") or []
    if not isinstance(stored, list):
        raise unfit(f"{name}.headers", "an array", stored)
    pairs = [each for each in stored if isinstance(each, list) and len(each) == 2]
    if len(pairs) != len(stored) or not all(isinstance(it, bytes) for each in pairs for it in each):
        raise ShapeError(f"{name}.headers must hold pairs of bytes")
    return tuple((_text(key), _text(text)) for key, text in pairs)


def _content(side: dict[str, Any], name: str) -> bytes | None:
    """The bytes of a body as they came; None where they were passed on without being kept."""
    stored = side.get("content")
    if stored is not None and not isinstance(stored, bytes):
        raise unfit(f"{name}.content", "binary data", stored)
    return stored


def _url(asked: dict[str, Any], kept: Headers) -> str:
    """The URL by the name that the client called the host by."""
    scheme, port = _text(asked.get("scheme")) or "http", asked.get("port")
    named = next(iter(header_values(kept, "host")), "") or _text(asked.get("authority"))
    given = f":{port}" if isinstance(port, int) and port != _PORTS.get(scheme) else ""
    return url(
        f"{scheme}://{named or _text(asked.get('host')) + given}{_text(asked.get('path'))}",
        "request.path",
    )


def _day(value: Any) -> str:
    """The date of a time in seconds since 1970; empty where it is none."""
    try:
        return datetime.fromtimestamp(value, UTC).date().isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return ""
