"""Whether edits do harm: what the description gives as an example must stay one."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.contract.explain import violations
from ringback.finding import steps
from ringback.lint.comparing import OBJECT, OBJECTS, admits
from ringback.lint.examples import examples
from ringback.lint.fix.edit import Edit, apply
from ringback.lint.subject import Subject
from ringback.lint.values import Value
from ringback.payload import at
from ringback.schema.document import SchemaDocument
from ringback.witness import Nothing, Search

_DEPTH = 64
_SPOILT = "An example says otherwise."
_EMPTIED = "No object would fit it then."


class Trial:
    """The examples and defaults of a description that its edits must leave valid.

    Left out are those that are invalid as it is, and those that two branches of a union admit: a
    tag is there to refuse them.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
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
            if admits(subject.book.schema(place), value) and plain.is_plain(place, value)
        ]

    def harmless(self, edits: Sequence[Edit]) -> tuple[list[Edit], list[tuple[Edit, str]]]:
        """The edits that can be made together, and the others, each with the reason.

        A cause is made or left. What an example's refusal points at is left, until no example is
        refused; then what makes a schema that no object fits.
        """
        reasons: dict[str, str] = {}
        while True:
            kept = [edit for edit in edits if edit.cause not in reasons]
            document = copy.deepcopy(self._document)
            for edit in kept:
                apply(document, edit)
            book = SchemaDocument({**document, OBJECTS: OBJECT})
            blamed = dict.fromkeys(self._refusing(book, kept), _SPOILT)
            blamed = blamed or dict.fromkeys(self._emptied(book, kept), _EMPTIED)
            if not blamed:
                left = [(edit, reasons[edit.cause]) for edit in edits if edit.cause in reasons]
                return kept, left
            reasons |= blamed

    def _refusing(self, book: SchemaDocument, edits: Sequence[Edit]) -> Iterator[str]:
        """The causes of the edits for which an example is refused."""
        causes = {edit.place: edit.cause for edit in edits}
        for place, value in self._given:
            if admits(book.schema(place), value):
                continue
            objecting = [each.schema for each in violations(book, place, value)]
            found = [causes[at_] for each in objecting if (at_ := _nearest(each, causes))]
            if not found:  # none is pointed at: any that the example comes to may be it
                homes = {each.home for each in self._subject.values.walk([place])}
                found = [cause for at_, cause in causes.items() if at_ in homes]
            yield from found or causes.values()

    def _emptied(self, book: SchemaDocument, edits: Sequence[Edit]) -> Iterator[str]:
        """The causes of the edits behind which no object fits a schema that one fitted before."""
        before, after = SchemaDocument({**self._document, OBJECTS: OBJECT}), book
        search = Search()
        for edit in edits:
            if _is_empty(search, after, edit.place) and not _is_empty(search, before, edit.place):
                yield edit.cause


def _is_empty(search: Search, book: SchemaDocument, place: str) -> bool:
    """Whether no object fits a schema: proved."""
    parts = [book.schema(place), book.schema(f"/{OBJECTS}")]
    return isinstance(search.find(parts, [], declared=False), Nothing)


def _nearest(place: str, edited: Mapping[str, str]) -> str:
    """The innermost edited schema in which a keyword stands; the empty text for none."""
    while place and place not in edited:
        place = place.rpartition("/")[0]
    return place


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
            taken = [each for each in branches if admits(self._book.schema(each.home), value)]
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
