"""The items of an order."""

from contracts.shop.calls import Call, RefusedError, Reply
from contracts.shop.orders import Orders
from contracts.shop.store import Thing


class Items(Orders):
    """The operations on items; whatever changes one changes its order."""

    def list_items(self, call: Call) -> Reply:
        """All items of an order, in the order in which they came."""
        return Reply(value=[self.render_item(each) for each in self.items_of(call).values()])

    def create_item(self, call: Call) -> Reply:
        """Add an item to an order."""
        order = self.find_order(call)
        self.check_alive(order)
        key = self.store.new_item_id()
        item = {"id": key, **self.filled("item", call.body)}
        self.items_of(call)[key] = item
        self.touch(order)
        headers = {"Location": f"/orders/{order['id']}/items/{key}"}
        return Reply(status=201, value=self.render_item(item), headers=headers)

    def read_item(self, call: Call) -> Reply:
        """One item."""
        return Reply(value=self.render_item(self.find_item(call)))

    def replace_item(self, call: Call) -> Reply:
        """Give an item other members; those left out get their defaults."""
        order, item = self.find_order(call), self.find_item(call)
        self.check_alive(order)
        new = {"id": item["id"], **self.filled("item", call.body)}
        if new != item:
            self.items_of(call)[item["id"]] = new
            self.touch(order)
        return Reply(value=self.render_item(new))

    def delete_item(self, call: Call) -> Reply:
        """Take an item out of an order."""
        order, item = self.find_order(call), self.find_item(call)
        self.check_alive(order)
        del self.items_of(call)[item["id"]]
        self.touch(order)
        return Reply(status=204)

    def items_of(self, call: Call) -> dict[str, Thing]:
        """The items of the order that the path names."""
        key: int = self.find_order(call)["id"]
        return call.account.items[key]

    def find_item(self, call: Call) -> Thing:
        """The item that the path names, if it is one of the order's."""
        item = self.items_of(call).get(call.path["item_id"])
        if item is None:
            raise RefusedError(404, "There is no such item in the order.")
        return item

    def render_item(self, item: Thing) -> Thing:
        """An item as answers show it, with what it costs."""
        return {**item, "line_total": self.line_total(item)}
