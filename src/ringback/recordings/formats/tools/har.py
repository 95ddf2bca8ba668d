"""One entry of a HAR (HTTP Archive 1.2) as a recording, as browsers and proxies write it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from ringback.exchange import Headers, Request, header_values
from ringback.payload import MISSING
from ringback.recordings.formats.parts.records import RecordSpot, decoded_record, shaped
from ringback.recordings.formats.parts.stored_bodies import from_base64, plain, to_bytes, typed
from ringback.recordings.formats.parts.typed_parts import (
    day,
    foreign,
    headers,
    method,
    record,
    status,
    text,
    url,
)
from ringback.recordings.recording import Aside, Entry, Recording, Unreadable

_FORM = "application/x-www-form-urlencoded"
_ELSEWHERE = ("params", "_file", "_sha1")  # where a body stands that is not in the text
_FILES = {"_file": "", "_sha1": "resources/"}  # of Playwright's HAR, and of its trace
_UNKNOWN = {"", "x-unknown"}  # what browsers write for a type that they don't know


def traced_entry(raw: bytes, spot: RecordSpot) -> Iterator[Entry]:
    """The exchange of a line of Playwright's `trace.network`: an entry of a HAR within an event."""
    value = decoded_record(raw, spot)
    if isinstance(value, Unreadable):
        yield value
    elif isinstance(value, dict) and value.get("type") == "resource-snapshot":
        yield shaped(value.get("snapshot", MISSING), spot, "snapshot of a trace", har_entry)


def har_entry(value: Any, spot: RecordSpot) -> Recording | Aside:
    """The exchange of one entry, or why it is none. Raises ShapeError.

    What the browser did by itself (a blocked request, a redirect to https, a WebSocket, a data
    URL) is no exchange with a service. A body that was not saved is unknown.
    """
    whole = record(value, "an entry")
    asked = record(whole.get("request", MISSING), "request")
    answered = record(whole.get("response", MISSING), "response")
    where = url(asked.get("url", MISSING), "request.url")
    number = status(answered.get("status", MISSING), "response.status")
    sent_headers = headers(asked.get("headers"), "request.headers")
    came_headers = _unfolded(headers(answered.get("headers"), "response.headers"))
    asked_by = method(asked.get("method", MISSING), "request.method")
    why = _no_exchange(whole, asked_by, where, number, came_headers)
    if why:
        return spot.aside(why)
    sent, sent_type = _sent(asked, sent_headers, spot)
    came, came_type = _came(answered, number, came_headers, spot)
    request = Request(
        method=asked_by,
        url=where,
        headers=typed(sent_headers, sent_type) if sent else sent_headers,
        body=sent or None,
    )
    return spot.recording(
        request,
        (number, typed(came_headers, came_type) if came else came_headers, came),
        date=day(whole.get("startedDateTime")),
        with_headers=bool(came_headers),
        with_request_body=sent is not None or not _had_body(asked),
    )


def _no_exchange(
    whole: dict[str, Any], asked: str, where: str, number: int, came: Headers
) -> str | None:
    """Why an entry is no exchange with a service, None where it is one."""
    scheme = foreign(where)
    if asked == "CONNECT":
        return "of a tunnel (CONNECT)"
    if number == 101 or "_webSocketMessages" in whole or scheme in {"ws", "wss"}:
        return "of a WebSocket"
    if scheme:
        return f"of a request that is not HTTP ({scheme}:)"
    if not number:
        return "never answered (status 0)"
    if header_values(came, "non-authoritative-reason"):
        return "of a redirect that the browser made by itself"
    return None


def _unfolded(pairs: Headers) -> Headers:
    """Each value apart: some browsers join those of one name by line breaks."""
    return tuple((name, each) for name, value in pairs for each in value.split("\n"))


def _size(value: Any) -> bool:
    """Whether a size says that there were bytes; -1 says that nobody knows."""
    return isinstance(value, int | float) and value > 0


def _had_body(asked: dict[str, Any]) -> bool:
    """Whether a request without a saved body had one."""
    stored = asked.get("postData")
    elsewhere = isinstance(stored, dict) and any(map(stored.get, _ELSEWHERE))
    return elsewhere or _size(asked.get("bodySize"))


def _sent(
    asked: dict[str, Any], kept: Headers, spot: RecordSpot
) -> tuple[bytes | None, str | None]:
    """The request's body and its media type; None where none was saved."""
    stored = asked.get("postData")
    if stored is None:
        return None, None
    data = record(stored, "request.postData")
    name = data.get("mimeType")
    mime = name if isinstance(name, str) and name not in _UNKNOWN else None
    body = _text(data, "request.postData", typed(kept, mime), spot)
    if not body and data.get("params") and (mime or _FORM).startswith(_FORM):
        pairs = headers(data["params"], "request.postData.params")
        body = urlencode(pairs, errors="surrogatepass").encode()
    if body is None or (not body and _had_body(asked)):
        return None, None
    return plain(body, kept, "request.postData"), mime


def _came(
    answered: dict[str, Any], number: int, kept: Headers, spot: RecordSpot
) -> tuple[bytes | None, str | None]:
    """The answer's body and its media type; None where it was not saved."""
    stored = answered.get("content")
    if stored is None or (number == 304 and not _size(answered.get("bodySize"))):
        return None, None  # behind a 304 browsers store what they had already
    content = record(stored, "response.content")
    name = content.get("mimeType")
    mime = name if isinstance(name, str) and name not in _UNKNOWN else None
    body = _text(content, "response.content", typed(kept, mime), spot)
    sized = any(each.strip() not in {"", "0"} for each in header_values(kept, "content-length"))
    if not body and (sized or not _was_empty(answered, content, number)):
        return None, None
    return plain(body or b"", kept, "response.content"), mime


def _was_empty(answered: dict[str, Any], content: dict[str, Any], number: int) -> bool:
    """Whether an answer without a text had no body; browsers save none of a redirect's."""
    size = content.get("size")
    if "text" in content and not _size(size):
        return True
    known = size == 0 and not isinstance(size, bool)
    return known and not _size(answered.get("bodySize")) and not 300 <= number < 400


def _text(holder: dict[str, Any], place: str, kept: Headers, spot: RecordSpot) -> bytes | None:
    """The bytes of a stored text, None where there is none; HAR 1.2 has it out of its charset.

    Playwright may have it in a file beside; of a trace those stand in `resources`.
    """
    value = holder.get("text")
    member = None if value else next((each for each in _FILES if holder.get(each)), None)
    if member is not None:
        name = f"{_FILES[member]}{text(holder[member], f'{place}.{member}')}"
        return spot.attached_bytes(name, f"{place}.{member}")
    if value is None:
        return None
    stored = text(value, f"{place}.text")
    return (
        from_base64(stored, f"{place}.text")
        if str(holder.get("encoding")).lower() == "base64"
        else to_bytes(stored, kept)
    )
