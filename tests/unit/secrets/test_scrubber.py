"""Where secrets stand, and what stands there after."""

import gzip
import json

import pytest

from ringback.exchange import Exchange, Lost, LostReason, Request, Response
from ringback.secrets.replace.scrubber import Scrubber
from tests.unit.secrets.scrubbing import JSON, KEY, asked, body, coded


@pytest.mark.parametrize(
    ("name", "value", "put"),
    [
        ("Authorization", "Bearer abc", "Bearer <token>"),
        ("Authorization", "abc", "<authorization>"),
        ("Authorization", f"Basic {coded('me:pass-1')}", f"Basic {coded('me:<password>')}"),
        ("Authorization", f"Basic {coded('key-1:')}", f"Basic {coded('<user>:')}"),
        ("authorization", "Basic !!", "Basic <token>"),
        ("Authorization", 'Digest username="me", response="12"', "Digest <token>"),
        ("X-Api-Key", "abc", "<api-key>"),
        ("Cookie", "sid=abc; theme=dark; sid2=abc", "sid=<sid>; theme=dark; sid2=<sid>"),
        ("Cookie", 'sid="abc"', 'sid="<sid>"'),
        ("X-Note", f"made with {KEY}", "made with <github-token>"),
        ("X-Forwarded-Authorization", "Bearer abc", "Bearer <token>"),
        ("Referer", "https://h.io/?token=abc&page=2", "https://h.io/?token=%3Ctoken%3E&page=2"),
    ],
)
def test_headers(name: str, value: str, put: str) -> None:
    """The scheme's word and the cookies' names are kept."""
    clean = Scrubber().scrubbed(asked(headers=((name, value),)), None)
    label = "<forwarded-authorization>" if name.startswith("X-F") else "<token>"
    assert clean.request.headers == ((name, put.replace("<token>", label)),)


@pytest.mark.parametrize(
    ("value", "put"),
    [
        ("sid=abc; Path=/; Secure", "sid=<sid>; Path=/; Secure"),
        ("sid=abc", "sid=<sid>"),
        ("sid=; Max-Age=0", "sid=; Max-Age=0"),
    ],
)
def test_cookies_of_answers(value: str, put: str) -> None:
    """Their attributes are kept."""
    answer = Exchange(
        request=Request(method="GET", url="/"),
        outcome=Response(status=200, headers=(("Set-Cookie", value),)),
    )
    assert Scrubber().scrubbed(answer, None).outcome == Response(
        status=200, headers=(("Set-Cookie", put),)
    )


@pytest.mark.parametrize(
    ("url", "put"),
    [
        ("https://u:p4ss@h.io/a", "https://u:%3Cpassword%3E@h.io/a"),
        ("https://k3y:@h.io/a", "https://%3Cuser%3E:@h.io/a"),
        ("/a?token=a%2Bb&x=%20y&t", "/a?token=%3Ctoken%3E&x=%20y&t"),
        ("/a#access_token=abc&x=y", "/a#access_token=%3Caccess-token%3E&x=y"),
        ("/a?phone=+14155552671", "/a?phone=%2B12015550100"),
        ("/a?phone=%2B14155552671", "/a?phone=%2B12015550100"),
        ("/phones/+14155552671", "/phones/+12015550100"),
        ("/a?to=joe%40corp.io", "/a?to=user-0001@example.com"),
        (f"/a/{KEY}/b%20c", "/a/%3Cgithub-token%3E/b%20c"),
        ("/a?next=https%3A%2F%2Fh.io%2F%3Ftoken%3Dabc", "/a?next=https://h.io/?token%3D%253Ctoken%253E"),
        ("/v1/things/q8Zk3vQ9xPqLkdIwHu7ix28a3tPa", "/v1/things/q8Zk3vQ9xPqLkdIwHu7ix28a3tPa"),
    ],
)  # fmt: skip
def test_urls(url: str, put: str) -> None:
    """Only what changes is spelt anew."""
    assert Scrubber().scrubbed(asked(url), None).request.url == put


INSIDE = 'it is q8/Zk3 v"Q9'
LOGIN = Exchange(
    request=Request(method="POST", url="/login"),
    outcome=Response(status=200, headers=(JSON,), body=b'{"token": "q8/Zk3 v\\"Q9"}'),
)


@pytest.mark.parametrize(
    ("content", "put"),
    [
        ('{"note": "it was q8/Zk3 v\\"Q9 then"}', '{"note":"it was <token> then"}'),
        ('{"note": "u=q8%2FZk3%20v%22Q9"}', '{"note":"u=<token>"}'),
        (f'{{"note": "{coded(INSIDE)}"}}', f'{{"note":"{coded("it is <token>")}"}}'),
        ('{"note": "q8/Zk3 v", "token": "<token>"}', '{"note": "q8/Zk3 v", "token": "<token>"}'),
    ],
)  # fmt: skip
def test_a_value_found_once_is_replaced_everywhere(content: str, put: str) -> None:
    """In any usual spelling, in an exchange before or after that which gave it away."""
    assert body(content, "application/json", LOGIN) == put


def test_what_is_found_later_is_replaced_earlier() -> None:
    """Learnt first, scrubbed then: the order of the exchanges does not matter."""
    earlier = asked("/?q=q8Zk3vQ9-1", b"")
    later = asked("/", b'{"token": "q8Zk3vQ9-1"}', (JSON,))
    scrubber = Scrubber()
    scrubber.learn(earlier, None)
    scrubber.learn(later, None)
    assert scrubber.scrubbed(earlier, None).request.url == "/?q=%3Ctoken%3E"


def test_relations_survive() -> None:
    """The same value has the same placeholder throughout a run, others have others."""
    scrubber = Scrubber()
    numbers = [f"+1415555{last}" for last in ("2671", "2672", "2671")]
    clean = [
        scrubber.scrubbed(
            asked(
                f"/?phone={number.replace('+', '%2B')}", json.dumps({"n": number}).encode(), (JSON,)
            ),
            None,
        ).request
        for number in numbers
    ]
    assert [(each.url, each.body) for each in clean] == [
        ("/?phone=%2B12015550100", b'{"n":"+12015550100"}'),
        ("/?phone=%2B12015550101", b'{"n":"+12015550101"}'),
        ("/?phone=%2B12015550100", b'{"n":"+12015550100"}'),
    ]
    assert scrubber.replaced == 6


def test_placeholders_that_stand_there_are_not_given_again() -> None:
    """A recording that was scrubbed before keeps its own apart from new ones."""
    content = b'[{"token": "<token>"}, {"token": "x1"}, "+12015550100", "+14155552671"]'
    clean = Scrubber().scrubbed(asked("/", content, (JSON,)), None).request.body
    assert clean == b'[{"token":"<token>"},{"token":"<token-2>"},"+12015550100","+12015550101"]'


def test_the_runs_own_secrets_have_the_names_of_their_variables() -> None:
    """Wherever they stand, however short and plain they are."""
    scrubber = Scrubber({"API_TOKEN": "tok", "OTHER": ""})
    clean = scrubber.scrubbed(
        asked(
            "/tok/x", b'{"a": "a tok b", "token": "tok"}', (JSON, ("Authorization", "Bearer tok"))
        ),
        None,
    ).request
    assert clean.url == "/%3CAPI_TOKEN%3E/x"
    assert clean.headers[1] == ("Authorization", "Bearer <API_TOKEN>")
    assert clean.body == b'{"a":"a <API_TOKEN> b","token":"<API_TOKEN>"}'


def test_a_known_value_in_bytes_that_are_no_text() -> None:
    """Replaced there too, and nothing else of them is touched."""
    kind = ("Content-Type", "image/png")
    data = b"\x89PNG\xff\xfe s3cr3t-1 joe@corp.io \x00"
    clean = Scrubber({"KEY": "s3cr3t-1"}).scrubbed(asked("/", data, (kind,)), None)
    assert clean.request.body == b"\x89PNG\xff\xfe <KEY> joe@corp.io \x00"


def test_a_packed_body_is_looked_into() -> None:
    """And packed again, its length told anew."""
    packed = gzip.compress(b'{"token": "x1-secret"}', mtime=0)
    headers = (JSON, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed))))
    clean = Scrubber().scrubbed(asked("/", packed, headers), None).request
    assert clean.body is not None
    assert gzip.decompress(clean.body) == b'{"token":"<token>"}'
    assert clean.headers[2] == ("Content-Length", str(len(clean.body)))


def test_an_exchange_without_an_answer() -> None:
    """Why none came may tell a secret too."""
    lost = Lost(reason=LostReason.CLOSED, detail="closed: https://u:p4ss@h.io/")
    clean = Scrubber().scrubbed(
        Exchange(request=Request(method="GET", url="/"), outcome=lost), None
    )
    assert clean.outcome == Lost(
        reason=LostReason.CLOSED, detail="closed: https://u:%3Cpassword%3E@h.io/"
    )


def test_many_known_values_are_all_looked_for() -> None:
    """A run that has met a thousand tokens finds each of them in a later text."""
    scrubber = Scrubber()
    tokens = [f"q8Zk{number:04d}vQ9x" for number in range(1000)]
    for token in tokens:
        scrubber.learn(asked(headers=(("Authorization", f"Bearer {token}"),)), None)
    clean = scrubber.scrubbed(asked("/", " ".join(tokens).encode()), None).request.body
    assert clean == b"<token> " + b" ".join(b"<token-%d>" % each for each in range(2, 1001))


def test_what_is_nested_deep_is_looked_into_all_the_same() -> None:
    """Three texts of JSON within each other, each in 190 arrays: read as text where need be."""
    value: object = {"note": KEY}
    for turn in range(4):
        for _ in range(190):
            value = [value]
        value = json.dumps(value) if turn < 3 else value
    clean = Scrubber().scrubbed(asked("/", json.dumps(value).encode(), (JSON,)), None).request.body
    assert clean is not None
    assert KEY.encode() not in clean
    assert b"<github-token>" in clean
