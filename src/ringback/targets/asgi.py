"""A service in the same process: an ASGI app over httpx's own transport."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from ringback.exchange import Outcome, Request, Response
from ringback.targets.interface import Limits
from ringback.targets.wire import TROUBLE, header_bytes, headers_of, join, lost

App = Callable[..., Awaitable[Any]]
_BASE = "http://127.0.0.1"  # nothing listens there: the app is called, not connected to


class AsgiTarget:
    """Calls the app on an event loop of its own; what the app raises is a 500, as in a server."""

    stateful = True
    base_url: str | None = None

    def __init__(self, name: str, app: App, limits: Limits | None = None) -> None:
        self.name = name
        self._limits = limits or Limits()
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, timeout=self._limits.timeout)

    def send(self, request: Request) -> Outcome:
        """Call the app with the request."""
        return self._runner.run(self._send(request))

    async def _send(self, request: Request) -> Outcome:
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._limits.timeout):
                response = await self._client.request(
                    request.method,
                    join(_BASE, request.url),
                    headers=header_bytes(request.headers),
                    content=request.body,
                )
        except TimeoutError:
            return lost(httpx.ReadTimeout(""), self._limits.timeout)
        except TROUBLE as error:
            return lost(error, self._limits.timeout)
        return Response(
            status=response.status_code,
            headers=headers_of(response),
            body=response.content,
            seconds=time.perf_counter() - started,
        )

    def close(self) -> None:
        """Close the loop."""
        self._runner.run(self._client.aclose())
        self._runner.close()
