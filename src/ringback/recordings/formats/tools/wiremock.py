"""One stub mapping of WireMock, or one request of its journal, as a recording.

A mapping matches requests: what it does not name may be anything. Source: WireMock's OpenAPI
description of its admin API (stub-mapping, request-pattern, response-definition).
"""

from typing import Any
from urllib.parse import quote, urlencode

from ringback.exchange import Headers, Request
from ringback.payload import MISSING, encode
from ringback.recordings.formats.parts.records import RecordSpot
from ringback.recordings.formats.parts.stored_bodies import from_base64, plain, to_bytes, typed
from ringback.recordings.formats.parts.typed_parts import (
    ShapeError,
    day,
    headers,
    method,
    record,
    status,
    text,
    url,
)
from ringback.recordings.recording import Aside, Recording

JOURNAL = ("requests",)
_PATTERNS = ("urlPattern", "urlPathPattern")
_FILES = "__files"


def wiremock_entry(value: Any, spot: RecordSpot) -> Recording | Aside:
    """The exchange of one mapping, or of one request of the journal. Raises ShapeError."""
    whole = record(value, "a mapping")
    if spot.path == JOURNAL:
        return _served(whole, spot)
    asked = record(whole.get("request", MISSING), "request")
    answered = record(whole.get("response", MISSING), "response")
    asked_by = method(asked.get("method", "ANY"), "request.method")
    pattern = next((each for each in _PATTERNS if each in asked), None)
    if asked_by == "ANY" or pattern:
        what = "any method" if asked_by == "ANY" else f"a pattern of URLs ({pattern})"
        return spot.aside(f"of {what}, which names no operation")
    where = _url(asked)
    why = _no_answer(answered)
    if why:
        return spot.aside(why)
    return _recording(
        spot, Request(method=asked_by, url=where), answered, "mock", "", with_request=False
    )


def _served(whole: dict[str, Any], spot: RecordSpot) -> Recording | Aside:
    """What the journal has of a request that was answered."""
    asked = record(whole.get("request", MISSING), "request")
    name = "absoluteUrl" if "absoluteUrl" in asked else "url"
    kept = headers(asked.get("headers"), "request.headers")
    coded = asked.get("bodyAsBase64")
    stored = asked.get("body")
    if isinstance(coded, str):
        body = from_base64(coded, "request.bodyAsBase64")
    else:
        body = to_bytes(text(stored, "request.body"), kept) if stored is not None else b""
    request = Request(
        method=method(asked.get("method", MISSING), "request.method"),
        url=url(asked.get(name, MISSING), f"request.{name}"),
        headers=kept,
        body=plain(body, kept, "request.body") or None,
    )
    answered = record(whole.get("response", MISSING), "response")
    when = day(asked.get("loggedDateString"))
    return _recording(spot, request, answered, "mock", when, with_request=True)


def _recording(
    spot: RecordSpot,
    request: Request,
    answered: dict[str, Any],
    source: str,
    when: str,
    *,
    with_request: bool,
) -> Recording | Aside:
    number = status(answered.get("status", 200), "response.status")
    if not number:
        return spot.aside("never answered (status 0)")
    kept = headers(answered.get("headers"), "response.headers")
    body, kept = _body(answered, kept, spot)
    return spot.recording(
        request, (number, kept, body), source=source, date=when, with_request=with_request
    )


def _url(asked: dict[str, Any]) -> str:
    """The URL that a mapping matches, with the values of parameters that it names exactly."""
    for name in ("url", "urlPath"):
        if name in asked:
            whole = url(asked[name], f"request.{name}")
            return _with_query(whole, asked)
    template = text(asked.get("urlPathTemplate", MISSING), "request.url")
    for name, value in _exact(asked, "pathParameters"):
        template = template.replace("{" + name + "}", quote(value, safe=""))
    return _with_query(url(template, "request.urlPathTemplate"), asked)


def _with_query(whole: str, asked: dict[str, Any]) -> str:
    pairs = _exact(asked, "queryParameters")
    query = urlencode(pairs, errors="surrogatepass")
    return f"{whole}{'&' if '?' in whole else '?'}{query}" if query else whole


def _exact(asked: dict[str, Any], name: str) -> list[tuple[str, str]]:
    """The parameters that must be equal to a text."""
    found = record(asked.get(name) or {}, f"request.{name}")
    return [
        (key, matcher["equalTo"])
        for key, matcher in found.items()
        if isinstance(matcher, dict) and isinstance(matcher.get("equalTo"), str)
    ]


def _no_answer(answered: dict[str, Any]) -> str | None:
    """Why a mapping holds no answer, None where it does."""
    if answered.get("proxyBaseUrl") or answered.get("proxyUrlPrefixToRemove"):
        return "passed on to another service, whose answer is not in the mapping"
    if answered.get("fault"):
        return "of a fault that is played, and no answer"
    used = answered.get("transformers")
    if isinstance(used, list) and "response-template" in used:
        return "whose answer is made by a template"
    return None


def _body(
    answered: dict[str, Any], kept: Headers, spot: RecordSpot
) -> tuple[bytes | None, Headers]:
    """The answer's bytes, None where its file can't be had from here, and its headers."""
    if answered.get("jsonBody") is not None:
        return encode(answered["jsonBody"]), typed(kept, "application/json")
    if answered.get("base64Body") is not None:
        place = "response.base64Body"
        return plain(from_base64(text(answered["base64Body"], place), place), kept, place), kept
    if answered.get("bodyFileName") is not None:
        name = text(answered["bodyFileName"], "response.bodyFileName")
        found = spot.attached_bytes(name, "response.bodyFileName", folder=_FILES)
        return found if found is None else plain(found, kept, "response.bodyFileName"), kept
    stored = answered.get("body")
    if isinstance(stored, dict | list):
        raise ShapeError("response.body must be a string; an object belongs into jsonBody")
    return to_bytes(text(stored, "response.body"), kept) if stored is not None else b"", kept
