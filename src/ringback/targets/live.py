"""A service over HTTP, through httpx with its usual proxy, CA and timeout settings."""

import time

import httpx

from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.targets.interface import Limits
from ringback.targets.wire import REDIRECTS, TROUBLE, header_bytes, headers_of, join, lost
from ringback.targets.wire import redirected as _redirected


class LiveTarget:
    """Sends over HTTP; answers are read to a size and time limit, redirects stay at their origin."""

    stateful = True

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
        self._client = httpx.Client(timeout=self._limits.timeout, transport=transport)

    def send(self, request: Request) -> Outcome:
        """Send, following redirects of the same origin."""
        for _ in range(REDIRECTS):
            try:
                outcome = self._once(request)
            except TROUBLE as error:
                return lost(error, self._limits.timeout)
            if not isinstance(outcome, Request):
                return outcome
            request = outcome
        return Lost(reason=LostReason.MALFORMED, detail=f"redirected {REDIRECTS} times and more")

    def _once(self, request: Request) -> Outcome | Request:
        """One round: the answer, or the request that it redirects to."""
        started = time.perf_counter()
        with self._client.stream(
            request.method,
            join(self._base, request.url),
            headers=header_bytes(request.headers),
            content=request.body,
        ) as response:
            onward = _redirected(request, response, self._base)
            if onward is not None:
                return onward
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > self._limits.size:
                    text = f"the answer passes {self._limits.size // 1024**2} MB"
                    return Lost(
                        reason=LostReason.TOO_LARGE, detail=text, status=response.status_code
                    )
                if time.perf_counter() - started > self._limits.timeout:
                    text = f"the answer was not whole after {self._limits.timeout:g} s"
                    return Lost(reason=LostReason.TIMEOUT, detail=text)
            return Response(
                status=response.status_code,
                headers=headers_of(response),
                body=bytes(body),
                seconds=time.perf_counter() - started,
            )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
