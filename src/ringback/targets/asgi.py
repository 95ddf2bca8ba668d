"""A service in the same process: an ASGI app, called as a server would call it."""

import asyncio
import time
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import unquote

from ringback.exchange import Headers, Lost, LostReason, Outcome, Request
from ringback.targets.address import Address, address
from ringback.targets.interface import IN_PROCESS, App, Limits
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

__all__ = ["App", "AsgiTarget"]


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
        self._app = app

    def send(self, request: Request) -> Outcome:
        """Call the app with the request."""
        return self.send_all([request])[0]

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """Call the app with all of them on one event loop: they take turns where it waits."""
        # The runner's own `run` sets up the handling of signals anew for each request.
        return self._runner.get_loop().run_until_complete(self._all(requests, apart))

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
        to = address(join(self._base, request.url))
        call = _Call(request, _scope(request, to))
        async with asyncio.timeout(self._limits.timeout):
            await call.made(self._app)
        if len(call.body) > self._limits.size:
            return too_large(self._limits, call.status)
        return answered(call.status, call.headers, bytes(call.body), self._limits, started)

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Do it at once."""
        outcome = job()
        return lambda: outcome

    def close(self) -> None:
        """Close the loop."""
        self._runner.close()


def _scope(request: Request, to: Address) -> dict[str, Any]:
    """What the app is told of a request (ASGI 3, HTTP 2.3)."""
    path, _, query = to.target.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method.upper(),
        "headers": [(name.lower(), value) for name, value in sent_headers(request, to)],
        "scheme": to.scheme,
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "server": (to.host, to.port),
        "client": ("127.0.0.1", 123),
        "root_path": "",
    }


class RemoteProtocolError(Exception):
    """The answer was cut off."""


class _Call:
    """An answer as a server sends it: whatever the app raises is a 500, or cuts off what it began.

    Raises RemoteProtocolError for an answer that is cut off.
    """

    def __init__(self, request: Request, scope: dict[str, Any]) -> None:
        self.status = 0
        self.headers: Headers = ()
        self.body = bytearray()
        self._scope = scope
        self._parts = [b"", request.body or b""]  # the last one comes first
        self._complete = asyncio.Event()

    async def made(self, app: App) -> None:
        """Call the app, and have its answer."""
        try:
            await app(self._scope, self._receive, self._send)
        except (Exception, asyncio.CancelledError) as error:  # an app may raise anything
            if isinstance(error, asyncio.CancelledError) and _is_cancelled():
                raise  # its time is up, or the run is interrupted
            if self.status and not self._complete.is_set():
                raise RemoteProtocolError(TRUNCATED) from error
        if self.status and not self._complete.is_set():
            raise RemoteProtocolError(TRUNCATED)
        if not self.status:
            self.status = 500
            self.headers = (("content-type", "text/plain; charset=utf-8"),)
            self.body += b"Internal Server Error"

    async def _receive(self) -> dict[str, Any]:
        """The request's body, then nothing until the answer is complete."""
        if self._parts:
            body = self._parts.pop()
            return {"type": "http.request", "body": body, "more_body": bool(self._parts)}
        await self._complete.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        """Take up a part of the answer; raises for what no server could put on the wire."""
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message.get("headers", ())]
            if not isinstance(message["status"], int) or self.status:
                raise TypeError("an answer starts once, with a status that is an integer")
            if not all(isinstance(each, bytes) for pair in headers for each in pair):
                raise TypeError("headers are pairs of bytes")
            self.status, self.headers = message["status"], latin(headers)
        elif message["type"] == "http.response.body":
            if self._complete.is_set() or not self.status:
                raise RuntimeError("a body is sent between an answer's start and its end")
            if self._scope["method"] != "HEAD":
                self.body += message.get("body", b"")
            if not message.get("more_body", False):
                self._complete.set()


def _is_cancelled() -> bool:
    """Whether the task was called off from outside: an app may raise what looks like it."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
