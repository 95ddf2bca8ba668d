"""A line of Schemathesis' own NDJSON report: the exchanges of one scenario.

Source: schemathesis, reporting/ndjson.py. Bytes stand as {"$base64": …}; headers that are the same
in each request are left out, so that of a request's headers only some are known.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ringback.exchange import Request
from ringback.payload import MISSING
from ringback.recordings.formats.parts.records import RecordSpot, decoded_record, shaped
from ringback.recordings.formats.parts.stored_bodies import from_base64, plain
from ringback.recordings.formats.parts.typed_parts import (
    headers,
    method,
    record,
    status,
    text,
    unfit,
    url,
)
from ringback.recordings.recording import Aside, Entry, Recording, Unreadable

_FINISHED = "ScenarioFinished"


def schemathesis_entries(raw: bytes, spot: RecordSpot) -> Iterator[Entry]:
    """The exchanges of a line; none where it tells of something else."""
    value = decoded_record(raw, spot)
    if isinstance(value, Unreadable):
        yield value
        return
    event = value.get(_FINISHED) if isinstance(value, dict) else None
    recorder = event.get("recorder") if isinstance(event, dict) else None
    found = recorder.get("interactions") if isinstance(recorder, dict) else None
    if found is None:
        return
    if not isinstance(found, dict):
        yield spot.unreadable("has interactions that are no object", "recording/invalid")
        return
    for number, (_, each) in enumerate(found.items(), 1):
        here = replace(spot, entry=f"interaction {number} of {spot.entry}")
        yield shaped(each, here, "interaction of Schemathesis", _interaction)


def _interaction(value: Any, spot: RecordSpot) -> Recording | Aside:
    whole = record(value, "an interaction")
    asked = record(whole.get("request", MISSING), "request")
    stored = whole.get("response")
    if stored is None:
        return spot.aside("never answered (no response)")
    answered = record(stored, "response")
    number = status(answered.get("status_code", MISSING), "response.status_code")
    if not number:
        return spot.aside("never answered (status 0)")
    sent_headers = headers(asked.get("headers"), "request.headers")
    came_headers = headers(answered.get("headers"), "response.headers")
    sent = _bytes(asked.get("body"), "request.body")
    cut = "content_size" in answered
    came = None if cut else _bytes(answered.get("content"), "response.content")
    request = Request(
        method=method(asked.get("method", MISSING), "request.method"),
        url=url(asked.get("uri", MISSING), "request.uri"),
        headers=sent_headers,
        body=sent or None,
    )
    body = None if cut else plain(came or b"", came_headers, "response.content")
    return spot.recording(request, (number, came_headers, body), with_request_headers=False)


def _bytes(value: Any, place: str) -> bytes | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise unfit(place, "an object with $base64", value)
    return from_base64(text(value.get("$base64", MISSING), f"{place}/$base64"), place)
