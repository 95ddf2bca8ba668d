"""What a run may spend, and how much of that is left."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ringback.config import ResponseTimes
from ringback.finding import Finding

_BURST = 0.1  # seconds' worth of a rate that may leave together
_MANY = 10**6  # more than any row of requests


class Halt(Exception):  # noqa: N818 -- control flow of a campaign, not an error
    """The campaign ends early; `why` is told, and makes a run without findings inconclusive.

    What it `explains` of the findings so far is no finding: it is told once, by the halt.
    """

    def __init__(
        self,
        why: str,
        *,
        doubt: bool = True,
        explains: Callable[[Finding], bool] = lambda _finding: False,
    ) -> None:
        super().__init__(why)
        self.why = why
        self.doubt = doubt
        self.explains = explains


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a run may spend: requests, seconds, requests a second; None for no bound.

    `response_times` are what answers may take.
    """

    requests: int | None = None
    seconds: float | None = None
    rate: float | None = None
    response_times: ResponseTimes = field(default_factory=ResponseTimes)

    def spent(self, sent: int, started: float) -> str:
        """What the budget was spent on, where nothing of it is left; `started` is monotonic."""
        if self.requests is not None and sent >= self.requests:
            return f"{sent} requests"
        over = self.seconds is not None and time.monotonic() - started >= self.seconds
        return f"{self.seconds:g} s" if over else ""

    def left(self, sent: int) -> int:
        """How many more requests may be sent; a large number without a bound."""
        return _MANY if self.requests is None else max(0, self.requests - sent)

    def burst(self, width: int) -> int:
        """How many of so many may leave together: a rate is no burst, it bounds them too."""
        return width if self.rate is None else max(1, min(width, int(self.rate * _BURST)))

    def pace(self, sent: int, started: float) -> None:
        """Wait until one more may leave, by the rate."""
        if self.rate is not None:
            time.sleep(max(0.0, sent / self.rate - (time.monotonic() - started)))

    def row(self, sent: int) -> int:
        """How many may leave in a row, by the bounds on requests and on their rate."""
        return max(1, self.burst(self.left(sent)))
