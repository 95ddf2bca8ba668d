"""change/response-header-…: the headers that answers promise."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import PairedSides
from ringback.changes.pairs.partners import answers, headers
from ringback.finding import pointer
from ringback.operation import Answer

REMOVED = "change/response-header-removed"
OPTIONAL = "change/response-header-optional"
ADDED = "change/response-header-added"
RULES = (REMOVED, OPTIONAL, ADDED)


def changes(sides: PairedSides) -> Iterator[Change]:
    """A header that had to be there breaks who reads it when it may be missing; others warn."""
    for pair in sides.pairs:
        for each in answers(pair):
            if each.base and each.head:
                yield from _compared(sides, each.status, each.base, each.head, pair.ids)


def _compared(
    sides: PairedSides, status: str, base: Answer, head: Answer, ids: tuple[str, ...]
) -> Iterator[Change]:
    def where(older: str = "", newer: str = "") -> Where:
        return Where(
            base=_place(base, older), head=_place(head, newer), side="response", status=status
        )

    found = headers(base, head)
    for gone in found.gone:
        kind = Kind.BREAKS if gone.required else Kind.CAREFUL
        text = f"the header {gone.name} is promised no more; keep it for who reads it"
        place = where(older=gone.name)
        yield told(sides, kind, REMOVED, text, place, operations=ids, cause=gone.name.lower())
    for older, newer in found.both:
        if older.required and not newer.required:
            text = f"the header {newer.name} was always there and may be missing now; keep it"
            place = where(older.name, newer.name)
            yield told(sides, Kind.BREAKS, OPTIONAL, text, place, operations=ids)
    for come in found.come:
        text = f"the header {come.name} is new"
        place = where(newer=come.name)
        yield told(sides, Kind.COMPATIBLE, ADDED, text, place, operations=ids)


def _place(answer: Answer, name: str) -> str:
    return answer.pointer + "/headers" + (pointer([name]) if name else "")
