"""The reference of the shop: what it holds, and that it keeps its description and the laws."""

import asyncio
from collections import defaultdict
from typing import Any

import pytest
from starlette.types import ASGIApp

from contracts.shop import reference
from contracts.shop.reference import OTHER_TOKEN, create_app
from tests.unit.contracts.shop_client import (
    Ask,
    ask,
    contract,
    objections,
    operations,
    played,
    tell,
    told,
)
from tests.unit.contracts.shop_laws import laws
from tests.unit.contracts.shop_order_walk import ITEM
from tests.unit.contracts.shop_walk import walk

ADA = "f4e8be7e-01de-48a9-b621-3233ba3a67c7"
SEEN = asyncio.run(played(create_app(), walk()))


@pytest.fixture
def app() -> ASGIApp:
    """A fresh reference."""
    return create_app()


def test_the_default_app_is_one_reference(app: ASGIApp) -> None:
    """`app` answers like a fresh one."""
    asked = ask("GET", "/customers")
    assert told(reference.app, asked) == told(app, asked)


def test_a_fresh_reference_repeats_itself() -> None:
    """Two fresh references answer the whole journey in the same bytes."""
    assert asyncio.run(played(create_app(), walk())) == SEEN


def test_the_description_admits_each_answer() -> None:
    """Nothing is to be said against any answer of the whole journey."""
    assert [
        (asked, answer, why) for asked, answer in SEEN if (why := objections(asked, answer))
    ] == []


def test_the_laws_hold() -> None:
    """Every law of resources."""
    assert len(asyncio.run(played(create_app(), laws()))) > 60


def _statuses() -> dict[str, set[int]]:
    """The statuses that each operation answers on the journey."""
    found: dict[str, set[int]] = defaultdict(set)
    for asked, answer in SEEN:
        for operation in contract().operations_at(asked.url.partition("?")[0]):
            if operation.method == asked.method:
                found[operation.id].add(answer.status)
    return found


def test_the_journey_sees_every_operation_do_its_work() -> None:
    """Each operation is answered with success at least once."""
    found = _statuses()
    assert {each.id for each in operations()} == {
        name for name, statuses in found.items() if min(statuses) < 300
    }


def test_every_sort_of_refusal_is_seen() -> None:
    """Each status that the description has is answered by something."""
    documented = {int(answer.status) for each in operations() for answer in each.answers}
    assert documented == {answer.status for _, answer in SEEN}


def test_what_was_there_before_stays_as_it_was() -> None:
    """The whole journey writes to nothing of the start, the settings apart."""
    app = create_app()
    paths = (f"/customers/{ADA}", "/orders/1001", "/orders/1001/items", "/tags/fragile")
    before = [told(app, ask("GET", path)) for path in paths]
    asyncio.run(played(app, walk()))
    assert [told(app, ask("GET", path)) for path in paths] == before


def test_a_customer_as_it_is_shown(app: ASGIApp) -> None:
    """Every member but the password; times are those of RFC 3339."""
    answer = told(app, ask("GET", f"/customers/{ADA}"))
    assert answer.json == {
        "id": ADA,
        "name": "Ada Quist",
        "email": "ada@bakery.example",
        "phone": "+4915112345678",
        "birth_date": None,
        "tier": "gold",
        "newsletter": True,
        "credit_limit": 50_000,
        "address": {
            "street": "Marktweg 3",
            "city": "Ulm",
            "postal_code": "89073",
            "country": "DE",
        },
        "metadata": {"source": "fair"},
        "created_at": "2026-01-05T09:00:02.500Z",
        "updated_at": "2026-01-05T09:00:02.500Z",
    }


def test_an_order_as_it_is_shown(app: ASGIApp) -> None:
    """The total follows from the items, and a large number is exact."""
    order = told(app, ask("GET", "/orders/1001")).json
    shown = {name: order[name] for name in ("total", "item_count", "reference", "status")}
    assert shown == {
        "total": 2900,
        "item_count": 2,
        "reference": 9_007_199_254_740_993,
        "status": "open",
    }


def test_the_other_account_has_things_of_its_own(app: ASGIApp) -> None:
    """Neither sees the other's."""
    mine, theirs = (
        {each["id"] for each in told(app, ask("GET", "/customers", token=token)).json}
        for token in (reference.TOKEN, OTHER_TOKEN)
    )
    assert len(mine) == 3
    assert len(theirs) == 2
    assert not mine & theirs
    for key in theirs:
        assert told(app, ask("GET", f"/customers/{key}")).status == 404


REFUSALS: tuple[tuple[str, Ask, int, dict[str, str]], ...] = (
    (
        "no token",
        ask("GET", "/orders", token=None),
        401,
        {"www-authenticate": 'Bearer realm="shop"'},
    ),
    ("no such method", ask("PUT", "/customers"), 405, {"allow": "GET, POST, HEAD"}),
    ("not JSON", ask("POST", "/customers", b"{"), 400, {}),
    ("a name twice", ask("PUT", "/tags/a", b'{"colour":1,"colour":1}'), 400, {}),
    ("half a character", ask("PUT", "/tags/a", b'{"description":"\\ud800"}'), 400, {}),
    ("not a number", ask("PUT", "/tags/a", b'{"x":NaN}'), 400, {}),
    ("bottomless", ask("PUT", "/tags/a", b"[" * 100_000), 400, {}),
    ("a mark of byte order", ask("PUT", "/tags/a", b"\xef\xbb\xbf{}"), 400, {}),
    ("too large", ask("PUT", "/tags/a", b" " * (1024 * 1024 + 1)), 413, {}),
    ("no body", ask("PUT", "/tags/a"), 422, {}),
    (
        "no media type",
        ask("PUT", "/tags/a", {}, content_type=""),
        415,
        {"accept": "application/json"},
    ),
    (
        "JSON in latin-1",
        ask("PUT", "/tags/a", {}, content_type="application/json;charset=l1"),
        415,
        {},
    ),
    (
        "a patch that is none",
        ask("PATCH", f"/customers/{ADA}", {}, content_type="application/json"),
        415,
        {"accept-patch": "application/merge-patch+json"},
    ),
    ("an id in capitals", ask("GET", f"/customers/{ADA.upper()}"), 422, {}),
    ("a slash in a name", ask("GET", "/tags/a%2Fb"), 422, {}),
    ("a number too large", ask("GET", f"/orders/{2**63}"), 422, {}),
    ("a number with more digits than can be read", ask("GET", f"/orders/{'9' * 9000}"), 422, {}),
    ("a limit twice", ask("GET", "/orders?limit=1&limit=1"), 422, {}),
    ("an undescribed name", ask("GET", "/orders?%00=1"), 200, {}),
    ("a customer id that is none", ask("POST", "/orders", {"customer_id": ADA[::-1]}), 422, {}),
    ("a customer with orders", ask("DELETE", f"/customers/{ADA}"), 409, {}),
    ("no condition", ask("PATCH", "/orders/1001", {}), 428, {}),
    ("a stale condition", ask("PATCH", "/orders/1001", {}, if_match='"x"'), 412, {}),
    (
        "bytes behind the end",
        ask("GET", f"/customers/{ADA}/photo", range="bytes=48-"),
        416,
        {"content-range": "bytes */48"},
    ),
)


@pytest.mark.parametrize(
    ("asked", "status", "headers"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS]
)
def test_refusals(app: ASGIApp, asked: Ask, status: int, headers: dict[str, str]) -> None:
    """Each in its own way, as a problem that says its own status."""
    answer = told(app, asked)
    assert answer.status == status
    assert headers.items() <= answer.headers.items()
    assert objections(asked, answer) == []
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.member("status") == status


def test_each_mistake_is_named(app: ASGIApp) -> None:
    """A problem points to every member that is wrong."""
    body = {"sku": "x", "title": "t", "quantity": 0, "gift": None, "a/b": 1}
    problem = told(app, ask("POST", "/orders/1001/items", body)).json
    assert {each["pointer"] for each in problem["errors"]} == {
        "/unit_price",
        "/sku",
        "/quantity",
        "/gift",
        "/a~1b",
    }


def test_a_number_is_whole_however_it_is_spelt(app: ASGIApp) -> None:
    """3.0 and 30e-1 are integers, and are answered as such."""
    body = b'{"sku":"MUG-001","title":"t","quantity":3.0,"unit_price":30e-1}'
    order = told(app, ask("POST", "/orders", {"customer_id": ADA})).json["id"]
    item = told(app, ask("POST", f"/orders/{order}/items", body))
    assert (item.member("quantity"), item.member("line_total")) == (3, 9)


def test_a_head_has_the_headers_of_a_get(app: ASGIApp) -> None:
    """Its length among them, for everything that can be read."""
    item = next(iter(told(app, ask("GET", "/orders/1001/items")).json))["id"]
    paths = ("/customers", f"/customers/{ADA}", "/orders/1001", "/tags", "/settings", "/orders/9")
    for path in (*paths, f"/customers/{ADA}/photo", f"/orders/1001/items/{item}"):
        get, head = (told(app, ask(method, path)) for method in ("GET", "HEAD"))
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


def test_a_write_that_changes_nothing_is_no_change(app: ASGIApp) -> None:
    """The time of the last change and the entity tag stay."""
    before = told(app, ask("GET", "/settings"))
    after = told(app, ask("PATCH", "/settings", {"invoice": {"net_days": 14}}))
    assert after.json == before.json
    assert after.headers["etag"] == before.headers["etag"]


async def _at_once(app: ASGIApp) -> list[Any]:
    """Twenty items added to one order at the same time."""
    order = (await tell(app, ask("POST", "/orders", {"customer_id": ADA}))).json["id"]
    asks = (ask("POST", f"/orders/{order}/items", ITEM) for _ in range(20))
    await asyncio.gather(*(tell(app, each) for each in asks))
    listed: list[Any] = (await tell(app, ask("GET", f"/orders/{order}/items"))).json
    return listed


def test_what_comes_at_once_is_all_kept(app: ASGIApp) -> None:
    """No write is lost, and no id is given twice."""
    assert len({each["id"] for each in asyncio.run(_at_once(app))}) == 20
