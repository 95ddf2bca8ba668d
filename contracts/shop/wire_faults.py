"""Faults in HTTP and JSON themselves, and valid requests that end in a 500."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.planting import Answer, AppMaker, Real, admitted, planted
from contracts.shop.calls import Asked, Call, RefusedError
from contracts.shop.planting import answering, hooked, on_status
from contracts.shop.service import Service
from contracts.shop.store import Account


class CrashedError(RefusedError):
    """What a service answers that has fallen over."""

    def __init__(self) -> None:
        """It says no more than that."""
        super().__init__(500, "Something went wrong.")


def _crashing(act: str, when: Callable[[Call], bool]) -> AppMaker:
    """An app that falls over some valid calls of one operation."""

    def acted(_service: Service, real: Real, call: Call) -> Any:
        if when(call):
            raise CrashedError
        return real(call)

    return hooked(**{act: acted})


def _on_body(bad: Callable[[Asked], bool]) -> AppMaker:
    """An app that falls over some bodies."""

    def read(_service: Service, real: Real, account: Account, asked: Asked) -> Any:
        if asked.operation.body and bad(asked):
            raise CrashedError
        return real(account, asked)

    return hooked(read_body=read)


def _on_path(begins: str, change: Callable[[bytes], bytes], *, below: bool = True) -> AppMaker:
    """An app that spells the 200s of some paths in another way."""

    def changed(answer: Answer) -> Answer:
        here = answer.path.startswith(begins) if below else answer.path == begins
        if not here or answer.status != 200 or not answer.body:
            return answer
        return replace(answer, body=change(answer.body))

    return answering(changed)


def _undescribed(path: str, method: str) -> AppMaker:
    """An app that says of a method that nobody described that it is done."""

    def changed(answer: Answer) -> Answer:
        if answer.path == path and answer.method == method and answer.status == 405:
            done = replace(answer, status=204, body=b"").with_header("allow", None)
            return done.with_header("content-type", None).with_header("content-length", None)
        return answer

    return answering(changed)


def _said(answer: Answer) -> Answer:
    """Say in a body that there is none."""
    done = replace(answer, body=b'{"deleted":true}')
    return done.with_header("content-type", "application/json").with_header("content-length", "16")


HTTP = planted(
    "http",
    ("deleted-with-a-body", "protocol/body-not-allowed", on_status(204, _said)),
    ("tag-list-cut-off", "protocol/not-json", _on_path("/tags", lambda b: b[:-1], below=False)),
    (
        "customer-list-empty-body",
        "protocol/not-json",
        _on_path("/customers", lambda _b: b"", below=False),
    ),
    (
        "order-tells-its-total-twice",
        "protocol/duplicate-key",
        _on_path("/orders/", lambda b: b.replace(b'"total":', b'"total":0,"total":')),
    ),
    (
        "order-weight-not-a-number",
        "protocol/not-a-number",
        _on_path("/orders/", lambda b: b.replace(b'"weight_kg":0,', b'"weight_kg":NaN,')),
    ),
    (
        "settings-with-a-byte-order-mark",
        "protocol/byte-order-mark",
        _on_path("/settings", lambda b: b"\xef\xbb\xbf" + b),
    ),
    (
        "customer-list-in-latin-1",
        "protocol/encoding",
        _on_path("/customers", lambda b: b.decode().encode("latin-1", "replace"), below=False),
    ),
    (
        "refused-method-without-allow",
        "protocol/allow",
        on_status(405, lambda a: a.with_header("allow", None)),
    ),
    (
        "refused-method-named-as-allowed",
        "protocol/allow",
        on_status(405, lambda a: a.with_header("allow", f"{a.header('allow')}, {a.method}")),
    ),
    admitted(
        "options-of-tags-answered",
        "protocol/method",
        _undescribed("/tags", "OPTIONS"),
        "OPTIONS may be answered everywhere, as what stands before a service does (RFC 9110 9.3.7)",
    ),
    ("trace-of-settings-answered", "protocol/method", _undescribed("/settings", "TRACE")),
)

CRASH = planted(
    "crash",
    (
        "new-customer-crashes-on-emoji",
        "protocol/server-error",
        _crashing("create_customer", lambda c: any(ord(char) > 0xFFFF for char in c.body["name"])),
    ),
    (
        "new-order-crashes-on-nul",
        "protocol/server-error",
        _crashing("create_order", lambda c: "\0" in str(c.body.get("note"))),
    ),
    (
        "order-list-crashes-behind-the-end",
        "protocol/server-error",
        _crashing("list_orders", lambda c: c.query["offset"] > len(c.account.orders)),
    ),
    (
        "order-reference-crashes-at-64-bits",
        "protocol/server-error",
        _crashing("create_order", lambda c: (c.body.get("reference") or 0) >= 2**62),
    ),
    (
        "empty-order-patch-crashes",
        "protocol/server-error",
        _crashing("update_order", lambda c: not c.body),
    ),
    (
        "order-without-payment-crashes-on-confirm",
        "protocol/server-error",
        _crashing(
            "confirm_order",
            lambda c: c.account.orders.get(c.path["order_id"], {"payment": 1})["payment"] is None,
        ),
    ),
    (
        "two-sort-keys-crash",
        "protocol/server-error",
        _crashing("list_orders", lambda c: len(c.query.get("sort", [])) > 1),
    ),
    (
        "customer-metadata-with-a-dot-crashes",
        "protocol/server-error",
        _crashing("create_customer", lambda c: any("." in k for k in c.body.get("metadata", {}))),
    ),
    (
        "list-for-a-body-crashes",
        "protocol/server-error",
        _on_body(lambda a: a.body.lstrip()[:1] == b"["),
    ),
    (
        "body-that-is-no-utf-8-crashes",
        "protocol/server-error",
        _on_body(lambda a: b"\xff" in a.body),
    ),
)
