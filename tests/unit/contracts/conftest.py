"""How the tests of the reference ask an app: over httpx, in this process."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from contracts.numbers.reference import (
    AGENT,
    FOREIGN_ACTION,
    FOREIGN_AGENT,
    FOREIGN_PHONE_NUMBER,
    FOREIGN_VOICE,
    FOREIGN_WEBHOOK,
    PHONE_NUMBER,
    SECOND_PHONE_NUMBER,
    TOKEN,
    create_app,
)

Walk = list[dict[str, Any]]

AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
_UPDATE = "/v1/numbers/update?phone_number={}"
_READ = "/v1/numbers?phone_number={}"
_NOBODY = "00000000-0000-4000-8000-00000000dead"


def quoted(number: str) -> str:
    """The number as it travels in a query."""
    return number.replace("+", "%2B")


_OWN = _READ.format(quoted(PHONE_NUMBER))


async def _ask(
    app: ASGIApp, requests: Iterable[Mapping[str, Any]]
) -> AsyncGenerator[httpx.Response]:
    """The answers to some requests, one after the other, each asked for when it is wanted."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://reference") as client:
        for request in requests:
            yield await client.request(**{"headers": AUTHORIZED, **request})


@pytest.fixture(scope="session")
def send() -> Callable[..., httpx.Response]:
    """Send one request to an app: `send(app, method, url, headers=, content=)`."""

    def one(app: ASGIApp, method: str, url: str, **more: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            """Ask once."""
            async with aclosing(_ask(app, [{"method": method, "url": url, **more}])) as answers:
                return await anext(answers)

        return asyncio.run(go())

    return one


@pytest.fixture(scope="session")
def first_difference() -> Callable[..., str | None]:
    """The first request of a walk that two apps answer differently, None if there is none."""

    def find(app: ASGIApp, other: ASGIApp, walk: Walk) -> str | None:
        async def go() -> str | None:
            """Ask both, until they differ."""
            pairs = (_ask(app, walk), _ask(other, walk))
            async with aclosing(pairs[0]) as ours, aclosing(pairs[1]) as theirs:
                for request in walk:
                    if _seen(await anext(ours)) != _seen(await anext(theirs)):
                        return f"{request['method']} {request['url']}"
            return None

        return asyncio.run(go())

    return find


class Client:
    """A fresh reference, and a client of it."""

    def __init__(self, send: Callable[..., httpx.Response]) -> None:
        """The app is the client's own."""
        self.app = create_app()
        self.send = send

    def ask(self, method: str, url: str, **more: Any) -> httpx.Response:
        """One request with the account's token."""
        return self.send(self.app, method, url, **more)

    def update(self, agent: Any) -> httpx.Response:
        """One update of the first number."""
        return self.ask(
            "POST",
            _UPDATE.format(quoted(PHONE_NUMBER)),
            content=json.dumps({"inbound_agent": agent}).encode(),
        )

    def body(self, body: bytes, **more: Any) -> httpx.Response:
        """One update with this body."""
        return self.ask("POST", _UPDATE.format(quoted(PHONE_NUMBER)), content=body, **more)

    def edited(self, agent: Any) -> Any:
        """The agent that a successful update answers, and that a read answers after it."""
        answer = self.update(agent)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
        assert self.ask("GET", _OWN).json() == answer.json()
        return answer.json()["inbound_agent"]

    def agent(self, url: str = _OWN) -> Any:
        """The agent of a number."""
        return self.ask("GET", url).json()["inbound_agent"]


@pytest.fixture
def client(send: Callable[..., httpx.Response]) -> Client:
    """A client of a fresh reference: ask, update, body, edited, agent."""
    return Client(send)


def _seen(answer: httpx.Response) -> tuple[int, httpx.Headers, bytes]:
    """What of an answer counts."""
    return answer.status_code, answer.headers, answer.content


def _edits() -> list[Any]:
    """Valid edits, in an order in which each can be seen to have done its work."""
    text = "  Zoë & e\u0301\r\n\0 % 😀 end " + "x" * 5000
    end, dtmf = {"type": "action_end_conversation"}, {"type": "action_dtmf", "config": {}}
    transfer = {"type": "action_transfer_call", "config": {"phone_number": "+1 555 01"}}
    labs = {"voice_id": "v", "api_key": "Secret", "stability": 0.123456, "similarity_boost": 3}
    hook = {"subscriptions": ["event_recording", "event_action", "event_action"], "url": "h/Ook"}
    return [
        {"prompt": text, "initial_message": text[::-1]},
        {"prompt": text, "initial_message": text[::-1]},
        {"prompt": "short"},
        {"prompt": {}, "initial_message": {}, "actions": {}, "voice": {}},
        {"prompt": ""},
        {"unknown": 1, "prompt": "x"},
        {},
        {"actions": [transfer, dtmf, end, end, {"type": "action_transfer_call"}]},
        {"actions": [transfer, dtmf, end, end, {"type": "action_transfer_call"}]},
        {"actions": []},
        {"actions": [end]},
        {"actions": [end]},
        {"voice": {"type": "voice_azure", "pitch": -3, "rate": 0, "voice_name": "A"}},
        {"voice": {"type": "voice_azure", "pitch": 2**70 + 1, "rate": 2**70 + 1}},
        {"voice": {"type": "voice_rime", "speaker": "LOUD"}},
        {"voice": {"type": "voice_rime", "speaker": "LOUD"}},
        {"voice": {"type": "voice_azure"}},
        {"voice": {"type": "voice_eleven_labs"}},
        {"voice": {"type": "voice_eleven_labs", **labs}},
        {"voice": "501ce000-0000-4000-8000-000000000001"},
        {"webhook": {**hook, "method": "GET"}},
        {"webhook": {"subscriptions": []}},
        {"webhook": {"url": ""}},
        {"webhook": "3eb00000-0000-4000-8000-000000000001"},
    ]


def _refused() -> list[Any]:
    """Edits that are refused, as invalid or as somebody else's."""
    return [
        *({field: None} for field in ("prompt", "initial_message", "actions", "voice", "webhook")),
        {"prompt": 1},
        {"prompt": "stays", "initial_message": []},
        {"actions": "all"},
        {"actions": [None]},
        {"actions": [{"type": "hold"}]},
        {"actions": [{"type": []}]},
        {"actions": [{"type": "action_dtmf", "config": None}]},
        {"voice": "alloy"},
        {"webhook": []},
        {"actions": [FOREIGN_ACTION]},
        {"voice": FOREIGN_VOICE},
        {"webhook": FOREIGN_WEBHOOK},
        {"prompt": "never", "actions": [_NOBODY]},
    ]


def _update(agent: Any, number: str = quoted(PHONE_NUMBER)) -> Walk:
    """An update and the read of what it may have changed."""
    body = json.dumps({"inbound_agent": agent}).encode()
    return [
        {"method": "POST", "url": _UPDATE.format(number), "content": body},
        {"method": "GET", "url": _OWN},
    ]


def _odd() -> Walk:
    """Bodies that are no edit, and methods that are not documented."""
    post = {"method": "POST", "url": _UPDATE.format(quoted(PHONE_NUMBER))}
    edit = b'{"inbound_agent":{}}'
    bodies = (b"", b"[]", b"{}", b"{", edit + b"{}", b'{"inbound_agent":{},"x":NaN}')
    methods = (("PUT", "/update"), ("PATCH", "/update"), ("DELETE", ""), ("POST", "/list"))
    query = f"?phone_number={quoted(PHONE_NUMBER)}"
    return [
        *({**post, "content": body} for body in bodies),
        {"method": "POST", "url": "/v1/numbers/update", "content": edit},
        {**post, "content": edit, "headers": {**AUTHORIZED, "Content-Type": "text/plain"}},
        *(
            {"method": method, "url": f"/v1/numbers{path}{query}", "content": edit}
            for method, path in methods
        ),
    ]


def _strangers() -> Walk:
    """Every operation with credentials that are not enough."""
    credentials = [
        *("", TOKEN, "Basic x", f"Token {TOKEN}", "Bearer", "Bearer x"),
        *(f"Bearer {token}" for token in (TOKEN + "x", TOKEN[:-1], TOKEN.upper())),
    ]
    return [
        {
            "method": method,
            "url": f"/v1/numbers{path}phone_number={quoted(PHONE_NUMBER)}",
            "headers": {"Authorization": value} if value else {},
            "content": b'{"inbound_agent":{"prompt":"let in"}}',
        }
        for value in credentials
        for method, path in (("GET", "?"), ("GET", "/list?"), ("POST", "/update?"))
    ]


def _requests() -> Walk:
    """A walk over the whole contract: every operation, right and wrong, as arguments of httpx."""
    second, foreign = (_READ.format(quoted(n)) for n in (SECOND_PHONE_NUMBER, FOREIGN_PHONE_NUMBER))
    nowhere = ("/v1/numbers", "/v1/numbers/", "/v1/other", _READ.format("nobody"))
    agents = [*_edits(), *_refused(), AGENT, FOREIGN_AGENT, _NOBODY, "nobody", None, []]
    return [
        *({"method": "GET", "url": url} for url in (_OWN, second, "/v1/numbers/list")),
        *(request for agent in agents for request in _update(agent)),
        *({"method": "GET", "url": url} for url in (second, "/v1/numbers/list", foreign)),
        *_update({"prompt": "mine"}, quoted(FOREIGN_PHONE_NUMBER)),
        *_update({"prompt": "mine"}, "nobody"),
        {"method": "GET", "url": foreign},
        *_odd(),
        *({"method": "GET", "url": url} for url in nowhere),
        *({"method": "GET", "url": url, "headers": {}} for url in nowhere),
        *_strangers(),
        {"method": "GET", "url": _OWN},
    ]


@pytest.fixture(scope="session")
def walk() -> Walk:
    """The requests of the walk."""
    return _requests()
