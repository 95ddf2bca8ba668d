"""Two branches of a union held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from ringback.lint.shared.unions import Union, UnionBranch
from ringback.schema.document import Schema, SchemaDocument
from ringback.witness import Answer, Found, Nothing, Search, Unknown

OBJECTS, OBJECT = "x-ringback-objects", {"type": "object"}  # any object at all, in a document


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """What the search says of the branches of one description; each question is asked once."""

    document: SchemaDocument
    search: Search
    _covers: dict[tuple[Schema, Schema], bool] = field(default_factory=dict, repr=False)
    _empty: dict[Schema, bool] = field(default_factory=dict, repr=False)

    def find(
        self,
        inside: Sequence[Schema],
        outside: Sequence[Schema],
        *,
        declared: bool,
        loose: Sequence[Schema] = (),
    ) -> Answer:
        """As the search, which says nothing of schemas that no validator can be made of."""
        try:
            return self.search.find(inside, outside, declared=declared, loose=loose)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            return Unknown(why=f"a schema can't be compiled: {error}")

    def is_empty(self, schema: Schema) -> bool:
        """Whether a schema is proved to admit nothing."""
        if schema not in self._empty:
            answer = self.find([schema], [], declared=False)
            self._empty[schema] = isinstance(answer, Nothing)
        return self._empty[schema]

    def covers(self, wide: UnionBranch, narrow: UnionBranch) -> bool:
        """Whether one branch is proved to admit all that another one does, which is something."""
        key = (wide.schema, narrow.schema)
        if key not in self._covers:
            self._covers[key] = (
                _may_meet(wide, narrow)
                and isinstance(self.find([narrow.schema], [wide.schema], declared=False), Nothing)
                and not self.is_empty(narrow.schema)
            )
        return self._covers[key]

    def shared(self, one: UnionBranch, other: UnionBranch, around: list[Schema]) -> Found | None:
        """A `Found` payload of declared members that both admit; None where none is known.

        An object where both admit one; and no other where both are about objects without a word
        on the type: that both admit a text as well is nobody's trouble.
        """
        if not _may_meet(one, other):
            return None
        both = [one.schema, other.schema, *around]
        answer: Answer = Nothing()
        if one.value.may_be_object and other.value.may_be_object:
            answer = self._shared(both, [self.document.schema(f"/{OBJECTS}")])
        if not isinstance(answer, Found) and not (one.is_of_objects and other.is_of_objects):
            answer = self._shared(both, [])
        return answer if isinstance(answer, Found) else None

    def _shared(self, inside: list[Schema], loose: list[Schema]) -> Answer:
        return self.find(inside, [], declared=True, loose=loose)


def admits(schema: Schema, value: Any) -> bool:
    """Whether a schema admits a value; one that no validator can be made of does not."""
    try:
        return schema.admits(value)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
        return False


def covered(union: Union, comparing: Comparing) -> dict[int, int]:
    """The branches that another one covers, by its index; of two alike, the later one."""
    found: dict[int, int] = {}
    for narrow, branch in enumerate(union.branches):
        for wide, other in enumerate(union.branches):
            skipped = narrow == wide or branch.vacuous or other.vacuous or wide in found
            if skipped or not comparing.covers(other, branch):
                continue
            if wide > narrow and comparing.covers(branch, other):
                continue  # they are alike, and the later one is told
            found[narrow] = wide
            break
    return found


def _may_meet(one: UnionBranch, other: UnionBranch) -> bool:
    """Whether the types that are named leave room for a value of both."""
    left, right = one.value.types, other.value.types
    numbers = {"integer", "number"}
    both_numbers = bool(left & numbers) and bool(right & numbers)
    return not left or not right or both_numbers or bool(left & right)
