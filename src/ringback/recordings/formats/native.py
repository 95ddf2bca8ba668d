"""Our own form of an exchange: from its JSON text to a recording, or to what is wrong with it."""

import base64
import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from ringback.contract.explain import violations
from ringback.exchange import Exchange, Headers, Request, Response, headers_from, media_type_of
from ringback.payload import decode, encode
from ringback.recordings.formats.parts.stored_bodies import plain, to_bytes
from ringback.recordings.formats.parts.typed_parts import ShapeError
from ringback.recordings.formats.parts.verbatim import spelt_bodies
from ringback.recordings.positions import line_in
from ringback.recordings.recording import (
    Entry,
    Expected,
    Payload,
    Provenance,
    Recording,
    Unreadable,
)
from ringback.schema.document import SchemaDocument
from ringback.wire.media_types import is_sequence

_LINE = re.compile(r"at line (\d+)(?= column)")


def parse(content: bytes, name: str, *, entry: str = "", line: int | None = None) -> Entry:
    """What these bytes hold: a recording when they look like one, else a bare payload.

    `entry` and `line` are their place in the file `name`, where they are not the whole of it.
    """
    decoded = decode(content)
    above = (line or 1) - 1
    if not decoded.parsed:
        problem = decoded.flaws[-1].text
        found = _LINE.search(problem)
        where = int(found[1]) + above if found else line
        problem = _LINE.sub(lambda it: f"at line {int(it[1]) + above}", problem)
        return Unreadable(
            file=name, entry=entry, rule="recording/unreadable", problem=problem, line=where
        )
    value = decoded.value
    if not isinstance(value, dict) or not {"request", "response"} & value.keys():
        return Payload(file=name, body=content, entry=entry, line=line)
    spelt: dict[str, str] = {}
    if decoded.flaws:
        spelt, flaw = _flawed(content, decoded.flaws[0].text)
        if flaw:
            return Unreadable(
                file=name, entry=entry, rule="recording/invalid", problem=flaw, line=line
            )
    wrong = _wrong(value)
    if wrong is not None:
        text, place = wrong
        below = line_in(content, place)
        return Unreadable(
            file=name,
            entry=entry,
            rule="recording/invalid",
            problem=f"is no recording: {text}",
            line=below + above if below else line,
            instance=place,
        )
    recording = _recording(value, name, entry, line, spelt)
    return recording if entry else replace(recording, text=content)


def _flawed(content: bytes, flaw: str) -> tuple[dict[str, str], str]:
    """The bodies as they are spelt, if all flaws are theirs; else the first flaw of the record.

    What is wrong with a body is the service's own mistake, and a check's to tell.
    """
    try:
        bodies, rest = spelt_bodies(content.decode("utf-8"))
    except ValueError:  # no UTF-8, or a byte-order mark before it
        return {}, flaw
    left = decode(rest.encode("utf-8", "surrogatepass")).flaws
    return (bodies, "") if not left else ({}, left[0].text)


def _wrong(value: dict[str, Any]) -> tuple[str, str] | None:
    """The first thing that makes it no recording, and its place."""
    bare = _plain(value)
    found = violations(_document(), "", bare)
    if found:
        return found[0].message, found[0].instance
    try:
        urlsplit(value["request"]["url"])
    except ValueError as error:
        return f"{value['request']['url']} is no URL ({error})", "/request/url"
    for side in ("request", "response"):
        part = value[side]
        try:
            if "encoding" in part and _unpacked(part, _headers(part.get("headers", {}))) is None:
                return f"the {side}'s body is no base64", f"/{side}/body"
        except ShapeError as error:
            return f"the {side}'s {error}", f"/{side}/body"
    return None


@cache
def recording_schema() -> dict[str, Any]:
    """The JSON Schema of our own form."""
    text = importlib.resources.files("ringback.recordings").joinpath("recording.schema.json")
    schema: dict[str, Any] = json.loads(text.read_text("utf-8"))
    return schema


@cache
def _document() -> SchemaDocument:
    own = {name: value for name, value in recording_schema().items() if name != "$id"}
    return SchemaDocument(own)


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """The recording without its bodies: they may hold anything, the schema asks nothing of them."""
    return {
        name: {key: inner for key, inner in part.items() if key != "body"}
        if name in {"request", "response"} and isinstance(part, dict)
        else part
        for name, part in value.items()
    }


def _recording(
    value: dict[str, Any], name: str, entry: str, line: int | None, spelt: Mapping[str, str]
) -> Recording:
    asked, answered = value["request"], value["response"]
    request_headers = _headers(asked.get("headers", {}))
    response_headers = _headers(answered.get("headers", {}))
    request = Request(
        method=asked["method"].upper(),
        url=asked["url"],
        headers=_typed(request_headers, asked),
        body=_body(asked, request_headers, spelt.get("request")),
    )
    response = Response(
        status=answered["status"],
        headers=_typed(response_headers, answered),
        body=_body(answered, response_headers, spelt.get("response")) or b"",
    )
    return Recording(
        file=name,
        entry=entry,
        line=line,
        exchange=Exchange(request=request, outcome=response),
        provenance=Provenance(**value["provenance"]) if "provenance" in value else None,
        expect=tuple(Expected(**each) for each in value.get("expect", ())),
        with_headers=bool(response_headers),
    )


def _headers(value: dict[str, str] | list[list[str]]) -> Headers:
    pairs = value.items() if isinstance(value, dict) else [(name, text) for name, text in value]
    return headers_from(pairs)


def _typed(headers: Headers, part: Mapping[str, Any]) -> Headers:
    """The headers; a body whose type was not kept is taken for JSON, as it stands as JSON here."""
    if part.get("body") is None or "encoding" in part or media_type_of(headers) is not None:
        return headers
    return (*headers, ("Content-Type", "application/json"))


def _body(part: Mapping[str, Any], headers: Headers, spelt: str | None) -> bytes | None:
    """The bytes of a body: JSON written anew, other media types as their text, or as encoded.

    JSON with flaws is as it was `spelt`.
    """
    value = part.get("body")
    if "encoding" in part:
        return _unpacked(part, headers)
    if value is None:
        return None
    name = media_type_of(headers) or "application/json"
    if isinstance(value, str) and ("json" not in name or is_sequence(name)):
        return to_bytes(value, headers)
    return encode(value) if spelt is None else spelt.encode("utf-8", "surrogatepass")


def _unpacked(part: Mapping[str, Any], headers: Headers) -> bytes | None:
    """The bytes of an encoded body, out of its content codings too; None where it is no base64.

    Raises ShapeError where a coding is broken.
    """
    stored = _decoded(part.get("body"))
    return None if stored is None else plain(stored, headers, "body")


def _decoded(value: Any) -> bytes | None:
    """The bytes that a text of base64 stands for (RFC 4648 section 4); None where it is none."""
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except ValueError:
        return None
