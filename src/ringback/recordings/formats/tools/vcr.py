"""One interaction of a cassette as a recording, whether YAML or JSON spelt it.

VCR.py, both betamaxes, VCR of Ruby and R, go-vcr, PHP-VCR and Schemathesis write them, each with
words of its own.
"""

from typing import Any
from urllib.parse import urlencode

from ringback.exchange import Headers, Request, header_values, media_type_of
from ringback.payload import MISSING
from ringback.recordings.formats.parts.records import RecordSpot
from ringback.recordings.formats.parts.stored_bodies import from_base64, plain, to_bytes
from ringback.recordings.formats.parts.typed_parts import (
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
from ringback.recordings.recording import Aside, Recording

_TEXT = ("string", "base64_string")


def vcr_entry(value: Any, spot: RecordSpot) -> Recording | Aside:
    """The exchange of one interaction, or why it is none. Raises ShapeError."""
    whole = record(value, "an interaction")
    asked = record(whole.get("request", MISSING), "request")
    name = "url" if "uri" not in asked and "url" in asked else "uri"  # PHP-VCR's
    where = url(asked.get(name, MISSING), f"request.{name}")
    asked_by = method(asked.get("method", MISSING), "request.method")
    sent_headers = headers(asked.get("headers"), "request.headers")
    if "response" in whole and whole["response"] is None:  # Schemathesis'
        return spot.aside("never answered (no response)")
    answered = record(whole.get("response", MISSING), "response")
    number = _status(answered)
    came_headers = headers(answered.get("headers"), "response.headers")
    scheme = foreign(where)
    if scheme:
        return spot.aside(f"of a request that is not HTTP ({scheme}:)")
    if not number:
        return spot.aside("never answered (status 0)")
    sent = _sent(asked, sent_headers)
    when = whole.get("recorded_at", whole.get("recorded"))
    cut = "truncated_from" in answered or _elsewhere(answered.get("body"))
    return spot.recording(
        Request(method=asked_by, url=where, headers=sent_headers, body=sent or None),
        (number, came_headers, None if cut else _answer(answered, came_headers) or b""),
        date=day(when),
        with_request_body=not (asked.get("post_files") or _elsewhere(asked.get("body"))),
    )


def _elsewhere(value: Any) -> bool:
    """Whether a body stands in a file of its own, as VCR of R has it."""
    return isinstance(value, dict) and value.get("file") not in {None, False, "no", "false"}


def _sent(asked: dict[str, Any], kept: Headers) -> bytes | None:
    """The request's body; PHP-VCR may have a form's fields in its place."""
    fields = asked.get("post_fields")
    if fields and "body" not in asked and isinstance(fields, dict):
        pairs = headers(fields, "request.post_fields")
        return urlencode(pairs, errors="surrogatepass").encode()
    if asked.get("post_files") or _elsewhere(asked.get("body")):
        return None
    return _body(asked.get("body"), kept, "request.body")


def _status(answered: dict[str, Any]) -> int:
    """The status, which stands in an object beside its message, or by itself.

    go-vcr has both in one text, and the number as `code`.
    """
    if "code" in answered and not isinstance(answered.get("status"), dict):
        return status(answered["code"], "response.code")
    value = answered.get("status", answered.get("status_code", MISSING))
    if isinstance(value, dict):
        return status(value.get("code", MISSING), "response.status.code")
    return status(value, "response.status")


def _answer(answered: dict[str, Any], kept: Headers) -> bytes | None:
    """The answer's body; the first cassettes of httpx have it as `content`.

    PHP-VCR writes base64 where these headers are, and a string like any other.
    """
    name = "content" if "body" not in answered and "content" in answered else "body"
    stored = answered.get(name)
    binary = "binary" in header_values(kept, "content-transfer-encoding")
    if isinstance(stored, str) and (binary or media_type_of(kept) == "application/x-gzip"):
        stored = from_base64(stored, f"response.{name}")
    return _body(stored, kept, f"response.{name}")


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
