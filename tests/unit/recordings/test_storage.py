"""Recordings in storage: what a URL names, what is shown of it, and parts of its files."""

import gzip
import io
from collections.abc import Iterator

import fsspec
import pytest

from ringback.errors import UsageError
from ringback.recordings import Source, StreamError, opened, sources
from ringback.recordings.byte_streams.storage import Ranged, ranged, shown, whole

FILES = {
    "/store/b.ndjson": b"second\n",
    "/store/a.ndjson.gz": gzip.compress(b"first\n"),
    "/store/notes.txt": b"no recording",
    "/store/below/c.json": b"{}",
    "/store/odd[1].json": b"[]",
}


@pytest.fixture(autouse=True)
def store() -> Iterator[None]:
    """A storage in memory, empty again behind the test."""
    memory = fsspec.filesystem("memory")
    memory.pipe(FILES)
    yield
    memory.rm("/store", recursive=True)


def named(*urls: str) -> list[tuple[str, int | None]]:
    """The name and the size of each file."""
    return [(each.name.removeprefix("memory://store/"), each.size) for each in sources(urls)]


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("memory://store/notes.txt", ["notes.txt"]),
        ("memory://store/*.ndjson*", ["a.ndjson.gz", "b.ndjson"]),
        ("memory://store/**/*.json", ["below/c.json", "odd[1].json"]),
        ("memory://store", ["a.ndjson.gz", "b.ndjson", "below/c.json", "odd[1].json"]),
        ("memory://store/b*", ["b.ndjson", "below/c.json"]),
        ("memory://store/odd[1].json", ["odd[1].json"]),
    ],
)
def test_what_a_url_names(url: str, names: list[str]) -> None:
    """Files, folders and patterns, as on this machine, in the order of their names."""
    sizes = {key.removeprefix("/store/"): len(content) for key, content in FILES.items()}
    assert named(url) == [(name, sizes[name]) for name in names]


def test_each_file_comes_once() -> None:
    """By whatever pattern it is reached, at its first place."""
    assert named("memory://store/b.ndjson", "memory://store/*.ndjson")[0][0] == "b.ndjson"
    assert len(named("memory://store/b.ndjson", "memory://store")) == 4


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("memory://nowhere", "no such file, folder or bucket"),
        ("memory://store/*.har", "no file's name fits this pattern"),
        ("nothing://store/x", "can't be reached (Protocol not known: nothing)"),
        (
            "s3://bucket/x",
            "a package that reads it is not installed here (Install s3fs to access S3)",
        ),
    ],
)
def test_what_is_not_there(url: str, problem: str) -> None:
    """One sentence each, all of them at once."""
    with pytest.raises(UsageError) as raised:
        sources([url, "no/such"])
    assert raised.value.problems == (f"{url}: {problem}", "no/such: no such file or folder")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s3://bucket/key-?.gz", "s3://bucket/key-?.gz"),
        ("sftp://me:geheim@host/x", "sftp://host/x"),
        ("sftp://me@host/x", "sftp://me@host/x"),
        ("https://token@host/x", "https://host/x"),
        ("https://host/x?sig=geheim#f", "https://host/x"),
        ("abfs://box@account.example.com/x", "abfs://box@account.example.com/x"),
        ("zip://*.json::ftp://me:ge@heim@h/x.zip", "zip://*.json::ftp://h/x.zip"),
        ("403 for https://h/x?k=geheim at once", "403 for https://h/x at once"),
        ("s3://b/\x1b[31m", r"s3://b/\x1b[31m"),
    ],
)
def test_no_password_is_shown(text: str, expected: str) -> None:
    """Nor a signature, nor what acts on a terminal."""
    assert shown(text) == expected


def test_a_source_does_not_tell_its_url() -> None:
    """What is logged of a task on a cluster is the name."""
    source = Source(name="ftp://h/x", url="ftp://me:geheim@h/x")
    assert "geheim" not in repr(source)


def test_whole_files_are_unpacked() -> None:
    """By their content, as on this machine."""
    found = sources(["memory://store/*.ndjson*"])
    contents = []
    for each in found:
        with opened(each) as stream:
            contents.append(stream.read())
    assert contents == [b"first\n", b"second\n"]


def test_a_file_that_went_away() -> None:
    """It is what can't be read, whole or in part, and no other exception."""
    (source,) = sources(["memory://store/b.ndjson"])
    fsspec.filesystem("memory").rm("/store/b.ndjson")
    with pytest.raises(StreamError, match=r"^can't be read \(.+\)$"):
        opened(source)
    with pytest.raises(OSError, match=r"b\.ndjson"):
        ranged(source.url or "", 7, 7).read(1)
    with pytest.raises(OSError, match="Protocol not known"):
        whole("nothing://x")


TEXT = bytes(range(256)) * 40


@pytest.mark.parametrize("end", [0, 1, 700, len(TEXT)])
@pytest.mark.parametrize("size", [1, 64, 100_000])
def test_a_part_is_read_as_from_a_file(end: int, size: int) -> None:
    """From any offset, in pieces of any size, up to the end of the file and no further."""
    asked: list[tuple[int, int]] = []

    def fetch(start: int, stop: int) -> bytes:
        asked.append((start, stop))
        return TEXT[start:stop]

    part = Ranged(fetch, len(TEXT), end)
    assert part.seek(max(0, end - 300)) == part.tell()
    found = b"".join(iter(lambda: part.read(size) or b"", b""))
    assert found == TEXT[max(0, end - 300) :]
    assert all(start < stop <= len(TEXT) for start, stop in asked)
    assert end in {stop for _, stop in asked} or not end
    with pytest.raises(io.UnsupportedOperation):
        part.seek(0, io.SEEK_END)
