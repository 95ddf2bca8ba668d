"""One interaction of a Pact file, versions 1 to 4: what a consumer asks, and what it looks at.

The examples are taken as they stand, and not what the matching rules would admit besides. Of an
answer a consumer lists what it looks at: more may come, in the body and in the headers.
Source: the specifications of the Pact Foundation (pact-specification, version-1 to version-4).
"""

from typing import Any
from urllib.parse import quote, urlencode

from ringback.exchange import Headers, Request, header_values, media_type_of
from ringback.payload import MISSING, encode
from ringback.recordings.formats.parts.records import RecordSpot
from ringback.recordings.formats.parts.stored_bodies import from_base64, to_bytes, typed
from ringback.recordings.formats.parts.typed_parts import (
    ShapeError,
    headers,
    method,
    record,
    status,
    text,
    unfit,
    url,
)
from ringback.recordings.recording import Aside, Recording
from ringback.wire.media_types import is_json

MESSAGES = ("messages",)
INTERACTIONS = ("interactions",)
_HTTP = "Synchronous/HTTP"
_KEPT = "/%:@!$&'()*+,;=~-._"  # of a path, whether it was escaped or not (RFC 3986 3.3)


def pact_entry(value: Any, spot: RecordSpot) -> Recording | Aside:
    """The exchange that a consumer expects, or why it is none. Raises ShapeError."""
    whole = record(value, "an interaction")
    kind = whole.get("type", _HTTP)
    if spot.path == MESSAGES or kind != _HTTP:
        return spot.aside("of a message (Pact), which is no exchange of HTTP")
    asked = record(whole.get("request", MISSING), "request")
    answered = record(whole.get("response", MISSING), "response")
    asked_by = method(asked.get("method", "GET"), "request.method")
    where = _url(asked)
    number = status(answered.get("status", 200), "response.status")
    if not number:
        return spot.aside("never answered (status 0)")
    sent, sent_headers = _body(asked, "request")
    came, came_headers = _body(answered, "response")
    return spot.recording(
        Request(method=asked_by, url=where, headers=sent_headers, body=sent or None),
        (number, came_headers, came),
        source="mock",
        with_headers=bool(header_values(came_headers, "content-type")),
        with_request_body="body" in asked or sent is not None,
        with_request_headers=False,  # what the consumer's client adds is not among them
        with_all_members=False,
    )


def _url(asked: dict[str, Any]) -> str:
    """The path and the query, which is a text up to version 2 and an object from 3 on."""
    path = quote(text(asked.get("path", MISSING), "request.path"), safe=_KEPT)
    query = asked.get("query")
    if isinstance(query, dict):
        query = urlencode(headers(query, "request.query"), errors="surrogatepass")
    elif query is not None and not isinstance(query, str):
        raise unfit("request.query", "a string or an object", query)
    return url(f"{path}?{query}" if query else path, "request.path")


def _body(side: dict[str, Any], name: str) -> tuple[bytes | None, Headers]:
    """The bytes of a body, None where any will do, and the headers with its media type."""
    kept = headers(side.get("headers"), f"{name}.headers")
    place = f"{name}.body"
    stored = side.get("body", MISSING)
    if stored is MISSING:
        return None, kept
    fourth = isinstance(stored, dict) and "content" in stored and _is_fourth(stored)
    if fourth:
        kept = typed(kept, _named(stored.get("contentType"), place))
        coded, stored = stored.get("encoded"), stored["content"]
        if coded and str(coded).lower() == "base64":
            return from_base64(text(stored, place), place), kept
        if coded and str(coded).lower() != "json" and coded is not True:
            raise ShapeError(f"{place}.encoded must be false, base64 or JSON")
        if isinstance(stored, str) and str(coded).lower() == "json":
            return to_bytes(stored, kept), kept
    if stored is None:
        return b"", kept  # no body at all
    if isinstance(stored, str) and not is_json(media_type_of(kept) or ""):
        return to_bytes(stored, kept), kept
    return encode(stored), typed(kept, "application/json")


def _is_fourth(stored: dict[str, Any]) -> bool:
    """Whether a body is wrapped as version 4 has it, and is no object with such a member."""
    return stored.keys() <= {"content", "contentType", "encoded", "contentTypeHint"} and (
        "contentType" in stored or "encoded" in stored
    )


def _named(value: Any, place: str) -> str | None:
    return None if value is None else text(value, f"{place}.contentType")
