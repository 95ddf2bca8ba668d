"""What each body of the shop's API may hold."""

from collections.abc import Mapping
from dataclasses import replace

from contracts.shop.fields import (
    Choice,
    Field,
    Flag,
    Many,
    Members,
    Names,
    Nullable,
    Number,
    Tagged,
    Text,
)

UUID = Text(pattern="[0-9a-f-]{36}", format="uuid")
ORDER_ID = Number(least=1, most=2**63 - 1)
ITEM_ID = Text(pattern="itm_[0-9a-z]{12}")
TAG_NAME = Text(pattern="[a-z0-9][a-z0-9-]{0,31}")

TIERS = ("standard", "silver", "gold")
STATUSES = ("open", "confirmed", "cancelled")
SORTS = ("created_at", "-created_at", "total", "-total", "priority", "-priority")

MONEY = Number(least=0, most=100_000_000)
_DATE = Nullable(Text(format="date"))
_CREATED = frozenset({"id", "created_at", "updated_at"})

ADDRESS = Members(
    known={
        "street": Nullable(Text(most=120)),
        "city": Nullable(Text(most=80)),
        "postal_code": Nullable(Text(pattern="[A-Z0-9 -]{2,10}")),
        "country": Text(pattern="[A-Z]{2}"),
    },
    defaults={"street": None, "city": None, "postal_code": None, "country": "DE"},
)

CUSTOMER = Members(
    known={
        "name": Text(least=1, most=100),
        "email": Text(most=254, format="email"),
        "password": Text(least=8, most=72),
        "phone": Nullable(Text(pattern=r"\+[1-9][0-9]{6,14}")),
        "birth_date": _DATE,
        "tier": Choice(values=TIERS),
        "newsletter": Flag(),
        "credit_limit": Number(least=0, most=1_000_000),
        "address": Nullable(ADDRESS),
        "metadata": Names(of=Text(most=200), longest=40),
    },
    required=frozenset({"name", "email"}),
    defaults={
        "phone": None,
        "birth_date": None,
        "tier": "standard",
        "newsletter": False,
        "credit_limit": 0,
        "address": None,
        "metadata": {},
    },
    ignored=_CREATED,
)


def _patch(whole: Members, **others: Field) -> Members:
    """The same members, none of them asked for."""
    return replace(whole, known={**whole.known, **others}, required=frozenset(), defaults={})


CUSTOMER_PATCH = _patch(
    CUSTOMER,
    address=Nullable(_patch(ADDRESS)),
    metadata=Names(of=Nullable(Text(most=200)), longest=40),
)

PAYMENT = Tagged(
    by="kind",
    kinds={
        "card": Members(
            known={
                "kind": Choice(values=("card",)),
                "brand": Choice(values=("visa", "mastercard", "amex")),
                "last4": Text(pattern="[0-9]{4}"),
                "expires": Text(pattern="20[0-9]{2}-(0[1-9]|1[0-2])"),
            },
            required=frozenset({"kind", "brand", "last4", "expires"}),
        ),
        "invoice": Members(
            known={
                "kind": Choice(values=("invoice",)),
                "net_days": Number(least=0, most=90),
                "vat_id": Nullable(Text(pattern="[A-Z]{2}[0-9A-Z]{2,12}")),
            },
            required=frozenset({"kind"}),
            defaults={"net_days": 30, "vat_id": None},
        ),
        "voucher": Members(
            known={
                "kind": Choice(values=("voucher",)),
                "code": Text(pattern="[A-Z0-9]{4,12}"),
                "amount": Number(least=1, most=100_000),
            },
            required=frozenset({"kind", "code", "amount"}),
        ),
    },
)

ORDER = Members(
    known={
        "customer_id": UUID,
        "note": Nullable(Text(most=500)),
        "reference": Nullable(Number(least=0, most=2**63 - 1)),
        "priority": Number(least=0, most=9),
        "weight_kg": Number(least=0, most=1000, whole=False),
        "due_on": _DATE,
        "labels": Many(of=Text(least=1, most=30), most=10, unique=True),
        "payment": Nullable(PAYMENT),
    },
    required=frozenset({"customer_id"}),
    defaults={
        "note": None,
        "reference": None,
        "priority": 0,
        "weight_kg": 0,
        "due_on": None,
        "labels": [],
        "payment": None,
    },
    ignored=frozenset({*_CREATED, "status", "total", "item_count"}),
    closed=False,
)

ORDER_PATCH = Members(known={k: v for k, v in ORDER.known.items() if k != "customer_id"})

ITEM = Members(
    known={
        "sku": Text(pattern="[A-Z]{2,4}-[0-9]{3,6}"),
        "title": Text(least=1, most=80),
        "quantity": Number(least=1, most=999),
        "unit_price": Number(least=0, most=1_000_000),
        "gift": Flag(),
        "options": Names(of=Text(most=60), longest=20),
    },
    required=frozenset({"sku", "title", "quantity", "unit_price"}),
    defaults={"gift": False, "options": {}},
    ignored=frozenset({"id", "line_total"}),
)

TAG = Members(
    known={
        "colour": Text(pattern="#[0-9a-f]{6}"),
        "description": Nullable(Text(most=200)),
    },
    defaults={"colour": "#808080", "description": None},
    ignored=frozenset({"name", "created_at", "updated_at"}),
)

INVOICE = Members(
    known={
        "prefix": Text(pattern="[A-Z]{1,5}"),
        "net_days": Number(least=0, most=90),
        "footer": Nullable(Text(most=300)),
    },
    defaults={"prefix": "INV", "net_days": 14, "footer": None},
)
_NOTIFICATIONS = Members(
    known={"email": Flag(), "sms": Flag()}, defaults={"email": True, "sms": False}
)

SETTINGS = Members(
    known={
        "currency": Choice(values=("EUR", "USD", "GBP")),
        "language": Text(pattern="[a-z]{2}(-[A-Z]{2})?"),
        "support_email": Nullable(Text(most=254, format="email")),
        "closed_on": Many(of=Text(format="date"), most=20, unique=True),
        "invoice": INVOICE,
        "notifications": _NOTIFICATIONS,
    },
    required=frozenset({"currency"}),
    defaults={
        "language": "en",
        "support_email": None,
        "closed_on": [],
        "invoice": {},
        "notifications": {},
    },
    ignored=frozenset({"updated_at"}),
)

SETTINGS_PATCH = _patch(SETTINGS, invoice=_patch(INVOICE), notifications=_patch(_NOTIFICATIONS))

OFFSET = Number(least=0, most=1_000_000)
LIMIT = Number(least=1, most=100)
SORT = Many(of=Choice(values=SORTS), most=3)

SEARCH = Members(
    known={
        "status": Many(of=Choice(values=STATUSES)),
        "customer_id": UUID,
        "min_total": MONEY,
        "max_total": MONEY,
        "text": Text(least=1, most=100),
        "sort": SORT,
        "offset": OFFSET,
        "limit": LIMIT,
    },
    defaults={"offset": 0, "limit": 20},
)

BODIES: Mapping[str, Field] = {
    "customer": CUSTOMER,
    "customer_patch": CUSTOMER_PATCH,
    "order": ORDER,
    "order_patch": ORDER_PATCH,
    "item": ITEM,
    "tag": TAG,
    "settings": SETTINGS,
    "settings_patch": SETTINGS_PATCH,
    "search": SEARCH,
}
"""What bodies may hold, by the names that operations call them by."""
