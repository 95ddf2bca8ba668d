"""protocol/server-error: the service failed at a request."""

from collections.abc import Iterator

from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.finding import Finding

RULES = ("protocol/server-error",)


def check(subject: Subject) -> Iterator[Finding]:
    """Every 5xx but the infrastructure's 503 is a breach, documented or not."""
    response = subject.exchange.response
    if response is None or response.status < 500 or response.status in INFRASTRUCTURE:
        return
    yield subject.finding(
        "protocol/server-error",
        f"the service failed with {response.status}",
        cause=str(response.status),
    )
