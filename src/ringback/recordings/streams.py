"""All that a source holds, as a stream of entries: whatever its form, size and defects."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import assert_never

from ringback.recordings.byte_streams.feed import LARGEST, Feed
from ringback.recordings.byte_streams.source_files import Source
from ringback.recordings.byte_streams.splitting import Spoilt, items
from ringback.recordings.byte_streams.unpacking import StreamError, opened
from ringback.recordings.formats.cassette import interactions
from ringback.recordings.formats.har import har_entry
from ringback.recordings.formats.mapping import Mapping
from ringback.recordings.formats.native import parse
from ringback.recordings.formats.ndjson import entry_of_line
from ringback.recordings.formats.recognise import Form, recognise
from ringback.recordings.formats.records import RecordSpot, from_json, shaped
from ringback.recordings.formats.strangers import stranger
from ringback.recordings.formats.vcr import vcr_entry
from ringback.recordings.recording import Entry, Payload, Recording, Unreadable

_HEAD = 1 << 16
# What other encodings make of a text's first characters (RFC 4627 section 3), or their marks.
_WIDE = (
    (
        re.compile(rb"\x00\x00\xfe\xff|\xff\xfe\x00\x00|[^\x00]\x00\x00\x00|\x00\x00\x00[^\x00]"),
        "UTF-32",
    ),
    (re.compile(rb"\xfe\xff|\xff\xfe|[^\x00]\x00[^\x00]\x00|\x00[^\x00]\x00[^\x00]"), "UTF-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """How a file is to be read."""

    file: str
    mapping: Mapping | None
    bare: bool
    split: bool


def entries(
    source: Source,
    *,
    mapping: Mapping | None = None,
    bare: bool = False,
    split: bool = True,
    start: int = 0,
) -> Iterator[Entry]:
    """Every entry of a source, but for the first `start`; what can't be read is one of them.

    With `bare`, what is in no form of an exchange is a payload: a line, an item of an array, a
    document; without `split`, an array is one payload, too. Memory is bounded by one entry.
    """
    with reading(source, mapping=mapping, bare=bare, split=split) as found:
        yield from islice([found] if isinstance(found, Unreadable) else found, start, None)


@contextmanager
def reading(
    source: Source,
    *,
    mapping: Mapping | None = None,
    bare: bool = False,
    split: bool = True,
) -> "Iterator[Reading | Unreadable]":
    """A source that is open, and its form; or why it can't be read."""
    how = _How(file=source.name, mapping=mapping, bare=bare, split=split)
    if source.problem:
        yield source.problem
        return
    try:
        stream = opened(source)
    except StreamError as error:
        yield _unreadable(how, str(error))
        return
    with stream:
        feed = Feed(stream)
        encoding = _encoding(feed.head(4))
        if encoding:
            yield _unreadable(how, f"is {encoding}; save it as UTF-8", line=1)
        else:
            yield Reading(feed, how, _form(feed, how))


class Reading:
    """A source that is being read: who knows what to do with its form may take its `feed`."""

    def __init__(self, feed: Feed, how: _How, form: Form) -> None:
        self.feed = feed
        self.form = form
        self._how = how

    def __iter__(self) -> Iterator[Entry]:
        """Every entry."""
        feed, how = self.feed, self._how
        match self.form:
            case Form.LINES:
                yield from _lines(feed, how)
            case Form.HAR:
                yield from _records(feed, how, ("log", "entries"))
            case Form.CASSETTE_JSON:
                yield from _records(feed, how, ("interactions",))
            case Form.CASSETTE_YAML:
                yield from _cassette(feed, how)
            case Form.ARRAY:
                yield from _items(feed, how)
            case Form.RECORDING | Form.PAYLOAD:
                yield _document(feed, how)
            case form:
                assert_never(form)


def _encoding(head: bytes) -> str | None:
    """The encoding of a text that is no UTF-8."""
    return next((name for form, name in _WIDE if form.match(head)), None)


def _form(feed: Feed, how: _How) -> Form:
    """The form of a file; one document that does not end soon may turn out to be many lines."""
    size = _HEAD
    while True:
        head = feed.head(size)
        form = recognise(head, how.file, mapped=how.mapping is not None)
        if form is Form.ARRAY and not how.split:
            form = Form.PAYLOAD
        if form not in {Form.RECORDING, Form.PAYLOAD} or feed.whole or size > LARGEST:
            return form
        size = min(8 * size, LARGEST + 1)


def _lines(feed: Feed, how: _How) -> Iterator[Entry]:
    number = 0
    try:
        for number, line in feed.lines(LARGEST):
            if line is not None:
                yield entry_of_line(line, how.file, number, how.mapping, bare=how.bare)
            else:
                problem = f"is longer than the {LARGEST:,} bytes that are read of one entry"
                yield _unreadable(how, problem, entry=f"line {number}", line=number)
    except StreamError as error:
        yield _unreadable(how, str(error), line=number + 1)


def _items(feed: Feed, how: _How) -> Iterator[Entry]:
    """The items of an array; an empty one is a payload itself."""
    item = None
    for item in items(feed, (), LARGEST):
        spot = _spot(how, item.number, item.line)
        if isinstance(item, Spoilt):
            yield spot.unreadable(item.problem)
        elif how.bare:
            yield Payload(file=how.file, entry=spot.entry, line=item.line, body=item.raw)
        else:
            yield parse(item.raw, how.file, entry=spot.entry, line=item.line)
    if item is None:
        yield Payload(file=how.file, body=b"[]")


def _records(feed: Feed, how: _How, path: tuple[str, ...]) -> Iterator[Entry]:
    """The entries of a HAR, or of a cassette in JSON."""
    for item in items(feed, path, LARGEST):
        spot = _spot(how, item.number, item.line)
        if isinstance(item, Spoilt):
            yield spot.unreadable(item.problem)
        elif path == ("interactions",):
            yield from_json(item.raw, spot, "interaction of a cassette", vcr_entry)
        else:
            yield from_json(item.raw, spot, "entry of a HAR", har_entry)


def _cassette(feed: Feed, how: _How) -> Iterator[Entry]:
    for each in interactions(feed, LARGEST):
        spot = _spot(how, each.number, each.line)
        if each.problem:
            yield spot.unreadable(each.problem)
        else:
            yield shaped(each.value, spot, "interaction of a cassette", vcr_entry)


def _spot(how: _How, number: int, line: int) -> RecordSpot:
    return RecordSpot(file=how.file, entry=f"entry {number}" if number else "", line=line)


def _document(feed: Feed, how: _How) -> Entry:
    """One document: a recording of ours, or a payload."""
    content = feed.head(LARGEST + 1)
    if len(content) > LARGEST:
        return _unreadable(how, f"is longer than the {LARGEST:,} bytes that are read of one entry")
    try:
        feed.more()
        feed.more()
    except StreamError as error:
        return _unreadable(how, str(error), line=content.count(b"\n") + 1)
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        return _unreadable(how, "is empty")
    if how.bare:
        return parse(content, how.file)
    found = parse(content.removeprefix(b"\xef\xbb\xbf"), how.file)
    what = None if isinstance(found, Recording) else stranger(content)
    if what is None:
        return found
    return Unreadable(file=how.file, rule="recording/invalid", problem=what)


def _unreadable(how: _How, problem: str, *, entry: str = "", line: int | None = None) -> Unreadable:
    return Unreadable(
        file=how.file, entry=entry, rule="recording/unreadable", problem=problem, line=line
    )
