"""The shapes of payloads and exchanges."""

from typing import Any

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.recordings.samples.shape import shape, structure
from ringback.recordings.samples.showing import Showing
from tests.unit.contract.making import numbers

UUIDS = [f"3c90c3cc-0d44-4b50-8888-8dd2573605{number:02}" for number in range(3)]
STRICT = numbers("strict")
READ = STRICT.operation("get_number")
JSON = (("Content-Type", "application/json"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": "x"}, {"b": "y", "a": 2.5}),
        ([1, 2, 3], [4]),
        ([{"a": 1}, {"b": 1}], [{"b": 2}, {"a": 3}, {"a": 4}]),
        ({UUIDS[0]: {"a": 1}}, {UUIDS[1]: {"a": 2}, UUIDS[2]: {"a": 3}}),
        ({"order-1001": 1}, {"order-1002": 1}),
        ({f"n{letter * 70}": 1 for letter in "abc"}, {f"n{letter * 70}": 1 for letter in "abc"}),
        (True, False),
        (10**30, 1),
    ],
)
def test_alike(one: Any, other: Any) -> None:
    """Values, orders, counts, and names that are values, make no structure."""
    assert structure(one) == structure(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": "1"}),
        ({"a": 1}, {"a": None}),
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": 1, "b": 1}),
        ({"a": []}, {"a": [1]}),
        ([1], [1, "x"]),
        ({"a,b": 1}, {"a": 1, "b": 1}),
        ({"a:s": 1}, {"a": "s"}),
        ([], {}),
    ],
)
def test_told_apart(one: Any, other: Any) -> None:
    """Members and types do."""
    assert structure(one) != structure(other)


def test_a_wide_object_is_a_map() -> None:
    """Its names are taken for values; its members' structure stays."""
    wide = {f"name {chr(97 + index // 26)}{chr(97 + index % 26)}": 1 for index in range(80)}
    assert structure(wide) == "{*:n}"


def exchange(
    query: str = "phone_number=1",
    status: int = 404,
    body: bytes = b'{"detail":"x"}',
    headers: tuple[tuple[str, str], ...] = JSON,
) -> Exchange:
    """A read of a number."""
    return Exchange(
        request=Request(method="GET", url=f"/v1/numbers?{query}"),
        outcome=Response(status=status, headers=headers, body=body),
    )


@pytest.mark.parametrize(
    ("one", "alike"),
    [
        (exchange(), True),
        (exchange("phone_number=2"), True),
        (exchange("phone_number=2&undescribed=1"), True),
        (exchange(body=b'{ "detail": "y" }'), True),
        (exchange(""), False),
        (exchange(status=403), False),
        (exchange(body=b'{"detail":[]}'), False),
        (exchange(body=b"{broken"), False),
        (exchange(body=b"<p>", headers=(("Content-Type", "text/html"),)), False),
        (exchange(body=b""), False),
    ],
)
def test_the_shape_of_an_exchange(one: Exchange, *, alike: bool) -> None:
    """Status, described parameters and structures tell exchanges apart; values do not."""
    showing = Showing(STRICT)
    assert (shape(one, READ, showing) == shape(exchange(), READ, showing)) is alike
