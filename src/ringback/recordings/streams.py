"""All that a source holds, as a stream of entries: whatever its form, size and defects."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice

from ringback.recordings.byte_streams.attached import Attached
from ringback.recordings.byte_streams.feed import LARGEST, Feed
from ringback.recordings.byte_streams.source_files import Source
from ringback.recordings.byte_streams.splitting import Spoilt, items
from ringback.recordings.byte_streams.unpacking import StreamError, is_archive, opened
from ringback.recordings.formats.layouts import INTERACTION, LAYOUTS, Layout, Read
from ringback.recordings.formats.logs.mapping import Mapping
from ringback.recordings.formats.logs.ndjson import entry_of_line
from ringback.recordings.formats.native import parse
from ringback.recordings.formats.parts.records import RecordSpot, shaped
from ringback.recordings.formats.recognition.recognise import Form, recognise
from ringback.recordings.formats.recognition.strangers import stranger
from ringback.recordings.formats.tools.cassette import interactions
from ringback.recordings.formats.tools.har import traced_entry
from ringback.recordings.formats.tools.mitmproxy_flows import flows
from ringback.recordings.formats.tools.schemathesis_events import schemathesis_entries
from ringback.recordings.formats.tools.vcr import vcr_entry
from ringback.recordings.recording import Entry, Payload, Recording, Unreadable

_HEAD = 1 << 16
_EVENTS: dict[Form, Read] = {
    Form.SCHEMATHESIS: schemathesis_entries,
    Form.TRACE: traced_entry,
}
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
    attached: Attached | None


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
    if source.problem:
        yield source.problem
        return
    how = _How(file=source.name, mapping=mapping, bare=bare, split=split, attached=None)
    try:
        stream = opened(source)
        how = replace(how, attached=_attached(source))
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
            case Form.CASSETTE_YAML:
                yield from _cassette(feed, how)
            case Form.ARRAY:
                yield from _items(feed, how)
            case Form.SCHEMATHESIS | Form.TRACE as form:
                yield from _events(feed, how, _EVENTS[form])
            case Form.MITMPROXY:
                yield from flows(feed, how.file, LARGEST)
            case Form.RECORDING | Form.PAYLOAD | Form.ACCESS_LOG:
                yield _document(feed, how)
            case form:
                yield from _records(feed, how, LAYOUTS[form])


def _attached(source: Source) -> Attached | None:
    """What stands beside a file of this machine."""
    if source.path is None:
        return None
    return Attached(path=source.path, archive=is_archive(source.path))


def _encoding(head: bytes) -> str | None:
    """The encoding of a text that is no UTF-8."""
    return next((name for form, name in _WIDE if form.match(head)), None)


def _form(feed: Feed, how: _How) -> Form:
    """The form of a file; one document that does not end soon may turn out to be many lines."""
    size = _HEAD
    while True:
        head = feed.head(size)
        form = recognise(head, how.file, mapped=how.mapping is not None)
        if how.bare:
            form = _of_payloads(form)
        if form is Form.ARRAY and not how.split:
            form = Form.PAYLOAD
        if form not in {Form.RECORDING, Form.PAYLOAD} or feed.whole or size > LARGEST:
            return form
        size = min(8 * size, LARGEST + 1)


def _of_payloads(form: Form) -> Form:
    """The form where payloads are judged: one may look like what another tool writes."""
    if form in {Form.ACCESS_LOG, *_EVENTS}:
        return Form.LINES
    layout = LAYOUTS.get(form)
    if layout is None or form in {Form.HAR, Form.CASSETTE_JSON}:
        return form
    return Form.ARRAY if () in layout.paths else Form.PAYLOAD


def _lines(feed: Feed, how: _How) -> Iterator[Entry]:
    number = 0
    try:
        for number, line in feed.lines(LARGEST):
            if line is not None:
                yield entry_of_line(line, how.file, number, how.mapping, bare=how.bare)
            else:
                yield _unreadable(how, _long(), entry=f"line {number}", line=number)
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


def _records(feed: Feed, how: _How, layout: Layout) -> Iterator[Entry]:
    """The entries of a form of records in JSON."""
    if not layout.paths:
        yield from _single(feed, how, layout)
        return
    found = False
    first, *others = layout.paths
    for item in items(feed, first, LARGEST, others=others):
        spot = _spot(how, item.number, item.line)
        if isinstance(item, Spoilt):
            found = True
            yield spot.unreadable(item.problem)
            continue
        name = item.place if layout.pointed else spot.entry
        for entry in layout.read(item.raw, replace(spot, entry=name, path=item.path)):
            found = True
            yield entry
    if not found and layout.empty:
        yield _spot(how, 0, 1).unreadable(layout.empty, "recording/invalid")


def _single(feed: Feed, how: _How, layout: Layout) -> Iterator[Entry]:
    """The entries of a document that is one record."""
    content = feed.head(LARGEST + 1)
    try:
        feed.more()
        feed.more()
    except StreamError as error:
        yield _unreadable(how, str(error), line=content.count(b"\n") + 1)
        return
    if len(content) > LARGEST:
        yield _unreadable(how, _long())
        return
    yield from layout.read(content.removeprefix(b"\xef\xbb\xbf"), _spot(how, 0, 1))


def _events(feed: Feed, how: _How, read: Read) -> Iterator[Entry]:
    """The exchanges of a report whose lines hold any number of them."""
    number = 0
    try:
        for number, line in feed.lines(LARGEST):
            spot = _spot(how, number, number, "line")
            if line is None:
                yield spot.unreadable(_long())
            else:
                yield from read(line.strip(), spot)
    except StreamError as error:
        yield _unreadable(how, str(error), line=number + 1)


def _cassette(feed: Feed, how: _How) -> Iterator[Entry]:
    for each in interactions(feed, LARGEST):
        spot = _spot(how, each.number, each.line)
        if each.problem:
            yield spot.unreadable(each.problem)
        else:
            yield shaped(each.value, spot, INTERACTION, vcr_entry)


def _spot(how: _How, number: int, line: int, what: str = "entry") -> RecordSpot:
    entry = f"{what} {number}" if number else ""
    return RecordSpot(file=how.file, entry=entry, line=line, attached=how.attached)


def _document(feed: Feed, how: _How) -> Entry:
    """One document: a recording of ours, or a payload."""
    content = feed.head(LARGEST + 1)
    if len(content) > LARGEST:
        return _unreadable(how, _long())
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


def _long() -> str:
    return f"is longer than the {LARGEST:,} bytes that are read of one entry"


def _unreadable(how: _How, problem: str, *, entry: str = "", line: int | None = None) -> Unreadable:
    return Unreadable(
        file=how.file, entry=entry, rule="recording/unreadable", problem=problem, line=line
    )
