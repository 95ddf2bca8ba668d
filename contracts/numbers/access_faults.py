"""Faults in who may ask: tokens that count and should not, and what belongs to somebody else."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

from contracts.numbers.planting import hooked, on_status
from contracts.numbers.reference import create_app
from contracts.numbers.service import RefusedError, Service
from contracts.numbers.store import TOKEN, USER, Agent, Number, Part
from contracts.planting import Answer, AppMaker, Real, Rewriter, planted


def _knowing(accepts: Callable[[str, str], bool]) -> AppMaker:
    """An app that lets in some credentials more, by their scheme (lower case) and token."""

    def authenticate(_service: Service, real: Real, credentials: list[str]) -> Any:
        scheme, _, token = (credentials or [""])[0].partition(" ")
        return USER if accepts(scheme.lower(), token.strip()) else real(credentials)

    return hooked(authenticate=authenticate)


class _LettingIn:
    """An app that lets in some requests that have no Authorization."""

    def __init__(
        self, when: Callable[[Scope], bool], change: Callable[[Answer], Answer] | None = None
    ) -> None:
        """`change` edits the answers of those requests."""
        self.when = when
        self.app: ASGIApp = create_app()
        self.inside = Rewriter(self.app, change) if change else self.app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give such a request the token on its way in."""
        headers = scope.get("headers", [])
        anonymous = not any(name == b"authorization" for name, _ in headers)
        if scope["type"] == "http" and anonymous and self.when(scope):
            token = (b"authorization", f"Bearer {TOKEN}".encode())
            await self.inside({**scope, "headers": [*headers, token]}, receive, send)
        else:
            await self.app(scope, receive, send)


def _on(path: str) -> AppMaker:
    """An app with one path that needs no token."""
    return lambda: _LettingIn(lambda scope: scope["path"] == path)


def _asks_nothing(scope: Scope) -> bool:
    """Whether a request that needs a phone number has none."""
    return scope["path"] != "/v1/numbers/list" and b"phone_number" not in scope["query_string"]


def _asks_unknown(scope: Scope) -> bool:
    """Whether a request names a number that nobody has."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("phone_number", [])
    return any(not number.startswith("+1555010") for number in asked)


def _denied(answer: Answer) -> Answer:
    """Say no, whatever has been done."""
    return replace(answer, status=403).with_value({"detail": "Not authenticated"})


def _hollow(answer: Answer) -> Answer:
    """Say yes, with nothing in it."""
    return answer.with_value([] if isinstance(answer.value(), list) else {"detail": "anonymous"})


def _owner(service: Service, phone_number: str, user: str) -> str:
    """The user whose number it is, whoever asks."""
    number = service.store.numbers.get(phone_number)
    return number.user_id if number else user


def _read_any(service: Service, real: Real, user: str, phone_number: str) -> Any:
    """Read a number for whoever asks."""
    return real(_owner(service, phone_number, user), phone_number)


def _update_any(service: Service, real: Real, user: str, phone_number: str, asked: Any) -> Any:
    """Update a number for whoever asks."""
    return real(_owner(service, phone_number, user), phone_number, asked)


def _telling_number(status: int, detail: str) -> AppMaker:
    """An app that tells another account's numbers from those that nobody has."""

    def find(service: Service, real: Real, user: str, phone_number: str) -> Number:
        known = service.store.numbers.get(phone_number)
        if known is not None and known.user_id != user:
            raise RefusedError(status, detail)
        number: Number = real(user, phone_number)
        return number

    return hooked(find_number=find)


def _list_all(service: Service, _real: Real, _user: str) -> Any:
    """List the numbers of all accounts."""
    return [service.render_number(n, n.agent) for n in service.store.numbers.values()]


def _any_agent(service: Service, real: Real, user: str, agent_id: str) -> Agent:
    """Find an agent for whoever asks."""
    agent: Agent = service.store.agents.get(agent_id) or real(user, agent_id)
    return agent


def _telling_agent(service: Service, real: Real, user: str, agent_id: str) -> Agent:
    """Tell another account's agents from those that nobody has."""
    if agent_id in service.store.agents:
        with suppress(RefusedError):
            own: Agent = real(user, agent_id)
            return own
        raise RefusedError(403, "Agent belongs to another account")
    agent: Agent = real(user, agent_id)
    return agent


def _any_part(kind: str) -> AppMaker:
    """An app that finds parts of one kind for whoever asks."""

    def find(service: Service, real: Real, user: str, asked: str, part_id: str) -> Part:
        part = service.store.parts.get(part_id)
        if part is None or not asked == kind == part.kind:
            owned: Part = real(user, asked, part_id)
            return owned
        return part

    return hooked(find_part=find)


def _telling_part(kind: str) -> AppMaker:
    """An app that tells another account's parts of one kind from those that nobody has."""

    def find(service: Service, real: Real, user: str, asked: str, part_id: str) -> Part:
        known = service.store.parts.get(part_id)
        if known is not None and known.kind == asked == kind and known.user_id != user:
            raise RefusedError(403, "Not yours")
        part: Part = real(user, asked, part_id)
        return part

    return hooked(find_part=find)


AUTH = planted(
    "auth",
    ("empty-token-accepted", "auth/required", _knowing(lambda s, t: s == "bearer" and not t)),
    ("any-token-accepted", "auth/required", _knowing(lambda s, t: s == "bearer" and bool(t))),
    (
        "token-beginning-accepted",
        "auth/required",
        _knowing(lambda s, t: s == "bearer" and bool(t) and TOKEN.startswith(t)),
    ),
    (
        "token-longer-accepted",
        "auth/required",
        _knowing(lambda s, t: s == "bearer" and t.startswith(TOKEN)),
    ),
    (
        "token-any-case-accepted",
        "auth/required",
        _knowing(lambda s, t: s == "bearer" and t.lower() == TOKEN.lower()),
    ),
    (
        "other-scheme-accepted",
        "auth/required",
        _knowing(lambda s, t: s not in {"", "bearer"} and t == TOKEN),
    ),
    ("any-basic-accepted", "auth/required", _knowing(lambda s, _t: s == "basic")),
    ("bare-token-accepted", "auth/required", _knowing(lambda s, t: s == TOKEN.lower() and not t)),
    ("no-token-accepted", "auth/required", lambda: _LettingIn(lambda _scope: True)),
    ("read-needs-no-token", "auth/required", _on("/v1/numbers")),
    ("list-needs-no-token", "auth/required", _on("/v1/numbers/list")),
    ("update-needs-no-token", "auth/required", _on("/v1/numbers/update")),
    (
        "anonymous-list-empty",
        "auth/required",
        lambda: _LettingIn(lambda scope: scope["path"] == "/v1/numbers/list", _hollow),
    ),
    ("validates-before-it-asks-who", "auth/required", lambda: _LettingIn(_asks_nothing)),
    ("looks-up-before-it-asks-who", "auth/required", lambda: _LettingIn(_asks_unknown)),
    (
        "updates-then-asks-who",
        "auth/required",
        lambda: _LettingIn(lambda scope: scope["path"] == "/v1/numbers/update", _denied),
    ),
    (
        "wrong-token-crashes",
        "protocol/server-error",
        on_status(401, lambda a: replace(a, status=500, body=b"")),
    ),
    (
        "wrong-token-as-404",
        "auth/required",
        on_status(401, lambda a: replace(a, status=404).with_value({"detail": "Not Found"})),
    ),
    ("foreign-number-readable", "auth/foreign-number", hooked(get_number=_read_any)),
    ("foreign-number-updatable", "auth/foreign-number", hooked(update_number=_update_any)),
    (
        "foreign-number-forbidden",
        "auth/foreign-number",
        _telling_number(403, "Number belongs to another account"),
    ),
    (
        "foreign-number-told-by-its-detail",
        "auth/foreign-number",
        _telling_number(404, "Number belongs to another account"),
    ),
    ("foreign-numbers-listed", "auth/foreign-number", hooked(list_numbers=_list_all)),
    ("foreign-agent-linkable", "auth/foreign-agent", hooked(find_agent=_any_agent)),
    ("foreign-agent-forbidden", "auth/foreign-agent", hooked(find_agent=_telling_agent)),
    ("foreign-voice-usable", "auth/foreign-voice", _any_part("voice")),
    ("foreign-voice-forbidden", "auth/foreign-voice", _telling_part("voice")),
    ("foreign-action-usable", "auth/foreign-action", _any_part("action")),
    ("foreign-action-forbidden", "auth/foreign-action", _telling_part("action")),
    ("foreign-webhook-usable", "auth/foreign-webhook", _any_part("webhook")),
    ("foreign-webhook-forbidden", "auth/foreign-webhook", _telling_part("webhook")),
)
