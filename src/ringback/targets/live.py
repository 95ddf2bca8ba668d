"""A service over HTTP, through httpx with its usual proxy and CA settings."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx

from ringback.exchange import Outcome, Request, Response
from ringback.targets.deadline import Deadline
from ringback.targets.interface import Limits
from ringback.targets.overrun import Overrun
from ringback.targets.promptness import Promptness
from ringback.targets.tap import Tap
from ringback.targets.together import Together
from ringback.targets.wire import (
    OWN_HEADERS,
    NoCookies,
    answered,
    header_bytes,
    join,
    keep_headers,
    lost,
    overdue,
    too_large,
)


class LiveTarget:
    """Sends over HTTP; answers are read to a size and a time, and nothing is kept of them.

    Several threads may send at once: each request has a line of its own while it lasts. A line is
    taken up again, the last one put down first, so that one request after the other shares one
    connection.
    """

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
        self._transport = transport
        # Reading the CA certificates takes longer than many an answer: once is enough.
        self._trust = httpx.create_ssl_context() if transport is None else True
        self._lines = deque([self._line()])
        self._together = Together(self.send)

    def send(self, request: Request) -> Outcome:
        """Send; the answer is what came, also where it redirects."""
        try:
            line = self._lines.pop()
        except IndexError:
            line = self._line()
        try:
            return line.send(request)
        finally:
            self._lines.append(line)

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """Send these at the same time, each on a connection of its own."""
        return self._together.send_all(requests, apart)

    def _line(self) -> "_Line":
        client = httpx.Client(
            timeout=self._limits.timeout,
            transport=self._transport,
            headers=OWN_HEADERS,
            cookies=NoCookies(),
            event_hooks={"response": [keep_headers]},
            verify=self._trust,
        )
        return _Line(client, self._base, self._limits)

    def close(self) -> None:
        """Close the connections, once nobody sends any more."""
        self._together.close()
        while self._lines:
            self._lines.pop().close()


class _Line:
    """A client with all that listens to it, for one request after the other."""

    def __init__(self, client: httpx.Client, base_url: str, limits: Limits) -> None:
        self._client = client
        self._base = base_url
        self._limits = limits
        self._tap = Tap(2 * limits.size)
        self._deadline = Deadline(self._tap)
        self._promptness = Promptness(self._tap)
        self._overrun = Overrun(self._tap)

    def send(self, request: Request) -> Outcome:
        """Send within the time, whatever the peer does."""
        with self._deadline.within(self._limits.timeout):
            try:
                return self._once(request)
            except MemoryError:
                raise
            # Whatever a client raises is about this one request: none of it may end the run.
            except Exception as error:  # noqa: BLE001 -- told as what it is, see `lost`
                return overdue(self._limits) if self._deadline.passed else lost(error, self._limits)

    def _once(self, request: Request) -> Outcome:
        """One request and its answer."""
        started = time.perf_counter()
        with self._client.stream(
            request.method,
            join(self._base, request.url),
            headers=header_bytes(request.headers),
            content=request.body,
            extensions={"trace": self._watch},
        ) as response:
            body = bytearray()
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > self._limits.size:
                    return too_large(self._limits, response.status_code)
            # A body without a length ends where the connection does, also when we cut it.
            if self._deadline.passed:
                return overdue(self._limits)
            outcome = answered(response, bytes(body), self._limits, started)
        if isinstance(outcome, Response):
            return replace(outcome, excess=self._overrun.excess)
        return outcome

    def _watch(self, event: str, info: dict[str, Any]) -> None:
        """Hear from httpx how far a request is."""
        self._tap.watch(event, info)
        self._promptness.watch(event)
        self._overrun.watch(event, info)

    def close(self) -> None:
        """Close its connections."""
        self._client.close()
