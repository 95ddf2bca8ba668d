"""Entries of a HAR."""

import base64
import gzip
from typing import Any

import pytest

from ringback.exchange import Exchange, Headers, Request, Response
from ringback.recordings import Aside, Entry, Provenance, Recording, Unreadable
from ringback.recordings.formats.parts.records import RecordSpot, from_json, shaped
from ringback.recordings.formats.tools.har import har_entry

SPOT = RecordSpot(file="a.har", entry="entry 3", line=7)
JSON = ("Content-Type", "application/json")
DATE = "2024-02-29T10:00:00.000+01:00"


def named(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Headers as HAR has them."""
    return [{"name": name, "value": value} for name, value in pairs]


def entry(request: Any = None, response: Any = None, **more: Any) -> Entry:
    """What is made of an entry with these parts."""
    request = {"method": "GET", "url": "https://a.test/b", "headers": [], **(request or {})}
    content = {"size": 2, "mimeType": "application/json", "text": "{}"}
    response = {"status": 200, "headers": named(JSON), "content": content, **(response or {})}
    whole = {"startedDateTime": DATE, "request": request, "response": response, **more}
    return shaped(whole, SPOT, "entry of a HAR", har_entry)


def recording(request: Any = None, response: Any = None) -> Recording:
    """The same, where it must be a recording."""
    found = entry(request, response)
    assert isinstance(found, Recording), found
    return found


def test_a_whole_entry() -> None:
    """Every part of it; the pseudo-headers of HTTP/2 stay out, what is folded comes apart."""
    found = entry(
        {
            "method": "post",
            "headers": named((":authority", "a.test"), ("A", "1")),
            "postData": {"mimeType": "application/json", "text": '{"é":1}'},
        },
        {"status": 201, "headers": named(JSON, ("set-cookie", "a=1\nb=2"))},
    )
    assert found == Recording(
        file="a.har",
        entry="entry 3",
        line=7,
        exchange=Exchange(
            request=Request(
                method="POST",
                url="https://a.test/b",
                headers=(("A", "1"), JSON),
                body='{"é":1}'.encode(),
            ),
            outcome=Response(
                status=201,
                headers=(JSON, ("set-cookie", "a=1"), ("set-cookie", "b=2")),
                body=b"{}",
            ),
        ),
        provenance=Provenance(source="live", date="2024-02-29"),
    )


@pytest.mark.parametrize("date", [None, 5, "", "yesterday", "2024-02-30T00:00:00Z"])
def test_a_date_that_is_none(date: Any) -> None:
    """It is not known, and nothing worse."""
    found = entry(startedDateTime=date)
    assert isinstance(found, Recording)
    assert found.provenance == Provenance(source="live", date="")
    assert found.date is None


PACKED = gzip.compress(b'{"a":1}', mtime=0)
CODED = named(JSON, ("content-encoding", "gzip"))


@pytest.mark.parametrize(
    ("response", "body", "kept"),
    [
        ({"content": {"size": 2, "text": "[]"}}, b"[]", True),
        ({"content": {"size": 2, "text": "W10=", "encoding": "base64"}}, b"[]", True),
        ({"content": {"size": 2, "text": "\ud83d"}}, b"\xed\xa0\xbd", True),
        ({"content": {"text": "\u00e9", "mimeType": "text/plain; charset=latin-1"}, "headers": []},
            b"\xe9", True),
        ({"content": {"text": '"\u00e9"', "mimeType": "application/json; charset=latin-1"},
            "headers": []}, '"\u00e9"'.encode(), True),
        # What was not saved is unknown; what was empty is empty.
        ({"content": {"size": 900}}, b"", False),
        ({"content": {"size": 900, "text": ""}}, b"", False),
        ({"content": {"size": -1}}, b"", False),
        ({"content": {}}, b"", False),
        ({"content": None}, b"", False),
        ({"content": {"size": 0}}, b"", True),
        ({"content": {"size": 0}, "bodySize": 30}, b"", False),
        ({"content": {"size": 0}, "status": 302}, b"", False),
        ({"content": {"size": 0, "text": ""}}, b"", True),
        ({"content": {"size": -1, "text": ""}}, b"", True),
        ({"content": {"size": 0}, "headers": named(JSON, ("Content-Length", "812"))}, b"", False),
        ({"content": {"size": 0}, "headers": named(JSON, ("Content-Length", "0"))}, b"", True),
        # Behind a 304 stands what the browser had before, unless the service sent something.
        ({"content": {"size": 2, "text": "{}"}, "status": 304}, b"", False),
        ({"content": {"size": 2, "text": "{}"}, "status": 304, "bodySize": 0}, b"", False),
        ({"content": {"size": 2, "text": "{}"}, "status": 304, "bodySize": 2}, b"{}", True),
        # Browsers keep the header of a coding that they have undone; some proxies undo none.
        ({"content": {"text": '{"a":1}'}, "headers": CODED}, b'{"a":1}', True),
        ({"content": {"text": base64.b64encode(PACKED).decode(), "encoding": "base64"},
            "headers": CODED}, b'{"a":1}', True),
    ],
)  # fmt: skip
def test_the_answer_s_body(response: Any, body: bytes, kept: bool) -> None:
    """Its bytes, and whether they are known."""
    found = recording(response=response)
    assert isinstance(found.exchange.outcome, Response)
    assert (found.exchange.outcome.body, found.with_body) == (body, kept)


@pytest.mark.parametrize(
    ("mime", "text", "kept", "expected"),
    [
        ("text/plain", "x", (), (("Content-Type", "text/plain"),)),
        ("text/plain", "x", (("content-type", "a/b"),), (("content-type", "a/b"),)),
        ("x-unknown", "x", (), ()),
        ("", "x", (), ()),
        (None, "x", (), ()),
        ("text/plain", "", (), ()),
    ],
)
def test_the_type_where_no_header_says_it(
    mime: Any, text: str, kept: Headers, expected: Headers
) -> None:
    """The stored one, for a body that there is; an answer without headers has none on record."""
    content = {"size": len(text), "text": text, "mimeType": mime}
    found = recording(response={"headers": named(*kept), "content": content})
    assert isinstance(found.exchange.outcome, Response)
    assert found.exchange.outcome.headers == expected
    assert found.with_headers is bool(kept)


FORM = "application/x-www-form-urlencoded"
FIELDS = named(("a", "1 2"), ("b", "é"), ("a", ""))


@pytest.mark.parametrize(
    ("request_", "body", "kept"),
    [
        ({}, None, True),
        ({"bodySize": 0}, None, True),
        ({"bodySize": -1}, None, True),
        ({"bodySize": 5}, None, False),
        ({"postData": {"mimeType": "", "text": ""}}, None, True),
        ({"postData": {"mimeType": "", "params": []}}, None, True),
        ({"postData": {"mimeType": "a/b"}, "bodySize": 5}, None, False),
        ({"postData": {"mimeType": "a/b", "text": ""}, "bodySize": 5}, None, False),
        ({"postData": {"mimeType": "a/b", "text": "eA==", "encoding": "base64"}}, b"x", True),
        ({"postData": {"mimeType": "a/b", "text": "eA==", "encoding": "BASE64"}}, b"x", True),
        ({"postData": {"mimeType": FORM, "params": FIELDS}}, b"a=1+2&b=%C3%A9&a=", True),
        ({"postData": {"mimeType": FORM, "params": FIELDS, "text": "a=b"}}, b"a=b", True),
        ({"postData": {"mimeType": "multipart/form-data", "params": FIELDS}}, None, False),
        # Playwright puts a body that it attaches into a file of its own.
        ({"postData": {"mimeType": "application/json", "_file": "a.json"}}, None, False),
        ({"postData": {"mimeType": "application/json", "_sha1": "a.json"}}, None, False),
    ],
)
def test_the_request_s_body(request_: Any, body: bytes | None, kept: bool) -> None:
    """Its bytes or its form's fields, and whether they are known."""
    found = recording(request_)
    assert (found.exchange.request.body, found.with_request_body) == (body, kept)


@pytest.mark.parametrize(
    ("request_", "response", "more", "why"),
    [
        ({}, {"status": 0}, {}, "never answered (status 0)"),
        ({}, {"status": -1}, {}, "never answered (status 0)"),
        ({}, {"status": 101}, {}, "of a WebSocket"),
        ({}, {}, {"_webSocketMessages": []}, "of a WebSocket"),
        ({"url": "wss://a.test/"}, {}, {}, "of a WebSocket"),
        ({"method": "CONNECT", "url": "a.test:443"}, {}, {}, "of a tunnel (CONNECT)"),
        ({"url": "data:text/plain,x"}, {}, {}, "of a request that is not HTTP (data:)"),
        ({"url": "blob:https://a/b"}, {}, {}, "of a request that is not HTTP (blob:)"),
        ({"url": "chrome-extension://a/b"}, {}, {},
            "of a request that is not HTTP (chrome-extension:)"),
        ({}, {"status": 307, "headers": named(("Non-Authoritative-Reason", "HSTS"))}, {},
            "of a redirect that the browser made by itself"),
    ],
)  # fmt: skip
def test_what_is_no_exchange(request_: Any, response: Any, more: Any, why: str) -> None:
    """It is put aside, with its reason."""
    found = entry(request_, response, **more)
    assert found == Aside(file="a.har", entry="entry 3", line=7, why=why)


def test_a_redirect_of_the_service_is_an_exchange() -> None:
    """Like any other answer."""
    found = recording(response={"status": 302, "redirectURL": "/c"})
    assert isinstance(found.exchange.outcome, Response)
    assert found.exchange.outcome.status == 302


@pytest.mark.parametrize(
    ("request_", "response", "problem"),
    [
        ({"method": None}, {}, "request.method must be a string, not null"),
        ({"method": "G ET"}, {}, "request.method must be a method such as GET"),
        ({"url": 1}, {}, "request.url must be a string, not a number"),
        ({"url": ""}, {}, "request.url is empty"),
        ({"url": "http://[x"}, {}, "request.url is no URL (Invalid IPv6 URL)"),
        ({"headers": "a"}, {}, "request.headers must be an object or an array, not a string"),
        ({"headers": [1]}, {},
            "request.headers/0 must be a pair, or an object with name and value"),
        ({"headers": [{"value": "x"}]}, {}, "request.headers/0 has no name"),
        ({"headers": [{"name": "A", "value": {}}]}, {},
            "request.headers/A must be a string, not an object"),
        ({"postData": []}, {}, "request.postData must be an object, not an array"),
        ({"postData": {"text": "*", "encoding": "base64"}}, {},
            "request.postData.text is no base64 (Only base64 data is allowed)"),
        ({}, {"status": None}, "response.status must be a status such as 200, not null"),
        ({}, {"status": True}, "response.status must be a status such as 200, not true"),
        ({}, {"status": 700}, "response.status must be a status from 100 to 599"),
        ({}, {"content": 1}, "response.content must be an object, not a number"),
        ({}, {"content": {"text": {}}},
            "response.content.text must be a string, not an object"),
        ({}, {"content": {"text": "****", "encoding": "base64"}},
            "response.content.text is no base64 (Only base64 data is allowed)"),
        ({}, {"headers": CODED, "content": {"encoding": "base64",
            "text": base64.b64encode(PACKED[:-9]).decode()}},
            "response.content: the body's gzip coding is broken (it ends early)"),
    ],
)  # fmt: skip
def test_what_is_no_entry(request_: Any, response: Any, problem: str) -> None:
    """One sentence with the place."""
    assert entry(request_, response) == Unreadable(
        file="a.har",
        entry="entry 3",
        rule="recording/invalid",
        problem=f"is no entry of a HAR: {problem}",
        line=7,
    )


@pytest.mark.parametrize(
    ("raw", "rule", "problem"),
    [
        (b'{"a":', "unreadable", "is not JSON: expecting value"),
        (b"[" * 9999, "unreadable", "is nested deeper than the 200 levels that are read"),
        (b'"\xff"', "unreadable", "is not UTF-8 at byte 1"),
        (b"1", "invalid", "is no entry of a HAR: an entry must be an object, not a number"),
        (b"{}", "invalid", "is no entry of a HAR: it has no request"),
        (b'{"request":{}}', "invalid", "is no entry of a HAR: it has no response"),
        (b'{"request":{},"response":{}}', "invalid",
            "is no entry of a HAR: it has no request.url"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_entry(raw: bytes, rule: str, problem: str) -> None:
    """What the text itself has wrong, at the line of the entry."""
    assert from_json(raw, SPOT, "entry of a HAR", har_entry) == Unreadable(
        file="a.har", entry="entry 3", rule=f"recording/{rule}", problem=problem, line=7
    )


def test_a_text_with_what_only_the_exact_reader_takes() -> None:
    """Half a surrogate pair in a body, and a time that is no number: the entry is read."""
    raw = (
        b'{"time":NaN,"request":{"method":"GET","url":"/a"},'
        b'"response":{"status":200,"content":{"text":"\\ud800"}}}'
    )
    found = from_json(raw, SPOT, "entry of a HAR", har_entry)
    assert isinstance(found, Recording)
    assert isinstance(found.exchange.outcome, Response)
    assert found.exchange.outcome.body == b"\xed\xa0\x80"
