"""The part of the journey over the shop that is about customers and their photos."""

from collections.abc import Generator, Iterable
from typing import Any

from tests.unit.contracts.shop_client import NOBODY, Ask, Told, Walk, ask, located
from tests.unit.contracts.shop_order_walk import first_customer

GIVEN = "00000000-0000-4000-8000-00000000beef"
NEW = {"name": "  Zoë 😀 e\u0301\0 ", "email": "Zoe+shop@Example.org"}
WHOLE: dict[str, Any] = {
    **NEW,
    "password": "correct horse",
    "phone": "+4915112345679",
    "birth_date": "2000-02-29",
    "tier": "gold",
    "newsletter": True,
    "credit_limit": 12_345,
    "address": {"street": "A 1", "city": "B", "postal_code": "12 X", "country": "FR"},
    "metadata": {"Some.Name": "v", "b": ""},
}
WRONG_CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"tier": "Gold"},
    {"name": "x" * 101},
    {"name": ""},
    {"name": None},
    {"email": "nowhere"},
    {"password": "short"},
    {"metadata": {"a": None}},
    {"credit_limit": -1},
    {"unknown": 1},
    {"address": {"country": "fr"}},
    {"phone": "+49"},
    {"birth_date": "2001-02-29"},
    {"newsletter": 1},
)


def many(asks: Iterable[Ask]) -> Walk:
    """One request after the other, whatever is answered."""
    yield from asks


def made(asked: Ask, key: str = "id") -> Generator[Ask, Told, Any]:
    """A create; the key that it answers, and a look at the list and at the Location."""
    answer = yield asked
    if answer.status == 201:
        yield ask("GET", located(asked, answer))
    yield ask("GET", asked.url)
    return answer.member(key, "none")


def customers() -> Walk:
    """Customers made, refused, and deleted."""
    key = yield from made(ask("POST", "/customers", NEW))
    yield ask("GET", f"/customers/{key}")
    yield ask("HEAD", f"/customers/{key}")
    yield ask("POST", "/customers", NEW)
    yield ask("GET", "/customers")
    yield ask("POST", "/customers", {**NEW, "email": "dora@mill.example"})
    more = {"id": GIVEN, "created_at": "2020-01-01T00:00:00Z", "email": "x@example.org"}
    made_too = yield from made(ask("POST", "/customers", {**WHOLE, **more}))
    yield ask("POST", "/customers", {"name": "é" * 100, "email": "e@example.org", "phone": None})
    for wrong in WRONG_CUSTOMERS:
        yield ask("POST", "/customers", {**NEW, "email": "w@example.org", **wrong})
    yield ask("POST", "/customers", {"name": "x"})
    yield ask("GET", "/customers")
    yield ask("POST", "/customers", NEW, content_type="text/plain")
    charset = "application/json; charset=utf-8"
    yield ask("POST", "/customers", {**NEW, "email": "c@example.org"}, content_type=charset)
    for name in (made_too, NOBODY, "nobody", made_too.upper()):
        for method in ("GET", "HEAD", "DELETE", "GET", "DELETE"):
            yield ask(method, f"/customers/{name}")
    yield ask("POST", "/customers", {**NEW, "email": "x@example.org"})
    yield ask("GET", "/customers")
    yield ask("GET", "/customers?page=2&per_page=2")


def customer_updates() -> Walk:
    """Patches and replacements of a customer."""
    before = yield from made(ask("POST", "/customers", {**NEW, "email": "before@example.org"}))
    key = yield from made(ask("POST", "/customers", {**WHOLE, "email": "up@example.org"}))
    url = f"/customers/{key}"
    own = {"email": "up@example.org"}
    patches: list[Any] = [
        {},
        {"name": "Other"},
        {"name": "Other"},
        {"phone": None},
        {"address": {"city": None}},
        {"address": {"street": "C 2"}},
        {"metadata": {"b": None, "c": "d"}},
        {"newsletter": False, "id": GIVEN, "created_at": "2020-01-01T00:00:00Z"},
        {"name": None},
        {"name": "half", "tier": "none"},
        {"email": "before@example.org"},
        {"address": None},
        {"address": {}},
        {"phone": "+4915112345679"},
        {"password": "another one"},
        [],
    ]
    for patch in patches:
        yield ask("PATCH", url, patch)
        yield ask("GET", url)
    yield ask("PATCH", url, {"name": "x"}, content_type="application/json")
    yield ask("GET", f"/customers/{before}")
    whole = {**WHOLE, **own}
    for body in (whole, whole, {**NEW, **own}, {**NEW, **own}, {"name": "x"}, {**whole, "x": 1}):
        yield ask("PUT", url, body)
        answer = yield ask("GET", url)
    yield ask("GET", f"/customers/{answer.member('id', 'none')}")
    yield ask("GET", "/customers")
    yield ask("PATCH", f"/customers/{NOBODY}", {})
    yield ask("PATCH", f"/customers/{NOBODY}", {"name": 1})
    yield ask("PUT", f"/customers/{NOBODY}", whole)


def photos() -> Walk:
    """Photos up and down, whole and in parts."""
    first = yield from first_customer()
    photo = f"/customers/{first}/photo"
    tag = (yield ask("GET", photo)).headers.get("etag", "")
    yield ask("GET", photo, if_none_match=tag)
    for wanted in (
        "bytes=0-3",
        "bytes=-4",
        "bytes=40-",
        "bytes=4-2",
        "bytes=900-",
        "bytes=0-0,5-6",
    ):
        yield ask("GET", photo, range=wanted)
    yield ask("GET", photo, range="bytes=0-3", if_range='"other"')
    key = yield from made(ask("POST", "/customers", {**NEW, "email": "photo@example.org"}))
    url = f"/customers/{key}/photo"
    datas = (b" \r\nline\xff\0\n ", bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n", b"")
    for data in datas:
        yield ask("PUT", url, data, content_type="image/png")
        yield ask("GET", url)
        yield ask("GET", url, range="bytes=2-4")
    yield ask("PUT", url, b"x" * 300_000, content_type="application/octet-stream")
    yield ask("PUT", url, b"x", content_type="text/plain")
    yield ask("PUT", url, b"x", content_type="image/jpeg", if_match='"other"')
    yield ask("PUT", url, b"x", content_type="image/jpeg", if_none_match="*")
    for method in ("DELETE", "GET", "DELETE", "POST"):
        yield ask(method, url)
    yield ask("PUT", url, b"x", content_type="image/jpeg")
    yield ask("DELETE", f"/customers/{key}")
    yield ask("GET", url)


def customer_lists() -> Walk:
    """Lists of customers: filters, sorting and pages."""
    for name, tier in (("bob", "gold"), ("Zed", "silver"), ("Ann", "gold")):
        body = {"name": name, "email": f"{name.lower()}@list.example", "tier": tier}
        yield ask("POST", "/customers", body)
    queries = (
        "tier=gold",
        "tier=gold&tier=silver",
        "tier=silver&tier=gold",
        "tier=Gold",
        "email=ann@list.example",
        "email=ann@",
        "newsletter=true",
        "newsletter=false",
        "newsletter=yes",
        "order_by=name",
        "order_by=name&direction=desc",
        "order_by=created_at&direction=desc",
        "page=1&per_page=3",
        "page=2&per_page=3",
        "page=2&per_page=3&tier=gold",
        "page=10000",
        "page=0",
        "per_page=51",
        "per_page=1&per_page=2",
        "nothing=1",
    )
    yield from many(ask("GET", f"/customers?{query}") for query in queries)
