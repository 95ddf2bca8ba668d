"""How a fault is planted in the reference service, or a habit taught to it.

Either the answer is changed on its way out (`answering`), or one method of the service is
hooked (`hooked`): a hook gets the service, the real method, and the method's arguments.
"""

from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from contracts.files.reference import BASE, SESSION, create_app
from contracts.files.service import Service
from contracts.files.store import fresh_store
from contracts.planting import Answer, AppMaker, Apps, Real

_APPS = Apps(service=lambda: Service(fresh_store()), app=create_app)
answering, hooked = _APPS.answering, _APPS.hooked


def on(method: str, end: str, status: int, change: Callable[[Answer], Answer]) -> AppMaker:
    """An app whose answers of a status to a method are changed, on paths with this end.

    The end of a path with an id is that of its collection with a slash: `/documents/`.
    """

    def fits(answer: Answer) -> bool:
        path = answer.path.removeprefix(BASE)
        named = (
            path.endswith(end) if not end.endswith("/") else path.rpartition("/")[0] + "/" == end
        )
        return named and (answer.method, answer.status) == (method, status)

    return answering(lambda answer: change(answer) if fits(answer) else answer)


def on_document(change: Callable[[dict[str, Any]], Any]) -> AppMaker:
    """An app that shows every document changed in place."""

    def render(_service: Service, real: Real, document: Any) -> Any:
        shown = real(document)
        change(shown)
        return shown

    return hooked(render=render)


class Asking:
    """An app that takes some requests for other ones."""

    def __init__(
        self, when: Callable[[Scope], bool], change: Callable[[Scope], Scope], app: ASGIApp
    ) -> None:
        """`change` makes the other request of one that `when` picks."""
        self.when, self.change, self.app = when, change, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http" and self.when(scope):
            scope = self.change(scope)
        await self.app(scope, receive, send)


def with_session(scope: Scope) -> Scope:
    """The same request with the account's cookie alone."""
    kept = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
    return {**scope, "headers": [*kept, (b"cookie", f"session={SESSION}".encode())]}
