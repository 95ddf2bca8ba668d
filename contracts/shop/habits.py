"""Habits: ways to keep the shop's description that are not the reference's, and right as well."""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from starlette.types import ASGIApp

from contracts.planting import Habit, Real
from contracts.shop.calls import Asked, Call, RefusedError, Reply
from contracts.shop.planting import configured, hooked, kept
from contracts.shop.service import Service
from contracts.shop.store import Account, Store, Thing
from contracts.shop.wire_habits import WIRE


class _Renumbered(Store):
    """A store that names things in other forms that the description allows."""

    def new_customer_id(self) -> str:
        """A version 5 uuid."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, super().new_customer_id()))

    def new_order_id(self) -> int:
        """A large number, far from the one before."""
        return super().new_order_id() * 7919 + 2**40

    def new_item_id(self) -> str:
        """Digits alone."""
        return f"itm_{int(super().new_item_id()[4:], 36) % 10**12:012d}"


class _LocalTime(Store):
    """A store whose clock shows another zone, and no fractions of seconds."""

    def now(self) -> str:
        """The time two hours east of Greenwich."""
        moment = datetime.fromisoformat(super().now())
        return moment.astimezone(timezone(timedelta(hours=2))).isoformat(timespec="seconds")


def _storing(kind: type[Store]) -> Callable[[], ASGIApp]:
    """An app that gives what is new to the run ids and times of another kind."""

    def change(service: Service) -> None:
        old = service.store
        service.store = kind(
            accounts=old.accounts, made=old.made, ticks=old.ticks, last_order=old.last_order
        )

    return configured(change)


def _touching(service: Service, _real: Real, thing: Thing, members: Thing) -> bool:
    """Note each write as a change."""
    thing.update(members)
    service.touch(thing)
    return True


def _look_up(service: Service, real: Real, account: Account, asked: Asked) -> Any:
    """Look for what the path names before the body is read."""
    path: dict[str, Any] = dict(asked.path)
    if "order_id" in path:
        path["order_id"] = int(path["order_id"])
    call = Call(account=account, asked=asked, path=path, query={})
    for name, find in (
        ("customer_id", service.find_customer),
        ("order_id", service.find_order),
        ("item_id", service.find_item),
    ):
        if name in path:
            find(call)
    return real(account, asked)


def _soft_delete(service: Service, real: Real, call: Call) -> Reply:
    """Keep a deleted customer's email."""
    email = service.find_customer(call)["email"]
    reply: Reply = real(call)
    kept(service, f"emails of {call.account.name}")[email] = True
    return reply


def _soft_email(service: Service, real: Real, account: Account, email: str, but: str) -> None:
    """Refuse an email that a deleted customer has."""
    real(account, email, but)
    if email in kept(service, f"emails of {account.name}"):
        raise RefusedError(409, "A deleted customer has this email.")


def _newest_first(
    _service: Service, real: Real, found: list[Thing], wish: Mapping[str, Any]
) -> Any:
    """Turn a list round that nobody asked to be sorted."""
    shown: list[Thing] = real(found, wish)
    return shown if wish.get("sort") or wish.get("order_by") else shown[::-1]


def _weak_list_tag(_service: Service, real: Real, value: Any) -> str:
    """Tell a weak tag for a page of tags, which nobody can write to."""
    tag: str = real(value)
    return f"W/{tag}" if isinstance(value, dict) and "next_cursor" in value else tag


def _version_tag(service: Service, real: Real, value: Any) -> str:
    """Tell the number of an order's version as its tag."""
    if not isinstance(value, dict) or "item_count" not in value:
        tag: str = real(value)
        return tag
    versions = kept(service, "versions").setdefault(value["id"], {})
    text = json.dumps(value, sort_keys=True)
    return f'"{versions.setdefault(text, len(versions) + 1)}"'


def _without_defaults(customer: Thing) -> Thing:
    """A customer without what has its default, or is null."""
    defaults: Mapping[str, Any] = {"newsletter": False, "credit_limit": 0, "metadata": {}}
    return {
        name: value
        for name, value in customer.items()
        if value is not None and not (name in defaults and value == defaults[name])
    }


def _no_ranges(_service: Service, _real: Real, *_asked: Any) -> None:
    """Answer each range with the whole, as any server may (RFC 9110 14.2)."""


HABITS: tuple[Habit, ...] = tuple(
    Habit(name=name, why=why, app=app)
    for name, why, app in (
        ("ids-of-another-form", "Patterns and formats leave them open.", _storing(_Renumbered)),
        ("times-in-another-zone", "RFC 3339 has zones.", _storing(_LocalTime)),
        ("each-write-is-noted", "updated_at may tell the last write.", hooked(change=_touching)),
        (
            "looks-up-before-it-validates",
            "Which refusal comes first is the service's choice.",
            hooked(read_body=_look_up),
        ),
        (
            "email-of-the-deleted-stays-taken",
            "The description says so.",
            hooked(delete_customer=_soft_delete, check_email=_soft_email),
        ),
        (
            "unsorted-lists-newest-first",
            "Without sort the order is open.",
            hooked(sorted_orders=_newest_first, sorted_customers=_newest_first),
        ),
        ("tag-list-etag-weak", "A tag may be weak.", hooked(tag=_weak_list_tag)),
        ("order-etag-a-version", "A tag is opaque.", hooked(tag=_version_tag)),
        (
            "customer-defaults-left-out",
            "They are not required, and mean the same.",
            hooked(render_customer=lambda _s, real, each: _without_defaults(real(each))),
        ),
        ("no-ranges", "A server may pass over Range.", hooked(wanted_part=_no_ranges)),
        *WIRE,
    )
)
"""Every habit; none breaks a word of the description."""
