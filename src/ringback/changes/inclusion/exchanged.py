"""The schemas that belong together in two descriptions, and which way their payloads go."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.changes.inclusion.travelling import Travel, of_media, of_parameter
from ringback.changes.pairs.pairing import Pair, PairedSides
from ringback.changes.pairs.partners import (
    answer_media,
    answers,
    headers,
    media_of_requests,
    parameters,
    request_media,
    sent_body,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """A schema of the older and of the newer description for one and the same part of an exchange.

    For a request the older side produces what the newer one has to take; for an answer it is the
    other way round. `what` says which part it is, in words; `area` is the part of rule ids;
    `travel` is how the side that takes it has it written.
    """

    pair: Pair
    side: str
    area: str
    what: str
    base: str | None
    head: str | None
    travel: Travel
    status: str = ""

    @property
    def of_request(self) -> bool:
        """Whether it goes to the server."""
        return self.side == "request"


def exchanged(sides: PairedSides) -> Iterator[Exchanged]:
    """What is another text in the two descriptions: parameters, bodies, answers, headers.

    What the server calls is turned: its requests are given by the newer side, as answers are.
    """
    for each in _exchanged(sides):
        if each.base is None or each.head is None or not sides.same_text(each.base, each.head):
            yield each


def _exchanged(sides: PairedSides) -> Iterator[Exchanged]:
    for pair in sides.pairs:
        yield from _requests(sides, pair)
        yield from _answers(pair)
    for pair in sides.called:
        yield from _sent(sides, pair)
        yield from _answered(pair)


def _requests(sides: PairedSides, pair: Pair) -> Iterator[Exchanged]:
    for before, after in parameters(pair).both:
        yield Exchanged(
            pair=pair,
            side="request",
            area="parameter",
            what=f'the {before.where} parameter "{before.name}"',
            base=before.schema,
            head=after.schema,
            travel=of_parameter(sides.head, after),
        )
    for older, newer in request_media(pair).both:
        yield Exchanged(
            pair=pair,
            side="request",
            area="request",
            what="the request",
            base=older.schema,
            head=newer.schema,
            travel=of_media(older.name),
        )


def _answers(pair: Pair) -> Iterator[Exchanged]:
    for each in answers(pair):
        if each.base is None or each.head is None:
            continue
        for older, newer in answer_media(each.base, each.head).both:
            yield Exchanged(
                pair=pair,
                side="response",
                area="response",
                what=f"the answer {each.status}",
                base=older.schema,
                head=newer.schema,
                travel=of_media(newer.name),
                status=each.status,
            )
        for before, after in headers(each.base, each.head).both:
            yield Exchanged(
                pair=pair,
                side="response",
                area="header",
                what=f'the header "{before.name}" of the answer {each.status}',
                base=before.schema,
                head=after.schema,
                travel=Travel.TEXT,
                status=each.status,
            )


def _sent(sides: PairedSides, pair: Pair) -> Iterator[Exchanged]:
    """What the server sends: bodies and parameters of webhooks and callbacks."""
    name = pair.head.path
    for older, newer in answer_media(sent_body(pair.base), sent_body(pair.head)).both:
        yield Exchanged(
            pair=pair,
            side="response",
            area="response",
            what=f"the request of the {name}",
            base=older.schema,
            head=newer.schema,
            travel=of_media(newer.name),
        )
    for before, after in parameters(pair).both:
        yield Exchanged(
            pair=pair,
            side="response",
            area="header",
            what=f'the {after.where} parameter "{after.name}" of the {name}',
            base=before.schema,
            head=after.schema,
            travel=of_parameter(sides.base, before),
        )


def _answered(pair: Pair) -> Iterator[Exchanged]:
    """What the server takes for an answer to a webhook or callback."""
    for each in answers(pair):
        if each.base is None or each.head is None:
            continue
        for older, newer in media_of_requests(each.base.media_types, each.head.media_types).both:
            yield Exchanged(
                pair=pair,
                side="request",
                area="request",
                what=f"the answer {each.status} to the {pair.head.path}",
                base=older.schema,
                head=newer.schema,
                travel=of_media(older.name),
                status=each.status,
            )
