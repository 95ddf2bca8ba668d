"""What header fields ask for (RFC 9110, RFC 6265): cookies, conditions, ranges, media types."""

import re
from collections.abc import Sequence

from contracts.files.refusals import NotModifiedError, RefusedError

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_SPEC = re.compile(r"([0-9]*)-([0-9]*)")
_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_LONGEST = 18  # digits of a position that are told apart from each other

Span = tuple[int, int]
"""The first and the last position of a range of bytes."""


def cookies_of(lines: Sequence[str]) -> list[tuple[str, str]]:
    """The names and values of the cookies (RFC 6265 5.4), each value exactly as it came."""
    found = []
    for piece in ";".join(lines).split(";"):
        name, equals, value = piece.strip(" \t").partition("=")
        if equals:
            found.append((name, value))
    return found


def check_conditions(
    method: str, match: Sequence[str], none_match: Sequence[str], *, tag: str | None, exists: bool
) -> None:
    """Go on, or raise what If-Match and If-None-Match ask for (RFC 9110 13.2.2).

    `match` and `none_match` are the lines of the two headers. Dates are passed over: nothing here
    has a Last-Modified, and then they say nothing (RFC 9110 13.1.3 and 13.1.4).
    """
    failed = RefusedError(412, "precondition_failed", "The representation is another one.")
    if match and not _matches(", ".join(match), tag, exists=exists, weakly=False):
        raise failed
    if none_match and _matches(", ".join(none_match), tag, exists=exists, weakly=True):
        if method in {"GET", "HEAD"}:
            raise NotModifiedError({"ETag": tag} if tag else {})
        raise failed


def _matches(value: str, tag: str | None, *, exists: bool, weakly: bool) -> bool:
    """Whether a condition names the current representation (RFC 9110 8.8.3.2)."""
    if value.strip(" \t") == "*":
        return exists
    if tag is None:
        return False
    named = _TAG.findall(value)
    if weakly:
        return tag.removeprefix("W/") in {each.removeprefix("W/") for each in named}
    return not tag.startswith("W/") and tag in named


def same_strongly(lines: Sequence[str], tag: str) -> bool:
    """Whether an If-Range names the current representation; a date never does (there is none)."""
    return len(lines) == 1 and lines[0].strip(" \t") == tag and not tag.startswith("W/")


def span_of(lines: Sequence[str], size: int) -> Span | None:
    """The one range of bytes that a Range asks for; None where the whole is to be sent.

    A Range that is not understood, or of several ranges, may be ignored (RFC 9110 14.2). One that
    lies outside raises a RefusedError.
    """
    unit, equals, ranges = (lines[0] if len(lines) == 1 else "").partition("=")
    if not equals or unit.strip(" \t").lower() != "bytes":
        return None
    specs = [each.strip(" \t") for each in ranges.split(",")]
    named = [each for each in specs if each]
    match = _SPEC.fullmatch(named[0]) if len(named) == 1 else None
    if match is None or match[0] == "-":
        return None
    first, last = (_position(each) for each in match.groups())
    if first is None:
        return _suffix(last or 0, size)
    if last is not None and last < first:
        return None
    if first >= size:
        raise outside(size)
    return first, size - 1 if last is None else min(last, size - 1)


def _position(digits: str) -> int | None:
    kept = digits.lstrip("0") or digits[:1]
    return int(kept[:_LONGEST]) * 10 ** max(0, len(kept[:99]) - _LONGEST) if kept else None


def _suffix(length: int, size: int) -> Span | None:
    """The last bytes; None for those of nothing, which no Content-Range can tell."""
    if length == 0:
        raise outside(size)
    return (max(0, size - length), size - 1) if size else None


def outside(size: int) -> RefusedError:
    """The refusal of a range that holds no byte (RFC 9110 15.5.17)."""
    headers = {"Content-Range": f"bytes */{size}"}
    return RefusedError(416, "range_not_satisfiable", "No byte is in that range.", headers)


def preferred(lines: Sequence[str], offered: Sequence[str]) -> str | None:
    """The offered media type that an Accept likes best, None where it takes none of them.

    Of two that it likes alike the first is taken, and the very first where nothing is said.
    """
    ranges = [_media_range(each) for each in ",".join(lines).split(",") if each.strip(" \t")]
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda name: _liking(name, ranges))
    return best if _liking(best, ranges) > 0 else None


def _media_range(text: str) -> tuple[str, float]:
    """A media range and its quality; its other parameters make no difference here."""
    name, *parameters = (part.strip(" \t").lower() for part in text.split(";"))
    told = [each[2:] for each in parameters if each.startswith("q=")]
    quality = float(told[0]) if told and _QUALITY.fullmatch(told[0]) else 1.0
    return name, quality


def _liking(name: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of a media type: that of the most specific range around it (RFC 9110 12.5.1)."""
    for wanted in (name, name.partition("/")[0] + "/*", "*/*"):
        found = [quality for each, quality in ranges if each == wanted]
        if found:
            return max(found)
    return 0.0
