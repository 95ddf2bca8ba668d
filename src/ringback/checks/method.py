"""protocol/method: a method that the description does not have at a path is answered with 405."""

from collections.abc import Iterator

from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.finding import Finding

RULES = ("protocol/method",)


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the answer to a method that isn't described (RFC 9110 15.5.6)."""
    response = subject.exchange.response
    if response is None or subject.described or response.status in INFRASTRUCTURE:
        return
    if response.status == 405 or response.status >= 500:
        return
    if subject.operation.answer_for(405) is None:
        return  # the description promises nothing about other methods
    method = subject.exchange.request.method
    text = f"{method} is not described here: the answer must be 405, not {response.status}"
    yield subject.finding("protocol/method", text, cause=method)
