"""Reproductions read back: what the scribe writes for a request is that request again."""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ringback.exchange import Exchange, Headers, Request, Response
from ringback.reports.curl_reading import Draft, is_relative, read
from ringback.reports.scribe import Scribe
from ringback.reports.shell import Variable
from ringback.reports.shell_reading import LineError

BASE = "http://127.0.0.1:8000/v1"
TOKEN = "tok'en-\"$x`é"
SECRETS = {"RINGBACK_TOKEN": TOKEN}


def _line(request: Request, base_url: str | None = BASE) -> str:
    """The line that a report has for a request."""
    scribe = Scribe(secrets=SECRETS, made_up=frozenset({"aaaaaaaa-0000-4000-8000-00000000000a"}))
    exchange = Exchange(request=request, outcome=Response(status=200))
    return str(scribe.curl(exchange, base_url))


def _read(line: str) -> Draft:
    """The one request of a line."""
    [draft] = read(line, (BASE,)).drafts
    return draft


def _post(body: bytes | None, headers: Headers = (), url: str = "/x") -> Request:
    """A request that sends something."""
    return Request(method="POST", url=url, headers=headers, body=body)


@pytest.mark.parametrize(
    "request_",
    [
        _post(None),
        _post(b""),
        _post(b'{"a":"it\'s \\"!\\" $HOME `id` $(id) %s \\\\n"}'),
        _post("Zoë \U0001f600 \u202e".encode()),
        _post(b"\0\xff\xfe a\n\n"),
        _post(b'{"a":"\\ud83d"}'),
        _post(b"-d @file"),
        _post(b"x" * 65_536),
        _post(None, url="/x?n=%2B1555&b=%20%C3%A9&c=a+b&%41"),
        _post(None, url="/[1]/../x?a[]=1&it's"),
        _post(None, (("X-Empty", ""), ("X-Twice", "1"), ("X-Twice", "2"))),
        _post(None, (("X-Wide", "  caf\xe9 \t:;"), ("X-Wider", "\u4e2d\xe9"))),
        _post(b"{}", (("Content-Type", "application/json"), ("Authorization", f"Bearer {TOKEN}"))),
        _post(json.dumps({"note": f"{TOKEN} and"}, ensure_ascii=False).encode()),
        Request(method="!#$%&'*+-.^_`|~", url="/"),
    ],
)
@pytest.mark.parametrize("base_url", [BASE, None, f"{BASE}/"])
def test_what_is_written_is_read(request_: Request, base_url: str | None) -> None:
    """Method, path, headers and bytes come back as they were, wherever the target was."""
    assert _read(_line(request_, base_url)).filled(SECRETS) == request_


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = TEXTS.filter(lambda text: not {"\0", "\r", "\n"} & set(text))
NAMES = st.sampled_from(["X-A", "x", "Accept", "!#$%&'*+.^_`|~-"])


@settings(deadline=None, max_examples=300)
@given(
    url=TEXTS,
    headers=st.lists(st.tuples(NAMES, VALUES), max_size=3),
    body=st.none() | st.binary(max_size=24) | TEXTS.map(str.encode),
)
def test_reading_loses_nothing(
    url: str, headers: list[tuple[str, str]], body: bytes | None
) -> None:
    """Whatever a request holds, what is read is written as the same line, with the same bytes."""
    request = _post(body, tuple(headers), f"/{url}")
    line = _line(request)
    draft = _read(line)
    assume(not draft.variables)  # what looks like a secret is hidden
    again = draft.filled({})
    assert (_line(again), again.method, again.body) == (line, request.method, body)


def test_variables_stand_for_what_was_hidden() -> None:
    """Secrets, ids that a service made up, and values under secret names have each a variable."""
    body = (
        b'{"api_key":"ab","pin_token":5,"voice":"aaaaaaaa-0000-4000-8000-00000000000a","a":"\\"}"}'
    )
    draft = _read(_line(_post(body, (("Authorization", f"Bearer {TOKEN}"),))))
    assert draft.variables == ("RINGBACK_TOKEN", "API_KEY", "PIN_TOKEN", "ID_1")
    assert draft.numbers() == {"PIN_TOKEN"}
    assert draft.headers == ((("Authorization",), ("Bearer ", Variable(name="RINGBACK_TOKEN"))),)
    filled = draft.filled({**SECRETS, "API_KEY": 'q"\n', "PIN_TOKEN": "7", "ID_1": "me"})
    assert filled.body == b'{"api_key":"q\\"\\n","pin_token":7,"voice":"me","a":"\\"}"}'


def test_a_value_in_a_url_is_encoded() -> None:
    """A filled-in value can't end the parameter that it stands in."""
    draft = _read('curl -i -X GET "$BASE_URL/x?key=$KEY&b=1"')
    assert draft.filled({"KEY": "a&b=+/"}).url == "/x?key=a%26b%3D%2B%2F&b=1"


def test_a_body_that_was_left_out_is_told() -> None:
    """A line that names a file has no body to send, and says which."""
    assert _read(_line(_post(b"x" * 65_537))).left_out == "body-of-65537-bytes"


@pytest.mark.parametrize("count", [1, 2, 12])
def test_a_line_may_hold_many_requests(count: int) -> None:
    """Requests come in the order in which they are sent, whatever is piped into them."""
    requests = [_post(b"\0%d" % number, url=f"/{number}") for number in range(count)]
    found = read(" && ".join(map(_line, requests)), (BASE,))
    assert [draft.filled({}) for draft in found.drafts] == requests
    assert found.together == 1


@pytest.mark.parametrize(
    ("line", "together"),
    [
        ("curl -i http://h/a & curl -i http://h/b & wait && curl -i http://h/c", 2),
        ("{ curl -i http://h/a & curl -i http://h/b & wait; } && curl -i http://h/c", 2),
        ("{ curl -i http://h/a & curl -i http://h/b & curl -i http://h/c & wait; }", 3),
        ("curl -i http://h/a && curl -i http://h/b && curl -i http://h/c", 1),
    ],
)
def test_requests_of_the_same_time_are_told(line: str, together: int) -> None:
    """A single ampersand sends without waiting; what waits for them sends nothing."""
    found = read(line, ("http://h",))
    assert [draft.url for draft in found.drafts] == [("/a",), ("/b",), ("/c",)]
    assert found.together == together


@pytest.mark.parametrize(
    ("url", "relative"),
    [
        (f"{BASE}/x", True),
        ("'http://127.0.0.1:8000/v1.evil/x'", False),
        ("https://elsewhere/x", False),
        ("x", False),
    ],
)
def test_only_the_targets_own_urls_are_relative(url: str, relative: bool) -> None:
    """What lies outside of the base stays absolute, so that it is seen."""
    assert is_relative(_read(f"curl -i -X GET {url}").filled({})) is relative


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "a command is empty"),
        ("rm -rf /", "it holds a command that is neither curl nor printf"),
        ("curl -i http://h/x; id", "it holds a command that is neither curl nor printf"),
        ("curl -i http://h/x > f", "'>' stands where a word must begin (at character 20)"),
        ("{ curl -i http://h/x; ", "a command is empty"),
        ("{ curl -i http://h/x", "a brace is not closed"),
        ("curl -i http://h/x; }", "it holds a command that is neither curl nor printf"),
        ("curl -i http://h/x && ", "a command is empty"),
        ("curl -i -o /etc/passwd http://h/x", "curl is given -o, which none of ours is"),
        ("curl -i", "a curl command has not one URL"),
        ("curl -i -X", "curl is given -X, which none of ours is"),
        ("curl -i http://h/x --data-binary @/etc/passwd", "a body stands where only its own shell"),
        ("curl -i http://h/x --data-binary @-", "a body stands where only its own shell"),
        ("printf 'x' && curl -i http://h/x", "it holds a command that is neither"),
        ("curl -i http://h/x | curl -i http://h/x", "it holds a command that is neither"),
        ("id | curl -i http://h/x --data-binary @-", "it holds a command that is neither"),
        ("printf '%d' | curl -i http://h/x --data-binary @-", "a printf template is not one"),
        ("curl -i http://h/x -H novalue", "a header has neither a colon nor a semicolon"),
        ("curl -i 'http://h/x", '"\'" stands where a word must begin'),
        ('curl -i "http://h/$(id', "it ends within a command"),
        ('curl -i "http://h/$(id)"', "it holds a command that is neither"),
        ('curl -i "http://h/`id`"', "double quotes hold what none of ours do"),
    ],
)
def test_what_is_no_reproduction_is_refused(line: str, why: str) -> None:
    """Nothing is guessed at, and nothing is run."""
    with pytest.raises(LineError) as error:
        read(line)
    assert str(error.value).startswith(why)
