"""The items of arrays in a JSON document of any size, one at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from ringback.recordings.byte_streams.feed import LARGEST, Feed
from ringback.recordings.byte_streams.json_structure import SPACE, EndError, Structure
from ringback.recordings.byte_streams.unpacking import StreamError

_NAME = 1 << 12  # bytes of a member's name that are looked at
_BOM = {b"\xef", b"\xbb", b"\xbf"}
EACH = "*"  # a step of a path: any item of an array

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayItem:
    """One item's text, which may be no JSON; `line` is where it begins, `number` counts from 1.

    `path` is that of its array, as it was asked for, `place` its own JSON Pointer.
    """

    raw: bytes
    line: int
    number: int
    path: Path = field(default=(), compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoilt:
    """An item that can't be had (`number` 0: the document itself), and why."""

    line: int
    number: int
    problem: str


class _BrokenError(Exception):
    """The document's structure is not what its form asks for; its text says why."""


def items(
    feed: Feed, path: Sequence[str], limit: int = LARGEST, *, others: Collection[Path] = ()
) -> Iterator[ArrayItem | Spoilt]:
    """The items of the arrays behind these steps, in the order of the text.

    A step is a member's name, or `EACH`; no step is the document itself. Memory is bounded by one
    item: one of more than `limit` bytes is passed over unseen. A broken document is read up to
    where it breaks off, and then told; so is one that has none of the arrays.
    """
    paths = (tuple(path), *others)
    splitter = _Splitter(feed, limit)
    text = splitter.text
    try:
        yield from splitter.document(paths)
    except EndError:
        line, number = splitter.begun or (text.line, 0)
        problem = "is cut: the file ends within it" if number else "is cut: the file ends early"
        yield Spoilt(line=line, number=number, problem=problem)
        return
    except (_BrokenError, StreamError) as error:
        yield Spoilt(line=text.line, number=0, problem=str(error))
        return
    if not splitter.found:
        names = [".".join(each) for each in paths]
        yield Spoilt(line=1, number=0, problem=f"has no array {' or '.join(names)}")


class _Splitter:
    """Goes down to the arrays, and through them."""

    def __init__(self, feed: Feed, limit: int) -> None:
        self.text = Structure(feed)
        self.found = False
        self.begun: tuple[int, int] | None = None  # line and number of the item being read
        self._limit = limit
        self._number = 0

    def document(self, paths: Sequence[Path]) -> Iterator[ArrayItem | Spoilt]:
        """The items of the whole text, a byte-order mark before it passed over."""
        text = self.text
        while text.mark() in _BOM:
            text.skip()
        yield from self._within({each: each for each in paths}, "")
        if text.mark():
            raise _BrokenError("is not JSON: something follows the end of the document")

    def _within(self, left: Mapping[Path, Path], place: str) -> Iterator[ArrayItem | Spoilt]:
        """The items in the value that begins here, by the steps `left` of each path."""
        text = self.text
        mark = text.mark() if left else b""
        if mark == b"{" and any(steps and steps[0] != EACH for steps in left):
            yield from self._object(left, place)
        elif mark == b"[" and () in left:
            self.found = True
            yield from self._array(left[()], place)
        elif mark == b"[" and (below := _below(left, EACH)):
            yield from self._each(below, place)
        else:
            text.value(None)

    def _object(self, left: Mapping[Path, Path], place: str) -> Iterator[ArrayItem | Spoilt]:
        text = self.text
        text.skip()
        wanted = {b'"%s"' % steps[0].encode(): steps[0] for steps in left if steps}
        if text.mark() == b"}":
            text.skip()
            return
        while True:
            self._expect(b'"', "a member's name")
            name = text.name(_NAME)
            self._expect(b":", "a colon")
            text.skip()
            step = wanted.get(name)
            below = {} if step is None else _below(left, step)
            yield from self._within(below, f"{place}/{step}")
            if self._closed(b"}"):
                return

    def _each(self, left: Mapping[Path, Path], place: str) -> Iterator[ArrayItem | Spoilt]:
        """The items within each item of the array that begins here."""
        text = self.text
        text.skip()
        if text.mark() == b"]":
            text.skip()
            return
        for index in count():
            if not text.mark():
                raise EndError
            yield from self._within(left, f"{place}/{index}")
            if self._closed(b"]"):
                return

    def _array(self, path: Path, place: str) -> Iterator[ArrayItem | Spoilt]:
        text = self.text
        text.skip()
        if text.mark() == b"]":
            text.skip()
            return
        for index in count():
            if not text.mark():
                raise EndError
            yield self._item(path, f"{place}/{index}")
            if self._closed(b"]"):
                return

    def _item(self, path: Path, place: str) -> ArrayItem | Spoilt:
        """One item; its text is let go of as soon as it is too long."""
        self._number += 1
        line = self.text.line
        self.begun = (line, self._number)
        kept = _Kept(self._limit)
        self.text.value(kept.add)
        self.begun = None
        if kept.length > self._limit:
            problem = f"is longer than the {self._limit:,} bytes that are read of one entry"
            return Spoilt(line=line, number=self._number, problem=problem)
        raw = b"".join(kept.parts).rstrip(SPACE)
        return ArrayItem(raw=raw, line=line, number=self._number, path=path, place=place)

    def _closed(self, mark: bytes) -> bool:
        """Past the comma, or past the closing bracket and True."""
        found = self.text.mark()
        if found not in {b",", mark}:
            self._expect(mark, f'"," or "{mark.decode()}"')
        self.text.skip()
        return found == mark

    def _expect(self, mark: bytes, what: str) -> None:
        found = self.text.mark()
        if not found:
            raise EndError
        if found != mark:
            raise _BrokenError(f"is not JSON: {what} must stand here, and no entry is read after")


def _below(left: Mapping[Path, Path], step: str) -> dict[Path, Path]:
    """The steps that are left behind this one."""
    return {steps[1:]: path for steps, path in left.items() if steps and steps[0] == step}


class _Kept:
    """The pieces of one item, up to a limit."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self.length = 0
        self._limit = limit

    def add(self, piece: bytes) -> None:
        """One more piece."""
        self.length += len(piece)
        if self.length > self._limit:
            self.parts.clear()
        else:
            self.parts.append(piece)
