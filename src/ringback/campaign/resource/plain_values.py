"""Plain values that most services take, by what a parameter's name and type say of it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_STATUS = frozenset({"status", "statuses", "code", "codes"})
_COUNTED = frozenset({
    "amount", "bytes", "count", "day", "days", "delay", "depth", "duration", "height", "hours",
    "index", "length", "level", "limit", "max", "min", "minutes", "month", "n", "num", "number",
    "offset", "page", "position", "rank", "seconds", "size", "skip", "timeout", "top", "version",
    "width", "year",
})  # fmt: skip
_FINE = 200  # what a service answers where all is well
_NUMBERS = (1, 2, 10)
_TEXTS = ("sample", "a")


def plain_values(name: str, types: Sequence[str]) -> Iterator[Any]:
    """The likeliest first; of each type where none is known."""
    words = {word.lower() for word in _WORD.findall(name)}
    numbers = (_FINE, *_NUMBERS) if words & _STATUS else _NUMBERS
    if not types:
        counted = words & (_STATUS | _COUNTED)
        yield from (*numbers, *_TEXTS) if counted else (*_TEXTS, *numbers)
    for kind in types:
        if kind in {"integer", "number"}:
            yield from numbers
        elif kind == "string":
            yield from (*_TEXTS, *map(str, numbers))
        elif kind == "boolean":
            yield from (True, False)
