"""auth/required: without valid credentials an operation answers nothing but 401 or 403."""

from collections.abc import Iterator

from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.finding import Finding

RULES = ("auth/required",)


def check(subject: Subject) -> Iterator[Finding]:
    """Judge an answer to a request without valid credentials."""
    response = subject.exchange.response
    if response is None or subject.authenticated or not subject.described:
        return
    if response.status in {401, 403} or response.status in INFRASTRUCTURE:
        return
    if response.status >= 500:
        return  # told by protocol/server-error
    text = f"without valid credentials the answer must be 401 or 403, not {response.status}"
    yield subject.finding("auth/required", text, cause=f"{response.status // 100}xx")
