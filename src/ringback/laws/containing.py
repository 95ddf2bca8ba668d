"""What a thing tells of the things that stand in it, and they of it."""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ringback.laws.differences import shown
from ringback.laws.likeness import Breach
from ringback.payload import MISSING, same, show

ASKED = "law/asked"
TOTAL = "law/total"
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SUMS = frozenset({"total", "subtotal", "amount", "sum", "balance", "count", "number", "num"})
_HIGHEST = frozenset({"last", "next", "latest", "highest", "ever"})  # what never goes down


def counted(
    before: Any, within: Any, after: Any, names: Collection[str], what: str
) -> Iterator[Breach]:
    """A number of things, or a sum over them, goes up with one that is made, and down again.

    The states are those before a thing is made inside, with it, and after it has been deleted;
    `names` are what one and many of them are called.
    """
    if not all(isinstance(each, dict) for each in (before, within, after)):
        return
    for name, old in before.items():
        told = [each.lower() for each in _WORDS.findall(name)]
        now, then = within.get(name, MISSING), after.get(name, MISSING)
        about = bool(set(told) & set(names))
        if not _is_sum(told, old) or not (about or set(told) & _SUMS) or set(told) & _HIGHEST:
            continue
        counts = about and type(old) is int and set(told) <= {*names, *_SUMS, "of"}
        if counts and type(now) is int and now != old + 1:
            text = f"{what} was made in it, and /{name} was {show(old)} before and is {show(now)}"
            yield Breach(rule=TOTAL, message=text, instance=f"/{name}", cause="made")
        elif not same(old, now) and not same(old, then):
            one, other = shown(old, then)
            text = f"{what} was made in it and deleted, and /{name} was {one} and is {other}"
            yield Breach(rule=TOTAL, message=text, instance=f"/{name}", cause="deleted")


def _is_sum(told: Collection[str], value: Any) -> bool:
    """Whether a member holds a number, or an amount as a text."""
    if isinstance(value, int | float | Decimal):
        return not isinstance(value, bool)
    amount = isinstance(value, str) and re.fullmatch(r"-?[0-9]+\.[0-9]+", value) is not None
    return amount and bool(set(told) & _SUMS)


def inside(told: Any, given: Any, names: Collection[str], key: Any) -> Iterator[Breach]:
    """What is made in a thing names that thing, if it names one of its kind; not what was given."""
    if not isinstance(told, Mapping):
        return
    for name, value in told.items():
        if "".join(each.lower() for each in _WORDS.findall(name)) not in names:
            continue
        if isinstance(given, Mapping) and name in given:
            continue
        scalar = isinstance(value, str | int) and not isinstance(value, bool)
        if scalar and str(value) != str(key):
            text = f"it was made in {show(key)}, and /{name} of it is {show(value)}"
            yield Breach(rule=ASKED, message=text, instance=f"/{name}", cause="inside")
