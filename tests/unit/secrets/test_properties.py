"""What holds for any exchange whatever: scrubbed once is scrubbed, and nothing is found after."""

import base64
import json
from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.exchange import Exchange, Request, Response
from ringback.payload import decode
from ringback.secrets.leaks import found
from ringback.secrets.replace.scrubber import Scrubber
from tests.unit.secrets.planting import ALL_SECRETS

NAMES = st.sampled_from(
    [
        "password", "apiKey", "token", "note", "phone", "pin", "email", "key", "session", "id", "a",
        "first_name", "name", "customer", "dob", "ssn", "card_number", "iban", "address", "zip",
        "ip", "otp", "value", "auth", "version",
    ]
)  # fmt: skip
TEXTS = (
    st.sampled_from(ALL_SECRETS)
    | st.sampled_from(
        [
            "joe@corp.io", "+14155552671", "(415) 555-2671", "4155552671", "hunter2", "<token>",
            "Bearer abc123def456", "password=hunter22&x=y", "***", "https://u:pw12@h.io/p?token=q1w2",
            "4539 5787 6362 1486", "DE75512108001245126199", "536-90-4399", "1984-07-13",
            "93.184.216.34", "Zbigniew Kowalski", "742 Evergreen Terrace", "529.982.247-25",
            "first_name: Zbigniew", 'dob: "1984-07-13"', "your code is 482913", "2a02:8109::1a2b",
            "/reset/k3J9xQ2mZp7Lw8Vt", "jörg@bücher.de", "06 12 34 56 78", "12345678Z",
            "Authorization: Basic dXNlcjpwYXNzd29yZDE=", "", "plain", "é 🎉 \x00 \ud83d",
        ]
    )
    | st.text(max_size=12)
    | st.from_regex(r"[A-Za-z0-9+/_.@:=&? \"'<>-]{0,40}", fullmatch=True)
)  # fmt: skip


def _coded(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()


WRAPPED = st.recursive(
    TEXTS,
    lambda inner: (
        inner.map(_coded)
        | inner.map(json.dumps)
        | st.tuples(NAMES, inner).map(lambda pair: json.dumps({pair[0]: pair[1]}))
        | st.tuples(inner, inner).map(" ".join)
    ),
    max_leaves=4,
)
VALUES = st.recursive(
    WRAPPED | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXTS, inner, max_size=3),
    max_leaves=6,
)


def _safe(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


BODIES = (
    VALUES.map(lambda value: ("application/json", json.dumps(value).encode()))
    | st.lists(st.tuples(NAMES, WRAPPED), max_size=3).map(
        lambda pairs: (
            "application/x-www-form-urlencoded",
            "&".join(f"{name}={_safe(text)}" for name, text in pairs).encode(),
        )
    )
    | WRAPPED.map(lambda text: ("text/plain", text.encode("utf-8", "surrogatepass")))
    | WRAPPED.map(lambda text: ("text/html", f"<p>{text}</p>".encode("utf-8", "surrogatepass")))
    | st.lists(VALUES, max_size=3).map(
        lambda values: (
            "text/event-stream",
            "".join(f"data: {json.dumps({'delta': value})}\n\n" for value in values).encode(),
        )
    )
    | st.binary(max_size=30).map(lambda data: ("application/octet-stream", data))
)


@st.composite
def exchanges(draw: Any) -> Exchange:
    """An exchange with secrets here and there, and rubbish around them."""
    kind, body = draw(BODIES)
    told, answer = draw(BODIES)
    name, text = draw(NAMES), draw(WRAPPED)
    part = quote(draw(TEXTS).encode("utf-8", "surrogatepass"), safe="")
    header = draw(WRAPPED)
    return Exchange(
        request=Request(
            method="POST",
            url=f"https://h.io/{part}?{name}={_safe(text)}",
            headers=(("Content-Type", kind), ("Authorization", header), ("X-Note", draw(WRAPPED))),
            body=body,
        ),
        outcome=Response(status=200, headers=(("Content-Type", told),), body=answer),
    )


@settings(max_examples=200)
@given(exchanges())
def test_scrubbed_once_is_scrubbed(exchange: Exchange) -> None:
    """A second time changes nothing, nor does another scrubber, and no leak is told."""
    scrubber = Scrubber()
    clean = scrubber.scrubbed(exchange, None)
    assert list(found(clean, None, None)) == []
    assert scrubber.scrubbed(clean, None) == clean
    assert Scrubber().scrubbed(clean, None) is clean


@settings(max_examples=200)
@given(exchanges())
def test_json_stays_json(exchange: Exchange) -> None:
    """A body that was JSON is JSON, with values of the same types at the same places."""
    clean = Scrubber().scrubbed(exchange, None)
    assert exchange.request.body is not None
    assert clean.request.body is not None
    old, new = decode(exchange.request.body), decode(clean.request.body)
    if exchange.request.headers[0][1] == "application/json":
        assert (new.parsed, new.flaws) == (old.parsed, old.flaws)
        assert _shape(new.value) == _shape(old.value)


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return [_shape(inner) for inner in value.values()]
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    kind = "number" if isinstance(value, float) else type(value).__name__
    return "number" if kind in {"int", "Decimal"} else kind
