"""What every fresh shop holds: things that were there before, and that no run may change."""

from typing import Any

from contracts.shop.forms import CUSTOMER, ITEM, ORDER, SETTINGS, TAG
from contracts.shop.store import Account, Photo, Store

TOKEN = "shop-reference-token"  # noqa: S105 - made up, opens nothing
"""The token of the account under test."""

OTHER_TOKEN = "shop-other-token"  # noqa: S105 - made up, opens nothing
"""The token of the other account."""

_CUSTOMERS: dict[str, tuple[dict[str, Any], ...]] = {
    "first": (
        {
            "name": "Ada Quist",
            "email": "ada@bakery.example",
            "password": "rye-and-water",
            "phone": "+4915112345678",
            "tier": "gold",
            "newsletter": True,
            "credit_limit": 50_000,
            "address": {"street": "Marktweg 3", "city": "Ulm", "postal_code": "89073"},
            "metadata": {"source": "fair"},
        },
        {"name": "Bert Ohm", "email": "bert@garage.example", "tier": "silver"},
        {"name": "Chloé Núñez", "email": "chloe@studio.example", "birth_date": "1988-02-29"},
    ),
    "second": (
        {"name": "Dora Wills", "email": "dora@mill.example", "tier": "gold"},
        {"name": "Emil Roth", "email": "emil@press.example"},
    ),
}

_ORDERS: tuple[tuple[dict[str, Any], tuple[dict[str, Any], ...]], ...] = (
    (
        {
            "note": "Ring twice.",
            "reference": 9_007_199_254_740_993,
            "priority": 5,
            "weight_kg": 2.5,
            "labels": ["fragile"],
            "payment": {"kind": "card", "brand": "visa", "last4": "4242", "expires": "2029-04"},
        },
        (
            {"sku": "MUG-001", "title": "Mug", "quantity": 2, "unit_price": 1250},
            {
                "sku": "BOX-100",
                "title": "Gift box",
                "quantity": 1,
                "unit_price": 400,
                "gift": True,
                "options": {"ribbon": "red"},
            },
        ),
    ),
    (
        {"due_on": "2026-03-01", "payment": {"kind": "invoice", "net_days": 60}},
        ({"sku": "CAP-220", "title": "Cap", "quantity": 3, "unit_price": 990},),
    ),
    ({"payment": {"kind": "voucher", "code": "SPRING26", "amount": 500}}, ()),
)

_TAGS = ("fragile", "gift", "wholesale")


def fresh_store() -> Store:
    """The state that every app starts with; the second account has less of everything."""
    first = Account(name="first", settings={})
    second = Account(name="second", settings={})
    store = Store(accounts={TOKEN: first, OTHER_TOKEN: second})
    for account, orders, tags in ((first, 3, 3), (second, 2, 1)):
        _settings(store, account)
        _customers(store, account)
        _orders(store, account, orders)
        for name in _TAGS[:tags]:
            now = store.now()
            members = TAG.filled({"colour": "#c03030"} if name == "fragile" else {})
            account.tags[name] = {"name": name, **members, "created_at": now, "updated_at": now}
    return store


def _settings(store: Store, account: Account) -> None:
    members = SETTINGS.filled({"currency": "EUR", "language": "de-DE"})
    account.settings = {**members, "updated_at": store.now()}


def _customers(store: Store, account: Account) -> None:
    for given in _CUSTOMERS[account.name]:
        key, now = store.new_customer_id(), store.now()
        members = CUSTOMER.filled(given)
        account.customers[key] = {"id": key, **members, "created_at": now, "updated_at": now}
    first = next(iter(account.customers))
    account.photos[first] = Photo(media_type="image/png", data=b"\x89PNG\r\n\x1a\n" + bytes(40))


def _orders(store: Store, account: Account, count: int) -> None:
    owners = list(account.customers)
    for at, (given, items) in enumerate(_ORDERS[:count]):
        key, now = store.new_order_id(), store.now()
        members = ORDER.filled({"customer_id": owners[at % len(owners)], **given})
        account.orders[key] = {
            "id": key,
            "status": "open",
            **members,
            "created_at": now,
            "updated_at": now,
        }
        account.items[key] = {}
        for item in items:
            name = store.new_item_id()
            account.items[key][name] = {"id": name, **ITEM.filled(item)}
