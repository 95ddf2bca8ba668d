"""Logs of other names: the mapping, and what is made of their records."""

import base64
import gzip
import json
from typing import Any

import pytest

from ringback.errors import UsageError
from ringback.exchange import Exchange, Headers, Request, Response
from ringback.recordings import (
    Aside,
    Entry,
    Mapping,
    Provenance,
    Recording,
    Unreadable,
    entry_of_line,
)

NEEDED = ("method=/m", "status=/s", "url=/u")
WHOLE = Mapping.parse(
    (
        *("method=/http/verb", "status=/http/code", "scheme=/s", "host=/h", "path=/p", "query=/q"),
        *("request.headers=/in/headers", "request.body=/in/body", "time=/t"),
        *("response.headers=/out/headers", "response.body=/out/body"),
        *("response.body.encoding=/out/b64",),
    )
)


@pytest.mark.parametrize(
    ("texts", "problems"),
    [
        ((*NEEDED, "methd=/x"), ["--map methd=/x: no such name; did you mean method?"]),
        ((*NEEDED, "time"), ["--map time: is not NAME=POINTER, as in method=/http/verb"]),
        ((*NEEDED, "time=t"),
            ["--map time=t: a JSON pointer begins with a slash, as in /http/verb"]),
        ((*NEEDED, "url=/v"), ["--map url=/v: is given twice"]),
        ((*NEEDED, "path=/v"), ["--map gives url and path; an exchange has one of them"]),
        (("url=/u",), ["--map lacks method=POINTER", "--map lacks status=POINTER"]),
        (("method=/m", "status=/s", "host=/h"), ["--map lacks url=POINTER, or path=POINTER"]),
        ((*NEEDED, "response.body=/a", "response.body.base64=/a"),
            ["--map gives response.body and response.body.base64; say one"]),
        ((*NEEDED, "request.body.encoding=/a"),
            ["--map gives request.body.encoding without request.body"]),
    ],
)  # fmt: skip
def test_what_is_no_mapping(texts: tuple[str, ...], problems: list[str]) -> None:
    """All that is wrong is told at once."""
    with pytest.raises(UsageError) as caught:
        Mapping.parse(texts)
    assert list(caught.value.problems) == problems


def test_an_unknown_name_lists_those_that_there_are() -> None:
    """Where none is near."""
    with pytest.raises(UsageError, match=r"no such name; names: method, url, scheme, .*, time$"):
        Mapping.parse((*NEEDED, "zzz=/x"))


def mapped(value: Any, mapping: Mapping) -> Entry:
    """What is made of a record."""
    return entry_of_line(json.dumps(value).encode(), "log", 7, mapping)


def test_a_whole_record() -> None:
    """Every part of it; escapes in a pointer are undone."""
    record = {
        "http": {"verb": "put", "code": "201"},
        "s": "http",
        "h": "a.test",
        "p": "/b?c=1",
        "q": {"d": ["1", 2], "e f": "é&", "g": None, "h": True},
        "t": 1709200800000,
        "in": {"headers": {"A": ["1", "2"], ":path": "/b", "N": 5}, "body": {"a": 10**30}},
        "out": {"headers": [["Content-Type", "text/plain"]], "body": "eA==", "b64": True},
    }
    assert mapped(record, WHOLE) == Recording(
        file="log",
        entry="line 7",
        line=7,
        exchange=Exchange(
            request=Request(
                method="PUT",
                url="http://a.test/b?c=1&d=1&d=2&e+f=%C3%A9%26&h=true",
                headers=(("A", "1"), ("A", "2"), ("N", "5")),
                body=b'{"a":1000000000000000000000000000000}',
            ),
            outcome=Response(status=201, headers=(("Content-Type", "text/plain"),), body=b"x"),
        ),
        provenance=Provenance(source="live", date="2024-02-29"),
    )
    odd = Mapping.parse(("method=/a~1b", "status=/~0/0", "url=/u"))
    found = mapped({"a/b": "GET", "~": [200], "u": "/x"}, odd)
    assert isinstance(found, Recording)
    assert found.exchange.request == Request(method="GET", url="/x")


INSIDE = Mapping.parse(("method=/log/m", "status=/log/out/s", "url=/log/u"))


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ('{"m":"GET","out":{"s":200},"u":"/x"}\n', "/x"),
        ('{"m":"GET","out":"{\\"s\\":200}","u":"/x"}', "/x"),
        ("no JSON", "it has no status at /log/out/s"),
        ('{"m":"GET"', "it has no status at /log/out/s"),
        ('{"m":"GET","out":5,"u":"/x"}', "it has no status at /log/out/s"),
    ],
)
def test_json_within_a_text(log: str, told: str) -> None:
    """A pointer goes on in the JSON that a text holds."""
    found = mapped({"log": log}, INSIDE)
    if isinstance(found, Recording):
        assert found.exchange.request.url == told
    else:
        assert isinstance(found, Unreadable)
        assert found.problem == f"does not fit the mapping: {told}"


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ('{"A":"1","B":["2","3"]}', (("A", "1"), ("B", "2"), ("B", "3"))),
        ("A: 1\r\nB:2\r\n\r\n", (("A", "1"), ("B", "2"))),
        ("", ()),
    ],
)
def test_headers_within_a_text(stored: str, expected: Headers) -> None:
    """As JSON, or as they stand on the wire."""
    found = mapped({"m": "GET", "s": 200, "u": "/", "h": stored},
        Mapping.parse((*NEEDED, "response.headers=/h")))  # fmt: skip
    assert isinstance(found, Recording), found
    assert isinstance(found.exchange.outcome, Response)
    assert found.exchange.outcome.headers == expected


@pytest.mark.parametrize(
    "query", [[["a", "1"], ["a", "+"]], [{"name": "a", "value": "1"}, {"name": "a", "value": "+"}]]
)
def test_a_query_as_pairs(query: Any) -> None:
    """In their order, a name as often as it comes."""
    places = Mapping.parse(("method=/m", "status=/s", "path=/p", "query=/q"))
    found = mapped({"m": "GET", "s": 200, "p": "/b", "q": query}, places)
    assert isinstance(found, Recording), found
    assert found.exchange.request.url == "/b?a=1&a=%2B"


JSON = (("Content-Type", "application/json"),)
TEXT: Headers = (("Content-Type", "text/plain"),)


@pytest.mark.parametrize(
    ("extra", "part", "body", "headers"),
    [
        (("response.body=/b",), {"b": None}, b"", ()),
        (("response.body=/b",), {}, b"", ()),
        (("response.body=/b",), {"b": '{"a": 1.0}'}, b'{"a": 1.0}', JSON),
        (("response.body=/b",), {"b": False}, b"false", JSON),
        (("response.body=/b",), {"b": [1, "é"]}, '[1,"é"]'.encode(), JSON),
        (("response.body=/b",), {"b": ""}, b"", JSON),
        (("response.body.base64=/b",), {"b": "eA=="}, b"x", JSON),
        (("response.body.base64=/b",), {"b": None}, b"", ()),
        (("response.body=/b", "response.body.encoding=/e"), {"b": "eA==", "e": "base64"},
            b"x", JSON),
        (("response.body=/b", "response.body.encoding=/e"), {"b": "eA==", "e": "utf-8"},
            b"eA==", JSON),
        (("response.body=/b", "response.headers=/h"), {"b": "x", "h": {"Content-Type":
            "text/plain"}}, b"x", TEXT),
        (("response.body=/b", "response.headers=/h"), {"b": "x", "h": {"A": "b"}}, b"x",
            (("A", "b"),)),
        (("response.body=/b", "response.headers=/h"), {"b": "x", "h": None}, b"x", JSON),
        (("response.body.base64=/b", "response.headers=/h"),
            {"b": base64.b64encode(gzip.compress(b"x", mtime=0)).decode(), "h": {"Content-Encoding":
            "gzip"}}, b"x", (("Content-Encoding", "gzip"),)),
    ],
)  # fmt: skip
def test_bodies(extra: tuple[str, ...], part: Any, body: bytes, headers: Headers) -> None:
    """JSON in place, text, base64 or none; its type is JSON where no headers could say it."""
    found = mapped({"m": "GET", "s": 200, "u": "/", **part}, Mapping.parse((*NEEDED, *extra)))
    assert isinstance(found, Recording), found
    assert isinstance(found.exchange.outcome, Response)
    assert (found.exchange.outcome.body, found.exchange.outcome.headers) == (body, headers)
    assert (found.with_body, found.with_request_body) == (True, False)
    assert found.with_headers is bool(part.get("h"))


@pytest.mark.parametrize(
    ("time", "date"),
    [
        ("2024-02-29T23:59:59Z", "2024-02-29"),
        (1709200800, "2024-02-29"),
        (1709200800.5, "2024-02-29"),
        (1709200800000, "2024-02-29"),
        ("29/Feb/2024:10:00:00", ""),
        (True, ""),
        (10**30, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_times(time: Any, date: str) -> None:
    """ISO 8601, seconds or milliseconds; others are not known."""
    found = mapped({"m": "GET", "s": 200, "u": "/", "t": time}, Mapping.parse((*NEEDED, "time=/t")))
    assert isinstance(found, Recording)
    assert found.provenance == Provenance(source="live", date=date)


PARTS = ("method=/m", "status=/s", "path=/p", "host=/h", "query=/q", "request.headers=/i")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"m": None}, "it has no method at /m"),
        ({"s": None}, "it has no status at /s"),
        ({"p": None}, "it has no path at /p"),
        ({"h": None}, "it has no host at /h"),
        ({"m": 1}, "method must be a string, not a number"),
        ({"s": "ok"}, 'status must be a status such as 200, not "ok"'),
        ({"s": 20}, "status must be a status from 100 to 599"),
        ({"h": "[x"}, "the URL is no URL (Invalid IPv6 URL)"),
        ({"q": 5}, "query must be a string, an object or an array, not a number"),
        ({"i": 5}, "request.headers must be an object or an array, not a number"),
    ],
)
def test_a_record_without_a_part(change: Any, problem: str) -> None:
    """It is told by the part's name, at its line."""
    record = {"m": "GET", "s": 200, "p": "x", "h": "a.test", **change}
    assert mapped(record, Mapping.parse(PARTS)) == Unreadable(
        file="log",
        entry="line 7",
        line=7,
        rule="recording/invalid",
        problem=f"does not fit the mapping: {problem}",
    )


def test_the_url_of_parts() -> None:
    """Https where no scheme is mapped; a query may begin with its mark."""
    for query, url in (("?b=1", "https://a.test/x?b=1"), (None, "https://a.test/x")):
        record = {"m": "GET", "s": 200, "p": "x", "h": "a.test", "q": query}
        found = mapped(record, Mapping.parse(PARTS))
        assert isinstance(found, Recording)
        assert found.exchange.request.url == url


def test_a_record_that_was_never_answered() -> None:
    """A gateway writes status 0 for a client that went away."""
    found = mapped({"m": "GET", "s": 0, "u": "/"}, Mapping.parse(NEEDED))
    assert found == Aside(file="log", entry="line 7", line=7, why="never answered (status 0)")
