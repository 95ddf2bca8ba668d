"""A service in the same process: an ASGI app over httpx's own transport."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx

from ringback.exchange import Lost, LostReason, Outcome, Request
from ringback.targets.interface import IN_PROCESS, Limits
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

App = Callable[..., Awaitable[Any]]
_CUT = "peer closed connection without sending complete message body"


class AsgiTarget:
    """Calls the app on an event loop of its own; what the app raises is a 500, as in a server."""

    stateful = True
    width = 1  # there is no latency to hide
    base_url: str | None = None

    def __init__(
        self, name: str, app: App, limits: Limits | None = None, *, path: str = ""
    ) -> None:
        """`path` stands before the paths of all requests, as a server's URL may have one."""
        self.name = name
        self._base = IN_PROCESS + path
        self._limits = limits or Limits()
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app=_Served(app))
        self._client = httpx.AsyncClient(
            transport=transport,
            timeout=self._limits.timeout,
            headers=OWN_HEADERS,
            cookies=NoCookies(),
            event_hooks={"response": [_kept]},
        )

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
        async with (
            asyncio.timeout(self._limits.timeout),
            self._client.stream(
                request.method,
                join(self._base, request.url),
                headers=header_bytes(request.headers),
                content=request.body,
            ) as response,
        ):
            body = b"".join([chunk async for chunk in response.aiter_raw()])
        if len(body) > self._limits.size:
            return too_large(self._limits, response.status_code)
        return answered(response, body, self._limits, started)

    def close(self) -> None:
        """Close the loop."""
        self._runner.run(self._client.aclose())
        self._runner.close()


async def _kept(response: httpx.Response) -> None:
    """`keep_headers` as a client that waits calls it."""
    keep_headers(response)


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
                raise httpx.RemoteProtocolError(_CUT) from error
        if started and not complete:
            raise httpx.RemoteProtocolError(_CUT)
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
