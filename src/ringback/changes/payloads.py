"""change/…-narrowed, -widened, -dropped, -unknown: what payloads prove of two schemas."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.change import Change, Kind
from ringback.changes.breaks import Break, BreakOutcome, Breaks
from ringback.changes.change_places import Where, told
from ringback.changes.exchanged import Exchanged, exchanged
from ringback.changes.pairing import PairedSides
from ringback.changes.preparing import concrete, consumed, produced
from ringback.changes.relaxing import Relaxed
from ringback.changes.travelling import Travel
from ringback.description import Description
from ringback.finding import steps
from ringback.payload import at
from ringback.schema.applying import reached
from ringback.schema.directions import UNSENT, of_side
from ringback.schema.document import Schema, SchemaDocument
from ringback.witness import Alike, Nothing, Search, Unknown, raised_recursion_limit

REQUEST = "change/request-narrowed"
RESPONSE = "change/response-widened"
PARAMETER = "change/parameter-narrowed"
HEADER = "change/response-header-widened"
DROPPED = "change/request-dropped"
UNKNOWN = {
    "request": "change/request-unknown",
    "response": "change/response-unknown",
    "parameter": "change/parameter-unknown",
    "header": "change/response-header-unknown",
}
FINE = {
    "request": "change/request-widened",
    "parameter": "change/parameter-widened",
    "response": "change/response-narrowed",
    "header": "change/response-header-narrowed",
}
_DEPTH = 40  # of members and items in which what is in doubt is looked for
_BREAKS = {"request": REQUEST, "response": RESPONSE, "parameter": PARAMETER, "header": HEADER}
RULES = (*_BREAKS.values(), DROPPED, *UNKNOWN.values(), *FINE.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubt:
    """Why nothing was proved, and where: pointers of the producer and the consumer."""

    why: str
    producer: str
    consumer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """What two schemas came to, whatever operation they are of."""

    broken: tuple[Break, ...] = ()
    dropped: tuple[Break, ...] = ()
    unknown: _Doubt | None = None
    fine: Kind | None = None


def changes(sides: PairedSides) -> Iterator[Change]:
    """What a schema's change does to payloads, each cause with one that shows it.

    `breaks`: a payload of declared members that the producer's description admits and the
    consumer's refuses. `silently dropped`: one that the newer description takes only because a
    branch takes every object. What is neither proved nor shown is `unknown`.
    """
    payloads = _Payloads(sides)
    for each in exchanged(sides):
        yield from payloads.compared(each)


class _Payloads:
    """Compares the schemas of two descriptions, each two of them once."""

    def __init__(self, sides: PairedSides) -> None:
        self._sides = sides
        self._alike = Alike()
        self._begin()
        # The schemas as consumers hold payloads to them and as producers keep them, by side.
        older, newer = (sides.base, sides.older), (sides.head, sides.newer)
        self._taken = {it: (_directed(*older, it), _directed(*newer, it)) for it in UNSENT}
        self._sent = {
            "request": _directed(*older, "request", forbidden=True),
            "response": _directed(*newer, "response", forbidden=True),
        }
        self._known: dict[tuple[str, Travel, str, str], _Verdict] = {}

    def _begin(self) -> None:
        """Start with nothing learnt: what is known of copies of documents keeps them alive."""
        self._search = Search()
        self._breaks = Breaks(self._search, Alike())

    def compared(self, each: Exchanged) -> Iterator[Change]:
        """The changes of one part of an exchange."""
        if each.base is None and each.head is None:
            return
        base, head = (
            book.schema(place).bare() if place else None
            for book, place in zip(self._taken[each.side], (each.base, each.head), strict=True)
        )
        key = (each.area, each.travel, base.pointer if base else "", head.pointer if head else "")
        if key not in self._known:
            self._known[key] = self._verdict(each, base, head)
        yield from self._changes(each, self._known[key])

    def _verdict(self, each: Exchanged, base: Schema | None, head: Schema | None) -> _Verdict:
        """What the two schemas come to; nothing is known of what no stack has room for."""
        try:
            with raised_recursion_limit():
                if base and head and self._alike(base, head):
                    return _Verdict()
                return self._judged(each, base, head)
        except RecursionError:
            sides = [part.pointer if part else "" for part in (base, head)]
            producer, consumer = sides if each.of_request else sides[::-1]
            why = "the schemas lead from one to the next too many times"
            return _Verdict(unknown=_Doubt(why=why, producer=producer, consumer=consumer))

    def _judged(self, each: Exchanged, base: Schema | None, head: Schema | None) -> _Verdict:
        producer, consumer = (base, head) if each.of_request else (head, base)
        if consumer is None:  # who describes nothing takes everything
            return _Verdict(fine=Kind.COMPATIBLE)
        self._begin()
        sent = self._sent[each.side].schema(producer.pointer) if producer else None
        producer = produced(sent, each.travel)
        part, relaxed = consumed(consumer, producer, each.travel)
        outcome = self._breaks.find(producer, part, relaxed)
        dropped: tuple[Break, ...] = ()
        if each.area == "request":
            dropped = self._dropped(producer, part, outcome)
        fine = None
        if not (outcome.breaks or dropped or outcome.unknown):
            weak = self._is_weak(base, self._sides.base) or self._is_weak(head, self._sides.head)
            fine = None if weak else self._fine(producer, part)
        doubt = self._doubt(producer, part, outcome)
        return _Verdict(broken=outcome.breaks, dropped=dropped, unknown=doubt, fine=fine)

    def _is_weak(self, schema: Schema | None, side: Description) -> bool:
        """Whether a part of a schema was left out, so that what is left proves nothing of it."""
        if schema is None or not side.weak:
            return False
        return any(side.is_weak(each.pointer) for each in reached(schema))

    def _doubt(self, producer: Schema, consumer: Schema, outcome: BreakOutcome) -> _Doubt | None:
        """What was neither proved nor shown, as near to the cause as can be told."""
        if outcome.unknown is None:
            return None
        now = outcome.relaxed.schemas.schema(consumer.pointer)
        before, after = _doubtful(self._search, producer, now)
        place = outcome.relaxed.original(after.pointer)
        return _Doubt(why=outcome.unknown, producer=before.pointer, consumer=place)

    def _dropped(
        self, producer: Schema, consumer: Schema, outcome: BreakOutcome
    ) -> tuple[Break, ...]:
        """What is taken by a branch alone that takes every object, and describes nothing."""
        closed = concrete(outcome.relaxed.schemas.schema(consumer.pointer))
        if closed is None:
            return ()
        sent = concrete(producer) or producer
        relaxed = Relaxed(closed.document, sent, outcome.relaxed.moved)
        found = self._breaks.find(sent, consumer, relaxed)
        return tuple(
            each
            for each in found.breaks
            if consumer.admits(each.payload) and at(each.payload, steps(each.instance)) != {}
        )

    def _fine(self, producer: Schema, consumer: Schema) -> Kind:
        """Whether payloads with undeclared members are safe as well."""
        answer = self._search.find([producer], [consumer], declared=False)
        return Kind.COMPATIBLE if isinstance(answer, Nothing) else Kind.OPEN

    def _changes(self, each: Exchanged, verdict: _Verdict) -> Iterator[Change]:
        for one in verdict.broken:
            yield self._change(each, one, Kind.BREAKS, _BREAKS[each.area], _broken(each, one))
        for one in verdict.dropped:
            yield self._change(each, one, Kind.DROPPED, DROPPED, _silent(one))
        whole = Where(base=each.base, head=each.head, side=each.side, status=each.status)
        if verdict.unknown is not None:
            yield self._unknown(each, verdict.unknown)
        if verdict.fine is not None:
            text = _harmless(each, verdict.fine)
            yield told(
                self._sides, verdict.fine, FINE[each.area], text, whole, operations=each.pair.ids
            )

    def _unknown(self, each: Exchanged, doubt: _Doubt) -> Change:
        text = (
            f"whether this change of {each.what} breaks anybody was neither proved nor shown: "
            f"{doubt.why}; look at it yourself"
        )
        base, head = doubt.producer, doubt.consumer
        if not each.of_request:
            base, head = head, base
        where = Where(base=base, head=head, side=each.side, status=each.status)
        rule = UNKNOWN[each.area]
        return told(self._sides, Kind.UNKNOWN, rule, text, where, operations=each.pair.ids)

    def _change(self, each: Exchanged, one: Break, kind: Kind, rule: str, text: str) -> Change:
        base, head = one.producer, one.consumer
        if not each.of_request:
            base, head = head, base
        where = Where(
            base=base, head=head, side=each.side, status=each.status, instance=one.instance
        )
        change = told(
            self._sides, kind, rule, text, where, operations=each.pair.ids, cause=one.cause
        )
        return replace(change, witness=json.dumps(one.payload, ensure_ascii=False))


def _directed(
    description: Description, schemas: SchemaDocument, side: str, *, forbidden: bool = False
) -> SchemaDocument:
    """The schemas of a description as payloads of a side are held to them."""
    places = [each.pointer for each in description.spots if each.kind == "schema"]
    return of_side(schemas, places, side, forbidden=forbidden)


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


def _broken(each: Exchanged, one: Break) -> str:
    at = f" at {one.instance}" if one.instance else ""
    if each.of_request:
        went = f"; {one.alternative} went" if one.alternative else ""
        return f"{each.what} is refused now where it was valid{at}: {one.sentence}{went}"
    may = f"may hold at {one.instance}" if one.instance else "may be"
    came = f" ({one.alternative} came)" if one.alternative else ""
    return f"{each.what} {may} now what the older description rules out{came}: {one.sentence}"


def _silent(one: Break) -> str:
    at = f" at {one.instance}" if one.instance else ""
    return (
        f"the request is still taken, and what it says{at} is ignored: only a branch that "
        f"describes nothing lets it through; by the others: {one.sentence}"
    )


def _harmless(each: Exchanged, kind: Kind) -> str:
    if kind is Kind.OPEN:
        return f"{each.what} changed for payloads with undeclared members alone"
    if each.of_request:
        return f"{each.what} changed, and all that was valid still is: proved"
    return f"{each.what} changed, and nothing comes that could not come before: proved"
