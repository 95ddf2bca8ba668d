"""The laws of resources, as a journey that any right shop passes."""

from collections.abc import Generator
from typing import Any

from contracts.shop.reference import OTHER_TOKEN
from tests.unit.contracts.shop_client import Ask, Told, Walk, ask, located
from tests.unit.contracts.shop_order_walk import ITEM, first_customer


def laws() -> Walk:
    """Every law once."""
    yield from _customers()
    yield from _tags()
    yield from _photos()
    key = yield from _orders()
    yield from _conditions(key)
    yield from _items(key)
    yield from _accounts(key)
    yield from _end(key)


def _all_customers() -> Generator[Ask, Told, list[Any]]:
    """The customers of all pages; their number is the one in the header."""
    found: list[Any] = []
    page = 1
    while True:
        answer = yield ask("GET", f"/customers?page={page}&per_page=2")
        if not answer.json:
            assert len(found) == int(answer.headers["x-total-count"])
            return found
        found += answer.json
        page += 1


def _customers() -> Walk:
    given = {"name": " Ünal\0 ", "email": "u@laws.example", "phone": "+49151123456", "tier": "gold"}
    nested = {"address": {"city": "X", "street": "S"}, "metadata": {"a": "1", "b": "2"}}
    asked = ask("POST", "/customers", {**given, **nested, "password": "not answered"})
    answer = yield asked
    made = answer.json
    assert answer.status == 201
    assert {name: made[name] for name in given} == given
    assert "password" not in made
    url = f"/customers/{made['id']}"
    assert located(asked, answer) == url
    assert (yield ask("GET", url)).json == made
    listed = yield from _all_customers()
    assert [each for each in listed if each["id"] == made["id"]] == [made]
    assert len({each["id"] for each in listed}) == len(listed)
    patch = {"phone": None, "address": {"city": "Y"}, "metadata": {"a": None}, "id": "x"}
    merged = (yield ask("PATCH", url, patch)).json
    assert merged["id"] == made["id"]
    assert merged.get("phone") is None
    assert [merged["address"][name] for name in ("city", "street")] == ["Y", "S"]
    assert merged["metadata"] == {"b": "2"}
    assert merged["tier"] == "gold"
    assert (yield ask("PATCH", url, {"name": 1})).status == 422
    assert (yield ask("PATCH", url, {"email": "ada@bakery.example"})).status == 409
    assert (yield ask("GET", url)).json == merged
    plain = {"name": "P", "email": "u@laws.example"}
    replaced = (yield ask("PUT", url, plain)).json
    assert (replaced["tier"], replaced.get("address")) == ("standard", None)
    again = (yield ask("PUT", url, plain)).json
    assert {**again, "updated_at": ""} == {**replaced, "updated_at": ""}
    assert (yield ask("DELETE", url)).status == 204
    for method in ("GET", "DELETE"):
        assert (yield ask(method, url)).status == 404
    left = yield from _all_customers()
    assert made["id"] not in {each["id"] for each in left}


def _tags() -> Walk:
    names = [f"law-{each}" for each in "abc"]
    for name in names:
        asked = ask("PUT", f"/tags/{name}", {"colour": "#010203", "description": "d"})
        answer = yield asked
        assert (answer.status, located(asked, answer)) == (201, f"/tags/{name}")
    answer = yield ask("PUT", "/tags/law-a", {})
    assert (answer.status, answer.member("colour")) == (200, "#808080")
    assert answer.member("description") is None
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = yield ask("GET", f"/tags?limit=2{cursor}")
        assert len(page.json["data"]) <= 2
        seen += [tag["name"] for tag in page.json["data"]]
        after = page.json["next_cursor"]
        cursor = None if after is None else f"&cursor={after}"
    assert seen == sorted(set(seen))
    assert set(names) <= set(seen)
    tag = (yield ask("GET", "/tags")).headers["etag"]
    assert (yield ask("GET", "/tags", if_none_match=tag)).status == 304
    for name in names:
        assert (yield ask("DELETE", f"/tags/{name}")).status == 204
    assert (yield ask("GET", "/tags", if_none_match=tag)).status == 200


def _photos() -> Walk:
    made = yield ask("POST", "/customers", {"name": "P", "email": "p@laws.example"})
    url = f"/customers/{made.json['id']}/photo"
    data = b"\x89\r\n\0\xff" * 99
    assert (yield ask("PUT", url, data, content_type="image/png")).status == 201
    whole = yield ask("GET", url)
    assert (whole.body, whole.headers["content-type"]) == (data, "image/png")
    part = yield ask("GET", url, range="bytes=1-3")
    if part.status == 206:
        told = part.headers["content-range"]
        assert (part.body, told) == (data[1:4], f"bytes 1-3/{len(data)}")
    else:
        assert (part.status, part.body) == (200, data)
    assert (yield ask("DELETE", url)).status == 204
    assert (yield ask("GET", url)).status == 404


def _orders() -> Generator[Ask, Told, Any]:
    first = yield from first_customer()
    keys = []
    for priority in (3, 1, 2):
        answer = yield ask("POST", "/orders", {"customer_id": first, "priority": priority})
        keys.append(answer.json["id"])
    assert len(set(keys)) == 3
    for query, down in (("sort=priority,total", False), ("sort=-priority", True)):
        page = (yield ask("GET", f"/orders?{query}&limit=100")).json
        found = [each["priority"] for each in page["data"]]
        assert found == sorted(found, reverse=down)
        assert page["total"] == len(found)
    total = page["total"]
    seen = []
    for offset in range(0, total, 2):
        page = (yield ask("GET", f"/orders?limit=2&offset={offset}")).json
        assert page["total"] == total
        seen += [each["id"] for each in page["data"]]
    assert len(seen) == len(set(seen)) == total
    assert (yield ask("POST", "/orders", {"customer_id": "x"})).status == 422
    assert (yield ask("GET", "/orders?limit=1")).json["total"] == total
    return keys[0]


def _conditions(key: Any) -> Walk:
    url = f"/orders/{key}"
    tag = (yield ask("GET", url)).headers["etag"]
    assert (yield ask("HEAD", url)).headers["etag"] == tag
    assert (yield ask("GET", url, if_none_match=tag)).status == 304
    assert (yield ask("PATCH", url, {"note": "n"})).status == 428
    changed = yield ask("PATCH", url, {"note": "n", "labels": ["b", "a"]}, if_match=tag)
    assert (changed.status, changed.json["labels"]) == (200, ["b", "a"])
    assert changed.headers["etag"] != tag
    assert (yield ask("PATCH", url, {"note": "late"}, if_match=tag)).status == 412
    read = yield ask("GET", url, if_none_match=tag)
    assert (read.json, read.headers["etag"]) == (changed.json, changed.headers["etag"])


def _items(key: Any) -> Walk:
    url = f"/orders/{key}"
    tag = (yield ask("GET", url)).headers["etag"]
    asked = ask("POST", f"{url}/items", ITEM)
    answer = yield asked
    assert (yield ask("GET", located(asked, answer))).json == answer.json
    order = yield ask("GET", url)
    assert (order.json["total"], order.json["item_count"]) == (answer.json["line_total"], 1)
    assert order.headers["etag"] != tag
    assert (yield ask("GET", f"{url}/items")).json == [answer.json]


def _accounts(key: Any) -> Walk:
    for path in (f"/orders/{key}", f"/orders/{key}/items"):
        theirs = yield ask("GET", path, token=OTHER_TOKEN)
        nobodys = yield ask("GET", path.replace(str(key), "999999"), token=OTHER_TOKEN)
        assert (theirs.status, theirs.body) == (404, nobodys.body)
    listed = (yield ask("GET", "/orders?limit=100", token=OTHER_TOKEN)).json["data"]
    assert key not in {each["id"] for each in listed}


def _end(key: Any) -> Walk:
    url = f"/orders/{key}"
    for status in (200, 200):
        answer = yield ask("POST", f"{url}/confirm")
        assert (answer.status, answer.json["status"]) == (status, "confirmed")
    cancelled = yield ask("POST", f"{url}/cancel")
    assert (yield ask("GET", url)).json == cancelled.json
    assert cancelled.json["status"] == "cancelled"
    for action in ("cancel", "confirm"):
        assert (yield ask("POST", f"{url}/{action}")).status == 409
    assert (yield ask("POST", f"{url}/items", ITEM)).status == 409
    assert (yield ask("DELETE", url)).status == 204
    for method, path in (("GET", url), ("GET", f"{url}/items"), ("DELETE", url)):
        assert (yield ask(method, path)).status == 404
    first = yield from first_customer()
    again = yield ask("POST", "/orders", {"customer_id": first})
    assert again.json["id"] != key
