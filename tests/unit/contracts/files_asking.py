"""Asking an app of the API of files, as its journey and its tests do: steps, and their answers."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from contracts.files.reference import BASE, SESSION, create_app
from contracts.files.store import fresh_store
from ringback.exchange import Headers, Request, Response, header_values

SEEDED = tuple(fresh_store().documents)
NOBODY = "00000000-0000-4000-8000-00000000dead"
COOKIE: Headers = (("Cookie", f"session={SESSION}"),)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
BYTES = "application/octet-stream"

TEXT, IMAGE, EMPTY = SEEDED
CONTENT = f"/documents/{TEXT}/content"
BODY = b"Be kind.\r\nPay in time.\r\n"
TAG = '"5e663bd2149dd4515932bf52e1753103"'
PREVIEW = "/feedback/preview"
MULTIPART = "multipart/form-data; boundary=b"


@dataclass(frozen=True, slots=True)
class Step:
    """A request, and whether it comes with valid credentials.

    `described` tells whether the description says everything that the answer goes by: of header
    fields that HTTP itself forbids here it says nothing.
    """

    request: Request
    authenticated: bool = True
    described: bool = True


def made(number: int) -> str:
    """The id of the thing that an app makes as its so many-th, beyond those that it starts with."""
    store = fresh_store()
    return [store.new_id() for _ in range(number)][-1]


def ask(method: str, path: str, body: bytes | None = None, **headers: str) -> Step:
    """A step with the account's session; names of headers are spelt with underscores."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    request = Request(method=method, url=BASE + path, headers=COOKIE + named, body=body)
    return Step(request)


def stranger(step: Step, cookie: str | None = None) -> Step:
    """The same step with other cookies, or none."""
    return Step(step.request.with_header("cookie", cookie), authenticated=False)


def part(name: str, content: bytes, content_type: str = "") -> bytes:
    """A part of a form."""
    kind = f"\r\nContent-Type: {content_type}" if content_type else ""
    file = '; filename="f"' if name == "file" else ""
    head = f'Content-Disposition: form-data; name="{name}"{file}{kind}\r\n\r\n'
    return b"--b\r\n" + head.encode() + content + b"\r\n"


def upload(*parts: bytes) -> Step:
    """An upload of these parts."""
    body = b"".join(parts) + b"--b--\r\n"
    return ask("POST", "/documents", body, Content_Type="multipart/form-data; boundary=b")


def document(title: str, content: bytes, media_type: str = BYTES, *labels: str) -> Step:
    """An upload of a document."""
    told = [part("labels", each.encode()) for each in labels]
    return upload(part("title", title.encode()), *told, part("file", content, media_type))


ODD = b"\xef\xbb\xbf \x00\xff\r\nline\n\r \xe2\x98\x85" + bytes(range(256)) * 5 + b"\r\n "
"""Bytes that no text survives as: marks, NUL, every octet, line ends, blanks at both ends."""


TITLE, FILE = part("title", b"t"), part("file", b"x", BYTES)


def one(step: Step) -> Response:
    """The answer of a fresh reference to one step."""
    return answered(create_app(), [step])[0]


def header(answer: Response, name: str) -> str | None:
    """The one value of a header, None where there is none."""
    return next(iter(header_values(answer.headers, name)), None)


def deep(levels: int) -> bytes:
    """The JSON of folders inside each other."""
    return b'{"name":"n","children":[' * (levels - 1) + b'{"name":"n"}' + b"]}" * (levels - 1)


def form(path: str, body: bytes, method: str = "POST") -> Step:
    """A form that is sent."""
    return ask(method, path, body, Content_Type=FORM)


def put(body: bytes | None, path: str = CONTENT, **headers: str) -> Step:
    """Bytes that are put in the place of others."""
    return ask("PUT", path, body, **headers)


def folder(body: bytes, content_type: str = JSON) -> Step:
    """A folder that is created."""
    return ask("POST", "/folders", body, Content_Type=content_type)


def answered(app: ASGIApp, asked: Iterable[Step]) -> list[Response]:
    """What an app answers to some steps, one after the other."""
    with asyncio.Runner() as runner:
        return [runner.run(sent(app, step.request)) for step in asked]


async def sent(app: ASGIApp, request: Request) -> Response:
    """The answer of an app that is called as a server calls it; what it raises is a 500."""
    path, _, query = request.url.partition("?")
    scope = {
        "type": "http",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode("latin-1", "replace"),
        "headers": [
            (name.lower().encode(), text.encode("latin-1")) for name, text in request.headers
        ],
    }
    told: list[Message] = []

    async def receive() -> Message:
        """The whole body."""
        return {"type": "http.request", "body": request.body or b"", "more_body": False}

    async def send(message: Message) -> None:
        """Keep a part of the answer."""
        told.append(message)

    try:
        await app(scope, receive, send)
    except Exception:  # noqa: BLE001 - an app with a fault may raise anything
        return Response(status=500)
    headers = tuple((n.decode("latin-1"), text.decode("latin-1")) for n, text in told[0]["headers"])
    body = b"".join(each.get("body", b"") for each in told[1:])
    return Response(status=told[0]["status"], headers=headers, body=body)
