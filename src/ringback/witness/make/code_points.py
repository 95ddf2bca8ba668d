"""Sets of characters, whatever their number, and patterns read with them.

Samples make do with some characters of a class; a proof needs all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from ringback.sampling.pattern_texts.ecma import PatternReader, UnreadableError
from ringback.sampling.pattern_texts.pattern_tree import PatternNode

_Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CodePoints:
    """A set of code points, as ranges in order that do not touch, both ends included."""

    ranges: _Ranges

    def __or__(self, other: "CodePoints") -> "CodePoints":
        """What is in either."""
        merged: list[tuple[int, int]] = []
        for low, high in sorted((*self.ranges, *other.ranges)):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return CodePoints(tuple(merged))

    def __sub__(self, other: "CodePoints") -> "CodePoints":
        """What is in this one alone."""
        left: list[tuple[int, int]] = []
        for start, high in self.ranges:
            low = start
            for first, last in other.ranges:
                if last < low or first > high:
                    continue
                if first > low:
                    left.append((low, first - 1))
                low = last + 1
            if low <= high:
                left.append((low, high))
        return CodePoints(tuple(left))

    def __len__(self) -> int:
        """How many there are."""
        return sum(high - low + 1 for low, high in self.ranges)

    def __iter__(self) -> Iterator[str]:
        """Each as a text."""
        return (chr(code) for low, high in self.ranges for code in range(low, high + 1))

    def has(self, code: int) -> bool:
        """Whether a code point is one of them."""
        return any(low <= code <= high for low, high in self.ranges)


def _of(*texts: str) -> CodePoints:
    found = CodePoints(())
    for text in texts:
        found |= CodePoints(((ord(text[0]), ord(text[-1])),))
    return found


# Halves of surrogate pairs are no characters of a JSON text (RFC 8259 8.2).
EVERY_CODE_POINT = CodePoints(((0, 0xD7FF), (0xE000, 0x10FFFF)))
_DIGIT = _of("09")
_WORDS = _of("az", "AZ", "09", "_")
_BREAKS = _of("\n", "\r", "\u2028\u2029")
# White space and line ends (ECMA-262, 12.2 and 12.3).
_SPACES = _BREAKS | _of(
    *("\t", "\v\f", " ", "\u00a0", "\u1680", "\u2000\u200a", "\u202f", "\u205f"),
    *("\u3000", "\ufeff"),
)


class _ExactReader(PatternReader):
    """Reads classes as they are; what no automaton can follow is refused."""

    every: Any = EVERY_CODE_POINT
    dot: Any = EVERY_CODE_POINT - _BREAKS
    classes: ClassVar[Any] = {
        "d": _DIGIT,
        "D": EVERY_CODE_POINT - _DIGIT,
        "w": _WORDS,
        "W": EVERY_CODE_POINT - _WORDS,
        "s": _SPACES,
        "S": EVERY_CODE_POINT - _SPACES,
    }

    def single(self, char: str) -> Any:
        """The class of one character."""
        return _of(char)

    def between(self, first: str, last: str) -> Any:
        """The class of a range; one that runs backwards is a mistake."""
        if first > last:
            raise UnreadableError("a range runs backwards")
        return _of(first + last)

    def of_property(self, name: str) -> Any:
        """Nothing: editions of Unicode differ."""
        raise UnreadableError(f"the property {name} is not known exactly")

    def _escape(self) -> PatternNode:
        if self._peek() in {"b", "B"}:
            raise UnreadableError("a word boundary depends on what stands beside it")
        return super()._escape()

    def _flags(self) -> bool:
        if self._peek() != ":":
            raise UnreadableError("flags change what stands behind them")
        return super()._flags()


@cache
def exactly_parsed(pattern: str) -> PatternNode:
    """The tree of a pattern with whole classes; UnreadableError where it can't be exact."""
    reader = _ExactReader(pattern)
    node = reader.choice(0)
    if reader.at < len(pattern):
        raise UnreadableError(f'")" without "(" at {reader.at}')
    return node
