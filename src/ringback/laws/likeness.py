"""Whether an answer tells what was given: by value, whatever spelling a format has for it."""

import datetime as dt
import ipaddress
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from ringback.finding import pointer
from ringback.laws.interface import shown
from ringback.payload import MISSING, same, show
from ringback.schema.view import Admits, View, meant

Path = tuple[str | int, ...]
_EXACT = 2**53  # integers beyond are not exact for every reader (RFC 8259 section 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A law broken: what a finding says, before the exchanges that show it are known."""

    rule: str
    message: str
    instance: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """A place where an answer tells something else than was given."""

    path: Path
    message: str


def unlike(
    given: Any, told: Any, view: View | None, admits: Admits, path: Path = ()
) -> Iterator[Unlike]:
    """Each member that was given, is described in the answer, and is told otherwise.

    `view` is the answer's schema. What it does not describe need not be told, nor a null that is
    left out; what is write-only is never told.
    """
    schema = _taken(view, told, admits)
    match given, told:
        case dict(), dict():
            yield from _members(given, told, schema, admits, path)
        case list(), list():
            yield from _items(given, told, schema, admits, path)
        case str() | int(), dict() if not isinstance(given, bool):
            keys = [told[name] for name in ("id", "uuid", "key", "name") if name in told]
            if keys and not any(str(each).casefold() == str(given).casefold() for each in keys):
                text = f"names {show(given)}, and the answer has {show(keys[0])} there"
                yield Unlike(path=path, message=text)
        case _:
            if not alike(given, told, schema):
                yield _otherwise(given, told, path)


def _members(
    given: dict[str, Any], told: dict[str, Any], schema: View | None, admits: Admits, path: Path
) -> Iterator[Unlike]:
    """The members of an object: those that are described, or all of a map's."""
    known = schema.properties if schema else {}
    is_map = schema is not None and not schema.described and "object" in schema.types
    for name, member in given.items():
        there = told.get(name, MISSING)
        if there is not MISSING:
            yield from unlike(member, there, known.get(name), admits, (*path, name))
        elif member is not None and (
            not is_default(known[name], member) if name in known else is_map
        ):
            text = f"was given as {show(member)}, and is not in the answer"
            yield Unlike(path=(*path, name), message=text)


def _items(
    given: list[Any], told: list[Any], schema: View | None, admits: Admits, path: Path
) -> Iterator[Unlike]:
    """The items of an array, in their order; of a set (uniqueItems), in any."""
    if _is_set(schema):
        if not _same_set(given, told):
            yield _otherwise(given, told, path)
    elif len(given) != len(told):
        text = f"was given with {len(given)} items, and is answered with {len(told)}"
        yield Unlike(path=path, message=text)
    else:
        items = schema.items if schema else None
        for index, (one, other) in enumerate(zip(given, told, strict=True)):
            yield from unlike(one, other, items, admits, (*path, index))


def _otherwise(given: Any, told: Any, path: Path) -> Unlike:
    one, other = shown(given, told)
    return Unlike(path=path, message=f"was given as {one}, and is answered as {other}")


def _taken(view: View | None, told: Any, admits: Admits) -> View | None:
    """The schema of a value, through unions by the branch that it takes."""
    if view is None or not view.branches:
        return view
    branch = meant(view, told, admits)
    return None if branch is None or branch.branches else branch


def is_default(view: View, value: Any) -> bool:
    """Whether a value is a member's documented default, its own members' defaults filled in."""
    if "default" not in view.raw:
        return False
    wanted = view.raw["default"]
    if isinstance(wanted, dict) and isinstance(value, dict):
        known = view.properties
        return wanted.keys() <= value.keys() and all(
            same(each, wanted[name]) if name in wanted else gone_or_default(known.get(name), each)
            for name, each in value.items()
        )
    return same(wanted, value)


def _is_set(view: View | None) -> bool:
    return view is not None and view.raw.get("uniqueItems") is True


def _same_set(left: list[Any], right: list[Any]) -> bool:
    return len(left) == len(right) and all(any(same(a, b) for b in right) for a in left)


def alike(left: Any, right: Any, view: View | None = None) -> bool:
    """Whether two scalars are the same value, by the format that a schema names."""
    if same(left, right):
        return True
    name = view.raw.get("format") if view is not None else None
    if isinstance(left, str) and isinstance(right, str):
        return _spelt_alike(left, right, name)
    if not _numbers(left, right):
        return False
    if isinstance(left, int) and isinstance(right, int) and name in {"int64", "uint64"}:
        return False
    # Integers beyond 2**53 are doubles to many right services, unless a format says 64 bits.
    small = isinstance(left, int) and isinstance(right, int) and abs(left) <= _EXACT
    return not small and float(left) == float(right)


def _spelt_alike(left: str, right: str, name: Any) -> bool:
    """Whether two texts are two spellings of one value of a format."""
    reader = _READERS.get(name) if isinstance(name, str) else None
    if reader is None:
        return False
    try:
        return bool(reader(left) == reader(right))
    except ValueError:
        return False


def _numbers(*values: Any) -> bool:
    return all(
        isinstance(each, int | float | Decimal) and not isinstance(each, bool) for each in values
    )


def _moment(text: str) -> dt.datetime:
    """An instant, to the millisecond: that is what most stores keep (RFC 3339 5.6)."""
    spelt = text.upper().replace(" ", "T").replace("Z", "+00:00")
    head, dot, tail = spelt.partition(".")
    if dot:
        digits = tail[: len(tail) - len(tail.lstrip("0123456789"))]
        spelt = f"{head}.{digits[:3].ljust(3, '0')}000{tail[len(digits) :]}"
    moment = dt.datetime.fromisoformat(spelt)
    return moment.astimezone(dt.UTC)


def _address(text: str) -> str:
    local, _, host = text.rpartition("@")
    return f"{local}@{host}".casefold()


def _uri(text: str) -> tuple[str, ...]:
    parts = urlsplit(text)
    return (
        parts.scheme.lower(),
        parts.netloc.lower(),
        parts.path or "/",
        parts.query,
        parts.fragment,
    )


# What has several right spellings; a text without a reader here is told as it was given.
_READERS: Mapping[str, Callable[[str], Any]] = {
    "date-time": _moment,
    "time": lambda text: text.upper().replace("+00:00", "Z").removesuffix(".000Z"),
    "uuid": uuid.UUID,
    "email": _address,
    "idn-email": _address,
    "hostname": str.casefold,
    "ipv4": ipaddress.ip_address,
    "ipv6": ipaddress.ip_address,
    "uri": _uri,
    "url": _uri,
    "byte": lambda text: text.rstrip("="),
}


def gone_or_default(view: View | None, value: Any) -> bool:
    """Whether a member is as if nobody had ever given it."""
    if value is MISSING or value is None:
        return True
    if view is not None and "default" in view.raw:
        return is_default(view, value)
    if isinstance(value, dict) and view is not None and view.properties:
        known = view.properties
        return all(gone_or_default(known.get(name), each) for name, each in value.items())
    return value in ("", [], {}, False, 0)


def at_pointer(path: Path) -> str:
    """The place of a breach: an item stands for all of its array."""
    return pointer(["*" if isinstance(each, int) else each for each in path])
