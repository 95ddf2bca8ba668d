"""Two schemas with their unions as they are meant: by tags, not by the letter of `oneOf` alone.

A `oneOf` whose branches overlap admits next to nothing by the letter, and from nothing anything
follows. Where a tag tells which branch is meant, each branch is held to its tag. Where none does,
nothing is known of the place: it is set aside, so that all that stands beside it can be compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.changes.families import family_of, parent_of
from ringback.changes.union_tags import Tags, UnionTags, branch_names, held_to, union_tags
from ringback.payload import at
from ringback.finding import steps
from ringback.schema.applying import reached
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.editing import replaced
from ringback.schema.keywords import UNIONS, is_annotation
from ringback.witness import Alike, Found, Nothing, Search
from ringback.witness.kinds import Kinds

_LIMIT = 4_000  # goals that are looked at to find out whether a branch has a payload of its own
_ROUNDS = 4  # unions that overlap within one another
_TOKEN = "x-undecided:"
_WHY = (
    "the branches of its oneOf overlap, so that by the letter hardly a payload is valid, and no "
    "tag says which branch is meant; give each branch a required member with a const of its own"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why nothing was proved, and where: pointers of the producer and the consumer."""

    why: str
    producer: str
    consumer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Two schemas as they are meant, and what is in doubt whatever else is found.

    `aside` are the places that were set aside: by the text that stands there for every payload, one
    that the branches admit. `changed` tells that a union is read otherwise than by the letter.
    """

    producer: Schema
    consumer: Schema
    doubts: tuple[Doubt, ...] = ()
    aside: Mapping[str, Any] = field(default_factory=dict)
    changed: bool = False


class Meaning:
    """Finds out how unions are meant; what is known of a union of a description is kept."""

    def __init__(self, alike: Alike) -> None:
        self._alike = alike
        self._kinds = Kinds()
        self._search = Search(limit=_LIMIT)
        self._tags: dict[tuple[Schema, str], UnionTags | None] = {}
        self._overlapping: dict[Schema, bool] = {}

    def of(self, producer: Schema, consumer: Schema, sources: tuple[Schema, Schema]) -> Meant:
        """The two as they are meant; `sources` are the schemas that they were cut out of."""
        found = self._tagged(Meant(producer=producer, consumer=consumer), sources)
        if not found.changed:  # what is known of the descriptions themselves holds
            found = self._set_aside(found, sources)
        for _ in range(_ROUNDS):
            before = found
            found = self._set_aside(found, (found.producer, found.consumer))
            if found.aside == before.aside:
                break
        return found

    def _tagged(self, here: Meant, sources: tuple[Schema, Schema]) -> Meant:
        """With each branch held to its tags."""
        given, taken = (self._every_union(each) for each in sources)
        if not any(given) and not any(taken):
            return here
        told = {place: tags for place, (_, tags) in given.items() if tags is not None}
        known = {place: tags for place, (_, tags) in taken.items() if tags is not None}
        ways = dict(told)
        ways |= {
            place: lent
            for place, (owner, tags) in given.items()
            if tags is None and (lent := self._lent(owner, place, known)) is not None
        }
        others = {
            place: self._for_consumer(owner, place, tags, ways)
            for place, (owner, tags) in taken.items()
        }
        families = _families(ways, others)
        producer = _rewritten(here.producer, ways, families, of_producer=True)
        consumer = _rewritten(
            here.consumer,
            {place: tags for place, tags in others.items() if tags is not None},
            {there: (other, mine) for other, (there, mine) in _turned(families).items()},
            of_producer=False,
        )
        changed = producer != here.producer or consumer != here.consumer
        return replace(here, producer=producer, consumer=consumer, changed=changed)
