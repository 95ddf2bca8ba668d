"""Bytes behind an answer's own end, over real sockets."""

import gzip
import threading
import time

import pytest

from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.targets.interface import Limits
from ringback.targets.live import LiveTarget
from ringback.targets.stream import Stream
from tests.unit.targets.serving import Peer, RawServer, Script, answer, keeping, saying

QUICK = Limits(timeout=2, size=1024 * 1024)
ASK = Request(method="GET", url="/thing")
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LAST = b"0\r\n\r\n"
ZIPPED = gzip.compress(b'{"a":1}', mtime=0)
TEXT = '{"name":"Zoë, Łódź"}'


def asked(url: str, times: int = 1, method: str = "GET") -> list[Outcome]:
    """What came of a request sent several times through one target."""
    target = LiveTarget("live", url, QUICK)
    try:
        return [target.send(Request(method=method, url="/thing")) for _ in range(times)]
    finally:
        target.close()


def excess(outcome: Outcome) -> bytes:
    """What came behind an answer that is whole."""
    assert isinstance(outcome, Response), outcome
    return outcome.excess


@pytest.mark.parametrize(
    ("method", "raw"),
    [
        pytest.param("GET", answer("200 OK", b"{}"), id="an exact Content-Length"),
        pytest.param("GET", answer("200 OK"), id="a Content-Length of 0"),
        pytest.param(
            "GET", b"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}", id="a length said twice"
        ),
        pytest.param("GET", b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", id="bare line feeds"),
        pytest.param("GET", CHUNKED + b"3\r\n[1,\r\n2;x=y\r\n2]\r\n" + LAST, id="chunked"),
        pytest.param("GET", CHUNKED + LAST, id="no chunk but the last"),
        pytest.param(
            "GET", CHUNKED + b"2\r\n{}\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n", id="trailers"
        ),
        pytest.param(
            "GET",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n" + LAST,
            id="chunked, which a length beside it does not change",
        ),
        pytest.param("GET", answer("200 OK", ZIPPED, "Content-Encoding: gzip"), id="gzip"),
        pytest.param("GET", answer("200 OK", TEXT.encode()), id="text of many bytes a character"),
        pytest.param("GET", b"HTTP/1.1 204 No Content\r\n\r\n", id="204"),
        pytest.param("GET", answer("304 Not Modified", length=99), id="304 with a length"),
        pytest.param("HEAD", answer("200 OK", length=99), id="HEAD with a length"),
        pytest.param("HEAD", CHUNKED, id="HEAD of what would be chunked"),
        pytest.param(
            "GET",
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
            + answer("200 OK", b"{}"),
            id="interim answers",
        ),
        pytest.param("GET", answer("200 OK", b" " * 900_000), id="900 kB"),
    ],
)
def test_an_answer_that_ends_where_it_says(method: str, raw: bytes) -> None:
    """Nothing is seen behind it, and its connection serves the next request."""
    with RawServer(keeping(raw)) as server:
        outcomes = asked(server.url, 3, method)
    assert [excess(each) for each in outcomes] == [b""] * 3
    assert len(server.asked) == 1  # connections, that is


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n[] and more", id="HTTP/1.0"),
        pytest.param(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[1]\r\n", id="no length"),
        pytest.param(answer("200 OK", b"{}", "Connection: close"), id="a length, and closed"),
    ],
)
def test_an_answer_to_the_connections_end(raw: bytes) -> None:
    """Where the connection's end is the answer's, there is nothing behind it."""
    with RawServer(saying(raw)) as server:
        outcomes = asked(server.url, 2)
    assert [excess(each) for each in outcomes] == [b""] * 2


@pytest.mark.parametrize(
    ("method", "raw", "more"),
    [
        pytest.param("GET", answer("200 OK", b"{}"), b"garbage", id="garbage"),
        pytest.param("GET", answer("200 OK", b"{}"), b"\r\n", id="an empty line"),
        pytest.param(
            "GET", answer("200 OK", b"{}"), answer("200 OK", b"[]"), id="an answer nobody asked for"
        ),
        pytest.param("GET", answer("200 OK", b"{}", "Connection: close"), b"}", id="closing"),
        pytest.param("GET", CHUNKED + b"2\r\n{}\r\n" + LAST, b"2\r\n", id="behind the last chunk"),
        pytest.param(
            "GET", answer("200 OK", ZIPPED, "Content-Encoding: gzip"), b"\0\0", id="behind gzip"
        ),
        pytest.param("GET", b"HTTP/1.1 204 No Content\r\n\r\n", b"{}", id="204 with a body"),
        pytest.param("GET", answer("304 Not Modified", length=2), b"{}", id="304 with a body"),
        pytest.param("HEAD", answer("200 OK", length=2), b"{}", id="HEAD with a body"),
        pytest.param(
            "GET",
            b"HTTP/1.1 103 Early Hints\r\n\r\n" + answer("200 OK", b"{}"),
            b"x",
            id="after early hints",
        ),
        pytest.param(
            "GET",
            answer("200 OK", TEXT.encode()[: len(TEXT)], length=len(TEXT)),
            TEXT.encode()[len(TEXT) :],
            id="a length that counts characters",
        ),
    ],
)
def test_an_answer_that_goes_on(method: str, raw: bytes, more: bytes) -> None:
    """What comes behind is seen with the answer, and the connection is not used again."""
    with RawServer(keeping(raw, more)) as server:
        outcomes = asked(server.url, 3, method)
    assert [excess(each) for each in outcomes] == [more] * 3
    assert len(server.asked) == 3


def test_what_comes_later_reaches_no_other_answer() -> None:
    """Garbage in a segment of its own, late: the next request gets a connection of its own."""
    written = threading.Event()

    def play(peer: Peer) -> None:
        peer.write(answer("200 OK", b"{}"))
        peer.wait(0.1)
        peer.write(b"garbage")
        written.set()
        peer.wait()

    with RawServer(play) as server:
        target = LiveTarget("live", server.url, QUICK)
        first = target.send(ASK)
        assert written.wait(5)
        second = target.send(ASK)
        target.close()
    assert isinstance(first, Response)
    assert isinstance(second, Response)
    assert (first.body, second.body) == (b"{}", b"{}")
    assert len(server.asked) == 2


def test_what_nobody_has_read_yet_is_seen_too() -> None:
    """Bytes that still wait in the socket when the answer is whole belong to the excess."""
    steps = threading.Barrier(2, timeout=5)

    def play(peer: Peer) -> None:
        steps.wait()
        peer.write(b"later")
        steps.wait()

    with RawServer(play, eager=True) as server:
        stream = Stream([("127.0.0.1", server.port)], time.monotonic() + 5)
        assert stream.unread() is None
        steps.wait()
        assert stream.stale(5)
        assert stream.unread() == b"later"
        steps.wait()
        assert stream.stale(5)
        assert stream.unread() == b""
        stream.close()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        pytest.param(
            saying(answer("200 OK", b"{", length=9)), LostReason.TRUNCATED, id="then closed"
        ),
        pytest.param(
            lambda peer: (peer.write(answer("200 OK", b"{", length=9)), peer.wait()),
            LostReason.TIMEOUT,
            id="then silence",
        ),
    ],
)
def test_a_length_past_the_body_is_no_whole_answer(script: Script, reason: LostReason) -> None:
    """An answer shorter than it says is lost: by the connection's end, or by the time."""
    with RawServer(script) as server:
        target = LiveTarget("live", server.url, Limits(timeout=0.3))
        outcome = target.send(ASK)
        target.close()
    assert isinstance(outcome, Lost)
    assert outcome.reason is reason


def test_hundreds_of_requests_share_a_connection() -> None:
    """Reuse goes on as ever: no connection is given up without cause, and nothing is seen."""
    with RawServer(keeping(answer("200 OK", b"{}"))) as server:
        outcomes = asked(server.url, 500)
    assert {excess(each) for each in outcomes} == {b""}
    assert len(server.asked) == 1
