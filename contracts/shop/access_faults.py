"""Faults in who may ask: tokens that count and should not, and what belongs to somebody else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from contracts.planting import AppMaker, Real, admitted, planted
from contracts.shop.calls import Asked, Call, RefusedError, Reply
from contracts.shop.planting import after, hooked
from contracts.shop.seeds import OTHER_TOKEN, TOKEN
from contracts.shop.service import Service
from contracts.shop.store import Account, Thing


def _letting_in(accepts: Callable[[str, str, Asked], bool]) -> AppMaker:
    """An app that lets in some requests more, by scheme (lower case), token and what is asked."""

    def authenticate(
        service: Service, real: Real, credentials: Sequence[str], asked: Asked
    ) -> Account:
        scheme, _, token = (credentials or [""])[0].partition(" ")
        try:
            account: Account = real(credentials, asked)
        except RefusedError:
            if accepts(scheme.lower(), token.strip(), asked):
                return service.store.accounts[TOKEN]
            raise
        return account

    return hooked(authenticate=authenticate)


def _on(*acts: str) -> AppMaker:
    """An app with some operations that need no token."""
    return _letting_in(lambda _scheme, _token, asked: asked.operation.act in acts)


def _late(service: Service, real: Real, credentials: Sequence[str], asked: Asked) -> Account:
    """Look at the body of a new customer before the token."""
    if asked.operation.act == "create_customer":
        try:
            real(credentials, asked)
        except RefusedError:
            service.read_body(service.store.accounts[TOKEN], asked)
            raise
    account: Account = real(credentials, asked)
    return account


def _other(service: Service, account: Account) -> Account:
    """The account that is not this one."""
    token = OTHER_TOKEN if account.name == "first" else TOKEN
    return service.store.accounts[token]


def _anyone(collection: str, name: str) -> Callable[..., Any]:
    """Find a thing in either account, to read it."""

    def find(service: Service, real: Real, call: Call) -> Thing:
        key = call.path[name]
        found: Thing | None = getattr(_other(service, call.account), collection).get(key)
        reading = call.asked.operation.act.startswith("read_")
        return real(call) if found is None or not reading else found

    return find


def _telling(collection: str, name: str, status: int, detail: str) -> Callable[..., Any]:
    """Tell what another account has from what nobody has."""

    def find(service: Service, real: Real, call: Call) -> Thing:
        if call.path[name] in getattr(_other(service, call.account), collection):
            raise RefusedError(status, detail)
        found: Thing = real(call)
        return found

    return find


def _all_orders(service: Service, real: Real, call: Call) -> Reply:
    """List the orders of both accounts."""
    reply: Reply = real(call)
    more = service.order_page(_other(service, call.account), call.query)
    page = reply.value
    limit = page["limit"]
    data = [*page["data"], *more["data"]][:limit]
    return Reply(value={**page, "data": data, "total": page["total"] + more["total"]})


def _for_any_customer(service: Service, real: Real, account: Account, key: str) -> None:
    """Take an order for a customer of either account."""
    if key not in _other(service, account).customers:
        real(account, key)


def _email_of_anyone(service: Service, real: Real, account: Account, email: str, but: str) -> None:
    """Refuse an email that a customer of the other account has."""
    real(account, email, but)
    if any(each["email"] == email for each in _other(service, account).customers.values()):
        raise RefusedError(409, "Another customer has this email.")


def _deleted_anywhere(service: Service, call: Call, _reply: Reply) -> None:
    """Delete a tag of the other account, if it has the same name."""
    _other(service, call.account).tags.pop(call.path["name"], None)


def _others_too(service: Service, call: Call, _reply: Reply) -> None:
    """Write the settings of an account to the other one as well."""
    _other(service, call.account).settings.update(call.account.settings)


def _others_instead(service: Service, real: Real, call: Call) -> Reply:
    """Write the settings of the other account."""
    reply: Reply = real(replace(call, account=_other(service, call.account)))
    return reply


def _item_of_anyone(service: Service, real: Real, call: Call) -> Thing:
    """Find an item by its own name alone, below whatever order of the account."""
    service.find_order(call)
    for account in (call.account, _other(service, call.account)):
        for items in account.items.values():
            if call.path["item_id"] in items:
                return items[call.path["item_id"]]
    found: Thing = real(call)
    return found


def _of_anyone(act: str, collection: str = "orders", name: str = "order_id") -> AppMaker:
    """An app whose operation works on things of either account."""

    def acted(service: Service, real: Real, call: Call) -> Reply:
        other = _other(service, call.account)
        if call.path[name] in getattr(other, collection):
            call = Call(
                account=other, asked=call.asked, path=call.path, query=call.query, body=call.body
            )
        reply: Reply = real(call)
        return reply

    return hooked(**{act: acted})


AUTH = planted(
    "auth",
    (
        "any-token-accepted",
        "auth/required",
        _letting_in(lambda s, t, _a: s == "bearer" and bool(t)),
    ),
    (
        "token-beginning-accepted",
        "auth/required",
        _letting_in(lambda s, t, _a: s == "bearer" and t != "" and TOKEN.startswith(t)),
    ),
    (
        "longer-token-accepted",
        "auth/required",
        _letting_in(lambda s, t, _a: s == "bearer" and t.startswith(TOKEN)),
    ),
    ("token-of-any-scheme-accepted", "auth/required", _letting_in(lambda _s, t, _a: t == TOKEN)),
    ("order-list-needs-no-token", "auth/required", _on("list_orders")),
    ("customer-read-needs-no-token", "auth/required", _on("read_customer")),
    ("tag-delete-needs-no-token", "auth/required", _on("delete_tag")),
    ("cancel-needs-no-token", "auth/required", _on("cancel_order")),
    (
        "head-needs-no-token",
        "auth/required",
        _letting_in(lambda _s, _t, asked: asked.method == "HEAD"),
    ),
    admitted(
        "new-customer-validated-before-the-token",
        "auth/required",
        hooked(authenticate=_late),
        "both refusals are described, and which of two comes first is the service's choice",
    ),
    (
        "other-account-reads-customers",
        "auth/foreign-thing",
        hooked(find_customer=_anyone("customers", "customer_id")),
    ),
    (
        "other-account-changes-customers",
        "auth/foreign-thing",
        _of_anyone("update_customer", "customers", "customer_id"),
    ),
    (
        "other-account-deletes-customers",
        "auth/foreign-thing",
        _of_anyone("delete_customer", "customers", "customer_id"),
    ),
    (
        "other-account-customer-forbidden",
        "auth/foreign-thing",
        hooked(find_customer=_telling("customers", "customer_id", 403, "Not yours.")),
    ),
    (
        "other-account-order-told-by-its-detail",
        "auth/foreign-thing",
        hooked(find_order=_telling("orders", "order_id", 404, "The order is not yours.")),
    ),
    ("other-account-orders-listed", "auth/foreign-thing", hooked(list_orders=_all_orders)),
    ("other-account-reads-orders", "auth/foreign-thing", _of_anyone("read_order")),
    ("other-account-changes-orders", "auth/foreign-thing", _of_anyone("update_order")),
    ("other-account-cancels-orders", "auth/foreign-thing", _of_anyone("cancel_order")),
    ("other-account-deletes-orders", "auth/foreign-thing", _of_anyone("delete_order")),
    ("other-account-adds-items", "auth/foreign-thing", _of_anyone("create_item")),
    (
        "customer-of-other-account-taken-for-an-order",
        "auth/foreign-thing",
        hooked(check_customer=_for_any_customer),
    ),
    ("email-of-other-account-taken", "auth/foreign-thing", hooked(check_email=_email_of_anyone)),
    ("tag-deleted-in-both-accounts", "auth/foreign-thing", after("delete_tag", _deleted_anywhere)),
    (
        "settings-of-other-account-written-too",
        "law/isolation",
        after("update_settings", _others_too),
    ),
    (
        "settings-of-other-account-written-instead",
        "law/isolation",
        hooked(replace_settings=_others_instead),
    ),
    ("other-account-reads-tags", "auth/foreign-thing", hooked(find_tag=_anyone("tags", "name"))),
    ("item-found-below-any-order", "law/asked", hooked(find_item=_item_of_anyone)),
)
