"""A service over HTTP, by the way that its target says, else by that of the environment."""

import functools
from collections import deque
from collections.abc import Callable, Sequence

from ringback.exchange import Outcome, Request
from ringback.targets.interface import Limits
from ringback.targets.line import Line
from ringback.targets.route import Route
from ringback.targets.together import Together


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
        route: Route | None = None,
    ) -> None:
        """OSError where a certificate of the way there can't be used."""
        self.name = name
        self.base_url: str | None = base_url
        self._base = base_url
        self._limits = limits or Limits()
        # Reading the CA certificates takes longer than many an answer: once is enough.
        self._route = route or Route()
        self._trust = functools.cache(self._route.trust)
        if base_url.lower().startswith("https:"):
            self._trust()
        self._lines: deque[Line] = deque()
        self._together = Together(self.send)

    def send(self, request: Request) -> Outcome:
        """Send; the answer is what came, also where it redirects."""
        try:
            line = self._lines.pop()
        except IndexError:
            line = Line(self._base, self._limits, self._route, self._trust)
        try:
            return line.send(request)
        finally:
            self._lines.append(line)

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """Send these at the same time, each on a connection of its own."""
        return self._together.send_all(requests, apart)

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Begin on a thread of its own."""
        return self._together.start(job)

    def close(self) -> None:
        """Close the connections, once nobody sends any more."""
        self._together.close()
        while self._lines:
            self._lines.pop().close()
