"""The items of an array in a document that is read in pieces."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.recordings.byte_streams import feed as feeding
from ringback.recordings.byte_streams.feed import Feed
from ringback.recordings.byte_streams.splitting import ArrayItem, Spoilt, items
from ringback.recordings.byte_streams.unpacking import unpacked

LOG = ("log", "entries")
TEXTS = st.text(alphabet='"\\{}[],:\n é', max_size=6)
VALUES = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


def split(
    content: bytes, path: tuple[str, ...] = (), *, piece: int = 1 << 18, limit: int = 1 << 20
) -> list[ArrayItem | Spoilt]:
    """The items, the content read by pieces of this size."""
    stream = unpacked(io.BytesIO(content))
    before = feeding._PIECE
    feeding._PIECE = piece
    try:
        return list(items(Feed(stream), path, limit))
    finally:
        feeding._PIECE = before


@given(
    wanted=st.lists(VALUES, max_size=4),
    beside=VALUES,
    indent=st.sampled_from([None, 1]),
    piece=st.sampled_from([1, 2, 3, 7, 64]),
)
def test_every_item_is_found_however_it_is_read(
    wanted: list[Any], beside: Any, indent: int | None, piece: int
) -> None:
    """Whatever stands in strings, before the array and behind it, and wherever a piece ends."""
    document = {"a": beside, "log": {"b": beside, "entries": wanted, "c": beside}, "d": beside}
    content = json.dumps(document, indent=indent, ensure_ascii=False).encode()
    found = split(content, LOG, piece=piece)
    assert [json.loads(each.raw) for each in found if isinstance(each, ArrayItem)] == wanted
    assert [each.number for each in found] == list(range(1, len(wanted) + 1))
    for each in found:
        assert isinstance(each, ArrayItem)
        assert each.raw in content
    last = 1
    for each in found:  # a line is where the item's text stands
        assert isinstance(each, ArrayItem)
        assert each.line >= last
        last = each.line
        assert each.raw.split(b"\n")[0] in content.split(b"\n")[each.line - 1]


def item(raw: bytes, line: int, number: int) -> ArrayItem:
    """An item."""
    return ArrayItem(raw=raw, line=line, number=number)


def spoilt(problem: str, line: int, number: int = 0) -> Spoilt:
    """What can't be had."""
    return Spoilt(problem=problem, line=line, number=number)


BEHIND = "is not JSON: something follows the end of the document"
NAME = "is not JSON: a member's name must stand here, and no entry is read after"
EARLY = "is cut: the file ends early"
WITHIN = "is cut: the file ends within it"


@pytest.mark.parametrize("piece", [1, 5, 1 << 18])
@pytest.mark.parametrize(
    ("content", "path", "expected"),
    [
        (b"\xef\xbb\xbf [1 , 2 ]\n", (), [item(b"1", 1, 1), item(b"2", 1, 2)]),
        (b"[]", (), []),
        (b'{"log":{"entries":[ ]}}', LOG, []),
        (b'{"log":{},"log":{"entries":[1],"entries":[2]}}', LOG,
            [item(b"1", 1, 1), item(b"2", 1, 2)]),
        # A string that nobody closed ends with its line; what is broken is one item.
        (b'[{"a":"x\n},\n{"b":2},\n3]', (),
            [item(b'{"a":"x\n}', 1, 1), item(b'{"b":2}', 3, 2), item(b"3", 4, 3)]),
        (b'[{"a":"x\\\n},{"b":2}]', (), [item(b'{"a":"x\\\n}', 1, 1), item(b'{"b":2}', 2, 2)]),
        (b'[{"a" 1},{"b":2]},3]', (),
            [item(b'{"a" 1}', 1, 1), item(b'{"b":2]', 1, 2),
             spoilt('is not JSON: "," or "]" must stand here, and no entry is read after', 1)]),
        (b"[1 2,,3]", (), [item(b"1 2", 1, 1), item(b"", 1, 2), item(b"3", 1, 3)]),
        (b'{"log":{"entries":[1,\n{"b":', LOG, [item(b"1", 1, 1), spoilt(WITHIN, 2, 2)]),
        (b'[{"a":1},\n{"b":"c\\', (), [item(b'{"a":1}', 1, 1), spoilt(WITHIN, 2, 2)]),
        (b'[{"a":1},\n', (), [item(b'{"a":1}', 1, 1), spoilt(EARLY, 2)]),
        (b'{"log":{"entries":[{"a":1}]', LOG, [item(b'{"a":1}', 1, 1), spoilt(EARLY, 1)]),
        (b'{"log":{"ent', LOG, [spoilt(EARLY, 1)]),
        (b"[1]\nx", (),
            [item(b"1", 1, 1), spoilt(BEHIND, 2)]),
        (b'{"log":{"entries":5}}', LOG, [spoilt("has no array log.entries", 1)]),
        (b'{"log":[[1]]}', LOG, [spoilt("has no array log.entries", 1)]),
        (b"{}", LOG, [spoilt("has no array log.entries", 1)]),
        (b'{"log":{\n5}}', LOG,
            [spoilt(NAME, 2)]),
        (b'{"log" 5}', LOG,
            [spoilt("is not JSON: a colon must stand here, and no entry is read after", 1)]),
    ],
)  # fmt: skip
def test_broken_documents_are_read_as_far_as_they_go(
    piece: int, content: bytes, path: tuple[str, ...], expected: list[ArrayItem | Spoilt]
) -> None:
    """Each item at its line, then why no more follows."""
    assert split(content, path, piece=piece) == expected


@pytest.mark.parametrize("big", [b'"' + b"x" * 5000 + b'"', b"[" * 3000 + b"]" * 3000])
def test_an_item_that_is_too_long_is_passed_over(big: bytes) -> None:
    """The others are read; at the limit an item is still read."""
    problem = "is longer than the 64 bytes that are read of one entry"
    fits = b'"' + b"y" * 62 + b'"'
    assert split(b"[1,\n" + big + b"," + fits + b"]", piece=100, limit=64) == [
        item(b"1", 1, 1),
        spoilt(problem, 2, 2),
        item(fits, 2, 3),
    ]
