"""The customers of an account, and the photo that each may have."""

from typing import Any

from contracts.shop import conditions
from contracts.shop.calls import Call, RefusedError, Reply
from contracts.shop.desk import Desk
from contracts.shop.fields import merged
from contracts.shop.store import Account, Photo, Thing


class Customers(Desk):
    """The operations on customers."""

    def list_customers(self, call: Call) -> Reply:
        """A page of the customers that the query asks for; the header counts all pages."""
        found = [
            each for each in call.account.customers.values() if self.fits_customer(each, call.query)
        ]
        found = self.sorted_customers(found, call.query)
        headers = {"X-Total-Count": str(self.count_customers(found))}
        return Reply(
            value=[self.render_customer(each) for each in self.page(found, call.query)],
            headers=headers,
        )

    def fits_customer(self, customer: Thing, query: Any) -> bool:
        """Whether a customer is one that the query asks for."""
        if "tier" in query and customer["tier"] not in query["tier"]:
            return False
        return all(
            customer[name] == query[name] for name in ("email", "newsletter") if name in query
        )

    def sorted_customers(self, found: list[Thing], query: Any) -> list[Thing]:
        """The customers in the order that the query asks for."""
        by = query.get("order_by")
        if by is None:
            return found
        return sorted(found, key=lambda each: str(each[by]), reverse=query["direction"] == "desc")

    def count_customers(self, found: list[Thing]) -> int:
        """How many there are on all pages together."""
        return len(found)

    def page(self, found: list[Thing], query: Any) -> list[Thing]:
        """The part of a list that stands on the page."""
        begin = (query["page"] - 1) * query["per_page"]
        return found[begin : begin + query["per_page"]]

    def create_customer(self, call: Call) -> Reply:
        """Store a new customer."""
        members = self.filled("customer", call.body)
        self.check_email(call.account, members["email"], "")
        key, now = self.store.new_customer_id(), self.store.now()
        customer = {"id": key, **members, "created_at": now, "updated_at": now}
        call.account.customers[key] = customer
        return Reply(
            status=201,
            value=self.render_customer(customer),
            headers={"Location": f"/customers/{key}"},
        )

    def read_customer(self, call: Call) -> Reply:
        """One customer."""
        return Reply(value=self.render_customer(self.find_customer(call)))

    def replace_customer(self, call: Call) -> Reply:
        """Give a customer other members; those left out get their defaults, the password stays."""
        customer = self.find_customer(call)
        members = self.filled("customer", call.body)
        self.check_email(call.account, members["email"], customer["id"])
        self.change(customer, members)
        return Reply(value=self.render_customer(customer))

    def update_customer(self, call: Call) -> Reply:
        """Merge a patch into a customer."""
        customer = self.find_customer(call)
        members = self.filled("customer", self.merge(customer, call.body))
        self.check_email(call.account, members["email"], customer["id"])
        self.change(customer, members)
        return Reply(value=self.render_customer(customer))

    def merge(self, thing: Thing, patch: Any) -> Any:
        """A thing's members after a merge patch."""
        return merged(thing, patch)

    def delete_customer(self, call: Call) -> Reply:
        """Forget a customer without orders, and its photo."""
        customer = self.find_customer(call)
        self.check_orderless(call.account, customer)
        del call.account.customers[customer["id"]]
        call.account.photos.pop(customer["id"], None)
        return Reply(status=204)

    def find_customer(self, call: Call) -> Thing:
        """The customer that the path names."""
        return self.own_customer(call.account, call.path["customer_id"])

    def own_customer(self, account: Account, key: str) -> Thing:
        """The account's customer; another's is answered as if it did not exist."""
        customer = account.customers.get(key)
        if customer is None:
            raise RefusedError(404, "There is no such customer.")
        return customer

    def check_email(self, account: Account, email: str, but: str) -> None:
        """Refuse an email that another customer of the account has."""
        taken = (each["id"] for each in account.customers.values() if each["email"] == email)
        if any(key != but for key in taken):
            raise RefusedError(409, "Another customer has this email.")

    def check_orderless(self, account: Account, customer: Thing) -> None:
        """Refuse to forget somebody who has orders."""
        if any(each["customer_id"] == customer["id"] for each in account.orders.values()):
            raise RefusedError(409, "The customer has orders.")

    def render_customer(self, customer: Thing) -> Thing:
        """A customer as answers show it: without the password."""
        return {name: value for name, value in customer.items() if name != "password"}


class Photos(Customers):
    """The operations on customers' photos."""

    def read_photo(self, call: Call) -> Reply:
        """The bytes of a photo, or the part of them that is asked for."""
        photo = self.find_photo(call)
        tag = self.photo_tag(photo)
        headers = {"ETag": tag, "Accept-Ranges": "bytes"}
        self.check_match(call, tag)
        if self.not_modified(call, tag):
            return Reply(status=304, headers=headers)
        wanted = self.wanted_part(call, photo, tag)
        if wanted is None:
            return Reply(data=photo.data, media_type=photo.media_type, headers=headers)
        first, last = wanted
        headers["Content-Range"] = self.content_range(first, last, len(photo.data))
        data = self.cut(photo.data, first, last)
        return Reply(status=206, data=data, media_type=photo.media_type, headers=headers)

    def wanted_part(self, call: Call, photo: Photo, tag: str) -> tuple[int, int] | None:
        """The first and last byte that are asked for, None for all (RFC 9110 14.2 and 13.1.5)."""
        header, still = call.asked.value("range"), call.asked.value("if-range")
        if header is None or call.asked.method != "GET":
            return None
        if still is not None and still.strip() != tag:
            return None
        length = len(photo.data)
        wanted = conditions.part(header, length)
        if wanted is False:
            headers = {"Content-Range": f"bytes */{length}", "Accept-Ranges": "bytes"}
            raise RefusedError(416, f"The photo has {length} bytes.", headers)
        return wanted if isinstance(wanted, tuple) else None

    def content_range(self, first: int, last: int, length: int) -> str:
        """Which part an answer holds."""
        return f"bytes {first}-{last}/{length}"

    def cut(self, data: bytes, first: int, last: int) -> bytes:
        """The part of the bytes from the first to the last."""
        return data[first : last + 1]

    def replace_photo(self, call: Call) -> Reply:
        """Keep a customer's photo, in place of one that was there."""
        key = self.find_customer(call)["id"]
        before = call.account.photos.get(key)
        self.check(call, self.photo_tag(before) if before else None)
        media_type = self.media_type(call.asked)
        self.keep_photo(call.account, key, Photo(media_type=media_type, data=call.body))
        tag = self.photo_tag(call.account.photos[key])
        return Reply(status=204 if before else 201, headers=self.photo_headers(key, before, tag))

    def photo_headers(self, key: str, before: Photo | None, tag: str) -> dict[str, str]:
        """The headers of the answer to an upload; a new photo has a Location."""
        location = {} if before else {"Location": f"/customers/{key}/photo"}
        return {"ETag": tag, **location}

    def photo_tag(self, photo: Photo) -> str:
        """The entity tag of a photo: of its bytes and of the type that they are in."""
        return self.tag(photo.media_type.encode() + b"\0" + photo.data)

    def keep_photo(self, account: Account, key: str, photo: Photo) -> None:
        """Store the bytes as they are."""
        account.photos[key] = photo

    def delete_photo(self, call: Call) -> Reply:
        """Forget a customer's photo."""
        photo = self.find_photo(call)
        self.check(call, self.photo_tag(photo))
        del call.account.photos[call.path["customer_id"]]
        return Reply(status=204)

    def find_photo(self, call: Call) -> Photo:
        """The photo of the customer that the path names."""
        photo = call.account.photos.get(self.find_customer(call)["id"])
        if photo is None:
            raise RefusedError(404, "The customer has no photo.")
        return photo
