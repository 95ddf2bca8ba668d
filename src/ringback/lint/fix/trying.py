"""Whether edits do harm: what the description gives as an example must stay one."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from ringback.finding import steps
from ringback.lint.comparing import admits
from ringback.lint.examples import examples
from ringback.lint.fix.edit import Edit, apply
from ringback.lint.subject import Subject
from ringback.lint.values import Value
from ringback.payload import at
from ringback.witness import Book, Part

_DEPTH = 64


class Trial:
    """The examples and defaults of a description that its edits must leave valid.

    Left out are those that are invalid as it is, and those that two branches of a union admit: a
    tag is there to refuse them.
    """

    def __init__(self, subject: Subject) -> None:
        self._document = subject.description.document
        given = [(each.schema, each.value) for each in examples(subject.description)]
        given += [
            (spot.pointer, node["default"])
            for spot, node in subject.schemas()
            if isinstance(node, dict) and "default" in node
        ]
        plain = Plainness(subject)
        self._given = [
            (place, value)
            for place, value in given
            if admits(Part(subject.book, place), value) and plain.is_plain(place, value)
        ]

    def fine(self, edits: Sequence[Edit]) -> bool:
        """Whether every example is admitted still once these edits are made."""
        document = copy.deepcopy(self._document)
        for edit in edits:
            apply(document, edit)
        book = Book(document)
        return all(admits(Part(book, place), value) for place, value in self._given)

    def harmless(self, edits: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
        """The edits that can be made together, and those that can't; a cause is made or left."""
        if self.fine(edits):
            return list(edits), []
        kept: list[Edit] = []
        left: list[Edit] = []
        for cause in dict.fromkeys(edit.cause for edit in edits):
            these = [edit for edit in edits if edit.cause == cause]
            if self.fine([*kept, *these]):
                kept += these
            else:
                left += these
        return kept, left


class Plainness:
    """Whether it is plain which branch of each union a value takes."""

    def __init__(self, subject: Subject) -> None:
        self._values = subject.values
        self._book = subject.book

    def is_plain(self, place: str, value: Any) -> bool:
        """Whether one branch at most admits each object in the value."""
        return self._plain(self._values.value([place]), value, 0)

    def _plain(self, schema: Value, value: Any, depth: int) -> bool:
        if depth > _DEPTH:
            return True
        for branches in self._unions(schema):
            taken = [each for each in branches if admits(Part(self._book, each.home), value)]
            if isinstance(value, dict) and len(taken) > 1:
                return False
            if not all(self._plain(each, value, depth + 1) for each in taken):
                return False
        return all(
            self._plain(below, inner, depth + 1) for below, inner in self._below(schema, value)
        )

    def _unions(self, schema: Value) -> Iterator[list[Value]]:
        found: dict[str, list[Value]] = {}
        for place in schema.places:
            for keyword in ("anyOf", "oneOf"):
                for index in range(len(self._values.raw(place).get(keyword, ()))):
                    branch = self._values.value([f"{place}/{keyword}/{index}"])
                    found.setdefault(f"{place}/{keyword}", []).append(branch)
        yield from found.values()

    def _below(self, schema: Value, value: Any) -> Iterator[tuple[Value, Any]]:
        if isinstance(value, dict):
            for name, places in self._values.members(schema).items():
                if name in value:
                    yield self._values.value(places), value[name]
        if isinstance(value, list):
            items = [f"{place}/items" for place in schema.places]
            places = [each for each in items if isinstance(self._node(each), dict)]
            if places:
                yield from ((self._values.value(places), item) for item in value)

    def _node(self, place: str) -> Any:
        return at(self._values.document, steps(place))
