"""Faults in conditional requests, in HEAD, and in photos as bytes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.planting import Answer, AppMaker, Real, planted
from contracts.shop import conditions
from contracts.shop.calls import Asked, Call, Reply
from contracts.shop.planting import after, answering, before, hooked, kept, on_reply
from contracts.shop.service import Service
from contracts.shop.store import Account, Photo, Thing


def _etag(act: str, tag: Callable[[Reply], str]) -> AppMaker:
    """An app that tells another entity tag with one operation's answers."""

    def changed(reply: Reply) -> Reply:
        return replace(reply, headers={**reply.headers, "ETag": tag(reply)})

    return on_reply(act, changed)


def _tag_of_orders(change: Callable[[Thing], Any]) -> AppMaker:
    """An app whose entity tags of orders are those of something else."""

    def tag(_service: Service, real: Real, value: Any) -> str:
        is_order = isinstance(value, dict) and "item_count" in value
        return str(real(change(value) if is_order else value))

    return hooked(tag=tag)


def _random(service: Service, call: Call, reply: Reply) -> Reply:
    """Tell another tag with each read of the settings."""
    del call
    times = kept(service, "reads")
    times["n"] = times.get("n", 0) + 1
    return replace(reply, headers={**reply.headers, "ETag": f'"r{times["n"]}"'})


def _old_tag(service: Service, real: Real, call: Call) -> Reply:
    """Tell the tag of before the change."""
    order = service.render_order(call.account, service.find_order(call))
    reply: Reply = real(call)
    return replace(reply, headers={**reply.headers, "ETag": service.tag(order)})


def _names(value: Any) -> Any:
    """Of a page of tags the names alone."""
    if isinstance(value, dict) and "next_cursor" in value:
        return [tag["name"] for tag in value["data"]]
    return value


def _about(path: str, change: Callable[[Asked], Asked], *methods: str) -> AppMaker:
    """An app that takes requests to the paths that begin so for other ones."""

    def validated(_service: Service, real: Real, account: Account, asked: Asked) -> Call:
        act = asked.operation.act
        here = path in act and asked.method in methods
        call: Call = real(account, change(asked) if here else asked)
        return call

    return hooked(validated=validated)


def _header(name: str, change: Callable[[str], str | None]) -> Callable[[Asked], Asked]:
    """Read a header as if it said something else."""

    def changed(asked: Asked) -> Asked:
        headers = [(key, change(value) if key == name else value) for key, value in asked.headers]
        return replace(asked, headers=tuple((k, v) for k, v in headers if v is not None))

    return changed


def _always(act: str) -> AppMaker:
    """An app that calls nothing modified, whatever tag was asked about."""

    def not_modified(service: Service, real: Real, call: Call, tag: str) -> bool:
        del service
        asked = call.asked.value("if-none-match")
        return bool(real(call, tag)) or (call.asked.operation.act == act and bool(asked))

    return hooked(not_modified=not_modified)


def _on_head(path: str, change: Callable[[Answer], Answer]) -> AppMaker:
    """An app that changes answers to HEAD."""
    return answering(lambda a: change(a) if a.method == "HEAD" and a.path.startswith(path) else a)


def _pairs(photo: Photo, change: Callable[[bytes], bytes]) -> Photo:
    return replace(photo, data=change(photo.data) or b"\0")


def _kept_as(change: Callable[[bytes], bytes]) -> AppMaker:
    """An app that keeps other bytes of a photo."""
    return hooked(
        keep_photo=lambda _service, real, account, key, photo: real(
            account, key, _pairs(photo, change)
        )
    )


def _from_the_start(service: Service, real: Real, call: Call, photo: Photo, tag: str) -> Any:
    """Take the last so many bytes for the first so many."""
    del service
    wanted = real(call, photo, tag)
    header = (call.asked.value("range") or "").replace(" ", "")
    if wanted is not None and header.lower().startswith("bytes=-"):
        return (0, wanted[1] - wanted[0])
    return wanted


_ORDER_WRITES = ("PATCH", "DELETE")

CONDITION = planted(
    "condition",
    ("order-etag-constant", "law/etag", _tag_of_orders(lambda order: order["id"])),
    (
        "order-etag-without-its-items",
        "law/etag",
        _tag_of_orders(
            lambda order: {
                name: value
                for name, value in order.items()
                if name not in {"total", "item_count", "updated_at"}
            }
        ),
    ),
    ("settings-etag-with-each-read", "law/etag", after("read_settings", _random)),
    ("order-patch-tells-the-old-etag", "law/etag", hooked(update_order=_old_tag)),
    ("new-order-tells-another-etag", "law/etag", _etag("create_order", lambda _reply: '"new"')),
    (
        "tag-list-etag-of-the-names-alone",
        "law/etag",
        hooked(tag=lambda _service, real, value: real(_names(value))),
    ),
    (
        "order-never-not-modified",
        "law/not-modified",
        _about("read_order", _header("if-none-match", lambda _value: None), "GET", "HEAD"),
    ),
    (
        "order-not-modified-only-by-the-first-tag",
        "law/not-modified",
        _about(
            "read_order",
            _header("if-none-match", lambda value: value.partition(",")[0]),
            "GET",
        ),
    ),
    ("settings-not-modified-whatever-changed", "law/not-modified", _always("read_settings")),
    ("order-not-modified-whatever-changed", "law/not-modified", _always("read_order")),
    (
        "photo-never-not-modified",
        "law/not-modified",
        _about("read_photo", _header("if-none-match", lambda _value: None), "GET"),
    ),
    (
        "stale-if-match-accepted-on-patch",
        "law/precondition",
        _about("update_order", _header("if-match", lambda _value: "*"), "PATCH"),
    ),
    (
        "stale-if-match-accepted-on-delete",
        "law/precondition",
        _about("delete_order", _header("if-match", lambda _value: "*"), "DELETE"),
    ),
    (
        "order-patch-without-if-match-accepted",
        "law/precondition",
        before(
            "update_order",
            lambda _service, call: replace(
                call,
                asked=replace(call.asked, headers=(("if-match", "*"), *call.asked.headers))
                if call.asked.value("if-match") is None
                else call.asked,
            ),
        ),
    ),
    (
        "current-if-match-refused-after-an-item",
        "law/precondition",
        hooked(
            check_match=lambda service, real, call, tag: real(
                call,
                '"stale"' if "order_id" in call.path and service.items_of(call) else tag,
            )
        ),
    ),
    (
        "weak-if-match-accepted",
        "law/precondition",
        _about("order", _header("if-match", conditions.opaque), *_ORDER_WRITES),
    ),
    (
        "settings-write-ignores-if-match",
        "law/precondition",
        _about("settings", _header("if-match", lambda _value: None), "PUT", "PATCH"),
    ),
    (
        "head-of-a-missing-customer-found",
        "request/unknown-accepted",
        _on_head("/customers/", lambda a: replace(a, status=200) if a.status == 404 else a),
    ),
    (
        "head-of-an-order-without-etag",
        "schema/headers",
        _on_head("/orders/", lambda a: a.with_header("etag", None)),
    ),
    (
        "head-of-a-tag-not-found",
        "law/head",
        _on_head("/tags/", lambda a: replace(a, status=404) if a.status == 200 else a),
    ),
    (
        "head-of-an-order-tells-another-etag",
        "law/head",
        _on_head("/orders/", lambda a: a.with_header("etag", '"head"')),
    ),
)

PHOTO = planted(
    "transfer",
    (
        "range-one-byte-short",
        "law/range",
        hooked(cut=lambda _service, real, data, first, last: real(data, first, last - 1)),
    ),
    (
        "content-range-counted-from-one",
        "law/range",
        hooked(
            content_range=lambda _service, real, first, last, length: real(
                first + 1, last + 1, length
            )
        ),
    ),
    (
        "content-range-tells-the-part-as-the-whole",
        "law/range",
        hooked(
            content_range=lambda _service, real, first, last, _length: real(
                first, last, last - first + 1
            )
        ),
    ),
    ("last-bytes-taken-for-the-first", "law/range", hooked(wanted_part=_from_the_start)),
    (
        "photo-read-as-text",
        "law/round-trip",
        _kept_as(lambda data: data.decode("utf-8", "replace").encode()),
    ),
    (
        "photo-line-ends-changed",
        "law/round-trip",
        _kept_as(lambda data: data.replace(b"\r\n", b"\n")),
    ),
    ("photo-stripped", "law/round-trip", _kept_as(bytes.strip)),
    ("photo-cut-at-4096-bytes", "law/round-trip", _kept_as(lambda data: data[:4096])),
)
