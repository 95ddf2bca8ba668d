"""The reference service: an ASGI app that keeps the whole contract of files.

It is written from the contract's words and knows no description, so that the two can be held
against each other. This module is its HTTP side; `operations` and `service` are what it does.
"""

from collections.abc import AsyncIterable, Mapping
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from contracts.files.headers import cookies_of
from contracts.files.operations import OPERATIONS, Asked, Operation
from contracts.files.refusals import NotModifiedError, RefusedError, too_large, unknown
from contracts.files.service import BASE, Service
from contracts.files.store import SESSION, fresh_store

__all__ = ["BASE", "LARGEST_BODY", "SESSION", "VALUES", "app", "create_app"]

LARGEST_BODY = 1024 * 1024
"""Bytes of a request body that are read; more is answered with 413."""


def _refusal(error: RefusedError) -> Response:
    """The answer that a refusal is."""
    told = {"error": {"code": error.code, "message": error.message}}
    return JSONResponse(told, error.status, dict(error.headers))


async def _read(chunks: AsyncIterable[bytes], declared: str | None) -> bytes:
    """The whole body, or a refusal as soon as it is known to be too large."""
    length = (declared or "").lstrip("0")
    refusal = too_large("The content may have 1 MiB.")
    # Compared by digits first: a client may write more of them than Python reads.
    if length.isdecimal() and (len(length) > 12 or int(length) > LARGEST_BODY):
        raise refusal
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > LARGEST_BODY:
            raise refusal
    return bytes(body)


class _Door:
    """One documented path: its methods, and the way from a request to an answer."""

    def __init__(self, service: Service, operations: Mapping[str, Operation]) -> None:
        """HEAD goes with GET (RFC 9110 9.3.2)."""
        self.service = service
        self.operations = dict(operations)
        if "GET" in operations:
            self.operations["HEAD"] = operations["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self.operate(request)
        except NotModifiedError as same:
            response = Response(status_code=304, headers=same.headers)
        except RefusedError as error:
            response = _refusal(error)
        except ClientDisconnect:
            return
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def operate(self, request: Request) -> Response:
        """The answer of a success; the session is looked at before the body is even read."""
        if request.scope["path"].endswith("\n"):  # which the pattern of a route lets pass
            raise unknown("There is no such path.")
        operation = self.operations.get(request.method)
        if operation is None:
            allow = {"Allow": ", ".join(self.operations)}
            raise RefusedError(405, "method_not_allowed", "The path has other methods.", allow)
        self.service.authenticate(cookies_of(request.headers.getlist("cookie")))
        body = await _read(request.stream(), request.headers.get("content-length"))
        query = request.scope["query_string"].decode("latin-1")
        asked = Asked(
            method=request.method,
            key=request.path_params.get("key", ""),
            query=parse_qsl(query, keep_blank_values=True),
            headers=request.headers,
            body=body,
        )
        with self.service.lock:
            return operation(self.service, asked)


async def _not_found(_request: Request, _error: Exception) -> Response:
    """Answer for a path that is not documented."""
    return _refusal(unknown("There is no such path."))


def create_app(service: Service | None = None) -> Starlette:
    """A reference service in its first state, or one around `service`."""
    service = service or Service(fresh_store())
    app = Starlette(
        routes=[Route(BASE + path, _Door(service, each)) for path, each in OPERATIONS.items()],
        exception_handlers={404: _not_found},
    )
    # A slash too many is another path, and another path is a 404, not a redirect.
    app.router.redirect_slashes = False
    return app


VALUES = {"session": SESSION}
"""What a run on the reference needs, by the names of `[values]` in ringback.toml."""

app = create_app()
"""The instance that `ringback.toml` names as the default target."""
