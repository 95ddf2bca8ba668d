"""Faults in lists: what stands in them, which of it a filter finds, and in what order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.planting import AppMaker, Real, planted
from contracts.shop.calls import Call, Reply
from contracts.shop.planting import before, hooked, kept, on_value, with_query
from contracts.shop.service import Service
from contracts.shop.store import Thing


def _twice(_service: Service, real: Real, found: list[Thing], query: Any) -> list[Thing]:
    """Show the newest of more than three customers twice."""
    shown: list[Thing] = real(found, query)
    newest = found[-1:] if len(found) > 3 else []
    return [*shown, *newest]


def _as_made(service: Service, real: Real, found: list[Thing], query: Any) -> list[Thing]:
    """Show customers as they were when a list first showed them."""
    first = kept(service, "listed")
    return [first.setdefault(each["id"], dict(each)) for each in real(found, query)]


def _remember(service: Service, real: Real, call: Call) -> Reply:
    """Delete an order, and remember what it was like."""
    order = service.render_order(call.account, service.find_order(call))
    reply: Reply = real(call)
    kept(service, call.account.name)[order["id"]] = order
    return reply


def _with_ghosts(service: Service, real: Real, found: list[Thing], wish: Any) -> list[Thing]:
    """Show orders that have been deleted."""
    ghosts = kept(service, "first").values()
    return list(real([*found, *(each for each in ghosts if service.fits_order(each, wish))], wish))


def _fitting(name: str, change: Callable[[Any], Any]) -> AppMaker:
    """An app that takes the wish of a filter for another one."""

    def fits(_service: Service, real: Real, thing: Thing, wish: Any) -> bool:
        return bool(real(thing, change(wish)))

    return hooked(**{name: fits})


def _without(wish: Any, *names: str) -> dict[str, Any]:
    """A wish without some of its parts."""
    return {name: value for name, value in wish.items() if name not in names}


def _exclusive(_service: Service, real: Real, order: Thing, wish: Any) -> bool:
    """Leave out an order whose total is just the least that is asked for."""
    return bool(real(order, wish)) and order["total"] != wish.get("min_total")


def _any_case(_service: Service, real: Real, customer: Thing, wish: Any) -> bool:
    """Find an email that only begins with what is asked for."""
    email = wish.get("email")
    found = bool(real(customer, _without(wish, "email")))
    return found and (email is None or customer["email"].startswith(email))


def _as_text(_service: Service, _real: Real, found: list[Thing], name: str, *, down: bool) -> Any:
    """Sort numbers as texts."""
    return sorted(found, key=lambda each: str(each[name]), reverse=down)


def _newest_first(_service: Service, real: Real, found: list[Thing], wish: Any) -> list[Thing]:
    """Have those that are equal in descending order of their ids."""
    if not wish.get("sort"):
        return list(real(found, wish))
    last = {each["id"]: -each["id"] for each in found}
    turned = real([{**each, "id": last[each["id"]]} for each in found], wish)
    return [{**each, "id": -each["id"]} for each in turned]


def _ascending(_service: Service, real: Real, found: list[Thing], name: str, *, down: bool) -> Any:
    """Sort upwards whatever is asked for."""
    del down
    return real(found, name, down=False)


def _without_case(_service: Service, real: Real, found: list[Thing], query: Any) -> list[Thing]:
    """Sort names without case."""
    if query.get("order_by") != "name":
        return list(real(found, query))
    down = query["direction"] == "desc"
    return sorted(found, key=lambda each: str(each["name"]).casefold(), reverse=down)


def _first_only(wish: Any, name: str) -> dict[str, Any]:
    return {**wish, name: wish[name][:1]} if name in wish else dict(wish)


def _colourless(page: Any) -> None:
    for tag in page["data"]:
        tag["colour"] = "#808080"


LIST = planted(
    "list",
    ("newest-customer-listed-twice", "law/listed", hooked(sorted_customers=_twice)),
    (
        "newest-item-not-listed",
        "law/listed",
        on_value("list_items", lambda items: items.pop() if len(items) > 1 else None),
    ),
    ("customer-list-shows-the-first-state", "law/listed", hooked(sorted_customers=_as_made)),
    (
        "deleted-order-stays-listed",
        "law/listed",
        hooked(delete_order=_remember, sorted_orders=_with_ghosts),
    ),
    ("tag-list-shows-default-colours", "law/listed", on_value("list_tags", _colourless)),
    (
        "tier-filter-ignores-the-second-value",
        "law/filter",
        _fitting("fits_customer", lambda wish: _first_only(wish, "tier")),
    ),
    (
        "newsletter-false-filters-nothing",
        "law/filter",
        _fitting(
            "fits_customer", lambda w: w if w.get("newsletter", True) else _without(w, "newsletter")
        ),
    ),
    ("email-filter-finds-beginnings", "law/filter", hooked(fits_customer=_any_case)),
    ("min-total-leaves-out-its-own-value", "law/filter", hooked(fits_order=_exclusive)),
    (
        "max-total-ignored-beside-min-total",
        "law/filter",
        _fitting("fits_order", lambda w: _without(w, "max_total") if "min_total" in w else w),
    ),
    (
        "status-filter-ignored-beside-customer-filter",
        "law/filter",
        before(
            "list_orders",
            lambda _service, call: (
                replace(call, query=_without(call.query, "status"))
                if "customer_id" in call.query
                else call
            ),
        ),
    ),
    (
        "search-takes-no-notice-of-the-text",
        "law/filter",
        before(
            "search_orders",
            lambda _service, call: replace(call, body=_without(call.body, "text")),
        ),
    ),
    ("totals-sorted-as-texts", "law/sort", hooked(sorted_by=_as_text)),
    ("descending-sort-ascends", "law/sort", hooked(sorted_by=_ascending)),
    (
        "second-sort-key-ignored",
        "law/sort",
        before(
            "list_orders",
            lambda _service, call: (
                with_query(call, sort=call.query["sort"][:1]) if "sort" in call.query else call
            ),
        ),
    ),
    ("equal-orders-stand-newest-first", "law/sort", hooked(sorted_orders=_newest_first)),
    ("customer-names-sorted-without-case", "law/sort", hooked(sorted_customers=_without_case)),
)
