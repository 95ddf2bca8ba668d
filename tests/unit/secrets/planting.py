"""Secrets of twenty kinds, made by a seeded generator and planted into realistic exchanges."""

import base64
import json
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from ringback.exchange import Exchange, Request, Response

_DIGITS = string.digits
_LETTERS = string.ascii_letters + _DIGITS
_HEX = "0123456789abcdef"
_URL = _LETTERS + "-_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A secret in an exchange, and the place that must be told."""

    kind: str
    secret: str
    place: str
    exchange: Exchange


def _some(source: random.Random, letters: str, size: int) -> str:
    return "".join(source.choice(letters) for _ in range(size))


def _coded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _token(source: random.Random) -> str:
    claims = json.dumps({"sub": _some(source, _DIGITS, 12), "iat": 1_700_000_000})
    return ".".join([_coded(json.dumps({"alg": "HS256"})), _coded(claims), _some(source, _URL, 43)])


def _pem(source: random.Random) -> str:
    lines = "\n".join(_some(source, _LETTERS + "+/", 64) for _ in range(4))
    return f"-----BEGIN RSA PRIVATE KEY-----\n{lines}\n-----END RSA PRIVATE KEY-----"


# The kind, the name that it is planted under (one that says nothing where its look must do), and
# how one is made.
KINDS: tuple[tuple[str, str, Callable[[random.Random], str]], ...] = (
    ("AWS", "label", lambda r: "AKIA" + _some(r, string.ascii_uppercase + "234567", 16)),
    ("GitHub", "label", lambda r: "ghp_" + _some(r, _LETTERS, 36)),
    ("GitHub 2", "label", lambda r: f"github_pat_{_some(r, _LETTERS, 22)}_{_some(r, _HEX, 59)}"),
    ("GitLab", "label", lambda r: "glpat-" + _some(r, _LETTERS, 20)),
    ("Slack", "label", lambda r: f"xoxb-{_some(r, _DIGITS, 12)}-{_some(r, _LETTERS, 24)}"),
    ("Stripe", "label", lambda r: "sk_live_" + _some(r, _LETTERS, 24)),
    ("Google", "label", lambda r: "AIza" + _some(r, _LETTERS, 35)),
    ("OpenAI", "label", lambda r: "sk-proj-" + _some(r, _LETTERS, 48)),
    ("Anthropic", "label", lambda r: "sk-ant-api03-" + _some(r, _LETTERS, 40)),
    ("SendGrid", "label", lambda r: f"SG.{_some(r, _LETTERS, 22)}.{_some(r, _LETTERS, 43)}"),
    ("Twilio", "label", lambda r: "SK" + _some(r, _HEX, 32)),
    ("npm", "label", lambda r: "npm_" + _some(r, _LETTERS, 36)),
    ("JWT", "label", _token),
    ("Telegram", "label", lambda r: f"{_some(r, '123456789', 9)}:AA{_some(r, _LETTERS, 33)}"),
    ("private key", "private_key", _pem),
    ("password", "password", lambda r: f"pw{_some(r, _HEX, 4)}!{_some(r, _DIGITS, 4)}"),
    ("API key", "apiKey", lambda r: _some(r, _LETTERS, 14)),
    ("access token", "access_token", lambda r: _some(r, _URL, 32)),
    ("chance", "label", lambda r: "a7Q" + _some(r, _LETTERS, 37)),
    ("hexadecimal", "label", lambda r: "f00dbabe1" + _some(r, _HEX, 39)),
)  # fmt: skip
_JSON = ("Content-Type", "application/json")
_ORDER = {
    "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "created": "2024-02-29T12:00:00Z",
    "items": [{"sku": "A-100", "price": 12.50, "tags": ["new", "sale"]}],
    "customer": "cus_9s6XKzkNRiz8i3",
}


def _asked(
    url: str = "https://api.acme.io/v1/orders", body: str | None = None, *headers: tuple[str, str]
) -> Exchange:
    given = None if body is None else body.encode()
    return Exchange(
        request=Request(method="POST", url=url, headers=headers or (_JSON,), body=given),
        outcome=Response(status=200, headers=(_JSON,), body=json.dumps(_ORDER).encode()),
    )


def _answered(body: str, *headers: tuple[str, str]) -> Exchange:
    return Exchange(
        request=Request(method="GET", url="https://api.acme.io/v1/orders?page=2"),
        outcome=Response(status=200, headers=headers or (_JSON,), body=body.encode()),
    )


def _header(name: str, secret: str) -> tuple[str, Exchange]:
    title = "X-" + name.replace("_", "-").title()
    exchange = _asked(
        "https://api.acme.io/v1/orders", "{}", _JSON, (title, secret.replace("\n", "\\n"))
    )
    return f"request header {title}", exchange


def _query(name: str, secret: str) -> tuple[str, Exchange]:
    url = f"https://api.acme.io/v1/orders?page=2&{name}={quote_plus(secret)}&sort=created"
    return f"request query {name}", _asked(url)


def _member(name: str, secret: str) -> tuple[str, Exchange]:
    body = {**_ORDER, "settings": [{"nested": {name: secret}}]}
    return f"response body /settings/0/nested/{name}", _answered(json.dumps(body))


def _nested(name: str, secret: str) -> tuple[str, Exchange]:
    inner = json.dumps({"v": 1, "payload": json.dumps({"deep": [{name: secret}]})})
    return "request body /event", _asked(body=json.dumps({**_ORDER, "event": inner}))


def _form(name: str, secret: str) -> tuple[str, Exchange]:
    body = f"grant_type=client&user%5B{name}%5D%5B%5D={quote_plus(secret)}&remember=1"
    url = "https://api.acme.io/login"
    form = ("Content-Type", "application/x-www-form-urlencoded")
    return f"request body field user[{name}][]", _asked(url, body, form)


def _multipart(name: str, secret: str) -> tuple[str, Exchange]:
    body = (
        '--b0und\r\nContent-Disposition: form-data; name="title"\r\n\r\nAn order\r\n'
        f'--b0und\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{secret}\r\n--b0und--\r\n'
    )
    url = "https://api.acme.io/upload"
    kind = ("Content-Type", 'multipart/form-data; boundary="b0und"')
    return f"request body part {name}", _asked(url, body, kind)


def _base64(name: str, secret: str) -> tuple[str, Exchange]:
    inner = base64.b64encode(json.dumps({"kind": "state", name: secret}).encode()).decode()
    return "response body /state", _answered(json.dumps({**_ORDER, "state": inner}))


def _text(name: str, secret: str) -> tuple[str, Exchange]:
    body = f'2024-02-29 12:00:00 INFO order 12 was made by {name}="{secret}" in 12.5 ms\nbye\n'
    plain = ("Content-Type", "text/plain")
    if "\n" in secret:
        body = f"your key is\n{secret}\nkeep it"
    return "response body", _answered(body, plain)


def _cookie(name: str, secret: str) -> tuple[str, Exchange]:
    text = f"{name}={quote(secret, safe='')}; Path=/; HttpOnly; Secure; SameSite=Lax"
    return "response header Set-Cookie", _answered("{}", _JSON, ("Set-Cookie", text))


def _userinfo(_: str, secret: str) -> tuple[str, Exchange]:
    url = f"https://worker:{quote(secret, safe='')}@api.acme.io/v1/orders"
    return "request URL userinfo", _asked(url, "{}")


PLACES = (
    _header, _query, _member, _nested, _form, _multipart, _base64, _text, _cookie, _userinfo,
)  # fmt: skip


def planted(seed: int = 4) -> Iterator[Planted]:
    """Two hundred secrets: ten of each of twenty kinds, one a place."""
    source = random.Random(seed)  # noqa: S311 -- the same ones each run
    for kind, name, make in KINDS:
        for put in PLACES:
            secret = make(source)
            place, exchange = put(name, secret)
            yield Planted(kind=kind, secret=secret, place=place, exchange=exchange)


def written(exchange: Exchange) -> bytes:
    """All that an exchange would put on the disk."""
    request, response = exchange.request, exchange.response
    assert response is not None
    headers = json.dumps([*request.headers, *response.headers]).encode()
    bodies = (request.body or b"", response.body)
    texts = [json.dumps(body.decode("utf-8", "replace")).encode() for body in bodies]
    return b"\n".join([request.url.encode(), headers, *bodies, *texts])


def spellings(secret: str) -> Iterator[bytes]:
    """The secret as it stands in a text, a URL, JSON, and base64 at each of its three offsets."""
    yield secret.encode()
    yield quote(secret, safe="").encode()
    yield quote_plus(secret).encode()
    escaped = [secret]
    for _ in range(3):  # JSON in a string in JSON
        escaped.append(json.dumps(escaped[-1])[1:-1])
        yield escaped[-1].encode()
    for data in (each.encode() for each in escaped[:2]):
        for offset in range(3):
            whole = base64.b64encode(bytes(offset) + data)
            core = whole[-(-offset * 8 // 6) : (offset + len(data)) * 8 // 6]
            yield core
            yield core.replace(b"+", b"-").replace(b"/", b"_")


ALL_SECRETS = [each.secret for each in planted()][::10]
