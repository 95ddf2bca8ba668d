"""What a proxy passes on, untouched, and what it shows of it."""

import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from ringback.exchange import Lost, LostReason, Response
from ringback.recordings import Recording
from ringback.targets.address import address
from ringback.targets.route import Route
from ringback.traffic.proxy_app import ProxyApp
from tests.acceptance.driving import served, wait_for
from tests.unit.targets.authority import Authority
from tests.unit.targets.serving import RawServer, relaying

_LARGE = bytes(range(256)) * 20_000  # 5 MB
_PACKED = gzip.compress(b'{"id": 1}')
_CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_GO_ON = threading.Event()


async def _service(scope: Any, receive: Any, send: Any) -> None:  # noqa: C901 -- one answer a path
    """Answers by the path, and tells what it was sent where it is asked to."""
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    path = scope["path"].removeprefix("/base")

    async def answer(status: int, headers: list[tuple[bytes, bytes]], *pieces: bytes) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for each in pieces:
            await send({"type": "http.response.body", "body": each, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    if path == "/told":
        told = "\n".join(f"{name.decode()}: {value.decode()}" for name, value in scope["headers"])
        target = scope["raw_path"] + b"?" + scope["query_string"]
        await answer(200, [], target + b"\n" + told.encode() + b"\n\n" + body)
    elif path == "/packed":
        await answer(200, [(b"content-encoding", b"gzip"), (b"x-one", b"a")], _PACKED)
    elif path == "/moved":
        await answer(302, [(b"location", b"/elsewhere"), (b"content-length", b"0")])
    elif path == "/cookies":
        headers = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"keep-alive", b"x")]
        await answer(200, [*headers, (b"connection", b"x-own"), (b"x-own", b"1")], b"ok")
    elif path == "/large":
        await answer(200, [(b"content-length", b"%d" % len(_LARGE))], _LARGE)
    elif path == "/none":
        await answer(204, [])
    elif path == "/stream":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"first ", "more_body": True})
        while not _GO_ON.is_set():
            await _moment()
        await send({"type": "http.response.body", "body": b"second"})
    elif path == "/cut":
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]}
        )
        await send({"type": "http.response.body", "body": b"half", "more_body": True})


def _get(url: str, **given: Any) -> httpx.Response:
    return httpx.get(url, timeout=30, **given)


async def _moment() -> None:
    import asyncio

    await asyncio.sleep(0.005)


@dataclass
class Proxied:
    """A proxy before the service: where it is, and what it has shown."""

    url: str
    service: str
    shown: list[Recording] = field(default_factory=list)

    def last(self, count: int) -> Recording:
        """The last of so many exchanges that were shown."""
        wait_for(lambda: len(self.shown) >= count)
        return self.shown[-1]


@pytest.fixture(scope="module")
def _service_url() -> Iterator[str]:
    with served(_service) as service:
        yield service
        _GO_ON.set()


@pytest.fixture
def proxied(_service_url: str) -> Iterator[Proxied]:
    """A proxy of each test's own: what goes by is shown once it has ended, maybe a test later."""
    _GO_ON.clear()
    shown: list[Recording] = []
    app = ProxyApp(address(f"{_service_url}/base"), Route(), shown.append, 30.0)
    with served(app, ws="none") as url:
        yield Proxied(url=url.replace("https:", "http:"), service=_service_url, shown=shown)
    app.close()


def test_a_request_is_passed_on_as_it_is(proxied: Proxied) -> None:
    """Target, headers and body reach the service; what is of the connection alone does not."""
    headers = {
        "x-own": "1",
        "Connection": "x-hop, keep-alive",
        "x-hop": "2",
        "Proxy-Authorization": "Basic eA==",
        "TE": "trailers",
        "Upgrade": "h2c",
    }
    url = f"{proxied.url}/told?a=%2F&b=+c"
    told = httpx.post(url, headers=headers, content=b"\x00\xffbytes", timeout=30)
    head, _, body = told.content.partition(b"\n\n")
    target, *lines = head.decode().splitlines()
    named = dict(line.split(": ", 1) for line in lines)
    assert (target, body) == ("/base/told?a=%2F&b=+c", b"\x00\xffbytes")
    assert (named["host"], named["via"], named["x-own"]) == (
        proxied.service.removeprefix("http://"),
        "1.1 ringback",
        "1",
    )
    hidden = {"x-hop", "proxy-authorization", "te", "connection", "transfer-encoding", "upgrade"}
    assert not hidden & set(named)
    request = proxied.last(1).exchange.request
    assert (request.url, request.body) == ("/told?a=%2F&b=+c", b"\x00\xffbytes")


def test_a_streamed_request_is_passed_on_in_chunks(proxied: Proxied) -> None:
    """A body whose length nobody tells arrives whole."""
    told = httpx.post(f"{proxied.url}/told", content=iter([b"one ", b"two"]), timeout=30)
    assert told.content.endswith(b"\n\none two")
    assert proxied.last(1).exchange.request.body == b"one two"


@pytest.mark.parametrize(
    ("asked", "status", "headers", "raw", "judged"),
    [
        ("GET /packed", 200, {"content-encoding": "gzip"}, _PACKED, b'{"id": 1}'),
        ("HEAD /large", 200, {"content-length": str(len(_LARGE))}, b"", b""),
        ("GET /large", 200, {"content-length": str(len(_LARGE))}, _LARGE, _LARGE),
        ("GET /moved", 302, {"location": "/elsewhere", "content-length": "0"}, b"", b""),
        ("DELETE /none", 204, {}, b"", b""),
        ("GET /cookies", 200, {"set-cookie": "a=1, b=2"}, b"ok", b"ok"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_comes_back_as_it_is(
    proxied: Proxied, asked: str, status: int, headers: dict[str, str], raw: bytes, judged: bytes
) -> None:
    """Status, headers and the very bytes; what is judged is read without its codings."""
    method, path = asked.split()
    with httpx.stream(method, proxied.url + path, timeout=30) as response:
        assert b"".join(response.iter_raw()) == raw
    assert response.status_code == status
    assert headers.items() <= dict(response.headers).items()
    assert not {"keep-alive", "x-own"} & set(response.headers)
    outcome = proxied.last(1).exchange.outcome
    assert isinstance(outcome, Response)
    assert (outcome.status, outcome.body) == (status, judged)


def test_a_stream_is_handed_on_while_it_comes(proxied: Proxied) -> None:
    """The first piece is there before the service has the second."""
    with httpx.stream("GET", f"{proxied.url}/stream", timeout=30) as response:
        pieces = response.iter_raw()
        assert next(pieces) == b"first "
        assert proxied.shown == []
        _GO_ON.set()
        assert b"".join(pieces) == b"second"
    came = proxied.last(1).exchange.response
    assert came is not None
    assert (came.status, came.body) == (200, b"first second")


def test_who_leaves_a_stream_ends_it(proxied: Proxied) -> None:
    """What is known by then is shown, as not stored whole."""
    with httpx.stream("GET", f"{proxied.url}/stream", timeout=30) as response:
        assert next(response.iter_raw()) == b"first "
    entry = proxied.last(1)
    assert (entry.with_body, entry.exchange.response is not None) == (False, True)


def test_an_answer_that_breaks_off_breaks_off_here_too(proxied: Proxied) -> None:
    """The client gets what came, and no end; the exchange is a truncated one."""
    with pytest.raises(httpx.RemoteProtocolError):
        _get(f"{proxied.url}/cut")
    outcome = proxied.last(1).exchange.outcome
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.TRUNCATED


def test_a_service_that_is_not_there_is_a_502() -> None:
    """The client is told in a sentence, and nothing is known of the service."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        shown: list[Recording] = []
        app = ProxyApp(address(f"http://127.0.0.1:{port}"), Route(), shown.append, 30.0)
        with served(app) as url:
            told = _get(f"{url}/told")
        app.close()
    assert told.status_code == 502
    assert told.text.startswith("ringback proxy: no connection (")
    outcome = shown[0].exchange.outcome
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.REFUSED


def test_the_way_to_a_service_is_its_target_s(tmp_path: Path) -> None:
    """The authorities, the client's certificate and the proxy on the way are those of the route."""
    authority = Authority(tmp_path)
    tls = {
        "ssl_certfile": str(authority.served),
        "ssl_ca_certs": str(authority.bundle),
        "ssl_cert_reqs": ssl.CERT_REQUIRED,
    }
    own = tmp_path / "own.pem", tmp_path / "own.key"
    shown: list[Recording] = []
    with (
        served(_service, **tls) as service,
        RawServer(relaying(_CONNECTED, int(service.rpartition(":")[2]))) as between,
    ):
        routes = (
            Route(verify=authority.bundle, certificate=own),
            Route(verify=authority.bundle, certificate=own, proxy=between.url),
            Route(verify=authority.bundle),
        )
        statuses = []
        for route in routes:
            app = ProxyApp(address(service), route, shown.append, 30.0)
            with served(app) as url:
                statuses.append(_get(f"{url}/told").status_code)
            app.close()
    assert statuses == [200, 200, 502]


def test_what_is_no_request_of_ours_is_refused(proxied: Proxied) -> None:
    """A WebSocket, and a client that takes it for a forward proxy: a sentence each."""
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"}
    told = _get(f"{proxied.url}/told", headers=upgrade)
    assert (told.status_code, told.text) == (
        501,
        "ringback proxy: only HTTP requests are passed on, and no WebSocket\n",
    )
    with httpx.Client(proxy=proxied.url) as client:
        told = client.get("http://other.example/told")
    assert (told.status_code, told.text) == (
        400,
        "ringback proxy: requests go to one server: make this the base URL of the client\n",
    )
    assert proxied.shown == []
