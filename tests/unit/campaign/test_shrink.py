"""The smallest request that still fails, found by asking again."""

from typing import Any

import pytest

from ringback.campaign.shrink import fresh, smallest
from ringback.exchange import Request
from ringback.payload import decode, encode


def _request(body: Any) -> Request:
    return Request(method="POST", url="/", body=encode(body))


def _body(request: Request) -> Any:
    return decode(request.body or b"").value


def test_what_does_not_matter_is_taken_away() -> None:
    """Members, items and text that the failure does not need are gone."""
    whole = {"a": {"n": 512, "x": "text"}, "b": ["one", "two"], "c": "c" * 100}
    found = smallest(_request(whole), lambda each: _body(each).get("a", {}).get("n", 0) > 100)
    assert _body(found) == {"a": {"n": 101}}


def test_a_length_is_found_by_halving() -> None:
    """A text that is too long is cut until one character less would pass."""
    found = smallest(_request({"t": "x" * 500}), lambda each: len(_body(each).get("t", "")) > 255)
    assert len(_body(found)["t"]) == 256


def test_a_body_that_is_no_json_stays_as_it_is() -> None:
    """Bytes are not taken apart: what they show hangs on all of them."""
    request = Request(method="POST", url="/", body=b"{,}")
    assert smallest(request, lambda _each: True) is request


def test_the_search_ends() -> None:
    """However large the body, a bounded number of requests is sent."""
    sent = 0

    def fails(_candidate: Request) -> bool:
        nonlocal sent
        sent += 1
        return sent % 2 == 0

    smallest(_request([{"n": list(range(50))} for _ in range(20)]), fails)
    assert 0 < sent <= 48


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"text": "ab cd"}, {"text": "ab~ cd"}),
        ({"type": "kind_one", "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}, None),
        (5, None),
    ],
)
def test_fresh_values_are_other_free_texts(body: Any, expected: Any) -> None:
    """Only texts that can be anything are changed; tags and names stay what they are."""
    changed = fresh(_request(body), "~")
    assert (None if changed is None else _body(changed)) == expected
