"""Two schemas as they are compared: one journey from what is written to what is looked at.

Cut out of their descriptions, read as they are meant, and put as their values travel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.changes.changed_schemas.relaxing import Relaxed
from ringback.changes.changed_schemas.tagged_unions import Tagged, tagged
from ringback.changes.changed_schemas.undecided import SetAside, Undecided, Unproved, says_nothing
from ringback.changes.changed_schemas.union_tags import TagReader
from ringback.changes.inclusion.travelling import Travel, on_the_wire, one_item, without_null
from ringback.finding import steps
from ringback.payload import at
from ringback.schema.applying import reached
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.editing import changed, excerpt, replaced
from ringback.schema.keywords import UNIONS
from ringback.witness import Alike

_ROUNDS = 4  # unions within unions that overlap
_HEIRS = "what builds upon it changed, and no tag says which of these is meant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A producer's and a consumer's schema, ready to be compared.

    `relaxed` is a document that admits as much as the consumer does, to be loosened. `doubts` are
    the places of which nothing can be known. `tokens` are the texts that stand for payloads of
    places that were set aside, each with one that goes there. Where tags were `borrowed`,
    nothing is proved; where any place was `opened`, declared members alone are.
    """

    producer: Schema
    consumer: Schema
    relaxed: Relaxed
    doubts: tuple[Unproved, ...] = ()
    tokens: Mapping[str, Any] = field(default_factory=dict)
    borrowed: bool = False
    opened: bool = False

    @property
    def loosened(self) -> Schema:
        """The consumer's schema, as far as it has been loosened."""
        return self.relaxed.schemas.schema(self.consumer.pointer)

    def closed(self, consumer: Schema, producer: Schema) -> "Prepared":
        """The pair with a consumer that admits less, loosened as it has been."""
        relaxed = Relaxed(consumer.document, producer, self.relaxed.moved)
        return replace(self, producer=producer, relaxed=relaxed)


class Preparing:
    """Prepares pairs of schemas; what is learnt of a description's unions helps with others."""

    def __init__(self, alike: Alike, reader: TagReader) -> None:
        self._alike = alike
        self._reader = reader
        self._undecided = Undecided(alike)

    def prepare(self, producer: Schema | None, consumer: Schema, travel: Travel) -> Prepared:
        """The two as they are compared. Without a schema a producer sends any value."""
        if producer is None:
            producer = SchemaDocument({"any": {}}).schema("/any")
        sources = producer, consumer
        found = tagged(cut(producer), cut(consumer), sources, self._reader)
        meant = self._meant(found, sources)
        sent = meant.producer
        if travel not in {Travel.TYPED, Travel.WHOLE}:  # there is no text for null
            sent = _changed(sent, without_null(sent))
        relaxed = Relaxed(meant.consumer.document, sent)
        held = one_item(sent, meant.consumer) if travel is Travel.REPEATED else meant.consumer
        on_the_wire(relaxed, held, travel)
        return Prepared(
            producer=sent,
            consumer=held,
            relaxed=relaxed,
            doubts=meant.doubts,
            tokens=meant.tokens,
            borrowed=found.borrowed,
            opened=meant.opened,
        )

    def _meant(self, found: Tagged, sources: tuple[Schema, Schema]) -> SetAside:
        """The two with what no tag decides set aside."""
        one, two = (each.document for each in sources)
        doubts = tuple(
            Unproved(why=_HEIRS, producer=before, consumer=after)
            for before, after in found.families
            if not self._alike(one.schema(before), two.schema(after))
        )
        here = SetAside(producer=found.producer, consumer=found.consumer, doubts=doubts)
        # What is known of the descriptions' own unions holds for those that are as they were.
        known = None if found.changed else sources
        for _ in range(_ROUNDS):
            now = here.producer, here.consumer
            more = self._undecided.set_aside(*now, known or now)
            here = replace(
                more,
                doubts=(*here.doubts, *more.doubts),
                tokens={**here.tokens, **more.tokens},
                opened=here.opened or more.opened,
            )
            known = None
            if (here.producer, here.consumer) == now:
                break
        return here

    def described(self, pair: Prepared) -> Prepared | None:
        """The pair with masked branches of anyOf that admit no more than they describe.

        None where there are none.
        """
        document = pair.loosened.document
        root, closed = document.root, list[str]()
        owners = [each for each in reached(pair.loosened) if "anyOf" in each.keywords]
        for owner in sorted(owners, key=lambda it: -len(it.pointer)):
            for branch in self._undecided.masked(owner):
                raw = at(root, steps(branch.pointer))
                if isinstance(raw, Mapping):
                    root = replaced(root, {branch.pointer: {"unevaluatedProperties": False, **raw}})
                    closed.append(branch.pointer)
        if not closed:
            return None
        taken = document.remade(root, closed).schema(pair.consumer.pointer)
        return pair.closed(taken, pair.producer)


def concrete(pair: Prepared) -> Prepared | None:
    """The pair without the vacuous branches of unions that say something as well.

    A closed branch is `false`, so that pointers stay. None where the consumer has none.
    """
    taken, given = (_changed(each, _vacuous(each)) for each in (pair.loosened, pair.producer))
    return None if taken is pair.loosened else pair.closed(taken, given)


def _vacuous(schema: Schema) -> dict[str, Any]:
    closed: dict[str, Any] = {}
    for each in reached(schema):
        for keyword in UNIONS:
            branches = [branch for branch in each.listed(keyword) if branch.raw is not False]
            empty = {branch.pointer: False for branch in branches if says_nothing(branch)}
            closed |= empty if len(empty) < len(branches) else {}
    return closed


def cut(schema: Schema) -> Schema:
    """The schema in a document that holds no more than it needs."""
    return SchemaDocument(excerpt(schema), like=schema.document).schema(schema.pointer)


def _changed(schema: Schema, changes: Mapping[str, Any]) -> Schema:
    """The schema in a document with other values at some places."""
    return changed(schema.document, changes).schema(schema.pointer)
