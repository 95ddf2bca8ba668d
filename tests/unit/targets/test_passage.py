"""Which headers go on, and which are of one connection alone."""

import pytest

from ringback.exchange import Headers
from ringback.targets.address import address
from ringback.targets.passage import end_to_end, passed_headers


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ((("Accept", "a"), ("X-One", "1")), (("Accept", "a"), ("X-One", "1"))),
        ((("Connection", "close"), ("Keep-Alive", "timeout=5"), ("a", "1")), (("a", "1"),)),
        (
            (("connection", "X-One , x-two"), ("x-one", "1"), ("X-Two", "2"), ("a", "1")),
            (("a", "1"),),
        ),
        ((("TE", "trailers"), ("Transfer-Encoding", "chunked"), ("Upgrade", "h2c")), ()),
        ((("Proxy-Authorization", "Basic eA=="), ("Proxy-Connection", "close")), ()),
        (
            (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
            (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        ),
        ((("Trailer", "x"), ("Via", "1.0 other")), (("Trailer", "x"), ("Via", "1.0 other"))),
    ],
)
def test_headers_that_go_on(headers: Headers, kept: Headers) -> None:
    """RFC 9110 7.6.1: those of the connection are removed, and those that Connection names."""
    assert end_to_end(headers) == kept


@pytest.mark.parametrize(
    ("headers", "body", "sent"),
    [
        ((("host", "here"), ("a", "1")), False, (("Host", "items.example:81"), ("a", "1"))),
        (
            (("Content-Length", "3"),),
            True,
            (("Host", "items.example:81"), ("Content-Length", "3")),
        ),
        ((), True, (("Host", "items.example:81"), ("Transfer-Encoding", "chunked"))),
        ((("Expect", "100-continue"),), False, (("Host", "items.example:81"),)),
    ],
)
def test_headers_of_a_request(headers: Headers, body: bool, sent: Headers) -> None:
    """The service's own host, and chunks for a body whose length nobody told."""
    assert passed_headers(headers, address("http://items.example:81/base"), body) == sent
