"""Values that are secret by the name that they stand under."""

import base64

import pytest

from ringback.exchange import Exchange, Lost, LostReason, Request, Response
from ringback.reports.evidence.secret_members import harvest, in_body, in_text, variable_for
from ringback.secrets.find.secret_names import is_secret_name


@pytest.mark.parametrize(
    "name",
    [
        "api_key", "apiKey", "API-KEY", "X-Api-Key", "token", "accessToken", "refresh_token",
        "password", "db_password", "secret", "client_secret", "Authorization",
        "Proxy-Authorization", "access_key", "Cookie", "Set-Cookie", "aws.secret.access.key",
    ],
)  # fmt: skip
def test_secret_names(name: str) -> None:
    """Case, dashes and underscores don't matter."""
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["key", "tokens", "max_tokens", "token_type", "tokenizer", "prompt", "id", ""]
)
def test_other_names(name: str) -> None:
    """Names that merely resemble secret ones are left alone."""
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("api_key", "API_KEY"),
        ("x-api-key", "X_API_KEY"),
        ("2token", "_2TOKEN"),
        ("pwd", "PASSWORD"),
    ],
)
def test_variables(name: str, variable: str) -> None:
    """A variable is a name that a shell takes and does not use itself."""
    assert variable_for(name) == variable


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ('{"api_key": "abc"}', ["abc"]),
        ('{"a": [{"api_key" : "x\\"y"}], "b": "api_key"}', ['x"y']),
        ('{"api\\u005fkey": "abc"}', ["abc"]),
        ('{"token": 123, "x": 4}', ["123"]),
        ('{"token": null, "secret": true, "password": ""}', []),
        ('{"secrets": ["a", {"b": "c"}, 1], "d": "e"}', ["a", "c", "1"]),
        ('{"secret": {"a": "b", "c": ["d"]}, "e": "f"}', ["b", "d"]),
        ('["a", ":", {"token": "s"}]', ["s"]),
        ('["token", "x"]', []),
        ('{"note": "{\\"api_key\\": \\"abc\\"}"}', ["abc"]),
        ('{"api_key": "abc', ["abc"]),
        ('x"{"api_key": "abc"}', ["abc"]),
        ('{"secret": {"a" : "b"}}', ["b"]),
        ('{"api_key": "not \\x JSON"}', ["not \\x JSON"]),
        ('{"url": "https://h/p?token=a%22"}', ['a"']),
        ("api_key=a%20b&x=y", ["a b"]),
        ('{"url": "https://h/p?x=1&token=abc#f"}', ["abc"]),
        ('{"url": "https://me:abc@h/p"}', ["abc"]),
    ],
)
def test_secret_members_of_bodies(body: str, values: list[str]) -> None:
    """JSON nested, escaped, cut or malformed, forms and URLs: the values, as they are meant."""
    assert [member.value for member in in_body(body)] == values


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('got {"api_key": "ab", "x": 1}', 'got {"api_key": "<>", "x": 1}'),
        ("got {'api_key': 'ab'}", "got {'api_key': '<>'}"),
        ('"token": needs more', '"token": needs more'),
        ("GET /x?token=ab&y=1", "GET /x?token=<>&y=1"),
    ],
)
def test_secret_members_that_a_message_quotes(text: str, shown: str) -> None:
    """Even a value of two characters is covered where it stands as the member's."""
    for member in reversed(in_text(text)):
        text = f"{text[: member.start]}<>{text[member.end :]}"
    assert text == shown


def test_members_that_overlap_are_covered_together() -> None:
    """What begins inside one member and ends after it is hidden too."""
    text = "https://h/?token=a://me:x&y@h"
    (member,) = in_text(text)
    assert text[member.start : member.end] == "a://me:x&y"


def test_harvest() -> None:
    """Bodies, URL and headers of both sides give their secrets, but for those too short to hide."""
    basic = base64.b64encode(b"me:basic-password").decode()
    exchange = Exchange(
        request=Request(
            method="POST",
            url="/x?token=in-the-url&secret=abc",
            headers=(
                ("Authorization", "Bearer the-credentials"),
                ("Proxy-Authorization", f"Basic {basic}"),
                ("X-Api-Key", "short"),
                ("Cookie", "a=cookie-one; b=cookie-two"),
                ("X-Other", "not a secret"),
            ),
            body=b'{"api_key":"asked","password":"abc"}',
        ),
        outcome=Response(
            status=200,
            headers=(("Set-Cookie", "sid=cookie-new; Path=/long-enough"),),
            body=b'{"api_key":"\xffanswered"}',
        ),
    )
    assert list(harvest(exchange)) == [
        ("in-the-url", "TOKEN"),
        ("asked", "API_KEY"),
        ("\udcffanswered", "API_KEY"),
        ("the-credentials", "AUTHORIZATION"),
        (basic, "PROXY_AUTHORIZATION"),
        ("basic-password", "PROXY_AUTHORIZATION"),
        ("cookie-one", "COOKIE"),
        ("cookie-two", "COOKIE"),
        ("cookie-new", "SET_COOKIE"),
    ]


def test_words_of_json_are_no_secrets() -> None:
    """A secret that says `null` would hide every null of a line, which a replay needs."""
    body = b'{"api_key":"null","password":"true","secret":null}'
    request = Request(method="POST", url="/", body=body)
    exchange = Exchange(request=request, outcome=Lost(reason=LostReason.CLOSED, detail=""))
    assert list(harvest(exchange)) == []


def test_a_lost_answer_has_nothing_to_harvest() -> None:
    """An exchange without an answer gives the request's secrets alone."""
    exchange = Exchange(
        request=Request(method="GET", url="/"), outcome=Lost(reason=LostReason.CLOSED, detail="")
    )
    assert list(harvest(exchange)) == []


def test_a_member_shows_no_secret_in_a_traceback() -> None:
    """The representation tells the place alone."""
    assert repr(in_body('{"api_key":"abc"}')) == "[Member(12:15 $API_KEY)]"
