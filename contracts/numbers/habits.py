"""Habits: ways to keep the contract that are not the reference's, and are right all the same."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from contracts import wire
from contracts.numbers.edits import Form
from contracts.numbers.planting import (
    answering,
    hooked,
    on_bytes,
    on_number,
    on_part,
    on_success,
    serving,
)
from contracts.numbers.reference import create_app
from contracts.numbers.service import DEFAULTS, RefusedError, Service
from contracts.numbers.store import (
    FIRST_AGENT,
    SECOND_PHONE_NUMBER,
    Part,
    Store,
)
from contracts.planting import Answer, AppMaker, Habit, Real
from contracts.wire_habits import adorned, chunked, reversed_members

_EXACT = 2**53


def _refused_as(status: int) -> Callable[[Answer], Answer]:
    """Refuse every lack of a token with one status."""

    def changed(answer: Answer) -> Answer:
        return replace(answer, status=status) if answer.status in {401, 403} else answer

    return changed


def _as_doubles(voice: dict[str, Any]) -> None:
    """Spell a whole `number` with a fraction of zero, where a double holds it exactly."""
    for name in ("stability", "similarity_boost"):
        value = voice.get(name)
        if isinstance(value, int) and abs(value) < _EXACT:
            voice[name] = float(value)


def _spelt(**how: Any) -> AppMaker:
    """An app whose answers are spelt as json.dumps does with these arguments."""
    return on_bytes(lambda body: json.dumps(json.loads(body), **how).encode())


class _Sparse(Service):
    """A service that leaves out of a part what nobody ever gave it."""

    def __init__(self, store: Store) -> None:
        """Only what the answer needs has a default."""
        super().__init__(store)
        self.defaults = {
            **DEFAULTS,
            "action_end_conversation": {},
            "action_dtmf": {},
            "voice_azure": {"voice_name": "default"},
            "webhook": {"subscriptions": [], "url": ""},
        }


class _Thrifty(Service):
    """A service that makes no new voice where the old one already says all of it."""

    def make(self, user: str, kind: str, form: Form, current: Part | None = None) -> Part:
        """The old voice, if the new one would differ by its id alone."""
        part = super().make(user, kind, form, current)
        return current if current is not None and current.fields == part.fields else part


class _Shared(Service):
    """A service whose first two numbers share one agent."""

    def __init__(self, store: Store) -> None:
        """The second number gets the first one's agent."""
        super().__init__(store)
        second = store.numbers[SECOND_PHONE_NUMBER]
        store.numbers[SECOND_PHONE_NUMBER] = replace(second, agent=FIRST_AGENT)


class _Busy:
    """An app that answers every so many requests that it has no time."""

    def __init__(self, status: int, every: int) -> None:
        """`status` is 429 or 503; asked again at once, it has time."""
        self.app: ASGIApp = create_app()
        self.status, self.every, self.asked = status, every, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or ask to be asked again; in the infrastructure's form, not in JSON."""
        if scope["type"] == "http":
            self.asked += 1
            if self.asked % self.every == 0:
                headers = [(b"retry-after", b"0"), (b"content-type", b"text/html")]
                start = {"type": "http.response.start", "status": self.status, "headers": headers}
                await send(start)
                await send({"type": "http.response.body", "body": b"<h1>busy</h1>"})
                return
        await self.app(scope, receive, send)


def _last_wins(_service: Service, real: Real, content_type: str | None, body: bytes) -> Any:
    """Read a name that is given twice as its last value."""
    try:
        return real(content_type, body)
    except wire.MalformedError as error:
        if "twice" not in str(error):
            raise
        return real(content_type, json.dumps(json.loads(body)).encode())


def _small(
    _service: Service,
    real: Real,
    content_type: str | None,
    body: bytes,
    problems: Any,
) -> Any:
    """Take no body of more than 16 KiB."""
    if len(body) > 16 * 1024:
        raise RefusedError(413, "Too large")
    return real(content_type, body, problems)


def _first_number(_service: Service, real: Real, values: list[str], problems: Any) -> Any:
    """Take the first of several phone numbers."""
    return real(values[:1], problems)


def _no_head(answer: Answer) -> Answer:
    """Refuse HEAD as any other method that is not documented."""
    if answer.method != "HEAD" or answer.status == 404:
        return answer
    refused = replace(answer, status=405, body=b"").with_header("allow", "GET")
    return refused.with_header("content-length", None)


HABITS: tuple[Habit, ...] = tuple(
    Habit(name=name, why=why, app=app)
    for name, why, app in (
        ("always-401", "401 and 403 are both right.", answering(_refused_as(401))),
        ("always-403", "401 and 403 are both right.", answering(_refused_as(403))),
        ("active-absent", "It has a default.", on_number(lambda n: n.pop("active"))),
        ("defaults-absent", "Nobody gave them, and none is required.", serving(_Sparse)),
        ("voice-kept", "Ids may differ after the same update; they need not.", serving(_Thrifty)),
        ("agent-shared", "Two numbers may share one agent.", serving(_Shared)),
        (
            "charset-named",
            "A content type may have parameters.",
            answering(lambda a: a.with_header("content-type", "application/json; charset=utf-8")),
        ),
        (
            "content-type-upper-case",
            "Media types compare without case (RFC 9110 8.3.1).",
            answering(lambda a: a.with_header("content-type", "Application/JSON")),
        ),
        (
            "busy-503",
            "Infrastructure, with Retry-After; never a breach.",
            lambda: _Busy(503, 7),
        ),
        ("rate-limited-429", "The same.", lambda: _Busy(429, 11)),
        ("members-reversed", "Objects have no order.", on_success(reversed_members)),
        ("ascii-only", "Escapes mean the same text.", _spelt(ensure_ascii=True)),
        ("pretty-printed", "White space means nothing.", _spelt(indent=2, ensure_ascii=False)),
        ("doubles", "3 and 3.0 are one number.", on_part("voice_eleven_labs", _as_doubles)),
        ("no-head", "HEAD is not documented.", answering(_no_head)),
        ("chunked", "A length need not be told.", chunked(create_app)),
        ("headers-added", "Headers are open.", answering(adorned)),
        ("first-of-two-numbers", "Either may be taken.", hooked(read_phone_number=_first_number)),
        ("last-of-two-names", "JSON leaves it open.", hooked(decode=_last_wins)),
        ("small-bodies", "413 is the infrastructure's.", hooked(read_body=_small)),
    )
)
"""Every habit; none breaks a law of the contract."""
