"""change/…-narrowed, -widened, -dropped, -unknown: what payloads prove of two schemas."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ringback.change import Change, Kind
from ringback.changes.changed_schemas.families import as_written
from ringback.changes.changed_schemas.undecided import Unproved
from ringback.changes.inclusion.breaks import Break
from ringback.changes.inclusion.exchanged import Exchanged, exchanged
from ringback.changes.inclusion.payload_verdicts import EMPTY, PayloadComparison, PayloadVerdict
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import PairedSides

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
_BREAKS = {"request": REQUEST, "response": RESPONSE, "parameter": PARAMETER, "header": HEADER}
RULES = (*_BREAKS.values(), DROPPED, *UNKNOWN.values(), *FINE.values())


def changes(sides: PairedSides) -> Iterator[Change]:
    """What a schema's change does to payloads, each cause with one that shows it.

    `breaks`: a payload of declared members that the producer's description admits and the
    consumer's refuses. `silently dropped`: one that the newer description takes only because a
    branch takes every object. What is neither proved nor shown is `unknown`.
    """
    comparison = PayloadComparison(sides)
    found = [
        change
        for each in exchanged(sides)
        for change in _changes(sides, each, comparison.verdict(each))
    ]
    yield from (each for each in found if not _told_elsewhere(each, found))


def _changes(sides: PairedSides, each: Exchanged, verdict: PayloadVerdict) -> Iterator[Change]:
    for one in verdict.broken:
        yield _change(sides, each, one, Kind.BREAKS, _BREAKS[each.area], _broken(each, one))
    for one in verdict.dropped:
        yield _change(sides, each, one, Kind.DROPPED, DROPPED, _silent(one))
    whole = Where(base=each.base, head=each.head, side=each.side, status=each.status)
    for doubt in verdict.unknown:
        yield _unknown(sides, each, doubt)
    if verdict.fine is not None:
        text = _harmless(each, verdict.fine)
        yield told(sides, verdict.fine, FINE[each.area], text, whole, operations=each.pair.ids)


def _unknown(sides: PairedSides, each: Exchanged, doubt: Unproved) -> Change:
    text = (
        f"whether this change of {each.what} breaks anybody was neither proved nor shown: "
        f"{doubt.why}; look at it yourself"
    )
    base, head = as_written(doubt.producer), as_written(doubt.consumer)
    if not each.of_request:
        base, head = head, base
    where = Where(base=base, head=head, side=each.side, status=each.status)
    rule = UNKNOWN[each.area]
    return told(
        *(sides, Kind.UNKNOWN, rule, text, where),
        operations=each.pair.ids,
        cause=doubt.cause,
    )


def _change(
    sides: PairedSides, each: Exchanged, one: Break, kind: Kind, rule: str, text: str
) -> Change:
    base, head = as_written(one.producer), as_written(one.consumer)
    if not each.of_request:
        base, head = head, base
    where = Where(base=base, head=head, side=each.side, status=each.status, instance=one.instance)
    change = told(sides, kind, rule, text, where, operations=each.pair.ids, cause=one.cause)
    return replace(change, witness=json.dumps(one.payload, ensure_ascii=False))


def _told_elsewhere(change: Change, found: Sequence[Change]) -> bool:
    """Whether a place that admits nothing now is told by what the other direction refuses there."""
    if change.cause != EMPTY or change.head is None:
        return False
    place = change.head.schema
    return any(
        each.kind in {Kind.BREAKS, Kind.DROPPED}
        and each.head is not None
        and f"{each.head.schema}/".startswith(f"{place}/")
        for each in found
    )


def _beside(one: Break) -> str:
    """What the letter says beside what is meant."""
    return f" ({one.letter})" if one.letter else ""


def _broken(each: Exchanged, one: Break) -> str:
    at = f" at {one.instance}" if one.instance else ""
    if each.of_request:
        went = f"; {one.alternative} went" if one.alternative else ""
        return (
            f"{each.what} is refused now where it was valid{at}: {one.sentence}{went}{_beside(one)}"
        )
    may = f"may hold at {one.instance}" if one.instance else "may be"
    came = f" ({one.alternative} came)" if one.alternative else ""
    sentence = f"{one.sentence}{_beside(one)}"
    return f"{each.what} {may} now what the older description rules out{came}: {sentence}"


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
