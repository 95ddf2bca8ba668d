"""Placeholders that the description admits where a secret stood."""

import base64
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

_FILLS = ("xX0", "aA0", "000")
_MASKS = ("aA0", "xX0", "000")
_PREFIX = re.compile(r"(?:[A-Za-z]{1,10}[_.-]){1,3}")  # what names the kind of a key
_LEFT = 6  # digits at the end of a mask that tell it from others


def texts(label: str, number: int, value: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """Placeholders for a text, the plainest first; `number` tells those of one label apart.

    `placeholders.is_placeholder` knows each of them for what it is.
    """
    plain = f"<{label}>" if number == 1 else f"<{label}-{number}>"
    yield plain
    yield from _formatted(plain, number, schema)
    least, most = schema.get("minLength", 0), schema.get("maxLength", 10**9)
    if isinstance(least, int) and len(plain) < least <= 82:
        yield f"{plain[:-1]}{'-' * (least - len(plain))}>"
    if isinstance(most, int) and len(plain) > most >= 1:
        yield _filled(most, number)
    if isinstance(least, int) and least > 82:
        yield _filled(least, number)
    prefix = _PREFIX.match(value)
    for kept in dict.fromkeys((0, prefix.end() if prefix else 0)):
        for fill in _FILLS:
            yield value[:kept] + _masked(value[kept:], number, fill)
    for size in dict.fromkeys((least, most)):
        for fill in _FILLS:
            if isinstance(size, int) and 0 < size <= 10_000:
                yield _masked("a" * size, number, fill)


def masks(value: str, number: int) -> Iterator[str]:
    """The value with every letter and digit masked, of numbers first with zeros alone."""
    for fill in _MASKS:
        yield _masked(value, number, fill)


def _filled(size: int, number: int) -> str:
    """A run of x of this length, its end the number where there is room."""
    told = str(number)
    end = told if number > 1 and len(told) <= min(_LEFT, size // 2, size - 2) else ""
    return "x" * (size - len(end)) + end


def _masked(value: str, number: int, fill: str) -> str:
    """The value with every letter and digit masked, the number at its end."""
    lower, upper, digit = tuple(fill)
    masked = [
        digit if char.isdigit() else upper if char.isupper() else lower if char.isalpha() else char
        for char in value
    ]
    places = [at for at, char in enumerate(value) if char.isalnum()]
    told = str(number)
    if number > 1 or fill == "000":
        room = min(_LEFT, len(places) // 2)
        tail = places[-len(told) :]
        if len(told) <= room and tail == list(range(len(value) - len(told), len(value))):
            for at, char in zip(tail, told, strict=True):
                masked[at] = char
    return "".join(masked)


def _formatted(plain: str, number: int, schema: Mapping[str, Any]) -> Iterator[str]:
    """The placeholder in the format that a schema asks for (JSON Schema 2020-12, 7.3)."""
    day = date(1970, 1, 1) + timedelta(days=(number - 1) % 365)
    path = plain.strip("<>")
    match schema.get("format"):
        case "uuid":
            yield f"00000000-0000-4000-8000-{number:012d}"
        case "date":
            yield day.isoformat()
        case "date-time":
            yield f"{day.isoformat()}T00:00:00Z"
        case "email" | "idn-email":
            yield f"{path}@example.com"
        case "uri" | "url" | "iri" | "uri-reference":
            yield f"https://example.com/{path}"
        case "hostname":
            yield f"redacted-{number}.example.com"
        case "ipv4":
            yield f"192.0.2.{number % 256}"
        case "ipv6":
            yield f"2001:db8::{number % 65536:x}"
    if schema.get("format") == "byte" or schema.get("contentEncoding") == "base64":
        yield base64.b64encode(plain.encode()).decode()


def numbers(number: int, value: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    """Placeholders for a number of the same type, the smallest first."""
    least, over = schema.get("minimum", 0), schema.get("exclusiveMinimum")
    step = schema.get("multipleOf", 1)
    start = over + step if isinstance(over, int | float) else least
    if not isinstance(start, int | float) or not isinstance(step, int | float):
        start, step = 0, 1
    ordinal = number % 90 or 1
    if isinstance(value, float | Decimal):
        yield ordinal + 0.5
    yield ordinal
    yield start + ordinal * step
    yield start


def is_stand_in(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a number is one of those that `numbers` gives for a schema."""
    return any(value == made for number in range(90) for made in numbers(number, value, schema))
