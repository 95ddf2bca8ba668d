"""A service in the same process: an ASGI app over httpx's own transport."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx

from ringback.exchange import Lost, LostReason, Outcome, Request
from ringback.targets.address import address
from ringback.targets.interface import IN_PROCESS, Limits
from ringback.targets.wire import (
    TRUNCATED,
    answered,
    join,
    latin,
    lost,
    overdue,
    sent_headers,
    too_large,
)

App = Callable[..., Awaitable[Any]]


class AsgiTarget:
    """Calls the app on an event loop of its own; what the app raises is a 500, as in a server."""

    stateful = True
    width = 1  # there is no latency to hide
    base_url: str | None = None

    def __init__(self, name: str, app: App, limits: Limits | None = None) -> None:
        self.name = name
        self._limits = limits or Limits()
        self._runner = asyncio.Runner()
        self._transport = httpx.ASGITransport(app=_Served(app))

    def send(self, request: Request) -> Outcome:
        """Call the app with the request."""
        return self.send_all([request])[0]

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """Call the app with all of them on one event loop: they take turns where it waits."""
        return self._runner.run(self._all(requests, apart))

    async def _all(self, requests: Sequence[Request], apart: float) -> list[Outcome]:
        if len(requests) == 1:
            return [await self._guarded(requests[0])]

        async def later(index: int, request: Request) -> Outcome:
            await asyncio.sleep(apart * index)
            return await self._guarded(request)

        return list(await asyncio.gather(*(later(*each) for each in enumerate(requests))))

    async def _guarded(self, request: Request) -> Outcome:
        """One call, whatever the app raises."""
        try:
            return await self._once(request)
        except TimeoutError:
            return overdue(self._limits)
        except MemoryError:
            raise
        # Whatever the client raises is about this one request: none of it may end the run.
        except Exception as error:  # noqa: BLE001 -- told as what it is, see `lost`
            return lost(error, self._limits)
        except SystemExit:  # would end a server, and must not end the run
            text = "the app ended its process without an answer"
            return Lost(reason=LostReason.CLOSED, detail=text)

    async def _once(self, request: Request) -> Outcome:
        started = time.perf_counter()
        sent = as_httpx(request)
        async with asyncio.timeout(self._limits.timeout):
            response = await self._transport.handle_async_request(sent)
            body = b"".join([chunk async for chunk in response.aiter_raw()])
        status, headers = response.status_code, latin(response.headers.raw)
        if len(body) > self._limits.size:
            return too_large(self._limits, status)
        return answered(status, headers, body, self._limits, started)

    def close(self) -> None:
        """Close the loop."""
        self._runner.close()


def as_httpx(request: Request) -> httpx.Request:
    """The request as a client of httpx sends it, for what takes no other."""
    url = join(IN_PROCESS, request.url)
    headers = sent_headers(request, address(url))
    return httpx.Request(request.method, url, headers=headers, content=request.body)


class _Served:
    """The app as a server shows it: whatever it raises is a 500, or cuts off what it had begun."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        started = complete = False

        async def watched(message: dict[str, Any]) -> None:
            nonlocal started, complete
            if message["type"] == "http.response.start":
                _check(message)
                started = True
            elif message["type"] == "http.response.body":
                complete = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except (Exception, asyncio.CancelledError) as error:  # an app may raise anything
            if isinstance(error, asyncio.CancelledError) and _is_cancelled():
                raise  # its time is up, or the run is interrupted
            if complete:
                return
            if started:
                raise httpx.RemoteProtocolError(TRUNCATED) from error
        if started and not complete:
            raise httpx.RemoteProtocolError(TRUNCATED)
        if not started:
            headers = [(b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": 500, "headers": headers})
            await send({"type": "http.response.body", "body": b"Internal Server Error"})


def _is_cancelled() -> bool:
    """Whether the task was called off from outside: an app may raise what looks like it."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _check(message: dict[str, Any]) -> None:
    """Raise for a start that no server could put on the wire."""
    pairs = [each for pair in message.get("headers", ()) for each in pair]
    if not isinstance(message["status"], int) or not all(isinstance(x, bytes) for x in pairs):
        raise TypeError("a status is an integer, and headers are pairs of bytes")
