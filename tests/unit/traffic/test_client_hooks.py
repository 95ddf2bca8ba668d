"""What is seen of the clients, whoever answers them, and that nothing stays patched."""

import asyncio
import contextlib
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import responses
import respx
import vcr

from ringback.exchange import Lost, LostReason
from ringback.recordings import Recording
from ringback.traffic.client_hooks import observed

_URL = "https://items.example/items/1?a=b"
_GZIP = gzip.compress(b'{"id":1}')


def _answer(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/moved":
        return httpx.Response(307, headers={"location": "/items/1"})
    if request.url.path == "/lost":
        raise httpx.ConnectError("no")
    if request.url.path == "/streamed":
        return httpx.Response(200, content=_generated())
    packed = {"content-encoding": "gzip"} if request.url.path == "/packed" else {}
    return httpx.Response(200, content=_GZIP if packed else b'{"id":1}', headers=packed)


def _client() -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(_answer), base_url="https://items.example")


def _async_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.MockTransport(_answer), base_url="https://items.example"
    )


def told(entry: Recording) -> tuple[str, str, bytes | None, int | str, bytes | None]:
    """An exchange as a row: method, URL, body sent, status or why none, body; None if unknown."""
    sent, outcome = entry.exchange.request, entry.exchange.outcome
    body = sent.body if entry.with_request_body else b"?"
    if isinstance(outcome, Lost):
        return sent.method, sent.url, body, outcome.reason, None
    answered = outcome.body if entry.with_body else None
    return sent.method, sent.url, body, outcome.status, answered


def seen(act: Callable[[], Any]) -> list[Any]:
    """The rows of what is seen while something is done; transport errors are its own."""
    found: list[Recording] = []
    with (
        observed(found.append),
        contextlib.suppress(httpx.TransportError, requests.ConnectionError),
    ):
        act()
    return [told(each) for each in found]


def _generated() -> Iterator[bytes]:
    yield b"one "
    yield b"two"


def _streamed() -> None:
    for path in ("/packed", "/streamed"):
        with _client().stream("GET", path) as response:
            response.read()


def _half_read() -> None:
    with _client().stream("GET", "/streamed"):
        pass


def _in_async() -> None:
    async def go() -> None:
        async with _async_client() as client:
            await client.put("/items/1", json={"a": 1})
            async with client.stream("GET", "/items/1") as response:
                await response.aread()

    asyncio.run(go())


_BASE = "https://items.example"


@pytest.mark.parametrize(
    ("act", "rows"),
    [
        pytest.param(
            lambda: _client().get("/items/1", params={"a": "b"}),
            [("GET", _URL, None, 200, b'{"id":1}')],
            id="a plain call",
        ),
        pytest.param(
            lambda: _client().get("/packed"),
            [("GET", f"{_BASE}/packed", None, 200, b'{"id":1}')],
            id="codings are undone",
        ),
        pytest.param(
            _streamed,
            [
                ("GET", f"{_BASE}/packed", None, 200, b'{"id":1}'),
                ("GET", f"{_BASE}/streamed", None, 200, b"one two"),
            ],
            id="streams",
        ),
        pytest.param(
            _half_read, [("GET", f"{_BASE}/streamed", None, 200, None)], id="a stream left unread"
        ),
        pytest.param(
            lambda: _client().post("/items/1", content=_generated()),
            [("POST", f"{_BASE}/items/1", b"one two", 200, b'{"id":1}')],
            id="a streamed request",
        ),
        pytest.param(
            lambda: _client().get("/moved", follow_redirects=True),
            [
                ("GET", f"{_BASE}/moved", None, 307, b""),
                ("GET", f"{_BASE}/items/1", None, 200, b'{"id":1}'),
            ],
            id="each answer of a redirect",
        ),
        pytest.param(
            lambda: _client().get("/lost"),
            [("GET", f"{_BASE}/lost", None, LostReason.FAILED, None)],
            id="an answer that does not come",
        ),
        pytest.param(
            _in_async,
            [
                ("PUT", f"{_BASE}/items/1", b'{"a":1}', 200, b'{"id":1}'),
                ("GET", f"{_BASE}/items/1", None, 200, b'{"id":1}'),
            ],
            id="the asynchronous client",
        ),
    ],
)
def test_what_is_seen_of_httpx(act: Callable[[], Any], rows: list[Any]) -> None:
    """Every exchange is seen once, whole, with the bodies that were there to see."""
    assert seen(act) == rows


def test_a_multipart_request_is_seen_whole() -> None:
    """What httpx makes of files while it sends is gathered on its way."""
    [(method, _, body, status, _)] = seen(
        lambda: _client().post("/items/1", files={"file": ("a.txt", b"inside")})
    )
    assert (method, status) == ("POST", 200)
    assert b"inside" in body


@pytest.mark.parametrize("first", ["observer", "mock"])
@pytest.mark.parametrize("using", ["httpcore", "httpx"])
def test_it_goes_with_respx(first: str, using: str) -> None:
    """Whether respx begins before or behind, and however it gets between."""
    mock = respx.mock(using=using)
    found: list[Recording] = []
    contexts: list[Any] = [observed(found.append), mock]
    with contextlib.ExitStack() as stack:
        for each in contexts if first == "observer" else reversed(contexts):
            stack.enter_context(each)
        mock.get(_URL).respond(json={"id": 1})
        httpx.get(_URL)
    assert [told(each) for each in found] == [("GET", _URL, None, 200, b'{"id":1}')]


def _with_responses() -> None:
    with responses.RequestsMock() as mock:
        mock.get("https://items.example/moved", status=302, headers={"location": _URL})
        mock.get("https://items.example/items/1", json={"id": 1})
        session = requests.Session()
        session.get("https://items.example/moved")


def _lost_with_responses() -> None:
    with responses.RequestsMock():
        requests.post(_URL, data="sent", timeout=9)


def _streamed_with_responses() -> None:
    with responses.RequestsMock() as mock:
        mock.get("https://items.example/items/1", json={"id": 1})
        assert requests.get(_URL, stream=True, timeout=9).json() == {"id": 1}


@pytest.mark.parametrize(
    ("act", "rows"),
    [
        pytest.param(
            _with_responses,
            [
                ("GET", "https://items.example/moved", None, 302, b""),
                ("GET", _URL, None, 200, b'{"id": 1}'),
            ],
            id="each answer of a redirect, once",
        ),
        pytest.param(
            _lost_with_responses,
            [("POST", _URL, b"sent", LostReason.FAILED, None)],
            id="an answer that does not come",
        ),
        pytest.param(
            _streamed_with_responses,
            [("GET", _URL, None, 200, None)],
            id="a stream, without its body",
        ),
    ],
)
def test_what_is_seen_of_requests(act: Callable[[], Any], rows: list[Any]) -> None:
    """The same of requests, under a mock that patches its adapter."""
    assert seen(act) == rows


_CASSETTE = """
interactions:
- request: {body: null, headers: {}, method: GET, uri: 'https://items.example/items/1?a=b'}
  response:
    body: {string: '{"id":1}'}
    headers: {Content-Type: [application/json]}
    status: {code: 200, message: OK}
version: 1
"""


@pytest.mark.parametrize("get", [httpx.get, requests.get])
def test_it_goes_with_cassettes(get: Callable[[str], Any], tmp_path: Path) -> None:
    """What VCR.py plays is seen as if the service had answered."""
    (tmp_path / "a.yaml").write_text(_CASSETTE, "utf-8")

    def play() -> None:
        with vcr.use_cassette(str(tmp_path / "a.yaml"), record_mode="none"):
            get(_URL)

    assert seen(play) == [("GET", _URL, None, 200, b'{"id":1}')]


def test_nothing_stays_patched() -> None:
    """The classes are as they were once the last observer has left, whoever left first."""
    owners: tuple[Any, ...] = (httpx.Client, httpx.AsyncClient, requests.Session)
    before = [owner.send for owner in owners]
    outer, inner = observed(lambda _entry: None), observed(lambda _entry: None)
    with contextlib.ExitStack() as stack:
        stack.enter_context(outer)
        with inner:
            assert all(owner.send is not old for owner, old in zip(owners, before, strict=True))
        assert all(owner.send is not old for owner, old in zip(owners, before, strict=True))
    assert [owner.send for owner in owners] == before
