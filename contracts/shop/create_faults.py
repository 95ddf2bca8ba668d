"""Faults in what a create leaves behind: the thing, its Location, and members not its client's."""

from dataclasses import replace
from typing import Any

from contracts.planting import Real, planted
from contracts.shop.calls import Call, Reply
from contracts.shop.planting import after, before, hooked
from contracts.shop.service import Service
from contracts.shop.store import Thing


def _forgotten(_service: Service, call: Call, reply: Reply) -> None:
    """Forget the customer that has just been made."""
    del call.account.customers[reply.value["id"]]


def _one_ahead(_service: Service, _call: Call, reply: Reply) -> Reply:
    """Tell the id of the order that will come next."""
    return replace(reply, value={**reply.value, "id": reply.value["id"] + 1})


def _one_key(service: Service, call: Call, reply: Reply) -> Reply | None:
    """Keep a new item under the key of the order's first."""
    items = service.items_of(call)
    first = next(iter(items))
    new = items.pop(reply.value["id"])
    items[first] = {**new, "id": first}
    return replace(reply, value={**reply.value, "id": first})


def _first_location(_service: Service, call: Call, reply: Reply) -> Reply:
    """Point to the account's first customer."""
    location = f"/customers/{next(iter(call.account.customers))}"
    return replace(reply, headers={**reply.headers, "Location": location})


def _moved(service: Service, call: Call, reply: Reply) -> Reply:
    """Keep a new customer under the id that the body gives."""
    del service
    wanted = call.body.get("id")
    if not isinstance(wanted, str) or len(wanted) != 36 or wanted in call.account.customers:
        return reply
    customer = call.account.customers.pop(reply.value["id"])
    customer["id"] = wanted
    call.account.customers[wanted] = customer
    headers = {**reply.headers, "Location": f"/customers/{wanted}"}
    return replace(reply, value={**reply.value, "id": wanted}, headers=headers)


def _taken(act: str, name: str, kind: type) -> Any:
    """Take a read-only member over from the body, where it is of its type."""

    def filled(_service: Service, real: Real, form: str, value: Any) -> Thing:
        members: Thing = real(form, value)
        given = value.get(name)
        return {**members, name: given} if form == act and isinstance(given, kind) else members

    return hooked(filled=filled)


def _with_line_total(_service: Service, real: Real, item: Thing) -> Thing:
    """Show the line total that was given."""
    shown: Thing = real(item)
    return {**shown, "line_total": item.get("line_total", shown["line_total"])}


def _keeping_line_total(_service: Service, real: Real, form: str, value: Any) -> Thing:
    """Keep the line total that was given."""
    members: Thing = real(form, value)
    given = value.get("line_total")
    taken = form == "item" and isinstance(given, int) and given >= 0
    return {**members, "line_total": given} if taken else members


def _status_kept(_service: Service, call: Call, reply: Reply) -> Reply | None:
    """Make an order in the state that the body gives."""
    status = call.body.get("status")
    if status not in {"confirmed", "cancelled"}:
        return None
    call.account.orders[reply.value["id"]]["status"] = status
    return replace(reply, value={**reply.value, "status": status})


def _location(change: Any) -> Any:
    """Point somewhere else."""
    return lambda _service, _call, reply: replace(
        reply, headers={**reply.headers, "Location": change(reply.headers["Location"])}
    )


def _short_name(_service: Service, call: Call) -> Call:
    """Keep no more than 16 characters of a new tag's name."""
    return replace(call, path={"name": call.path["name"][:16]})


CREATE = planted(
    "create",
    ("new-customer-not-stored", "law/created", after("create_customer", _forgotten)),
    ("new-order-answers-the-next-id", "law/read-back", after("create_order", _one_ahead)),
    ("items-share-one-id", "law/created", after("create_item", _one_key)),
    ("long-tag-name-cut-on-put", "law/created", before("put_tag", _short_name)),
    (
        "customer-location-of-another-customer",
        "law/location",
        after("create_customer", _first_location),
    ),
    (
        "item-location-without-its-order",
        "law/location",
        after("create_item", _location(lambda at: "/items/" + at.rsplit("/", 1)[1])),
    ),
    (
        "order-location-in-another-collection",
        "law/location",
        after("create_order", _location(lambda at: at.replace("/orders/", "/order/"))),
    ),
    ("customer-id-taken-from-the-body", "law/read-only", after("create_customer", _moved)),
    ("order-status-taken-from-the-body", "law/read-only", after("create_order", _status_kept)),
    (
        "customer-created-at-taken-from-a-patch",
        "law/read-only",
        hooked(
            merge=lambda _service, real, thing, patch: (
                thing.update(created_at=patch["created_at"])
                if isinstance(patch.get("created_at"), str)
                else None,
                real(thing, patch),
            )[1]
        ),
    ),
    ("tag-created-at-taken-from-the-body", "law/read-only", _taken("tag", "created_at", str)),
    (
        "item-line-total-taken-from-the-body",
        "law/read-only",
        hooked(filled=_keeping_line_total, render_item=_with_line_total),
    ),
)
