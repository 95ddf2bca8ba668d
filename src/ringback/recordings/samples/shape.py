"""The shape of an exchange: alike in two that differ in their values alone."""

import hashlib
import re
from typing import Any

from ringback.exchange import Exchange, Headers, media_type_of
from ringback.operation import Operation
from ringback.payload import decode
from ringback.recordings.samples.showing import Showing

# Names that are values: uuids and other hexadecimal ids, and what holds a number of some length.
_ID = re.compile(r"[0-9a-fA-F-]{16,}|.*\d{3,}.*", re.DOTALL)
_WIDE = 64  # members from which on an object is taken for a map of names to things
_KINDS: tuple[tuple[type, str], ...] = ((bool, "b"), (str, "s"), (int, "n"), (float, "n"))


def shape(exchange: Exchange, operation: Operation, showing: Showing) -> bytes:
    """The shape as 16 bytes: operation, status, described parameters, and both bodies' structure.

    The structure of JSON is its members with their types, and the branches and enum members that
    it takes; of other bodies it is their media type.
    """
    request, response = exchange.request, exchange.response
    named = {each.name for each in operation.parameters if each.where == "query"}
    parts = (
        operation.id,
        str(response.status if response else 0),
        ",".join(sorted(named.intersection(name for name, _ in request.query))),
        _body(request.body, request.headers),
        _body(response.body if response else None, response.headers if response else ()),
        ",".join(sorted(showing.choices(exchange, operation))),
    )
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def structure(value: Any) -> str:
    """The members and types of a JSON value; those of an array's items once each.

    Members whose names are values, and all of a very wide object, count as one.
    """
    match value:
        case dict():
            wide = len(value) > _WIDE
            members = {
                f"{'*' if wide or _ID.fullmatch(name) else repr(name)}:{structure(inner)}"
                for name, inner in value.items()
            }
            return "{" + ",".join(sorted(members)) + "}"
        case list():
            return "[" + "|".join(sorted({structure(inner) for inner in value})) + "]"
        case None:
            return "0"
        case _:
            return next((name for kind, name in _KINDS if isinstance(value, kind)), "n")


def _body(body: bytes | None, headers: Headers) -> str:
    if not body:
        return ""
    name = media_type_of(headers) or ""
    decoded = decode(body) if "json" in name or not name else None
    return structure(decoded.value) if decoded and decoded.parsed else name or "?"
