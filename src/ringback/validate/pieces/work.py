"""Recordings cut into pieces of work, each of which can be judged anywhere, and is worth it."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ringback.recordings import Form, Source, Unreadable, reading
from ringback.recordings.byte_streams.feed import Feed
from ringback.recordings.byte_streams.storage import ranged
from ringback.recordings.byte_streams.unpacking import StreamError
from ringback.validate.judging import Judge, Tick
from ringback.validate.log_lines import Within, judged_lines
from ringback.validate.setup import Setup
from ringback.validate.tally import Spot, Tally

_PIECE = 1_000_000  # bytes that are read at a time
_MANY = 256  # files of one piece of work at most


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPart:
    """The lines of a plain file that begin at `start` or behind it, and before `end`."""

    source: Source
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Whole files, one after the other."""

    sources: tuple[Source, ...]


Work = WorkPart | Files


def size_of(work: Work) -> int:
    """How many bytes there are to read, as far as that is known."""
    if isinstance(work, WorkPart):
        return work.end - work.start
    return sum(each.size or 0 for each in work.sources)


def sources_of(work: Work) -> tuple[Source, ...]:
    """What is read for a piece."""
    return (work.source,) if isinstance(work, WorkPart) else work.sources


def here_only(work: Work) -> bool:
    """Whether no other process can read a piece: standard input, a pipe."""
    return any(each.here_only for each in sources_of(work))


def cut(sources: Iterable[Source], setup: Setup, block: int) -> Iterator[Work]:
    """The sources in pieces of about `block` bytes: lines of a large file, or small files."""
    waiting: list[Source] = []
    size = 0
    for source in sources:
        if source.here_only:
            if waiting:
                yield Files(sources=tuple(waiting))
                waiting, size = [], 0
            yield Files(sources=(source,))
            continue
        if (source.size or 0) > block and _is_lines(source, setup):
            if waiting:
                yield Files(sources=tuple(waiting))
                waiting, size = [], 0
            total = source.size or 0
            for start in range(0, total, block):
                yield WorkPart(source=source, start=start, end=min(start + block, total))
            continue
        waiting.append(source)
        size += source.size or 0
        if size >= block or len(waiting) >= _MANY:
            yield Files(sources=tuple(waiting))
            waiting, size = [], 0
    if waiting:
        yield Files(sources=tuple(waiting))


def lines_of(work: WorkPart) -> int:
    """How many lines begin in a part, none of which is judged; 0 where it can't be read."""
    first = max(work.start - 1, 0)  # a line begins behind a line feed, and where the file does
    try:
        with _seekable(work.source, work.end) as file:
            file.seek(first)
            left, count = max(work.end - 1, 0) - first, int(work.start == 0)
            while left > 0 and (data := file.read(min(left, _PIECE))):
                count += data.count(b"\n")
                left -= len(data)
    except (OSError, StreamError):
        return 0
    return count


def _is_lines(source: Source, setup: Setup) -> bool:
    """Whether a file is lines, and not packed."""
    try:
        with reading(source, mapping=setup.mapping, bare=setup.bare is not None) as found:
            if isinstance(found, Unreadable) or found.form is not Form.LINES:
                return False
            head = found.feed.head(8)[:8]
        with _seekable(source, 8) as file:
            return file.read(8) == head
    except (StreamError, OSError):
        return False


def judged(work: Work, judge: Judge, tick: Tick, tally: Tally) -> Tally:
    """Judge a piece of work into a tally, which also holds what was done if it is interrupted."""
    judge.begin()
    try:
        match work:
            case WorkPart():
                with tally.contained(Spot(file=work.source.name)):
                    _part(work, judge, tick, tally)
            case Files():
                for source in work.sources:
                    # Whatever a reader raises is about its file: the others are judged.
                    with tally.contained(Spot(file=source.name)):
                        _file(source, judge, tick, tally)
    finally:
        judge.end(tally)
    return tally


def _file(source: Source, judge: Judge, tick: Tick, tally: Tally) -> None:
    """Judge a whole file of any form."""
    setup = judge.setup
    bare = setup.bare is not None
    with reading(source, mapping=setup.mapping, bare=bare, split=judge.split) as found:
        if isinstance(found, Unreadable):
            judge.entry(found, tally)
        elif found.form is Form.LINES:
            judged_lines(found.feed, source.name, judge, _Moved(found.feed, tick), tally)
        else:
            judge.entries(found, tally, _Moved(found.feed, tick))


class _Moved:
    """Tells how far a file has been read, by its own bytes, however much they unpack to."""

    def __init__(self, feed: Feed, tick: Tick) -> None:
        self._feed = feed
        self._tick = tick
        self._told = 0

    def __call__(self, _count: int) -> None:
        """Tell what was read since it was last told."""
        taken = self._feed.taken
        self._tick(taken - self._told)
        self._told = taken


def _part(work: WorkPart, judge: Judge, tick: Tick, tally: Tally) -> None:
    """Judge a part of a plain file, its lines counted from the part's first."""
    name = work.source.name
    try:
        with _seekable(work.source, work.end) as file:
            lines = Within(file, work.start, work.end)
            tally.lines += judged_lines(
                Feed(lines), name, judge, tick, tally, feed_from=lines.begins
            )
    except (OSError, StreamError) as error:
        why = f"can't be read ({error.strerror or error})" if isinstance(error, OSError) else error
        problem = Unreadable(file=name, rule="recording/unreadable", problem=str(why))
        judge.entry(problem, tally)


def _seekable(source: Source, end: int) -> io.RawIOBase:
    """A plain file of which a part up to `end` is read. Raises OSError."""
    if source.url is not None:
        return ranged(source.url, source.size or 0, end)
    return Path(source.path or "").open("rb", buffering=0)
