"""Whole sources: every form, whatever size and defects."""

import gzip
import io
import json
import sys
import tracemalloc
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import zstandard

from ringback.recordings import (
    Aside,
    Entry,
    Mapping,
    Payload,
    Recording,
    Source,
    Unreadable,
    entries,
    sources,
    streams,
)

gzipped = partial(gzip.compress, mtime=0)  # the same bytes whenever it runs
OWN = '{"request":{"method":"GET","url":"/%s"},"response":{"status":200,"body":1}}'
HAR = '{"request":{"method":"GET","url":"/%s"},"response":{"status":200,"content":{"text":"1"}}}'
VCR = '{"request":{"method":"GET","uri":"/%s"},"response":{"status":{"code":200},"body":"1"}}'
YAML = "{request: {method: GET, uri: /%s}, response: {status: {code: 200}, body: '1'}}"
MAPPED = Mapping.parse(("method=/m", "status=/s", "url=/u", "response.body=/b"))


def told(entry: Entry) -> str:
    """An entry in a few words: place, and path, payload or problem."""
    place = f"{entry.entry or '-'} {entry.line or '-'}: "
    match entry:
        case Recording():
            return place + entry.exchange.request.url
        case Payload():
            return place + entry.body.decode("utf-8", "backslashreplace")
        case Unreadable():
            return f"{place}! {entry.problem}"
        case Aside():
            return f"{place}~ {entry.why}"


def stored(folder: Path, content: str | bytes, name: str = "file") -> Source:
    """A file of this content."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = sources([str(file)])
    return found


def read(folder: Path, content: str | bytes, name: str = "file", **how: Any) -> list[str]:
    """What the file holds, in a few words."""
    found = list(entries(stored(folder, content, name), **how))
    assert {each.file for each in found} <= {str(folder / name)}
    return list(map(told, found))


FORMS = [
    (OWN % "a", ["- -: /a"]),
    (f"{OWN % 'a'}\n\n{OWN % 'b'}\n", ["line 1 1: /a", "line 3 3: /b"]),
    (f'{{"log":{{"entries":[\n{HAR % "a"},\n{HAR % "b"}]}}}}', ["entry 1 2: /a", "entry 2 3: /b"]),
    (f'{{"interactions":[{VCR % "a"},\n{VCR % "b"}]}}', ["entry 1 1: /a", "entry 2 2: /b"]),
    (f"interactions:\n- {YAML % 'a'}\n- {YAML % 'b'}\n", ["entry 1 2: /a", "entry 2 3: /b"]),
    (f"[\n{OWN % 'a'},\n{OWN % 'b'}]", ["entry 1 2: /a", "entry 2 3: /b"]),
    ('{"a":\n1}', ['- -: {"a":\n1}']),
]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
@pytest.mark.parametrize(("content", "expected"), FORMS)
def test_every_form(tmp_path: Path, content: str, expected: list[str], pack: Any) -> None:
    """By its content, plain and packed; the exchange is the same in each."""
    packed = pack(content.encode())
    assert read(tmp_path, packed) == expected
    assert read(tmp_path, packed, start=1) == expected[1:]
    bodies = {
        entry.exchange.response.body
        for entry in entries(stored(tmp_path, packed))
        if isinstance(entry, Recording) and entry.exchange.response
    }
    assert bodies <= {b"1"}


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read like a file, packed or not, and left open."""
    for content in (f"{OWN % 'a'}\n{OWN % 'b'}", OWN % "a"):
        stream = io.TextIOWrapper(io.BytesIO(gzipped(content.encode())))
        monkeypatch.setattr(sys, "stdin", stream)
        (source,) = sources(["-"])
        found = list(entries(source))
        assert {each.file for each in found} == {"standard input"}
        assert len(found) == content.count("request")
        assert not stream.buffer.closed


@pytest.mark.parametrize(
    ("content", "how", "expected"),
    [
        ("[1, 2]", {}, ["entry 1 1: 1", "entry 2 1: 2"]),
        ("[1, 2]", {"split": False}, ["- -: [1, 2]"]),
        ("1\n2\n", {}, ["line 1 1: 1", "line 2 2: 2"]),
        ("1\n2\n", {"split": False}, ["line 1 1: 1", "line 2 2: 2"]),
        (f"1\n{OWN % 'a'}\n", {}, ["line 1 1: 1", f"line 2 2: {OWN % 'a'}"]),
        (OWN % "a", {}, ["- -: /a"]),
        (f'{{"log":{{"entries":[{HAR % "a"}]}}}}', {}, ["entry 1 1: /a"]),
    ],
)
def test_bare_payloads(tmp_path: Path, content: str, how: Any, expected: list[str]) -> None:
    """Lines, items and documents that are in no form of an exchange."""
    assert read(tmp_path, content, bare=True, **how) == expected


def test_a_mapped_log(tmp_path: Path) -> None:
    """Each line by the mapping, even one alone."""
    line = '{"m":"GET","s":%s,"u":"/a","b":{}}'
    content = f"{line % 200}\n{line % 0}\n{{}}\n"
    assert read(tmp_path, line % 200, "a.json", mapping=MAPPED) == ["line 1 1: /a"]
    assert read(tmp_path, content, mapping=MAPPED) == [
        "line 1 1: /a",
        "line 2 2: ~ never answered (status 0)",
        "line 3 3: ! does not fit the mapping: it has no status at /s",
    ]


def test_a_broken_entry_is_one_and_the_rest_is_read(tmp_path: Path) -> None:
    """In every form, at its line."""
    bad = '{"request":'
    assert read(tmp_path, f"{OWN % 'a'}\n{OWN % 'b'}\n{bad}\n{OWN % 'c'}\n") == [
        "line 1 1: /a",
        "line 2 2: /b",
        "line 3 3: ! is not JSON: expecting value at column 12",
        "line 4 4: /c",
    ]
    assert read(tmp_path, f'{{"log":{{"entries":[\n{HAR % "a"},\n{{"x" 1}},\n{HAR % "b"}]}}}}') == [
        "entry 1 2: /a",
        "entry 2 3: ! is not JSON: expecting ':' delimiter",
        "entry 3 4: /b",
    ]
    assert read(tmp_path, f"[\n{OWN % 'a'},\n{{\n\n'a'}},{OWN % 'b'}]") == [
        "entry 1 2: /a",
        (
            "entry 2 5: ! is not JSON: expecting property name enclosed in double quotes "
            "at line 5 column 1"
        ),
        "entry 3 5: /b",
    ]
    assert read(tmp_path, f"interactions:\n- {YAML % 'a'}\n- !!x 1\n- {YAML % 'b'}\n") == [
        "entry 1 2: /a",
        "entry 2 3: ! has the tag !!x, which no cassette may have",
        "entry 3 4: /b",
    ]


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_a_cut_packed_file_is_judged_up_to_the_cut(tmp_path: Path, name: str, pack: Any) -> None:
    """Then the cut is told, at the line where it is; the entry that it cuts is not judged."""
    noise = "".join(chr(0x4E00 + index * 7919 % 20000) for index in range(150_000))
    cut = f"! is cut: its {name} data end early"
    for content, first, second, last in (
        (f"{OWN % 'a'}\n{OWN % 'b'}\n{noise}", "line 1 1", "line 2 2", "- 3"),
        (f'{{"log":{{"entries":[\n{HAR % "a"},\n{HAR % "b"},\n"{noise}"]}}}}',
            "entry 1 2", "entry 2 3", "- 4"),
        (f"interactions:\n- {YAML % 'a'}\n- {YAML % 'b'}\n- {noise}",
            "entry 1 2", "entry 2 3", "- 3"),
    ):  # fmt: skip
        found = read(tmp_path, pack(content.encode())[:-20])
        assert found == [f"{first}: /a", f"{second}: /b", f"{last}: {cut}"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "- -: ! is empty"),
        (b"\xef\xbb\xbf", "- -: ! is empty"),
        (b" \n\n", "- -: ! is empty"),
        (gzipped(b""), "- -: ! is empty"),
        ('{"a": 1}'.encode("utf-16"), "- 1: ! is UTF-16; save it as UTF-8"),
        ('{"a": 1}'.encode("utf-16-be"), "- 1: ! is UTF-16; save it as UTF-8"),
        ("a: 1".encode("utf-32"), "- 1: ! is UTF-32; save it as UTF-8"),
        (gzipped("[1]".encode("utf-16-le")), "- 1: ! is UTF-16; save it as UTF-8"),
        (b"PK\x03\x04...", "- -: ! is a zip archive that can't be read (File is not a zip file)"),
        (b"\0" * 99, "- 1: ! is not JSON: expecting value at line 1"),
        (b"[" * 100_000, "entry 1 1: ! is cut: the file ends within it"),
        (b"{" * 100_000, "- 1: ! is not JSON: expecting property name enclosed in double quotes"),
        (b'{"a":' * 100_000, "- -: ! is nested deeper than the 200 levels that are read"),
        (b"[" * 100_000 + b"]" * 100_000,
            "entry 1 1: ! is nested deeper than the 200 levels that are read"),
        (b'{"log":{"version":"1.2"}}', "- 1: ! has no array log.entries"),
        (b"a: 1\n", "- 1: ! is not JSON: expecting value at line 1"),
    ],
)  # fmt: skip
def test_files_that_hold_nothing(tmp_path: Path, content: bytes, problem: str) -> None:
    """One sentence each."""
    (found,) = read(tmp_path, content)
    assert found.startswith(problem)


def test_an_empty_log_is_no_mistake(tmp_path: Path) -> None:
    """Nothing was logged; an empty array is a payload."""
    assert read(tmp_path, "", "a.ndjson") == []
    assert read(tmp_path, "", mapping=MAPPED) == []
    assert read(tmp_path, '{"log":{"version":"1.2","entries":[]}}') == []
    assert read(tmp_path, "[ ]") == ["- -: []"]


def test_a_source_with_a_problem(tmp_path: Path) -> None:
    """It is the one entry; so is a file that went away."""
    (tmp_path / "a.json").symlink_to("/dev/zero")
    (source,) = sources([str(tmp_path)])
    assert list(entries(source)) == [source.problem]
    gone = Source(name="gone", path=tmp_path / "gone")
    (found,) = entries(gone)
    assert told(found) == "- -: ! can't be read (No such file or directory)"


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry may be a thousand bytes."""
    monkeypatch.setattr(streams, "LARGEST", 1000)


@pytest.mark.usefixtures("_small")
def test_what_is_too_long_is_passed_over(tmp_path: Path) -> None:
    """A line, an item or a document; the others are read."""
    long = "x" * 400_000
    what = "! is longer than the 1,000 bytes that are read of one entry"
    assert read(tmp_path, f"{OWN % 'a'}\n{OWN % 'b'}\n{OWN % long}\n{OWN % 'c'}") == [
        *("line 1 1: /a", "line 2 2: /b", f"line 3 3: {what}", "line 4 4: /c"),
    ]
    assert read(tmp_path, f"{OWN % long}\n{OWN % 'c'}", "a.ndjson") == [
        *(f"line 1 1: {what}", "line 2 2: /c"),
    ]
    assert read(tmp_path, f'{{"log":{{"entries":[{HAR % "a"},\n{HAR % long},{HAR % "b"}]}}}}') == [
        *("entry 1 1: /a", f"entry 2 2: {what}", "entry 3 2: /b"),
    ]
    assert read(tmp_path, OWN % long) == [f"- -: {what}"]


def test_long_lines_are_told_from_a_long_document(tmp_path: Path) -> None:
    """However far the first line goes."""
    long = "x" * 200_000
    assert [each[:9] for each in read(tmp_path, f"{OWN % long}\n{OWN % long}\n")] == [
        *("line 1 1:", "line 2 2:"),
    ]
    assert [each[:4] for each in read(tmp_path, OWN % long)] == ["- -:"]


def big_har(count: int) -> Iterator[bytes]:
    """A HAR whose pages stand before its entries."""
    yield b'{"log":{"version":"1.2","pages":[' + b'{"id":"p"},' * 250_000 + b'1],"entries":['
    for number in range(count):
        yield b"," * bool(number) + (HAR % number).encode() + b"\n"
    yield b"]}}"


def test_a_large_har_is_held_one_entry_at_a_time(tmp_path: Path) -> None:
    """All are read, and never more than a few pieces of the file are in memory."""
    file = tmp_path / "big.har"
    with file.open("wb") as stream:
        stream.writelines(big_har(20_000))
    (source,) = sources([str(file)])
    assert source.size
    tracemalloc.start()
    count = last = 0
    for entry in entries(source):
        assert isinstance(entry, Recording)
        count, last = count + 1, entry.line or 0
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (count, last) == (20_000, 20_000)
    assert most < 4 << 20 < source.size


def test_a_bomb_fills_no_memory(tmp_path: Path) -> None:
    """A line of 512 MB out of half a megabyte is passed over as it unpacks."""
    machine = zstandard.ZstdCompressor().compressobj()
    packed = b"".join(machine.compress(b"1" * (1 << 20)) for _ in range(512)) + machine.flush()
    source = stored(tmp_path, packed, "a.ndjson.zst")
    tracemalloc.start()
    found = list(entries(source, bare=True))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert list(map(told, found)) == [
        "line 1 1: ! is longer than the 67,108,864 bytes that are read of one entry"
    ]
    assert most < 300 << 20


def test_names_that_could_act_are_escaped_in_every_entry(tmp_path: Path) -> None:
    """A line break in a name is no line break in a report."""
    name = "a\n\x1b[31m.json"
    (tmp_path / name).write_text("{")
    (source,) = sources([str(tmp_path)])
    (found,) = entries(source)
    assert found.file == f"{tmp_path}/a\\n\\x1b[31m.json"


def test_json_of_a_recording_in_an_array_is_placed_in_the_file(tmp_path: Path) -> None:
    """The line of what is wrong counts from the file's begin."""
    broken = {"request": {"method": "GET", "url": "/"}, "response": {"status": 2}}
    content = "[\n1,\n" + json.dumps(broken, indent=1) + "]"
    found = list(entries(stored(tmp_path, content)))
    assert found[1] == Unreadable(
        file=str(tmp_path / "file"),
        entry="entry 2",
        rule="recording/invalid",
        problem="is no recording: 2 is below 100",
        line=9,
        instance="/response/status",
    )


def test_no_more_is_looked_at_than_one_entry_may_be_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wants to know the form of a large document, holds no more of it than that."""
    monkeypatch.setattr(streams, "LARGEST", 1 << 21)
    source = stored(tmp_path, b'{"a": "' + b"b" * (12 << 20) + b'"}')
    with streams.reading(source) as found:
        assert isinstance(found, streams.Reading)
        assert len(found.feed.head(0)) < 3 << 20


def test_a_mark_of_the_byte_order_is_the_file_s_own(tmp_path: Path) -> None:
    """A recording behind one is read as any other; a payload is judged with it."""
    assert read(tmp_path, b"\xef\xbb\xbf" + (OWN % "a").encode()) == ["- -: /a"]
    (found,) = read(tmp_path, b"\xef\xbb\xbf[1]", bare=True, split=False)
    assert found == "- -: \ufeff[1]"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"openapi": "3.1.0"}', "is the description of an API"),
        ((OWN % "openapi").replace('{"request"', '{"$schema":"ringback-report/1","request"'), "/"),
    ],
)
def test_what_another_tool_wrote_is_told_as_that(tmp_path: Path, content: str, told: str) -> None:
    """Unless it is a recording all the same, or is to be judged as a payload."""
    (found,) = read(tmp_path, content)
    assert found.removeprefix("- -: ").removeprefix("! ").startswith(told)


def test_a_payload_may_be_what_it_likes(tmp_path: Path) -> None:
    """Where payloads are judged, a description is one as well."""
    assert read(tmp_path, '{"openapi":1}', bare=True) == ['- -: {"openapi":1}']
