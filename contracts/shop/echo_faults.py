"""Faults in how what is given comes back: mangled at once, or otherwise in a later read."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.planting import AppMaker, Real, admitted, planted
from contracts.shop.calls import Call, Reply
from contracts.shop.planting import hooked, kept, on_filled, on_value
from contracts.shop.service import Service
from contracts.shop.store import Thing


def _mangled(form: str, name: str, change: Callable[[Any], Any]) -> AppMaker:
    """An app that keeps one member of a form's bodies otherwise than it was given."""

    def mangle(members: Thing) -> None:
        if members.get(name) is not None:
            members[name] = change(members[name])

    return on_filled(form, mangle)


def _kind(kind: str, **members: Any) -> Callable[[Thing], Thing]:
    """Keep payments of one kind with these members."""
    return lambda payment: {**payment, **members} if payment["kind"] == kind else payment


def _basic_plane(text: str) -> str:
    """The text without what needs four bytes in UTF-8."""
    return "".join(char for char in text if ord(char) < 0x10000)


def _as_double(number: int) -> int:
    """The number as a double holds it."""
    return min(int(float(number)), 2**63 - 1)


def _undone(collection: str, key: str, *names: str) -> Callable[..., Reply]:
    """Answer as asked, and take these members back to what they were; all of them if none."""

    def acted(_service: Service, real: Real, call: Call) -> Reply:
        things = getattr(call.account, collection)
        was = dict(things[call.path[key]]) if call.path[key] in things else {}
        reply: Reply = real(call)
        if was:
            back = {name: was[name] for name in names or was if name in was}
            things[call.path[key]].update(back)
        return reply

    return acted


def _lagging(service: Service, real: Real, call: Call) -> Reply:
    """Show the settings as they were before the last write."""
    now = dict(call.account.settings)
    reply: Reply = real(call)
    kept(service, "settings")[call.account.name] = now
    return reply


def _read_lagging(service: Service, real: Real, call: Call) -> Reply:
    """Read what was there before the last write."""
    before = kept(service, "settings").get(call.account.name)
    if before is None:
        reply: Reply = real(call)
        return reply
    return service.read(call, before)


def _first_total(service: Service, reply: Reply) -> Reply:
    """Show the total that a read showed first."""
    if reply.value is None:
        return reply
    first = kept(service, "totals").setdefault(reply.value["id"], reply.value["total"])
    return replace(reply, value={**reply.value, "total": first})


_A_SET = "items that must be unique are a set, of which no order is described"

ECHO = planted(
    "echo",
    ("customer-name-trimmed", "law/echo", _mangled("customer", "name", lambda v: v.strip() or v)),
    admitted(
        "email-kept-in-lower-case",
        "law/echo",
        _mangled("customer", "email", str.lower),
        "addresses that differ in case lead to one mailbox, and services keep one spelling of it",
    ),
    (
        "metadata-names-in-lower-case",
        "law/echo",
        _mangled("customer", "metadata", lambda v: {name.lower(): v[name] for name in v}),
    ),
    (
        "credit-limit-rounded-to-hundreds",
        "law/echo",
        _mangled("customer", "credit_limit", lambda v: v // 100 * 100),
    ),
    (
        "order-note-normalised",
        "law/echo",
        _mangled("order", "note", lambda v: unicodedata.normalize("NFC", v)),
    ),
    ("order-reference-as-a-double", "law/echo", _mangled("order", "reference", _as_double)),
    admitted(
        "order-labels-sorted",
        "law/echo",
        _mangled("order", "labels", sorted),
        _A_SET,
    ),
    ("order-weight-cut-to-whole", "law/echo", _mangled("order", "weight_kg", int)),
    (
        "invoice-days-always-the-default",
        "law/echo",
        _mangled("order", "payment", _kind("invoice", net_days=30)),
    ),
    (
        "card-payment-kept-as-visa",
        "law/echo",
        _mangled("order", "payment", _kind("card", brand="visa")),
    ),
    (
        "order-patch-due-date-ignored",
        "law/echo",
        hooked(
            patched=lambda _s, real, body: {k: v for k, v in real(body).items() if k != "due_on"}
        ),
    ),
    (
        "item-title-loses-emoji",
        "law/echo",
        _mangled("item", "title", lambda v: _basic_plane(v) or "?"),
    ),
    (
        "item-quantity-capped-at-100",
        "law/echo",
        _mangled("item", "quantity", lambda v: min(v, 100)),
    ),
    ("tag-description-cut-at-100", "law/echo", _mangled("tag", "description", lambda v: v[:100])),
    (
        "empty-tag-description-becomes-null",
        "law/echo",
        _mangled("tag", "description", lambda v: v or None),
    ),
    admitted(
        "settings-closing-days-sorted",
        "law/echo",
        _mangled("settings", "closed_on", sorted),
        _A_SET,
    ),
    (
        "customer-put-not-stored",
        "law/read-back",
        hooked(replace_customer=_undone("customers", "customer_id")),
    ),
    (
        "customer-patch-of-the-address-not-stored",
        "law/read-back",
        hooked(update_customer=_undone("customers", "customer_id", "address")),
    ),
    (
        "order-patch-of-labels-not-stored",
        "law/read-back",
        hooked(update_order=_undone("orders", "order_id", "labels")),
    ),
    (
        "settings-read-lags-behind",
        "law/read-back",
        hooked(replace_settings=_lagging, update_settings=_lagging, read_settings=_read_lagging),
    ),
    (
        "item-read-without-its-options",
        "law/read-back",
        on_value("read_item", lambda item: item.update(options={})),
    ),
    (
        "order-read-with-a-stale-total",
        "law/listed",
        hooked(read_order=lambda service, real, call: _first_total(service, real(call))),
    ),
)
