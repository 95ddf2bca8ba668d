"""A journey over the whole API of files, and what an app answers on it."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from starlette.types import ASGIApp

from contracts.files.reference import SESSION
from contracts.files.store import fresh_store
from ringback.exchange import Exchange
from tests.unit.contracts.files_asking import (
    BYTES,
    FORM,
    JSON,
    NOBODY,
    ODD,
    SEEDED,
    Step,
    ask,
    document,
    made,
    part,
    sent,
    stranger,
    upload,
)

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
            yield Exchange(request=step.request, outcome=runner.run(sent(app, step.request)))
