"""How the tests of the shop ask an app and judge its answers: in this process, byte for byte."""

import asyncio
import json
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from starlette.types import ASGIApp, Message, Scope

from contracts.shop.reference import OTHER_TOKEN, TOKEN
from ringback.checks import CHECKS, Subject
from ringback.contract import Contract
from ringback.description.loading import load
from ringback.exchange import Exchange, Request, Response
from ringback.judge import judge
from ringback.operation import Operation

DESCRIPTION = Path(__file__).parents[3] / "openapi" / "shop.yaml"
NOBODY = "00000000-0000-4000-8000-00000000dead"
"""A customer that nobody has."""

NO_ORDER = "999999"
"""An order that nobody has."""

_UNSET: Any = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer; the names of headers are lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:
        """The JSON value of the body; None where it holds none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def member(self, name: str, otherwise: Any = None) -> Any:
        """A member of the answer's object; something else where there is none."""
        value = self.json
        return value.get(name, otherwise) if isinstance(value, dict) else otherwise


Walk = Generator[Ask, Told, None]
"""A journey: it asks, is told the answer, and asks on."""


def ask(
    method: str, url: str, value: Any = _UNSET, *, token: str | None = TOKEN, **more: str
) -> Ask:
    """A request with the account's token; `more` are headers, a low line in place of a hyphen."""
    headers = {name.replace("_", "-"): text for name, text in more.items()}
    if token is not None and "authorization" not in headers:
        headers["authorization"] = f"Bearer {token}"
    body = b""
    if value is not _UNSET:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        merging = method == "PATCH" and not url.startswith("/orders")
        kind = "application/merge-patch+json" if merging else "application/json"
        headers.setdefault("content-type", kind)
    return Ask(method=method, url=url, headers=tuple(headers.items()), body=body)


async def tell(app: ASGIApp, asked: Ask) -> Told:
    """The answer of an app to one request."""
    path, _, query = asked.url.partition("?")
    told: list[Message] = []
    sent = [(b"host", b"shop.example")]
    sent += [(name.encode(), value.encode("latin-1")) for name, value in asked.headers]
    if asked.body:
        sent.append((b"content-length", str(len(asked.body)).encode()))
    scope: Scope = {
        "type": "http",
        "method": asked.method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": sent,
    }

    async def receive() -> Message:
        """The whole body at once."""
        return {"type": "http.request", "body": asked.body, "more_body": False}

    async def send(message: Message) -> None:
        """Keep what the app says."""
        told.append(message)

    await app(scope, receive, send)
    headers = {key.decode().lower(): value.decode() for key, value in told[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in told[1:])
    return Told(status=told[0]["status"], headers=headers, body=body)


def told(app: ASGIApp, asked: Ask) -> Told:
    """The answer of an app to one request, for who has no loop."""
    return asyncio.run(tell(app, asked))


def located(asked: Ask, answer: Told) -> str:
    """Where an answer's Location leads to, as a path; a path to nothing where it has none."""
    location = answer.headers.get("location", "/nowhere")
    return urlsplit(urljoin(f"http://shop.example{asked.url}", location)).path


async def played(app: ASGIApp, walk: Walk) -> list[tuple[Ask, Told]]:
    """A whole journey with an app; what is answered with 429 is asked again."""
    seen: list[tuple[Ask, Told]] = []
    try:
        asked = next(walk)
        while True:
            answer = await tell(app, asked)
            if answer.status == 429:
                assert answer.headers["retry-after"] == "0"
                answer = await tell(app, asked)
            seen.append((asked, answer))
            asked = walk.send(answer)
    except StopIteration:
        return seen


async def first_difference(
    app: ASGIApp, walk: Walk, known: list[tuple[Ask, Told]]
) -> tuple[Ask, Told, Told] | None:
    """The first request of a journey that an app answers otherwise than is known."""
    asked = next(walk)
    for same, expected in known:
        assert asked == same, "until an answer differs, the journey is the same"
        answer = await tell(app, asked)
        if answer != expected:
            return asked, expected, answer
        try:
            asked = walk.send(answer)
        except StopIteration:
            return None
    return None


@cache
def contract() -> Contract:
    """The description, ready to judge by."""
    return Contract(load(DESCRIPTION), "published")


def objections(asked: Ask, answer: Told) -> list[str]:
    """What ringback has to say against an answer; to an undescribed path 404 is the right one."""
    request = Request(
        method=asked.method, url=asked.url, headers=asked.headers, body=asked.body or None
    )
    here = contract().operations_at(request.path)
    read = [each for each in here if request.method == "HEAD" and each.method == "GET"]
    operation = contract().operation_for(request) or next(iter([*read, *here]), None)
    if operation is None:
        return [] if answer.status == 404 else [f"{asked.url} is not described"]
    response = Response(
        status=answer.status, headers=tuple(answer.headers.items()), body=answer.body
    )
    subject = Subject(
        exchange=Exchange(request=request, outcome=response),
        operation=operation,
        contract=contract(),
        admission=contract().admission(request, operation),
        strangers=_strangers(asked) or None,
        authenticated=_authenticated(asked),
        # HEAD goes with GET, whether it is described or not (RFC 9110 9.1).
        described=operation.method == request.method or bool(read),
    )
    return [f"{each.rule}: {each.message}" for each in judge(subject, CHECKS)]


def _strangers(asked: Ask) -> frozenset[str]:
    """What a request names that nobody has; the journey has no others that are well formed."""
    sent = asked.url + asked.body.decode("latin-1")
    return frozenset(each for each in (NOBODY, NO_ORDER) if each in sent)


def _authenticated(asked: Ask) -> bool:
    """Whether a request carries a token of one of the accounts."""
    given = [value for name, value in asked.headers if name == "authorization"]
    scheme, _, token = "".join(given).partition(" ")
    return scheme.lower() == "bearer" and token.strip() in {TOKEN, OTHER_TOKEN}


def operations() -> Iterator[Operation]:
    """Every operation of the description."""
    yield from contract().operations
