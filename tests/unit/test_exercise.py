"""Waiting out a target that is busy."""

import email.utils
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from ringback.exchange import Exchange, Lost, LostReason, Outcome, Request, Response
from ringback.exercise import Patience, busy, exercise_all

ASK = Request(method="GET", url="/")
DONE = Response(status=200)


@dataclass
class Scripted:
    """A target that gives these outcomes one after the other, the last one for ever."""

    outcomes: list[Outcome]
    name: str = "scripted"
    base_url: str | None = None
    stateful: bool = True
    width: int = 1
    sent: int = 0

    def send(self, request: Request) -> Outcome:
        """Give the next outcome."""
        assert request == ASK
        self.sent += 1
        return self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """One after the other."""
        assert not apart
        return [self.send(request) for request in requests]

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Do it at once."""
        outcome = job()
        return lambda: outcome

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class Waits:
    """A sleep that only notes how long it was asked for."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        """Note the wait."""
        self.seconds.append(seconds)


def refusal(status: int, retry_after: str | None = None) -> Response:
    """An answer that says "not now"."""
    headers = () if retry_after is None else (("Retry-After", retry_after),)
    return Response(status=status, headers=headers)


def played(*outcomes: Outcome, patience: Patience | None = None) -> tuple[Exchange, list[float]]:
    """The exchange that came of these outcomes, and the waits on the way."""
    waits = Waits()
    chosen = replace(patience or Patience(longest=30.0, tries=4, pause=0.5), sleep=waits)
    return exercise_all(Scripted(list(outcomes)), [ASK], chosen)[0], waits.seconds


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("600", 30.0),
        (None, 0.5),
        ("", 0.5),
        ("soon", 0.5),
        ("-5", 0.5),
        ("1.5", 0.5),
        ("\u00b2", 0.5),
        ("\u0663", 0.5),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 0.0),
        ("Fri, 99 Foo 99999 99:99:99 GMT", 0.5),
        ("Fri, 01 Jan 99999999999999999999 00:00:00 GMT", 0.5),
    ],
)
def test_not_now_is_waited_out(status: int, retry_after: str | None, wait: float) -> None:
    """Retry-After is obeyed within bounds; what says nothing counts as absent."""
    exchange, waits = played(refusal(status, retry_after), DONE)
    assert exchange == Exchange(request=ASK, outcome=DONE)
    assert waits == [wait]


def test_a_date_is_waited_for() -> None:
    """A Retry-After of some seconds from now, as a date, is waited for about so long."""
    _, (wait,) = played(refusal(503, email.utils.formatdate(time.time() + 20, usegmt=True)), DONE)
    assert 0 < wait <= 20


@pytest.mark.parametrize("after", ["3600", "9" * 400, "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_nobody_waits_for_ever(after: str) -> None:
    """Who asks for more than ten minutes is taken at his word at once: it is busy."""
    exchange, waits = played(refusal(429, after))
    assert exchange == Exchange(request=ASK, outcome=refusal(429, after))
    assert waits == []
    assert busy(exchange.outcome)


def test_waits_grow_and_end() -> None:
    """Without a Retry-After each wait is twice the last; then the last outcome is kept."""
    exchange, waits = played(refusal(429))
    assert exchange == Exchange(request=ASK, outcome=refusal(429))
    assert waits == [0.5, 1.0, 2.0, 4.0]
    assert busy(exchange.outcome)


def test_a_503_that_names_no_time_is_a_failure_in_the_end() -> None:
    """It is asked again a few times, and is then an answer like any other 5xx."""
    exchange, waits = played(refusal(503))
    assert exchange == Exchange(request=ASK, outcome=refusal(503))
    assert waits == [0.5, 1.0, 2.0]
    assert not busy(exchange.outcome)


def test_a_loss_ends_the_waiting() -> None:
    """What comes after a wait is taken as it is, also a lost answer."""
    lost = Lost(reason=LostReason.CLOSED, detail="gone")
    exchange, waits = played(refusal(429, "1"), lost)
    assert exchange == Exchange(request=ASK, outcome=lost)
    assert waits == [1.0]


@pytest.mark.parametrize(
    "outcome",
    [DONE, refusal(500, "9"), refusal(404), Lost(reason=LostReason.TIMEOUT, detail="late")],
)
def test_nothing_else_is_waited_for(outcome: Outcome) -> None:
    """One request is sent once, unless the answer says that it is only too early."""
    assert played(outcome) == (Exchange(request=ASK, outcome=outcome), [])
    assert not busy(outcome)


def test_patience_for_one_request_is_bounded() -> None:
    """A target that always asks for an hour costs no more than tries times the longest wait."""
    _, waits = played(refusal(429, "3600"), patience=Patience())
    assert sum(waits) <= 240
