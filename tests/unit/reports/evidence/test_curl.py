"""Requests as lines that send the same bytes again, tried in sh with a stand-in for curl."""

import base64
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.exchange import Exchange, Headers, Request, Response
from ringback.reports.evidence.curl import Reach
from ringback.reports.scribe import Scribe
from ringback.visible import visible

Shell = Callable[[str, Mapping[str, str]], tuple[list[bytes], bytes]]
BASE = "http://127.0.0.1:8000"
SECRETS = {"RINGBACK_TOKEN": "tok'en-\"$x`é"}


PAIR = base64.b64encode(b"me:s3cret").decode()


def _known(name: str, value: str, **secrets: str) -> str | None:
    """The line for a request with this header, where these values are secret."""
    request = Request(method="GET", url="/x", headers=((name, value),))
    exchange = Exchange(request=request, outcome=Response(status=200))
    return Scribe(secrets=secrets, reach=Reach(BASE)).curl(exchange)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (_known("Authorization", f"Basic {PAIR}", PAIR="me:s3cret"), '-u "$PAIR"'),
        (
            _known("Authorization", f"Basic {PAIR}", PAIR="me:other"),
            '-H "Authorization: Basic $AUTHORIZATION"',
        ),
        (_known("Authorization", "Basic %%%", PAIR="%%%"), '-H "Authorization: Basic $PAIR"'),
        (
            _known("Cookie", "key=s3cret; b=t0ken", A="s3cret", B="t0ken"),
            '-H "Cookie: key=$A; b=$B"',
        ),
        (_known("Cookie", "key=s3cret; b=c", A="s3cret"), '-H "Cookie: $COOKIE"'),
        (_known("Cookie", "key=s3cretx", A="s3cret"), '-H "Cookie: $COOKIE"'),
    ],
)
def test_credentials_of_every_scheme_can_be_sent_again(line: str, expected: str) -> None:
    """A known value is named where it stands; what is not known is not shown at all."""
    assert line == f"curl -i -X GET {BASE}/x {expected}"


def _line(
    method: str = "GET",
    url: str = "/x",
    headers: Headers = (),
    body: bytes | None = None,
    base_url: str | None = BASE,
) -> str | None:
    """The line for one request."""
    request = Request(method=method, url=url, headers=headers, body=body)
    exchange = Exchange(request=request, outcome=Response(status=200))
    return Scribe(secrets=SECRETS, reach=Reach(base_url)).curl(exchange)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (_line(), f"curl -i -X GET {BASE}/x"),
        (_line(base_url=None), 'curl -i -X GET "$BASE_URL/x"'),
        (_line(base_url=f"{BASE}/v1/"), f"curl -i -X GET {BASE}/v1/x"),
        (_line(url="https://h/x"), "curl -i -X GET https://h/x"),
        (_line(url="/x?a=%2B1&b= é"), f"curl -i -X GET '{BASE}/x?a=%2B1&b=%20%C3%A9'"),
        (_line(url="/[1]/../x"), f"curl -i --globoff --path-as-is -X GET '{BASE}/[1]/../x'"),
        (_line(url="http://["), "curl -i --globoff -X GET 'http://['"),
        (
            _line(headers=(("Authorization", f"Bearer {SECRETS['RINGBACK_TOKEN']}"),)),
            f'curl -i -X GET {BASE}/x -H "Authorization: Bearer $RINGBACK_TOKEN"',
        ),
        (
            _line(headers=(("Authorization", "Bearer x"), ("Cookie", "a=b"), ("X-Api-Key", "k"))),
            (
                f'curl -i -X GET {BASE}/x -H "Authorization: Bearer $AUTHORIZATION"'
                ' -H "Cookie: $COOKIE" -H "X-Api-Key: $X_API_KEY"'
            ),
        ),
        (
            _line(headers=(("Authorization", SECRETS["RINGBACK_TOKEN"]),)),
            f'curl -i -X GET {BASE}/x -H "Authorization: $RINGBACK_TOKEN"',
        ),
        (_line(headers=(("Authorization", ""),)), f"curl -i -X GET {BASE}/x -H 'Authorization;'"),
        (
            _line(headers=(("Host", "127.0.0.1:8000"), ("Content-Length", "3"))),
            f"curl -i -X GET {BASE}/x",
        ),
        (_line(headers=(("Host", "h"),)), f"curl -i -X GET {BASE}/x -H 'Host: h'"),
        (
            _line("POST", body=b'{"api_key":"ab"}', headers=(("Content-Type", "a/b"),)),
            (
                f"curl -i -X POST {BASE}/x -H 'Content-Type: a/b'"
                ' --data-raw \'{"api_key":"\'"$API_KEY"\'"}\''
            ),
        ),
        (_line("POST", body=b""), f"curl -i -X POST {BASE}/x -H Content-Type: --data-raw ''"),
        (
            _line("POST", body=b"\0\xff"),
            f"printf '\\000\\377' | curl -i -X POST {BASE}/x -H Content-Type: --data-binary @-",
        ),
        (
            _line("POST", body=b"x" * 65_537),
            f"curl -i -X POST {BASE}/x -H Content-Type: --data-binary @body-of-65537-bytes",
        ),
    ],
)
def test_lines(line: str, expected: str) -> None:
    """One line a request, whose secrets are variables."""
    assert line == expected


@pytest.mark.parametrize(
    "line",
    [
        _line(headers=(("X", "a\r\nY: b"),)),
        _line(headers=(("X", "\0"),)),
        _line(headers=(("@file", "x"),)),
        _line(method="a b"),
        _line(method=""),
    ],
)
def test_what_curl_cannot_send_has_no_line(line: str | None) -> None:
    """No line is better than one that sends something else."""
    assert line is None


@pytest.mark.parametrize("size", [65_536, 65_537])
def test_a_body_is_given_in_full_up_to_64_kib(size: int) -> None:
    """Beyond it the line names a file instead."""
    assert ("@body-of-" in str(_line("POST", body=b"x" * size))) is (size > 65_536)


BODIES = st.one_of(
    st.binary(),
    st.text(st.characters(exclude_categories=["Cs"])).map(str.encode),
    st.sampled_from([b"@file", b"-d", b"%s\\n", b"a\n\n", b'it\'s "!" $HOME `id` $(id)']),
)


@settings(deadline=None, max_examples=80)
@given(body=BODIES)
def test_the_same_body_arrives(shell: Shell, body: bytes) -> None:
    """Whatever a body holds, curl is given its bytes, as an argument or on standard input."""
    line = str(_line("POST", body=body))
    assert visible(line) == line
    arguments, read = shell(line, SECRETS)
    option, value = arguments[-2:]
    sent = {b"--data-raw": value, b"--data-binary": read if value == b"@-" else None}[option]
    assert (arguments[:-2], sent) == (
        [b"-i", b"-X", b"POST", f"{BASE}/x".encode(), b"-H", b"Content-Type:"],
        body,
    )


def test_the_same_secrets_arrive(shell: Shell) -> None:
    """With the variables set, a line sends what was sent."""
    token = SECRETS["RINGBACK_TOKEN"]
    body = f'{{"api_key":"abc","note":"{token}1"}}'.encode()
    headers = (("Authorization", f"Bearer {token}"), ("X-Note", f"{token}1 caf\xe9"))
    line = str(_line("PUT", "/x?y=%2B1", headers, body))
    arguments, _ = shell(line, {**SECRETS, "API_KEY": "abc"})
    assert arguments == [
        *(b"-i", b"-X", b"PUT", f"{BASE}/x?y=%2B1".encode()),
        *(b"-H", f"Authorization: Bearer {token}".encode()),
        *(b"-H", f"X-Note: {token}1 caf".encode() + b"\xe9"),
        *(b"-H", b"Content-Type:", b"--data-raw", body),
    ]
