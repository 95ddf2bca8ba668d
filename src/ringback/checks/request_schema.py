"""schema/request: a recorded request that was accepted is one that the description admits."""

from collections.abc import Iterator

from ringback.checks.interface import Subject
from ringback.contract import Refused
from ringback.finding import Finding

RULES = ("schema/request",)


def check(subject: Subject) -> Iterator[Finding]:
    """Each objection to the request; one that was refused with 4xx may well be wrong."""
    response = subject.exchange.response
    if response is None or not response.refused:
        yield from objections(subject)


def objections(subject: Subject) -> Iterator[Finding]:
    """Each objection to the request, whatever was answered."""
    if not isinstance(subject.admission, Refused):
        return
    for violation in subject.admission.violations:
        yield subject.finding(
            "schema/request",
            f"request {violation.place}: {violation.message}".replace(" :", ":"),
            instance=violation.instance,
            schema=violation.schema,
            cause=violation.cause,
        )
