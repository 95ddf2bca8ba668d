"""schema/response: the answer's body is what the description says."""

from collections.abc import Iterator

from ringback.checks.body import answer_content
from ringback.checks.delivery import unsaid
from ringback.checks.interface import Subject
from ringback.contract import decided
from ringback.finding import Finding
from ringback.wire.body_content import BodyContent

RULES = ("schema/response",)


def check(subject: Subject) -> Iterator[Finding]:
    """Each objection of the documented schema to the answer, told at the leaf."""
    response = subject.exchange.response
    if response is None or not response.body or unsaid(subject, response):
        return
    content = answer_content(subject, response)
    if not isinstance(content, BodyContent):
        return
    for violation in decided(subject.contract.violations(content)):
        yield subject.finding(
            "schema/response",
            f"response {response.status} {violation.instance or '/'}: {violation.message}",
            instance=violation.instance,
            schema=violation.schema,
            cause=violation.cause,
        )
