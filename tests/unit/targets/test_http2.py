"""HTTP/2 over real sockets: what a service that wants it is sent, and what comes back."""

import asyncio
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypercorn.asyncio import serve
from hypercorn.config import Config

from ringback.exchange import Lost, LostReason, Request, Response
from ringback.targets.interface import Limits
from ringback.targets.live import LiveTarget
from ringback.targets.route import Route
from ringback.targets.stream import ConnectError, Stream
from tests.unit.targets.authority import Authority
from tests.unit.targets.serving import RawServer, answer, saying

LIMITS = Limits(timeout=10, size=1024 * 1024)


class Telling:
    """An app that answers what it was asked: the version, the method, a header, and the body."""

    def __init__(self) -> None:
        self.versions: list[str] = []
        self.headers: list[dict[bytes, bytes]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Read the whole body, and tell."""
        if scope["type"] != "http":
            raise NotImplementedError
        body, more = b"", True
        while more:
            event = await receive()
            body += event.get("body", b"")
            more = event.get("more_body", False)
        self.versions.append(scope["http_version"])
        self.headers.append(dict(scope["headers"]))
        status, told = 200, body or scope["method"].encode()
        if scope["path"] == "/large":
            told = b"x" * (LIMITS.size + 1)
        if scope["path"] == "/none":
            status, told = 204, b""
        if scope["path"] == "/moved":
            status = 307
        headers = [(b"x-seen", scope["query_string"]), (b"location", b"/elsewhere")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": told})


@contextlib.contextmanager
def serving(app: Any, protocols: list[str], **tls: str) -> Iterator[int]:
    """The port that an app is served on, by these protocols alone."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    config = Config.from_mapping(
        {"bind": [f"127.0.0.1:{port}"], "alpn_protocols": protocols, "errorlog": None, **tls}
    )
    loop = asyncio.new_event_loop()
    ending = asyncio.Event()
    job = serve(app, config, shutdown_trigger=ending.wait)
    thread = threading.Thread(target=loop.run_until_complete, args=(job,))
    thread.start()
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            threading.Event().wait(0.02)
        yield port
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join(10)
        loop.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Certificates for the servers of this module."""
    return Authority(tmp_path_factory.mktemp("authority"))


def certified(authority: Authority) -> dict[str, str]:
    """The files that a server over TLS is started with."""
    return {"certfile": str(authority.served), "keyfile": str(authority.served)}


@pytest.fixture(params=["over TLS", "known beforehand"])
def target(request: pytest.FixtureRequest, authority: Authority) -> Iterator[tuple[Any, Telling]]:
    """A target that wants HTTP/2, and the app behind it."""
    app = Telling()
    tls = certified(authority) if request.param == "over TLS" else {}
    with serving(app, ["h2"], **tls) as port:
        url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        found = LiveTarget("far", url, LIMITS, Route(verify=authority.bundle, http2=True))
        try:
            yield found, app
        finally:
            found.close()


def asked(path: str = "/", body: bytes | None = None, method: str = "POST") -> Request:
    """A request."""
    headers = (("Content-Type", "text/plain"), ("X-Case", "Kept"))
    return Request(method=method, url=path, headers=headers, body=body)


@pytest.mark.parametrize(
    ("request_", "status", "body"),
    [
        (asked(method="GET"), 200, b"GET"),
        (asked(body=b"small"), 200, b"small"),
        (asked(body=b"y" * 300_000), 200, b"y" * 300_000),  # more than a window of 65,535 bytes
        (asked("/none", method="DELETE"), 204, b""),
        (asked("/moved", body=b"{}"), 307, b"{}"),
    ],
    ids=["no body", "a body", "a body over several windows", "no answer's body", "a redirect"],
)
def test_what_is_sent_arrives_and_what_comes_is_read(
    target: tuple[LiveTarget, Telling], request_: Request, status: int, body: bytes
) -> None:
    """Methods, headers, queries and bodies, in both directions; a redirect is an answer."""
    live, app = target
    outcome = live.send(request_)
    assert isinstance(outcome, Response)
    assert (outcome.status, outcome.body) == (status, body)
    assert ("location", "/elsewhere") in outcome.headers
    assert app.versions == ["2"]
    assert app.headers[0][b"x-case"] == b"Kept"


def test_one_connection_serves_one_request_after_the_other(
    target: tuple[LiveTarget, Telling],
) -> None:
    """What was read whole leaves the connection as it was; what was too large does not."""
    live, app = target
    first, large, last = (live.send(asked(path)) for path in ("/a", "/large", "/b?q=1"))
    assert isinstance(first, Response)
    assert isinstance(large, Lost)
    assert (large.reason, large.status) == (LostReason.TOO_LARGE, 200)
    assert isinstance(last, Response)
    assert ("x-seen", "q=1") in last.headers
    assert app.versions == ["2", "2", "2"]


def test_the_service_chooses(authority: Authority) -> None:
    """One that speaks HTTP/1.1 alone is spoken to so, also where HTTP/2 was offered."""
    app = Telling()
    with serving(app, ["http/1.1"], **certified(authority)) as port:
        route = Route(verify=authority.bundle, http2=True)
        live = LiveTarget("far", f"https://127.0.0.1:{port}", LIMITS, route)
        assert isinstance(live.send(asked(method="GET")), Response)
        live.close()
    assert app.versions == ["1.1"]


def test_who_does_not_speak_it_is_told_as_such() -> None:
    """An answer in HTTP/1.1 to what was known beforehand is no HTTP/2."""
    with RawServer(saying(answer("200 OK", b"{}"))) as server:
        live = LiveTarget("far", server.url, LIMITS, Route(http2=True))
        outcome = live.send(asked(method="GET"))
        live.close()
    assert isinstance(outcome, Lost)
    assert outcome.reason in {LostReason.MALFORMED, LostReason.CLOSED}


def test_a_service_that_wants_nothing_else_says_what_to_try() -> None:
    """A handshake that ends for want of a protocol names the member of the configuration."""

    class Refusing:
        """What a handshake raises with a service that offers HTTP/2 alone."""

        def __init__(self, over: socket.socket) -> None:
            self.close = over.close

        def settimeout(self, seconds: float) -> None:
            """Nothing to wait for."""

        def do_handshake(self) -> None:
            """As OpenSSL says it."""
            raise ssl.SSLError(1, "[SSL: TLSV1_ALERT_NO_APPLICATION_PROTOCOL] tlsv1 alert")

    class Trust(ssl.SSLContext):
        """Gives that in place of a connection."""

        def wrap_socket(self, sock: socket.socket, *_: Any, **_more: Any) -> Any:
            """The socket is closed, and nothing else."""
            return Refusing(sock)

    with RawServer(saying(b"")) as server:
        stream = Stream([("127.0.0.1", server.port)], time.monotonic() + 5)
        told = "say http2 = true of the target"
        with contextlib.closing(stream), pytest.raises(ConnectError, match=told):
            stream.start_tls(Trust(ssl.PROTOCOL_TLS_CLIENT), "127.0.0.1")
