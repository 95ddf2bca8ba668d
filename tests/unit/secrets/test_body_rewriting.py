"""Bodies of every kind, and what stands in them after."""

import json

import pytest

from tests.unit.secrets.scrubbing import KEY, body, coded


def events(*deltas: str) -> str:
    """A stream of events, each with a piece of one text."""
    lines = (json.dumps({"id": "a1", "delta": each}, separators=(",", ":")) for each in deltas)
    return "".join(f"data: {line}\n\n" for line in lines)


def parts(token: str, pin: str) -> str:
    """A form of two parts: a text, and a file of JSON."""
    return (
        f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        '--b\r\nContent-Disposition: form-data; name="f"; filename="f.json"\r\n'
        f'Content-Type: application/json\r\n\r\n{{"pin":"{pin}"}}\r\n--b--\r\n'
    )


@pytest.mark.parametrize(
    ("kind", "content", "put"),
    [
        (
            "application/json",
            '{"a" : 1.50, "token":"x1", "b":[1e2]}',
            '{"a":1.5,"token":"<token>","b":[100]}',
        ),
        (
            "application/json",
            '{"token": {"a": "x1", "b": [77777, true, null]}}',
            '{"token":{"a":"<token>","b":[2,true,null]}}',
        ),
        (
            "application/json",
            '{"x": "{\\"token\\": \\"x1\\"}"}',
            '{"x":"{\\"token\\": \\"<token>\\"}"}',
        ),
        (
            "application/json",
            f'{{"x": "{coded(json.dumps({"token": "x1", "pad": 1}))}"}}',
            f'{{"x":"{coded(json.dumps({"token": "<token>", "pad": 1}))}"}}',
        ),
        ("application/json", f'{{"{KEY}": 1}}', '{"<github-token>":1}'),
        (
            "application/json",
            '{"n": 123456789012345678901234567890, "token": "x1"}',
            '{"n":123456789012345678901234567890,"token":"<token>"}',
        ),
        (
            "application/json",
            '{"token": "x1", "token": "x2"}',
            '{"token": "<token>", "token": "<token-2>"}',
        ),
        ("application/json", '{"token": "x1", "cut', '{"token": "<token>", "cut'),
        ("application/json", '{"phone": 14155552671}', '{"phone":12015550100}'),
        (
            "application/json",
            '[{"phone": "(415) 555-2671"}, "+14155552671"]',
            '[{"phone":"(201) 555-0100"},"+12015550100"]',
        ),
        (
            "application/x-www-form-urlencoded",
            "a=b+c&user[password]=p+w&x=%41",
            "a=b+c&user[password]=%3Cuser-password%3E&x=%41",
        ),
        (
            "text/plain",
            "password=p4ss; token='x 1', done",
            "password=<password>; token='<token>', done",
        ),
        (
            "text/plain",
            "Authorization: Bearer abc123\r\nHost: h",
            "Authorization: Bearer <token>\r\nHost: h",
        ),
        (
            "text/plain",
            "Server=h;AccountKey=ab+c/1==;End=1",
            "Server=h;AccountKey=<account-key>;End=1",
        ),
        ("text/plain", "postgres://u:p4ss@h/db", "postgres://u:%3Cpassword%3E@h/db"),
        (
            "text/html",
            '<input name="csrf_token" value="x1">',
            '<input name="csrf_token" value="&lt;csrf-token&gt;">',
        ),
        (
            "application/xml",
            "<a><ns:password>p4ss</ns:password></a>",
            "<a><ns:password>&lt;password&gt;</ns:password></a>",
        ),
        ("application/yaml", "user: me\npassword: p4ss-1\n", "user: me\npassword: <password>\n"),
        ("application/x-ndjson", '{"token":"x1"}\n{"b":2}\n', '{"token":"<token>"}\n{"b":2}\n'),
        (
            "text/event-stream",
            'event: a\ndata: {"token":"x1"}\n\n',
            'event: a\ndata: {"token":"<token>"}\n\n',
        ),
        ("text/event-stream", 'data: {"token":\ndata:  "x1"}\n\n', 'data: {"token":"<token>"}\n\n'),
        (
            "text/event-stream",
            events(f"is {KEY[:9]}", KEY[9:20], f"{KEY[20:]} ok"),
            events("is <github-token>", "", " ok"),
        ),
        (
            "text/event-stream",
            f"data: {KEY[:9]}\n\ndata: {KEY[9:]}\n\n",
            "data: <github-token>\n\ndata: \n\n",
        ),
        ("multipart/form-data; boundary=b", parts("q1", "q2"), parts("<token>", "<pin>")),
    ],
)
def test_bodies(kind: str, content: str, put: str) -> None:
    """Each in the way that it is read; a body keeps its media type and its other parts."""
    assert body(content, kind) == put
