"""Which operation of the newer description is which of the older one."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ringback.changes.changed_schemas.same_text import SameText
from ringback.changes.pairs.encodings import encoded
from ringback.changes.pairs.flawed_parts import NotCompared, OneSide, one_side, trimmed, unread
from ringback.description import Description
from ringback.description.called_operations import called_operations
from ringback.errors import UsageError
from ringback.operation import Operation
from ringback.schema.document import SchemaDocument

_TEMPLATE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One operation as it was and as it is."""

    base: Operation
    head: Operation

    @property
    def moved(self) -> bool:
        """Whether it stands at another URL or method: only its id is the same.

        A part of the URL that went from the server to the path, or back, moves nothing.
        """
        alike = _place(self.base) == _place(self.head)
        return not alike and _addresses(self.base).isdisjoint(_addresses(self.head))

    @property
    def ids(self) -> tuple[str, ...]:
        """The id that it goes by in what is told of it: the newer one."""
        return (self.head.id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedSides:
    """Two descriptions, and how their operations belong together.

    `gone` are those of the older one that the newer one has no more, `come` the new ones.
    `called`, `called_gone` and `called_come` are the same of webhooks and callbacks, whose requests
    the server sends. `older` and `newer` are the schemas of the two, `same_text` tells which of
    them are the same, `doubts` what is compared with nothing; `narrowed` where not all operations
    were asked for.
    """

    base: Description
    head: Description
    older: SchemaDocument
    newer: SchemaDocument
    same_text: SameText
    pairs: tuple[Pair, ...]
    gone: tuple[Operation, ...]
    come: tuple[Operation, ...]
    called: tuple[Pair, ...] = ()
    called_gone: tuple[Operation, ...] = ()
    called_come: tuple[Operation, ...] = ()
    doubts: tuple[NotCompared, ...] = ()
    narrowed: bool = False

    @property
    def size(self) -> int:
        """How many operations there are in all."""
        every = (self.pairs, self.gone, self.come)
        return sum(map(len, (*every, self.called, self.called_gone, self.called_come)))


def pair_up(base: Description, head: Description, operations: Sequence[str] = ()) -> PairedSides:
    """Pair the operations by method and path template, what is left by operationId.

    The names of path parameters do not matter: `/a/{id}` is `/a/{key}`. With `operations` only
    those of these ids, in either description, are kept; a UsageError names the ids that neither
    description has.
    """
    called = [called_operations(each.document, old=each.is_old) for each in (base, head)]
    _known(base, head, operations, [each for sound, _ in called for each in sound])
    wanted = frozenset(operations)
    old, new = (one_side(it, it.operations, it.left_out) for it in (base, head))
    calling, called_by = (
        one_side(it, *found) for it, found in zip((base, head), called, strict=True)
    )
    pairs, gone, come, doubts = _paired(old, new, wanted)
    calls, calls_gone, calls_come, more = _paired(calling, called_by, wanted)
    whole = [] if wanted else [*unread(old, new)]
    older, newer = SchemaDocument(encoded(base, head)), SchemaDocument(encoded(head, base))
    return PairedSides(
        base=base,
        head=head,
        older=older,
        newer=newer,
        same_text=SameText(base, head, older, newer),
        pairs=pairs,
        gone=gone,
        come=come,
        called=calls,
        called_gone=calls_gone,
        called_come=calls_come,
        doubts=(*doubts, *more, *whole),
        narrowed=bool(wanted),
    )


_Operations = tuple[Operation, ...]


def _paired(
    base: OneSide, head: OneSide, wanted: frozenset[str]
) -> tuple[tuple[Pair, ...], _Operations, _Operations, list[NotCompared]]:
    """What belongs together, what went, what came, and what is compared with nothing."""
    old, new = _judged(base, head), _judged(head, base)
    found = _by_place(old, new)
    found |= _by_id(
        [each for each in old if each.id not in found],
        [each for each in new if each.id not in {it.id for it in found.values()}],
    )
    taken = {each.id for each in found.values()}
    pairs: list[Pair] = []
    doubts: list[NotCompared] = []
    for each in old:
        other = found.get(each.id)
        if other is not None and (not wanted or wanted & {each.id, other.id}):
            one, two, unsaid = trimmed(base, head, each, other)
            pairs.append(Pair(base=one, head=two))
            doubts += unsaid
    gone = (each for each in old if each.id not in found and (not wanted or each.id in wanted))
    come = (each for each in new if each.id not in taken and (not wanted or each.id in wanted))
    return tuple(pairs), tuple(gone), tuple(come), doubts


def template(path: str) -> str:
    """A path template without the names of its parameters."""
    return _TEMPLATE.sub("{}", path)


def _place(operation: Operation) -> tuple[str, str]:
    return operation.method, template(operation.path)


def _addresses(operation: Operation) -> set[tuple[str, str]]:
    """The method with each path of its URLs, that of the server included."""
    paths = {_base_path(server) for server in operation.servers} or {""}
    return {(operation.method, template(path + operation.path)) for path in paths}


def _base_path(server: str) -> str:
    """The path of a server's URL; of one that is none nothing is known."""
    try:
        return urlsplit(server).path.rstrip("/")
    except ValueError:
        return ""


def _judged(side: OneSide, other: OneSide) -> list[Operation]:
    """The operations that the other side can be asked for: of what is unread nothing is known."""
    paths = {left.name for left in other.unread}
    return [
        each
        for each in side.operations
        if paths.isdisjoint({each.path, f"{each.method} {each.path}"})
    ]


def _by_place(base: Sequence[Operation], head: Sequence[Operation]) -> dict[str, Operation]:
    """The newer operation of each older one's id: at the very path, its URL, its template."""
    exact = {(each.method, each.path): each for each in head}
    there: dict[tuple[str, str], Operation] = {}
    alike: dict[tuple[str, str], Operation] = {}
    for each in head:
        alike.setdefault(_place(each), each)
        for address in _addresses(each):
            there.setdefault(address, each)
    found: dict[str, Operation] = {}
    taken: set[str] = set()

    def take(each: Operation, other: Operation | None) -> None:
        if other is not None and each.id not in found and other.id not in taken:
            found[each.id] = other
            taken.add(other.id)

    for each in base:
        same = exact.get((each.method, each.path))
        if same is not None and _addresses(each) & _addresses(same):
            take(each, same)
    for each in base:
        for address in sorted(_addresses(each)):
            take(each, there.get(address))
    for each in base:
        take(each, exact.get((each.method, each.path)) or alike.get(_place(each)))
    return found


def _by_id(gone: Sequence[Operation], come: Sequence[Operation]) -> dict[str, Operation]:
    """What stands elsewhere under its old id."""
    named = {each.id: each for each in come}
    return {each.id: named[each.id] for each in gone if each.id in named}


def _known(
    base: Description, head: Description, operations: Sequence[str], called: Sequence[Operation]
) -> None:
    """Raise a UsageError for ids that neither description has."""
    every = (*base.operations, *head.operations, *called)
    ids = list(dict.fromkeys(each.id for each in every))
    problems = []
    for name in operations:
        left = next(
            (each for each in (base, head) for it in each.left_out if it.name == name), None
        )
        if left is not None and left.operation is None:
            problems.append(left.why_left_out(name))
        elif left is None and name not in ids:
            close = difflib.get_close_matches(name, ids, n=3) or ids[:5]
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            problems.append(f"neither {base.file} nor {head.file} has an operation {name}{hint}")
    if problems:
        raise UsageError(tuple(problems))
