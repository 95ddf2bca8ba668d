"""What the parameters of a list ask for: filters, and orders by the members of its entries."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.campaign.resource.reference_members import singular, words
from ringback.campaign.resource.told_rules import is_exact, told_filter
from ringback.campaign.scheduler.stage import Stage
from ringback.laws.likeness import alike
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING, same
from ringback.schema.view import View

_LONG_WORD = re.compile(r"\b[A-Za-z0-9]{5,40}\b", re.ASCII)
_PAIRS = 12  # of two filters at once, how many are asked


def _bound_by(words: str) -> re.Pattern[str]:
    """A bound's word at the beginning or end of a name, apart from the rest of it."""
    return re.compile(
        rf"^(?i:{words})(?:[_-]|(?=[A-Z]))|(?:[_.-]|(?<=[a-z0-9])(?=[A-Z]))(?i:{words})$"
    )


_LOW, _HIGH = "min|from|after|since|gte|gt|start", "max|to|before|until|lte|lt|end"
_LEAST, _MOST = _bound_by(_LOW), _bound_by(_HIGH)
_BOUND = re.compile(f"{_LOW}|{_HIGH}")
# Whether `created_after` includes the very moment services differ; these say so.
_INCLUSIVE = re.compile(r"^(?i:min|max|gte|lte)|(?i:min|max|gte|lte)$")


def choices(view: View) -> list[str]:
    """The orders that a parameter's schema names."""
    raw = view.items.raw if view.items is not None else view.raw
    return [each for each in raw.get("enum", ()) if isinstance(each, str)]


def sorted_by(text: str, entries: Sequence[Any]) -> str | None:
    """The member that an order goes by; None where no entry has one of the name."""
    name = re.sub(r"^[+-]|[:_., ](asc|desc|ASC|DESC)$", "", text)
    known = {
        words(member): str(member)
        for entry in entries
        if isinstance(entry, Mapping)
        for member in entry
    }
    return next((known[each] for each in _spellings(words(name)) if each in known), None)


def _spellings(name: str) -> list[str]:
    """A member's name as it may be spelt: `created` is told as `created_at`."""
    return [name, *(f"{name}{each}" for each in ("at", "on", "date", "time"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is asked of a list, as parameters and for a sentence, and which entries fit it.

    `fits` answers None where that can't be told.
    """

    given: Mapping[str, Any]
    asked: str
    fits: Callable[[Any], bool | None]


def filters(
    parameter: Parameter, view: View, entries: Sequence[Any], told: str = ""
) -> Iterator[Filter]:
    """A parameter with values out of the entries; an object holds a filter in each member.

    `told` are the words that the description has for it.
    """
    name = parameter.name
    if "object" in view.types:
        for member, schema in view.properties.items():
            bound = _BOUND.fullmatch(member)
            by = f"{member}_{name}" if bound else member  # `created[gte]` is of `created_at`
            words_there = str(schema.raw.get("description", ""))
            for value, fits in _fitting(by, schema, entries, words_there):
                asked = f"{name}[{member}]={value}"
                yield Filter(given={name: {member: value}}, asked=asked, fits=fits)
        return
    for value, fits in _fitting(name, view, entries, told):
        yield Filter(given={name: value}, asked=f"{name}={value}", fits=fits)


def pairs_of(found: Sequence[Filter], entries: Sequence[Any]) -> list[Filter]:
    """Filters of two parameters at once, a pair of each two: one that leaves out what one keeps."""
    pairs: dict[tuple[str, str], Filter] = {}
    for one, other in itertools.permutations(found, 2):
        names = (next(iter(one.given)), next(iter(other.given)))
        if names[0] == names[1] or names in pairs or len(pairs) >= _PAIRS:
            continue
        if any(one.fits(each) and other.fits(each) is False for each in entries):
            given, asked = {**one.given, **other.given}, f"{one.asked}&{other.asked}"
            pairs[names] = Filter(given=given, asked=asked, fits=_both(one, other))
    return list(pairs.values())


def _both(one: Filter, other: Filter) -> Callable[[Any], bool | None]:
    def fits(entry: Any) -> bool | None:
        left, right = one.fits(entry), other.fits(entry)
        if left is False or right is False:
            return False
        return True if left and right else None

    return fits


def _exact(view: View) -> bool:
    """Whether a filter's value is one of a kind: nothing but the very same fits."""
    raw = view.items.raw if view.items is not None else view.raw
    return "enum" in raw or raw.get("format") in {"uuid", "email", "date", "date-time"}


def _fitting(
    name: str, view: View, entries: Sequence[Any], words_there: str
) -> Iterator[tuple[Any, Callable[[Any], bool | None]]]:
    """Values to filter by, out of the entries, each with what fits it."""
    member, sense = _filters_by(name, entries)
    named = told_filter(words_there) if member is None else None
    if named is not None:
        member, sense = sorted_by(named[0], entries), named[1]
    if member is None:
        return
    told = [e[member] for e in entries if isinstance(e, Mapping) and member in e]
    inside = [item for each in told if isinstance(each, list) for item in each]
    scalars = [each for each in (*told, *inside) if isinstance(each, str | int | float)]
    distinct: list[Any] = []
    for each in scalars:
        if not any(same(each, other) for other in distinct):
            distinct.append(each)
    if sense == "contains":
        for text in _pieces(distinct):
            yield text, _containing(member, text)
        return
    is_array, exact = "array" in view.types, _exact(view) or is_exact(words_there)
    for value in sorted(distinct, key=repr)[:3]:
        yield ([value] if is_array else value), _fits(member, sense, [value], exact=exact)
    if is_array and len(distinct) > 1:
        pair = sorted(distinct, key=repr)[:2]
        yield pair, _fits(member, sense, pair, exact=exact)
    beginnings = [each[:-1] for each in distinct if isinstance(each, str) and len(each) > 3]
    if exact and sense == "is" and beginnings and "enum" not in view.raw and not is_array:
        piece = min(beginnings)
        yield piece, _fits(member, sense, [piece], exact=True)


def _pieces(values: Sequence[Any]) -> list[str]:
    """Pieces out of the middle of texts: plain ones, that no reader takes for anything else."""
    long = [word for each in values if isinstance(each, str) for word in _LONG_WORD.findall(each)]
    return sorted({word[1:9] for word in long})[:2]


def _containing(member: str, piece: str) -> Callable[[Any], bool | None]:
    """Whether an entry's text contains a piece; None where it does in another case."""

    def fits(entry: Any) -> bool | None:
        there = entry.get(member, MISSING) if isinstance(entry, Mapping) else MISSING
        if there is None:
            return False
        if not isinstance(there, str):
            return None
        return True if piece in there else None if _loosely(there, piece) else False

    return fits


def _filters_by(name: str, entries: Sequence[Any]) -> tuple[str | None, str]:
    """The member that a parameter filters by, and how: is, at least, at most."""
    known = {
        words(member): str(member)
        for entry in entries
        if isinstance(entry, Mapping)
        for member in entry
    }
    known = {words(singular(each)): each for each in known.values()} | known
    for spelt in (words(name), words(singular(name))):
        if spelt in known:
            return known[spelt], "is"
    for pattern, sense in ((_LEAST, "least"), (_MOST, "most")):
        bare = words(pattern.sub("", name))
        for spelt in _spellings(bare):
            if pattern.search(name) and bare and spelt in known:
                return known[spelt], sense if _INCLUSIVE.search(name) else f"{sense}, or beyond"
    return None, ""


def _fits(
    member: str, sense: str, values: Sequence[Any], *, exact: bool
) -> Callable[[Any], bool | None]:
    """Whether an entry is among what a filter keeps; None where that can't be told."""

    def fits(entry: Any) -> bool | None:
        there = entry.get(member, MISSING) if isinstance(entry, Mapping) else MISSING
        if there is MISSING:
            return None
        if sense != "is":
            return _bounded(there, values[0], sense)
        if isinstance(there, list):
            return _holds(there, values)
        if any(alike(there, value) or str(there) == str(value) for value in values):
            return True
        unsure = not exact and any(_loosely(there, value) for value in values)
        return None if unsure else False

    return fits


def _holds(there: list[Any], values: Sequence[Any]) -> bool | None:
    """Whether a list holds the values; None where it holds some of them, or in another case."""
    held = [any(alike(each, value) for each in there) for value in values]
    if all(held):
        return True
    folded = {str(each).casefold() for each in there}
    return None if any(str(value).casefold() in folded for value in values) else False


def _bounded(there: Any, bound: Any, sense: str) -> bool | None:
    """Whether a value is at least, or at most, a bound; None where they can't be compared."""
    if isinstance(there, bool) or type(there) is not type(bound):
        return None
    if same(there, bound):
        return None if sense.endswith("beyond") else True
    return bool(there > bound) if sense.startswith("least") else bool(there < bound)


def _loosely(there: Any, value: Any) -> bool:
    """Whether a text holds another one, in whatever case: filters differ on that."""
    if not isinstance(there, str) or not isinstance(value, str):
        return False
    return value.casefold() in there.casefold()


def hidden_by_default(stage: Stage, operation: Operation, state: Any) -> bool:
    """Whether a list that is asked for nothing leaves a thing out: by default it is a filter's."""
    for parameter in operation.parameters:
        if parameter.where != "query" or not parameter.schema or not isinstance(state, dict):
            continue
        raw = stage.contract.requests.view(parameter.schema).raw
        told_by = next((each for each in state if words(each) == words(parameter.name)), None)
        if "default" in raw and told_by is not None and not same(state[told_by], raw["default"]):
            return True
    return False
