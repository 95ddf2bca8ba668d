"""schema/response: the answer's body is what the description says."""

from collections.abc import Iterator

from ringback.checks.body import json_schema
from ringback.checks.delivery import unsaid
from ringback.checks.interface import Subject
from ringback.finding import Finding
from ringback.payload import decode

RULES = ("schema/response",)


def check(subject: Subject) -> Iterator[Finding]:
    """Each objection of the documented schema to the answer, told at the leaf."""
    response = subject.exchange.response
    if response is None or not response.body or unsaid(subject, response):
        return
    schema = json_schema(subject, response)
    if schema is None:
        return
    decoded = decode(response.body)
    if not decoded.parsed:
        return
    for violation in subject.contract.schemas.violations(schema, decoded.value):
        yield subject.finding(
            "schema/response",
            f"response {response.status} {violation.instance or '/'}: {violation.message}",
            instance=violation.instance,
            schema=violation.schema,
            cause=violation.cause,
        )
