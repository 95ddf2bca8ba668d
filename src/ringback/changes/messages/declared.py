"""change/request-… and change/response-… of members: what bodies declare, and declare no more."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.change import Change
from ringback.changes.changed_schemas.families import as_written, with_families
from ringback.changes.changed_schemas.members import Members, Way
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import Pair, PairedSides
from ringback.changes.pairs.partners import (
    answer_media,
    answers,
    media_of_requests,
    request_media,
    sent_body,
)
from ringback.description import Description
from ringback.finding import pointer
from ringback.operation import MediaType
from ringback.schema.document import SchemaDocument

_OF_BOTH = ("member-removed", "member-renamed", "member-added", "member-deprecated")
RULES = (
    *(f"change/{way}-{rule}" for way in Way for rule in (*_OF_BOTH, "default-changed")),
    *("change/request-member-read-only", "change/request-form-added"),
    *("change/response-member-write-only", "change/response-form-removed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """Two descriptions, their schemas with the heirs of parents, and what is known of members."""

    sides: PairedSides
    older: SchemaDocument
    newer: SchemaDocument
    members: Members


def changes(sides: PairedSides) -> Iterator[Change]:
    """The differences of the members that request bodies and answers declare."""
    compared = _Compared(
        sides=sides,
        older=_with_heirs(sides.base, sides.older),
        newer=_with_heirs(sides.head, sides.newer),
        members=Members(sides.same_text),
    )
    for pair, couple, way, status in _bodies(sides):
        yield from _found(compared, way, couple, pair.ids, status)


_Couple = tuple[MediaType, MediaType]


def _bodies(sides: PairedSides) -> Iterator[tuple[Pair, _Couple, Way, str]]:
    """Each two bodies, and which way they go; what the server calls is turned."""
    for pair in sides.pairs:
        yield from ((pair, each, Way.REQUEST, "") for each in request_media(pair).both)
        for each in answers(pair):
            if each.base and each.head:
                for couple in answer_media(each.base, each.head).both:
                    yield pair, couple, Way.RESPONSE, each.status
    for pair in sides.called:
        sent = answer_media(sent_body(pair.base), sent_body(pair.head))
        yield from ((pair, each, Way.RESPONSE, "") for each in sent.both)
        for each in answers(pair):
            if each.base and each.head:
                media = media_of_requests(each.base.media_types, each.head.media_types)
                yield from ((pair, it, Way.REQUEST, each.status) for it in media.both)


def _with_heirs(description: Description, schemas: SchemaDocument) -> SchemaDocument:
    """The schemas of a description with a union of its heirs in the place of each parent."""
    return with_families(schemas, description.schema_places)


def _found(
    compared: _Compared,
    way: Way,
    media: tuple[MediaType, MediaType],
    ids: tuple[str, ...],
    status: str,
) -> Iterator[Change]:
    base, head = media[0].schema, media[1].schema
    if base is None or head is None:
        return
    older, newer = compared.older.schema(base), compared.newer.schema(head)
    for each in compared.members.differences(way, older, newer):
        yield told(
            *(compared.sides, each.kind, f"change/{way}-{each.rule}", each.message),
            Where(
                base=as_written(each.base),
                head=as_written(each.head),
                side=way.value,
                status=status,
                instance=pointer(each.path),
                exact=True,
            ),
            operations=ids,
            cause=each.cause,
        )
