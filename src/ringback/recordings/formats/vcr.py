"""One interaction of a VCR.py cassette as a recording, whether YAML or JSON spelt it."""

from typing import Any

from ringback.exchange import Exchange, Headers, Request, Response
from ringback.payload import MISSING
from ringback.recordings.formats.records import RecordSpot
from ringback.recordings.formats.stored_bodies import from_base64, plain, to_bytes
from ringback.recordings.formats.typed_parts import (
    ShapeError,
    day,
    foreign,
    headers,
    method,
    record,
    status,
    unfit,
    url,
)
from ringback.recordings.recording import Aside, Provenance, Recording

_TEXT = ("string", "base64_string")


def vcr_entry(value: Any, spot: RecordSpot) -> Recording | Aside:
    """The exchange of one interaction, or why it is none. Raises ShapeError."""
    whole = record(value, "an interaction")
    asked = record(whole.get("request", MISSING), "request")
    answered = record(whole.get("response", MISSING), "response")
    where = url(asked.get("uri", MISSING), "request.uri")
    number = _status(answered)
    sent_headers = headers(asked.get("headers"), "request.headers")
    came_headers = headers(answered.get("headers"), "response.headers")
    scheme = foreign(where)
    if scheme:
        return spot.aside(f"of a request that is not HTTP ({scheme}:)")
    if not number:
        return spot.aside("never answered (status 0)")
    return Recording(
        file=spot.file,
        entry=spot.entry,
        line=spot.line,
        exchange=Exchange(
            request=Request(
                method=method(asked.get("method", MISSING), "request.method"),
                url=where,
                headers=sent_headers,
                body=_body(asked.get("body"), sent_headers, "request.body") or None,
            ),
            outcome=Response(
                status=number,
                headers=came_headers,
                body=_answer(answered, came_headers) or b"",
            ),
        ),
        provenance=Provenance(source="live", date=day(whole.get("recorded_at"))),
        with_headers=bool(came_headers),
    )


def _status(answered: dict[str, Any]) -> int:
    """The status, which stands in an object beside its message, or by itself."""
    value = answered.get("status", answered.get("status_code", MISSING))
    if isinstance(value, dict):
        return status(value.get("code", MISSING), "response.status.code")
    return status(value, "response.status")


def _answer(answered: dict[str, Any], kept: Headers) -> bytes | None:
    """The answer's body; the first cassettes of httpx have it as `content`."""
    name = "content" if "body" not in answered and "content" in answered else "body"
    return _body(answered.get(name), kept, f"response.{name}")


def _body(value: Any, kept: Headers, place: str) -> bytes | None:
    """The bytes of a body, None for none: a text, bytes, or an object that holds one of them."""
    if isinstance(value, dict):
        name = next((each for each in _TEXT if value.get(each) is not None), None)
        if name is None:
            if value and not value.keys() & {*_TEXT, "encoding"}:
                raise ShapeError(f"{place} must hold a string, or a base64_string")
            return None
        value = value[name]
        place = f"{place}.{name}"
        if name == "base64_string":
            if not isinstance(value, str | bytes):
                raise unfit(place, "a string", value)
            value = from_base64(value, place)
    if value is None:
        return None
    if isinstance(value, str):
        value = to_bytes(value, kept)
    if not isinstance(value, bytes):
        raise unfit(place, "a string", value)
    return plain(value, kept, place)
