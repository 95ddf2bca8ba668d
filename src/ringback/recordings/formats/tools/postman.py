"""Answers that Postman saved as examples of a collection, and those of a run of Newman.

Source: the schema of collections (schema.getpostman.com, v2.0 and v2.1), and the summary that
Newman's JSON reporter writes (newman, lib/reporters/json).
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from ringback.exchange import Headers, Request
from ringback.payload import MISSING, at, encode
from ringback.recordings.formats.parts.records import RecordSpot, decoded_record, shaped
from ringback.recordings.formats.parts.stored_bodies import from_bytes, plain, to_bytes, typed
from ringback.recordings.formats.parts.typed_parts import (
    ShapeError,
    foreign,
    headers,
    method,
    record,
    status,
    text,
    unfit,
    url,
)
from ringback.recordings.positions import Lines
from ringback.recordings.recording import Aside, Entry, Recording, Unreadable

EXECUTIONS = ("run", "executions")
ITEMS = (("item",), ("collection", "item"))
_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")
# What stands before the path, where a variable is part of it: whose host it is nobody knows.
_OPEN_BASE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*\{\{[^{}]*\}\}[^/?#]*")
_OF_PATH = re.compile(r"(?<=/):([A-Za-z_][A-Za-z0-9_-]*)(?=/|$)")
_FORM = "application/x-www-form-urlencoded"
_DEEP = 100  # folders within one another

Body = tuple[bytes | None, str | None]


def postman_entries(raw: bytes, spot: RecordSpot) -> Iterator[Entry]:
    """Every answer of an item: an execution has one, a folder those of all that it holds."""
    value = decoded_record(raw, spot)
    if isinstance(value, Unreadable):
        yield value
    elif spot.path == EXECUTIONS:
        yield shaped(value, spot, "execution of Newman", _execution)
    else:
        lines = Lines(raw, (spot.line or 1) - 1)
        yield from _examples(value, spot, lines, "", _DEEP)


def _examples(value: Any, spot: RecordSpot, lines: Lines, place: str, deep: int) -> Iterator[Entry]:
    """The examples of an item and of all below it, each with its place."""
    if not isinstance(value, dict) or not deep:
        what = "is nested too deep" if not deep else "is no item: it must be an object"
        yield spot.at(place, lines.line(place)).unreadable(what, "recording/invalid")
        return
    below = value.get("item")
    for index, each in enumerate(below if isinstance(below, list) else ()):
        yield from _examples(each, spot, lines, f"{place}/item/{index}", deep - 1)
    saved = value.get("response")
    for index, each in enumerate(saved if isinstance(saved, list) else ()):
        here = f"{place}/response/{index}"
        example = {"request": value.get("request"), **each} if isinstance(each, dict) else each
        yield shaped(example, spot.at(here, lines.line(here)), "saved example", _example)


def _example(value: Any, spot: RecordSpot) -> Recording | Aside:
    whole = record(value, "an example")
    asked = whole.get("originalRequest") or whole.get("request")
    return _recording(asked, whole, "originalRequest", spot, "documentation")


def _execution(value: Any, spot: RecordSpot) -> Recording | Aside:
    whole = record(value, "an execution")
    answered = whole.get("response")
    if answered is None:
        return spot.aside("never answered (no response)")
    return _recording(whole.get("request"), record(answered, "response"), "request", spot, "live")


def _recording(
    stored: Any, answered: dict[str, Any], name: str, spot: RecordSpot, source: str
) -> Recording | Aside:
    asked = {"url": stored} if isinstance(stored, str) else stored
    asked = record(MISSING if asked is None else asked, name)
    where, whole = _url(asked.get("url", MISSING), f"{name}.url")
    asked_by = method(asked.get("method", "GET"), f"{name}.method")
    number = status(answered.get("code", MISSING), "response.code")
    scheme = foreign(where)
    if scheme:
        return spot.aside(f"of a request that is not HTTP ({scheme}:)")
    if not number:
        return spot.aside("never answered (code 0)")
    sent_headers = _headers(asked.get("header"), f"{name}.header")
    came_headers = _headers(answered.get("header"), "response.header")
    sent, mime = _sent(asked.get("body"), sent_headers, f"{name}.body")
    came = _came(answered, came_headers)
    open_ = any(_VARIABLE.search(text) for _, text in sent_headers)
    request = Request(
        method=asked_by,
        url=where,
        headers=typed(sent_headers, mime) if sent else sent_headers,
        body=sent or None,
    )
    return spot.recording(
        request,
        (number, came_headers, came),
        source=source,
        with_request_body=sent is not None,
        with_request_headers=source == "live",  # an example's lack what the client adds
        with_request=whole and not open_,
    )


def _url(value: Any, place: str) -> tuple[str, bool]:
    """The URL, and whether it holds no variable that nobody filled in."""
    if isinstance(value, dict):
        raw = value.get("raw")
        found = raw if isinstance(raw, str) else _joined(value, place)
        given = _given(value, "variable", place)
        pairs = headers([each for each in given if at(each, ("value",)) is not MISSING], place)
    else:
        found, pairs = text(value, place), ()
    values = dict(pairs)
    base = _OPEN_BASE.match(found)
    if base:
        found = found[base.end() :]
        if not found.startswith("/"):
            found = f"/{found}"
    path, mark, query = found.partition("?")
    filled = _OF_PATH.sub(lambda it: quote(values.get(it[1]) or it[0], safe=":{}"), path)
    left = _OF_PATH.search(filled) or _VARIABLE.search(f"{filled}{mark}{query}")
    return url(f"{filled}{mark}{query}", place), left is None


def _joined(value: dict[str, Any], place: str) -> str:
    """A URL out of its parts."""
    host, path = (_parts(value.get(name), joint) for name, joint in (("host", "."), ("path", "/")))
    if not host and not path:
        raise ShapeError(f"it has no {place}.raw, host or path")
    port = value.get("port")
    scheme = value.get("protocol") or "http"
    pairs = headers(_given(value, "query", place), f"{place}.query")
    query = urlencode(pairs, safe="{}%", errors="surrogatepass")
    base = f"{scheme}://{host}{f':{port}' if port else ''}" if host else ""
    return f"{base}/{path.removeprefix('/')}{f'?{query}' if query else ''}"


def _given(value: dict[str, Any], name: str, place: str) -> list[Any]:
    """A list of a URL's, without what is switched off in it. Raises ShapeError."""
    found = value.get(name) or []
    if not isinstance(found, list):
        raise unfit(f"{place}.{name}", "an array", found)
    return [each for each in found if _enabled(each)]


def _parts(value: Any, joint: str) -> str:
    if isinstance(value, list):
        return joint.join(
            str(each.get("value", "")) if isinstance(each, dict) else str(each) for each in value
        )
    return value if isinstance(value, str) else ""


def _enabled(each: Any) -> bool:
    return not (isinstance(each, dict) and each.get("disabled"))


def _headers(value: Any, place: str) -> Headers:
    """Headers as a list of {key, value}, or in one text, a line each."""
    if isinstance(value, str):
        pairs = [line.partition(":") for line in value.splitlines() if line.strip()]
        return headers([[name.strip(), it.strip()] for name, _, it in pairs], place)
    given = [each for each in value if _enabled(each)] if isinstance(value, list) else value
    return headers(given, place)


def _sent(value: Any, kept: Headers, place: str) -> Body:
    """The request's body and its media type; None where it is not in the file."""
    given = {"mode": "raw", "raw": value} if isinstance(value, str) else value
    body = record(given, place) if given else {}
    mode = body.get("mode")
    stored = body.get(mode) if isinstance(mode, str) and _enabled(body) else None
    match mode:
        case _ if not stored:
            return b"", None
        case "raw":
            return _raw(text(stored, f"{place}.raw"), kept, body.get("options"))
        case "urlencoded" if isinstance(stored, list):
            pairs = headers([each for each in stored if _enabled(each)], f"{place}.urlencoded")
            return urlencode(pairs, errors="surrogatepass").encode(), _FORM
        case "graphql" if isinstance(stored, dict):
            return encode(stored), "application/json"
        case _:
            return None, None  # a file, or a form whose boundary only the wire had


def _raw(stored: str, kept: Headers, options: Any) -> Body:
    """A body as it was typed in, unless a variable stands in it."""
    if _VARIABLE.search(stored):
        return None, None
    language = at(options, ("raw", "language"))
    return to_bytes(stored, kept), "application/json" if language == "json" else None


def _came(answered: dict[str, Any], kept: Headers) -> bytes | None:
    """The answer's bytes: a Buffer of Newman's, or a text; None where it was not stored."""
    stream = answered.get("stream")
    if stream is not None:
        return plain(from_bytes(stream, "response.stream"), kept, "response.stream")
    stored = answered.get("body")
    if stored is None:
        return b"" if answered.get("responseSize") == 0 else None
    if not isinstance(stored, str):
        raise unfit("response.body", "a string", stored)
    return plain(to_bytes(stored, kept), kept, "response.body")
