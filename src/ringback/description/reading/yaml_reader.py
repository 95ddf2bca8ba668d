"""YAML 1.2 as OpenAPI uses it: JSON values only, each with its line.

Built from the parser's events and not from its nodes: the C composer recurses without a bound,
and crashes the interpreter on a few hundred thousand opening brackets.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from ringback.description.reading.tree import MAX_DEPTH, Node, Parsed, Scalar, Trap
from ringback.description.reading.yaml_scalars import (
    SCALAR_TAGS,
    UnfitScalarError,
    resolve,
    resolve_tagged,
    trap,
)
from ringback.errors import DescriptionError, Problem

# What aliases may bring in altogether: far above any real use, far below what fills a memory.
_MAX_ALIASED = 1_000_000
_COLLECTION_TAGS = {
    yaml.MappingStartEvent: (None, "!", "tag:yaml.org,2002:map"),
    yaml.SequenceStartEvent: (None, "!", "tag:yaml.org,2002:seq"),
}
_LOADERS: list[type[yaml.CSafeLoader] | type[yaml.SafeLoader]] = [
    *([yaml.CSafeLoader] if yaml.__with_libyaml__ else []),
    yaml.SafeLoader,
]


def read_yaml(text: str, file: str) -> Parsed:
    """The tree of a YAML text and its traps; a DescriptionError tells every mistake."""
    error: yaml.YAMLError | None = None
    # libyaml refuses the escapes of a surrogate pair, as JSON writers make them; PyYAML does not.
    for loader in _LOADERS:
        builder = _Builder(file)
        try:
            builder.build(yaml.parse(text, Loader=loader))
        except yaml.YAMLError as raised:
            error = error or raised
        else:
            return builder.parsed()
    raise DescriptionError((_syntax(error, text, file),))


def _syntax(error: yaml.YAMLError | None, text: str, file: str) -> Problem:
    """Where the text stops being YAML."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        what = f"is not YAML: {error.problem}"
        return Problem(file=file, line=mark.line + 1, column=mark.column + 1, text=what)
    place = getattr(error, "position", None)
    if isinstance(place, int):
        before = text[:place]
        column = place - before.rfind("\n")
        what = "is not YAML: a control character stands here"
        return Problem(file=file, line=before.count("\n") + 1, column=column, text=what)
    return Problem(file=file, text=f"is not YAML: {error}")


_MERGE = "<<"


@dataclass(slots=True)
class _Open:
    """A collection being read. `size` counts its values, those of its aliases included.

    It `merges` others where a plain `<<` is one of its members (YAML 1.1's merge keys).
    """

    event: yaml.Event
    members: dict[str, Node] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    key: tuple[str, yaml.Event] | None = None
    merges: bool = False
    size: int = 1
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Built:
    """A finished value, with what an alias of it would bring in."""

    node: Node
    size: int
    depth: int


class _Builder:
    """Takes the events in order. A mistake is noted and reading goes on, so that all are told."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Built | None] = {}
        self._problems: list[Problem] = []
        self._traps: list[Trap] = []
        self._root: Node | None = None
        self._aliased = 0

    def parsed(self) -> Parsed:
        """What was built; a DescriptionError tells every mistake."""
        if self._problems:
            raise DescriptionError(tuple(self._problems))
        root = self._root or Node(value=None, file=self._file, line=1)
        return Parsed(root=root, traps=tuple(self._traps))

    def build(self, events: Iterator[yaml.Event]) -> None:
        """Read the whole stream, or up to a mistake that makes going on senseless."""
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._open(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._close()
            elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
                self._note(event, "holds a second YAML document; a description is one")
                return
            if len(self._stack) > MAX_DEPTH or self._aliased > _MAX_ALIASED:
                what = f"is nested deeper than {MAX_DEPTH} levels"
                if self._aliased > _MAX_ALIASED:
                    what = f"brings in more than {_MAX_ALIASED} values by its aliases"
                self._note(event, what)
                return

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        if event.tag not in _COLLECTION_TAGS[type(event)]:
            self._note(event, f"has the tag {event.tag}, which no OpenAPI document may have")
        if event.anchor:
            self._anchors[event.anchor] = None  # an alias before its end is one to itself
        self._stack.append(_Open(event))

    def _close(self) -> None:
        done = self._stack.pop()
        mapping = isinstance(done.event, yaml.MappingStartEvent)
        if done.merges:
            _merge(done.members)
        value = done.members if mapping else tuple(done.items)
        node = Node(value=value, file=self._file, line=_mark(done.event)[0])
        self._add(done.event, _Built(node, done.size, done.depth + 1))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        top = self._stack[-1] if self._stack else None
        is_key = top is not None and isinstance(top.event, yaml.MappingStartEvent) and not top.key
        plain = event.tag is None and event.implicit[0]
        if plain:
            self._name_trap(event, is_key=is_key)
        value: Scalar = None
        try:
            # Tools read 200: and "200": as the same member; the text of the scalar is its name.
            value = _paired(event.value) if is_key else self._value(event, plain=plain)
        except UnfitScalarError as error:
            self._note(event, f"holds what JSON has no value for: {error}")
        built = _Built(self._node(event, value), 1, 0)
        if top is None or not is_key:
            self._add(event, built)
            return
        top.key = (str(value), event)
        top.merges = top.merges or (plain and value == _MERGE)
        if event.anchor:
            self._anchors[event.anchor] = built

    def _value(self, event: yaml.ScalarEvent, *, plain: bool) -> Scalar:
        if plain:
            return resolve(event.value)
        if event.tag in SCALAR_TAGS:
            return resolve_tagged(event.value, event.tag)
        if event.tag not in {None, "!"}:
            self._note(event, f"has the tag {event.tag}, which no OpenAPI document may have")
        return _paired(event.value)

    def _alias(self, event: yaml.AliasEvent) -> None:
        built = self._anchors.get(event.anchor or "")
        if built is None:
            known = event.anchor in self._anchors
            what = "stands inside what it names" if known else "names no anchor before it"
            self._note(event, f"has an alias *{event.anchor} that {what}")
            built = _Built(self._node(event, None), 1, 0)
        self._aliased += built.size
        if len(self._stack) + built.depth > MAX_DEPTH:
            self._note(event, f"is nested deeper than {MAX_DEPTH} levels by an alias")
        top = self._stack[-1] if self._stack else None
        if top and isinstance(top.event, yaml.MappingStartEvent) and not top.key:
            top.key = (str(built.node.value), event)
            return
        self._add(event, built)

    def _add(self, event: yaml.Event, built: _Built) -> None:
        """Put a finished value where it belongs."""
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.anchor:
            self._anchors[event.anchor] = built
        if not self._stack:
            self._root = built.node
            return
        top = self._stack[-1]
        top.size += built.size
        top.depth = max(top.depth, built.depth)
        if isinstance(top.event, yaml.SequenceStartEvent):
            top.items.append(built.node)
        elif top.key is None:
            self._note(event, "has a collection for a member's name; only a scalar can be one")
            top.key = ("?", event)
        else:
            (name, key), top.key = top.key, None
            if name in top.members:
                first = top.members[name].line
                self._note(key, f'gives the member "{name}" twice, first on line {first}')
            top.members[name] = built.node._replace(line=_mark(key)[0])

    def _name_trap(self, event: yaml.ScalarEvent, *, is_key: bool) -> None:
        text = event.value
        meaning = trap(text)
        if is_key and text == _MERGE:
            what = (
                '"<<" is a merge of another mapping in YAML 1.1, as it is read here, and a member'
            )
            what = f"{what} of that name in YAML 1.2"
        elif meaning is not None:
            what = f"{text} is a string in YAML 1.2, and YAML 1.1 takes it for {meaning}; quote it"
            if not isinstance(_tried(text), str):
                what = f"{text} is a number in YAML 1.2, and YAML 1.1 takes it for {meaning}"
        else:
            return
        self._traps.append(Trap(file=self._file, line=_mark(event)[0], text=what))

    def _node(self, event: yaml.Event, value: Scalar) -> Node:
        return Node(value=value, file=self._file, line=_mark(event)[0])

    def _note(self, event: yaml.Event, text: str) -> None:
        line, column = _mark(event)
        self._problems.append(Problem(file=self._file, line=line, column=column, text=text))


def _merge(members: dict[str, Node]) -> None:
    """Put the members of the mappings under `<<` beside the others, which prevail.

    What is no mapping, and no list of mappings, stays a member. Of a list the first prevails
    (https://yaml.org/type/merge.html).
    """
    told = members.get(_MERGE)
    value = told.value if told else None
    others = value if isinstance(value, tuple) else (told,)
    mappings = [each.value for each in others if each and isinstance(each.value, dict)]
    if told is None or len(mappings) != len(others):
        return
    del members[_MERGE]
    for each in mappings:
        for name, node in each.items():
            members.setdefault(name, node)


def _mark(event: yaml.Event) -> tuple[int, int]:
    """Line and column of an event, counted from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _tried(text: str) -> Scalar:
    try:
        return resolve(text)
    except UnfitScalarError:
        return text


def _paired(text: str) -> str:
    """The text with its surrogate pairs joined, as the slower parser leaves them apart."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise UnfitScalarError("a string with half of a surrogate pair") from None
