"""Schemas that two descriptions have letter for letter, with all that they lead to.

Most of a description is as it was: what is the same text in both is asked of no rule.
"""

import json
from functools import cached_property

from ringback.changes.changed_schemas.families import building_upon
from ringback.description import Description
from ringback.schema.alternatives import Forms
from ringback.schema.document import SchemaDocument
from ringback.schema.references.concerned import in_text, leading_to, references


class SameText:
    """Tells of schemas at one place of two descriptions whether nothing about them is another.

    Prose, extensions and the order of members count. A yes is certain; a no says little.
    """

    def __init__(
        self, base: Description, head: Description, older: SchemaDocument, newer: SchemaDocument
    ) -> None:
        self._comparable = base.is_old is head.is_old
        self._books = older, newer
        # What an old edition's `nullable` is meant to do is no more in the text.
        self._odd = tuple(base.nullable ^ head.nullable)
        self._known: dict[str, bool] = {}

    def __call__(self, base: str, head: str) -> bool:
        """Whether both places are one, and all that stands there and behind it is the same."""
        if base != head or not self._comparable:
            return False
        if base not in self._known:
            targets = self._targets(base)
            same = targets is not None and self._changed.isdisjoint((base, *targets))
            self._known[base] = same
        return self._known[base]

    def of_forms(self, base: Forms, head: Forms) -> bool:
        """The same of all schemas of a value's forms."""
        if len(base) != len(head):
            return False
        return all(
            len(one) == len(two)
            and all(self(a.pointer, b.pointer) for a, b in zip(one, two, strict=True))
            for one, two in zip(base, head, strict=True)
        )

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The targets of references that are not the same, or lead to what is not."""
        starts = (each for book in self._books for each in references(book.root))
        families = (
            (parent, child)
            for book in self._books
            for parent, children in building_upon(book).items()
            for child in children
        )
        return leading_to(starts, self._targets, families)

    def _targets(self, place: str) -> frozenset[str] | None:
        """Where the references of what stands at a place lead; None where the sides differ."""
        try:
            one, two = (book.at(place) for book in self._books)
        except KeyError:
            return None
        if any(f"{each}/".startswith(f"{place}/") for each in self._odd) or one != two:
            return None
        text = json.dumps(one, default=str)  # 1 and true are equal to Python, and no one text
        return in_text(text) if text == json.dumps(two, default=str) else None
