"""A gateway's own record as a recording, by the mapping of its names."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from ringback.exchange import Headers, Request, media_type_of
from ringback.payload import MISSING, decode, encode, show
from ringback.recordings.formats.logs.mapping import Mapping
from ringback.recordings.formats.parts.records import RecordSpot
from ringback.recordings.formats.parts.stored_bodies import from_base64, plain, to_bytes, typed
from ringback.recordings.formats.parts.typed_parts import (
    ShapeError,
    day,
    headers,
    method,
    status,
    text,
    unfit,
    url,
)
from ringback.recordings.recording import Entry

_MILLISECONDS = 10**11  # a time past this is no count of seconds: that would be the year 5138


def mapped_entry(value: Any, mapping: Mapping, spot: RecordSpot) -> Entry:
    """The exchange that a decoded record holds; what is missing or unfit is told by its name."""
    try:
        return _recording(value, mapping, spot)
    except ShapeError as error:
        return spot.unreadable(f"does not fit the mapping: {error}", "recording/invalid")


def _recording(value: Any, mapping: Mapping, spot: RecordSpot) -> Entry:
    number = status(_needed(value, mapping, "status"), "status")
    name = method(_needed(value, mapping, "method"), "method")
    whole = _url(value, mapping)
    if not number:
        return spot.aside("never answered (status 0)")
    asked, answered = (
        _headers(value, mapping, f"{side}.headers") for side in ("request", "response")
    )
    sent, sent_type = _body(value, mapping, "request.body", asked)
    came, came_type = _body(value, mapping, "response.body", answered)
    return spot.recording(
        Request(method=name, url=whole, headers=typed(asked, sent_type), body=sent or None),
        (number, typed(answered, came_type), came),
        date=_day(_optional(value, mapping, "time")),
        with_headers=bool(answered),
        with_body=_holds(mapping, "response.body"),
        with_request_body=_holds(mapping, "request.body"),
        with_request_headers=mapping.has("request.headers"),
        with_query=mapping.has("url") or mapping.has("query") or "?" in whole,
    )


def _holds(mapping: Mapping, name: str) -> bool:
    """Whether the log has this body at all."""
    return mapping.has(name) or mapping.has(f"{name}.base64")


def _needed(value: Any, mapping: Mapping, name: str) -> Any:
    """A part that each record must have. Raises ShapeError."""
    part = mapping.part(name, value)
    if part is MISSING or part is None:
        raise ShapeError(f"it has no {name} at {mapping.pointer(name)}")
    return part


def _optional(value: Any, mapping: Mapping, name: str) -> Any:
    """A part that a record may lack: then None."""
    part = mapping.part(name, value) if mapping.has(name) else None
    return None if part is MISSING else part


def _url(value: Any, mapping: Mapping) -> str:
    """The URL, put together from its parts where the log has those."""
    if mapping.has("url"):
        return url(_needed(value, mapping, "url"), "url")
    path = text(_needed(value, mapping, "path"), "path")
    query = _query(_optional(value, mapping, "query"))
    if query:
        path = f"{path}{'&' if '?' in path else '?'}{query}"
    if not mapping.has("host"):
        return url(path, "path")
    host = text(_needed(value, mapping, "host"), "host")
    scheme = text(_needed(value, mapping, "scheme"), "scheme") if mapping.has("scheme") else "https"
    return url(f"{scheme}://{host}{'' if path.startswith('/') else '/'}{path}", "the URL")


def _query(value: Any) -> str:
    """The query as it stands in a URL. Raises ShapeError."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.removeprefix("?")
    if isinstance(value, dict):
        pairs = [
            (name, each if isinstance(each, str) else show(each, 10_000))
            for name, inner in value.items()
            for each in (inner if isinstance(inner, list) else [inner])
            if each is not None
        ]
        return urlencode(pairs, errors="surrogatepass")
    if isinstance(value, list):
        return urlencode(headers(value, "query"), errors="surrogatepass")
    raise unfit("query", "a string, an object or an array", value)


def _headers(value: Any, mapping: Mapping, name: str) -> Headers:
    stored = _optional(value, mapping, name)
    return headers(_from_text(stored) if isinstance(stored, str) else stored, name)


def _from_text(stored: str) -> Any:
    """Headers that stand in a text: as JSON, or one a line (RFC 9112 section 5); else as it is."""
    decoded = decode(to_bytes(stored))
    if decoded.parsed:
        return decoded.value
    pairs = [line.partition(":") for line in stored.splitlines() if line.strip()]
    whole = all(colon and name.strip() for name, colon, _ in pairs)
    return [[name.strip(), text.strip()] for name, _, text in pairs] if whole else stored


def _body(
    value: Any, mapping: Mapping, name: str, kept: Headers
) -> tuple[bytes | None, str | None]:
    """The bytes of a body, and its media type where the log keeps no headers that could say it."""
    packed = _optional(value, mapping, f"{name}.base64")
    if packed is not None:
        found = from_base64(text(packed, f"{name}.base64"), f"{name}.base64")
    else:
        part = _optional(value, mapping, name)
        if part is None:
            return None, None
        if isinstance(part, str):
            coded = _optional(value, mapping, f"{name}.encoding") in {"base64", True}
            found = from_base64(part, name) if coded else to_bytes(part, kept)
        else:
            found = encode(part)
    found = plain(found, kept, name)
    return found, None if kept or media_type_of(kept) else "application/json"


def _day(value: Any) -> str:
    """The date of a time: ISO 8601, or seconds or milliseconds since 1970; empty for others."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return day(value)
    seconds = value / 1000 if abs(value) > _MILLISECONDS else value
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
