"""protocol/…: a whole answer comes, in time, and no longer than it may be."""

from collections.abc import Iterator

from ringback.checks.interface import Subject
from ringback.exchange import Lost, LostReason, Response, header_values
from ringback.finding import Finding

_RULE = {
    LostReason.TIMEOUT: "protocol/timeout",
    LostReason.CLOSED: "protocol/closed",
    LostReason.TRUNCATED: "protocol/truncated",
    LostReason.TOO_LARGE: "protocol/too-large",
    LostReason.MALFORMED: "protocol/malformed",
}
RULES = (*_RULE.values(), "protocol/body-not-allowed")


def check(subject: Subject) -> Iterator[Finding]:
    """An answer that did not come whole; not reaching the target at all is no finding."""
    outcome = subject.exchange.outcome
    match outcome:
        case Lost(reason=reason, detail=detail) if reason in _RULE:
            yield subject.finding(_RULE[reason], f"no whole answer: {detail}")
        case Response(status=204 | 304 as status):
            lengths = header_values(outcome.headers, "content-length")
            if outcome.body or any(length.strip() not in {"", "0"} for length in lengths[:1]):
                if status == 304:
                    return  # a 304 may name the length that a 200 would have (RFC 9110 8.6)
                text = f"response {status}: carries a body, and may not (RFC 9110 15.3.5)"
                yield subject.finding("protocol/body-not-allowed", text)
        case _:
            return
