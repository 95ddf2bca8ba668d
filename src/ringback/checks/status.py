"""schema/status: the answer's status is one that the description names."""

from collections.abc import Iterator

from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.finding import Finding

RULES = ("schema/status",)


def check(subject: Subject) -> Iterator[Finding]:
    """A status that the operation does not document; 5xx is told by protocol/server-error."""
    response = subject.exchange.response
    if response is None or response.status >= 500 or response.status in INFRASTRUCTURE:
        return
    if subject.operation.answer_for(response.status) is not None:
        return
    known = ", ".join(answer.status for answer in subject.operation.answers)
    yield subject.finding(
        "schema/status",
        f"response {response.status}: the status is not documented (documented: {known})",
        schema=f"{subject.operation.pointer}/responses",
        cause=str(response.status),
    )
