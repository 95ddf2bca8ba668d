"""change/webhook-…: what the server calls. Of its requests clients read, as of answers."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, media_place, told
from ringback.changes.pairs.pairing import Pair, PairedSides
from ringback.changes.pairs.partners import (
    answer_media,
    answers,
    media_of_requests,
    parameters,
    sent_body,
)
from ringback.operation import Operation

REMOVED = "change/webhook-removed"
ADDED = "change/webhook-added"
BODY = "change/webhook-body-changed"
MEDIA = "change/webhook-media-type-changed"
PARAMETER = "change/webhook-parameter-changed"
ANSWER = "change/webhook-answer-changed"
ADDRESS = "change/callback-address-changed"
RULES = (REMOVED, ADDED, BODY, MEDIA, PARAMETER, ANSWER, ADDRESS)

_Told = tuple[Kind, str, str, str, str]


def changes(sides: PairedSides) -> Iterator[Change]:
    """Webhooks and callbacks that went break who waits for them; what is sent and taken, turned."""
    for gone in sides.called_gone:
        text = f"the {_called(gone)} is sent no more, and who waits for it waits in vain; keep it"
        where = Where(base=gone.pointer, head="/webhooks" if _is_webhook(gone) else "/paths")
        yield told(sides, Kind.BREAKS, REMOVED, text, where, operations=(gone.id,), cause=gone.id)
    for come in sides.called_come:
        where = Where(head=come.pointer)
        text = f"the {_called(come)} is new"
        yield told(sides, Kind.COMPATIBLE, ADDED, text, where, operations=(come.id,))
    for pair in sides.called:
        for kind, rule, text, older, newer in (
            *_address(pair),
            *_body(pair),
            *_media(sides, pair),
            *_parameters(pair),
            *_answers(pair),
        ):
            where = Where(base=older, head=newer)
            whole = f"the {_called(pair.head)}: {text}"
            yield told(sides, kind, rule, whole, where, operations=pair.ids, cause=text)


def _called(operation: Operation) -> str:
    return f"{operation.method} of the {operation.path}"


def _is_webhook(operation: Operation) -> bool:
    return operation.pointer.startswith("/webhooks/")


def _address(pair: Pair) -> Iterator[_Told]:
    """The expression by which a callback finds its address."""
    if _is_webhook(pair.base) or _is_webhook(pair.head):
        return
    was, now = (each.pointer.split("/")[-2] for each in (pair.base, pair.head))
    if was != now:
        was, now = (each.replace("~1", "/").replace("~0", "~") for each in (was, now))
        text = f"it went to {was} and goes to {now} now; who tells the old address is not called"
        yield Kind.BREAKS, ADDRESS, text, _above(pair.base.pointer), _above(pair.head.pointer)


def _body(pair: Pair) -> Iterator[_Told]:
    base, head = pair.base.body, pair.head.body
    places = (base or pair.base).pointer, (head or pair.head).pointer
    if base and not head:
        text = "it comes without a body now; keep it for who reads it"
        yield (Kind.BREAKS, BODY, text, *places)
    elif head and not base:
        yield (Kind.COMPATIBLE, BODY, "it comes with a body now", *places)
    elif base and head and base.required and not head.required:
        text = "its body was always there and may be missing now; keep it"
        yield (Kind.BREAKS, BODY, text, *places)


def _media(sides: PairedSides, pair: Pair) -> Iterator[_Told]:
    """The server chooses the media type: a new one comes to who never asked for it."""
    base, head = sent_body(pair.base), sent_body(pair.head)
    media = answer_media(base, head)
    for come in media.come if base.media_types else ():
        text = f"it may come as {come.name} now, which clients need not read; keep the old one"
        place = media_place(sides.head, head.pointer, come.name)
        yield Kind.BREAKS, MEDIA, text, f"{base.pointer}/content", place
    for gone in media.gone if head.media_types else ():
        place = media_place(sides.base, base.pointer, gone.name)
        text = f"it comes as {gone.name} no more"
        yield Kind.COMPATIBLE, MEDIA, text, place, f"{head.pointer}/content"


def _parameters(pair: Pair) -> Iterator[_Told]:
    """What came with every request and may be missing now, as with the headers of answers."""
    found = parameters(pair)
    for gone in found.gone:
        kind = Kind.BREAKS if gone.required else Kind.CAREFUL
        text = f'the {gone.where} parameter "{gone.name}" comes no more; keep it for who reads it'
        yield kind, PARAMETER, text, gone.pointer, pair.head.pointer
    for older, newer in found.both:
        if older.required and not newer.required:
            text = f'the {newer.where} parameter "{newer.name}" may be missing now; keep it'
            yield Kind.BREAKS, PARAMETER, text, older.pointer, newer.pointer
    for come in found.come:
        text = f'the {come.where} parameter "{come.name}" is new'
        yield Kind.COMPATIBLE, PARAMETER, text, pair.base.pointer, come.pointer


def _answers(pair: Pair) -> Iterator[_Told]:
    """What the server takes for an answer: less of it breaks who gives it."""
    base, head = (f"{each.pointer}/responses" for each in (pair.base, pair.head))
    for each in answers(pair):
        if each.base is not None and each.head is not None:
            for gone in media_of_requests(each.base.media_types, each.head.media_types).gone:
                text = f"the answer {each.status} is not taken as {gone.name} any more; take it"
                yield Kind.BREAKS, ANSWER, text, each.base.pointer, each.head.pointer
            if each.head.media_types and not each.base.media_types:
                text = f"the answer {each.status} has to have a body now; make do without one"
                yield Kind.BREAKS, ANSWER, text, each.base.pointer, each.head.pointer
        elif each.base is not None and pair.head.answers:
            kind = Kind.BREAKS if each.status.startswith("2") else Kind.CAREFUL
            text = f"the answer {each.status} is understood no more; take it still"
            yield kind, ANSWER, text, each.base.pointer, head
        elif each.head is not None:
            text = f"the answer {each.status} is understood now"
            yield Kind.COMPATIBLE, ANSWER, text, base, each.head.pointer


def _above(place: str) -> str:
    return place.rpartition("/")[0]
