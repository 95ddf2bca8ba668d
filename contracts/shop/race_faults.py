"""Faults that show only when two writes meet: one of them is lost."""

import asyncio
import copy
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.planting import AppMaker, planted
from contracts.shop.reference import create_app
from contracts.shop.seeds import TOKEN, fresh_store
from contracts.shop.service import Service
from contracts.shop.store import Account

_WAIT = 0.02  # seconds between reading what is there and writing what it becomes


class Racing:
    """An app whose PATCH writes onto what was there when the request came."""

    def __init__(self, begins: str, part: Callable[[Account], dict[Any, Any]]) -> None:
        """`part` is what a write to a path that begins so is about."""
        self.service = Service(fresh_store())
        self.app: ASGIApp = create_app(self.service)
        self.begins = begins
        self.part = part

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read, wait, and write as if nobody else could have written meanwhile."""
        here = scope["type"] == "http" and scope["path"].startswith(self.begins)
        if not here or scope["method"] != "PATCH":
            await self.app(scope, receive, send)
            return
        message = await _whole(receive)
        account = self.service.store.accounts[TOKEN]
        step = scope["path"].rstrip("/").rsplit("/", 1)[1]
        key: Any = int(step) if step.isdecimal() else step
        part = self.part(account)
        read = copy.deepcopy(part.get(key))
        await asyncio.sleep(_WAIT)
        if read is not None and key in part:
            part[key] = read

        async def again() -> Message:
            return message

        await self.app(scope, again, send)


async def _whole(receive: Receive) -> Message:
    """The body of a request in one message."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return message
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return {"type": "http.request", "body": body, "more_body": False}


class _Settings(dict[Any, Any]):
    """The settings of an account as a collection with one thing in it."""

    def __init__(self, account: Account) -> None:
        super().__init__(settings=account.settings)
        self.account = account

    def __setitem__(self, key: Any, value: Any) -> None:
        """Put the settings in the place of those that are there."""
        self.account.settings = value


def _racing(begins: str, part: Callable[[Account], dict[Any, Any]]) -> AppMaker:
    return lambda: Racing(begins, part)


RACE = planted(
    "race",
    (
        "one-of-two-customer-patches-lost",
        "law/concurrent",
        _racing("/customers/", lambda account: account.customers),
    ),
    ("one-of-two-settings-patches-lost", "law/concurrent", _racing("/settings", _Settings)),
    (
        "one-of-two-order-patches-lost",
        "law/concurrent",
        _racing("/orders/", lambda account: account.orders),
    ),
)
