"""Which rules an exchange puts to the test: what a report says was checked, and was not broken.

A rule is asked where the exchange could have broken it: of an answer without a body nobody learns
whether bodies are right.
"""

from collections.abc import Iterator
from typing import assert_never

from ringback.checks import (
    auth_required,
    body,
    content_type,
    delivery,
    method,
    response_schema,
    server_error,
    status,
    write_only,
)
from ringback.checks.acceptance import not_acceptable
from ringback.checks.body import described_body
from ringback.checks.delivery import unsaid
from ringback.checks.interface import INFRASTRUCTURE, Subject, infrastructure
from ringback.contract import Admitted, Refused, Unclear
from ringback.exchange import Lost, LostReason, Response, header_values

_OURS = frozenset(
    {LostReason.REFUSED, LostReason.UNSENDABLE, LostReason.UNMATCHED, LostReason.FAILED}
)  # the service was not asked, or we failed

_OF_NOTHING = ("protocol/not-json", "protocol/malformed-body")  # where a body is owed


def asked_rules(subject: Subject) -> Iterator[str]:
    """The ids of the rules that the exchange could have broken, each once."""
    outcome = subject.exchange.outcome
    match outcome:
        case Lost():
            if outcome.reason not in _OURS:
                yield from delivery.RULES
        case Response():
            yield from delivery.RULES
            yield from server_error.RULES
            yield from _of_answers(subject, outcome)
            if outcome.status not in INFRASTRUCTURE and outcome.status < 500:
                yield from _of_requests(subject, outcome)
        case _:
            assert_never(outcome)


def _of_answers(subject: Subject, response: Response) -> Iterator[str]:
    """What the answer itself is held against: status, headers, body."""
    operation, code = subject.operation, response.status
    if subject.described and operation.answers and code < 500 and code not in INFRASTRUCTURE:
        yield from status.RULES
    answer = operation.answer_for(code)
    if answer and answer.headers and not infrastructure(operation, code):
        yield "schema/headers"
    if code == 405:
        yield "protocol/allow"
    if unsaid(subject, response):
        return
    if not response.body:
        kind = next(iter(header_values(response.headers, "content-type")), None)
        yield from _OF_NOTHING if answer and body.owed(answer, kind) else ()
        return
    if answer and answer.media_types:
        yield from content_type.RULES
    described = described_body(subject, response)
    if described is None or not described.has_schema:
        return
    yield from body.RULES
    yield from response_schema.RULES
    if subject.contract.responses.document.unsent:
        yield from write_only.RULES


def _of_requests(subject: Subject, response: Response) -> Iterator[str]:
    """What the status is held against: whether the request ought to be taken at all."""
    if not subject.described:
        if subject.operation.answer_for(405) is not None:
            yield from method.RULES
        return
    if not subject.authenticated:
        yield from auth_required.RULES
        return
    if not_acceptable(subject):
        return
    match subject.admission:
        case Refused():
            yield "request/accepted-invalid"
            if not response.succeeded:
                yield "request/wrong-refusal"
        case Admitted():
            yield "request/unknown-accepted" if subject.strangers else "request/refused-valid"
            if subject.plainly_unknown and not response.succeeded:
                yield "request/wrong-refusal"
        case Unclear():
            return
        case _:
            assert_never(subject.admission)
