"""Packed files, unpacked by their content."""

import gzip
import io
from functools import partial
from pathlib import Path

import pytest
import zstandard

from ringback.recordings import Source, StreamError, opened
from ringback.recordings.byte_streams import unpacking

gzipped = partial(gzip.compress, mtime=0)  # the same bytes whenever it runs
TEXT = b"".join(b"line %d of a log\n" % number for number in range(5000))


def zstd(data: bytes) -> bytes:
    """A zstd frame."""
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def source(folder: Path, content: bytes) -> Source:
    """A file of this content, whose name says nothing."""
    file = folder / "file"
    file.write_bytes(content)
    return Source(name="file", path=file, size=len(content))


def pieces(folder: Path, content: bytes) -> tuple[bytes, str | None]:
    """What can be read, and the error that ends it."""
    whole = bytearray()
    try:
        with opened(source(folder, content)) as stream:
            while piece := stream.read1(1 << 16):
                whole += piece
    except StreamError as error:
        return bytes(whole), str(error)
    return bytes(whole), None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXT, TEXT),
        (b"", b""),
        (b"\x1f", b"\x1f"),
        (b"(\xb5/", b"(\xb5/"),
        (gzipped(TEXT), TEXT),
        (gzipped(TEXT) + gzipped(b"") + gzipped(b"more"), TEXT + b"more"),
        (gzipped(TEXT) + b"\0" * 1000, TEXT),
        (gzipped(TEXT) + b"\0" * 700_000 + gzipped(b"more"), TEXT + b"more"),
        (gzipped(b""), b""),
        (zstd(TEXT), TEXT),
        (zstd(TEXT) + zstd(b"") + zstd(b"more"), TEXT + b"more"),
        (b"\x50\x2a\x4d\x18\x03\0\0\0abc" + zstd(TEXT), TEXT),
        (gzipped(zstd(b"x")), zstd(b"x")),
    ],
)
def test_what_is_unpacked(tmp_path: Path, content: bytes, expected: bytes) -> None:
    """Plain files as they are; every member and frame of packed ones, once."""
    assert pieces(tmp_path, content) == (expected, None)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"PK\x03\x04....", "is a zip archive that can't be read (File is not a zip file)"),
        (b"PK\x05\x06....", "is a zip archive; unpack it first"),
        (b"BZh91AY&SY", "is packed by bzip2; unpack it first"),
        (b"\xfd7zXZ\x00..", "is packed by xz; unpack it first"),
        (b"7z\xbc\xaf\x27\x1c..", "is a 7-Zip archive; unpack it first"),
    ],
)
def test_other_packings_are_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    """With what to do about it."""
    assert pieces(tmp_path, content) == (b"", problem)


@pytest.mark.parametrize(("packed", "name"), [(gzipped(TEXT), "gzip"), (zstd(TEXT), "zstd")])
def test_a_cut_file_is_read_up_to_the_cut(tmp_path: Path, packed: bytes, name: str) -> None:
    """What came before is there, at each cut; the error stays if it is read on."""
    for end in (6, len(packed) // 2, len(packed) - 1):
        found, problem = pieces(tmp_path, packed[:end])
        assert TEXT.startswith(found)
        assert problem == f"is cut: its {name} data end early"
    with opened(source(tmp_path, packed[:-1])) as stream:
        for _ in range(2):
            with pytest.raises(StreamError):
                stream.read()


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_a_broken_file_is_told(tmp_path: Path, pack: "type[bytes]") -> None:
    """A changed byte, and what follows the packed data."""
    packed = bytearray(pack(TEXT))
    packed[-6] ^= 255
    found, problem = pieces(tmp_path, bytes(packed))
    assert TEXT.startswith(found)
    assert problem
    assert problem.startswith("is broken: its ")
    found, problem = pieces(tmp_path, pack(TEXT) + b"garbage")
    assert found == TEXT
    assert problem
    assert problem.endswith("data is none")


def test_a_folder_and_a_file_that_went_away(tmp_path: Path) -> None:
    """A sentence."""
    for path, what in ((tmp_path, "Is a directory"), (tmp_path / "x", "No such file or directory")):
        with pytest.raises(StreamError) as caught:
            opened(Source(name="x", path=path))
        assert str(caught.value) == f"can't be read ({what})"


@pytest.mark.parametrize("pack", [gzipped, zstd])
def test_a_bomb_is_refused(
    tmp_path: Path, pack: "type[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past a size, what unfolds a thousandfold is read no further."""
    monkeypatch.setattr(unpacking, "_FREE", 1 << 20)
    monkeypatch.setattr(unpacking, "_FACTOR", 100)
    bomb = pack(b"\0" * (8 << 20))
    found, problem = pieces(tmp_path, bomb)
    assert len(found) < (6 << 20)
    assert problem == ("unpacks to more than 100 times its size; unpack it first if that is meant")


def test_what_may_be_packed_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may unfold as it likes, a big one by the factor."""
    content = zstd(b"\0" * (8 << 20))
    assert pieces(tmp_path, content) == (b"\0" * (8 << 20), None)
    monkeypatch.setattr(unpacking, "_FREE", 1 << 20)
    content = gzipped(TEXT * 50)
    assert pieces(tmp_path, content) == (TEXT * 50, None)


def test_a_bomb_of_bombs_comes_in_small_pieces(tmp_path: Path) -> None:
    """Half a kilobyte of zstd is fed at once, so that no more than its blocks can hold comes."""
    with opened(source(tmp_path, zstd(b"\0" * (64 << 20)))) as stream:
        raw = stream.raw
        assert isinstance(raw, unpacking._Packed)
        sizes = []
        while raw.readinto(memoryview(bytearray(1))):
            sizes.append(len(raw._made))
            raw._made = memoryview(b"")
    assert max(sizes) <= 16 << 20
    assert sum(sizes) + len(sizes) == 64 << 20


def test_a_pipe_is_read_as_it_comes() -> None:
    """A piece that is there is not held back, nor is one of less than the magic's bytes lost."""

    class Dripping(io.RawIOBase):
        """One byte at a time."""

        def __init__(self, data: bytes) -> None:
            self.data = data

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # bytes alone
            first, self.data = self.data[:1], self.data[1:]
            buffer[: len(first)] = first
            return len(first)

    packed = gzipped(b"a\nb\n")
    stream = unpacking.unpacked(io.BufferedReader(Dripping(packed)))
    assert stream.readlines() == [b"a\n", b"b\n"]
