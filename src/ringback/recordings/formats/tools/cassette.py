"""A YAML cassette's interactions, one at a time, from the parser's events.

No tag builds an object, aliases are shared and counted, and nothing recurses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from ringback.recordings.byte_streams.feed import LARGEST, Feed
from ringback.recordings.byte_streams.metered import STAND_IN, Metered
from ringback.recordings.byte_streams.unpacking import StreamError
from ringback.recordings.formats.parts.stored_bodies import from_base64
from ringback.recordings.formats.parts.typed_parts import ShapeError

Value = str | bytes | None | list["Value"] | dict[str, "Value"]

_DEPTH = 200
_NESTING = "nesting depth"  # what libyaml calls it, which has the same bound from 0.2.6 on
_BOUND = 1000  # levels past which nothing is read on: libyaml takes ever longer for each
_GONE = "and no entry is read after"
_TOO_DEEP = f"is nested deeper than {_BOUND} levels, {_GONE}"
_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = (
    yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
)
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_CORE = "tag:yaml.org,2002:"
_BINARY = frozenset({_CORE + "binary", _CORE + "python/bytes", "!binary"})  # the last is Ruby's
_SCALARS = frozenset(
    _CORE + name
    for name in (
        *("str", "int", "float", "bool", "null", "timestamp"),
        *("python/str", "python/unicode", "python/int", "python/long", "python/float"),
        *("python/bool", "python/none"),
    )
)
_PLURALS = frozenset(
    _CORE + name for name in ("map", "seq", "python/dict", "python/list", "python/tuple")
) | {"!tape"}  # what Betamax for the JVM puts before a whole cassette
_LISTS = frozenset({"interactions", "http_interactions"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One of a cassette's interactions, or what is wrong with it.

    Scalars are texts as they are spelt. `number` counts from 1; 0 is the cassette itself.
    """

    number: int
    line: int
    value: Value = None
    problem: str | None = None


def interactions(feed: Feed, limit: int = LARGEST) -> Iterator[Interaction]:
    """The interactions of a cassette; memory is bounded by one, of at most about `limit` bytes.

    They are the items of a list `interactions` (VCR.py, go-vcr, Betamax for the JVM) or
    `http_interactions` (VCR of Ruby and R, Schemathesis), or of the document itself (PHP-VCR).
    A mistake in one does not hide the others, unless what follows is no YAML any more.
    """
    metered = Metered(feed, limit)
    builder = _Builder(limit)
    try:
        for event in yaml.parse(metered, Loader=_LOADER):
            done = builder.take(event)
            if done:
                metered.allow()
                yield done
    except (yaml.YAMLError, StreamError) as error:
        yield builder.broken(error)
    else:
        yield from builder.end()


@dataclass(slots=True)
class _Open:
    """A collection being read; `size` counts the characters in it, `own` those of no alias."""

    line: int
    anchor: str | None
    members: dict[str, Value] | None
    items: list[Value] = field(default_factory=list)
    key: str | None = None
    size: int = 1
    own: int = 1
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Built:
    """A finished value, with what an alias of it brings in."""

    value: Value
    size: int
    own: int
    depth: int


class _Builder:
    """Takes the events in order."""

    def __init__(self, limit: int) -> None:
        self._found = False
        self._limit = limit
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Built | None] = {}
        self._anchored = 0  # characters that anchors hold on to
        self._aliased = 0  # characters that aliases brought into this interaction
        self._number = 0
        self._line = 1
        self._problem: tuple[int, str] | None = None

    def take(self, event: yaml.Event) -> Interaction | None:
        """One more event; the interaction that it ends."""
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            return self._close()
        elif isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        return None

    def broken(self, error: Exception) -> Interaction:
        """Where the text stops being YAML, or its stream breaks off."""
        number = self._number + 1 if self._within_item() else 0
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        line = mark.line + 1 if mark else self._line
        problem = str(error)
        if isinstance(error, yaml.YAMLError):
            what = getattr(error, "problem", None) or "a character here can't stand in it"
            problem = _TOO_DEEP if _NESTING in what else f"is not YAML: {what}, {_GONE}"
        return Interaction(number=number, line=line, problem=problem)

    def end(self) -> Iterator[Interaction]:
        """What is wrong with the cassette itself, behind its last interaction."""
        if not self._found:
            yield Interaction(number=0, line=1, problem="has no list of interactions")
        elif self._problem:
            yield Interaction(number=0, line=self._problem[0], problem=self._problem[1])

    @property
    def _in_list(self) -> bool:
        """Whether the innermost collection that is open is the list of interactions."""
        depth = len(self._stack)
        if depth == 1:
            return self._stack[0].members is None
        return depth == 2 and self._stack[0].key in _LISTS and self._stack[1].members is None

    def _within_item(self) -> bool:
        """Whether the event that broke off stands within an interaction."""
        if not self._stack:
            return False
        root = self._stack[0]
        if root.members is None:
            return len(self._stack) > 1
        return len(self._stack) > 2 and root.key in _LISTS and self._stack[1].members is None

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        self._line = line = _line(event)
        mapping = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in {None, "!"} and event.tag not in _PLURALS:
            self._note(line, _tagged(event.tag))
        if len(self._stack) == _DEPTH:
            self._note(line, f"is nested deeper than the {_DEPTH} levels that are read")
        if len(self._stack) == _BOUND:
            raise StreamError(_TOO_DEEP)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(_Open(line, event.anchor, {} if mapping else None))
        self._found = self._found or self._in_list

    def _close(self) -> Interaction | None:
        done = self._stack.pop()
        value: Value = done.items if done.members is None else done.members
        built = _Built(value, done.size, done.own, done.depth + 1)
        return self._add(built, done.line, done.anchor)

    def _scalar(self, event: yaml.ScalarEvent) -> Interaction | None:
        self._line = line = _line(event)
        text: str = event.value
        if STAND_IN in text:
            self._note(line, "holds a control character, or bytes that are no UTF-8")
        top = self._stack[-1] if self._stack else None
        if top and top.members is not None and top.key is None:
            self._key(top, text, line)
            return None
        value: Value = text
        tag = event.tag
        if tag is None:
            value = None if event.implicit[0] and text in _NULL else text
        elif tag in _BINARY:
            value = self._binary(text, line)
        elif tag != "!" and tag not in _SCALARS:
            self._note(line, _tagged(tag))
        return self._add(_Built(value, 1 + len(text), 1 + len(text), 0), line, event.anchor)

    def _binary(self, text: str, line: int) -> bytes:
        try:
            return from_base64(text, "binary data")
        except ShapeError as error:
            self._note(line, f"can't be read: {error}")
            return b""

    def _key(self, top: _Open, name: str, line: int) -> None:
        top.key = name
        top.size += len(name)
        if top.members is not None and name in top.members:
            self._note(line, f'gives the member "{name}" twice')

    def _alias(self, event: yaml.AliasEvent) -> Interaction | None:
        self._line = line = _line(event)
        name = event.anchor or ""
        built = self._anchors.get(name)
        if built is None:
            known = name in self._anchors
            what = "stands inside what it names" if known else "names no anchor before it"
            self._note(line, f"has an alias *{name} that {what}")
            built = _Built(None, 1, 1, 0)
        self._aliased += built.size
        if self._aliased > self._limit:
            self._note(line, f"brings in more than {self._limit:,} characters by its aliases")
        if len(self._stack) + built.depth > _DEPTH:
            self._note(line, f"is nested deeper than the {_DEPTH} levels that are read")
        top = self._stack[-1] if self._stack else None
        if top and top.members is not None and top.key is None:
            self._key(top, built.value if isinstance(built.value, str) else "", line)
            return None
        return self._add(built, line, aliased=True)

    def _add(
        self, built: _Built, line: int, anchor: str | None = None, *, aliased: bool = False
    ) -> Interaction | None:
        """Put a finished value where it belongs; the interaction that it is, if it is one."""
        if anchor:
            self._anchors[anchor] = built
            self._anchored += built.own
            if self._anchored > self._limit:
                what = f"holds on to more than {self._limit:,} characters by its anchors"
                raise StreamError(f"{what}, and no entry is read after")
        if not self._stack:
            return None
        if self._in_list:
            return self._finished(built.value, line)
        top = self._stack[-1]
        top.size += built.size
        top.own += built.own if not aliased else 1
        top.depth = max(top.depth, built.depth)
        if top.members is None:
            top.items.append(built.value)
        elif top.key is None:
            self._note(line, "has a collection for a member's name; only a scalar can be one")
            top.key = "?"
        else:
            top.members[top.key], top.key = built.value, None
        return None

    def _finished(self, value: Value, line: int) -> Interaction:
        self._number += 1
        told, self._problem, self._aliased = self._problem, None, 0
        if told:
            return Interaction(number=self._number, line=told[0], problem=told[1])
        return Interaction(number=self._number, line=line, value=value)

    def _note(self, line: int, problem: str) -> None:
        """What is wrong with the interaction that is being read; the first of it is told."""
        self._problem = self._problem or (line, problem)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _tagged(tag: str) -> str:
    short = tag.replace(_CORE, "!!")
    if re.match(r"!!python/|!!?ruby/", short):
        return f"holds a tag that would build an object ({short}); nothing is built"
    return f"has the tag {short}, which no cassette may have"
