"""What payloads prove of two schemas: who breaks, what is dropped, and what nobody knows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ringback.change import Kind
from ringback.changes.changed_schemas.families import as_written
from ringback.changes.changed_schemas.held_schemas import ComparedSchemas
from ringback.changes.changed_schemas.undecided import OVERLAP, STAND_IN, Unproved, is_token, shown
from ringback.changes.changed_schemas.union_tags import TagReader
from ringback.changes.inclusion.breaks import Break, BreakOutcome, Breaks
from ringback.changes.inclusion.exchanged import Exchanged, exchanged
from ringback.changes.inclusion.preparing import Prepared, Preparing, concrete, cut
from ringback.changes.inclusion.travelling import Travel
from ringback.changes.pairs.pairing import PairedSides
from ringback.finding import steps
from ringback.payload import at
from ringback.schema.applying import reached
from ringback.schema.directions import UNSENT
from ringback.schema.document import Schema
from ringback.schema.keywords import UNIONS
from ringback.witness import (
    Alike,
    Nothing,
    Reworded,
    Search,
    Unknown,
    raised_recursion_limit,
)

EMPTY = "empty"
"""The cause of a doubt about a place that admits nothing."""

_NOTHING = "the {} description admits nothing at all there, so that anything follows"
_MASKED = "only an alternative that does not describe it lets it through"
_UNEVALUATED = "/unevaluatedProperties"  # what `declared` tells of: a member that is no more
_CLOSED: tuple[Any, ...] = (False, {"not": {}}, {"not": True})  # what is to admit nothing
_LEARNT = 20_000  # answers; they keep the documents alive that they are about
_DEPTH = 40  # of members and items in which what is in doubt is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadVerdict:
    """What two schemas came to, whatever operation they are of."""

    broken: tuple[Break, ...] = ()
    dropped: tuple[Break, ...] = ()
    unknown: tuple[Unproved, ...] = ()
    fine: Kind | None = None


class PayloadComparison:
    """Compares the schemas of two descriptions, each two of them once."""

    def __init__(self, sides: PairedSides) -> None:
        self._sides = sides
        reader = TagReader()
        self._plain = Alike(reader.labels)
        self._alike = Reworded(reader.labels)
        self._preparing = Preparing(self._alike, reader)
        self._begin()
        # The schemas as consumers hold payloads to them and as producers keep them, by side.
        every = list(exchanged(sides))
        older = ComparedSchemas(sides.base, sides.older, {each.base for each in every if each.base})
        newer = ComparedSchemas(sides.head, sides.newer, {each.head for each in every if each.head})
        self._taken = {side: (older.held(side), newer.held(side)) for side in UNSENT}
        self._sent = {
            "request": older.held("request", forbidden=True),
            "response": newer.held("response", forbidden=True),
        }
        self._known: dict[tuple[str, Travel, str, str], PayloadVerdict] = {}

    def _begin(self) -> None:
        """Start with nothing learnt: what is known of copies of documents keeps them alive."""
        self._search = Search()
        self._breaks = Breaks(self._search, Alike())

    def verdict(self, each: Exchanged) -> PayloadVerdict:
        """What the schemas of one part of an exchange come to."""
        if each.base is None and each.head is None:
            return PayloadVerdict()
        base, head = (
            book.meant.schema(place).bare() if place else None
            for book, place in zip(self._taken[each.side], (each.base, each.head), strict=True)
        )
        key = (each.area, each.travel, base.pointer if base else "", head.pointer if head else "")
        if key not in self._known:
            self._known[key] = self._verdict(each, base, head)
        return self._known[key]

    def _verdict(self, each: Exchanged, base: Schema | None, head: Schema | None) -> PayloadVerdict:
        """What the two schemas come to; nothing is known of what no stack has room for."""
        try:
            with raised_recursion_limit():
                if base and head and self._plain(base, head):
                    return PayloadVerdict()
                if base and head and self._alike(base, head):
                    return PayloadVerdict(
                        fine=None if self._is_weak(base, head) else Kind.COMPATIBLE
                    )
                return self._judged(each, base, head)
        except RecursionError:
            sides = [part.pointer if part else "" for part in (base, head)]
            producer, consumer = sides if each.of_request else sides[::-1]
            why = "the schemas lead from one to the next too many times"
            return PayloadVerdict(
                unknown=(Unproved(why=why, producer=producer, consumer=consumer),)
            )

    def _judged(self, each: Exchanged, base: Schema | None, head: Schema | None) -> PayloadVerdict:
        producer, consumer = (base, head) if each.of_request else (head, base)
        if consumer is None:  # who describes nothing takes everything
            return PayloadVerdict(fine=Kind.COMPATIBLE)
        if self._search.learnt > _LEARNT:
            self._begin()
        sent = self._sent[each.side].meant.schema(producer.pointer) if producer else None
        pair = self._preparing.prepare(sent, consumer, each.travel)
        outcome = self._breaks.find(pair)
        dropped: tuple[Break, ...] = ()
        if each.area == "request":
            dropped = self._ignored(pair)
        doubts = (*pair.doubts, *self._doubts(pair, outcome))
        masked = () if dropped else self._masked(pair)
        if each.area == "request":
            dropped += masked
        else:
            doubts += tuple(
                Unproved(
                    why=f"{_MASKED}: {it.sentence}", producer=it.producer, consumer=it.consumer
                )
                for it in masked
            )
        if not (outcome.breaks or dropped or doubts):
            doubts = tuple(self._empty(pair, "older" if each.of_request else "newer"))
        fine = None
        told = outcome.breaks or dropped or doubts
        if not (told or pair.borrowed or self._is_weak(base, head)):
            fine = Kind.OPEN if pair.opened else self._fine(pair)
        letter = self._letter(each) if outcome.breaks or dropped else None
        broken, ignored = (
            tuple(_as_meant(each, one, pair, letter) for one in found if not _undecided(one))
            for found in (outcome.breaks, dropped)
        )
        return PayloadVerdict(
            broken=broken,
            dropped=ignored,
            unknown=tuple(dict.fromkeys(doubts)),
            fine=fine,
        )

    def _is_weak(self, base: Schema | None, head: Schema | None) -> bool:
        """Whether a part of a schema was left out, so that what is left proves nothing of it."""
        return any(
            side.weak and any(side.is_weak(as_written(it.pointer)) for it in reached(schema))
            for schema, side in ((base, self._sides.base), (head, self._sides.head))
            if schema is not None
        )

    def _letter(self, each: Exchanged) -> tuple[Schema, Schema] | None:
        """The schemas of the producer and the consumer by the letter; None for texts."""
        given, taken = (each.base, each.head) if each.of_request else (each.head, each.base)
        if each.travel is not Travel.TYPED or given is None or taken is None:
            return None
        consumer = self._taken[each.side][1 if each.of_request else 0]
        return cut(self._sent[each.side].letter.schema(given)), cut(consumer.letter.schema(taken))

    def _doubts(self, pair: Prepared, outcome: BreakOutcome) -> Iterator[Unproved]:
        """What was neither proved nor shown, as near to the cause as can be told."""
        for one in outcome.breaks:
            if _undecided(one):
                yield Unproved(why=OVERLAP, producer=one.producer, consumer=one.consumer)
        if outcome.unknown is not None:
            before, after = _doubtful(self._search, pair.producer, pair.loosened)
            place = pair.relaxed.original(after.pointer)
            yield Unproved(why=outcome.unknown, producer=before.pointer, consumer=place)

    def _empty(self, pair: Prepared, side: str) -> Iterator[Unproved]:
        """Where the producer's description admits nothing: whatever is said of that is true."""
        for before, after in _changed_parts(pair.producer, pair.consumer, self._alike):
            if before.raw not in _CLOSED and self._admits_nothing(before):
                yield Unproved(
                    why=_NOTHING.format(side),
                    producer=before.pointer,
                    consumer=after.pointer,
                    cause=EMPTY,
                )
                return

    def _admits_nothing(self, schema: Schema) -> bool:
        return isinstance(self._search.find([schema], [], declared=False), Nothing)

    def _ignored(self, pair: Prepared) -> tuple[Break, ...]:
        """What is taken by a branch alone that takes every object, and describes nothing."""
        return tuple(
            each
            for each in self._beside(pair, concrete(pair))
            if at(each.payload, steps(each.instance)) != {}
        )

    def _masked(self, pair: Prepared) -> tuple[Break, ...]:
        """What is taken by a branch alone that does not describe all of it."""
        return tuple(
            each
            for each in self._beside(pair, self._preparing.described(pair))
            if not each.consumer.endswith(_UNEVALUATED)
        )

    def _beside(self, pair: Prepared, closed: Prepared | None) -> Iterator[Break]:
        """What a pair admits, and refuses once it is closed."""
        for each in self._breaks.find(closed).breaks if closed else ():
            if pair.consumer.admits(each.payload):
                yield each

    def _fine(self, pair: Prepared) -> Kind:
        """Whether payloads with undeclared members are safe as well."""
        answer = self._search.find([pair.producer], [pair.consumer], declared=False)
        return Kind.COMPATIBLE if isinstance(answer, Nothing) else Kind.OPEN


def _undecided(one: Break) -> bool:
    """Whether a break is about a payload of which nobody knows what is meant."""
    return is_token(at(one.payload, steps(one.instance))) or STAND_IN in one.message


def _as_meant(
    each: Exchanged, one: Break, pair: Prepared, letter: tuple[Schema, Schema] | None
) -> Break:
    """A break with its payload as it is sent, and what the letter says where that is otherwise."""
    payload = shown(one.payload, pair.tokens)
    older, newer = ("older", "newer") if each.of_request else ("newer", "older")
    told = ""
    if letter is not None and not letter[0].admits(payload):
        told = f"by the letter the {older} description refuses it, too"
    elif letter is not None and letter[1].admits(payload) and not one.alternative:
        told = f"by the letter the {newer} description admits it still"
    return replace(one, payload=payload, letter=told)


def _changed_parts(
    producer: Schema, consumer: Schema, alike: Alike
) -> Iterator[tuple[Schema, Schema]]:
    """Two schemas and those of their parts that differ, the outermost first."""
    pending, seen = [(producer.bare(), consumer.bare())], set()
    while pending:
        here = pending.pop()
        if here in seen or alike(*here):
            continue
        seen.add(here)
        yield here
        pending += [(one.bare(), two.bare()) for one, two in _described_by_both(*here)]


def _doubtful(search: Search, producer: Schema, consumer: Schema) -> tuple[Schema, Schema]:
    """The innermost two schemas of the same part of a payload about which nothing is known."""
    here = producer.bare(), consumer.bare()
    for _ in range(_DEPTH):
        unknown = (
            couple
            for couple in _described_by_both(*here)
            if isinstance(search.find([couple[0]], [couple[1]], declared=True), Unknown)
        )
        below = next(unknown, None)
        if below is None:
            break
        here = below[0].bare(), below[1].bare()
    return here


def _described_by_both(producer: Schema, consumer: Schema) -> Iterator[tuple[Schema, Schema]]:
    """The members and items that two schemas describe."""
    described = consumer.named("properties")
    for name, member in producer.named("properties").items():
        if name in described:
            yield member, described[name]
    for keyword in ("items", "additionalProperties"):
        before, after = producer.one(keyword), consumer.one(keyword)
        if before is not None and after is not None:
            yield before, after
    for keyword in ("allOf", *UNIONS):
        yield from zip(producer.listed(keyword), consumer.listed(keyword), strict=False)
