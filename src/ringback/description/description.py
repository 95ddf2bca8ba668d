"""A description that has been read: its document, its operations, and where each value stands."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringback.description.bundle import Dangling
from ringback.description.structure import Spot
from ringback.description.tree import Node, Trap, child
from ringback.errors import UsageError
from ringback.finding import steps
from ringback.operation import Operation
from ringback.schema.dynamic_scope import origin
from ringback.schema.lookup import locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a file; `line` counts from 1."""

    file: str
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """An OpenAPI document with its overlays applied and everything it refers to brought in.

    In `document` every Schema Object is JSON Schema 2020-12 and every reference a pointer of the
    document itself; `written` is the same before schemas were upgraded, for who judges the form.
    Both are to be read only. `version` is the OpenAPI version as written. `spots` tells what
    stands where. `dangling` is empty but for a description that was surveyed and not loaded.
    `copies` tells of which schema each is a copy that was made for a dynamic scope.
    """

    document: dict[str, Any]
    written: dict[str, Any]
    file: str
    version: str
    operations: tuple[Operation, ...]
    spots: tuple[Spot, ...]
    tree: Node
    traps: tuple[Trap, ...] = ()
    dangling: tuple[Dangling, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)

    def origin(self, pointer: str) -> str:
        """The pointer as the description has it: of a copy for a dynamic scope, its original's."""
        return origin(pointer, self.copies)

    def place(self, pointer: str) -> Place:
        """The file and line of the value at the pointer, or of the nearest one above it.

        References on the way are followed, so that the place is where a person has to look.
        """
        todo = steps(self.origin(pointer))
        node: Node | None = self.tree
        known = self.tree
        for done, step in enumerate(todo):
            node = child(known, step)
            if node is None:
                return self._beyond(todo, done, known)
            known = node
        return Place(file=known.file, line=known.line)

    def _beyond(self, todo: list[str], done: int, known: Node) -> Place:
        """The place of what only a reference at `known` leads to, else that of `known`."""
        here = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in todo[:done])
        rest = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in todo[done:])
        try:
            target, _ = locate(self.document, here)
        except KeyError:
            target = here
        if target == here:
            return Place(file=known.file, line=known.line)
        return self.place(target + rest)

    def at(self, pointer: str) -> Any:
        """The value at the pointer, references followed on the way and at its end.

        Raises KeyError where there is no such place.
        """
        return locate(self.document, pointer)[1]

    def operation(self, name: str) -> Operation:
        """The operation of this id; a UsageError names the closest ones where there is none."""
        for operation in self.operations:
            if operation.id == name:
                return operation
        known = [operation.id for operation in self.operations]
        close = difflib.get_close_matches(name, known, n=3) or known[:5]
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise UsageError((f"{self.file} has no operation {name}{hint}",))
