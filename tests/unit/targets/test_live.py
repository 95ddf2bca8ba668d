"""A service over real sockets: every outcome, exactly."""

import gzip
import itertools
import re
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.targets import line, proxies
from ringback.targets.interface import Limits
from ringback.targets.live import LiveTarget
from tests.unit.targets.serving import Peer, RawServer, Script, answer, saying

MB = 1024 * 1024
QUICK = Limits(timeout=0.5, size=MB)
ASK = Request(method="GET", url="/thing")


def sent(url: str, request: Request = ASK, limits: Limits = QUICK) -> Outcome:
    """What came of a request, without how long it took."""
    target = LiveTarget("live", url, limits)
    try:
        outcome = target.send(request)
    finally:
        target.close()
    return replace(outcome, seconds=0.0) if isinstance(outcome, Response) else outcome


def hanging(*parts: bytes) -> Script:
    """A script that sends these bytes and then nothing more."""

    def play(peer: Peer) -> None:
        for part in parts:
            peer.write(part)
        peer.wait()

    return play


def dripping(start: bytes, drop: bytes) -> Script:
    """A script that sends a drop again and again, each well within a read's time."""

    def play(peer: Peer) -> None:
        peer.write(start)
        while not peer.wait(0.05):
            peer.write(drop)

    return play


def resetting(*parts: bytes) -> Script:
    """A script that sends these bytes and resets the connection."""

    def play(peer: Peer) -> None:
        for part in parts:
            peer.write(part)
        peer.reset()

    return play


JSON = (("Content-Length", "2"), ("Content-Type", "application/json"))
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
CLOSING = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
ZIPPED = gzip.compress(b'{"a":1}', mtime=0)
RAW_DEFLATED = zlib.compress(b"{}", wbits=-15)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param(
            saying(answer("200 OK", b"{}", "Content-Type: application/json")),
            Response(status=200, headers=JSON, body=b"{}"),
            id="whole",
        ),
        pytest.param(
            saying(answer("200 OK", b'"\xff"')),
            Response(status=200, headers=(("Content-Length", "3"),), body=b'"\xff"'),
            id="invalid UTF-8 is passed on",
        ),
        pytest.param(
            saying(CHUNKED, b"3\r\n[1,\r\n", b"2\r\n2]\r\n0\r\n\r\n"),
            Response(status=200, headers=(("Transfer-Encoding", "chunked"),), body=b"[1,2]"),
            id="chunked",
        ),
        pytest.param(
            saying(CLOSING, b"[1]"),
            Response(status=200, headers=(("Connection", "close"),), body=b"[1]"),
            id="no length",
        ),
        pytest.param(
            saying(b"HTTP/1.0 200 OK\r\n\r\n[]"),
            Response(status=200, headers=(), body=b"[]"),
            id="HTTP/1.0",
        ),
        pytest.param(
            saying(b"HTTP/1.1 103 Early Hints\r\n\r\n", answer("200 OK", b"{}")),
            Response(status=200, headers=(("Content-Length", "2"),), body=b"{}"),
            id="early hints",
        ),
        pytest.param(
            saying(b"HTTP/1.1 204 No Content\r\nX-Note: \xe9\r\n\r\n"),
            Response(status=204, headers=(("X-Note", "é"),)),
            id="a header in Latin-1",
        ),
        pytest.param(
            saying(answer("200 OK", ZIPPED, "Content-Encoding: gzip")),
            Response(
                status=200,
                headers=(("Content-Length", str(len(ZIPPED))), ("Content-Encoding", "gzip")),
                body=b'{"a":1}',
            ),
            id="gzip",
        ),
        pytest.param(
            saying(answer("200 OK", RAW_DEFLATED, "Content-Encoding: deflate")),
            Response(
                status=200,
                headers=(
                    ("Content-Length", str(len(RAW_DEFLATED))),
                    ("Content-Encoding", "deflate"),
                ),
                body=b"{}",
            ),
            id="deflate without zlib's header",
        ),
        pytest.param(
            saying(answer("200 OK", b"??", "Content-Encoding: br")),
            Response(
                status=200,
                headers=(("Content-Length", "2"), ("Content-Encoding", "br")),
                body=b"??",
            ),
            id="a coding that nobody asked for",
        ),
        pytest.param(
            saying(b"HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\n\r\n"),
            Response(status=304, headers=(("Content-Encoding", "gzip"),)),
            id="a coding without a body",
        ),
        pytest.param(
            saying(),
            Lost(reason=LostReason.CLOSED, detail="the connection closed without an answer"),
            id="closed",
        ),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nContent-Le"),
            Lost(reason=LostReason.CLOSED, detail="the connection closed without an answer"),
            id="closed inside the headers",
        ),
        pytest.param(
            resetting(),
            Lost(reason=LostReason.CLOSED, detail="the connection was reset"),
            id="reset",
        ),
        pytest.param(
            saying(answer("200 OK", b"{", length=9)),
            Lost(reason=LostReason.TRUNCATED, detail="the connection closed inside the answer"),
            id="closed inside the body",
        ),
        pytest.param(
            saying(CHUNKED, b"9\r\n{"),
            Lost(reason=LostReason.TRUNCATED, detail="the connection closed inside the answer"),
            id="closed inside a chunk",
        ),
        pytest.param(
            hanging(),
            Lost(reason=LostReason.TIMEOUT, detail="the answer was not whole after 0.5 s"),
            id="hangs",
        ),
        pytest.param(
            dripping(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
            Lost(reason=LostReason.TIMEOUT, detail="the answer was not whole after 0.5 s"),
            id="drips headers",
        ),
        pytest.param(
            dripping(answer("200 OK", length=99_999), b" "),
            Lost(reason=LostReason.TIMEOUT, detail="the answer was not whole after 0.5 s"),
            id="drips a body",
        ),
        pytest.param(
            dripping(CLOSING, b" "),
            Lost(reason=LostReason.TIMEOUT, detail="the answer was not whole after 0.5 s"),
            id="drips a body without a length",
        ),
    ],
)
def test_what_a_peer_sends_is_the_outcome(script: Script, expected: Outcome) -> None:
    """Each way to answer, or not to, comes back as one whole value."""
    with RawServer(script) as server:
        outcome = sent(server.url)
    assert outcome == expected


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(saying(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), id="another protocol"),
        pytest.param(saying(b"\x00\x01\x02\r\n\r\n"), id="binary"),
        pytest.param(saying(b"HTTP/1.1 abc\r\n\r\n"), id="no status"),
        pytest.param(saying(CHUNKED, b"xyz\r\n"), id="no chunk size"),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\n", *[b"X: " + b"y" * 60_000 + b"\r\n"] * 4, b"\r\n"),
            id="headers without end",
        ),
        pytest.param(
            saying(answer("200 OK", b"no gzip", "Content-Encoding: gzip")),
            id="a broken coding",
        ),
        pytest.param(
            saying(answer("200 OK", ZIPPED[:-9], "Content-Encoding: gzip")),
            id="half a coding",
        ),
        pytest.param(
            saying(answer("200 OK", ZIPPED * 200, "Content-Encoding: gzip")),
            id="a coding in endless parts",
        ),
    ],
)
def test_what_is_no_http_is_malformed(script: Script) -> None:
    """Bytes that no client can read as an answer are told apart from silence."""
    with RawServer(script) as server:
        outcome = sent(server.url)
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.MALFORMED


def test_a_large_answer_is_not_read_to_its_end() -> None:
    """Of 100 MB no more is read than the limit, and no more is kept in memory."""
    written = []

    def play(peer: Peer) -> None:
        peer.write(answer("200 OK", length=100 * MB))
        for _ in range(100):
            peer.write(b" " * MB)
            written.append(MB)

    with RawServer(play) as server:
        tracemalloc.start()
        try:
            outcome = sent(server.url, limits=Limits(timeout=20, size=2 * MB))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    text = "the answer passes 2 MB"
    assert outcome == Lost(reason=LostReason.TOO_LARGE, detail=text, status=200)
    assert sum(written) < 100 * MB
    assert peak < 20 * MB


def test_a_gzip_bomb_unfolds_to_the_limit_only() -> None:
    """A small body that unfolds to 100 MB is refused at the limit, in bounded memory."""
    bomb = gzip.compress(b"\0" * (100 * MB), compresslevel=6)
    assert len(bomb) < MB
    script = saying(answer("200 OK", bomb, "Content-Encoding: gzip"))
    with RawServer(script) as server:
        tracemalloc.start()
        try:
            outcome = sent(server.url, limits=Limits(timeout=20, size=2 * MB))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    text = "the answer passes 2 MB"
    assert outcome == Lost(reason=LostReason.TOO_LARGE, detail=text, status=200)
    assert peak < 20 * MB


def test_a_bomb_in_two_codings_is_bounded_too() -> None:
    """Each coding is undone to the limit, not only the outer one."""
    bomb = gzip.compress(gzip.compress(b"\0" * (8 * MB)))
    script = saying(answer("200 OK", bomb, "Content-Encoding: gzip, gzip"))
    with RawServer(script) as server:
        outcome = sent(server.url)
    text = "the answer passes 1 MB"
    assert outcome == Lost(reason=LostReason.TOO_LARGE, detail=text, status=200)


REDIRECTS = [
    ("Location", "/other"),
    ("Location", "https://127.0.0.1/"),
    ("Location", "http://["),
    ("Location", "http://127.0.0.1:99999/"),
    ("Location", "//user@host/"),
    ("location", "caf\xe9 \xff"),
    ("LOCATION", ""),
]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"])
@pytest.mark.parametrize(("name", "value"), REDIRECTS)
def test_a_redirect_is_an_answer_as_it_came(status: str, name: str, value: str) -> None:
    """A target follows none, wherever it leads: also where its Location is no URL."""
    raw = f"HTTP/1.1 {status}\r\nContent-Length: 2\r\n{name}: {value}\r\n\r\n{{}}"
    with RawServer(saying(raw.encode("latin-1"))) as server:
        outcome = sent(server.url)
    headers = (("Content-Length", "2"), (name, value))
    assert outcome == Response(status=int(status[:3]), headers=headers, body=b"{}")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"X-Name: J\xfcrgen\r\n", [("X-Name", "J\xfcrgen")]),
        (b"X-Name: J\xc3\xbcrgen\r\n", [("X-Name", "J\xc3\xbcrgen")]),
        (b"X-Name: \xff\xfe\x80\r\n", [("X-Name", "\xff\xfe\x80")]),
        (b"X-Name: one\r\n  two\r\n\tthree\r\n", [("X-Name", "one two three")]),
        (b"X-Empty:\r\nX-Blank: \t \r\n", [("X-Empty", ""), ("X-Blank", "")]),
        (b"X-N: 1\r\nx-n: 2\r\nX-N: 1\r\n", [("X-N", "1"), ("x-n", "2"), ("X-N", "1")]),
        (
            b"Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=\xe9\r\nSet-Cookie:\r\n",
            [("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=\xe9"), ("Set-Cookie", "")],
        ),
        (b"Set-Cookie: ;;;=\x7f; Expires=never; Max-Age=x\r\n", None),
        (b"Content-Type: text/pl\xe4in; charset=\xff\r\n", None),
        (b"Content-Encoding: \xe9\r\n", [("Content-Encoding", "\xe9")]),
        (b"Date: \xe9\r\nConnection: \xe9, close\r\nKeep-Alive: \xe9\r\n", None),
    ],
)
def test_headers_are_read_as_they_came(raw: bytes, expected: list[tuple[str, str]] | None) -> None:
    """Any bytes that HTTP lets stand in a header come as Latin-1, repeated and in their order."""
    with RawServer(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + raw + b"\r\n{}")) as server:
        outcome = sent(server.url)
    assert isinstance(outcome, Response)
    assert outcome.body == b"{}"
    if expected is None:
        pairs = [line.split(": ", 1) for line in raw.decode("latin-1").splitlines()]
        expected = [(name, value) for name, value in pairs]
    assert list(outcome.headers[1:]) == expected


def test_no_cookie_is_kept() -> None:
    """A request carries the cookies that it names, whatever answers before it had set."""
    script = saying(answer("200 OK", b"{}", "Set-Cookie: SESSION=open; Path=/"))
    with RawServer(script) as server:
        target = LiveTarget("live", server.url, QUICK)
        asks = [ASK, ASK, ASK.with_header("Cookie", "theme=dark")]
        for ask in asks:
            target.send(ask)
        target.close()
    found = [re.findall(rb"(?i)\r\ncookie: ([^\r]*)", head) for head in server.asked]
    assert found == [[], [], [b"theme=dark"]]


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (TypeError("first\nsecond"), "TypeError: first"),
        (RecursionError(), "RecursionError"),
        (ExceptionGroup("several", [KeyError("x"), OSError()]), "KeyError: 'x'"),
    ],
)
def test_what_a_client_raises_is_about_one_request(
    monkeypatch: pytest.MonkeyPatch, error: Exception, detail: str
) -> None:
    """A failure of the client's own is no word about the service, and ends nothing else."""
    errors = [error]
    received = proxies.received

    def failing(*given: Any) -> Any:
        if errors:
            raise errors.pop()
        return received(*given)

    monkeypatch.setattr(line, "received", failing)
    with RawServer(saying(answer("200 OK", b"{}"))) as server:
        target = LiveTarget("live", server.url, QUICK)
        first, second = target.send(ASK), target.send(ASK)
        target.close()
    assert first == Lost(reason=LostReason.FAILED, detail=detail)
    assert isinstance(second, Response)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Note", "a\r\nX-Injected: 1"),
        ("X-Note", "nul \x00"),
        ("X-Note", "bell \n"),
        ("X Note", "a"),
        ("", "a"),
        ("X-Nöte", "a"),
    ],
)
def test_a_header_that_cannot_be_sent_is_not(name: str, value: str) -> None:
    """Headers that would break the request apart never leave."""
    with RawServer(saying(answer("200 OK"))) as server:
        outcome = sent(server.url, replace(ASK, headers=((name, value),)))
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.UNSENDABLE
    assert server.asked == []


def test_headers_leave_as_the_bytes_they_stand_for() -> None:
    """Latin-1 where that spells a header, UTF-8 where it does not."""
    headers = (("X-One", "é"), ("X-Two", "€"))
    with RawServer(saying(answer("200 OK"))) as server:
        sent(server.url, replace(ASK, headers=headers))
    assert b"\r\nX-One: \xe9\r\n" in server.asked[0]
    assert b"\r\nX-Two: \xe2\x82\xac\r\n" in server.asked[0]


@pytest.mark.parametrize("url", ["http://[", "/" + "x" * 70_000, "http://127.0.0.1:port/"])
def test_a_url_that_cannot_be_sent_is_not(url: str) -> None:
    """A URL that no client takes is our mistake, not the service's."""
    with RawServer(saying(answer("200 OK"))) as server:
        outcome = sent(server.url, Request(method="GET", url=url))
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.UNSENDABLE
    assert server.asked == []


def leaving(way: Callable[[Peer], None]) -> Script:
    """A script that answers one request on a connection, and leaves when the next has come."""

    def play(peer: Peer) -> None:
        peer.write(answer("200 OK"))
        if peer.next():
            way(peer)

    return play


@pytest.mark.parametrize(
    ("method", "came"),
    [("GET", 200), ("HEAD", 200), ("POST", None), ("PUT", None), ("DELETE", None)],
)
@pytest.mark.parametrize("way", [Peer.reset, lambda _peer: None])
def test_what_a_worn_connection_loses_is_asked_again(
    method: str, came: int | None, way: Callable[[Peer], None]
) -> None:
    """A server may hang up between two answers: a read is sent anew, a write is lost."""
    with RawServer(leaving(way)) as server:
        target = LiveTarget("live", server.url)
        try:
            first, second = [target.send(replace(ASK, method=method)) for _ in range(2)]
        finally:
            target.close()
    assert isinstance(first, Response)
    if came is not None:
        assert isinstance(second, Response)
        assert second.status == came
    else:
        assert isinstance(second, Lost)
        assert second.reason is LostReason.CLOSED
    assert len(server.asked) == (1 if came is None else 2)


def test_a_part_of_an_answer_is_an_answer() -> None:
    """What hangs up inside an answer on a worn connection is told, not asked again."""

    def half(peer: Peer) -> None:
        peer.write(b"HTTP/1.1 200")

    with RawServer(leaving(half)) as server:
        target = LiveTarget("live", server.url)
        try:
            _first, second = [target.send(ASK) for _ in range(2)]
        finally:
            target.close()
    assert isinstance(second, Lost)
    assert len(server.asked) == 1


def test_a_closed_port_is_refused() -> None:
    """Where nothing listens there is no connection."""
    with RawServer(saying()) as server:
        pass
    outcome = sent(server.url)
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.REFUSED
    assert outcome.detail.startswith("no connection (")


def test_a_server_without_tls_is_refused() -> None:
    """HTTPS to a port that speaks plain HTTP is no connection."""
    with RawServer(saying(answer("400 Bad Request")), eager=True) as server:
        outcome = sent(server.url.replace("http://", "https://"))
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.REFUSED


def test_a_tls_handshake_that_hangs_ends_in_time() -> None:
    """A port that takes the connection and never answers the handshake is bounded too."""
    with RawServer(hanging()) as server:
        outcome = sent(server.url.replace("http://", "https://"))
    assert isinstance(outcome, Lost)
    assert outcome.reason in {LostReason.REFUSED, LostReason.TIMEOUT}


def test_a_target_goes_on_after_a_loss() -> None:
    """One lost answer leaves the target fit for the next request."""
    numbers = itertools.count()

    def play(peer: Peer) -> None:
        if next(numbers) == 0:
            peer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{")
            peer.wait()
        peer.write(answer("200 OK", b"{}"))

    with RawServer(play) as server:
        target = LiveTarget("live", server.url, QUICK)
        first, second = target.send(ASK), target.send(ASK)
        target.close()
    assert isinstance(first, Lost)
    assert first.reason is LostReason.TIMEOUT
    assert isinstance(second, Response)
    assert second.body == b"{}"


def test_a_request_says_who_asks() -> None:
    """The client names itself, and the codings that it undoes."""
    with RawServer(saying(answer("200 OK"))) as server:
        sent(server.url)
    head = server.asked[0].lower()
    assert b"\r\nuser-agent: ringback/" in head
    assert b"\r\naccept-encoding: gzip, deflate\r\n" in head
