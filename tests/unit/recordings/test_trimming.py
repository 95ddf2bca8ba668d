"""What of an exchange is stored."""

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.operation import Answer, Header, Operation, Parameter, Scheme
from ringback.recordings.samples.trimming import served, trimmed

BEARER = Scheme(key="b", kind="http", http_scheme="bearer")
KEY = Scheme(key="k", kind="apiKey", name="X-Key", where="header")
COOKIE = Scheme(key="c", kind="apiKey", name="sid", where="cookie")
ASKED = (
    ("content-type", "text/plain"),
    ("Authorization", "Bearer t"),
    ("x-key", "k"),
    ("Cookie", "sid=1"),
    ("X-Trace", "1"),
    ("User-Agent", "u"),
)


def operation(*schemes: Scheme, servers: tuple[str, ...] = ("/",)) -> Operation:
    """An operation with these alternatives, a header of its own on either side."""
    limit = Header(name="X-Limit", required=False, schema=None)
    answer = Answer(status="200", media_types=(), headers=(limit,), links=(), pointer="")
    trace = Parameter(name="x-trace", where="header", required=False, schema=None, pointer="")
    return Operation(
        id="a",
        method="GET",
        path="/a",
        parameters=(trace,),
        answers=(answer,),
        security=tuple((each,) for each in schemes),
        servers=servers,
    )


@pytest.mark.parametrize(
    ("schemes", "kept"),
    [
        ((), ["content-type", "X-Trace"]),
        ((BEARER,), ["content-type", "Authorization", "X-Trace"]),
        ((KEY, COOKIE), ["content-type", "x-key", "Cookie", "X-Trace"]),
    ],
)
def test_the_headers_of_a_request(schemes: tuple[Scheme, ...], kept: list[str]) -> None:
    """The body's type, described parameters, and credentials where they are described."""
    request = Request(method="GET", url="/a", headers=ASKED, body=b"b")
    one = Exchange(request=request, outcome=Response(status=200))
    found = trimmed(one, operation(*schemes)).request
    assert [name for name, _ in found.headers] == kept
    assert (found.method, found.url, found.body) == ("GET", "/a", b"b")


@pytest.mark.parametrize(
    ("status", "kept"),
    [(200, ["Content-Type", "ALLOW", "x-limit"]), (404, ["Content-Type", "ALLOW"])],
)
def test_an_answer(status: int, kept: list[str]) -> None:
    """What HTTP or the description gives a meaning; no time and nothing behind the answer's end."""
    headers = (
        ("Content-Type", "text/plain"),
        ("Date", "today"),
        ("ALLOW", "GET"),
        ("x-limit", "1"),
        ("Content-Encoding", "gzip"),
    )
    told = Response(status=status, headers=headers, body=b"b", seconds=1.5, excess=b"e")
    one = Exchange(request=Request(method="GET", url="/a"), outcome=told)
    assert trimmed(one, operation()).outcome == Response(
        status=status, headers=tuple(each for each in headers if each[0] in kept), body=b"b"
    )


@pytest.mark.parametrize(
    ("url", "servers", "told"),
    [
        ("/a?b=%2B1", ("https://api.example/v1/",), "https://api.example/v1/a?b=%2B1"),
        ("/v1/a", ("https://api.example/v1",), "https://api.example/v1/a"),
        ("/v10/a", ("https://api.example/v1",), "https://api.example/v1/v10/a"),
        (
            "http://127.0.0.1:5/v2/a#f",
            ("/v2", "https://api.example/v1"),
            "https://api.example/v2/a",
        ),
        ("http://user:word@127.0.0.1/a", ("//api.example",), "https://api.example/a"),
        ("http://127.0.0.1:5/a?b", ("/",), "/a?b"),
        ("http://127.0.0.1:5", ("/v1",), "/"),
    ],
)
def test_where_it_is_stored_to_be(url: str, servers: tuple[str, ...], told: str) -> None:
    """At the first server that names a host; a path alone where none does."""
    assert served(url, operation(servers=servers)) == told
