"""A reverse proxy as an ASGI app: what comes is passed on, and each exchange is shown when it ends.

A message's bytes are handed on as they come, whatever they are. What is shown is read to a size.
"""

import asyncio
import contextlib
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from ringback.coding import CodingError, TooLargeError, unpacked
from ringback.exchange import (
    Exchange,
    Headers,
    Lost,
    LostReason,
    Outcome,
    Request,
    Response,
    header_values,
)
from ringback.recordings import Recording
from ringback.targets.address import Address
from ringback.targets.interface import Limits
from ringback.targets.passage import (
    Passage,
    PassedHead,
    end_to_end,
    is_websocket,
    passed_headers,
)
from ringback.targets.route import Route
from ringback.targets.wire import header_bytes, latin, lost, overdue, raw_headers

_WIDTH = 64  # requests that are passed on at a time
_SIZE = 16 * 1024 * 1024  # bytes of a body that are judged; what is larger is handed on unjudged
_VIA = ("Via", "1.1 ringback")  # a gateway says so to the service (RFC 9110 7.6.3)
_GONE = {LostReason.REFUSED: 502, LostReason.TIMEOUT: 504}

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
T = TypeVar("T")


@dataclass(slots=True)
class _Kept:
    """A body on its way, as far as it is kept; `whole` tells that it is all there."""

    data: bytearray = field(default_factory=bytearray)
    fits: bool = True
    whole: bool = False

    def take(self, piece: bytes) -> None:
        self.fits = self.fits and len(self.data) + len(piece) <= _SIZE
        if self.fits:
            self.data += piece
        else:
            self.data.clear()


@dataclass(slots=True, kw_only=True)
class _Passing:
    """One request on its way, and what is known of its answer."""

    request: Request
    started: float
    asked: _Kept = field(default_factory=_Kept)
    answered: _Kept = field(default_factory=_Kept)
    head: PassedHead | None = None
    gone: bool = False  # the client left before the end


class ProxyApp:
    """Passes requests on to `base` by the route, and shows `take` each exchange.

    The `given` headers stand on each request in the place of its own. The URL of a shown request is
    its path behind the base. `patience` is how many seconds each step
    of an answer may take. What can't be reached is a 502, what takes too long a 504.
    """

    def __init__(
        self,
        base: Address,
        route: Route,
        take: Callable[[Recording], None],
        patience: float,
        given: Headers = (),
    ) -> None:
        self._base = base
        self._route = route
        self._take = take
        self._patience = patience
        self._given = given
        self._context: ssl.SSLContext | None = None
        self._pool = ThreadPoolExecutor(_WIDTH, "ringback-proxy")
        self._open: set[Passage] = set()

    def close(self) -> None:
        """End what is still under way."""
        for each in tuple(self._open):
            each.abort()
        self._pool.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and its answer back."""
        if scope["type"] != "http":
            return
        headers = latin(scope["headers"])
        refused = _refusal(scope, headers)
        if refused:
            await _say(send, *refused)
            return
        request = Request(method=scope["method"], url=_target(scope), headers=end_to_end(headers))
        for name, value in self._given:
            request = request.with_header(name, value)
        passing = _Passing(request=request, started=time.perf_counter())
        failure: Lost | None = None
        passage: Passage | None = None
        try:
            passage = await self._passed(passing, headers, receive)
            if not passing.gone:
                await self._answer(passage, passing, receive, send)
        except Exception as error:  # noqa: BLE001 -- of this one exchange: told as what it is
            failure = _lost(error, self._patience)
        finally:
            if passage is not None:
                self._open.discard(passage)
                passage.close()
        if failure is not None and passing.head is None and not passing.gone:
            await _say(send, _GONE.get(failure.reason, 502), failure.detail)
        await self._apart(self._take, _entry(passing, failure))
        # Where an answer ends before its end, the server closes the client's connection too.

    async def _passed(self, passing: _Passing, headers: Headers, receive: Receive) -> Passage:
        """Write the request while it comes."""
        request = passing.request
        path, _, query = request.url.partition("?")
        target = self._base.target.rstrip("/") + path + (f"?{query}" if query else "")
        to = replace(self._base, target=target or "/")
        length = next(iter(header_values(headers, "content-length")), "0")
        body = length.strip() != "0" or bool(header_values(headers, "transfer-encoding"))
        passage = await self._apart(Passage, to, self._route, self._trust, self._patience)
        self._open.add(passage)
        sent = header_bytes(passed_headers(request.headers, to, body, [_VIA]))
        await self._apart(passage.begin, request.method, sent)
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                passing.gone = True
                return passage
            piece, more = message.get("body", b""), message.get("more_body", False)
            passing.asked.take(piece)
            if piece:
                await self._apart(passage.send, piece)
        passing.asked.whole = passing.asked.fits
        return passage

    async def _answer(
        self, passage: Passage, passing: _Passing, receive: Receive, send: Send
    ) -> None:
        """Hand the answer back while it comes, for as long as the client is there."""
        left = asyncio.ensure_future(_left(receive))
        try:
            head = await self._unless(left, passage.head, passage)
            if head is None:
                passing.gone = True
                return
            passing.head = head
            headers = raw_headers(end_to_end(head.headers))
            await send({"type": "http.response.start", "status": head.status, "headers": headers})
            handed = 0
            while piece := await self._unless(left, passage.piece, passage):
                passing.answered.take(piece)
                handed += len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            # A client that knows the length leaves with the last byte, before the end is read.
            if piece is None and header_values(head.headers, "content-length") != [str(handed)]:
                passing.gone = True
                return
            passing.answered.whole = passing.answered.fits
            await send({"type": "http.response.body", "body": b""})
        finally:
            left.cancel()

    async def _unless(
        self, left: "asyncio.Future[None]", act: Callable[[], T], passage: Passage
    ) -> T | None:
        """What comes of it; None where the client leaves first."""
        doing = asyncio.ensure_future(self._apart(act))
        either: set[asyncio.Future[Any]] = {doing, left}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            passage.abort()
            with contextlib.suppress(Exception):  # that it was aborted is no news
                await doing
            return None
        return doing.result()

    async def _apart(self, act: Callable[..., T], *given: Any) -> T:
        """What waits for a socket, or judges, in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, act, *given)

    def _trust(self) -> ssl.SSLContext:
        if self._context is None:  # reading the CA certificates takes its time
            self._context = self._route.trust()
        return self._context


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


def _refusal(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    """The status and the sentence for what is not passed on."""
    if is_websocket(headers):
        return 501, "only HTTP requests are passed on, and no WebSocket"
    target = _target(scope)
    if scope["method"] == "CONNECT" or not target.startswith(("/", "*")):
        return 400, "requests go to one server: make this the base URL of the client"
    return None


def _target(scope: Scope) -> str:
    query, raw = scope["query_string"], scope.get("raw_path") or scope["path"].encode()
    return str((raw + (b"?" + query if query else b"")).decode("latin-1"))


async def _say(send: Send, status: int, text: str) -> None:
    body = f"ringback proxy: {text}\n".encode()
    headers = [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(body)))]
    start = {"type": "http.response.start", "status": status, "headers": raw_headers(headers)}
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _lost(error: Exception, patience: float) -> Lost:
    limits = Limits(timeout=patience)
    return overdue(limits) if isinstance(error, TimeoutError) else lost(error, limits)


def _entry(passing: _Passing, failure: Lost | None) -> Recording:
    """The exchange as it is judged: bodies without the codings in which they travelled."""
    head, asked, answered = passing.head, passing.asked, passing.answered
    request = replace(passing.request, body=bytes(asked.data) or None)
    outcome: Outcome
    if failure is not None:
        outcome = replace(failure, status=head.status if head else None)
    elif head is None:
        outcome = Lost(reason=LostReason.FAILED, detail="the client left before an answer came")
    else:
        seconds = time.perf_counter() - passing.started
        body = _plain(answered, head.headers)
        whole = body is not None
        outcome = Response(
            status=head.status, headers=head.headers, body=body or b"", seconds=seconds
        )
    return Recording(
        file="",
        entry=f"{request.method} {request.path}",
        exchange=Exchange(request=request, outcome=outcome),
        with_request_body=asked.whole,
        with_body=head is None or failure is not None or whole,
    )


def _plain(kept: _Kept, headers: Headers) -> bytes | None:
    """A body without its codings; None where it is not all there, or can't be read."""
    if not kept.whole:
        return None
    codings = ",".join(header_values(headers, "content-encoding")).lower().split(",")
    try:
        return unpacked(bytes(kept.data), [name.strip() for name in codings], _SIZE)
    except (CodingError, TooLargeError):
        return None
