"""Whether a whole answer came."""

import pytest

from ringback.checks import delivery
from ringback.exchange import LostReason, Outcome
from tests.unit.checks.judging import answer, lost, subject, told


@pytest.mark.parametrize(
    "outcome",
    [
        answer(200, b"{}"),
        answer(204),
        answer(204, headers=(("Content-Length", "0"),)),
        answer(304, headers=(("Content-Length", "7"),)),
        lost(LostReason.REFUSED),
        lost(LostReason.UNSENDABLE),
        lost(LostReason.UNMATCHED),
    ],
)
def test_it_passes(outcome: Outcome) -> None:
    """A whole answer, and everything that is not the service's doing."""
    assert told(delivery.check, subject(outcome)) == []


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        (LostReason.TIMEOUT, "protocol/timeout"),
        (LostReason.CLOSED, "protocol/closed"),
        (LostReason.TRUNCATED, "protocol/truncated"),
        (LostReason.TOO_LARGE, "protocol/too-large"),
        (LostReason.MALFORMED, "protocol/malformed"),
    ],
)
def test_it_flags_an_answer_that_did_not_come_whole(reason: LostReason, rule: str) -> None:
    """Each way of losing an answer is a rule of its own."""
    expected = (rule, "no whole answer: after 7 bytes", None, None, "", None)
    assert told(delivery.check, subject(lost(reason, "after 7 bytes"))) == [expected]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (answer(204, b"x"), 204),
        (answer(204, headers=(("content-length", "7"),)), 204),
    ],
)
def test_it_flags_a_body_where_there_may_be_none(outcome: Outcome, status: int) -> None:
    """A 204 neither carries nor announces a body."""
    text = f"response {status}: carries a body, and may not (RFC 9110 15.3.5)"
    expected = ("protocol/body-not-allowed", text, None, None, "", None)
    assert told(delivery.check, subject(outcome)) == [expected]
