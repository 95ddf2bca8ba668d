"""Two branches of a union held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jsonschema_rs

from ringback.lint.shared.plainly_satisfiable import PlainValues
from ringback.lint.shared.tag_values import TagValues
from ringback.lint.shared.unions import Union, UnionBranch
from ringback.schema.document import Schema, SchemaDocument
from ringback.witness import Answer, Found, Nothing, Search, Unknown
from ringback.witness import admits as follows

OBJECTS, OBJECT = "x-ringback-objects", {"type": "object"}  # any object at all, in a document
_TRIED = 8  # payloads of a branch by which others are tried
_ODD: tuple[Any, ...] = (0, "", True, None, [], {})  # one of each type


@dataclass(frozen=True, kw_only=True)
class Comparing:
    """What the search says of the branches of one description; each question is asked once."""

    document: SchemaDocument
    search: Search
    _covers: dict[tuple[Schema, Schema], bool] = field(default_factory=dict, repr=False)
    _alone: dict[Schema, Answer] = field(default_factory=dict, repr=False)
    _seen: dict[Schema, list[Any]] = field(default_factory=dict, repr=False)
    _tags: TagValues = field(default_factory=TagValues, repr=False)

    @cached_property
    def _plain(self) -> PlainValues:
        return PlainValues(lambda schema: isinstance(self._payload(schema), Found))

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
        return not self._plain.has_one(schema) and isinstance(self._payload(schema), Nothing)

    def _payload(self, schema: Schema) -> Answer:
        """Some payload of a schema."""
        if schema not in self._alone:
            self._alone[schema] = self.find([schema], [], declared=False)
        return self._alone[schema]

    def covers(self, wide: UnionBranch, narrow: UnionBranch) -> bool:
        """Whether one branch is proved to admit all that another one does, which is something."""
        key = (wide.schema, narrow.schema)
        if key not in self._covers:
            self._covers[key] = (
                _may_meet(wide, narrow)
                and not self._are_apart(wide, narrow)
                and not self._is_shown_outside(wide.schema, narrow.schema)
                and not self.is_empty(narrow.schema)
                and self._lies_within(wide.schema, narrow.schema)
            )
        return self._covers[key]

    def _are_apart(self, one: UnionBranch, other: UnionBranch) -> bool:
        """Whether they are for objects alone, and a tag tells these apart."""
        objects = {"object"} in (one.value.types, other.value.types)
        return objects and self._tags.apart(one.schema, other.schema)

    def _is_shown_outside(self, wide: Schema, narrow: Schema) -> bool:
        """Whether a payload is known already that the one admits, and the other does not.

        What shows a branch to be outside another one is outside most of the rest, too.
        """
        if narrow not in self._seen:
            answer = self._payload(narrow)
            self._seen[narrow] = [answer.value] if isinstance(answer, Found) else []
        known = self._seen[narrow]
        if not all(_meets(wide, value) for value in known[:_TRIED]):
            return True
        odd = _with_odd_member(known[0], wide, narrow) if known else None
        return odd is not None and _meets(narrow, odd) and not _meets(wide, odd)

    def _lies_within(self, wide: Schema, narrow: Schema) -> bool:
        """Whether the search proves it; what it finds instead is kept for the next branch."""
        answer = self.find([narrow], [wide], declared=False)
        if isinstance(answer, Found):
            self._seen[narrow].append(answer.value)
        return isinstance(answer, Nothing)

    def shared(self, one: UnionBranch, other: UnionBranch, around: list[Schema]) -> Found | None:
        """A `Found` payload of declared members that both admit; None where none is known.

        An object where both admit one; and no other where both are about objects without a word
        on the type: that both admit a text as well is nobody's trouble.
        """
        if not _may_meet(one, other):
            return None
        both = [one.schema, other.schema, *around]
        answer: Answer = Nothing()
        objects = one.value.may_be_object and other.value.may_be_object
        if objects and not self._tags.apart(one.schema, other.schema):
            answer = self._shared(both, [self.document.schema(f"/{OBJECTS}")])
        elsewhere = {"object"} not in (one.value.types, other.value.types)
        silent = one.is_of_objects and other.is_of_objects
        if not isinstance(answer, Found) and elsewhere and not silent:
            answer = self._shared(both, [])
        return answer if isinstance(answer, Found) else None

    def _shared(self, inside: list[Schema], loose: list[Schema]) -> Answer:
        return self.find(inside, [], declared=True, loose=loose)


def _with_odd_member(value: Any, wide: Schema, narrow: Schema) -> dict[str, Any] | None:
    """An object of the one branch with a member that the other alone has a word about, wrong there.

    Most branches of a union are open, and lie outside one another for no more than that.
    """
    if not isinstance(value, dict):
        return None
    for name, members in wide.members.items():
        if name not in narrow.members:
            for each in _ODD:
                if not all(_meets(member, each) for member in members):
                    return {**value, name: each}
    return None


def _meets(schema: Schema, value: Any) -> bool:
    """Whether a schema admits a value, by following it; also where no validator can be made.

    No validator is compiled for it: a pair of branches is asked about once.
    """
    try:
        return follows(schema, value)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
        return True


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
