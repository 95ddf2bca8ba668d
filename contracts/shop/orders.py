"""The orders of an account: reading, changing, searching, and what happens to one."""

from collections.abc import Mapping
from typing import Any

from contracts.shop.calls import Call, RefusedError, Reply
from contracts.shop.customers import Photos
from contracts.shop.store import Account, Thing


class Orders(Photos):
    """The operations on orders."""

    def list_orders(self, call: Call) -> Reply:
        """A page of the orders that the query asks for."""
        return Reply(value=self.order_page(call.account, call.query))

    def search_orders(self, call: Call) -> Reply:
        """A page of the orders that the body asks for."""
        return Reply(value=self.order_page(call.account, self.filled("search", call.body)))

    def order_page(self, account: Account, wish: Mapping[str, Any]) -> Thing:
        """The part of the wanted orders that stands on the page, and how many there are in all."""
        shown = [self.render_order(account, each) for each in account.orders.values()]
        found = self.sorted_orders([each for each in shown if self.fits_order(each, wish)], wish)
        offset, limit = wish["offset"], wish["limit"]
        data = self.slice(found, offset, limit)
        total = self.count_orders(account, found, data)
        return {"data": data, "total": total, "offset": offset, "limit": limit}

    def slice(self, found: list[Thing], offset: int, limit: int) -> list[Thing]:
        """The entries behind the offset, as many as the limit allows."""
        return found[offset : offset + limit]

    def count_orders(self, account: Account, found: list[Thing], data: list[Thing]) -> int:
        """How many orders fit, on all pages together."""
        del account, data
        return len(found)

    def fits_order(self, order: Thing, wish: Mapping[str, Any]) -> bool:
        """Whether an order, as it is shown, is one that is asked for."""
        if "status" in wish and order["status"] not in wish["status"]:
            return False
        if "customer_id" in wish and order["customer_id"] != wish["customer_id"]:
            return False
        if not wish.get("min_total", 0) <= order["total"] <= wish.get("max_total", order["total"]):
            return False
        return "text" not in wish or wish["text"] in (order["note"] or "")

    def sorted_orders(self, found: list[Thing], wish: Mapping[str, Any]) -> list[Thing]:
        """The orders by each of the wanted members, the first of them first, then by their ids."""
        ordered = sorted(found, key=lambda each: int(each["id"]))
        for by in reversed(wish.get("sort", [])):
            ordered = self.sorted_by(ordered, by.lstrip("-"), down=by.startswith("-"))
        return ordered

    def sorted_by(self, found: list[Thing], name: str, *, down: bool) -> list[Thing]:
        """The orders by one member; those that are equal in it stay in the order they are in."""
        return sorted(found, key=lambda each: each[name], reverse=down)

    def create_order(self, call: Call) -> Reply:
        """Store a new order of one of the account's customers."""
        members = self.filled("order", call.body)
        self.check_customer(call.account, members["customer_id"])
        key, now = self.store.new_order_id(), self.store.now()
        order = {"id": key, "status": "open", **members, "created_at": now, "updated_at": now}
        call.account.orders[key] = order
        call.account.items[key] = {}
        value = self.render_order(call.account, order)
        headers = {"Location": f"/orders/{key}", "ETag": self.tag(value)}
        return Reply(status=201, value=value, headers=headers)

    def read_order(self, call: Call) -> Reply:
        """One order."""
        return self.read(call, self.render_order(call.account, self.find_order(call)))

    def update_order(self, call: Call) -> Reply:
        """Change the members that the body gives; the state must be the one that was read."""
        order = self.find_order(call)
        if call.asked.value("if-match") is None:
            raise RefusedError(428, "If-Match is needed.")
        self.check(call, self.tag(self.render_order(call.account, order)))
        self.check_alive(order)
        self.change(order, self.patched(call.body))
        value = self.render_order(call.account, order)
        return Reply(value=value, headers={"ETag": self.tag(value)})

    def patched(self, body: Any) -> Thing:
        """The members that a patch gives, as they are kept."""
        return self.filled("order_patch", body)

    def delete_order(self, call: Call) -> Reply:
        """Forget an order and its items."""
        order = self.find_order(call)
        self.check(call, self.tag(self.render_order(call.account, order)))
        del call.account.orders[order["id"]]
        call.account.items.pop(order["id"], None)
        return Reply(status=204)

    def cancel_order(self, call: Call) -> Reply:
        """Cancel an order; what is cancelled already can't be cancelled."""
        order = self.find_order(call)
        self.check_alive(order)
        self.change(order, {"status": "cancelled"})
        return Reply(value=self.render_order(call.account, order))

    def confirm_order(self, call: Call) -> Reply:
        """Confirm an order; one that is confirmed already stays so."""
        order = self.find_order(call)
        self.check_alive(order)
        self.change(order, {"status": "confirmed"})
        return Reply(value=self.render_order(call.account, order))

    def check_customer(self, account: Account, key: str) -> None:
        """Refuse an order of a customer that the account does not have."""
        self.own_customer(account, key)

    def find_order(self, call: Call) -> Thing:
        """The account's order that the path names; another's is as if it did not exist."""
        order = call.account.orders.get(call.path["order_id"])
        if order is None:
            raise RefusedError(404, "There is no such order.")
        return order

    def check_alive(self, order: Thing) -> None:
        """Refuse to change what has been cancelled."""
        if order["status"] == "cancelled":
            raise RefusedError(409, "The order is cancelled.")

    def render_order(self, account: Account, order: Thing) -> Thing:
        """An order as answers show it, with what follows from its items."""
        items = account.items.get(order["id"], {}).values()
        return {**order, "total": self.total(items), "item_count": len(items)}

    def total(self, items: Any) -> int:
        """What the items cost together."""
        return sum(self.line_total(each) for each in items)

    def line_total(self, item: Thing) -> int:
        """What an item costs."""
        cost: int = item["quantity"] * item["unit_price"]
        return cost
