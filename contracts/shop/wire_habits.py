"""Habits of the wire: other spellings of the same JSON, other headers, other speeds."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from contracts.planting import Answer, AppMaker
from contracts.shop.calls import PROBLEM
from contracts.shop.planting import answering
from contracts.shop.reference import create_app, spelt
from contracts.wire_habits import adorned, charset_named, located_absolutely, reversed_members


def _spelling(change: Callable[[Any], Any], **how: Any) -> AppMaker:
    """An app that spells its JSON in another way, after a change that means nothing."""
    return lambda: create_app(spell=lambda v, _type: json.dumps(change(v), **how).encode())


def _problems(change: Callable[[Any], Any]) -> AppMaker:
    """An app that tells its problems otherwise."""
    return lambda: create_app(
        spell=lambda v, media_type: spelt(change(v) if media_type == PROBLEM else v, media_type)
    )


def _same(value: Any) -> Any:
    """The value."""
    return value


def _floats(value: Any) -> Any:
    """The value with the weights of orders spelt as fractions, however whole they are."""
    if isinstance(value, dict):
        floats = {name: _floats(each) for name, each in value.items()}
        if isinstance(value.get("weight_kg"), int):
            floats["weight_kg"] = float(value["weight_kg"])
        return floats
    return [_floats(each) for each in value] if isinstance(value, list) else value


def _wordy(problem: Any) -> Any:
    """Tell more of a problem, which is open to members of its own."""
    more = {"type": f"/problems/{problem['status']}", "instance": "/log/1", "trace": "a1b2"}
    return {**problem, **more}


def _terse(problem: Any) -> Any:
    """Tell no more of a problem than has to be."""
    return {"title": "Refused", "status": problem["status"]}


def _adorned(answer: Answer) -> Answer:
    """Add headers that stand in front of many services."""
    more = adorned(answer)
    reads = answer.method in {"GET", "HEAD"}
    return more.with_header("cache-control", "private, no-cache") if reads else more


def _relative(answer: Answer) -> Answer:
    """Tell a Location as seen from what was asked for (RFC 9110 10.2.2, RFC 3986 5.2)."""
    location = answer.header("location")
    if location is None or answer.method != "POST":
        return answer
    base = answer.path.rsplit("/", 1)[0] + "/"
    return answer.with_header("location", location.removeprefix(base))


def _unmeasured(answer: Answer) -> Answer:
    """Leave out of a HEAD's answer what only the body would show (RFC 9110 9.3.2)."""
    return answer.with_header("content-length", None) if answer.method == "HEAD" else answer


class _Around:
    """An app around a fresh reference that counts its requests."""

    def __init__(self) -> None:
        """Nothing has been asked yet."""
        self.app: ASGIApp = create_app()
        self.asked = 0


class _Busy(_Around):
    """An app that has no time for every eleventh request; asked again at once, it has."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or ask to be asked again, as what stands before a service does."""
        self.asked += scope["type"] == "http"
        if scope["type"] != "http" or self.asked % 11:
            await self.app(scope, receive, send)
            return
        headers = [(b"retry-after", b"0"), (b"content-type", b"text/plain")]
        body = b"" if scope["method"] == "HEAD" else b"busy"
        await send({"type": "http.response.start", "status": 429, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class _Slow(_Around):
    """An app that takes a few milliseconds more for some requests than for others."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then answer as a whole."""
        self.asked += 1
        await asyncio.sleep(self.asked * 7 % 5 / 1000)
        await self.app(scope, receive, send)


WIRE: tuple[tuple[str, str, AppMaker], ...] = (
    ("members-reversed", "Objects have no order.", _spelling(reversed_members, ensure_ascii=False)),
    ("pretty-printed", "White space means nothing.", _spelling(_same, indent=2)),
    ("weights-as-fractions", "2 and 2.0 are one number.", _spelling(_floats, ensure_ascii=False)),
    ("problems-with-more-members", "Problems are open (RFC 9457 3.2).", _problems(_wordy)),
    ("problems-with-few-members", "Only title and status are required.", _problems(_terse)),
    ("headers-added", "Headers are open.", answering(_adorned)),
    ("location-a-whole-url", "A Location is a URI reference.", located_absolutely(create_app)),
    ("location-relative", "A Location is a URI reference.", answering(_relative)),
    ("charset-named", "A media type may have parameters.", answering(charset_named)),
    ("head-without-length", "HEAD may leave it out.", answering(_unmeasured)),
    ("rate-limited", "Infrastructure, with Retry-After.", _Busy),
    ("slow-now-and-then", "Nothing is said of time.", _Slow),
)
"""Name, reason and app of each habit of the wire."""
