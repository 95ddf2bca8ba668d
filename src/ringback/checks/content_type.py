"""schema/content-type: the answer comes in a media type that the description names."""

from collections.abc import Iterator

from ringback.checks.delivery import unsaid
from ringback.checks.interface import Subject
from ringback.exchange import header_values
from ringback.finding import Finding
from ringback.wire.media_types import essence_of

RULES = ("schema/content-type",)


def check(subject: Subject) -> Iterator[Finding]:
    """An answer with a body whose Content-Type is absent, or not one of the documented."""
    response = subject.exchange.response
    if response is None or not response.body or unsaid(subject, response):
        return
    answer = subject.operation.answer_for(response.status)
    if answer is None or not answer.media_types:
        return
    known = " or ".join(each.name for each in answer.media_types)
    given = next(iter(header_values(response.headers, "content-type")), None)
    if given is None:
        text = f"response {response.status}: has no Content-Type (documented: {known})"
        yield subject.finding(RULES[0], text, schema=answer.pointer, cause="absent")
    elif subject.contract.media_type(subject.operation, response.status, given) is None:
        text = f"response {response.status}: is {given} (documented: {known})"
        yield subject.finding(RULES[0], text, schema=answer.pointer, cause=essence_of(given))
