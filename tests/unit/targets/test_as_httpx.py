"""What a live target puts on the wire, beside httpx: the same bytes for the same request."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback import __version__
from ringback.exchange import Headers, Lost, LostReason, Request, Response
from ringback.targets.address import Address, address
from ringback.targets.interface import Limits
from ringback.targets.live import LiveTarget
from tests.unit.targets.serving import RawServer, answer, saying

LIMITS = Limits(timeout=5)
OWN = {"user-agent": f"ringback/{__version__}", "accept-encoding": "gzip, deflate"}


def both(request: Request) -> list[bytes]:
    """The bytes that the target sends, and those of httpx; `PORT` and `PLACE` are the server's."""
    with RawServer(saying(answer("200 OK", b"{}", "Connection: close"))) as server:
        url = request.url.replace("PLACE", f"127.0.0.1:{server.port}")
        url = url.replace("PORT", str(server.port))
        method, body = request.method, request.body
        target = LiveTarget("live", server.url, LIMITS)
        sent = Request(method=method, url=url, headers=request.headers, body=body)
        assert isinstance(target.send(sent), Response)
        target.close()
        whole = url if url.startswith(("http", "HTTP")) else server.url + url
        with httpx.Client(headers=OWN) as client:
            client.request(method, whole, headers=list(request.headers), content=body)
        return server.asked


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "",
        "?q=1",
        "#part",
        "/a b/é/\u20ac",
        "/%41%2f%zz%",
        "/a/../b/./c/..",
        "/a/.hidden/b..c",
        "//double//slash",
        "/a?",
        "/a?x=1&y=é&z={}|^`\\",
        "/a?x[y]=1&x[]='2'#part?",
        "/{id}`|^\\[]<>\"'",
        "/;p=1,2/@:!$&'()*+=~",
        "/a?u=http://b.c/../d",
        "http://PLACE",
        "http://PLACE?x",
        "HTTP://PLACE/x",
        "http://localhost:PORT/x",
        "http://LocalHost:PORT/x",
        "http://user:p%40 ss@PLACE/x",
        "http://user@PLACE/x",
        "http://@PLACE/x",
    ],
)
def test_urls_are_spelt_as_httpx_does(url: str) -> None:
    """Escapes, dot segments, userinfo and whatever no URL should hold leave the same way."""
    ours, theirs = both(Request(method="GET", url=url))
    assert ours == theirs


@pytest.mark.parametrize("method", ["GET", "post", "PUT", "DELETE", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("body", [None, b"", b"abc"])
@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("X-A", "1"), ("x-a", "2"), ("X-E", "")),
        (("accept", "a/b"), ("ACCEPT", "c/d")),
        (("Host", "other"), ("Connection", "close")),
        (("User-Agent", "me"), ("Accept-Encoding", "identity"), ("Cookie", "a=b")),
        (("Content-Type", "text/plain"), ("Authorization", "Bearer x")),
    ],
)
def test_headers_are_those_of_httpx(method: str, body: bytes | None, headers: Headers) -> None:
    """Which ones there are, in which order and spelling, and when an empty body has a length."""
    ours, theirs = both(Request(method=method, url="/x", headers=headers, body=body))
    assert ours == theirs


def test_credentials_of_the_url_prevail() -> None:
    """Userinfo becomes Basic credentials in place of those that the request names."""
    headers = (("authorization", "a"), ("X", "1"), ("Authorization", "b"))
    ours, theirs = both(Request(method="GET", url="http://user:secret@PLACE/", headers=headers))
    assert ours == theirs
    assert ours.count(b"uthorization") == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("foo://127.0.0.1/x", "Request URL has an unsupported protocol 'foo://'."),
        ("socks5://127.0.0.1/x", "Request URL has an unsupported protocol 'socks5://'."),
        ("http:///x", "Request URL is missing an 'http://' or 'https://' protocol."),
        ("http://127.0.0.1/\n", "Invalid non-printable ASCII character in URL, '\\n' at position"),
        ("http://256.0.0.1/", "Invalid IPv4 address: '256.0.0.1'"),
    ],
)
def test_urls_that_nobody_takes(url: str, said: str) -> None:
    """They never leave, and the reason is told."""
    target = LiveTarget("live", "http://127.0.0.1:9", LIMITS)
    outcome = target.send(Request(method="GET", url=url))
    target.close()
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.UNSENDABLE
    assert outcome.detail.startswith(f"can't be sent ({said}")


_PARTS = [*"abZ09-._~!$&'()*+,;=:@/?%[]{}|\\^`\"<># é", "%41", "%2f", "%zz", "..", "/../", ":80"]
_STARTS = ["http://", "https://", "http://a.b/", "https://h:443/", "http://127.0.0.1:80", "http://"]


@given(st.sampled_from(_STARTS), st.lists(st.sampled_from([*_PARTS, "127.0.0.1", "256.1.1.1"])))
def test_plain_urls_are_read_as_httpx_reads_them(start: str, parts: list[str]) -> None:
    """The short way to an address comes to the same as the long one."""
    text = start + "".join(parts)
    try:
        url = httpx.URL(text)
        user = url.username.encode(), url.password.encode()
        expected = Address(
            scheme=url.scheme,
            host=url.raw_host.decode(),
            port=url.port,
            target=url.raw_path.decode(),
            user=user if any(user) else None,
        )
    except httpx.InvalidURL:
        expected = None
    try:
        found = address(text)
    except (httpx.InvalidURL, ValueError):
        assert expected is None or not expected.host
    else:
        assert found == expected
