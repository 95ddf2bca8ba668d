"""What writes to a store bring about besides: states, times, tags, files, counts."""

from typing import Any

import pytest

from ringback.exchange import Request, Response
from ringback.mock.api_mock import ApiMock
from tests.unit.mock.made_up import Asking, contract, status, value

AUTH = ("Authorization", "Bearer made-up")
JSON = ("Content-Type", "application/json")
MERGE = ("Content-Type", "application/merge-patch+json")


@pytest.fixture(scope="module")
def mock() -> ApiMock:
    """One mock for all tests here: samples are made once."""
    return ApiMock(contract("shop"))


@pytest.fixture
def shop(mock: ApiMock) -> Asking:
    """A shop with one customer and one order."""
    mock.reset()
    asking = Asking(mock)
    customer = asking.json("POST", "/customers", {"name": "Ada", "email": "ada@example.com"})
    asking("POST", "/orders", {"customer_id": customer["id"]})
    return asking


def sent(
    asking: Asking, method: str, url: str, *headers: tuple[str, str], body: bytes | None = None
) -> Response:
    """The answer to a request with these headers."""
    request = Request(method=method, url=url, headers=(AUTH, *headers), body=body)
    outcome = asking.mock.answer(request).outcome
    assert isinstance(outcome, Response)
    return outcome


def tag(response: Response) -> str:
    """The ETag of an answer."""
    return dict(response.headers)["etag"]


def test_an_action_leads_to_the_state_that_it_is_named_by(shop: Asking) -> None:
    """What was cancelled is cancelled, in its own answer and when it is read."""
    assert shop.json("GET", "/orders/2")["status"] == "open"
    assert shop.json("POST", "/orders/2/cancel")["status"] == "cancelled"
    assert shop.json("GET", "/orders/2")["status"] == "cancelled"


def test_times_go_on_with_each_write(shop: Asking) -> None:
    """A change moves the time of the last change, and not that of the making."""
    before = shop.json("GET", "/settings")
    sent(shop, "PATCH", "/settings", MERGE, body=b'{"language": "de"}')
    after = shop.json("GET", "/settings")
    assert after["updated_at"] > before["updated_at"]
    customer = shop.json("GET", "/customers")[0]
    changed = shop.json(
        "PATCH", f"/customers/{customer['id']}", {"name": "Bob"}, "application/merge-patch+json"
    )
    assert changed["created_at"] == customer["created_at"]
    assert changed["updated_at"] > customer["updated_at"]


def test_a_tag_is_that_of_what_is_told(shop: Asking) -> None:
    """It changes with the thing alone; a read that names it gets 304 and no body."""
    first = sent(shop, "GET", "/orders/2")
    assert tag(sent(shop, "HEAD", "/orders/2")) == tag(first)
    again = sent(shop, "GET", "/orders/2", ("If-None-Match", tag(first)))
    assert (again.status, again.body, tag(again)) == (304, b"", tag(first))
    sent(shop, "POST", "/orders/2/cancel")
    other = sent(shop, "GET", "/orders/2", ("If-None-Match", tag(first)))
    assert other.status == 200
    assert tag(other) != tag(first)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [(None, 428), ('"old"', 412), ('W/"{}"', 412), ("{}", 200), ("*", 200)],
)
def test_a_write_may_have_a_condition(shop: Asking, condition: str | None, expected: int) -> None:
    """Where that is documented, it has to name the tag as it is now."""
    now = tag(sent(shop, "GET", "/orders/2"))
    named = condition.format(now) if condition else ""
    headers = [("If-Match", named)] if named else []
    if condition and condition.startswith("W/"):
        headers = [("If-Match", f"W/{now}")]
    answer = sent(shop, "PATCH", "/orders/2", MERGE, *headers, body=b'{"note": "n"}')
    assert answer.status == expected
    assert (shop.json("GET", "/orders/2").get("note") == "n") is (expected == 200)


def test_a_file_comes_back_as_it_was_given(shop: Asking) -> None:
    """It is not there before, has a tag, and is gone once it is deleted."""
    key = shop.json("GET", "/customers")[0]["id"]
    url = f"/customers/{key}/photo"
    assert sent(shop, "GET", url).status == 404
    kind = ("Content-Type", "image/png")
    put = sent(shop, "PUT", url, kind, body=b"\x89PNG made up")
    assert put.status == 201
    got = sent(shop, "GET", url)
    assert (got.status, got.body, tag(got)) == (200, b"\x89PNG made up", tag(put))
    assert dict(got.headers)["content-type"] == "image/png"
    assert sent(shop, "PUT", url, kind, body=b"other").status == 204
    assert sent(shop, "DELETE", url).status == 204
    assert sent(shop, "GET", url).status == 404


def test_what_stands_in_a_thing_is_counted(shop: Asking) -> None:
    """An order tells how many items it has."""
    item = {"sku": "MUG-001", "title": "Mug", "quantity": 1, "unit_price": 3}
    assert shop.json("GET", "/orders/2")["item_count"] == 0
    made = shop("POST", "/orders/2/items", item)
    assert status(made) == 201
    assert shop.json("GET", "/orders/2")["item_count"] == 1
    shop("DELETE", f"/orders/2/items/{value(made.outcome)['id']}")
    assert shop.json("GET", "/orders/2")["item_count"] == 0


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ({}, [2, 3]),
        ({"status": ["cancelled"]}, [2]),
        ({"sort": ["-created_at"]}, [3, 2]),
        ({"limit": 1}, [2]),
        ({"limit": 1, "offset": 1}, [3]),
    ],
)
def test_a_search_tells_what_the_list_tells(
    shop: Asking, body: dict[str, Any], keys: list[int]
) -> None:
    """Its body chooses, sorts and cuts as a query does."""
    key = shop.json("GET", "/customers")[0]["id"]
    shop("POST", "/orders", {"customer_id": key})
    shop("POST", "/orders/2/cancel")
    assert [each["id"] for each in shop.json("POST", "/orders/search", body)["data"]] == keys


def test_a_cursor_is_spelt_as_its_schema_asks(shop: Asking) -> None:
    """Tags have names, and cursors are hexadecimal: each page leads to the next."""
    for name in ("amber", "blue", "coral"):
        shop("PUT", f"/tags/{name}", {"name": name})
    found: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page = shop.json("GET", f"/tags?limit=1{f'&cursor={cursor}' if cursor else ''}")
        found += [each["name"] for each in page["data"]]
        cursor = page["next_cursor"]
    assert (found, cursor) == (["amber", "blue", "coral"], None)


def test_read_only_members_are_passed_over(shop: Asking) -> None:
    """A client that sends back what it was told changes nothing that is not its own."""
    given = {"name": "Eve", "email": "eve@example.com", "created_at": "1999-01-01T00:00:00Z"}
    told = shop("POST", "/customers", given)
    assert told.mistake == ""
    assert value(told.outcome)["created_at"].startswith("2024-02-29T12:00:")
