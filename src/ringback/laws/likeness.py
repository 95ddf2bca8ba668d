"""Whether an answer tells what was given: by value, whatever spelling a format has for it."""

import datetime as dt
import ipaddress
import math
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from ringback.finding import pointer
from ringback.laws.differences import shown
from ringback.payload import MISSING, same, show
from ringback.schema.given import LEFT_OUT
from ringback.schema.view import Admits, View, meant

Path = tuple[str | int, ...]
_FIRST_DAY = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
_MASK = frozenset("*\u2022\u25cf")  # what hides a secret: asterisks, bullets
_NULL = re.compile(r"\bnull\b", re.IGNORECASE)
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
    named: bool = False  # a thing was named there by its key


def unlike(
    given: Any, told: Any, view: View | None, admits: Admits, path: Path = ()
) -> Iterator[Unlike]:
    """Each member that was given, is described in the answer, and is told otherwise.

    `view` is the answer's schema. What it does not describe need not be told, nor a null that is
    left out; what is write-only is never told.
    """
    if given is LEFT_OUT:
        return
    schema = _taken(view, told, admits)
    match given, told:
        case dict(), dict():
            yield from _members(given, told, schema, admits, path)
        case list(), list():
            yield from _items(given, told, schema, admits, path)
        case str() | int(), dict() if not isinstance(given, bool):
            keys = [told[name] for name in ("id", "uuid", "key", "name") if name in told]
            every = [each for each in told.values() if isinstance(each, str | int)]
            if keys and not any(str(each).casefold() == str(given).casefold() for each in every):
                text = f"names {show(given)}, and the answer has {show(keys[0])} there"
                yield Unlike(path=path, message=text, named=True)
        case _:
            if not alike(given, told, schema) and _may_be_told(given, told, schema, admits):
                yield _otherwise(given, told, path)


def is_masked(text: str) -> bool:
    """Whether a text hides what it stands for."""
    return len(text) > 2 and set(text) <= _MASK


def _may_be_told(given: Any, told: Any, schema: View | None, admits: Admits) -> bool:
    """Whether an answer could have told what was given.

    A secret is masked, and what the answer's schema does not admit is told in another form.
    """
    if isinstance(told, str) and is_masked(told):
        return False
    if isinstance(given, dict | list) or schema is None:
        return True
    return admits(schema.pointer, given) or not admits(schema.pointer, told)


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
        items = schema.items if schema else None
        if not _matched(given, told, lambda a, b: _tells(b, a, items, admits)):
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


def _tells(told: Any, given: Any, view: View | None, admits: Admits) -> bool:
    return not any(True for _ in unlike(given, told, view, admits))


def _taken(view: View | None, told: Any, admits: Admits) -> View | None:
    """The schema of a value, through unions by the branch that it takes."""
    if view is None or not view.branches:
        return view
    branch = meant(view, told, admits)
    return None if branch is None or branch.branches else branch


def is_default(view: View | None, value: Any) -> bool:
    """Whether a value is a member's documented default, its own members' defaults filled in."""
    if view is None or "default" not in view.raw:
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


def _matched(left: list[Any], right: list[Any], fits: Callable[[Any, Any], bool]) -> bool:
    """Whether each item of one list fits one of its own of the other, in any order."""
    rest = list(right)
    for each in left:
        found = next((at for at, other in enumerate(rest) if fits(each, other)), None)
        if found is None:
            return False
        del rest[found]
    return not rest


def alike(left: Any, right: Any, view: View | None = None) -> bool:
    """Whether two values are the same, each part by the format that its schema names."""
    if same(left, right) or ((left is None or right is None) and _null_is_told(view)):
        return True
    if view is not None and view.branches:
        return any(alike(left, right, each) for each in view.branches)
    match left, right:
        case dict(), dict():
            known = view.properties if view is not None else {}
            return left.keys() == right.keys() and all(
                alike(each, right[name], known.get(name)) for name, each in left.items()
            )
        case list(), list():
            items = view.items if view is not None else None
            if len(left) == len(right) and not _is_set(view):
                pairs = zip(left, right, strict=True)
                return all(alike(one, other, items) for one, other in pairs)
            return _is_set(view) and _matched(left, right, lambda a, b: alike(a, b, items))
        case _:
            return _alike_scalars(left, right, view.raw if view is not None else {})


def _null_is_told(view: View | None) -> bool:
    """Whether a member's own words say when it is null: when nobody asked for it, for one."""
    words = view.raw.get("description") if view is not None else None
    return isinstance(words, str) and _NULL.search(words) is not None


def _alike_scalars(left: Any, right: Any, raw: Mapping[str, Any]) -> bool:
    name = raw.get("format")
    if isinstance(left, str) and isinstance(right, str):
        reader = _READERS.get(name) if isinstance(name, str) else None
        try:
            return reader is not None and bool(reader(left) == reader(right))
        except ValueError:
            return False
    if not _numbers(left, right):
        return False
    if isinstance(left, int) and isinstance(right, int):
        # Beyond 2**53 many right services keep a double, unless a format says 64 bits.
        big = abs(left) > _EXACT and name not in {"int64", "uint64"}
        return big and _same_double(left, right)
    return _same_double(left, right)


def _same_double(left: float | Decimal, right: float | Decimal) -> bool:
    """Whether two numbers are one double; past what a double holds there is none."""
    try:
        one, other = float(left), float(right)
    except OverflowError:
        return False
    return math.isfinite(one) and one == other


def _numbers(*values: Any) -> bool:
    return all(
        isinstance(each, int | float | Decimal) and not isinstance(each, bool) for each in values
    )


def _moment(text: str) -> dt.timedelta:
    """An instant, to the millisecond: that is what most stores keep (RFC 3339 5.6).

    It is told from the first of all days, for which no offset leads out of the calendar; what has
    no offset is taken for UTC.
    """
    spelt = text.upper().replace(" ", "T").replace("Z", "+00:00")
    head, dot, tail = spelt.partition(".")
    if dot:
        digits = tail[: len(tail) - len(tail.lstrip("0123456789"))]
        spelt = f"{head}.{digits[:3].ljust(3, '0')}000{tail[len(digits) :]}"
    moment = dt.datetime.fromisoformat(spelt)
    offset = moment.utcoffset() or dt.timedelta()
    return moment.replace(tzinfo=dt.UTC) - _FIRST_DAY - offset


def _time(text: str) -> dt.timedelta:
    """A time of any day, in UTC."""
    return _moment(f"2000-01-01T{text}") % dt.timedelta(days=1)


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
    "time": _time,
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
