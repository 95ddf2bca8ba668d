"""How far the values of a JSON text reach, by its brackets and quotes alone, as it streams."""

import re
from collections.abc import Callable

from ringback.recordings.byte_streams.feed import Feed

SPACE = b" \t\r\n"
# Possessive throughout: a regular expression that went back would do so over megabytes. A line
# break ends a string that nobody closed, so that the next entry is read rightly.
_TO_END = rb'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+'
_STRING = b'"' + _TO_END + b'"'
_FLAT = rb'[^"\[\]{}]*+(?:' + _STRING + rb'[^"\[\]{}]*+)*+'
_ONE = _FLAT + rb"(?:(?:\{" + _FLAT + rb"\}|\[" + _FLAT + rb"\])" + _FLAT + rb")*+"
_TWO = _ONE + rb"(?:(?:\{" + _ONE + rb"\}|\[" + _ONE + rb"\])" + _ONE + rb")*+"
_BALANCED = re.compile(_TWO)  # no bracket, or whole values of up to two levels
_LEVEL = re.compile(rb'[^"\[\]{},]*+(?:' + _STRING + rb'[^"\[\]{},]*+)*+')  # up to a comma, too
_SPACES = re.compile(rb"[ \t\r\n]*+")
_REST = re.compile(_TO_END)
_QUOTE = ord('"')


class EndError(Exception):
    """The text ended where more must stand."""


class Structure:
    """A place in a JSON text, which moves on alone."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._text = b""
        self._at = 0
        self._from = 0  # what stands before `_at` from here on is neither counted nor handed on
        self._lines = 1
        self._keep: Callable[[bytes], None] | None = None

    @property
    def line(self) -> int:
        """The line that the place is on, from 1."""
        self._flush()
        return self._lines

    def mark(self) -> bytes:
        """The next byte that is no space, before which the place then is; none at the end."""
        while True:
            found = _SPACES.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at : self._at + 1]
            if not self._refill():
                return b""

    def skip(self) -> None:
        """Go past the byte that `mark` found."""
        self._at += 1

    def value(self, keep: Callable[[bytes], None] | None) -> None:
        """Go past all that stands before a comma or a closing bracket of this level.

        Its pieces are handed to `keep`. Raises EndError where the text ends first.
        """
        self._begin(keep)
        depth = 0
        while True:
            found = (_BALANCED if depth else _LEVEL).match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at == len(self._text):
                if not self._refill():
                    raise EndError
                continue
            mark = self._text[self._at]
            if mark == _QUOTE:
                self._at += 1
                self._string()
                continue
            if mark in b"{[":
                depth += 1
            elif depth:
                depth -= 1
            else:  # a comma, or what closes the level around
                break
            self._at += 1
        self._begin(None)

    def name(self, limit: int) -> bytes:
        """The text of a string that begins here, its quotes with it; about `limit` bytes of it.

        Raises EndError.
        """
        parts: list[bytes] = []
        self._begin(lambda part: parts.append(part) if len(parts) * len(part) < limit else None)
        self._at += 1
        self._string()
        self._begin(None)
        return b"".join(parts)

    def _string(self) -> None:
        """Go past the rest of a string, its quote or line break with it."""
        while True:
            found = _REST.match(self._text, self._at)
            end = found.end() if found else self._at
            left = self._text[end : end + 2]
            self._at = end
            if left in {b"", b"\\"}:  # the piece ends in the string, maybe within an escape
                if not self._refill(left):
                    raise EndError
                continue
            self._at += 2 if left == b"\\\n" else 1
            return

    def _begin(self, keep: Callable[[bytes], None] | None) -> None:
        """From here on, what is passed is handed to `keep`."""
        self._flush()
        self._keep = keep

    def _flush(self) -> None:
        self._lines += self._text.count(b"\n", self._from, self._at)
        if self._keep and self._at > self._from:
            self._keep(self._text[self._from : self._at])
        self._from = self._at

    def _refill(self, left: bytes = b"") -> bool:
        """Read on behind what is `left` of the piece; False at the end of the text."""
        self._flush()
        piece = self._feed.more()
        self._text, self._at, self._from = left + piece, 0, 0
        return bool(piece)
