"""JSON texts parsed by a fast reader, and the proof that it lost nothing of them.

orjson is an order of magnitude faster than the exact reader in `payload`, and keeps silent about
what that one tells: a member given twice, a nesting deeper than is read, a whole number past 64
bits that becomes a double. Whatever is not surely read as the exact reader would, is `None` here.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import orjson

from ringback.payload import DEPTH

Row = dict[str, Any]

# Each text becomes the only member of an object under a name that nobody can guess, so that no
# text can end its own object and begin another: as many objects as texts means one value each.
NAME = "".join(secrets.choice("ghijklmnopqrstuvwxyz") for _ in range(16))
_OPENS, _BETWEEN, _CLOSES = (
    text.replace("NAME", NAME).encode() for text in ('[{"NAME":', '},{"NAME":', "}]")
)
_DIGITS = bytes(ord("0" if chr(byte) in "0123456789." else " ") for byte in range(256))
_LONG = b"0" * 16  # a shorter number is a double or a 64-bit integer, and nothing of it is lost
# Without digits, a number with an exponent is an e between two marks of structure; within a text
# it has a quote or a letter beside it.
_MARKS = bytes(
    ord("e" if chr(byte) in "eE" else "," if chr(byte) in ":,[]{} \t\r" else chr(byte))
    if byte < 128
    else byte
    for byte in range(256)
)
_EXPONENT = b",e,"
_COLON = re.compile(rb"\\u003").search  # an escaped one; half the time that `in` takes


def together(texts: Sequence[bytes], *, numbers: bool) -> list[Row] | None:
    """One row a text, its value under `NAME`, all parsed at once; None unless nothing is lost.

    A row may have more members than one: who uses it must look. `numbers` asks that every number
    keeps its value; without it, those past 64 bits may be rounded.
    """
    return _parsed(_BETWEEN.join(texts), len(texts), numbers=numbers)


def lines_of(data: bytes, *, numbers: bool) -> list[Row] | None:
    """The same for lines in one piece, for which they need not be cut."""
    raw = data.replace(b"\n", _BETWEEN)
    # How many there are shows in the length; counting line breaks takes as long as a tenth of
    # all the parsing.
    count = 1 + (len(raw) - len(data)) // (len(_BETWEEN) - 1)
    return _parsed(raw, count, numbers=numbers)


def _parsed(joined: bytes, count: int, *, numbers: bool) -> list[Row] | None:
    """The rows of a text that is made of so many; None unless nothing is lost."""
    raw = b"".join((_OPENS, joined, _CLOSES))  # copied once
    try:
        rows: list[Row] = orjson.loads(raw)
        if len(rows) != count:
            return None
        spelt = orjson.dumps(_nested(rows))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
    if numbers and _fragile(raw):
        return None
    if len(spelt) == len(raw) + 2 * _NEST and spelt.startswith(raw, _NEST):
        return rows
    # A member given twice takes its colon along; the only other way to lose one is its escape.
    escaped = b"\\" in raw and _COLON(raw)
    return None if escaped or spelt.count(b":") != raw.count(b":") else rows


def alone(text: bytes, *, numbers: bool) -> Row | None:
    """The row of one text; None unless nothing is lost."""
    rows = together([text], numbers=numbers)
    return rows[0] if rows and len(rows[0]) == 1 else None


def _fragile(raw: bytes) -> bool:
    """Whether a number may be among them whose value a double does not hold."""
    marks = raw.translate(_MARKS, b"0123456789.+-")
    return _LONG in raw.translate(_DIGITS) or _EXPONENT in marks


def rounding_matters(document: Mapping[str, Any], schema: Any) -> bool:
    """Whether a number past 64 bits, rounded to a double, may be judged in another way.

    Rounding keeps the order of numbers and their being whole: only bounds that are as large,
    steps, equality with a large number, and equality among items can tell the two apart.
    """
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += here
        elif isinstance(here, dict):
            target = here.get("$ref")
            if isinstance(target, str) and target not in seen:
                seen.add(target)
                waiting.append(_at(document, target))
            if "multipleOf" in here or "$dynamicRef" in here or _compares(document, here):
                return True
            waiting += here.values()
        elif isinstance(here, int | float) and abs(here) >= 2**53:
            return True
    return False


def _compares(document: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    """Whether items are compared with one another that may be numbers."""
    if schema.get("uniqueItems") is not True:
        return False
    items = schema.get("items")
    if isinstance(items, dict) and isinstance(items.get("$ref"), str):
        items = _at(document, items["$ref"])
    named = items.get("type") if isinstance(items, dict) else None
    kinds = set(named if isinstance(named, list) else [named])
    return not kinds <= {"string", "boolean", "null"}


def _at(document: Mapping[str, Any], target: str) -> Any:
    """What a reference names; a large number, which always matters, where that is not known."""
    node: Any = document
    for step in target.removeprefix("#").split("/")[1:]:
        name = _unescaped(step)
        try:
            node = node[int(name)] if isinstance(node, list) else node[name]
        except (KeyError, IndexError, ValueError, TypeError):
            return 2**53
    return node if target.startswith("#") else 2**53


def _unescaped(step: str) -> str:
    return unquote(step).replace("~1", "/").replace("~0", "~")


def _deepest() -> int:
    """How many arrays orjson writes inside one another."""
    value: list[Any] = []
    for depth in range(1, 4 * DEPTH):
        try:
            orjson.dumps(value)
        except orjson.JSONEncodeError:
            return depth - 1
        value = [value]
    return 4 * DEPTH


# Put around the rows, they leave orjson's writer just as many levels as the exact reader takes.
_NEST = max(1, _deepest() - DEPTH - 2)


def _nested(rows: list[Row]) -> list[Any]:
    nested: list[Any] = rows
    for _ in range(_NEST):
        nested = [nested]
    return nested
