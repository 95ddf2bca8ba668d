"""The shop's reference service: an ASGI app that does what its description says, to the letter.

It is written from the description's words and reads no description, so that the two can be held
against each other. This module is its HTTP side; `service` is what it does.
"""

import json
from collections.abc import AsyncIterable, Callable, Mapping
from typing import Any
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from contracts.shop.calls import PROBLEM, Asked, Operation, RefusedError, Reply
from contracts.shop.seeds import OTHER_TOKEN, TOKEN, fresh_store
from contracts.shop.service import Service

__all__ = ["OTHER_TOKEN", "OTHER_VALUES", "TOKEN", "VALUES", "app", "create_app"]

_JSON = ("application/json",)
_MERGE = ("application/merge-patch+json",)
_PHOTO = ("application/octet-stream", "image/png", "image/jpeg")

ROUTES: Mapping[str, Mapping[str, Operation]] = {
    "/customers": {
        "GET": Operation(act="list_customers", query="customers"),
        "POST": Operation(act="create_customer", body="customer", media=_JSON),
    },
    "/customers/{customer_id}": {
        "GET": Operation(act="read_customer"),
        "PUT": Operation(act="replace_customer", body="customer", media=_JSON),
        "PATCH": Operation(act="update_customer", body="customer_patch", media=_MERGE),
        "DELETE": Operation(act="delete_customer"),
    },
    "/customers/{customer_id}/photo": {
        "GET": Operation(act="read_photo"),
        "PUT": Operation(act="replace_photo", media=_PHOTO, largest=256 * 1024),
        "DELETE": Operation(act="delete_photo"),
    },
    "/orders": {
        "GET": Operation(act="list_orders", query="orders"),
        "POST": Operation(act="create_order", body="order", media=_JSON),
    },
    "/orders/search": {"POST": Operation(act="search_orders", body="search", media=_JSON)},
    "/orders/{order_id}": {
        "GET": Operation(act="read_order"),
        "PATCH": Operation(act="update_order", body="order_patch", media=_JSON),
        "DELETE": Operation(act="delete_order"),
    },
    "/orders/{order_id}/cancel": {"POST": Operation(act="cancel_order")},
    "/orders/{order_id}/confirm": {"POST": Operation(act="confirm_order")},
    "/orders/{order_id}/items": {
        "GET": Operation(act="list_items"),
        "POST": Operation(act="create_item", body="item", media=_JSON),
    },
    "/orders/{order_id}/items/{item_id}": {
        "GET": Operation(act="read_item"),
        "PUT": Operation(act="replace_item", body="item", media=_JSON),
        "DELETE": Operation(act="delete_item"),
    },
    "/tags": {"GET": Operation(act="list_tags", query="tags")},
    "/tags/{name}": {
        "GET": Operation(act="read_tag"),
        "PUT": Operation(act="put_tag", body="tag", media=_JSON),
        "DELETE": Operation(act="delete_tag"),
    },
    "/settings": {
        "GET": Operation(act="read_settings"),
        "PUT": Operation(act="replace_settings", body="settings", media=_JSON),
        "PATCH": Operation(act="update_settings", body="settings_patch", media=_MERGE),
    },
}
"""Every path with its methods; where two fit, the one without names comes first."""


Spelling = Callable[[Any, str], bytes]
"""Writes a JSON value of a media type."""


def spelt(value: Any, media_type: str) -> bytes:
    """JSON without white space, all characters as they are."""
    del media_type
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Door:
    """The app: finds the operation, has it answered, and puts the reply into HTTP."""

    def __init__(self, service: Service, spell: Spelling) -> None:
        """`service` answers, `spell` writes the JSON of it."""
        self.service = service
        self.spell = spell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; an ASGI server's lifespan needs nothing."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            reply = await self._reply(request)
        except RefusedError as error:
            reply = Reply(
                status=error.status,
                value=error.problem(),
                media_type=PROBLEM,
                headers=error.headers,
            )
        except ClientDisconnect:
            return
        response = self._response(reply)
        if request.method == "HEAD":
            response.body = b""  # the headers are those of a GET, its length among them
        await response(scope, receive, send)

    async def _reply(self, request: Request) -> Reply:
        """The reply to a request; of its body nothing is looked at before the token is."""
        operations, path = _routed(_raw_path(request.scope))
        operation = operations.get("GET" if request.method == "HEAD" else request.method)
        if operation is None:
            raise RefusedError(405, "There is no such method here.", {"Allow": _allow(operations)})
        asked = Asked(
            method=request.method,
            operation=operation,
            path=path,
            query=request.scope["query_string"].decode("latin-1"),
            headers=tuple((name.lower(), value) for name, value in request.headers.items()),
            body=await _read(request.stream(), operation.largest),
        )
        with self.service.lock:
            return self.service.answer(asked)

    def _response(self, reply: Reply) -> Response:
        """A reply as a response."""
        data = reply.data if reply.value is None else self.spell(reply.value, reply.media_type)
        if data is None:
            return Response(status_code=reply.status, headers=reply.headers)
        return Response(data, reply.status, reply.headers, media_type=reply.media_type)


def _raw_path(scope: Scope) -> str:
    """The path as it travelled: a slash that is percent-encoded parts nothing."""
    raw = scope.get("raw_path")
    if raw is None:
        return str(scope["path"])
    return str(raw.decode("latin-1")).partition("?")[0]


def _routed(path: str) -> tuple[Mapping[str, Operation], dict[str, str]]:
    """The operations of a path, and the texts of its names; 404 where there is no such path."""
    steps = path.split("/")
    for template, operations in ROUTES.items():
        wanted = template.split("/")
        pairs = list(zip(wanted, steps, strict=False))
        if len(wanted) == len(steps) and all(_fits(want, step) for want, step in pairs):
            named = {want[1:-1]: unquote(step) for want, step in pairs if want.startswith("{")}
            return operations, named
    raise RefusedError(404, "There is nothing here.")


def _fits(want: str, step: str) -> bool:
    return bool(step) if want.startswith("{") else unquote(step) == want


def _allow(operations: Mapping[str, Operation]) -> str:
    """The methods of a path; HEAD goes with GET (RFC 9110 9.3.2)."""
    return ", ".join([*operations, *(["HEAD"] if "GET" in operations else [])])


async def _read(chunks: AsyncIterable[bytes], largest: int) -> bytes:
    """The body; of one that is too large only so much as shows it."""
    body = bytearray()
    async for chunk in chunks:
        body += chunk[: max(largest + 1 - len(body), 0)]
    return bytes(body)


def create_app(service: Service | None = None, spell: Spelling = spelt) -> ASGIApp:
    """A reference service in its first state, or one around `service`; `spell` writes its JSON."""
    return Door(service or Service(fresh_store()), spell)


VALUES: Mapping[str, Any] = {"token": TOKEN}
"""What a run on the reference needs, by the names of `[values]` in ringback.toml."""

app = create_app()
"""The instance that `ringback.toml` names as the default target."""

OTHER_VALUES: Mapping[str, Any] = {"token": OTHER_TOKEN}
"""What requests of the second account need."""
