"""Lines of a log, whatever the pieces that they come in."""

import io
from pathlib import Path
from typing import cast

import pytest

from ringback.recordings import Entry
from ringback.recordings.byte_streams.feed import Feed
from ringback.validate import log_lines
from ringback.validate.judging import Judge
from ringback.validate.log_lines import Within, judged_lines
from ringback.validate.tally import Tally

TEXTS = (b"a", b"", b"bcd", b"e" * 40, b"", b"fg", b"h" * 9)


class Listener:
    """Stands in for the judge, and keeps what it is told: the number of each line, and its text."""

    def __init__(self) -> None:
        self.told: list[tuple[int | None, bytes | str]] = []
        self.offsets: dict[int, int] = {}

    def lines(self, _: str, data: bytes, first: int, offset: int, __: Tally) -> int:
        """Lines that follow one another; how many."""
        texts = data.split(b"\n")
        self.told += enumerate(texts, first)
        self.offsets[first] = offset
        return len(texts)

    def entry(self, entry: Entry, _: Tally) -> None:
        """What can't be read."""
        self.told.append((entry.line, "too long"))


class Counting(io.FileIO):
    """A file that counts what is read of it."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes."""
        found = super().read(size) or b""
        self.count += len(found)
        return found


def read(file: Path, start: int, end: int) -> tuple[list[tuple[int | None, bytes | str]], int, int]:
    """The lines of a part, how many there were, and how many bytes were read for them."""
    listener = Listener()
    with Counting(file) as raw:
        feed = Feed(Within(raw, start, end))
        judge = cast("Judge", listener)
        count = judged_lines(feed, "log", judge, lambda _: None, Tally(), feed_from=start)
        return listener.told, count, raw.count


@pytest.mark.parametrize("last", [b"", b"\n"])
@pytest.mark.parametrize("block", [1, 2, 7, 30, 1_000])
def test_each_line_is_judged_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, last: bytes
) -> None:
    """With its own number, however the file is cut, and whatever pieces it is read in."""
    monkeypatch.setattr(log_lines, "_PIECE", 5)
    file = tmp_path / "log"
    file.write_bytes(b"\n".join(TEXTS) + last)
    found: list[tuple[int | None, bytes | str]] = []
    before = 0
    size = file.stat().st_size
    for start in range(0, size, block):
        told, count, _ = read(file, start, min(start + block, size))
        found += [((number or 0) + before, text) for number, text in told]
        before += count
    assert found == list(enumerate(TEXTS, 1))


def test_a_line_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told at its number, and those behind it are judged."""
    monkeypatch.setattr(log_lines, "LARGEST", 1 << 19)
    file = tmp_path / "log"
    file.write_bytes(b"a\n" + b"b" * (2 << 20) + b"\nc\n")
    told, count, _ = read(file, 0, file.stat().st_size)
    assert told == [(1, b"a"), (2, "too long"), (3, b"c")]
    assert count == 3


def test_a_part_within_a_long_line_is_not_read_to_its_end(tmp_path: Path) -> None:
    """No line begins in it, and the part in which the line began has read it."""
    file = tmp_path / "log"
    file.write_bytes(b"a" * (4 << 20) + b"\nb")
    told, count, taken = read(file, 1 << 20, (1 << 20) + 1_000)
    assert (told, count) == ([], 0)
    assert taken < 1 << 20
