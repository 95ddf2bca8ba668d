"""schema/status: the answer's status is one that the description names."""

from collections.abc import Iterator

from ringback.checks.acceptance import not_acceptable
from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.exchange import Request, header_values, media_type_of
from ringback.finding import Finding
from ringback.wire.media_types import essence_of

RULES = ("schema/status",)
_CONDITIONS = ("if-none-match", "if-modified-since")


def check(subject: Subject) -> Iterator[Finding]:
    """A status that the operation does not document; 5xx is told by protocol/server-error.

    A 304 or a 406 to who asked for it, or a 415 to who sent what nobody described (RFC 9110
    15.5.16), stands for the answer that is documented. To a method that is
    not described, protocol/method says what may be answered.
    """
    response = subject.exchange.response
    if response is None or response.status >= 500 or response.status in INFRASTRUCTURE:
        return
    if not subject.described or not subject.operation.answers:
        return  # a description may leave all answers open (OpenAPI 3.1, 4.8.10)
    if subject.operation.answer_for(response.status) is not None:
        return
    if not_acceptable(subject):
        return
    if response.status == 304 and _conditional(subject.exchange.request):
        return
    if response.status == 415 and _in_another_type(subject):
        return
    known = ", ".join(answer.status for answer in subject.operation.answers)
    yield subject.finding(
        "schema/status",
        f"response {response.status}: the status is not documented (documented: {known})",
        schema=f"{subject.operation.pointer}/responses",
        cause=str(response.status),
    )


def _conditional(request: Request) -> bool:
    """Whether a request asks for an answer only if it is a new one (RFC 9110 13.1.2, 13.1.3)."""
    asked = any(header_values(request.headers, name) for name in _CONDITIONS)
    return asked and request.method in {"GET", "HEAD"}


def _in_another_type(subject: Subject) -> bool:
    """Whether a request has a body of a media type that is not described."""
    body, kind = subject.operation.body, media_type_of(subject.exchange.request.headers)
    return body is not None and all(essence_of(each.name) != kind for each in body.media_types)
