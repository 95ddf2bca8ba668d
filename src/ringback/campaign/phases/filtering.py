"""What the parameters of a list ask for: filters, and orders by the members of its entries."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ringback.campaign.resource.references import words
from ringback.laws.likeness import alike
from ringback.operation import Parameter
from ringback.payload import MISSING, same
from ringback.schema.view import View

_LEAST = re.compile(r"^(min|from|after|since|gte|gt|start)_?|_?(min|from|after|since|gte|gt)$")


_MOST = re.compile(r"^(max|to|before|until|lte|lt|end)_?|_?(max|to|before|until|lte|lt)$")


def choices(view: View) -> list[str]:
    """The orders that a parameter's schema names."""
    raw = view.items.raw if view.items is not None else view.raw
    return [each for each in raw.get("enum", ()) if isinstance(each, str)]


def sorted_by(text: str, entries: Sequence[Any]) -> str | None:
    """The member that an order goes by; None where no entry has one of the name."""
    name = re.sub(r"^[+-]|[:_. ](asc|desc|ASC|DESC)$", "", text)
    for entry in entries:
        if isinstance(entry, Mapping):
            for member in entry:
                if words(member) == words(name):
                    return str(member)
    return None


def filters(
    parameter: Parameter, view: View, entries: Sequence[Any]
) -> Iterator[tuple[Any, str, Callable[[Any], bool | None]]]:
    """Values to filter by, each as a sentence has it and with what fits it.

    An object holds a filter in each of its members.
    """
    if "object" in view.types:
        for name, member in view.properties.items():
            for value, fits in _fitting(name, member, entries):
                yield {name: value}, f"{parameter.name}[{name}]={value}", fits
        return
    for value, fits in _fitting(parameter.name, view, entries):
        yield value, f"{parameter.name}={value}", fits


def _fitting(
    name: str, view: View, entries: Sequence[Any]
) -> Iterator[tuple[Any, Callable[[Any], bool | None]]]:
    """Values to filter by, out of the entries, each with what fits it."""
    member, sense = _filters_by(name, entries)
    if member is None:
        return
    told = [e[member] for e in entries if isinstance(e, Mapping) and member in e]
    inside = [item for each in told if isinstance(each, list) for item in each]
    scalars = [each for each in (*told, *inside) if isinstance(each, str | int | float)]
    distinct: list[Any] = []
    for each in scalars:
        if not any(same(each, other) for other in distinct):
            distinct.append(each)
    is_array = "array" in view.types
    for value in sorted(distinct, key=repr)[:3]:
        yield ([value] if is_array else value), _fits(member, sense, [value])
    if is_array and len(distinct) > 1:
        pair = sorted(distinct, key=repr)[:2]
        yield pair, _fits(member, sense, pair)


def _filters_by(name: str, entries: Sequence[Any]) -> tuple[str | None, str]:
    """The member that a parameter filters by, and how: is, at least, at most."""
    known = {
        words(member): str(member)
        for entry in entries
        if isinstance(entry, Mapping)
        for member in entry
    }
    for spelt in (words(name), f"{words(name)}s"):
        if spelt in known:
            return known[spelt], "is"
    for pattern, sense in ((_LEAST, "least"), (_MOST, "most")):
        bare = words(pattern.sub("", name))
        if pattern.search(name) and bare in known:
            return known[bare], sense
    return None, ""


def _fits(member: str, sense: str, values: Sequence[Any]) -> Callable[[Any], bool | None]:
    """Whether an entry is among what a filter keeps; None where that can't be told."""

    def fits(entry: Any) -> bool | None:
        there = entry.get(member, MISSING) if isinstance(entry, Mapping) else MISSING
        if there is MISSING:
            return None
        if sense == "is":
            if isinstance(there, list):
                pairs = [(each, value) for each in there for value in values]
                if any(alike(*pair) for pair in pairs):
                    return True
                folded = any(str(each).casefold() == str(value).casefold() for each, value in pairs)
                return None if folded else False
            found = any(alike(there, value) or str(there) == str(value) for value in values)
            unsure = any(_loosely(there, value) for value in values)
            return True if found else (None if unsure else False)
        if there is None or isinstance(there, bool) or type(there) is not type(values[0]):
            return None
        if same(there, values[0]):
            return None if "after" in sense else True if sense in {"least", "most"} else None
        return bool(there > values[0]) if sense == "least" else bool(there < values[0])

    return fits


def _loosely(there: Any, value: Any) -> bool:
    """Whether a text holds what was asked for in another case, or as a part: filters differ on that."""
    if not isinstance(there, str) or not isinstance(value, str):
        return False
    return value.casefold() in there.casefold()
