"""The part of the journey over the shop that is about orders and their items."""

import json
from collections.abc import Generator
from typing import Any

from contracts.shop.reference import OTHER_TOKEN
from tests.unit.contracts.shop_client import NO_ORDER, NOBODY, Ask, Told, Walk, ask, located

CARD = {"kind": "card", "brand": "amex", "last4": "0005", "expires": "2031-12"}
INVOICE = {"kind": "invoice", "net_days": 7, "vat_id": "DE12345"}
VOUCHER = {"kind": "voucher", "code": "ABCD", "amount": 100}
ITEM: dict[str, Any] = {"sku": "MUG-001", "title": "Mug 😀", "quantity": 250, "unit_price": 10}

ORDERS: tuple[dict[str, Any], ...] = (
    {},
    {"note": "", "payment": None, "reference": None},
    {"note": "Zoë e\u0301\0 😀", "reference": 2**53 + 1, "weight_kg": 2.5, "labels": ["b", "a"]},
    {"payment": CARD, "priority": 9, "due_on": "2026-12-31", "unknown": {"any": "thing"}},
    {"payment": INVOICE, "reference": 2**63 - 1, "status": "cancelled", "total": 7},
    {"payment": {"kind": "invoice"}, "labels": [], "weight_kg": 3.0},
    {"payment": VOUCHER, "priority": 9},
)
WRONG: tuple[dict[str, Any], ...] = (
    {"due_on": "tomorrow"},
    {"labels": ["a", "a"]},
    {"payment": {**CARD, "expires": None}},
    {"payment": {name: CARD[name] for name in ("kind", "brand", "last4")}},
    {"payment": {**INVOICE, "last4": "0005"}},
    {"payment": {"kind": "cash"}},
    {"priority": 10},
    {"priority": 1.5},
    {"reference": 2**63},
    {"weight_kg": "1"},
    {"note": "x" * 501},
    {"customer_id": "nobody"},
    {"customer_id": NOBODY},
)
QUERIES = (
    "",
    "",
    "limit=2",
    "limit=2&offset=2",
    "limit=2&offset=4",
    "limit=100",
    "limit=99",
    "limit=101",
    "limit=0",
    "offset=-1",
    "offset=500",
    "status=open",
    "status=cancelled",
    "status=open,cancelled",
    "status=open&status=cancelled",
    "status=lost",
    "sort=total",
    "sort=-total",
    "sort=priority",
    "sort=-priority,total",
    "sort=-priority,-total",
    "sort=created_at",
    "sort=-created_at",
    "sort=name",
    "sort=total,total,total,total",
    "min_total=800",
    "min_total=2500",
    "min_total=2501",
    "max_total=2500",
    "min_total=1&max_total=2500",
    "min_total=1e3",
    "customer_id=nobody",
)


def first_customer() -> Generator[Ask, Told, Any]:
    """The id of the account's first customer, who was there before."""
    listed = (yield ask("GET", "/customers")).json
    return listed[0]["id"] if isinstance(listed, list) and listed else NOBODY


def own_order() -> Generator[Ask, Told, Any]:
    """Place an order with something in every member, and an item in it; the order's id."""
    first = yield from first_customer()
    members = {"payment": INVOICE, "labels": ["x"], "note": "kept", "priority": 1}
    key = yield from _order(first, **members)
    yield ask("POST", f"/orders/{key}/items", ITEM)
    return key


def _order(first: str, **members: Any) -> Generator[Ask, Told, Any]:
    """Place an order; its id."""
    answer = yield ask("POST", "/orders", {"customer_id": first, **members})
    return answer.member("id", 1)


def placing() -> Walk:
    """Orders with every sort of payment, and such as are refused."""
    first = yield from first_customer()
    for members in ORDERS:
        asked = ask("POST", "/orders", {"customer_id": first, **members})
        answer = yield asked
        yield ask("GET", f"/orders/{answer.member('id', 1)}")
        yield ask("GET", located(asked, answer))
    yield from (ask("POST", "/orders", {"customer_id": first, **members}) for members in WRONG)
    yield ask("POST", "/orders", {})
    yield ask("GET", "/orders?limit=100")


def items() -> Walk:
    """The items of an order, and its total with them."""
    key = yield from own_order()
    url = f"/orders/{key}/items"
    yield ask("GET", f"/orders/{key}")
    bodies: tuple[Any, ...] = (
        ITEM,
        {**ITEM, "title": "Second", "unit_price": 0, "gift": True, "options": {"a": "b"}},
        {**ITEM, "id": "itm_000000000000", "line_total": 5},
        b'{"sku":"BOX-100","title":"t","quantity":1.0,"unit_price":2}',
        {**ITEM, "quantity": 0},
        {**ITEM, "quantity": "3"},
        {**ITEM, "sku": "a MUG-001 b"},
        {**ITEM, "sku": "MUG-001\n"},
        {**ITEM, "unknown": 1},
        {name: ITEM[name] for name in ("sku", "quantity", "unit_price")},
        [],
    )
    keys = []
    for body in bodies:
        asked = ask("POST", url, body)
        answer = yield asked
        yield ask("GET", url)
        if answer.status == 201:
            keys.append(answer.member("id", "none"))
            yield ask("GET", located(asked, answer))
    yield ask("GET", f"/orders/{key}")
    yield ask("HEAD", f"/orders/{key}")
    if len(keys) > 1:
        one = f"{url}/{keys[1]}"
        full = {**ITEM, "title": "Third", "options": {"c": "d"}, "line_total": 1}
        for changed in (full, full, ITEM, {**ITEM, "quantity": 1000}):
            yield ask("PUT", one, changed)
            yield ask("GET", one)
        yield ask("GET", url)
        for method in ("GET", "DELETE", "GET", "DELETE"):
            yield ask(method, one)
        yield ask("GET", f"/orders/1002/items/{keys[0]}")
    yield from (ask("GET", f"{url}/{name}") for name in ("itm_000000000000", "itm_1", "x"))
    for other in (NO_ORDER, f"{key}x", "12x", "0", "-1", 2**63, 2**63 - 1):
        yield ask("GET", f"/orders/{other}/items")
        yield ask("POST", f"/orders/{other}/items", ITEM)


def conditions() -> Walk:
    """Conditional reads and writes of an order."""
    key = yield from own_order()
    url = f"/orders/{key}"
    tag = (yield ask("GET", url)).headers.get("etag", '"none"')
    for header in (tag, f"W/{tag}", f'"x", {tag}', '"x"', "*", ""):
        yield ask("GET", url, if_none_match=header)
        yield ask("HEAD", url, if_none_match=header)
    yield ask("PATCH", url, {"note": "without"})
    yield ask("PATCH", url, {"note": "stale"}, if_match='"stale"')
    yield ask("GET", url)
    yield ask("PATCH", url, {"note": "weak"}, if_match=f"W/{tag}")
    answer = yield ask("PATCH", url, {"note": "second"}, if_match=f'"x", {tag}')
    yield ask("PATCH", url, {"note": "old"}, if_match=tag)
    yield ask("GET", url, if_none_match=answer.headers.get("etag", ""))
    yield ask("GET", url, if_none_match=tag)
    yield ask("DELETE", url, if_match='"stale"')


def order_updates() -> Walk:
    """Patches of an order."""
    key = yield from own_order()
    url = f"/orders/{key}"
    patches: tuple[Any, ...] = (
        {"priority": 3},
        {"priority": 3},
        {"note": "changed"},
        {"labels": ["c", "b"]},
        {"payment": VOUCHER},
        {"payment": {"kind": "invoice"}},
        {"due_on": "2027-01-01", "weight_kg": 0.5},
        {"payment": None},
        {},
        {"priority": 10},
        {"priority": None},
        {"customer_id": "x"},
        {"reference": 2**53 + 1},
    )
    for patch in patches:
        yield ask("PATCH", url, patch, if_match="*")
        yield ask("GET", url)
    yield ask("PATCH", f"/orders/{NO_ORDER}", {}, if_match="*")
    body = json.dumps({}).encode()
    yield ask("PATCH", url, body, if_match="*", content_type="application/merge-patch+json")


def order_lists() -> Walk:
    """Lists of orders: filters, sorting, pages, and the search."""
    first = yield from first_customer()
    for made in ORDERS:
        yield from _order(first, **made)
    for priority, quantity in ((4, 9), (4, 80), (2, 300)):
        key = yield from _order(first, priority=priority, note=f"listed {priority}")
        item = {**ITEM, "quantity": quantity}
        yield ask("POST", f"/orders/{key}/items", item)
    yield from (ask("GET", f"/orders?{query}") for query in QUERIES)
    yield ask("GET", f"/orders?customer_id={first}")
    yield ask("GET", f"/orders?customer_id={first}&status=cancelled")
    searches: tuple[Any, ...] = (
        {},
        {"text": "listed"},
        {"text": "LISTED"},
        {"status": ["cancelled"]},
        {"status": []},
        {"sort": ["-total", "priority"], "limit": 2},
        {"limit": 2, "offset": 1},
        {"min_total": 1, "max_total": 1000},
        {"customer_id": first},
        {"text": ""},
        {"text": 1},
        {"unknown": 1},
        {"sort": ["name"]},
    )
    yield from (ask("POST", "/orders/search", each) for each in searches)


def actions() -> Walk:
    """What can be done with an order."""
    first = yield from first_customer()
    keys = []
    for _ in range(3):
        key = yield from _order(first)
        keys.append(key)
    confirmed, cancelled, last = (f"/orders/{key}" for key in keys)
    for url, action in (
        (confirmed, "confirm"),
        (confirmed, "confirm"),
        (confirmed, "cancel"),
        (confirmed, "confirm"),
        (cancelled, "cancel"),
        (cancelled, "cancel"),
    ):
        yield ask("POST", f"{url}/{action}")
        yield ask("GET", url)
    yield ask("GET", last)
    yield ask("POST", f"{cancelled}/items", ITEM)
    yield ask("GET", f"{cancelled}/items")
    yield ask("PATCH", cancelled, {"note": "late"}, if_match="*")
    yield ask("GET", "/orders?status=cancelled")
    yield from (ask("POST", f"/orders/{other}/cancel") for other in (NO_ORDER, "0", "x"))


def order_deletes() -> Walk:
    """What is left of a deleted order."""
    first = yield from first_customer()
    yield ask("DELETE", f"/customers/{first}")
    key = yield from _order(first)
    item = yield ask("POST", f"/orders/{key}/items", ITEM)
    item_url = f"/orders/{key}/items/{item.member('id', 'none')}"
    for method, url in (
        ("DELETE", f"/orders/{key}"),
        ("GET", f"/orders/{key}"),
        ("GET", item_url),
        ("GET", f"/orders/{key}/items"),
        ("DELETE", f"/orders/{key}"),
        ("GET", "/orders?limit=100&sort=-created_at"),
    ):
        yield ask(method, url)
    yield from _order(first)


def foreign() -> Walk:
    """What the one account may see and do of the other's: nothing."""
    first = yield from first_customer()
    theirs = (yield ask("GET", "/customers", token=OTHER_TOKEN)).json
    owner = theirs[0]["id"] if isinstance(theirs, list) and theirs else first
    placed = yield ask("POST", "/orders", {"customer_id": owner}, token=OTHER_TOKEN)
    url = f"/orders/{placed.member('id', 1)}"
    item = yield ask("POST", f"{url}/items", ITEM, token=OTHER_TOKEN)
    yield ask("GET", f"/customers/{owner}")
    yield ask("GET", url)
    yield ask("GET", f"{url}/items")
    own = yield from _order(first)
    yield ask("GET", f"/orders/{own}/items/{item.member('id', 'none')}")
    yield ask("PATCH", url, {"note": "mine"}, if_match="*")
    yield ask("POST", f"{url}/items", ITEM)
    yield ask("POST", f"{url}/cancel")
    yield ask("POST", "/orders", {"customer_id": owner})
    yield ask("GET", "/orders?limit=100")
    yield ask("DELETE", url)
    yield ask("GET", url, token=OTHER_TOKEN)
