"""change/response-link-…: where answers say that one can go on (OpenAPI 3.1, 4.8.20)."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import Pair, PairedSides
from ringback.changes.pairs.partners import answers
from ringback.finding import pointer
from ringback.operation import Answer, Link

REMOVED = "change/response-link-removed"
CHANGED = "change/response-link-changed"
ADDED = "change/response-link-added"
RULES = (REMOVED, CHANGED, ADDED)


def changes(sides: PairedSides) -> Iterator[Change]:
    """A link that went, or leads elsewhere, warns: on the wire nothing shows it."""
    ids = {pair.base.id: pair.head.id for pair in sides.pairs}
    for pair in sides.pairs:
        for each in answers(pair):
            if each.base and each.head:
                yield from _compared(sides, pair, each.status, (each.base, each.head), ids)


def _compared(
    sides: PairedSides, pair: Pair, status: str, couple: tuple[Answer, Answer], ids: dict[str, str]
) -> Iterator[Change]:
    base, head = couple
    older = {each.name: each for each in base.links}
    newer = {each.name: each for each in head.links}
    for name in dict.fromkeys((*older, *newer)):
        where = Where(
            base=_place(base, name, name in older),
            head=_place(head, name, name in newer),
            side="response",
            status=status,
        )
        one, two = older.get(name), newer.get(name)
        if one is None:
            kind, rule, text = Kind.COMPATIBLE, ADDED, f"the link {name} is new"
        elif two is None:
            kind, rule = Kind.CAREFUL, REMOVED
            text = f"the link {name} is described no more; keep it for who goes by it"
        elif _leads(one, ids) != _leads(two, {}):
            kind, rule = Kind.CAREFUL, CHANGED
            text = f"the link {name} leads elsewhere, or with other values, than it did"
        else:
            continue
        yield told(sides, kind, rule, text, where, operations=pair.ids, cause=name)


def _leads(link: Link, ids: dict[str, str]) -> tuple[object, ...]:
    """Where a link leads and with what; by the newer id of the operation."""
    return ids.get(link.operation, link.operation), dict(link.parameters), link.body


def _place(answer: Answer, name: str, there: bool) -> str:
    return answer.pointer + (f"/links{pointer([name])}" if there else "")
