"""A source's bytes, unpacked on the way: by their content, as a stream, with bounded memory."""

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, Protocol, cast

import zstandard

from ringback.recordings.byte_streams.source_files import Source
from ringback.recordings.byte_streams.storage import whole

# A packed file may unfold this much as it likes; past it, only by this factor. gzip packs only one
# byte over and over so well.
_FREE = 1 << 30
_FACTOR = 1000
# Four bytes of zstd may stand for 128 kB (RFC 8878 3.1.1.2): what is fed at once bounds what comes.
_FED = {"gzip": 1 << 16, "zstd": 512}
_PIECE = 1 << 18  # bytes that gzip unpacks at once
_WINDOW = 1 << 27  # what zstd may look back; its own command line allows as much
_GZIP = b"\x1f\x8b"
_ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")  # or a frame to skip
_ZIP = b"PK\x03\x04"
_OTHERS = (
    (_ZIP, "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"BZh", "packed by bzip2"),
    (b"\xfd7zXZ\x00", "packed by xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
)


class StreamError(Exception):
    """A stream can't be read on; its text says why, as the end of a sentence about its file."""


def opened(source: Source) -> io.BufferedReader:
    """The bytes of a source, without its packing. Raises StreamError, as does reading from it.

    What came before a cut or a broken place in a packed file is read, and the error raised there;
    `read1` loses nothing of it, where `read` may lose the bytes of its own call.
    """
    if source.path is None and source.url is None:
        return unpacked(sys.stdin.buffer)
    try:
        if source.path is not None and is_archive(source.path):
            return unpacked(_member(source.path))
        return unpacked(whole(source.url) if source.url else Path(source.path or "").open("rb"))
    except OSError as error:
        raise StreamError(f"can't be read ({error.strerror or error})") from None


def is_archive(path: Path) -> bool:
    """Whether a plain file begins as a zip archive does. Raises OSError."""
    if not path.is_file():  # a pipe gives its bytes once
        return False
    with path.open("rb") as stream:
        return stream.read(4) == _ZIP


def _member(path: Path) -> BinaryIO:
    """The HAR in a zip archive, or the network of a trace: Playwright packs them with the bodies.

    Raises StreamError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            full = [each.filename for each in archive.infolist() if each.file_size]
            for end, what in ((".har", "HARs"), (".network", "traces")):
                found = [each for each in full if each.lower().endswith(end)]
                if len(found) == 1:
                    return cast("BinaryIO", _Contained(archive.open(found[0])))
                if found:
                    several = f"{len(found)} {what}"
                    raise StreamError(f"is a zip archive with {several} in it; unpack it first")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise StreamError(f"is a zip archive that can't be read ({error})") from None
    raise StreamError("is a zip archive with no HAR in it; unpack it first")


def unpacked(stream: BinaryIO) -> io.BufferedReader:
    """The stream without its packing, gzip or zstd; it owns the stream. Raises StreamError."""
    plain = _Plain(stream)
    try:
        head = plain.more(8)
        while 0 < len(head) < 8 and (more := plain.more(8 - len(head))):
            head += more
    except StreamError:
        plain.close()
        raise
    plain.put_back(head)
    for magic, what in _OTHERS:
        if head.startswith(magic):
            plain.close()
            raise StreamError(f"is {what}; unpack it first")
    raw: io.RawIOBase = plain
    if head.startswith(_GZIP):
        raw = _Packed(plain, "gzip", _Gzip)
    elif _ZSTD.match(head):
        raw = _Packed(plain, "zstd", _Zstd)
    return io.BufferedReader(raw, 1 << 18)


class _Contained(io.RawIOBase):
    """A member of an archive, whose errors are OSErrors."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member = member

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # bytes alone
        try:
            found = self._member.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise OSError(f"its archive is broken: {str(error) or 'it ends early'}") from None
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self._member.close()
        super().close()


class _Plain(io.RawIOBase):
    """A stream whose first bytes were looked at, and whose errors are ours."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._back = b""
        self.taken = 0  # bytes, those that were put back included

    def put_back(self, head: bytes) -> None:
        """Read these bytes again, before anything else."""
        self._back = head

    def more(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""
        if self._back:
            found, self._back = self._back[:size], self._back[size:]
            return found
        try:
            # What a pipe has by now, and not only once it is full.
            read: Callable[[int], bytes] = getattr(self._stream, "read1", self._stream.read)
            found = read(size)
        except OSError as error:
            raise StreamError(f"can't be read ({error.strerror or error})") from None
        self.taken += len(found)
        return found

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # bytes alone
        found = self.more(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed and self._stream is not sys.stdin.buffer:
            self._stream.close()
        super().close()


class _Machine(Protocol):
    """What unpacks one member or frame."""

    @property
    def ended(self) -> bool: ...  # it is whole

    def fed(self, data: bytes) -> tuple[bytes, bytes]: ...  # what came, and what is not yet used


class _Gzip:
    """One member (RFC 1952), its sum checked."""

    broken = zlib.error
    magic = re.compile(re.escape(_GZIP))

    def __init__(self) -> None:
        self._machine = zlib.decompressobj(31)

    @property
    def ended(self) -> bool:
        return self._machine.eof

    def fed(self, data: bytes) -> tuple[bytes, bytes]:
        made = self._machine.decompress(data, _PIECE)
        return made, self._machine.unused_data or self._machine.unconsumed_tail


class _Zstd:
    """One frame (RFC 8878)."""

    broken = zstandard.ZstdError
    magic = _ZSTD

    def __init__(self) -> None:
        machine = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        self._machine = machine.decompressobj()

    @property
    def ended(self) -> bool:
        return self._machine.eof

    def fed(self, data: bytes) -> tuple[bytes, bytes]:
        made = self._machine.decompress(data)
        return made, self._machine.unused_data if self._machine.eof else b""


class _Packed(io.RawIOBase):
    """What a packed stream holds: its members or frames, one behind the other."""

    def __init__(self, stream: _Plain, kind: str, machine: type[_Gzip | _Zstd]) -> None:
        self._stream = stream
        self._kind = kind
        self._make = machine
        self._machine: _Machine | None = machine()
        self._waiting = b""
        self._made = memoryview(b"")
        self.taken = 0
        self._given = 0
        self._failed: StreamError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # bytes alone
        if self._failed:
            raise self._failed
        try:
            while not self._made:
                if not self._advance():
                    return 0
        except StreamError as error:
            self._failed = error
            raise
        size = min(len(buffer), len(self._made))
        buffer[:size] = self._made[:size]
        self._made = self._made[size:]
        return size

    def _advance(self) -> bool:
        """Unpack a bit more; whether there was anything left."""
        if not self._waiting:
            self._waiting = self._stream.more(_FED[self._kind])
            self.taken += len(self._waiting)
        if self._machine is None and not self._next():
            return False
        if self._machine is None:
            return True
        before = self._waiting
        try:
            made, self._waiting = self._machine.fed(before)
        except self._make.broken as error:
            raise StreamError(f"is broken: its {self._kind} data can't be read ({error})") from None
        if not (before or made or self._machine.ended):
            raise StreamError(f"is cut: its {self._kind} data end early")
        self._given += len(made)
        if self._given > max(_FREE, _FACTOR * self.taken):
            size = f"unpacks to more than {_FACTOR:,} times its size"
            raise StreamError(f"{size}; unpack it first if that is meant")
        self._made = memoryview(made)
        if self._machine.ended:
            self._machine = None
        return True

    def _next(self) -> bool:
        """Begin the next member; False at the end. Zeros that fill a tape are no member."""
        self._waiting = self._waiting.lstrip(b"\0")
        while 0 < len(self._waiting) < 4 and (more := self._stream.more(4)):
            self._waiting += more
            self.taken += len(more)
        if not self._waiting:
            return bool(self._refill())
        if not self._make.magic.match(self._waiting):
            raise StreamError(f"is broken: what follows its {self._kind} data is none")
        self._machine = self._make()
        return True

    def _refill(self) -> bytes:
        self._waiting = self._stream.more(_FED[self._kind])
        self.taken += len(self._waiting)
        return self._waiting

    def close(self) -> None:
        self._stream.close()
        super().close()
