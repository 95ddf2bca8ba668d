"""Lines of a log judged as they come, whole pieces of the file at a time."""

import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager

from ringback.recordings import StreamError, Unreadable
from ringback.recordings.byte_streams.feed import LARGEST, Feed
from ringback.validate.judging import Judge, Tick
from ringback.validate.tally import Tally

_PIECE = 1 << 16  # larger ones cost more: a piece past 128 kB is mapped anew each time
_OFTEN = 256  # pieces after which garbage is collected: what is judged makes next to none


class Within(io.BufferedReader):
    """The lines of a file that begin at `start` or behind it, and before `end`, as a stream."""

    def __init__(self, file: io.RawIOBase, start: int, end: int) -> None:
        super().__init__(file)
        self._file = file
        self._end = end
        self._left, self.begins = self._to_line(start)
        self._at = self.begins + len(self._left)
        self._done = self.begins >= end

    def read1(self, _size: int = -1, /) -> bytes:
        """The next piece; nothing at the end. Raises StreamError."""
        if self._done:
            return b""
        piece = self._left or self._more()
        if not self._left:
            self._at += len(piece)
        self._left = b""
        if self._at < self._end:
            return piece
        # The last line is whole: it ends at the first line break at the last byte, or behind it.
        found = piece.find(b"\n", max(0, len(piece) - 1 - (self._at - self._end)))
        if found >= 0:
            self._done = True
            return piece[: found + 1]
        return piece

    def _to_line(self, start: int) -> tuple[bytes, int]:
        """What was read of the first line that begins in the part, and its offset."""
        if not start:
            return b"", 0
        self._file.seek(start - 1)
        at = start - 1
        while at < self._end - 1 and (piece := self._more()):
            found = piece.find(b"\n") + 1
            if found:
                return piece[found:], at + found
            at += len(piece)
        return b"", self._end

    def _more(self) -> bytes:
        try:
            return self._file.read(_PIECE) or b""
        except OSError as error:
            raise StreamError(f"can't be read ({error.strerror or error})") from None


class _Carried:
    """The beginning of a line, in pieces, until it ends."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        """It goes on with this."""
        if part:
            self._parts.append(part)
            self.size += len(part)

    def taken(self, end: bytes = b"") -> bytes:
        """All of it, and what is its end; it is then forgotten."""
        whole = b"".join([*self._parts, end]) if self._parts else end
        self._parts.clear()
        self.size = 0
        return whole


def judged_lines(
    feed: Feed, name: str, judge: Judge, tick: Tick, tally: Tally, *, feed_from: int = 0
) -> int:
    """Judge the lines of a feed that begins at this offset of its file; how many there were."""
    number, offset, carried, skipping = 1, feed_from, _Carried(), False
    try:
        with _little_garbage() as tidy:
            for piece in _pieces(feed):
                tidy()
                text = piece
                if skipping and b"\n" in text:
                    passed, _, text = text.partition(b"\n")
                    number, offset, skipping = number + 1, offset + len(passed) + 1, False
                end = text.rfind(b"\n") + 1
                if end:
                    data = carried.taken(text[: end - 1])
                    number += judge.lines(name, data, number, offset, tally)
                    offset += len(data) + 1
                carried.add(text[end:])
                if carried.size > LARGEST or skipping:
                    if not skipping:
                        judge.entry(_too_long(name, number), tally)
                    skipping, offset = True, offset + carried.size
                    carried.taken()
                tick(len(piece))
            if carried.size and not skipping:
                judge.lines(name, carried.taken(), number, offset, tally)
                number += 1
    except StreamError as error:
        judge.entry(_unreadable(name, number, str(error)), tally)
    return number if carried.size or skipping else number - 1


def _pieces(feed: Feed) -> Iterator[bytes]:
    while piece := feed.more():
        yield piece


def _too_long(name: str, number: int) -> Unreadable:
    problem = f"is longer than the {LARGEST:,} bytes that are read of one entry"
    return _unreadable(name, number, problem)


def _unreadable(name: str, number: int, problem: str) -> Unreadable:
    return Unreadable(
        file=name,
        entry=f"line {number}",
        rule="recording/unreadable",
        problem=problem,
        line=number,
    )


class _Tidy:
    """Collects garbage once in a while."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> None:
        self._count += 1
        if self._count % _OFTEN == 0:
            gc.collect()


@contextmanager
def _little_garbage() -> Iterator[_Tidy]:
    """Parsed values hold no circles: looking for some, over and over, costs more than parsing.

    What is there already, the contract above all, is set aside: none of it need be looked at.
    """
    was = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield _Tidy()
    finally:
        gc.unfreeze()
        if was:
            gc.enable()
