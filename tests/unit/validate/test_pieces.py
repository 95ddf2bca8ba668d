"""However recordings are cut into pieces, what is told of them is the same."""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ringback.recordings import Source, Unreadable, sources
from ringback.recordings.byte_streams.feed import Feed
from ringback.validate import judging, tally
from ringback.validate.entries import unreadable
from ringback.validate.log_lines import Within
from ringback.validate.pieces.spread import Gathered, judge_here
from ringback.validate.pieces.work import Files, WorkPart, cut, size_of
from ringback.validate.setup import Looking, Setup
from ringback.validate.tally import Spot, Tally
from tests.unit.contract.making import numbers
from tests.unit.validate.corpus import mutated

BLOCKS = (1_000, 10_000, 1 << 18, 8_000_000)


def lines(seed: int, count: int) -> bytes:
    """A log: mutated recordings, and what else stands in logs."""
    odd = [b"", b"  ", b"{", b"\xff", b"[]", b"null", b'{"request": 1}', b"x" * 3_000, b"\r"]
    made = [json.dumps(each).encode() for each in mutated(seed, count)]
    for at, each in enumerate(odd * 3):
        made.insert(7 + at * (count // 30), each)
    return b"\n".join(made)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Logs with and without a last line break, packed ones, and recordings of their own."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.ndjson").write_bytes(lines(1, 200))
    (folder / "b.ndjson").write_bytes(b"\xef\xbb\xbf" + lines(2, 150) + b"\n\n")
    (folder / "c.ndjson.gz").write_bytes(gzip.compress(lines(3, 100)))
    for number, each in enumerate(mutated(4, 30)):
        (folder / f"d{number}.json").write_text(json.dumps(each, indent=1))
    (folder / "e.json").write_text(json.dumps(list(mutated(5, 40))))
    (folder / "f.ndjson").write_bytes(lines(6, 60).replace(b"\n", b"\r\n"))
    return folder


def told(found: list[Source], setup: Setup, block: int) -> Any:
    """All that a report is made of."""
    gathered = Gathered()
    judge_here(cut(found, setup, block), setup, gathered, lambda _count: None)
    whole = gathered.tally
    seen = (whole.looked, whole.survey)
    left = whole.unjudged
    return (whole.entries, whole.judged, [*whole.outside.items()], whole.findings(), seen, left)


@pytest.mark.parametrize("looking", [Looking.ALL, Looking.SAMPLE])
def test_blocks_of_any_size_tell_the_same(
    corpus: Path, looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts, findings with their lines, what is out of scope, and what was looked at."""
    monkeypatch.setattr(judging, "_FIRST", 100_000)
    contract = numbers("strict")
    setup = Setup(description=contract.description, reading="strict", looking=looking)
    found = sources([str(corpus)])
    whole = told(found, setup, 1 << 30)
    assert whole[0] > 500
    assert len(whole[3]) > 100
    assert len(whole[2]) > 1
    assert whole[5].entries
    for block in BLOCKS:
        assert told(found, setup, block) == whole


def test_blocks_of_bare_payloads_tell_the_same(tmp_path: Path) -> None:
    """Each line a payload of an answer: the same counts, groups and places."""
    answers = [each.get("response") for each in mutated(8, 500)]
    made = [json.dumps(each.get("body") if isinstance(each, dict) else each) for each in answers]
    (tmp_path / "a.ndjson").write_text("\n".join(made))
    contract = numbers("strict")
    bare = (contract.operations[0].id, 200)
    setup = Setup(description=contract.description, reading="strict", bare=bare)
    found = sources([str(tmp_path)])
    whole = told(found, setup, 1 << 30)
    assert whole[0] == 500
    for block in BLOCKS:
        assert told(found, setup, block) == whole


def test_what_is_past_all_counting_is_told_the_same(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More kinds of findings, entries that can't be read and names than are told apart."""
    for name, limit in (("GROUPS", 60), ("_APART", 5), ("_NAMED", 2)):
        monkeypatch.setattr(tally, name, limit)
    setup = Setup(description=numbers("strict").description, reading="strict")
    found = sources([str(corpus)])
    whole = told(found, setup, 1 << 30)
    assert sum("and more of them" in each.message for each in whole[3]) > 1
    assert ("recording/no-operation", "others") in dict(whole[2])
    for block in BLOCKS:
        assert told(found, setup, block) == whole


TEXT = b"one\ntwo\n\nthree, which is long\nfour"


def ends(text: bytes, block: int) -> Iterator[bytes]:
    """The parts of a file in blocks."""
    for start in range(0, len(text), block):
        raw = io.BytesIO(text)
        part = Within(raw, start, min(start + block, len(text)))  # type: ignore[arg-type]  # a stand-in
        feed = Feed(part)
        begins = part.begins
        found = b"".join(iter(feed.more, b""))
        assert text[begins : begins + len(found)] == found
        yield found


@pytest.mark.parametrize("text", [TEXT, TEXT + b"\n", b"\n\n\n", b"x", b"long" * 20, b"\nx\n"])
def test_parts_of_a_file_are_its_lines_once_each(text: bytes) -> None:
    """Every line is in the part that it begins in, whole."""
    for block in range(1, len(text) + 2):
        parts = list(ends(text, block))
        assert b"".join(parts) == text
        assert all(each.endswith(b"\n") for each in parts[:-1] if each) or parts[-1] == b""


class Counted(io.BytesIO):
    """A file that counts the bytes that are read of it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, and count."""
        found = super().read(size)
        self.taken += len(found)
        return found


def test_a_part_without_a_line_of_its_own_reads_no_further() -> None:
    """One endless line is read by the part that it begins in, and by no other to its end."""
    file = Counted(b"x" * 4_000_000)
    part = Within(file, 1_000_000, 2_000_000)  # type: ignore[arg-type]  # a stand-in
    assert part.read1(1 << 18) == b""
    assert file.taken < 1_500_000


def test_how_files_are_cut(tmp_path: Path) -> None:
    """Plain lines in blocks, the rest whole and several at a time; standard input by itself."""
    (tmp_path / "a.ndjson").write_bytes(b'{"request": 1}\n' * 20)
    for name in ("b.json", "c.json", "d.json"):
        (tmp_path / name).write_bytes(b"{}" + b" " * 58)
    setup = Setup(description=numbers("strict").description, reading="strict")
    found = sources([str(tmp_path), "-"])
    pieces = list(cut(found, setup, 128))
    a, b, c, d, stdin = found
    assert pieces == [
        WorkPart(source=a, start=0, end=128),
        WorkPart(source=a, start=128, end=256),
        WorkPart(source=a, start=256, end=300),
        Files(sources=(b, c, d)),
        Files(sources=(stdin,)),
    ]
    assert [size_of(each) for each in pieces] == [128, 128, 44, 180, 0]


def test_a_piece_tells_more_apart_than_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries that can't be read are told one by one up to a limit, then as one group."""
    monkeypatch.setattr(tally, "_APART", 2)
    whole = Tally(whole=True)
    for start in (0, 10):
        piece = Tally()
        for number in range(1, 4):
            entry = Unreadable(
                file="f", rule="recording/unreadable", problem=f"is {number}", line=number
            )
            piece.found(Spot(file="f", line=number), [unreadable(entry)])
        whole.merge(piece, start)
    assert [(each.message, each.count, each.line) for each in whole.findings()] == [
        ("f is 1", 1, 1),
        ("f is 2", 1, 2),
        ("and more of them, the first: f is 3", 4, 3),
    ]
