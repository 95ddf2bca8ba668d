"""change/request-encoding-changed: how the parts of a form are written (OpenAPI 3.1, 4.8.15)."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, media_place, told
from ringback.changes.pairs.pairing import PairedSides
from ringback.changes.pairs.partners import media_name, request_media
from ringback.operation import Encoding, MediaType

CHANGED = "change/request-encoding-changed"
RULES = (CHANGED,)


def changes(sides: PairedSides) -> Iterator[Change]:
    """Parts that are read in another way than clients write them.

    A content type that is asked for now, or one less of several, breaks; one more does not.
    """
    for pair in sides.pairs:
        base, head = pair.base.body, pair.head.body
        if base is None or head is None:
            continue
        for older, newer in request_media(pair).both:
            where = Where(
                base=media_place(sides.base, base.pointer, older.name),
                head=media_place(sides.head, head.pointer, newer.name),
                side="request",
            )
            for name, text, kind in _differences(older, newer):
                whole = f'the part "{name}" {text}'
                yield told(
                    *(sides, kind, CHANGED, whole, where),
                    operations=pair.ids,
                    cause=f"{name} {text}",
                )


def _differences(older: MediaType, newer: MediaType) -> Iterator[tuple[str, str, Kind]]:
    names = dict.fromkeys(each.name for each in (*older.encoding, *newer.encoding))
    for name in names:
        one, two = older.encoding_of(name), newer.encoding_of(name)
        was, now = _types(one), _types(two)
        if was != now:
            lost = was - now if was and now else now
            kind = Kind.BREAKS if lost else Kind.COMPATIBLE
            before, after = _told(was), _told(now)
            yield name, f"was sent as {before} and is taken as {after} now", kind
        if _style(one) != _style(two):
            text = f"was written in {_style(one)} and is read in {_style(two)} now"
            yield name, text, Kind.BREAKS
        known = {each.name.lower(): each.required for each in one.headers}
        for header in two.headers:
            if header.required and not known.get(header.name.lower(), False):
                yield name, f"needs the header {header.name} now", Kind.BREAKS


def _types(encoding: Encoding) -> frozenset[str]:
    """The content types that a part may have; none where the schema decides."""
    if encoding.styled:
        return frozenset()
    return frozenset(map(media_name, (encoding.content_type or "").split(","))) - {""}


def _told(types: frozenset[str]) -> str:
    return " or ".join(sorted(types)) or "what its schema suggests"


def _style(encoding: Encoding) -> str:
    """How a member is written as a query parameter would be; empty where it is not."""
    if not encoding.styled:
        return "its content type"
    style = encoding.style or "form"
    explode = encoding.explode if encoding.explode is not None else style == "form"
    return f"the style {style}{', exploded' if explode else ''}"
