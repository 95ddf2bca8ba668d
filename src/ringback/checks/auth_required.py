"""auth/required: without valid credentials an operation answers nothing but 401 or 403."""

import re
from collections.abc import Iterator

from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.exchange import Request, header_values
from ringback.finding import Finding

RULES = ("auth/required",)

# A scheme and a token68 (RFC 9110 11.4): what bearer tokens and basic credentials look like.
_CREDENTIALS = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+ +[0-9A-Za-z._~+/-]+=*")


def check(subject: Subject) -> Iterator[Finding]:
    """Judge an answer to a request without valid credentials."""
    response = subject.exchange.response
    if response is None or subject.authenticated or not subject.described:
        return
    if response.status in {401, 403} or response.status in INFRASTRUCTURE:
        return
    if response.status >= 500:
        return  # told by protocol/server-error
    if response.status == 400 and _misspelt(subject.exchange.request):
        return  # RFC 6750 3.1: a malformed request may be called just that
    lost = subject.strangers is None and "{" in subject.operation.path
    if response.status in {400, 404} and lost:
        return  # what a made-up key names is not there, or is no key, whoever asks
    text = f"without valid credentials the answer must be 401 or 403, not {response.status}"
    yield subject.finding("auth/required", text, cause=f"{response.status // 100}xx")


def _misspelt(request: Request) -> bool:
    """Whether the Authorization header holds what no credentials look like."""
    given = header_values(request.headers, "authorization")
    return any(not _CREDENTIALS.fullmatch(text) for text in given)
