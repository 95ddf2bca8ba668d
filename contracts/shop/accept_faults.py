"""Faults in what is taken for a valid request: what the description does not admit."""

import re
from dataclasses import replace
from typing import Any

from contracts import wire
from contracts.planting import AppMaker, Real, planted
from contracts.shop.calls import Asked, Call, RefusedError
from contracts.shop.fields import Many, Names, Nullable, Number, Text
from contracts.shop.forms import INVOICE, ITEM, PAYMENT
from contracts.shop.planting import hooked, loosened, loosened_query, reformed
from contracts.shop.queries import Query
from contracts.shop.service import Service
from contracts.shop.store import Account


def _unread(name: str) -> AppMaker:
    """An app that takes a value of the orders' query for left out where it is not valid."""

    def read(_service: Service, real: Real, asked: Asked) -> Query:
        found: Query = real(asked)
        if asked.operation.act != "list_orders" or not found.mistakes:
            return found
        if all(at.split("/")[0] == name for at, _ in found.mistakes):
            kept = [each for each in asked.query.split("&") if not each.startswith(f"{name}=")]
            again: Query = real(replace(asked, query="&".join(kept)))
            return again
        return found

    return hooked(read_query=read)


def _capped(_service: Service, real: Real, asked: Asked) -> Query:
    """Take a limit that is too large for the largest."""
    found: Query = real(asked)
    if asked.operation.act == "list_tags" and any(at == "limit" for at, _ in found.mistakes):
        query = re.sub(r"\blimit=[1-9][0-9]{2,8}(?=&|$)", "limit=100", asked.query)
        capped: Query = real(replace(asked, query=query))
        return capped
    return found


def _digits(_service: Service, real: Real, account: Account, asked: Asked) -> Call:
    """Read an order's id as far as it has digits."""
    text = asked.path.get("order_id", "")
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    path = {**asked.path, "order_id": digits} if digits and text else asked.path
    call: Call = real(account, replace(asked, path=path))
    return call


def _any_media_type(_service: Service, real: Real, asked: Asked) -> str:
    """Read JSON whatever the body is said to be."""
    if asked.operation.body == "tag":
        return "application/json"
    media_type: str = real(asked)
    return media_type


def _lenient(_service: Service, real: Real, asked: Asked, media_type: str) -> Any:
    """Read an object in spite of what comes behind it."""
    try:
        return real(asked, media_type)
    except RefusedError:
        cut = asked.body.rfind(b"}") + 1
        while cut > 0:
            try:
                return wire.parse(asked.body[:cut])
            except wire.MalformedError:
                cut = asked.body.rfind(b"}", 0, cut - 1) + 1
        raise


_CARD = PAYMENT.kinds["card"]
_LOOSE_CARD = replace(
    PAYMENT,
    kinds={**PAYMENT.kinds, "card": replace(_CARD, required=frozenset({"kind", "brand", "last4"}))},
)

ACCEPTED = planted(
    "request",
    (
        "customer-tier-not-checked",
        "request/accepted-invalid",
        loosened("customer", "tier", to=Text()),
    ),
    (
        "customer-name-of-any-length",
        "request/accepted-invalid",
        loosened("customer", "name", to=Text(least=1)),
    ),
    (
        "customer-name-may-be-empty",
        "request/accepted-invalid",
        loosened("customer", "name", to=Text(most=100)),
    ),
    (
        "customer-email-of-any-form",
        "request/accepted-invalid",
        loosened("customer", "email", to=Text(most=254)),
    ),
    (
        "customer-password-may-be-short",
        "request/accepted-invalid",
        loosened("customer", "password", to=Text(most=72)),
    ),
    (
        "customer-patch-takes-null-for-a-name",
        "request/accepted-invalid",
        loosened("customer_patch", "name", to=Nullable(Text(least=1, most=100))),
    ),
    (
        "customer-takes-unknown-members",
        "request/accepted-invalid",
        reformed("customer", closed=False),
    ),
    (
        "customer-metadata-takes-null",
        "request/accepted-invalid",
        loosened("customer", "metadata", to=Names(of=Nullable(Text(most=200)), longest=40)),
    ),
    (
        "credit-limit-may-be-negative",
        "request/accepted-invalid",
        loosened("customer", "credit_limit", to=Number(most=1_000_000)),
    ),
    (
        "order-due-on-any-text",
        "request/accepted-invalid",
        loosened("order", "due_on", to=Nullable(Text())),
    ),
    (
        "order-labels-may-repeat",
        "request/accepted-invalid",
        loosened("order", "labels", to=Many(of=Text(least=1, most=30), most=10)),
    ),
    (
        "card-payment-without-expiry-accepted",
        "request/accepted-invalid",
        loosened("order", "payment", to=Nullable(_LOOSE_CARD)),
    ),
    (
        "order-priority-ten-accepted",
        "request/accepted-invalid",
        loosened("order_patch", "priority", to=Number(least=0, most=10)),
    ),
    (
        "item-quantity-zero-accepted",
        "request/accepted-invalid",
        loosened("item", "quantity", to=Number(least=0, most=999)),
    ),
    (
        "item-without-a-title-accepted",
        "request/accepted-invalid",
        reformed(
            "item",
            required=ITEM.required - {"title"},
            defaults={**ITEM.defaults, "title": "untitled"},
        ),
    ),
    (
        "item-sku-found-anywhere-in-the-text",
        "request/accepted-invalid",
        loosened("item", "sku", to=Text(pattern="[^\n]*[A-Z]{2,4}-[0-9]{3,6}[^\n]*")),
    ),
    (
        "tag-body-of-any-media-type",
        "request/accepted-invalid",
        hooked(media_type=_any_media_type),
    ),
    (
        "settings-invoice-takes-unknown-members",
        "request/accepted-invalid",
        loosened("settings", "invoice", to=replace(INVOICE, closed=False)),
    ),
    ("unknown-sort-key-passed-over", "request/accepted-invalid", _unread("sort")),
    ("negative-offset-passed-over", "request/accepted-invalid", _unread("offset")),
    ("tag-limit-too-large-capped", "request/accepted-invalid", hooked(read_query=_capped)),
    (
        "tier-filter-of-any-text",
        "request/accepted-invalid",
        loosened_query("customers", "tier", Many(of=Text())),
    ),
    ("order-id-read-by-its-digits", "request/accepted-invalid", hooked(validated=_digits)),
    ("text-behind-the-body-passed-over", "request/accepted-invalid", hooked(parse=_lenient)),
)
