"""Requests to a target, waiting out what only says "not now": an exchange each comes back."""

import email.utils
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ringback.exchange import (
    Exchange,
    Lost,
    LostReason,
    Outcome,
    Request,
    Response,
    header_values,
)
from ringback.targets.interface import IN_PROCESS, Target
from ringback.targets.wire import redirected

NOT_NOW = frozenset({429, 503})
_UNEXPLAINED = 3  # tries after a 503 that does not say when to come back: then it is a failure
_REDIRECTS = 5  # requests in a row that lead from redirect to redirect
_HOPELESS = 600.0  # seconds; who asks for more has nothing to say to this run


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a busy target: seconds a wait and a request at most, and how often.

    `pause` is the wait where the target names none; it doubles from try to try. `more` tells
    whether so many requests beyond those that were asked for may be sent.
    """

    longest: float = 30.0
    total: float = 60.0
    tries: int = 8
    pause: float = 0.25
    sleep: Callable[[float], None] = time.sleep
    more: Callable[[int], bool] = lambda _count: True


def exercise_all(
    target: Target, requests: Sequence[Request], patience: Patience, apart: float = 0.0
) -> list[Exchange]:
    """Send these at the same time; those that are told "not now" again after one wait for all.

    With `apart` each leaves so many seconds behind the one before.
    """
    outcomes = patiently(target, requests, target.send_all(requests, apart), patience)
    pairs = zip(requests, outcomes, strict=True)
    return [Exchange(request=request, outcome=outcome) for request, outcome in pairs]


def patiently(
    target: Target, requests: Sequence[Request], came: Sequence[Outcome], patience: Patience
) -> list[Outcome]:
    """What came of requests, once those that were told "not now" have been sent again."""
    outcomes = list(came)
    waited = 0.0
    for attempt in range(patience.tries):
        told = {
            index: wait
            for index, each in enumerate(outcomes)
            if (wait := _wait(each, attempt, patience)) is not None
        }
        if not told:
            break
        wait = max(told.values())
        waited += wait
        if waited > patience.total or not patience.more(len(told)):
            break
        patience.sleep(wait)
        again = target.send_all([requests[index] for index in told])
        for index, outcome in zip(told, again, strict=True):
            outcomes[index] = outcome
    return outcomes


def followed(
    target: Target,
    exchanges: Sequence[Exchange],
    described: Sequence[Callable[[int], bool]],
    patience: Patience,
) -> list[Exchange]:
    """Each exchange with the answer that its redirects lead to within the target's origin.

    A redirect whose status is `described` is the answer itself: for each exchange there is a
    function that tells this. The request of an exchange stays the one that was sent first.
    """
    found, latest = list(exchanges), list(exchanges)
    for sent in range(1, _REDIRECTS + 1):
        onward = {
            index: request
            for index, each in enumerate(latest)
            if (request := _onward(target, each, described[index])) is not None
        }
        if not onward:
            break
        if sent == _REDIRECTS:
            text = f"redirected {_REDIRECTS} times and more"
            outcome = Lost(reason=LostReason.MALFORMED, detail=text)
            latest = [replace(each, outcome=outcome) for each in latest]
        elif not patience.more(len(onward)):
            text = "it redirects, and the run may send no more"
            outcome = Lost(reason=LostReason.UNSENDABLE, detail=text)
            for index in onward:
                found[index] = replace(found[index], outcome=outcome)
            break
        else:
            again = exercise_all(target, [*onward.values()], patience)
            for index, exchange in zip(onward, again, strict=True):
                latest[index] = exchange
        for index in onward:
            found[index] = replace(found[index], outcome=latest[index].outcome)
    return found


def _onward(target: Target, exchange: Exchange, described: Callable[[int], bool]) -> Request | None:
    """The request that an answer redirects to, if it is to be followed."""
    response = exchange.response
    if response is None or described(response.status):
        return None
    return redirected(exchange.request, response, target.base_url or IN_PROCESS)


def busy(outcome: Outcome) -> bool:
    """Whether the target still says "not now": 429, and 503 with the time to come back."""
    if not isinstance(outcome, Response) or outcome.status not in NOT_NOW:
        return False
    return outcome.status == 429 or bool(header_values(outcome.headers, "retry-after"))


def _wait(outcome: Outcome, attempt: int, patience: Patience) -> float | None:
    """Seconds to wait: Retry-After as seconds or a date (RFC 9110 10.2.3), bounded.

    None for what is not waited out: other answers, a time that nobody waits for, and a 503 that
    names none and comes again and again.
    """
    if not isinstance(outcome, Response) or outcome.status not in NOT_NOW:
        return None
    if not busy(outcome) and attempt >= _UNEXPLAINED:
        return None
    fallback = patience.pause * 2.0**attempt
    values = header_values(outcome.headers, "retry-after")
    wait = _retry_after(values[0]) if values else None
    if wait is not None and wait > _HOPELESS:
        return None
    return max(0.0, min(fallback if wait is None else wait, patience.longest))


def _retry_after(text: str) -> float | None:
    """Seconds from now; None for a text that says neither seconds nor a date."""
    if text.isascii() and text.strip().isdecimal():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
        return moment.timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
