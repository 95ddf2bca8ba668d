"""Parts of a stored record, asked for by their types: what does not fit is told at its place."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from ringback.exchange import Headers
from ringback.payload import MISSING, show

_METHOD = re.compile(r"[A-Za-z]+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OF_MAIL = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} ")  # as Ruby's VCR has it
_SHOWN = 20  # characters of a value that is no status
_OF_HTTP = {"", "http", "https"}
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (str, "a string"),
    (dict, "an object"),
    (list, "an array"),
    (int, "a number"),
    (float, "a number"),
    (Decimal, "a number"),
    (bytes, "binary data"),
)


class ShapeError(Exception):
    """A record is not shaped as its format asks; its text says where and how."""


def kind(value: Any) -> str:
    """What a value is, for a sentence."""
    if value is MISSING:
        return "missing"
    return next((name for each, name in _KINDS if isinstance(value, each)), "null")


def unfit(place: str, wanted: str, value: Any) -> ShapeError:
    """The error that says what must stand at a place."""
    if value is MISSING:
        return ShapeError(f"it has no {place}")
    return ShapeError(f"{place} must be {wanted}, not {kind(value)}")


def record(value: Any, place: str) -> dict[str, Any]:
    """The value as an object. Raises ShapeError."""
    if not isinstance(value, dict):
        raise unfit(place, "an object", value)
    return value


def text(value: Any, place: str) -> str:
    """The value as a string. Raises ShapeError."""
    if not isinstance(value, str):
        raise unfit(place, "a string", value)
    return value


def method(value: Any, place: str) -> str:
    """The value as a method of HTTP, in capitals. Raises ShapeError."""
    name = text(value, place)
    if not _METHOD.fullmatch(name):
        raise ShapeError(f"{place} must be a method such as GET")
    return name.upper()


def url(value: Any, place: str) -> str:
    """The value as a URL, or the path of one. Raises ShapeError."""
    whole = text(value, place)
    try:
        urlsplit(whole)
    except ValueError as error:
        raise ShapeError(f"{place} is no URL ({error})") from None
    if not whole:
        raise ShapeError(f"{place} is empty")
    return whole


def foreign(whole: str) -> str | None:
    """The scheme of a URL that is not one of HTTP; None where it is."""
    scheme = urlsplit(whole).scheme
    return None if scheme in _OF_HTTP else scheme


def status(value: Any, place: str) -> int:
    """The value, a number or its digits, as a status: 100 to 599, or 0 and below for none.

    Raises ShapeError.
    """
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
        value = int(value)
    if value is MISSING:
        raise unfit(place, "", value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ShapeError(f"{place} must be a status such as 200, not {show(value, _SHOWN)}")
    if 0 < value < 100 or value > 599:
        raise ShapeError(f"{place} must be a status from 100 to 599")
    return max(value, 0)


def headers(value: Any, place: str) -> Headers:
    """Headers in any common form, without those that HTTP/2 puts before them (`:authority`).

    An object of strings or lists, or a list of pairs or of {name, value}; null is none. Raises
    ShapeError.
    """
    if value is None or value is MISSING:
        return ()
    pairs: Iterable[tuple[Any, Any]]
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list | tuple):
        pairs = [_pair(each, f"{place}/{index}") for index, each in enumerate(value)]
    else:
        raise unfit(place, "an object or an array", value)
    return tuple(
        (name, each)
        for key, inner in pairs
        for name in (text(key, f"a name in {place}"),)
        if not name.startswith(":")
        for each in _values(inner, f"{place}/{name}")
    )


def _pair(each: Any, place: str) -> tuple[Any, Any]:
    if isinstance(each, dict):
        name = each.get("name", each.get("key"))
        if name is None:
            raise ShapeError(f"{place} has no name")
        return name, each.get("value", "")
    if isinstance(each, list) and len(each) == 2:
        return each[0], each[1]
    raise ShapeError(f"{place} must be a pair, or an object with name and value")


def _values(value: Any, place: str) -> Iterator[str]:
    """The values of one header."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _values(each, place)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("latin-1")  # RFC 9110 5.5
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif value is not None:
        raise unfit(place, "a string", value)


def day(value: Any) -> str:
    """The date, YYYY-MM-DD, that a time begins with, or that one of HTTP tells; else empty."""
    if not isinstance(value, str):
        return ""
    found = _DATE.match(value)
    try:
        if found is not None:
            return date.fromisoformat(found[0]).isoformat()
        return parsedate_to_datetime(value).date().isoformat() if _OF_MAIL.match(value) else ""
    except (ValueError, IndexError):
        return ""
