"""A description that has been read: its document, its operations, and where each value stands."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ringback.description.bundle import Dangling
from ringback.description.left_out import LeftOut
from ringback.description.reading.tree import Node, Trap, child
from ringback.description.steady_places import steady
from ringback.description.structure import SchemaSpot
from ringback.description.swagger2.moved_places import written_place
from ringback.errors import UsageError
from ringback.finding import steps
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.schema.references.dynamic_scope import origin
from ringback.schema.references.lookup import at_places, locate
from ringback.schema.validators.soundness import SchemaFlaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a file; `line` counts from 1."""

    file: str
    line: int | None


@dataclass(frozen=True, kw_only=True)  # no slots: what is asked often is kept in the instance
class Description:
    """An OpenAPI document with its overlays applied and everything it refers to brought in.

    In `document` every Schema Object is JSON Schema 2020-12 and every reference a pointer of the
    document itself; `written` is the same before schemas were upgraded, for who judges the form.
    Both are to be read only. `version` is the OpenAPI version as written. `spots` tells what
    stands where, `written_spots` the same of `written`; they differ where it is Swagger 2.0, and
    `moves` then leads from one to the other. `copies` tells of which schema each is a copy that
    was made for a dynamic scope.

    `operations` are those to judge by, `described` all that could be read. What is wrong with the
    others tells `left_out`, what was taken out of schemas `flaws`; `weak` are the pointers of the
    schemas that admit more for it than was meant. `dangling` are references that lead nowhere, by
    their pointers as written, `unnamed` names that name nothing. `nullable` are the schemas of an
    old edition that bear the word where it does nothing, and is meant all the same. Files are told
    as seen from the folder `root`, as they are opened where there is none.
    """

    document: dict[str, Any]
    written: dict[str, Any]
    file: str
    version: str
    operations: tuple[Operation, ...]
    spots: tuple[SchemaSpot, ...]
    written_spots: tuple[SchemaSpot, ...]
    tree: Node
    described: tuple[Operation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    flaws: tuple[SchemaFlaw, ...] = ()
    weak: frozenset[str] = frozenset()
    traps: tuple[Trap, ...] = ()
    dangling: tuple[Dangling, ...] = ()
    unnamed: tuple[Dangling, ...] = ()
    nullable: frozenset[str] = frozenset()
    copies: Mapping[str, str] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    root: str = ""

    @property
    def is_old(self) -> bool:
        """Whether its Schema Objects are no JSON Schema: those of 2.0 and 3.0 are a dialect."""
        return self.version.startswith(("2.", "3.0"))

    def origin(self, pointer: str) -> str:
        """The pointer as it was written: of a copy, its original's; of 2.0, that of the file."""
        return written_place(self.original(pointer), self.moves)

    def anchor(self, pointer: str) -> str:
        """A pointer into the file in a form that does not hang on the order of its members."""
        return steady(self.written, pointer)

    def original(self, pointer: str) -> str:
        """The pointer into the document: of a copy for a dynamic scope, its original's."""
        return origin(pointer, self.copies)

    def is_weak(self, pointer: str) -> bool:
        """Whether a schema admits more than it was meant to, as a part of it was left out."""
        return bool(self.weak) and self.original(pointer) in self.weak

    def place(self, pointer: str) -> Place:
        """The file and line of the value at the pointer, or of the nearest one above it.

        References on the way are followed, so that the place is where a person has to look.
        """
        return self.written_at(self.origin(pointer))

    def written_at(self, pointer: str) -> Place:
        """The same for a pointer into the description as it was written."""
        todo = steps(pointer)
        node: Node | None = self.tree
        known = self.tree
        for done, step in enumerate(todo):
            node = child(known, step)
            if node is None:
                return self._beyond(todo, done, known)
            known = node
        return self._seen(known)

    def _seen(self, node: Node) -> Place:
        """The place of a node, its file as seen from the root, alike on every machine."""
        name = node.file.removeprefix(f"{self.root}/") if self.root else node.file
        return Place(file=name, line=node.line)

    def _beyond(self, todo: list[str], done: int, known: Node) -> Place:
        """The place of what only a reference at `known` leads to, else that of `known`."""
        here = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in todo[:done])
        rest = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in todo[done:])
        try:
            target, _ = locate(self.written, here)
        except KeyError:
            target = here
        if target == here:
            return self._seen(known)
        return self.written_at(target + rest)

    def at(self, pointer: str) -> Any:
        """The value at the pointer, references followed on the way and at its end.

        Raises KeyError where there is no such place.
        """
        return locate(self.document, pointer)[1]

    def operation_at(self, pointer: str) -> Operation | None:
        """The operation that a pointer leads into, of those to judge by; None for what is shared.

        Of one within another, as in a callback, it is the outer one.
        """
        return _nearest(self._judged, pointer)

    def described_at(self, pointer: str) -> Operation | None:
        """The same of all that could be read, for a pointer as it is written in the file."""
        return _nearest(self._written_operations, pointer)

    @cached_property
    def schema_places(self) -> tuple[str, ...]:
        """The pointers of its schemas; not of those beside a 3.0 `$ref`, which are none."""
        spots = (each.pointer for each in self.spots if each.kind == "schema")
        return tuple(
            place for place, node in at_places(self.document, spots) if node is not MISSING
        )

    @cached_property
    def _judged(self) -> Mapping[str, Operation]:
        """The operations to judge by, by their pointers."""
        return {each.pointer: each for each in self.operations}

    @cached_property
    def _written_operations(self) -> Mapping[str, Operation]:
        """All that could be read, by where they are written; of several copies the first."""
        return {self.origin(each.pointer): each for each in reversed(self.described)}

    def operation(self, name: str) -> Operation:
        """The operation of this id; a UsageError names the closest ones where there is none."""
        for operation in self.operations:
            if operation.id == name:
                return operation
        why = self.why_left_out(name)
        if why:
            raise UsageError((f"{self.file}: {why}",))
        known = [operation.id for operation in self.operations]
        close = difflib.get_close_matches(name, known, n=3) or known[:5]
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise UsageError((f"{self.file} has no operation {name}{hint}",))

    def why_left_out(self, name: str) -> str:
        """Why an operation is not judged, with the place of what is wrong; empty if it is."""
        left = next((each for each in self.left_out if each.name == name), None)
        if left is None:
            return ""
        here = self.place(left.place)
        where = f"{here.file}:{here.line}" if here.line else here.file
        return f"{name} is left out: {left.why} ({where})"


def _nearest(operations: Mapping[str, Operation], pointer: str) -> Operation | None:
    """The outermost of the operations that a pointer leads into."""
    end = pointer.find("/", 1)
    while end != -1:
        found = operations.get(pointer[:end])
        if found is not None:
            return found
        end = pointer.find("/", end + 1)
    return operations.get(pointer)
