"""Faults in pages of lists: what stands on which, how much, and how much there is in all."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.planting import AppMaker, Real, planted
from contracts.shop.calls import Call, Reply
from contracts.shop.planting import after, before, hooked, kept, with_body, with_query
from contracts.shop.service import Service
from contracts.shop.store import Thing


def _overlapping(_service: Service, real: Real, found: list[Thing], offset: int, limit: int) -> Any:
    """Begin a later page with the last order of the one before."""
    return real(found, max(offset - 1, 0), limit)


def _turning(service: Service, real: Real, found: list[Thing], wish: Any) -> list[Thing]:
    """Give an unsorted list another order each time."""
    shown: list[Thing] = real(found, wish)
    if wish.get("sort"):
        return shown
    times = kept(service, "times")
    times["asked"] = times.get("asked", 0) + 1
    return shown[::-1] if times["asked"] % 2 else shown


def _skipping(service: Service, real: Real, call: Call) -> list[Thing]:
    """Leave out the first tag behind a cursor."""
    del service
    found: list[Thing] = real(call)
    return found[1:] if "cursor" in call.query else found


def _total(value: Callable[[Service, Any, list[Thing], list[Thing]], int]) -> AppMaker:
    """An app that counts the orders in another way: of account, all that fit, and the page."""
    return hooked(
        count_orders=lambda service, _real, account, found, data: value(
            service, account, found, data
        )
    )


def _count_deleted(service: Service, real: Real, found: list[Thing]) -> int:
    """Count customers that have been deleted as well."""
    count: int = real(found)
    return count + len(kept(service, "deleted"))


def _noting_deleted(service: Service, real: Real, call: Call) -> Reply:
    """Delete a customer, and remember that there was one."""
    reply: Reply = real(call)
    kept(service, "deleted")[call.path["customer_id"]] = True
    return reply


PAGE = planted(
    "page",
    ("order-pages-overlap", "law/pages", hooked(slice=_overlapping)),
    ("unsorted-orders-turn-round", "law/pages", hooked(sorted_orders=_turning)),
    ("tag-pages-skip-one", "law/pages", hooked(behind=_skipping)),
    (
        "customer-page-number-ignored",
        "law/pages",
        before("list_customers", lambda _service, call: with_query(call, page=1)),
    ),
    (
        "order-limit-off-by-one",
        "law/limit",
        hooked(slice=lambda _s, real, found, offset, limit: real(found, offset, limit + 1)),
    ),
    (
        "tag-limit-ignored",
        "law/limit",
        before("list_tags", lambda _service, call: with_query(call, limit=100)),
    ),
    (
        "search-limit-ignored",
        "law/limit",
        before("search_orders", lambda _service, call: with_body(call, limit=100)),
    ),
    ("total-counts-the-page", "law/total", _total(lambda _s, _account, _found, data: len(data))),
    (
        "total-counts-what-does-not-fit",
        "law/total",
        _total(lambda _s, account, _found, _data: len(account.orders)),
    ),
    (
        "customer-count-includes-deleted",
        "law/total",
        hooked(count_customers=_count_deleted, delete_customer=_noting_deleted),
    ),
    (
        "customer-count-of-the-page-alone",
        "law/total",
        after(
            "list_customers",
            lambda _service, _call, reply: replace(
                reply, headers={"X-Total-Count": str(len(reply.value))}
            ),
        ),
    ),
)
