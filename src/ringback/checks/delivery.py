"""protocol/…: a whole answer comes, in time, and no longer than it may be."""

from collections.abc import Iterator

from ringback.checks.interface import Subject, infrastructure
from ringback.exchange import Headers, Lost, LostReason, Response, header_values
from ringback.finding import Finding, Severity

_RULE = {
    LostReason.TIMEOUT: "protocol/timeout",
    LostReason.CLOSED: "protocol/closed",
    LostReason.TRUNCATED: "protocol/truncated",
    LostReason.TOO_LARGE: "protocol/too-large",
    LostReason.MALFORMED: "protocol/malformed",
}
RULES = (*_RULE.values(), "protocol/body-not-allowed", "protocol/overlong")
LOSSES = frozenset({"protocol/timeout", "protocol/closed", "protocol/truncated"})
"""What a network can do to an answer as well as the service; only often it is the service's."""
_NO_BODY = {204: "RFC 9110 15.3.5", 304: "RFC 9110 15.4.5"}
UNSIZED = frozenset({204, *range(100, 200)})
"""The statuses whose answers may not even name the length of a body (RFC 9110 8.6)."""


def check(subject: Subject) -> Iterator[Finding]:
    """An answer that did not come whole, or with more; not reaching the target is no finding."""
    outcome = subject.exchange.outcome
    match outcome:
        case Lost(reason=reason, detail=detail) if reason in _RULE:
            yield subject.finding(_RULE[reason], f"no whole answer: {detail}")
        case Response():
            clause = bodiless(subject.exchange.request.method, outcome.status)
            if clause and (outcome.excess or _has_body(outcome)):
                text = f"response {outcome.status}: carries a body, and may not ({clause})"
                yield subject.finding("protocol/body-not-allowed", text)
            elif outcome.excess:
                yield _overlong(subject, outcome)
        case _:
            return


def bodiless(method: str, status: int) -> str:
    """The clause that allows an answer no body, or nothing."""
    if method == "HEAD":
        return "RFC 9110 9.3.2"
    return "RFC 9110 15.2" if 100 <= status < 200 else _NO_BODY.get(status, "")


def unsaid(subject: Subject, response: Response) -> bool:
    """Whether an answer's body is not looked into: there may be none, or it is another's."""
    status = response.status
    none = bodiless(subject.exchange.request.method, status)
    return bool(none) or infrastructure(subject.operation, status)


def _has_body(response: Response) -> bool:
    """Whether an answer that may have no body shows one.

    A 304, like the answer to a HEAD, tells the length that a 200 would have (RFC 9110 8.6).
    """
    return bool(response.body) or (response.status in UNSIZED and names_length(response.headers))


def names_length(headers: Headers) -> bool:
    """Whether headers say that there is a body."""
    lengths = header_values(headers, "content-length")
    return any(each.strip() not in {"", "0"} for each in lengths[:1])


def overrun(response: Response) -> bool:
    """Whether more came than the answer's own length, so that its body may be cut short."""
    return bool(response.excess.strip(b"\r\n"))


def _overlong(subject: Subject, response: Response) -> Finding:
    """More than the framing allows: the next answer on the connection would begin with it.

    An empty line is skipped by most clients, though none has to: what RFC 9112 2.2 asks of
    servers in front of a request has no counterpart for clients (6.3), and some give up on it.
    """
    lengths = header_values(response.headers, "content-length")
    end = "last chunk"
    if lengths and not header_values(response.headers, "transfer-encoding"):
        end = f"Content-Length of {lengths[0].partition(',')[0].strip()}"
    if not overrun(response):
        text = f"response {response.status}: an empty line follows past its {end} (RFC 9112 6.3)"
        return subject.finding(
            "protocol/overlong", text, cause="empty line", severity=Severity.WARNING
        )
    count = len(response.excess)
    size = "1 byte" if count == 1 else f"{count} bytes"
    text = f"response {response.status}: the answer goes on for {size} and more past its {end}"
    return subject.finding("protocol/overlong", text)
