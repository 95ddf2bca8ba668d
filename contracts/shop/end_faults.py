"""Faults in how things end: what a delete leaves, and what an action on an order does."""

from dataclasses import replace
from typing import Any

from contracts.planting import Real, planted
from contracts.shop.calls import Call, RefusedError, Reply
from contracts.shop.planting import after, hooked, kept, on_reply, refused_with
from contracts.shop.service import Service
from contracts.shop.store import Thing

# A delete that is none, or only half of one


def _kept_customer(service: Service, call: Call) -> Reply:
    """Delete nothing, and say that it is done."""
    service.check_orderless(call.account, service.find_customer(call))
    return Reply(status=204)


def _items_left(service: Service, real: Real, call: Call) -> Reply:
    """Delete an order, and keep its items."""
    items = call.account.items.get(call.path["order_id"], {})
    reply: Reply = real(call)
    kept(service, call.account.name)[call.path["order_id"]] = items
    return reply


def _left_items(service: Service, real: Real, call: Call) -> Any:
    """The items of an order, deleted or not."""
    left = kept(service, call.account.name).get(call.path["order_id"])
    return real(call) if left is None else left


def _number_back(service: Service, call: Call, _reply: Reply) -> None:
    """Give the number of a deleted order again if it was the last."""
    if call.path["order_id"] == service.store.last_order:
        service.store.last_order -= 1


def _remembered_tag(service: Service, real: Real, call: Call) -> Reply:
    """Delete a tag, and remember its colour."""
    kept(service, "tags")[call.path["name"]] = service.find_tag(call)["colour"]
    reply: Reply = real(call)
    return reply


def _returning_tag(service: Service, real: Real, call: Call) -> Thing:
    """Find a tag to read, even one that has been deleted."""
    name = call.path["name"]
    colour = kept(service, "tags").get(name)
    deleting = call.asked.operation.act == "delete_tag"
    if colour is None or deleting or name in call.account.tags:
        found: Thing = real(call)
        return found
    now = "2026-01-05T09:00:00.000Z"
    deleted = {"name": name, "colour": colour, "description": None}
    return {**deleted, "created_at": now, "updated_at": now}


def _gone(service: Service, real: Real, call: Call) -> Reply:
    """Answer the second delete of an item as the first, for an order that nobody has, too."""
    try:
        reply: Reply = real(call)
    except RefusedError as error:
        if error.status == 404 and call.path["item_id"] in kept(service, "items"):
            raise RefusedError(410, "The item is gone.") from error
        raise
    kept(service, "items")[call.path["item_id"]] = True
    return reply


def _photo_of_anyone(_service: Service, real: Real, call: Call) -> Any:
    """Find a photo by its customer's id, whether there is the customer or not."""
    photo = call.account.photos.get(call.path["customer_id"])
    return photo if photo is not None else real(call)


def _photo_left(_service: Service, real: Real, call: Call) -> Reply:
    """Delete a customer, and keep the photo."""
    photo = call.account.photos.get(call.path["customer_id"])
    reply: Reply = real(call)
    if photo is not None:
        call.account.photos[call.path["customer_id"]] = photo
    return reply


# Actions


def _not_cancelled(service: Service, real: Real, call: Call) -> Reply:
    """Answer as if the order were cancelled."""
    order = service.find_order(call)
    was = dict(order)
    reply: Reply = real(call)
    order.update(was)
    return reply


def _reopening(service: Service, real: Real, call: Call) -> Reply:
    """Open a cancelled order again."""
    order = service.find_order(call)
    if order["status"] != "cancelled":
        reply: Reply = real(call)
        return reply
    service.change(order, {"status": "open"})
    return Reply(value=service.render_order(call.account, order))


def _confirmed_once(service: Service, real: Real, call: Call) -> Reply:
    """Refuse to confirm what is confirmed."""
    if service.find_order(call)["status"] == "confirmed":
        raise RefusedError(422, "The order is confirmed already.")
    reply: Reply = real(call)
    return reply


def _confirmed_raises(service: Service, call: Call, reply: Reply) -> Reply:
    """Raise the priority with each confirmation."""
    order = service.find_order(call)
    order["priority"] = (order["priority"] + 1) % 10
    return replace(reply, value=service.render_order(call.account, order))


DELETE = planted(
    "delete",
    (
        "customer-delete-keeps-the-customer",
        "law/deleted",
        hooked(delete_customer=lambda service, _real, call: _kept_customer(service, call)),
    ),
    (
        "items-survive-their-order",
        "law/deleted",
        hooked(delete_order=_items_left, items_of=_left_items),
    ),
    ("order-id-given-again", "law/deleted", after("delete_order", _number_back)),
    (
        "deleted-tag-still-readable",
        "law/deleted",
        hooked(delete_tag=_remembered_tag, find_tag=_returning_tag),
    ),
    ("second-item-delete-undocumented", "schema/status", hooked(delete_item=_gone)),
    (
        "photo-survives-its-customer",
        "law/deleted",
        hooked(delete_customer=_photo_left, find_photo=_photo_of_anyone),
    ),
    (
        "photo-delete-answers-and-keeps",
        "law/deleted",
        hooked(
            delete_photo=lambda service, _real, call: (
                service.find_photo(call),
                Reply(status=204),
            )[1]
        ),
    ),
)

ACTION = planted(
    "action",
    ("cancel-does-not-read-back", "law/read-back", hooked(cancel_order=_not_cancelled)),
    ("second-cancel-opens-again", "law/acted", hooked(cancel_order=_reopening)),
    (
        "second-confirm-called-invalid",
        "request/refused-valid",
        hooked(confirm_order=_confirmed_once),
    ),
    ("each-confirm-raises-the-priority", "law/acted", after("confirm_order", _confirmed_raises)),
    (
        "confirm-answers-open",
        "law/read-back",
        on_reply("confirm_order", lambda r: replace(r, value={**r.value, "status": "open"})),
    ),
    (
        "cancel-of-a-confirmed-order-refused",
        "request/refused-valid",
        hooked(
            cancel_order=lambda service, real, call: (
                refused_with(422, "The order is confirmed.")()
                if service.find_order(call)["status"] == "confirmed"
                else real(call)
            )
        ),
    ),
)
