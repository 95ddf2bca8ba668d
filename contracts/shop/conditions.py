"""Conditional requests and parts of an answer, as RFC 9110 13 and 14 have them."""

import hashlib
import json
import re
from typing import Any

_TAGS = re.compile(r'(?:\s*,)*\s*(W/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?:,|$)')
_RANGE = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.IGNORECASE | re.ASCII)
_MOST_DIGITS = 18  # no body is as long as a number of more digits says


def tag_of(value: Any) -> str:
    """The strong entity tag of a representation."""
    data = value if isinstance(value, bytes) else json.dumps(value, sort_keys=True).encode()
    return f'"{hashlib.sha256(data).hexdigest()[:20]}"'


def listed(header: str) -> list[tuple[bool, str]]:
    """The entity tags that a condition names: whether each is weak, and its opaque part.

    What follows something that is no entity tag is not read.
    """
    found, at = [], 0
    while match := _TAGS.match(header, at):
        found.append((bool(match[1]), match[2]))
        at = match.end()
    return found


def opaque(tag: str) -> str:
    """An entity tag without its mark of weakness."""
    return tag.removeprefix("W/")


def matches_strongly(header: str, tag: str) -> bool:
    """If-Match: whether one of the tags is the current one, neither of them weak (13.1.1)."""
    if header.strip() == "*":
        return True
    return any(not weak and each == tag for weak, each in listed(header))


def matches_weakly(header: str, tag: str) -> bool:
    """If-None-Match: whether one of the tags is the current one, weak or not (13.1.2)."""
    if header.strip() == "*":
        return True
    return any(each == opaque(tag) for _, each in listed(header))


def part(header: str, length: int) -> tuple[int, int] | bool | None:
    """The first and last byte of a range; False if none is there, None if it is passed over.

    A range of several parts, and one that is malformed, is passed over (14.2).
    """
    match = _RANGE.fullmatch(header)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = (_capped(text) for text in match.groups())
    if first is None:  # the last so many bytes
        return (max(length - last, 0), length - 1) if last and length else False
    if last is not None and last < first:
        return None
    if first >= length:
        return False
    return first, length - 1 if last is None else min(last, length - 1)


def _capped(digits: str) -> int | None:
    """The number, None where there is none; a huge one is no larger than it need be."""
    if not digits:
        return None
    kept = digits.lstrip("0") or "0"
    return int(kept) if len(kept) <= _MOST_DIGITS else 10**_MOST_DIGITS
