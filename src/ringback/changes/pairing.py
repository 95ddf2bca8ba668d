"""Which operation of the newer description is which of the older one."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ringback.description import Description
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
        """Whether it stands at another path or method: only its id is the same."""
        return _place(self.base) != _place(self.head)

    @property
    def ids(self) -> tuple[str, ...]:
        """The id that it goes by in what is told of it: the newer one."""
        return (self.head.id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedSides:
    """Two descriptions, and how their operations belong together.

    `gone` are those of the older one that the newer one has no more, `come` the new ones.
    `older` and `newer` are the schemas of the two.
    """

    base: Description
    head: Description
    older: SchemaDocument
    newer: SchemaDocument
    pairs: tuple[Pair, ...]
    gone: tuple[Operation, ...]
    come: tuple[Operation, ...]


def pair_up(base: Description, head: Description, operations: Sequence[str] = ()) -> PairedSides:
    """Pair the operations by method and path template, what is left by operationId.

    The names of path parameters do not matter: `/a/{id}` is `/a/{key}`. With `operations` only
    those of these ids, in either description, are kept; a UsageError names the ids that neither
    description has.
    """
    _known(base, head, operations)
    wanted = frozenset(operations)
    old, new = _judged(base, head), _judged(head, base)
    found = _by_place(old, new)
    found |= _by_id(
        [each for each in old if each.id not in found],
        [each for each in new if each.id not in {it.id for it in found.values()}],
    )
    taken = {each.id for each in found.values()}
    pairs = (Pair(base=each, head=found[each.id]) for each in old if each.id in found)
    return PairedSides(
        base=base,
        head=head,
        older=SchemaDocument(base.document),
        newer=SchemaDocument(head.document),
        pairs=tuple(each for each in pairs if not wanted or wanted & {each.base.id, each.head.id}),
        gone=tuple(
            each for each in old if each.id not in found and (not wanted or each.id in wanted)
        ),
        come=tuple(
            each for each in new if each.id not in taken and (not wanted or each.id in wanted)
        ),
    )


def template(path: str) -> str:
    """A path template without the names of its parameters."""
    return _TEMPLATE.sub("{}", path)


def _place(operation: Operation) -> tuple[str, str]:
    return operation.method, template(operation.path)


def _judged(description: Description, other: Description) -> list[Operation]:
    """The operations that are left out in neither description: of the others nothing is known."""
    paths = {left.name for left in other.left_out if left.operation is None}
    unknown = [left.operation for left in other.left_out if left.operation is not None]
    places, ids = set(map(_place, unknown)), {each.id for each in unknown}
    return [
        each
        for each in description.operations
        if _place(each) not in places
        and each.id not in ids
        and paths.isdisjoint({each.path, f"{each.method} {each.path}"})
    ]


def _by_place(base: Sequence[Operation], head: Sequence[Operation]) -> dict[str, Operation]:
    """The newer operation of each older one's id: at the very path, else at the template."""
    exact = {(each.method, each.path): each for each in head}
    alike: dict[tuple[str, str], Operation] = {}
    for each in head:
        alike.setdefault(_place(each), each)
    found: dict[str, Operation] = {}
    taken: set[str] = set()
    for each in base:
        other = exact.get((each.method, each.path)) or alike.get(_place(each))
        if other is not None and other.id not in taken:
            found[each.id] = other
            taken.add(other.id)
    return found


def _by_id(gone: Sequence[Operation], come: Sequence[Operation]) -> dict[str, Operation]:
    """What stands elsewhere under its old id."""
    named = {each.id: each for each in come}
    return {each.id: named[each.id] for each in gone if each.id in named}


def _known(base: Description, head: Description, operations: Sequence[str]) -> None:
    """Raise a UsageError for ids that neither description has."""
    ids = list(dict.fromkeys(each.id for each in (*base.operations, *head.operations)))
    problems = []
    for name in operations:
        left = next(
            (each for each in (base, head) for it in each.left_out if it.name == name), None
        )
        if left is not None:
            problems.append(left.why_left_out(name))
        elif name not in ids:
            close = difflib.get_close_matches(name, ids, n=3) or ids[:5]
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            problems.append(f"neither {base.file} nor {head.file} has an operation {name}{hint}")
    if problems:
        raise UsageError(tuple(problems))
