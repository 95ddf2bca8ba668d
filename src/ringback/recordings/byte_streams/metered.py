"""What a YAML parser reads of a file: characters that it takes, and not too many at once."""

import codecs
import re

from ringback.recordings.byte_streams.feed import Feed
from ringback.recordings.byte_streams.unpacking import StreamError

# What no YAML may hold (YAML 1.2.2, 5.1) is told of the scalar that holds it: the parser itself
# would give up many entries before it. The stand-in is of a range that nobody assigns.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
STAND_IN = "\uf8f0\ue0f1\uf8f2"


class Metered:
    """What the parser reads: so much at once that one interaction's size is bounded."""

    def __init__(self, feed: Feed, limit: int) -> None:
        self._feed = feed
        self._limit = limit
        self._left = limit
        self._piece = memoryview(b"")
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def allow(self) -> None:
        """The next interaction may be as long again."""
        self._left = self._limit

    def read(self, size: int = 1 << 16) -> bytes:
        """The next bytes. Raises StreamError, also for an interaction that is too long."""
        if not self._piece:
            self._piece = memoryview(self._fit(self._feed.more()))
        found = bytes(self._piece[:size])
        self._piece = self._piece[size:]
        self._left -= len(found)
        if self._left < 0:
            what = f"is longer than the {self._limit:,} bytes that are read of one entry"
            raise StreamError(f"{what}, and no entry is read after")
        return found

    def _fit(self, piece: bytes) -> bytes:
        """The piece with what the parser would stumble over replaced; empty at the end alone."""
        while True:
            text = self._decoder.decode(piece, final=not piece)
            if text or not piece:
                return _UNFIT.sub(STAND_IN, text).encode()
            piece = self._feed.more()
