"""One exchange that nock recorded as an object (`nock.recorder.rec({output_objects: true})`).

Source: nock's README, "output_objects option", and its lib/recorder.js.
"""

from typing import Any

from ringback.exchange import Headers, Request, header_values
from ringback.payload import MISSING, encode
from ringback.recordings.formats.parts.records import RecordSpot
from ringback.recordings.formats.parts.stored_bodies import (
    from_hex,
    parsed_or_text,
    plain,
    to_bytes,
    typed,
)
from ringback.recordings.formats.parts.typed_parts import (
    ShapeError,
    foreign,
    headers,
    method,
    record,
    status,
    text,
    url,
)
from ringback.recordings.recording import Aside, Recording


def nock_entry(value: Any, spot: RecordSpot) -> Recording | Aside:
    """The exchange of one object, or why it is none. Raises ShapeError."""
    whole = record(value, "a recorded call")
    scope = text(whole.get("scope", MISSING), "scope")
    path = text(whole.get("path", MISSING), "path")
    where = url(scope.rstrip("/") + path, "scope and path")
    asked_by = method(whole.get("method", "GET"), "method")
    number = status(whole.get("status", MISSING), "status")
    scheme = foreign(where)
    if scheme:
        return spot.aside(f"of a request that is not HTTP ({scheme}:)")
    if not number:
        return spot.aside("never answered (status 0)")
    came_headers = _came_headers(whole)
    sent_headers = headers(whole.get("reqheaders"), "reqheaders")
    sent = _sent(whole.get("body"), sent_headers)
    came = _came(whole, came_headers)
    told = bool(header_values(sent_headers, "content-type"))
    if sent and not told and not isinstance(whole.get("body"), str):
        sent_headers = typed(sent_headers, "application/json")  # it was parsed as that
    known = not sent or bool(header_values(sent_headers, "content-type"))
    body = (sent or None) if known else None
    return spot.recording(
        Request(method=asked_by, url=where, headers=sent_headers, body=body),
        (number, came_headers, came),
        with_request_body=known,
        with_request_headers="reqheaders" in whole,
    )


def _came_headers(whole: dict[str, Any]) -> Headers:
    """The answer's headers: names and values in turn (`rawHeaders`), or an object."""
    raw = whole.get("rawHeaders")
    if not isinstance(raw, list):
        return headers(whole.get("headers") if raw is None else raw, "headers")
    if not all(isinstance(each, str) for each in raw):
        return headers(raw, "rawHeaders")
    if len(raw) % 2:
        raise ShapeError("rawHeaders must hold names and values in turn; one has no value")
    return tuple(zip(raw[::2], raw[1::2], strict=True))


def _sent(stored: Any, kept: Headers) -> bytes | None:
    """The request's body: a text, or what was JSON."""
    if stored is None or stored == "":
        return None
    return to_bytes(stored, kept) if isinstance(stored, str) else encode(stored)


def _came(whole: dict[str, Any], kept: Headers) -> bytes | None:
    """The answer's body; None where it can't be told which bytes were meant.

    Content-encoded ones are hexadecimal, in a list for each piece that came; binary ones in one.
    """
    stored = whole.get("response", "")
    if isinstance(stored, list) and header_values(kept, "content-encoding"):
        if all(isinstance(each, str) for each in stored):
            pieces = [from_hex(each, f"response/{at}") for at, each in enumerate(stored)]
            return plain(b"".join(pieces), kept, "response")
    elif whole.get("responseIsBinary") is True:
        return plain(from_hex(stored, "response"), kept, "response")
    return parsed_or_text(stored, kept)
