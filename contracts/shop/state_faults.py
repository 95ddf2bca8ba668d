"""Faults in what must not change: what is refused, and what a write is not about."""

from collections.abc import Callable
from typing import Any

from contracts.planting import AppMaker, Real, planted
from contracts.shop.calls import Asked, Call, RefusedError, Reply
from contracts.shop.fields import Members
from contracts.shop.planting import after, hooked, kept
from contracts.shop.service import Service
from contracts.shop.store import Account, Thing

# A request that is refused, and leaves something behind


def _created_all_the_same(service: Service, real: Real, call: Call) -> Reply:
    """Store a customer whose email is taken, and refuse it."""
    try:
        reply: Reply = real(call)
    except RefusedError:
        key, now = service.store.new_customer_id(), service.store.now()
        members = service.filled("customer", call.body)
        call.account.customers[key] = {"id": key, **members, "created_at": now, "updated_at": now}
        raise
    return reply


def _valid_part(service: Service, form: str, value: Any) -> Thing:
    """The members of a body that are fine by themselves."""
    members = service.bodies[form]
    if not isinstance(members, Members) or not isinstance(value, dict):
        return {}
    known = members.known
    return {k: v for k, v in value.items() if k in known and not list(known[k].mistakes(v))}


def _on_invalid(
    form: str, method: str, store: Callable[[Service, Account, Asked, Thing], Any]
) -> AppMaker:
    """An app that does something with what is fine of an invalid body, and refuses it."""

    def read(service: Service, real: Real, account: Account, asked: Asked) -> Any:
        try:
            return real(account, asked)
        except RefusedError as error:
            if error.status == 422 and asked.operation.body == form and asked.method == method:
                value = service.parse(asked, "") if asked.body else {}
                store(service, account, asked, _valid_part(service, form, value))
            raise

    return hooked(read_body=read)


def _add_item(service: Service, account: Account, asked: Asked, members: Thing) -> None:
    """Add an item made of the valid members and of some for the others."""
    items = account.items.get(int(asked.path["order_id"]))
    if items is not None:
        key = service.store.new_item_id()
        others = {"sku": "XX-000", "title": "-", "quantity": 1, "unit_price": 0}
        items[key] = {"id": key, **service.filled("item", {**others, **members})}


def _change_customer(service: Service, account: Account, asked: Asked, members: Thing) -> None:
    """Store what is fine of a patch's plain members."""
    customer = account.customers.get(asked.path["customer_id"])
    plain = {k: v for k, v in members.items() if not isinstance(v, dict) and v is not None}
    if customer is not None:
        service.change(customer, plain)


def _changed_when_stale(service: Service, real: Real, call: Call) -> Reply:
    """Change the order first, and look at the condition afterwards."""
    try:
        reply: Reply = real(call)
    except RefusedError as error:
        if error.status == 412:
            service.change(service.find_order(call), service.patched(call.body))
        raise
    return reply


def _changed_when_cancelled(service: Service, real: Real, call: Call) -> Reply:
    """Add an item to a cancelled order, and refuse it."""
    try:
        reply: Reply = real(call)
    except RefusedError as error:
        if error.status == 409:
            key = service.store.new_item_id()
            service.items_of(call)[key] = {"id": key, **service.filled("item", call.body)}
        raise
    return reply


# A write that changes something else


def _one_before(service: Service, call: Call, reply: Reply) -> None:
    """Give the customer that was made before this one its newsletter."""
    made = kept(service, "made")
    key = reply.value["id"]
    if call.asked.method == "POST":
        made[key] = next(reversed(made), None)
    elif made.get(key) in call.account.customers:
        call.account.customers[made[key]]["newsletter"] = not reply.value["newsletter"]


def _noting(service: Service, real: Real, call: Call) -> Reply:
    reply: Reply = real(call)
    _one_before(service, call, reply)
    return reply


def _sibling(service: Service, call: Call, _reply: Reply) -> None:
    """Give one item's title to all items of the order."""
    items = service.items_of(call)
    for key, item in items.items():
        items[key] = {**item, "title": items[call.path["item_id"]]["title"]}


def _recoloured(service: Service, call: Call, reply: Reply) -> None:
    """Give a tag's colour to all tags that were made since the start."""
    made = kept(service, "tags")
    if reply.status == 201:
        made[call.path["name"]] = True
    for name in made:
        if name in call.account.tags:
            call.account.tags[name]["colour"] = reply.value["colour"]


def _neighbour(service: Service, call: Call, reply: Reply) -> None:
    """Cancel the order that comes behind the cancelled one."""
    following = call.account.orders.get(reply.value["id"] + 1)
    if following is not None:
        service.change(following, {"status": "cancelled"})


STATE = planted(
    "state",
    (
        "customer-with-a-taken-email-stored",
        "law/refused",
        hooked(create_customer=_created_all_the_same),
    ),
    ("invalid-item-stored", "law/refused", _on_invalid("item", "POST", _add_item)),
    (
        "invalid-customer-patch-stored-in-part",
        "law/refused",
        _on_invalid("customer_patch", "PATCH", _change_customer),
    ),
    ("stale-order-patch-stored", "law/precondition", hooked(update_order=_changed_when_stale)),
    (
        "item-of-a-cancelled-order-stored",
        "law/refused",
        hooked(create_item=_changed_when_cancelled),
    ),
    (
        "customer-patch-changes-the-one-before",
        "law/isolation",
        hooked(create_customer=_noting, update_customer=_noting),
    ),
    ("item-put-titles-its-siblings", "law/isolation", after("replace_item", _sibling)),
    ("tag-put-colours-the-others", "law/isolation", after("put_tag", _recoloured)),
    ("cancel-cancels-the-next-order", "law/isolation", after("cancel_order", _neighbour)),
)
