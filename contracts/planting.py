"""What the planted faults and the habits of every reference API are made of.

A fault or a habit is an app with a name. The `Apps` of a reference make it by rewriting the answers
(`answering`), or by hooking methods of the service (`hooked`): a hook gets the service, the real
method, and the method's arguments.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

AppMaker = Callable[[], ASGIApp]
"""Makes a fresh app; each call starts from the same state."""

Real = Callable[..., Any]
"""The real method that a hook stands in for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One planted defect: `rule` is the id of the rule that ought to catch it.

    `unseen` says why nobody can call it wrong by the description; it is empty where somebody can.
    """

    name: str
    kind: str
    rule: str
    app: AppMaker
    unseen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """One way of keeping the contract that differs from the reference; no rule may flag it."""

    name: str
    why: str
    app: AppMaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer on its way out, with what was asked; header names are lower case."""

    method: str
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def value(self) -> Any:
        """The body's JSON value."""
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        """The header's first value, None where there is none."""
        return next((value for key, value in self.headers if key == name), None)

    def with_value(self, value: Any) -> "Answer":
        """The same answer with another JSON value."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return replace(self, body=text.encode())

    def with_header(self, name: str, value: str | None) -> "Answer":
        """The same answer with this one value of the header, or without it if None."""
        kept = tuple(pair for pair in self.headers if pair[0] != name)
        return replace(self, headers=kept if value is None else (*kept, (name, value)))


class Rewriter:
    """An app around an app: each whole answer passes through `change` before it is sent."""

    def __init__(self, app: ASGIApp, change: Callable[[Answer], Answer]) -> None:
        """`change` sees every answer, those of undocumented paths too."""
        self.app = app
        self.change = change

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Collect one answer, change it, send it; the length follows the body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: list[Message] = []
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.append(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self.app(scope, receive, collect)
        if not start:  # the client hung up before it had sent its request
            return
        before = Answer(
            method=scope["method"],
            path=scope["path"],
            status=start[0]["status"],
            headers=tuple(
                (k.decode("latin-1"), v.decode("latin-1")) for k, v in start[0]["headers"]
            ),
            body=bytes(body),
        )
        await _send(self.change(before), send, same_body=bytes(body))


async def _send(answer: Answer, send: Send, *, same_body: bytes) -> None:
    """Send an answer; a HEAD's length is of the body that it does not have."""
    headers = dict(answer.headers)
    if "content-length" in headers and answer.body != same_body:
        headers["content-length"] = str(len(answer.body))
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    await send({"type": "http.response.body", "body": answer.body})


def rewritten(app: AppMaker, change: Callable[[Answer], Answer]) -> AppMaker:
    """The app with all its answers changed."""
    return lambda: Rewriter(app(), change)


def hook(service: object, hooks: Mapping[str, Callable[..., Any]]) -> None:
    """Put hooks in place of the service's methods of these names."""
    for name, replacement in hooks.items():
        setattr(service, name, partial(replacement, service, getattr(service, name)))


S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Apps(Generic[S]):
    """The apps of one reference: `service` makes one in its first state, `app` one around it."""

    service: Callable[[], S]
    app: Callable[[S], ASGIApp]

    def configured(self, change: Callable[[S], Any]) -> AppMaker:
        """An app whose service is changed before its first request."""

        def make() -> ASGIApp:
            service = self.service()
            change(service)
            return self.app(service)

        return make

    def hooked(self, **hooks: Callable[..., Any]) -> AppMaker:
        """An app whose service has the named methods hooked."""
        return self.configured(lambda service: hook(service, hooks))

    def answering(self, change: Callable[[Answer], Answer]) -> AppMaker:
        """An app whose answers are all changed on their way out."""
        return rewritten(lambda: self.app(self.service()), change)

    def on_status(self, status: int, change: Callable[[Answer], Answer]) -> AppMaker:
        """An app whose answers of one status are changed."""
        return self.answering(lambda answer: change(answer) if answer.status == status else answer)


def planted(kind: str, *rows: tuple[str, str, AppMaker] | Fault) -> tuple[Fault, ...]:
    """Faults of one kind from rows of name, rule and app."""
    return tuple(
        replace(row, kind=kind)
        if isinstance(row, Fault)
        else Fault(name=row[0], kind=kind, rule=row[1], app=row[2])
        for row in rows
    )


def admitted(name: str, rule: str, app: AppMaker, why: str) -> Fault:
    """A row of `planted` for what the description lets pass, with the reason."""
    return Fault(name=name, kind="", rule=rule, app=app, unseen=why)
