"""protocol/server-error: the service failed at a request."""

from collections.abc import Iterator

from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.exchange import header_values
from ringback.finding import Finding

RULES = ("protocol/server-error",)


def check(subject: Subject) -> Iterator[Finding]:
    """Every 5xx is a breach, documented or not, but a 503 that says when to come back.

    A 501 says that the service can't do what is asked (RFC 9110 15.6.2): right where that is what
    is described of it, or where no such method is described.
    """
    response = subject.exchange.response
    if response is None or response.status < 500:
        return
    told = any(each.status == "501" for each in subject.operation.answers)
    if response.status == 501 and (told or not subject.described):
        return
    text = f"the service failed with {response.status}"
    if response.status in INFRASTRUCTURE:
        recorded = subject.strangers is None  # a recording need not hold every header
        if recorded or header_values(response.headers, "retry-after"):
            return
        text = f"{text}, and does not say when to come back (Retry-After)"
    yield subject.finding("protocol/server-error", text, cause=str(response.status))
