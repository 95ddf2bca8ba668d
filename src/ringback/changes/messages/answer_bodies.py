"""change/response-body-… and change/response-media-type-…: the forms that answers come in."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, media_place, told
from ringback.changes.pairs.pairing import PairedSides
from ringback.changes.pairs.partners import answer_media, answers
from ringback.operation import Answer

BODY_REMOVED = "change/response-body-removed"
BODY_ADDED = "change/response-body-added"
MEDIA_REMOVED = "change/response-media-type-removed"
MEDIA_ADDED = "change/response-media-type-added"
RULES = (BODY_REMOVED, BODY_ADDED, MEDIA_REMOVED, MEDIA_ADDED)


def changes(sides: PairedSides) -> Iterator[Change]:
    """What answers of one status are written in; a new media type comes to who asks for it.

    One that is a range comes to anybody, and is a warning.
    """
    for pair in sides.pairs:
        for each in answers(pair):
            if each.base and each.head:
                yield from _compared(sides, each.status, each.base, each.head, pair.ids)


def _compared(
    sides: PairedSides, status: str, base: Answer, head: Answer, ids: tuple[str, ...]
) -> Iterator[Change]:
    where = Where(base=base.pointer, head=head.pointer, side="response", status=status)
    if base.media_types and not head.media_types:
        text = "the answer has no body any more; keep it for who reads it"
        yield told(sides, Kind.BREAKS, BODY_REMOVED, text, where, operations=ids)
        return
    if head.media_types and not base.media_types:
        text = "the answer has a body now"
        yield told(sides, Kind.COMPATIBLE, BODY_ADDED, text, where, operations=ids)
        return
    media = answer_media(base, head)
    for gone in media.gone:
        text = f"the answer is not given as {gone.name} any more; keep it beside the rest"
        there = Where(
            base=media_place(sides.base, base.pointer, gone.name),
            head=f"{head.pointer}/content",
            side="response",
            status=status,
        )
        yield told(
            *(sides, Kind.BREAKS, MEDIA_REMOVED, text, there), operations=ids, cause=gone.name
        )
    for come in media.come:
        kind = Kind.CAREFUL if "*" in come.name else Kind.COMPATIBLE
        text = f"the answer may be given as {come.name} now"
        there = Where(
            base=f"{base.pointer}/content",
            head=media_place(sides.head, head.pointer, come.name),
            side="response",
            status=status,
        )
        yield told(sides, kind, MEDIA_ADDED, text, there, operations=ids, cause=come.name)
