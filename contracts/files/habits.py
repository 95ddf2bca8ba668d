"""Habits: ways to keep the contract that are not the reference's, and are right all the same."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.files.planting import Answer, AppMaker, Habit, Rewriter, answering, hooked
from contracts.files.reference import create_app

_PORTION = 8  # bytes of a range that are sent at once


class _Chunked:
    """An app that sends its answers in small pieces, without saying how long they are."""

    def __init__(self) -> None:
        """Around a fresh reference."""
        self.app: ASGIApp = create_app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Cut each body into pieces of 100 bytes."""

        async def cut(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0] != b"content-length"]
                await send({**message, "headers": headers})
                return
            body = message.get("body", b"")
            for start in range(0, len(body), 100):
                piece = body[start : start + 100]
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self.app(scope, receive, cut if scope["type"] == "http" else send)


class _Absolute:
    """An app whose Location is a whole URL, of the host that was asked."""

    def __init__(self) -> None:
        """Around a fresh reference."""
        self.app: ASGIApp = create_app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the scheme and the host before each Location."""
        hosts = [value for name, value in scope.get("headers", ()) if name == b"host"]
        origin = scope.get("scheme", "http").encode() + b"://" + (hosts or [b"localhost"])[0]

        async def located(message: Message) -> None:
            if message["type"] == "http.response.start":
                pairs = (
                    (name, origin + value if name == b"location" else value)
                    for name, value in message["headers"]
                )
                message = {**message, "headers": list(pairs)}
            await send(message)

        await self.app(scope, receive, located if scope["type"] == "http" else send)


def _on_json(change: Callable[[Any], bytes]) -> AppMaker:
    """An app whose JSON is spelt in another way."""

    def changed(answer: Answer) -> Answer:
        is_json = dict(answer.headers).get("content-type") == "application/json"
        return replace(answer, body=change(answer.value())) if is_json and answer.body else answer

    return answering(changed)


def _reversed(value: Any) -> Any:
    """The value with the members of every object in reverse order."""
    if isinstance(value, dict):
        return {name: _reversed(value[name]) for name in reversed(value)}
    if isinstance(value, list):
        return [_reversed(item) for item in value]
    return value


def _typed(change: Callable[[str], str]) -> AppMaker:
    """An app that spells the media types of its answers in another way."""

    def changed(answer: Answer) -> Answer:
        told = dict(answer.headers).get("content-type")
        return answer.with_header("content-type", change(told)) if told else answer

    return answering(changed)


def _charset(told: str) -> str:
    """Name the charset of JSON, which has no need of it."""
    return f"{told}; charset=utf-8" if told == "application/json" else told


def _no_ranges(answer: Answer) -> Answer:
    """Promise no ranges."""
    told = dict(answer.headers).get("accept-ranges")
    return answer.with_header("accept-ranges", "none") if told else answer


def _whole() -> ASGIApp:
    """A service that has no ranges, and says so."""
    service = hooked(wanted_span=lambda _service, _real, *_asked: None)()
    return Rewriter(service, _no_ranges)


def _untold(answer: Answer) -> Answer:
    """Leave open how long the whole is (RFC 9110 14.4)."""
    told = dict(answer.headers).get("content-range", "")
    if answer.status != 206:
        return answer
    return answer.with_header("content-range", told.rpartition("/")[0] + "/*")


def _adorned(answer: Answer) -> Answer:
    """Add the headers that stand in front of many services, cookies of theirs too."""
    adorned = answer.with_header("x-request-id", "1").with_header("server", "gateway")
    adorned = adorned.with_header("cache-control", "private, no-cache")
    return adorned.with_header("set-cookie", "seen=1; Path=/; HttpOnly")


def _found_too(answer: Answer) -> Answer:
    """Name the new thing in Content-Location as well, which the answer is a representation of."""
    location = dict(answer.headers).get("location")
    return answer.with_header("content-location", location) if location else answer


HABITS: tuple[Habit, ...] = tuple(
    Habit(name=name, why=why, app=app)
    for name, why, app in (
        ("no-ranges", "A Range may be ignored (RFC 9110 14.2).", _whole),
        (
            "ranges-in-portions",
            "A 206 may hold less than was asked for, and says so (RFC 9110 15.3.7).",
            hooked(
                piece=lambda _service, real, content, first, last: real(
                    content, first, min(last, first + _PORTION - 1)
                )
            ),
        ),
        ("length-untold", "The length of the whole may be unknown.", answering(_untold)),
        (
            "tag-of-the-revision",
            "A tag may change with each upload, of the same bytes too (RFC 9110 8.8.1).",
            hooked(tag=lambda _service, _real, document: f'"{document.id}-{document.revision}"'),
        ),
        (
            "one-form-of-the-catalog",
            "An Accept may be disregarded (RFC 9110 12.5.1).",
            hooked(catalog_form=lambda _service, _real, _accept: "text/csv"),
        ),
        ("location-absolute", "A Location is any reference (RFC 9110 10.2.2).", _Absolute),
        ("content-location", "A 201 may be the new thing's representation.", answering(_found_too)),
        ("chunked", "A length need not be told, by HEAD neither (RFC 9110 9.3.2).", _Chunked),
        ("charset-named", "A content type may have parameters.", _typed(_charset)),
        (
            "content-type-upper-case",
            "Media types compare without case (RFC 9110 8.3.1).",
            _typed(str.title),
        ),
        (
            "members-reversed",
            "Objects have no order.",
            _on_json(lambda value: json.dumps(_reversed(value), ensure_ascii=False).encode()),
        ),
        (
            "ascii-only",
            "Escapes mean the same text.",
            _on_json(lambda value: json.dumps(value, indent=1).encode()),
        ),
        ("headers-and-cookies-added", "Headers are open.", answering(_adorned)),
    )
)
"""Every habit; none breaks a law of the contract."""
