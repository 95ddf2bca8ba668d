"""How a fault is planted in the reference service, or a habit taught to it.

Either the answer is changed on its way out (`answering`), or one method of the service is
hooked (`hooked`): a hook gets the service, the real method, and the method's arguments.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.numbers import wire
from contracts.numbers.edits import Edit, Form, is_uuid
from contracts.numbers.reference import create_app
from contracts.numbers.service import RefusedError, Service
from contracts.numbers.store import Agent, Part, fresh_store

AppMaker = Callable[[], ASGIApp]
"""Makes a fresh app; each call starts from the same state."""

Real = Callable[..., Any]
"""The real method that a hook stands in for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One planted defect: `rule` is the id of the rule that ought to catch it."""

    name: str
    kind: str
    rule: str
    app: AppMaker


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


def answering(change: Callable[[Answer], Answer]) -> AppMaker:
    """An app whose answers are all changed."""
    return lambda: Rewriter(create_app(), change)


def on_success(change: Callable[[Any], Any]) -> AppMaker:
    """An app whose 200 answers have their JSON value changed, those of the list too."""

    def changed(answer: Answer) -> Answer:
        if answer.status != 200 or not answer.body:
            return answer
        return answer.with_value(change(answer.value()))

    return answering(changed)


def on_number(change: Callable[[dict[str, Any]], Any]) -> AppMaker:
    """An app whose answers with one whole number are changed in place."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            change(value)
        return value

    return on_success(changed)


def on_agent(change: Callable[[dict[str, Any]], Any]) -> AppMaker:
    """An app whose expanded agents are changed in place."""
    return on_number(lambda number: change(number["inbound_agent"]))


def on_part(tag: str, change: Callable[[dict[str, Any]], Any]) -> AppMaker:
    """An app whose parts of one kind are changed in place; `webhook` is the tag of webhooks."""

    def changed(agent: dict[str, Any]) -> None:
        parts = [*agent["actions"], agent["voice"]]
        if "webhook" in agent:
            parts.append(agent["webhook"])
        for part in parts:
            if part.get("type", "webhook") == tag:
                change(part)

    return on_agent(changed)


def on_status(status: int, change: Callable[[Answer], Answer]) -> AppMaker:
    """An app whose answers of one status are changed."""
    return answering(lambda answer: change(answer) if answer.status == status else answer)


def on_bytes(change: Callable[[bytes], bytes]) -> AppMaker:
    """An app whose 200 answers have their bytes changed."""
    return on_status(200, lambda a: replace(a, body=change(a.body)) if a.body else a)


def hooked(**hooks: Callable[..., Any]) -> AppMaker:
    """An app whose service has the named methods hooked."""

    def make() -> ASGIApp:
        service = Service(fresh_store())
        for name, hook in hooks.items():
            setattr(service, name, partial(hook, service, getattr(service, name)))
        return create_app(service)

    return make


def serving(service: type[Service]) -> AppMaker:
    """An app around another kind of service."""
    return lambda: create_app(service(fresh_store()))


def on_edit(change: Callable[[Edit], Edit]) -> AppMaker:
    """An app that takes each valid edit for another one."""

    def read(_service: Service, real: Real, content: Any, problems: Any) -> Any:
        asked = real(content, problems)
        return change(asked) if isinstance(asked, Edit) else asked

    return hooked(read_change=read)


def after_edit(change: Callable[[Agent, Agent, Edit], Agent]) -> AppMaker:
    """An app that makes another agent of (before, after, edit)."""

    def edited(_service: Service, real: Real, agent: Agent, edit: Edit) -> tuple[Agent, list[Part]]:
        after, parts = real(agent, edit)
        return change(agent, after, edit), parts

    return hooked(edit=edited)


def on_content(change: Callable[[Any], Any]) -> AppMaker:
    """An app that takes each body's JSON value for another one before it validates it."""
    return hooked(
        read_change=lambda _service, real, content, problems: real(change(content), problems)
    )


def crashing(when: Callable[[Edit], bool]) -> AppMaker:
    """An app that answers some valid edits with a bare 500."""

    def changed(edit: Edit) -> Edit:
        if when(edit):
            raise RefusedError(500, "Internal Server Error")
        return edit

    return on_edit(changed)


def malformed_as(status: int, detail: Any) -> AppMaker:
    """An app that answers a body that is not JSON with another status."""

    def decode(_service: Service, real: Real, content_type: str | None, body: bytes) -> Any:
        try:
            return real(content_type, body)
        except wire.MalformedError as error:
            raise RefusedError(status, detail) from error

    return hooked(decode=decode)


def invalid_agent_as(status: int, detail: Any) -> AppMaker:
    """An app that answers an inbound_agent that is a text and no uuid with another status."""

    def read(_service: Service, real: Real, content: Any, problems: Any) -> Any:
        asked = content.get("inbound_agent") if isinstance(content, dict) else None
        if isinstance(asked, str) and not is_uuid(asked):
            raise RefusedError(status, detail)
        return real(content, problems)

    return hooked(read_change=read)


def written(edit: Edit) -> str:
    """The prompt and the initial message."""
    return (edit.prompt or "") + (edit.initial_message or "")


def given(part: str | Form | None, name: str, default: Any = None) -> Any:
    """A field that an edit gives a voice or a webhook."""
    return part.given.get(name, default) if isinstance(part, Form) else default


def agent_of(content: Any) -> dict[str, Any] | None:
    """The agent's fields in a body's JSON value, None where the body edits nothing."""
    agent = content.get("inbound_agent") if isinstance(content, dict) else None
    return agent if isinstance(agent, dict) else None


def planted(kind: str, *rows: tuple[str, str, AppMaker]) -> tuple[Fault, ...]:
    """Faults of one kind from rows of name, rule and app."""
    return tuple(Fault(name=name, kind=kind, rule=rule, app=app) for name, rule, app in rows)
