"""change/request-body-… and change/request-media-type-…: whether a body is sent, and as what."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, media_place, told
from ringback.changes.pairs.pairing import Pair, PairedSides
from ringback.changes.pairs.partners import request_media
from ringback.operation import Body

ADDED = "change/request-body-added"
REMOVED = "change/request-body-removed"
REQUIRED = "change/request-body-required"
OPTIONAL = "change/request-body-optional"
MEDIA_REMOVED = "change/request-media-type-removed"
MEDIA_ADDED = "change/request-media-type-added"
RULES = (ADDED, REMOVED, REQUIRED, OPTIONAL, MEDIA_REMOVED, MEDIA_ADDED)


def changes(sides: PairedSides) -> Iterator[Change]:
    """A body that must be there now breaks who sends none; one that went is taken and ignored."""
    for pair in sides.pairs:
        match pair.base.body, pair.head.body:
            case None, Body() as head:
                yield _came(sides, pair, head)
            case Body() as base, None:
                where = Where(base=base.pointer, head=pair.head.pointer, side="request")
                text = "a body is described no more, and one that is sent says nothing; keep it"
                yield told(sides, Kind.DROPPED, REMOVED, text, where, operations=pair.ids)
            case Body() as base, Body() as head:
                yield from _need(sides, pair, base, head)
                yield from _media(sides, pair, base, head)
            case _:
                pass


def _came(sides: PairedSides, pair: Pair, head: Body) -> Change:
    where = Where(base=pair.base.pointer, head=head.pointer, side="request")
    if head.required:
        text = "a body must be sent now, where none was described; make it optional"
        return told(sides, Kind.BREAKS, ADDED, text, where, operations=pair.ids)
    text = "a body may be sent now"
    return told(sides, Kind.COMPATIBLE, ADDED, text, where, operations=pair.ids)


def _need(sides: PairedSides, pair: Pair, base: Body, head: Body) -> Iterator[Change]:
    where = Where(base=f"{base.pointer}/required", head=f"{head.pointer}/required", side="request")
    if head.required and not base.required:
        text = "the body must be sent now, which was optional; leave it so"
        yield told(sides, Kind.BREAKS, REQUIRED, text, where, operations=pair.ids)
    if base.required and not head.required:
        text = "the body may be left out now"
        yield told(sides, Kind.COMPATIBLE, OPTIONAL, text, where, operations=pair.ids)


def _media(sides: PairedSides, pair: Pair, base: Body, head: Body) -> Iterator[Change]:
    media = request_media(pair)
    for gone in media.gone:
        text = f"the body is not taken as {gone.name} any more; keep it beside the rest"
        where = Where(
            base=media_place(sides.base, base.pointer, gone.name),
            head=f"{head.pointer}/content",
            side="request",
        )
        yield told(
            *(sides, Kind.BREAKS, MEDIA_REMOVED, text, where), operations=pair.ids, cause=gone.name
        )
    for come in media.come:
        text = f"the body may be sent as {come.name} now"
        where = Where(
            base=f"{base.pointer}/content",
            head=media_place(sides.head, head.pointer, come.name),
            side="request",
        )
        yield told(
            *(sides, Kind.COMPATIBLE, MEDIA_ADDED, text, where),
            operations=pair.ids,
            cause=come.name,
        )
