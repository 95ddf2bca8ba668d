"""Whether edits do harm: what the description gives as an example must stay one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.contract.explain import violations
from ringback.lint.fix.edit import Edit, apply
from ringback.lint.rules.examples.examples import examples
from ringback.lint.shared.subject import LintSubject
from ringback.lint.shared.union_branches import OBJECT, OBJECTS, admits
from ringback.payload import copied
from ringback.schema.document import SchemaDocument
from ringback.schema.value_schema import ValueSchema, value_schema, walk
from ringback.witness import Nothing, Search

_DEPTH = 64
_SPOILT = "An example says otherwise."
_EMPTIED = "No object would fit it then."


class Trial:
    """The examples and defaults of a description that its edits must leave valid.

    Left out are those that are invalid as it is, and those that two branches of a union admit: a
    tag is there to refuse them.
    """

    def __init__(self, subject: LintSubject) -> None:
        self._subject = subject
        self._document = subject.description.document
        given = [(each.schema, each.value) for each in examples(subject.description)]
        given += [
            (spot.pointer, node["default"])
            for spot, node in subject.schemas()
            if isinstance(node, dict) and "default" in node
        ]
        self._given = [
            (place, value)
            for place, value in given
            if admits(schema := subject.document.schema(place), value)
            and _is_plain(value_schema(schema), value)
        ]

    def harmless(self, edits: Sequence[Edit]) -> tuple[list[Edit], list[tuple[Edit, str]]]:
        """The edits that can be made together, and the others, each with the reason.

        A cause is made or left. What an example's refusal points at is left, until no example is
        refused; then what makes a schema that no object fits.
        """
        reasons: dict[str, str] = {}
        while True:
            kept = [edit for edit in edits if edit.cause not in reasons]
            document = copied(self._document)
            for edit in kept:
                apply(document, edit)
            after = SchemaDocument({**document, OBJECTS: OBJECT})
            blamed = dict.fromkeys(self._refusing(after, kept), _SPOILT)
            blamed = blamed or dict.fromkeys(self._emptied(after, kept), _EMPTIED)
            if not blamed:
                left = [(edit, reasons[edit.cause]) for edit in edits if edit.cause in reasons]
                return kept, left
            reasons |= blamed

    def _refusing(self, after: SchemaDocument, edits: Sequence[Edit]) -> Iterator[str]:
        """The causes of the edits for which an example is refused."""
        causes = {edit.place: edit.cause for edit in edits}
        for place, value in self._given:
            if admits(after.schema(place), value):
                continue
            objecting = [each.schema for each in violations(after, place, value)]
            found = [causes[at_] for each in objecting if (at_ := _nearest(each, causes))]
            if not found:  # none is pointed at: any that the example comes to may be it
                met = walk([self._subject.document.schema(place)])
                homes = {each.home.pointer for each in met}
                found = [cause for at_, cause in causes.items() if at_ in homes]
            yield from found or causes.values()

    def _emptied(self, after: SchemaDocument, edits: Sequence[Edit]) -> Iterator[str]:
        """The causes of the edits behind which no object fits a schema that one fitted before."""
        before, search = self._subject.document, Search()
        for edit in edits:
            if _is_empty(search, after, edit.place) and not _is_empty(search, before, edit.place):
                yield edit.cause


def _is_empty(search: Search, document: SchemaDocument, place: str) -> bool:
    """Whether no object fits a schema: proved."""
    both = [document.schema(place), document.schema(f"/{OBJECTS}")]
    return isinstance(search.find(both, [], declared=False), Nothing)


def _nearest(place: str, edited: Mapping[str, str]) -> str:
    """The innermost edited schema in which a keyword stands; the empty text for none."""
    while place and place not in edited:
        place = place.rpartition("/")[0]
    return place


def _is_plain(value: ValueSchema, given: Any, depth: int = 0) -> bool:
    """Whether one branch at most of each union admits each object in what is given."""
    if depth > _DEPTH:
        return True
    for _, branches in (union for each in value.schemas for union in each.own_unions):
        taken = [each for each in branches if admits(each, given)]
        if isinstance(given, dict) and len(taken) > 1:
            return False
        if not all(_is_plain(value_schema(each), given, depth + 1) for each in taken):
            return False
    return all(_is_plain(below, inner, depth + 1) for below, inner in _below(value, given))


def _below(value: ValueSchema, given: Any) -> Iterator[tuple[ValueSchema, Any]]:
    if isinstance(given, dict):
        for name, schemas in value.members.items():
            if name in given:
                yield value_schema(*schemas), given[name]
    if isinstance(given, list):
        items = [it for each in value.schemas if (it := each.one("items")) is not None]
        if items:
            yield from ((value_schema(*items), item) for item in given)
