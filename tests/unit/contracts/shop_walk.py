"""A journey over the whole shop, right and wrong: what no part of it shows, nobody can see."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from contracts.shop.reference import OTHER_TOKEN, TOKEN
from tests.unit.contracts import shop_customer_walk as customers
from tests.unit.contracts import shop_order_walk as orders
from tests.unit.contracts.shop_client import Ask, Walk, ask
from tests.unit.contracts.shop_customer_walk import NEW, many
from tests.unit.contracts.shop_order_walk import first_customer

ODD_BODIES = (
    b"",
    b"{",
    b"[]",
    b"\xff",
    b'{"colour":"#aaaaaa"} trailing',
    b'{"colour":NaN}',
    b'{"description":"\\ud800"}',
    b"[" * 3000,
)


def _before() -> Walk:
    """What was there before, which is only read."""
    for path in ("/customers", "/orders", "/tags", "/settings"):
        yield ask("GET", path)
        yield ask("HEAD", path)
        yield ask("GET", path, token=OTHER_TOKEN)


def _tags() -> Walk:
    long = "a-tag-of-a-long-name"
    bodies: tuple[Any, ...] = (
        {},
        {"colour": "#00ff00", "description": "x" * 150, "created_at": "2020-01-01T00:00:00Z"},
        {"colour": "#00ff00", "description": "x" * 150},
        {"description": ""},
        {"description": None},
        {"colour": "#808080"},
        {"colour": "00ff00"},
        {"colour": "#00FF00"},
        {"description": "x" * 201},
    )
    for name in ("zz", long, "fresh"):
        for body in bodies:
            yield ask("PUT", f"/tags/{name}", body)
            yield ask("GET", f"/tags/{name}")
            yield ask("HEAD", f"/tags/{name}")
    tag = (yield ask("GET", "/tags")).headers.get("etag", "")
    yield ask("GET", "/tags", if_none_match=tag)
    yield ask("PUT", "/tags/zz", {"colour": "#0000ff"})
    yield ask("GET", "/tags", if_none_match=tag)
    yield from many(ask("PUT", "/tags/zz", body) for body in ODD_BODIES)
    yield ask("PUT", "/tags/zz", {}, content_type="text/plain")
    yield from many(ask("GET", f"/tags?{query}") for query in ("limit=101", "limit=0", "cursor=x"))
    cursor: Any = ""
    while cursor is not None:
        page = yield ask("GET", "/tags?limit=2" + (f"&cursor={cursor}" if cursor else ""))
        after = page.member("next_cursor")
        cursor = after if after != cursor else None
    for name in ("UPPER", "x" * 33, "a%2Fb", "%00"):
        yield ask("GET", f"/tags/{name}")
    yield ask("PUT", "/tags/mill", {"colour": "#010203"}, token=OTHER_TOKEN)
    yield ask("GET", "/tags/mill")
    yield ask("GET", "/tags/mill", token=OTHER_TOKEN)
    yield ask("PUT", "/tags/both", {}, token=OTHER_TOKEN)
    yield ask("PUT", "/tags/both", {})
    for name in (long, "both", "fresh"):
        for method in ("DELETE", "GET", "DELETE"):
            yield ask(method, f"/tags/{name}")
    yield ask("GET", "/tags/both", token=OTHER_TOKEN)
    yield ask("GET", "/tags")


def _settings() -> Walk:
    now = yield ask("GET", "/settings")
    tag = now.headers.get("etag", "")
    yield ask("GET", "/settings")
    yield ask("GET", "/settings", if_none_match=tag)
    patches: tuple[Any, ...] = (
        {"currency": "USD"},
        {"language": "en-GB"},
        {"invoice": {"net_days": 7}},
        {"invoice": {"footer": "Thanks"}},
        {"invoice": {"footer": None}},
        {"notifications": {"sms": True}},
        {"closed_on": ["2026-12-25", "2026-01-01"]},
        {"support_email": "help@shop.example"},
        {"support_email": None},
        {"currency": None},
        {"invoice": {"prefix": "abc"}},
    )
    for patch in patches:
        yield ask("PATCH", "/settings", patch)
        yield ask("GET", "/settings", if_none_match=tag)
    whole = {"currency": "GBP", "language": "en", "invoice": {"prefix": "GB"}}
    dates = {"closed_on": ["2026-12-25", "2026-01-01"]}
    wrong: tuple[Any, ...] = ({"invoice": {"x": 1}}, {"currency": "DM"}, {"language": "eng"})
    for body in (whole, {**whole, **dates}, {"currency": "GBP"}, {}):
        yield ask("PUT", "/settings", body)
        yield ask("GET", "/settings")
    yield from many(ask("PUT", "/settings", {"currency": "EUR", **each}) for each in wrong)
    yield ask("PUT", "/settings", {"currency": "EUR"}, if_match=tag)
    yield ask("PATCH", "/settings", {"currency": "EUR"}, if_match='"stale"')
    yield ask("PUT", "/settings", {"currency": "EUR", "language": "de-DE"})
    yield ask("GET", "/settings", token=OTHER_TOKEN)


def _strangers() -> Walk:
    """Every sort of credentials that are not enough, and what the other account may see."""
    first = yield from first_customer()
    credentials = (
        None,
        "",
        "Bearer",
        "Bearer x",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN.upper()}",
        f"Basic {TOKEN}",
        TOKEN,
        f"bearer  {TOKEN}",
    )
    for each in credentials:
        headers = {} if each is None else {"authorization": each}
        for method, path in (
            ("GET", "/orders"),
            ("GET", f"/customers/{first}"),
            ("HEAD", f"/customers/{first}"),
            ("DELETE", "/tags/nothing"),
            ("POST", "/orders/999/cancel"),
            ("POST", "/nothing"),
        ):
            yield Ask(method=method, url=path, headers=tuple(headers.items()))
        invalid = json.dumps({"name": 1}).encode()
        kind = ("content-type", "application/json")
        sent = (*headers.items(), kind)
        yield Ask(method="POST", url="/customers", headers=sent, body=invalid)
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        body: dict[str, Any] | None = {} if method in {"PUT", "PATCH"} else None
        url = f"/customers/{first}"
        yield (
            ask(method, url, token=OTHER_TOKEN)
            if body is None
            else ask(method, url, {**body, **NEW}, token=OTHER_TOKEN)
        )


def _elsewhere() -> Walk:
    """Paths and methods that nobody described."""
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        for path in ("/customers", "/orders/search", "/tags", "/settings"):
            if (method, path) not in {("PUT", "/settings"), ("PATCH", "/settings")}:
                yield ask(method, path)
    yield from many(ask("GET", path) for path in ("/", "/nothing", "/orders//items"))


PARTS: Mapping[str, Callable[[], Walk]] = {
    "before": _before,
    "customer": customers.customers,
    "customer updates": customers.customer_updates,
    "customer lists": customers.customer_lists,
    "photo": customers.photos,
    "tag": _tags,
    "settings": _settings,
    "order": orders.placing,
    "item": orders.items,
    "etag match modified condition": orders.conditions,
    "order updates": orders.order_updates,
    "order lists": orders.order_lists,
    "cancel confirm": orders.actions,
    "order deletes": orders.order_deletes,
    "other": orders.foreign,
    "token": _strangers,
    "method": _elsewhere,
}
"""The parts of the journey, by words for what they are about; each can be made alone."""


def walk() -> Walk:
    """The whole journey, one part after the other."""
    for part in PARTS.values():
        yield from part()
