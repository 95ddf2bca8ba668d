"""Faults on purpose: what any service may do to a client at any time."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ringback.errors import UsageError
from ringback.exchange import Headers, LostReason

_SECONDS = 1.0
_RETRY_AFTER = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFailure:
    """What comes in the place of an answer, or becomes of it.

    `status` is an answer by what stands before the service (RFC 6585, RFC 9110 15.6.4); `reason`
    tells why none comes. With `delay` the answer is late, by so many seconds; a `cut` one ends
    inside its body.
    """

    name: str
    status: int | None = None
    headers: Headers = ()
    reason: LostReason | None = None
    delay: float = 0.0
    cut: bool = False


FAILURES: Mapping[str, PlannedFailure] = {
    each.name: each
    for each in (
        PlannedFailure(name="latency", delay=_SECONDS),
        PlannedFailure(name="rate-limited", status=429, headers=(("retry-after", _RETRY_AFTER),)),
        PlannedFailure(name="unavailable", status=503, headers=(("retry-after", _RETRY_AFTER),)),
        PlannedFailure(name="closed", reason=LostReason.CLOSED),
        PlannedFailure(name="truncated", cut=True),
        PlannedFailure(name="timeout", reason=LostReason.TIMEOUT),
        PlannedFailure(name="refused", reason=LostReason.REFUSED),
    )
}
"""All of them, by their names. Latency and Retry-After are in seconds: `latency=0.2`."""


def failure_named(text: str) -> PlannedFailure:
    """The failure of this name; behind `=` its seconds. UsageError for one that there is not."""
    name, equals, told = text.partition("=")
    found = FAILURES.get(name)
    if found is None:
        near = difflib.get_close_matches(name, FAILURES, 1)
        known = f"did you mean {near[0]}?" if near else f"there are {', '.join(FAILURES)}"
        raise UsageError((f"{text}: no such failure: {known}",))
    if not equals:
        return found
    try:
        seconds = float(told)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 86_400:
        raise UsageError((f"{text}: a failure's seconds are a number, as in latency=0.2",))
    if found.delay:
        return replace(found, delay=seconds)
    if not found.status:
        raise UsageError((f"{text}: {name} takes no seconds",))
    return replace(found, headers=(("retry-after", f"{seconds:.0f}"),))
