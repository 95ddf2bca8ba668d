"""A stream that can be looked at before it is read, in pieces or in lines."""

import io
from collections.abc import Iterator

from ringback.recordings.byte_streams.unpacking import StreamError

# One entry's text may be this long: reading it takes a few times as much memory.
LARGEST = 64 << 20
_PIECE = 1 << 16  # larger ones cost more: a piece past 128 kB is mapped anew each time


class Feed:
    """The bytes of one source. An error of its stream is raised where it belongs, not before."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._back = b""
        self._failed: StreamError | None = None
        self._ended = False

    @property
    def taken(self) -> int:
        """How many bytes were read of the source itself, as it is packed."""
        return getattr(self._stream.raw, "taken", 0)

    @property
    def whole(self) -> bool:
        """Whether `head` shows everything there is."""
        return self._ended

    def head(self, size: int) -> bytes:
        """The first bytes, `size` of them or a few more, fewer where there are no more."""
        parts, length = [self._back], len(self._back)
        while length < size and not self._ended:
            try:
                piece = self._stream.read1(_PIECE)
            except StreamError as error:
                self._failed, piece = error, b""
            self._ended = not piece
            parts.append(piece)
            length += len(piece)
        self._back = b"".join(parts)
        return self._back

    def more(self) -> bytes:
        """The next piece, none at the end. Raises StreamError."""
        if self._back:
            piece, self._back = self._back, b""
            return piece
        if self._failed:
            raise self._failed
        if self._ended:
            return b""
        return self._stream.read1(_PIECE)

    def lines(self, limit: int) -> Iterator[tuple[int, bytes | None]]:
        """Each line that is not empty, with its number from 1; None for one that is too long.

        Raises StreamError; what there is of a line that a broken stream ends is dropped.
        """
        number, parts, length = 1, list[bytes](), 0
        while piece := self.more():
            *ended, last = piece.split(b"\n")
            for part in ended:
                line = _joined(parts, part, length, limit)
                if line is None or line.strip():
                    yield number, line
                number, length = number + 1, 0
            length += len(last)
            if length <= limit:
                parts.append(last)
            else:
                parts.clear()
        line = _joined(parts, b"", length, limit)
        if line is None or line.strip():
            yield number, line


def _joined(parts: list[bytes], last: bytes, length: int, limit: int) -> bytes | None:
    """The line that these make; the parts are used up. None where it is too long."""
    if length + len(last) > limit:
        parts.clear()
        return None
    if not parts:
        return last
    whole = b"".join([*parts, last])
    parts.clear()
    return whole
