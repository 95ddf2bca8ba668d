"""From an exchange to a recording's text, and onto the disk: whole or not at all."""

import base64
import os
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ringback.errors import UsageError
from ringback.exchange import Exchange, Headers, Request, media_type_of
from ringback.payload import decode, pretty, same
from ringback.recordings.formats.native import parse
from ringback.recordings.formats.parts.stored_bodies import told_charset
from ringback.recordings.recording import Provenance, Recording
from ringback.wire.media_types import is_sequence

_SLUG = 60  # characters of a slug, a part of a name
_NAMED = 80  # characters of a whole name, of a file or of a folder
_SAME_NAME = 100_000  # files of one name that are told apart by a number


def text_of(exchange: Exchange, provenance: Provenance) -> str:
    """The text of a recording that reads back as this exchange, JSON with two spaces.

    JSON bodies stand in place, other texts as they are; what neither would bring back is base64.
    Of a JSON body its value comes back, spelt compactly. Raises ValueError for an exchange
    without an answer, and for one that no recording can hold (a method that is no word).
    """
    whole = _whole(exchange, provenance, ())
    wrong = _differing(whole, exchange)
    if wrong:
        whole = _whole(exchange, provenance, wrong)
        if _differing(whole, exchange):
            raise ValueError("no recording can hold this exchange")
    return _text(whole)


def write(text: str, folder: Path, operation: str, name: str) -> Path:
    """Write a recording to `folder/operation/name.json`; answers where it stands.

    Both names are made safe. What is there is never overwritten: a number makes the name unique.
    The file appears whole. Raises UsageError where the folder can't be written to.
    """
    place = folder / _safe(operation, _NAMED, "operation")
    part = place / f".{os.getpid()}.part"
    try:
        place.mkdir(parents=True, exist_ok=True)
        part.write_text(text, "utf-8", newline="\n")
        try:
            return _moved(part, place, _safe(name, _NAMED, "recording"))
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError((f"{place}: can't be written to ({error.strerror or error})",)) from error


def slug(text: str) -> str:
    """The last words of a text, small and joined by hyphens; empty where it has none."""
    words = re.findall(r"[a-z0-9_]+", text.lower())
    while len(words) > 1 and len("-".join(words)) > _SLUG:
        del words[0]  # places are told from the outside in: the end tells more
    return "-".join(words)[:_SLUG]


def _moved(part: Path, place: Path, name: str) -> Path:
    """Give a whole file its name; one that is taken gets a number behind it."""
    for number in range(1, _SAME_NAME):
        file = place / f"{name}{f'-{number}' if number > 1 else ''}.json"
        try:
            os.link(part, file)  # fails where the name is taken, unlike a rename
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links
            if file.exists():
                continue
            part.rename(file)
        return file
    raise OSError(f"{_SAME_NAME} files are named {name}")


def _safe(name: str, most: int, stand_in: str) -> str:
    """A name for a file or a folder on any system."""
    kept = re.sub(r"[^A-Za-z0-9_.-]+", "-", name)[:most]
    return kept.strip("-.") or stand_in


def _whole(exchange: Exchange, provenance: Provenance, coded: tuple[str, ...]) -> dict[str, Any]:
    """The recording as a value; the bodies of the sides in `coded` in base64."""
    request, response = exchange.request, exchange.response
    if response is None:
        raise ValueError("an exchange without an answer is no recording")
    told = asdict(provenance)
    return {
        "request": request_form(request, coded="request" in coded),
        "response": {
            "status": response.status,
            **_headers(response.headers),
            **_body(response.body or None, response.headers, coded="response" in coded),
        },
        "provenance": {key: text for key, text in told.items() if text or key != "note"},
    }


def request_form(request: Request, *, coded: bool = False) -> dict[str, Any]:
    """A request as recordings have it; the body in base64 where it is to be `coded`, or must be."""
    return {
        "method": request.method,
        "url": request.url,
        **_headers(request.headers),
        **_body(request.body, request.headers, coded=coded),
    }


def _headers(headers: Headers) -> dict[str, Any]:
    """An object, or pairs where a name comes more than once."""
    if not headers:
        return {}
    several = max(Counter(name for name, _ in headers).values()) > 1
    return {"headers": [list(pair) for pair in headers] if several else dict(headers)}


def _body(body: bytes | None, headers: Headers, *, coded: bool) -> dict[str, Any]:
    """The body as JSON in place, as text, or in base64."""
    if body is None:
        return {}
    name = media_type_of(headers)
    if not coded and name is not None:
        if "json" in name and not is_sequence(name):
            decoded = decode(body)
            if decoded.parsed and not decoded.flaws and decoded.value is not None:
                return {"body": decoded.value}
        else:
            try:
                return {"body": body.decode(told_charset(headers) or "utf-8")}
            except (LookupError, UnicodeError):
                pass
    return {"body": base64.b64encode(body).decode(), "encoding": "base64"}


def _differing(whole: dict[str, Any], exchange: Exchange) -> tuple[str, ...]:
    """The sides whose bodies would not come back; both where the text is no recording at all."""
    entry = parse(_text(whole).encode(), "it")
    if not isinstance(entry, Recording):
        return ("request", "response")
    ours, theirs = _sides(exchange), _sides(entry.exchange)
    return tuple(
        side
        for side, (headers, body) in ours.items()
        if theirs[side][0] != headers or not _alike(body, theirs[side][1])
    )


def _sides(exchange: Exchange) -> dict[str, tuple[Headers, bytes | None]]:
    """The headers and the body of either side."""
    request, response = exchange.request, exchange.response
    answered = (response.headers, response.body) if response else ((), None)
    return {"request": (request.headers, request.body), "response": answered}


def _alike(one: bytes | None, other: bytes | None) -> bool:
    """Whether two bodies are the same bytes, or the same sound JSON."""
    if one is None or other is None or one == other:
        return one == other
    left, right = decode(one), decode(other)
    sound = left.parsed and right.parsed and not left.flaws
    return sound and same(left.value, right.value)


def _text(whole: dict[str, Any]) -> str:
    return pretty(whole) + "\n"
