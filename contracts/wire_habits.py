"""Habits of the wire that services of any API have: other spellings, other headers, other pieces.

Each keeps the contract. An app is made anew each time, so that it starts from the same state.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.planting import Answer, AppMaker, Rewriter

_PIECE = 100  # bytes that are sent at once


def reversed_members(value: Any) -> Any:
    """The value with the members of every object in reverse order."""
    if isinstance(value, dict):
        return {name: reversed_members(value[name]) for name in reversed(value)}
    return [reversed_members(item) for item in value] if isinstance(value, list) else value


def adorned(answer: Answer) -> Answer:
    """Add the headers that stand in front of many services."""
    told = answer.with_header("x-request-id", "1").with_header("server", "gateway")
    return told.with_header("vary", "Accept-Encoding")


def charset_named(answer: Answer) -> Answer:
    """Name the charset of JSON, which has no need of it."""
    kind = answer.header("content-type") or ""
    return (
        answer.with_header("content-type", f"{kind}; charset=utf-8") if _is_json(kind) else answer
    )


def _is_json(kind: str) -> bool:
    return kind.endswith("json")


def chunked(app: AppMaker) -> AppMaker:
    """The app, sending its answers in small pieces, without saying how long they are."""
    return lambda: _Chunked(app())


def located_absolutely(app: AppMaker) -> AppMaker:
    """The app, telling a Location as a whole URL, of the host that was asked."""
    return lambda: _Absolute(app())


def respelt(app: AppMaker, spell: Callable[[Any], bytes]) -> AppMaker:
    """The app, spelling its JSON in another way; HEAD tells the length that GET's answer has."""

    def changed(answer: Answer) -> Answer:
        is_json = _is_json(answer.header("content-type") or "") and bool(answer.body)
        return replace(answer, body=spell(answer.value())) if is_json else answer

    return lambda: _Measured(Rewriter(app(), changed))


class _Around:
    """An app around another one."""

    def __init__(self, app: ASGIApp) -> None:
        """Around a fresh one."""
        self.app = app


class _Chunked(_Around):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Cut each body into pieces."""

        async def cut(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0] != b"content-length"]
                await send({**message, "headers": headers})
                return
            body = message.get("body", b"")
            for start in range(0, len(body), _PIECE):
                piece = body[start : start + _PIECE]
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self.app(scope, receive, cut if scope["type"] == "http" else send)


class _Absolute(_Around):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the scheme and the host before each Location."""
        hosts = [value for name, value in scope.get("headers", ()) if name == b"host"]
        origin = scope.get("scheme", "http").encode() + b"://" + (hosts or [b"localhost"])[0]

        async def located(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (name, origin + value if name == b"location" else value)
                    for name, value in message["headers"]
                ]
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, located)


class _Measured(_Around):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer HEAD with the head of what GET answers (RFC 9110 9.3.2)."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def head(message: Message) -> None:
            is_body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if is_body else message)

        # A range is asked of a GET alone (RFC 9110 14.2).
        headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
        await self.app({**scope, "method": "GET", "headers": headers}, receive, head)
