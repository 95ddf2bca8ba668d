"""One result of a run of Bruno's (`bru run --reporter-json FILE`) as a recording.

Source: bruno-cli, src/commands/run.js and src/utils/common.js: an answer is JSON where its text
could be parsed as that, whatever its media type.
"""

from typing import Any

from ringback.exchange import Request
from ringback.payload import MISSING
from ringback.recordings.formats.parts.records import RecordSpot
from ringback.recordings.formats.parts.stored_bodies import parsed_or_text, typed
from ringback.recordings.formats.parts.typed_parts import (
    foreign,
    headers,
    method,
    record,
    status,
    url,
)
from ringback.recordings.recording import Aside, Recording


def bruno_entry(value: Any, spot: RecordSpot) -> Recording | Aside:
    """The exchange of one result, or why it is none. Raises ShapeError."""
    whole = record(value, "a result")
    answered = record(whole.get("response") or {}, "response")
    number = answered.get("status")
    if whole.get("status") == "skipped" or number == "skipped":
        return spot.aside("skipped by the run")
    if number is None or number == "error":
        return spot.aside("never answered (no status)")
    asked = record(whole.get("request", MISSING), "request")
    where = url(asked.get("url", MISSING), "request.url")
    scheme = foreign(where)
    if scheme:
        return spot.aside(f"of a request that is not HTTP ({scheme}:)")
    code = status(number, "response.status")
    if not code:
        return spot.aside("never answered (status 0)")
    sent_headers = headers(asked.get("headers"), "request.headers")
    came_headers = headers(answered.get("headers"), "response.headers")
    sent = _body(asked, sent_headers)
    came = _body(answered, came_headers)
    if sent and not isinstance(asked["data"], str):
        sent_headers = typed(sent_headers, "application/json")
    request = Request(
        method=method(asked.get("method", MISSING), "request.method"),
        url=where,
        headers=sent_headers,
        body=sent or None,
    )
    return spot.recording(
        request,
        (code, came_headers, came),
        with_request_body=sent is not None or asked.get("data") is None,
        with_request_headers=bool(sent_headers),
    )


def _body(side: dict[str, Any], kept: Any) -> bytes | None:
    """The bytes of a body; None where the run was told to leave it out, or it can't be told."""
    if "data" not in side:
        return None
    stored = side["data"]
    return parsed_or_text("" if stored is None and side.get("size") == 0 else stored, kept)
