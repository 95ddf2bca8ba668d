"""A mock as an ASGI app: requests from the wire to the mock, answers and faults back to it."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from ringback.errors import UsageError
from ringback.exchange import Headers, Lost, LostReason, Request, Response
from ringback.mock.answering.chosen import Told
from ringback.mock.api_mock import REMEMBERED, ApiMock
from ringback.mock.serving.cross_origin import is_preflight, preflight_answer, with_cors
from ringback.mock.serving.prefer_header import chosen_by
from ringback.recordings.formats.writing import request_form
from ringback.targets.passage import end_to_end, is_websocket
from ringback.targets.wire import latin, raw_headers

EXCHANGES = "/__ringback/exchanges"
RESET = "/__ringback/reset"

_BODYLESS = frozenset({204, 304})  # RFC 9110 15.3.5, 15.4.5
_OF_BODY = frozenset({"content-length", "content-encoding"})
_PLAIN = "text/plain; charset=utf-8"

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Connections(Protocol):
    """The connections of the server, which a fault ends; by the client's address and port."""

    def end(self, client: tuple[str, int] | None, *, reset: bool = False) -> None:
        """Close one: after what was written, or at once with a reset."""
        ...


class MockApp:
    """Serves what `mock` is at the moment; whoever loads a description anew puts another there.

    `say` is told a line for each request that is wrong. With `cors` pages of every origin may ask.
    What was called stands under `/__ringback/exchanges` (GET, DELETE); a POST to
    `/__ringback/reset` begins anew. No page of another origin reads these.
    """

    def __init__(
        self,
        mock: ApiMock,
        connections: Connections,
        *,
        cors: bool = False,
        say: Callable[[str], None] = lambda _line: None,
    ) -> None:
        self.mock = mock
        self._connections = connections
        self._cors = cors
        self._say = say
        self._told: deque[Told] = deque(maxlen=REMEMBERED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = await read_request(scope, receive)
        if request is None:
            return  # the client has gone
        if request.path.startswith("/__ringback/"):
            await _send(send, self._own(request))
        elif is_websocket(request.headers):
            await _send(send, plain(501, "the mock speaks HTTP, and no WebSocket"))
        elif self._cors and is_preflight(request):
            methods = (each.method for each in self.mock.contract.operations_at(request.path))
            await _send(send, preflight_answer(request, methods))
        else:
            await self._answer(request, scope, receive, send)

    async def _answer(self, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            told = self.mock.answer(request, chosen_by(request.headers))
        except UsageError as error:
            self._say(f"{request.method} {request.path}: {error}")
            await _send(send, plain(400, str(error)))
            return
        self._told.append(told)
        for line in filter(None, (told.mistake, told.flaw)):
            self._say(f"{_status(told)}  {line}")
        if told.delay:
            await asyncio.sleep(told.delay)
        match told.outcome:
            case Response() as response:
                headers = response.headers
                if self._cors:
                    headers = with_cors(request, headers)
                await self._send(send, scope, response, headers, told.cut)
            case Lost(reason=LostReason.UNMATCHED, detail=detail):
                await _send(send, plain(501, detail))
            case Lost(reason=LostReason.TIMEOUT):
                while (await receive())["type"] != "http.disconnect":
                    continue
            case Lost(reason=reason):
                self._connections.end(scope["client"], reset=reason is LostReason.REFUSED)

    async def _send(
        self, send: Send, scope: Scope, response: Response, headers: Headers, cut: int | None
    ) -> None:
        """Send an answer; where it is `cut`, only so many bytes of its body."""
        await _send(send, response, headers, cut)
        if cut is not None:
            self._connections.end(scope["client"])

    def _own(self, request: Request) -> Response:
        """What the mock tells of itself."""
        if request.path == EXCHANGES and request.method in {"GET", "HEAD"}:
            told = {"exchanges": [_exchange(each) for each in self._told]}
            body = json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace")
            return Response(status=200, headers=(("content-type", "application/json"),), body=body)
        if request.path == EXCHANGES and request.method == "DELETE":
            self._told.clear()
            self.mock.exchanges.clear()
            return Response(status=204)
        if request.path == RESET and request.method == "POST":
            self._told.clear()
            self.mock.reset()
            return Response(status=204)
        known = f"GET or DELETE {EXCHANGES}, POST {RESET}"
        return plain(404, f"{request.method} {request.path}: there is {known}")


async def read_request(scope: Scope, receive: Receive) -> Request | None:
    """The request of a connection, read whole; None where the client has gone meanwhile."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return Request(
        method=scope["method"],
        url=target_of(scope),
        headers=latin(scope["headers"]),
        body=body or None,
    )


def target_of(scope: Scope) -> str:
    """The target of a request as it was written (RFC 9112 3.2)."""
    query = scope["query_string"]
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return (raw + (b"?" + query if query else b"")).decode("latin-1")


def plain(status: int, text: str) -> Response:
    """An answer that is none of the API's: a sentence."""
    return Response(
        status=status, headers=(("content-type", _PLAIN),), body=f"ringback: {text}\n".encode()
    )


async def _send(
    send: Send, response: Response, headers: Headers | None = None, cut: int | None = None
) -> None:
    kept = [
        pair
        for pair in end_to_end(response.headers if headers is None else headers)
        if pair[0].lower() not in _OF_BODY
    ]
    if response.status not in _BODYLESS:
        kept.append(("content-length", str(len(response.body))))
    start = {"type": "http.response.start", "status": response.status}
    await send({**start, "headers": raw_headers(kept)})
    body = response.body if cut is None else response.body[:cut]
    await send({"type": "http.response.body", "body": body, "more_body": cut is not None})


def _status(told: Told) -> str:
    response = told.exchange.response
    return "no answer" if response is None else str(response.status)


def _exchange(told: Told) -> dict[str, Any]:
    """What was called, in the form of recordings, with what there is to say of it."""
    outcome = told.outcome
    answered: dict[str, Any]
    if isinstance(outcome, Response):
        form = request_form(
            Request(method="GET", url="/", headers=outcome.headers, body=outcome.body or None)
        )
        kept = {name: form[name] for name in ("headers", "body", "encoding") if name in form}
        answered = {"response": {"status": outcome.status, **kept}}
    else:
        answered = {"lost": outcome.reason.value}
    return {
        "operation": told.operation.id if told.operation else None,
        "request": request_form(told.exchange.request),
        **answered,
        "mistake": told.mistake or None,
    }
