"""What a page shows of a command held against what it printed: an ellipsis stands for anything.

A line that is an ellipsis stands for any lines, one within a line for any characters.
"""

import re
from collections.abc import Sequence

ANYTHING = "…"
_WIDTH = 160  # characters of a line that is written into a page
# What differs from run to run and from machine to machine, and so is never written down.
_UNSTEADY = (
    (re.compile(r"\bin \d+\.\d s\b"), "in … s"),
    (re.compile(r"\b\d+\.\d+(?= ms\b)"), "…"),
    (re.compile(r"\b\d+(?= (?:× \dxx|exchanges|answers)\b)"), "…"),
    (re.compile(r"(?<=×)\d+$"), "…"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]*…?"), "…"),
    (re.compile(r"\b\d{8}T\d{6}Z?-\w+"), "…"),
)


def difference(shown: Sequence[str], printed: Sequence[str]) -> str:
    """What a page shows and was not printed, or was printed and not shown; empty for neither."""
    parts = _parts(shown)
    if len(parts) == 1:
        at = _unlike(parts[0], printed)
        if at is None and len(printed) == len(parts[0]):
            return ""
        at = len(parts[0]) if at is None else at
        return _told("at its end" if at >= len(parts[0]) else parts[0][at], printed)
    first, *middle, last = parts
    at = _unlike(first, printed)
    if at is not None:
        return _told(first[at], printed)
    begin, end = len(first), len(printed) - len(last)
    for part in middle:
        found = next((n for n in range(begin, end + 1) if _unlike(part, printed[n:]) is None), None)
        if found is None:
            return _told(part[0], printed)
        begin = found + len(part)
    if end < begin:
        return _told(last[0] if last else "at its end", printed)
    at = _unlike(last, printed[end:])
    return "" if at is None else _told(last[at], printed)


def updated(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """What the page shows from now on: as much of the beginning and of the end as before."""
    steady = [_steady(line) for line in printed]
    if ANYTHING not in shown:
        return steady
    head = list(shown).index(ANYTHING)
    tail = list(reversed(shown)).index(ANYTHING)
    if head + tail >= len(steady):
        return steady
    return [*steady[:head], ANYTHING, *steady[len(steady) - tail :]]


def _steady(line: str) -> str:
    for pattern, text in _UNSTEADY:
        line = pattern.sub(text, line)
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + ANYTHING


def _parts(shown: Sequence[str]) -> list[list[str]]:
    """The lines between the ellipses."""
    parts: list[list[str]] = [[]]
    for line in shown:
        if line == ANYTHING:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _unlike(part: Sequence[str], printed: Sequence[str]) -> int | None:
    """The first line of a part that was not printed here; None where all were."""
    for at, line in enumerate(part):
        if at >= len(printed) or not _pattern(line).fullmatch(printed[at]):
            return at
    return None


def _pattern(line: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, line.rstrip().split(ANYTHING))))


def _told(line: str, printed: Sequence[str]) -> str:
    return f"not as shown: {line}\nprinted was:\n" + "\n".join(printed)
