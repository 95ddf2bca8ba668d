"""Faults in the form of answers: shape, status, headers and media type, and what is a secret."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.planting import Answer, AppMaker, Real, planted
from contracts.shop.calls import PROBLEM, Call, Reply
from contracts.shop.planting import after, answering, hooked, on_reply, on_status, on_value
from contracts.shop.service import Service
from contracts.shop.store import Account, Thing


def _shown(method: str, change: Callable[[Thing], Any]) -> AppMaker:
    """An app that shows a kind of thing otherwise, wherever it stands."""

    def render(_service: Service, real: Real, *things: Any) -> Thing:
        shown: Thing = real(*things)
        change(shown)
        return shown

    return hooked(**{method: render})


def _payment(change: Callable[[Thing], Thing]) -> Callable[[Thing], None]:
    """Show an order's payment otherwise, where there is one."""

    def changed(order: Thing) -> None:
        if order["payment"] is not None:
            order["payment"] = change(order["payment"])

    return changed


def _local_time(order: Thing) -> None:
    """Tell a time without its zone."""
    order["updated_at"] = order["updated_at"].removesuffix("Z")


def _problem(change: Callable[[Thing], Any]) -> AppMaker:
    """An app that tells its problems otherwise."""

    def changed(answer: Answer) -> Answer:
        if answer.header("content-type") != PROBLEM or not answer.body:
            return answer
        problem = answer.value()
        change(problem)
        return answer.with_value(problem)

    return answering(changed)


def _status(act: str, status: int) -> AppMaker:
    """An app that answers one operation with another status."""
    return on_reply(act, lambda reply: replace(reply, status=status))


def _without_header(act: str, name: str) -> AppMaker:
    """An app that leaves a header out of one operation's answers."""

    def changed(headers: Any) -> dict[str, str]:
        return {key: value for key, value in headers.items() if key != name}

    return on_reply(act, lambda reply: replace(reply, headers=changed(reply.headers)))


def _with_passwords(service: Service, call: Call, reply: Reply) -> Reply:
    """List customers as they are kept."""
    del service
    shown = [call.account.customers[each["id"]] for each in reply.value]
    return replace(reply, value=shown)


def _with_password(_service: Service, _real: Real, customer: Thing) -> Thing:
    """Show a customer as it is kept."""
    return dict(customer)


def _html(answer: Answer) -> Answer:
    """Say it in HTML."""
    page = b"<!doctype html><title>Not found</title><h1>Not found</h1>"
    return replace(answer, body=page).with_header("content-type", "text/html")


def _no_realm(answer: Answer) -> Answer:
    """Refuse without saying how to authenticate."""
    return answer.with_header("www-authenticate", None)


def _total_as_text(_service: Service, real: Real, account: Account, wish: Any) -> Thing:
    """Tell the number of orders as a text."""
    page: Thing = real(account, wish)
    return {**page, "total": str(page["total"])}


SHAPE = planted(
    "shape",
    (
        "customer-without-updated-at",
        "schema/response",
        _shown("render_customer", lambda c: c.pop("updated_at")),
    ),
    (
        "customer-metadata-null-when-empty",
        "schema/response",
        _shown("render_customer", lambda c: c["metadata"] or c.update(metadata=None)),
    ),
    (
        "customer-credit-limit-a-text",
        "schema/response",
        _shown("render_customer", lambda c: c.update(credit_limit=str(c["credit_limit"]))),
    ),
    (
        "customer-unknown-member",
        "schema/response",
        _shown("render_customer", lambda c: c.update(_id=c["id"])),
    ),
    (
        "customer-address-an-empty-text",
        "schema/response",
        _shown("render_customer", lambda c: c["address"] or c.update(address="")),
    ),
    (
        "order-id-a-text",
        "schema/response",
        _shown("render_order", lambda o: o.update(id=str(o["id"]))),
    ),
    ("order-time-without-a-zone", "schema/response", _shown("render_order", _local_time)),
    (
        "order-status-in-capitals",
        "schema/response",
        _shown("render_order", lambda o: o.update(status=o["status"].upper())),
    ),
    (
        "order-labels-one-text",
        "schema/response",
        _shown("render_order", lambda o: o.update(labels=",".join(o["labels"]))),
    ),
    (
        "voucher-payment-tagged-as-gift",
        "schema/response",
        _shown(
            "render_order",
            _payment(lambda p: {**p, "kind": "gift"} if p["kind"] == "voucher" else p),
        ),
    ),
    (
        "card-payment-without-its-kind",
        "schema/response",
        _shown(
            "render_order",
            _payment(
                lambda p: {k: v for k, v in p.items() if k != "kind"} if p["kind"] == "card" else p
            ),
        ),
    ),
    (
        "invoice-payment-with-a-card-member",
        "schema/response",
        _shown(
            "render_order",
            _payment(lambda p: {**p, "last4": None} if p["kind"] == "invoice" else p),
        ),
    ),
    ("order-page-total-a-text", "schema/response", hooked(order_page=_total_as_text)),
    (
        "item-quantity-a-fraction",
        "schema/response",
        _shown("render_item", lambda i: i.update(quantity=i["quantity"] + 0.5)),
    ),
    (
        "item-without-line-total",
        "schema/response",
        _shown("render_item", lambda i: i.pop("line_total")),
    ),
    (
        "tag-page-without-next-cursor",
        "schema/response",
        on_value("list_tags", lambda page: page["next_cursor"] or page.pop("next_cursor")),
    ),
    (
        "tag-colour-without-its-hash",
        "schema/response",
        _shown("render_tag", lambda t: t.update(colour=t["colour"].lstrip("#"))),
    ),
    (
        "settings-notifications-as-numbers",
        "schema/response",
        _shown(
            "render_settings",
            lambda s: s.update(notifications={k: int(v) for k, v in s["notifications"].items()}),
        ),
    ),
    ("problem-without-title", "schema/response", _problem(lambda p: p.pop("title"))),
    (
        "problem-status-a-text",
        "schema/response",
        _problem(lambda p: p.update(status=str(p["status"]))),
    ),
    ("problem-errors-a-text", "schema/response", _problem(lambda p: p.update(errors="invalid"))),
)

SECRET = planted(
    "secret",
    ("customer-shows-its-password", "schema/write-only", hooked(render_customer=_with_password)),
    (
        "customer-list-shows-passwords",
        "schema/write-only",
        after("list_customers", _with_passwords),
    ),
)

STATUS = planted(
    "status",
    ("new-customer-answers-200", "schema/status", _status("create_customer", 200)),
    ("new-item-answers-202", "schema/status", _status("create_item", 202)),
    ("cancel-answers-201", "schema/status", _status("cancel_order", 201)),
    ("tag-delete-answers-200", "schema/status", _status("delete_tag", 200)),
    ("conflict-answers-400", "schema/status", on_status(409, lambda a: replace(a, status=400))),
    (
        "missing-thing-answers-410",
        "schema/status",
        on_status(404, lambda a: replace(a, status=410)),
    ),
    (
        "missing-token-answers-400",
        "auth/required",
        on_status(401, lambda a: replace(a, status=400)),
    ),
)

HEADER = planted(
    "header",
    (
        "new-customer-without-location",
        "schema/headers",
        _without_header("create_customer", "Location"),
    ),
    ("new-tag-without-location", "schema/headers", _without_header("put_tag", "Location")),
    ("order-without-etag", "schema/headers", _without_header("read_order", "ETag")),
    (
        "customer-list-without-count",
        "schema/headers",
        _without_header("list_customers", "X-Total-Count"),
    ),
    (
        "customer-count-not-a-number",
        "schema/headers",
        on_reply("list_customers", lambda r: replace(r, headers={"X-Total-Count": "many"})),
    ),
    ("no-challenge-without-token", "schema/headers", on_status(401, _no_realm)),
    (
        "problem-as-plain-json",
        "schema/content-type",
        answering(
            lambda a: a.with_header("content-type", "application/json") if a.status >= 400 else a
        ),
    ),
    ("missing-thing-told-in-html", "schema/content-type", on_status(404, _html)),
    (
        "item-as-text",
        "schema/content-type",
        answering(
            lambda a: (
                a.with_header("content-type", "text/plain")
                if "/items/itm_" in a.path and a.status == 200
                else a
            )
        ),
    ),
)
