"""Faults in what an update does to the members that it gives, and to those that it does not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.planting import AppMaker, Real, planted
from contracts.shop.calls import Call, RefusedError, Reply
from contracts.shop.forms import CUSTOMER, SETTINGS
from contracts.shop.planting import after, before, hooked, kept, with_body
from contracts.shop.service import Service
from contracts.shop.store import Account, Thing


def _filling(act: str, **defaults: Any) -> AppMaker:
    """An app that takes members that a body leaves out for these."""
    return before(act, lambda _service, call: replace(call, body={**defaults, **call.body}))


def _moved_on_put(service: Service, call: Call, reply: Reply) -> Reply:
    """Keep a replaced customer under a new id."""
    customer = call.account.customers.pop(reply.value["id"])
    customer["id"] = service.store.new_customer_id()
    call.account.customers[customer["id"]] = customer
    return replace(reply, value={**reply.value, "id": customer["id"]})


def _born_again(collection: str, key: str) -> Any:
    """Give a changed thing the time of the change as that of its beginning."""

    def changed(_service: Service, call: Call, reply: Reply) -> Reply:
        thing = getattr(call.account, collection)[reply.value[key]]
        thing["created_at"] = thing["updated_at"]
        return replace(reply, value={**reply.value, "created_at": thing["created_at"]})

    return changed


def _keeping(act: str, *names: str) -> AppMaker:
    """An app whose PUT keeps these members where the body leaves them out."""

    def acted(service: Service, real: Real, call: Call) -> Reply:
        now = _current(service, call)
        left_out = {name: now[name] for name in names if name in now and name not in call.body}
        reply: Reply = real(with_body(call, **left_out))
        return reply

    return hooked(**{act: acted})


def _current(service: Service, call: Call) -> Thing:
    """The thing that a path names as it is before the call; nothing where there is none."""
    if "item_id" in call.path:
        return service.items_of(call).get(call.path["item_id"], {})
    if "customer_id" in call.path:
        return call.account.customers.get(call.path["customer_id"], {})
    if "name" in call.path:
        return call.account.tags.get(call.path["name"], {})
    return call.account.settings


def _deep(service: Service, real: Real, call: Call) -> Reply:
    """Merge the nested objects of a PUT into those that are there."""
    now = _current(service, call)
    names = [name for name in ("invoice", "notifications") if name in call.body]
    merged = {name: {**now[name], **call.body[name]} for name in names}
    reply: Reply = real(with_body(call, **merged))
    return reply


def _ignoring_null(_service: Service, real: Real, thing: Thing, patch: Mapping[str, Any]) -> Any:
    """Take null for a member that was left out."""
    return real(thing, {name: value for name, value in patch.items() if value is not None})


def _shallow(_service: Service, _real: Real, thing: Thing, patch: Mapping[str, Any]) -> Any:
    """Replace nested objects as a whole."""
    given = {
        name: {k: v for k, v in value.items() if v is not None}
        if isinstance(value, dict)
        else value
        for name, value in patch.items()
    }
    return {name: value for name, value in {**thing, **given}.items() if value is not None}


def _null_as_empty(_service: Service, real: Real, thing: Thing, patch: Mapping[str, Any]) -> Any:
    """Keep a name of the metadata that is taken away, without its text."""
    metadata = patch.get("metadata")
    if not isinstance(metadata, dict):
        return real(thing, patch)
    kept_names = {name: "" if value is None else value for name, value in metadata.items()}
    return real(thing, {**patch, "metadata": kept_names})


def _null_resets_all(_service: Service, real: Real, thing: Thing, patch: Mapping[str, Any]) -> Any:
    """Take a nested null for the whole object's."""
    nulls = {
        name: None
        for name, value in patch.items()
        if isinstance(value, dict) and None in value.values()
    }
    return real(thing, {**patch, **nulls})


def _raising(service: Service, real: Real, call: Call) -> Reply:
    """Raise the priority when the same patch comes again."""
    last = kept(service, "last")
    again = last.get(call.path["order_id"]) == call.body
    last[call.path["order_id"]] = call.body
    if not again:
        reply: Reply = real(call)
        return reply
    order = service.find_order(call)
    raised: Reply = real(with_body(call, priority=(order["priority"] + 1) % 10))
    return raised


def _emptying(service: Service, real: Real, call: Call) -> Reply:
    """Take the description away when the same PUT comes again."""
    now = call.account.tags.get(call.path["name"], {})
    same = all(now.get(name) == value for name, value in call.body.items())
    reply: Reply = real(with_body(call, description=None) if now and same else call)
    del service
    return reply


def _own_email(_service: Service, real: Real, account: Account, email: str, but: str) -> None:
    """Take a customer's own email for another's."""
    own = account.customers.get(but, {})
    if own.get("email") == email and "phone" in own and own["phone"] is not None:
        raise RefusedError(409, "Another customer has this email.")
    real(account, email, but)


UPDATE = planted(
    "update",
    ("customer-patch-resets-the-tier", "law/frame", _filling("update_customer", tier="standard")),
    (
        "customer-patch-empties-metadata",
        "law/frame",
        hooked(merge=lambda _s, real, thing, patch: real({**thing, "metadata": {}}, patch)),
    ),
    ("order-patch-wipes-the-note", "law/frame", _filling("update_order", note=None)),
    ("order-patch-wipes-the-payment", "law/frame", _filling("update_order", payment=None)),
    (
        "settings-patch-resets-the-language",
        "law/frame",
        _filling("update_settings", language=SETTINGS.defaults["language"]),
    ),
    ("customer-put-changes-the-id", "law/read-back", after("replace_customer", _moved_on_put)),
    (
        "order-patch-changes-created-at",
        "law/identity",
        after("update_order", _born_again("orders", "id")),
    ),
    (
        "tag-put-changes-created-at",
        "law/identity",
        after("put_tag", _born_again("tags", "name")),
    ),
    ("customer-put-keeps-the-old-phone", "law/replace", _keeping("replace_customer", "phone")),
    (
        "customer-put-keeps-all-that-is-left-out",
        "law/replace",
        _keeping("replace_customer", *CUSTOMER.defaults),
    ),
    ("item-put-keeps-the-old-options", "law/replace", _keeping("replace_item", "options")),
    ("tag-put-keeps-the-old-colour", "law/replace", _keeping("put_tag", "colour")),
    ("tag-default-colour-is-another", "law/default", _filling("put_tag", colour="#808081")),
    (
        "customer-default-credit-is-not-zero",
        "law/replace",
        _filling("replace_customer", credit_limit=100),
    ),
    ("settings-put-merges-nested-objects", "law/replace", hooked(replace_settings=_deep)),
    ("customer-patch-ignores-null", "law/merge", hooked(merge=_ignoring_null)),
    ("customer-patch-replaces-nested-objects", "law/merge", hooked(merge=_shallow)),
    ("customer-patch-null-leaves-an-empty-text", "law/merge", hooked(merge=_null_as_empty)),
    ("settings-patch-replaces-nested-objects", "law/merge", hooked(merge_settings=_shallow)),
    ("settings-patch-nested-null-resets-all", "law/merge", hooked(merge_settings=_null_resets_all)),
    ("same-order-patch-raises-the-priority", "law/idempotence", hooked(update_order=_raising)),
    ("same-tag-put-empties-the-description", "law/idempotence", hooked(put_tag=_emptying)),
    (
        "customer-with-a-phone-conflicts-with-itself",
        "law/idempotence",
        hooked(check_email=_own_email),
    ),
)
