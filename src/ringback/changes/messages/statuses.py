"""change/response-status-…: the statuses that an operation answers with."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import Pair, PairedSides
from ringback.changes.pairs.partners import Answers, answers

REMOVED = "change/response-status-removed"
CHANGED = "change/response-status-changed"
ADDED = "change/response-status-added"
RULES = (REMOVED, CHANGED, ADDED)


def changes(sides: PairedSides) -> Iterator[Change]:
    """Statuses that went or came, those aside that a range or `default` covers on the other side.

    A success that went breaks who waits for it. A new one beside the old ones is a warning, as is a
    refusal that went or came: right clients take statuses by their class (RFC 9110 15), and not all
    are right. Where no answer at all was
    described, none can be new.
    """
    for pair in sides.pairs:
        found = answers(pair)
        gone = [each for each in found if each.head is None and not _spelt_out(each, pair)]
        come = [each for each in found if each.base is None and pair.base.answers]
        lost, won = ([each for each in some if _success(each)] for some in (gone, come))
        if len(lost) == len(won) == 1:
            yield _exchanged(sides, pair, lost[0], won[0])
            gone = [each for each in gone if not _success(each)]
            come = [each for each in come if not _success(each)]
        yield from (_gone(sides, pair, each) for each in gone)
        yield from (_come(sides, pair, each) for each in come)


def _gone(sides: PairedSides, pair: Pair, each: Answers) -> Change:
    kind = Kind.BREAKS if _success(each) else Kind.CAREFUL
    text = f"{_named(each)} is answered no more; who waits for it waits in vain, so keep it"
    where = Where(
        base=each.base.pointer if each.base else None,
        head=f"{pair.head.pointer}/responses",
        side="response",
        status=each.status,
    )
    return told(sides, kind, REMOVED, text, where, operations=pair.ids, cause=each.status)


def _come(sides: PairedSides, pair: Pair, each: Answers) -> Change:
    who = "clients that know only the old ones" if _success(each) else "clients"
    text = f"{_named(each)} may be answered now, which it was not; see that {who} can take it"
    where = Where(
        base=f"{pair.base.pointer}/responses",
        head=each.head.pointer if each.head else None,
        side="response",
        status=each.status,
    )
    return told(sides, Kind.CAREFUL, ADDED, text, where, operations=pair.ids, cause=each.status)


def _exchanged(sides: PairedSides, pair: Pair, lost: Answers, won: Answers) -> Change:
    text = f"a success was {lost.status} and is {won.status} now; keep the old status"
    where = Where(
        base=lost.base.pointer if lost.base else None,
        head=won.head.pointer if won.head else None,
        side="response",
        status=won.status,
    )
    return told(sides, Kind.BREAKS, CHANGED, text, where, operations=pair.ids)


def _success(each: Answers) -> bool:
    return each.status.startswith("2")


def _named(each: Answers) -> str:
    return "any other status" if each.status == "default" else f"the status {each.status}"


def _spelt_out(each: Answers, pair: Pair) -> bool:
    """Whether a range or `default` that went is told status by status now: fewer can come."""
    newer = {answer.status for answer in pair.head.answers}
    if each.status == "default":
        return bool(newer - {answer.status for answer in pair.base.answers})
    return each.status.endswith("XX") and any(status[:1] == each.status[:1] for status in newer)
