"""Values of one object that belong together: where something begins and ends, least and most.

No schema says that one must not be behind the other; services do (OpenAPI has no word for it).
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)([Tt].*)?")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_FIRST = frozenset({"start", "starts", "begin", "begins", "from", "since", "after", "min", "least"})
_FIRST_MORE = frozenset({"opens", "open", "low", "lower", "issued", "minimum", "gte", "gt"})
_LAST = frozenset({"end", "ends", "finish", "until", "till", "to", "before", "max", "most", "lte"})
_LAST_MORE = frozenset({"closes", "close", "high", "upper", "expires", "expiry", "maximum", "lt"})
_LONGEST = 31  # days; a longer time may be more than a service allows
_DAY = dt.timedelta(days=1)
_NEAR = (dt.date(1970, 1, 1), dt.date(2199, 12, 31))  # dates that are no edges


def in_order(value: Any, order: Sequence[str] = ()) -> Any:
    """The value with the dates of each object one behind the other, the least not above the most.

    Names tell what comes first, else the `order` in which the outermost members are described.
    """
    if isinstance(value, list):
        return [in_order(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    found = {name: in_order(each) for name, each in value.items()}
    for names in _dated(found, order):
        dates = sorted(found[name] for name in names)
        found |= dict(zip(names, _apart(dates), strict=True))
    for least, most in _bounds(found):
        if found[least] > found[most]:
            found[least], found[most] = found[most], found[least]
    return found


def in_doubt(value: Any, order: Sequence[str] = ()) -> bool:
    """Whether a service may refuse a value for how parts of one object stand to each other."""
    if isinstance(value, list):
        return any(in_doubt(each) for each in value)
    if not isinstance(value, Mapping):
        return False
    for names in _dated(value, order):
        for one, other in itertools.pairwise(names):
            first, second = _day(value[one]), _day(value[other])
            if first is None or second is None or not _DAY <= second - first <= _LONGEST * _DAY:
                return True
    if any(value[least] > value[most] for least, most in _bounds(value)):
        return True
    return any(in_doubt(each) for each in value.values())


def days_in(value: Any) -> Iterator[str]:
    """The days of all dates and date-times in a value, as texts that are in the order of time."""
    if isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from days_in(each)
    elif isinstance(value, str) and (found := _DATE.fullmatch(value)):
        yield found[1]


def moved(value: Any, days: int) -> Any:
    """The value with each date so many days later; those at the ends of the calendar stay."""
    if isinstance(value, list):
        return [moved(each, days) for each in value]
    if isinstance(value, Mapping):
        return {name: moved(each, days) for name, each in value.items()}
    day = _day(value)
    if day is None or not _NEAR[0] <= day <= _NEAR[1]:
        return value
    return _on(value, day + dt.timedelta(days=days))


def _dated(value: Mapping[str, Any], order: Sequence[str]) -> Iterator[list[str]]:
    """The names of two or more dates of one form, the one that comes first at the beginning."""
    places = {name: place for place, name in reversed([*enumerate([*order, *value])])}
    for timed in (False, True):
        names = [
            name
            for name, each in value.items()
            if isinstance(each, str) and (found := _DATE.fullmatch(each))
            if (found[2] is not None) is timed
        ]
        if len(names) > 1:
            yield sorted(names, key=lambda name: (_rank(name), places[name]))


def _bounds(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The names of numbers that are the least and the most of the same."""
    numbers = [name for name, each in value.items() if type(each) in {int, float}]
    for one, other in itertools.permutations(numbers, 2):
        if _rank(one) < 0 < _rank(other) and _bare(one) == _bare(other):
            yield one, other


def _rank(name: str) -> int:
    """Whether a name tells what comes first (-1) or last (1)."""
    found = {each.lower() for each in _WORD.findall(name)}
    first, last = found & (_FIRST | _FIRST_MORE), found & (_LAST | _LAST_MORE)
    return bool(last) - bool(first)


def _bare(name: str) -> list[str]:
    """The words of a name without those that tell which end of a span it is."""
    ends = _FIRST | _FIRST_MORE | _LAST | _LAST_MORE
    return [each.lower() for each in _WORD.findall(name) if each.lower() not in ends]


def _day(value: Any) -> dt.date | None:
    """The day of a date or a date-time; None for anything else, and for what no calendar has."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _on(text: str, day: dt.date) -> str:
    """The text with another day in it."""
    return day.isoformat() + text[10:]


def _apart(dates: Sequence[str]) -> list[str]:
    """Dates in their order, each later than the one before; the last ones first if need be."""
    days = [_day(each) for each in dates]
    known = [each for each in days if each is not None]
    if len(known) < len(days):
        return list(dates)
    for index in range(1, len(known)):
        if known[index] <= known[index - 1] < dt.date.max:
            known[index] = known[index - 1] + _DAY
    for index in range(len(known) - 1, 0, -1):
        if known[index - 1] >= known[index] > dt.date.min:
            known[index - 1] = known[index] - _DAY
    return [_on(text, day) for text, day in zip(dates, known, strict=True)]
