"""A service over HTTP, through httpx with its usual proxy and CA settings."""

import time
from collections.abc import Sequence
from typing import Any

import httpx

from ringback.exchange import Outcome, Request
from ringback.targets.deadline import Deadline
from ringback.targets.interface import Limits
from ringback.targets.promptness import Promptness
from ringback.targets.together import Together
from ringback.targets.wire import (
    OWN_HEADERS,
    TROUBLE,
    answered,
    followed,
    header_bytes,
    join,
    lost,
    overdue,
    redirected,
    too_large,
)


class LiveTarget:
    """Sends over HTTP; answers are read to a size and a time, redirects stay at their origin."""

    stateful = True
    width = 16  # what a small staging service bears, and what hides most of its latency

    def __init__(
        self,
        name: str,
        base_url: str,
        limits: Limits | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.name = name
        self.base_url: str | None = base_url
        self._base = base_url
        self._limits = limits or Limits()
        self._deadline = Deadline()
        self._promptness = Promptness()
        self._together = Together(self.send)
        self._client = httpx.Client(
            timeout=self._limits.timeout, transport=transport, headers=OWN_HEADERS
        )

    def send(self, request: Request) -> Outcome:
        """Send, following redirects of the same origin; the time limit is for all of it."""
        with self._deadline.within(self._limits.timeout):
            try:
                return followed(request, self._once)
            except TROUBLE as error:
                return overdue(self._limits) if self._deadline.passed else lost(error, self._limits)

    def send_all(self, requests: Sequence[Request]) -> list[Outcome]:
        """Send these at the same time, each on a connection of its own."""
        return self._together.send_all(requests)

    def _once(self, request: Request) -> Outcome | Request:
        """One round: the answer, or the request that it redirects to."""
        started = time.perf_counter()
        with self._client.stream(
            request.method,
            join(self._base, request.url),
            headers=header_bytes(request.headers),
            content=request.body,
            extensions={"trace": self._watch},
        ) as response:
            onward = redirected(request, response, self._base)
            if onward is not None:
                return onward
            body = bytearray()
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > self._limits.size:
                    return too_large(self._limits, response.status_code)
            # A body without a length ends where the connection does, also when we cut it.
            if self._deadline.passed:
                return overdue(self._limits)
            return answered(response, bytes(body), self._limits, started)

    def _watch(self, event: str, info: dict[str, Any]) -> None:
        """Hear from httpx how far a request is."""
        self._deadline.watch(event, info)
        self._promptness.watch(event, info)

    def close(self) -> None:
        """Close the connections."""
        self._together.close()
        self._client.close()
