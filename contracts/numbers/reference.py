"""The reference service: an ASGI app that keeps the whole contract, and says nothing else.

It is written from the contract's words and knows no description, so that the two can be held
against each other. This module is its HTTP side; `service` is what it does.
"""

from collections.abc import AsyncIterable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from contracts.numbers.edits import Problems
from contracts.numbers.service import RefusedError, Service
from contracts.numbers.store import (
    AGENT,
    FOREIGN_ACTION,
    FOREIGN_AGENT,
    FOREIGN_PHONE_NUMBER,
    FOREIGN_TOKEN,
    FOREIGN_VOICE,
    FOREIGN_WEBHOOK,
    PHONE_NUMBER,
    SECOND_PHONE_NUMBER,
    TOKEN,
    fresh_store,
)

__all__ = [
    "AGENT",
    "FOREIGN_ACTION",
    "FOREIGN_AGENT",
    "FOREIGN_PHONE_NUMBER",
    "FOREIGN_TOKEN",
    "FOREIGN_VOICE",
    "FOREIGN_WEBHOOK",
    "LARGEST_BODY",
    "PHONE_NUMBER",
    "SECOND_PHONE_NUMBER",
    "TOKEN",
    "VALUES",
    "app",
    "create_app",
]

LARGEST_BODY = 8 * 1024 * 1024
"""Bytes of a request body that are read; more is answered with 413."""

_Operation = Callable[[Service, Request, str, bytes], Any]


def _update(service: Service, request: Request, user: str, body: bytes) -> Any:
    """Answer update_number: everything invalid is told at once, before anything is looked up."""
    problems: Problems = []
    asked = request.query_params.getlist("phone_number")
    phone_number = service.read_phone_number(asked, problems)
    change = service.read_body(request.headers.get("content-type"), body, problems)
    if problems or change is None:
        raise RefusedError(422, problems)
    return service.update_number(user, phone_number, change)


def _get(service: Service, request: Request, user: str, _body: bytes) -> Any:
    """Answer get_number."""
    problems: Problems = []
    asked = request.query_params.getlist("phone_number")
    phone_number = service.read_phone_number(asked, problems)
    if problems:
        raise RefusedError(422, problems)
    return service.get_number(user, phone_number)


def _list(service: Service, _request: Request, user: str, _body: bytes) -> Any:
    """Answer list_numbers."""
    return service.list_numbers(user)


async def _read(chunks: AsyncIterable[bytes], declared: str | None) -> bytes:
    """The whole body, or a refusal as soon as it is known to be too large."""
    length = (declared or "").lstrip("0")
    # Compared by digits first: a client may write more of them than Python reads.
    if length.isdecimal() and (len(length) > 12 or int(length) > LARGEST_BODY):
        raise RefusedError(413, "Request body too large")
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > LARGEST_BODY:
            raise RefusedError(413, "Request body too large")
    return bytes(body)


class _Door:
    """One documented path: its methods, and the way from a request to an answer."""

    def __init__(self, service: Service, operations: Mapping[str, _Operation]) -> None:
        """HEAD goes with GET (RFC 9110 9.3.2)."""
        self.service = service
        self.operations = dict(operations)
        if "GET" in operations:
            self.operations["HEAD"] = operations["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = JSONResponse(await self.operate(request))
        except RefusedError as error:
            response = JSONResponse({"detail": error.detail}, error.status, dict(error.headers))
        except ClientDisconnect:
            return
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def operate(self, request: Request) -> Any:
        """The content of a 200; the token is looked at before the body is even read."""
        operation = self.operations.get(request.method)
        if operation is None:
            allow = ", ".join(self.operations)
            raise RefusedError(405, "Method Not Allowed", {"Allow": allow})
        user = self.service.authenticate(request.headers.getlist("authorization"))
        body = await _read(request.stream(), request.headers.get("content-length"))
        with self.service.lock:
            return operation(self.service, request, user, body)


async def _not_found(_request: Request, _error: Exception) -> Response:
    """Answer for a path that is not documented."""
    return JSONResponse({"detail": "Not Found"}, 404)


def create_app(service: Service | None = None) -> Starlette:
    """A reference service in its first state, or one around `service`."""
    service = service or Service(fresh_store())
    doors: dict[str, dict[str, _Operation]] = {
        "/v1/numbers/update": {"POST": _update},
        "/v1/numbers": {"GET": _get},
        "/v1/numbers/list": {"GET": _list},
    }
    app = Starlette(
        routes=[Route(path, _Door(service, operations)) for path, operations in doors.items()],
        exception_handlers={404: _not_found},
    )
    # A slash too many is another path, and another path is a 404, not a redirect.
    app.router.redirect_slashes = False
    return app


VALUES = {
    "token": TOKEN,
    "phone_number": PHONE_NUMBER,
    "second_phone_number": SECOND_PHONE_NUMBER,
    "agent": AGENT,
    "foreign_phone_number": FOREIGN_PHONE_NUMBER,
    "foreign_agent": FOREIGN_AGENT,
    "foreign_voice": FOREIGN_VOICE,
    "foreign_action": FOREIGN_ACTION,
    "foreign_webhook": FOREIGN_WEBHOOK,
}
"""What a run on the reference needs, by the names of `[values]` in ringback.toml."""

app = create_app()
"""The instance that `ringback.toml` names as the default target."""
