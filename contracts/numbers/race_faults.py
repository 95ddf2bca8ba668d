"""Faults that one update alone does not show: updates that meet, and what comes after another."""

import asyncio
import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.numbers.edits import Change, Edit, Link
from contracts.numbers.planting import agent_of, hooked
from contracts.numbers.reference import create_app
from contracts.numbers.service import Service
from contracts.numbers.store import FIRST_AGENT, fresh_store
from contracts.planting import Real, planted

_SLOW, _QUICK = 0.03, 0.005  # seconds between two halves; who begins first ends last


async def _called(app: ASGIApp, scope: Scope, body: bytes) -> list[Message]:
    """The answer of an app to a request with this body."""
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    kept = [pair for pair in scope["headers"] if pair[0] != b"content-length"]
    length = (b"content-length", str(len(body)).encode())
    await app({**scope, "headers": [*kept, length]}, receive, send)
    return told


class _Halves:
    """A service that stores an edit in two halves, and lets others in between."""

    def __init__(self) -> None:
        """What is refused is refused as a whole, by a copy that nobody sees."""
        self.service = Service(fresh_store())
        self.app: ASGIApp = create_app(self.service)
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no edit of several members."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        for each in await self.answer(scope, body):
            await send(each)

    async def answer(self, scope: Scope, body: bytes) -> list[Message]:
        """Store one half, wait, store the other."""
        copied = create_app(Service(copy.deepcopy(self.service.store)))
        whole = await _called(copied, scope, body)
        edit = agent_of(_json(body)) or {}
        if whole[0]["status"] != 200 or len(edit) < 2:
            return await _called(self.app, scope, body)
        names = list(edit)
        halves = names[: len(names) // 2], names[len(names) // 2 :]
        self.under_way += 1
        wait = _SLOW if self.under_way == 1 else _QUICK
        await _called(self.app, scope, _only(edit, halves[0]))
        await asyncio.sleep(wait)
        told = await _called(self.app, scope, _only(edit, halves[1]))
        self.under_way -= 1
        return told


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _only(edit: Mapping[str, Any], names: list[str]) -> bytes:
    return json.dumps({"inbound_agent": {name: edit[name] for name in names}}).encode()


def _lost_on_link(service: Service, real: Real, user: str, phone: str, asked: Change) -> Any:
    """Forget, at the next link, what was edited on an agent other than the first."""
    agents = service.store.agents
    edited: dict[str, Any] = vars(service).setdefault("edited", {})
    if isinstance(asked, Link):
        agents.update(edited)
        edited.clear()
    else:
        here = service.find_number(user, phone).agent
        if here != FIRST_AGENT:
            edited.setdefault(here, agents[here])
    return real(user, phone, asked)


def _seen_before(service: Service, real: Real, user: str, phone: str, asked: Change) -> Any:
    """Take an edit that was seen before the last one for a delivery that came twice."""
    seen: list[Change] = vars(service).setdefault("seen", [])
    if isinstance(asked, Edit):
        again = asked in seen[:-1]
        seen.append(asked)
        if again:
            return service.get_number(user, phone)
    return real(user, phone, asked)


def _after_a_refusal(service: Service, real: Real, content: Any, problems: Any) -> Any:
    """Lose the prompt of the edit that comes behind a refused one."""
    asked = real(content, problems)
    was_refused = vars(service).get("refused", False)
    vars(service)["refused"] = bool(problems)
    return replace(asked, prompt=None) if was_refused and isinstance(asked, Edit) else asked


RACE = planted(
    "race",
    ("edit-stored-in-halves", "law/concurrent", _Halves),
    ("other-agent-forgets-its-edit", "law/link", hooked(update_number=_lost_on_link)),
    ("edit-seen-before-ignored", "law/echo", hooked(update_number=_seen_before)),
    ("edit-behind-a-refusal-loses-prompt", "law/echo", hooked(read_change=_after_a_refusal)),
)
