"""A journey over the whole API of files, and what an app answers on it."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from contracts.files.reference import BASE, SESSION
from contracts.files.store import fresh_store
from ringback.exchange import Exchange, Headers, Request, Response

SEEDED = tuple(fresh_store().documents)
NOBODY = "00000000-0000-4000-8000-00000000dead"
COOKIE: Headers = (("Cookie", f"session={SESSION}"),)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
BYTES = "application/octet-stream"


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

FIRST, SECOND, TREE = made(1), made(2), made(4)


def _uploads() -> Iterator[Step]:
    yield document(" a+b & <c> \U0001f600é ", ODD, BYTES, "b", "A,c", "b")
    yield document("Second", b"")
    for key in (FIRST, SECOND):
        yield ask("GET", f"/documents/{key}")
        yield ask("GET", f"/documents/{key}")
        yield ask("GET", f"/documents/{key}/content")
        yield ask("HEAD", f"/documents/{key}/content")
        yield ask("HEAD", f"/documents/{key}")
    yield upload(part("title", b"x" * 150), part("file", b"no type"))
    yield upload(part("title", b"x" * 201), part("file", b""))
    yield upload(part("file", b"no title", "text/plain"))
    yield upload(part("title", b"t"), part("file", b"", "text/html"))
    yield upload(part("title", b"t"), *[part("labels", b"l")] * 21, part("file", b""))
    yield ask("POST", "/documents", b"--x--", Content_Type="multipart/form-data; boundary=b")
    yield ask("POST", "/documents", b"{}", Content_Type=JSON)


def _lists() -> Iterator[Step]:
    queries = (
        *("", "?page=1&per_page=2", "?page=2&per_page=2", "?page=3&per_page=2", "?page=9"),
        *("?filter[label]=legal", "?filter[label]=leg", "?filter[label]=b&per_page=1"),
        *("?filter[media_type]=image/png", "?filter[min_size]=18", "?filter[max_size]=18"),
        "?filter%5Bmin_size%5D=1&filter[max_size]=20",
    )
    wrong = (
        "page=0",
        "page=x",
        "per_page=51",
        "filter[x]=1",
        "filter[min_size]=-1",
        "page=1&page=2",
    )
    yield from (ask("GET", f"/documents{query}") for query in queries)
    yield from (ask("GET", f"/documents?{query}") for query in wrong)
    yield ask("GET", "/catalog")
    yield ask("GET", "/catalog", Accept="text/plain, text/csv;q=0.5", X_Columns="title, sha256")
    yield ask("GET", "/catalog", Accept="image/png")
    yield ask("GET", "/catalog", X_Columns="title", X_Row_Limit="1")
    yield ask("GET", "/catalog", X_Columns="secret")
    yield ask("GET", "/catalog", X_Row_Limit="0")
    yield ask("HEAD", "/catalog")


def _ranges() -> Iterator[Step]:
    path = f"/documents/{SEEDED[0]}/content"
    wanted = ("0-3", "5-", "-4", "20-99", "24-", "-0", "3-1", "0-1,4-5", "-99")
    yield from (ask("GET", path, Range=f"bytes={each}") for each in wanted)
    yield ask("GET", path, Range="lines=1-2")
    yield ask("HEAD", path, Range="bytes=0-3")
    yield ask("GET", path, Range="bytes=0-3", If_Range='"stale"')
    yield ask("GET", f"/documents/{SEEDED[2]}/content", Range="bytes=0-")
    yield ask("GET", f"/documents/{SEEDED[2]}/content", Range="bytes=-5")


def _conditions(tag: str) -> Iterator[Step]:
    path = f"/documents/{SEEDED[0]}/content"
    for method in ("GET", "HEAD"):
        yield ask(method, path, If_None_Match=f'"x", W/{tag}')
        yield ask(method, path, If_None_Match='"stale"')
        yield ask(method, path, If_Match='"stale"')
    yield ask("GET", path, Range="bytes=2-", If_Range=tag)
    yield ask("PUT", path, b"stale", Content_Type=BYTES, If_Match='"stale"')
    yield ask("PUT", path, b"new", Content_Type=BYTES, If_None_Match="*")
    yield ask("PUT", path, b"right", Content_Type=BYTES, If_Match=tag)
    yield ask("GET", path)
    yield ask("GET", path, If_None_Match=tag)


def _updates() -> Iterator[Step]:
    path = f"/documents/{FIRST}"
    for body in (
        b"title=T+%26+%3Cb%3E&labels=z&labels=a",
        b"title=%20T%0A",
        b"labels=x",
        b"title=",
    ):
        yield ask("PUT", path, body, Content_Type=FORM)
        yield ask("GET", path)
        yield ask("GET", "/documents")
    yield ask("PUT", path, b"title=%FF", Content_Type=FORM)
    yield ask("PUT", path, b"{}", Content_Type=JSON)
    for media_type in (BYTES, "image/png", "text/html"):
        yield ask("PUT", f"{path}/content", ODD[4:44], Content_Type=media_type)
        yield ask("GET", path)
        yield ask("GET", f"{path}/content")
    yield ask("PUT", f"{path}/content", b"", Content_Type=BYTES)
    partial = ask("PUT", f"{path}/content", b"x", Content_Type=BYTES, Content_Range="bytes 0-0/9")
    packed = ask("PUT", f"{path}/content", b"x", Content_Type=BYTES, Content_Encoding="gzip")
    yield from (replace(each, described=False) for each in (partial, packed))
    yield ask("GET", path)


def _folders() -> Iterator[Step]:
    deep = b'{"name":"C","children":[{"name":"D","children":[{"name":" E "},{"name":"F"}]}]}'
    tree = b'{"id":"%s","name":"A","children":[{"name":"B"},%s,{"name":"B"}]}' % (
        NOBODY.encode(),
        deep,
    )
    yield ask("POST", "/folders", tree, Content_Type=JSON)
    yield ask("GET", f"/folders/{TREE}")
    yield ask("POST", "/folders", b'{"name":"second"}', Content_Type=JSON)
    yield ask("GET", f"/folders/{TREE}")
    bodies = (b'{"name":"A","children":[{"name":"G"}]}', b'{"name":"only"}', b'{"name":"a/b"}')
    wrong = (b'{"name":"n","children":null}', b'{"children":[]}', b"[]", b"{", b'{"name":"n"}x')
    for body in (*bodies, *wrong):
        yield ask("PUT", f"/folders/{TREE}", body, Content_Type=JSON)
        yield ask("GET", f"/folders/{TREE}")
    yield ask("POST", "/folders", b"{}", Content_Type="text/plain")
    yield ask("PUT", f"/folders/{NOBODY}", b'{"name":"n"}', Content_Type=JSON)
    for method in ("DELETE", "GET", "DELETE"):
        yield ask(method, f"/folders/{TREE}")


def _feedback() -> Iterator[Step]:
    bodies = (
        *(
            b"rating=4&text=a+b%0Ac&topics=search&topics=other",
            b"rating=1&text=x",
            b"rating=5.0&text=x",
        ),
        *(b"rating=0&text=x", b"rating=6&text=x", b"rating=four&text=x", b"text=x", b"rating=3"),
        *(b"rating=3&text=x&topics=weather", b"rating=3&text=", b"rating=3&text=%ff", b""),
    )
    for body in bodies:
        yield ask("POST", "/feedback/preview", body, Content_Type=FORM)
    yield ask("POST", "/feedback/preview", b"{}", Content_Type=JSON)


def _strangers() -> Iterator[Step]:
    path = f"/documents/{SECOND}"
    steps = [
        ask("GET", path),
        ask("HEAD", path),
        ask("GET", f"{path}/content"),
        document("let in", b"bytes"),
        ask("POST", "/feedback/preview", b"rating=4&text=x", Content_Type=FORM),
    ]
    right = f"session={SESSION}"
    others = ("", "x", SESSION[:-1], SESSION + "x", SESSION.lower())
    for cookie in (None, f"sid={SESSION}", f"{right}; {right}", *(f"session={o}" for o in others)):
        yield from (stranger(step, cookie) for step in steps)
    yield ask("GET", "/documents")
    yield stranger(ask("DELETE", path))


def _ends() -> Iterator[Step]:
    path = f"/documents/{SECOND}"
    yield from (ask("DELETE", path), ask("GET", path), ask("GET", f"{path}/content"))
    yield from (ask("HEAD", path), ask("DELETE", path), ask("GET", "/documents"))
    yield document("Third", b"third")
    yield ask("GET", path)
    yield from (ask("GET", "/documents/no-uuid"), ask("GET", f"/folders/{NOBODY}"))
    for method, where in (
        *(
            ("PATCH", "/documents"),
            ("POST", path),
            ("DELETE", f"{path}/content"),
            ("GET", "/folders"),
        ),
        *(("POST", f"{path}/content"), ("POST", "/catalog"), ("GET", "/feedback/preview")),
    ):
        yield ask(method, where)
    yield ask("POST", f"/documents/{FIRST}/content", b"posted", Content_Type=BYTES)


@cache
def steps() -> tuple[Step, ...]:
    """All steps, in their order; each app starts them from its first state."""
    digest = hashlib.sha256(fresh_store().documents[SEEDED[0]].content).hexdigest()
    journey = (_uploads(), _lists(), _ranges(), _conditions(f'"{digest[:32]}"'), _updates())
    more = (_folders(), _feedback(), _strangers(), _ends())
    return tuple(step for each in (*journey, *more) for step in each)


def walked(app: ASGIApp) -> Iterator[Exchange]:
    """What an app answers to the steps, one after the other."""
    with asyncio.Runner() as runner:
        for step in steps():
            yield Exchange(request=step.request, outcome=runner.run(_asked(app, step.request)))


async def _asked(app: ASGIApp, request: Request) -> Response:
    """The answer of an app that is called as a server calls it; what it raises is a 500."""
    path, _, query = request.url.partition("?")
    scope = {
        "type": "http",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), text.encode()) for name, text in request.headers],
    }
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": request.body or b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    try:
        await app(scope, receive, send)
    except Exception:  # noqa: BLE001 - an app with a fault may raise anything
        return Response(status=500)
    headers = tuple((n.decode("latin-1"), text.decode("latin-1")) for n, text in told[0]["headers"])
    body = b"".join(each.get("body", b"") for each in told[1:])
    return Response(status=told[0]["status"], headers=headers, body=body)
