"""Whether a whole answer came."""

from dataclasses import replace

import pytest

from ringback.checks import body, delivery
from ringback.exchange import Headers, LostReason, Outcome
from ringback.finding import Severity
from tests.unit.checks.judging import JSON, answer, lost, subject, told


@pytest.mark.parametrize(
    "outcome",
    [
        answer(200, b"{}"),
        answer(204),
        answer(204, headers=(("Content-Length", "0"),)),
        answer(304, headers=(("Content-Length", "7"),)),
        answer(205, headers=(("Content-Length", "0"),)),
        answer(103),
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
    ("outcome", "method", "status", "clause"),
    [
        (answer(204, b"x"), "", 204, "15.3.5"),
        (answer(204, headers=(("content-length", "7"),)), "", 204, "15.3.5"),
        (answer(205, b"x"), "", 205, "15.3.6"),
        (answer(304, b"x"), "", 304, "15.4.5"),
        (answer(103, b"x"), "", 103, "15.2"),
        (answer(103, headers=(("content-length", "7"),)), "", 103, "15.2"),
        (answer(200, b"x"), "HEAD", 200, "9.3.2"),
    ],
)
def test_it_flags_a_body_where_there_may_be_none(
    outcome: Outcome, method: str, status: int, clause: str
) -> None:
    """A 204 neither carries nor announces a body, others don't carry one."""
    text = f"response {status}: carries a body, and may not (RFC 9110 {clause})"
    expected = ("protocol/body-not-allowed", text, None, None, "", None)
    assert told(delivery.check, subject(outcome, method=method, url="/things")) == [expected]


SIZED: Headers = (*JSON, ("Content-Length", "2"))
CHUNKED: Headers = (*JSON, ("Transfer-Encoding", "chunked"))


@pytest.mark.parametrize(
    ("headers", "excess", "text"),
    [
        (SIZED, b"xy", "the answer goes on for 2 bytes and more past its Content-Length of 2"),
        (SIZED, b"}", "the answer goes on for 1 byte and more past its Content-Length of 2"),
        (SIZED, b"\r\nx", "the answer goes on for 3 bytes and more past its Content-Length of 2"),
        (SIZED, b" ", "the answer goes on for 1 byte and more past its Content-Length of 2"),
        (
            (*JSON, ("content-length", "2, 2")),
            b"xy",
            "the answer goes on for 2 bytes and more past its Content-Length of 2",
        ),
        (CHUNKED, b"xy", "the answer goes on for 2 bytes and more past its last chunk"),
    ],
)
def test_it_flags_an_answer_that_goes_on(headers: Headers, excess: bytes, text: str) -> None:
    """Bytes past the length that the answer gives itself are told with their number."""
    outcome = replace(answer(200, b"{}", headers), excess=excess)
    expected = ("protocol/overlong", f"response 200: {text}", None, None, "", None)
    assert told(delivery.check, subject(outcome)) == [expected]


@pytest.mark.parametrize("excess", [b"\r\n", b"\n", b"\r\n\r\n"])
def test_an_empty_line_too_many_is_a_warning(excess: bytes) -> None:
    """Most clients skip an empty line after an answer, and none has to."""
    outcome = replace(answer(200, b"{}", SIZED), excess=excess)
    (found,) = delivery.check(subject(outcome))
    assert found.rule == "protocol/overlong"
    assert found.severity is Severity.WARNING
    assert found.cause == "empty line"
    text = "an empty line follows past its Content-Length of 2 (RFC 9112 6.3)"
    assert found.message == f"response 200: {text}"


@pytest.mark.parametrize(
    ("method", "status", "clause"),
    [
        ("", 204, "RFC 9110 15.3.5"),
        ("", 304, "RFC 9110 15.4.5"),
        ("HEAD", 200, "RFC 9110 9.3.2"),
    ],
)
def test_what_follows_an_answer_without_a_body_is_a_body(
    method: str, status: int, clause: str
) -> None:
    """Where none may be, what follows is told as the body that it is, and once."""
    outcome = replace(answer(status, headers=()), excess=b"{}")
    text = f"response {status}: carries a body, and may not ({clause})"
    expected = ("protocol/body-not-allowed", text, None, None, "", None)
    assert told(delivery.check, subject(outcome, method=method)) == [expected]


def test_a_body_that_its_length_cuts_is_told_once() -> None:
    """That half a body is no JSON follows from the wrong length, so only that is told."""
    outcome = replace(answer(200, b'{"a":', SIZED), excess=b"1}")
    assert told(body.check, subject(outcome)) == []
    assert [each[0] for each in told(delivery.check, subject(outcome))] == ["protocol/overlong"]


def test_an_empty_line_after_a_broken_body_hides_nothing() -> None:
    """An empty line cuts nothing off: the body is judged all the same."""
    outcome = replace(answer(200, b'{"a":', SIZED), excess=b"\r\n")
    assert [each[0] for each in told(body.check, subject(outcome))] == ["protocol/not-json"]
