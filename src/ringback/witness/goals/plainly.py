"""What is plain about schemas without a search: of which kinds, alike, apart, sure to hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ringback.schema.document import Schema
from ringback.schema.keywords import IN_PLACE_LISTS, LEAF, is_annotation
from ringback.witness.goals.alike import Alike, as_text
from ringback.witness.goals.apart import Apart
from ringback.witness.goals.kinds import TYPES, Kinds


@dataclass(frozen=True, slots=True)
class Plainly:
    """What one search has learnt about the schemas of its documents."""

    kinds: Kinds = field(default_factory=Kinds)
    alike: Alike = field(default_factory=Alike)
    apart: Apart = field(default_factory=Apart)

    def may_meet(self, one: Schema, other: Schema, kind: str) -> bool:
        """Whether a value of the kind might fit both."""
        if kind not in self.kinds.of(one) or kind not in self.kinds.of(other):
            return False
        return kind != "object" or not self.apart(one, other)

    def holds(
        self,
        schema: Schema,
        bases: Sequence[Schema],
        kind: str,
        within: frozenset[Schema] = frozenset(),
    ) -> bool:
        """Whether the schema admits every value of the kind that all bases admit.

        A base says the same, or all that it says follows from one or another of them.
        """
        here = schema.bare()
        if any(self.alike(here, base) for base in bases):
            return True
        if here in within or here.raw is False:
            return False
        inner = within | {here}
        return (
            all(self._said(here, name, bases, kind) for name in here.keywords)
            and all(self.holds(each, bases, kind, inner) for each in here.joined)
            and all(self._chosen(*union, bases, kind, inner) for union in here.own_unions)
        )

    def _chosen(
        self,
        keyword: str,
        branches: Sequence[Schema],
        bases: Sequence[Schema],
        kind: str,
        within: frozenset[Schema],
    ) -> bool:
        """Whether a branch holds, and of a oneOf no other one may."""
        near = [it for it in branches if all(self.may_meet(base, it, kind) for base in bases)]
        if keyword == "oneOf" and len(near) > 1:
            return False
        return any(self.holds(each, bases, kind, within) for each in near)

    def _said(self, schema: Schema, name: str, bases: Sequence[Schema], kind: str) -> bool:
        """Whether what a keyword says, references and unions aside, follows from the bases."""
        value: Any = schema.keywords[name]
        given = [base.keywords[name] for base in bases if name in base.keywords]
        if name == "$ref":
            return schema.reference is not None
        if name == "type":
            named = [value] if isinstance(value, str) else value
            return any(kind in TYPES.get(each, ()) for each in named)
        if name == "required":
            return {each for names in given for each in names}.issuperset(value)
        if name == "properties":
            return all(self._member(each, it, bases) for each, it in schema.named(name).items())
        follows = name in LEAF and as_text(value) in map(as_text, given)
        return follows or name in IN_PLACE_LISTS or is_annotation(name)

    def _member(self, name: str, schema: Schema, bases: Sequence[Schema]) -> bool:
        given = (base.named("properties").get(name) for base in bases)
        return any(each is not None and self.alike(schema, each) for each in given)
