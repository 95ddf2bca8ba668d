"""What a list answers: what fits, in its order, in pages that meet, with the right total."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from ringback.laws.likeness import Breach
from ringback.payload import MISSING, show

FILTER = "law/filter"
LISTED = "law/listed"
SORT = "law/sort"
PAGES = "law/pages"
LIMIT = "law/limit"
TOTAL = "law/total"


def filtered(
    entries: Sequence[Any],
    whole: Sequence[Any],
    key: Callable[[Any], Any],
    fits: Callable[[Any], bool | None],
    asked: str,
    *,
    complete: bool,
) -> Iterator[Breach]:
    """A filter keeps what fits and nothing else; `fits` answers None where it can't tell."""
    for entry in entries:
        if fits(entry) is False:
            text = f"the list for {asked} holds {show(key(entry))}, which does not fit"
            yield Breach(
                rule=FILTER, message=text, instance=f"/{asked.partition('=')[0]}", cause="more"
            )
            break
    kept = {repr(key(entry)) for entry in entries}
    for entry in whole if complete else ():
        if fits(entry) is True and repr(key(entry)) not in kept:
            text = f"the list for {asked} lacks {show(key(entry))}, which fits"
            yield Breach(
                rule=FILTER, message=text, instance=f"/{asked.partition('=')[0]}", cause="less"
            )
            break


def once(keys: Sequence[Any]) -> Iterator[Breach]:
    """No entry stands in one answer twice; entries without a key are told from none."""
    seen: set[str] = set()
    for key in keys:
        if key is MISSING:
            return
        if repr(key) in seen:
            text = f"{show(key)} stands in one answer of the list twice"
            yield Breach(rule=LISTED, message=text, cause="twice")
            return
        seen.add(repr(key))


def ordered_by(
    rows: Sequence[Sequence[Any]],
    descending: Sequence[bool],
    asked: str,
    *,
    by_code_points: bool = False,
) -> Iterator[Breach]:
    """The entries stand in an order of several members, the first one first.

    A row holds what an entry has in each. Two entries whose order is not sure are passed over: a
    value is lacking, of another kind, or a text that stands elsewhere in another collation.
    """
    for one, other in itertools.pairwise(rows):
        for left, right, down in zip(one, other, descending, strict=True):
            kinds = {_kind(left), _kind(right)}
            if len(kinds) != 1 or not kinds <= {"number", "str", "bool"}:
                break
            if left == right:
                continue
            if (right > left) if down else (left > right):
                unsure = not by_code_points and _folded_alike(left, right, descending=down)
                if unsure:
                    break
                text = f"the list for {asked} has {show(list(one))} before {show(list(other))}"
                place = f"/{asked.partition('=')[0]}"
                yield Breach(rule=SORT, message=text, instance=place, cause=asked)
                return
            break


def ordered(values: Sequence[Any], *, descending: bool, asked: str) -> Iterator[Breach]:
    """The entries stand in the order that was asked for; what can't be compared is passed over."""
    known = [each for each in values if each is not None and each is not MISSING]
    kinds = {_kind(each) for each in known}
    if len(kinds) != 1 or not kinds <= {"number", "str", "bool"}:
        return
    for one, other in itertools.pairwise(known):
        wrong = other > one if descending else one > other
        if wrong and not _folded_alike(one, other, descending=descending):
            text = f"the list for {asked} has {show(one)} before {show(other)}"
            yield Breach(
                rule=SORT, message=text, instance=f"/{asked.partition('=')[0]}", cause=asked
            )
            return


def _kind(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return "number"
    return type(value).__name__


def _folded_alike(one: Any, other: Any, *, descending: bool) -> bool:
    """Whether two texts stand right in another collation, whatever their case.

    Collations leave signs out, or put them before letters and digits; of letters beyond ASCII each
    has an order of its own.
    """
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    first, second = (other, one) if descending else (one, other)
    left, right = first.casefold(), second.casefold()
    if not (left.isascii() and right.isascii()):
        return True
    return any(order(left) <= order(right) for order in (_as_is, _letters, _signs_first))


def _as_is(text: str) -> list[tuple[bool, str]]:
    return [(True, each) for each in text]


def _letters(text: str) -> list[tuple[bool, str]]:
    return [(True, each) for each in text if each.isalnum()]


def _signs_first(text: str) -> list[tuple[bool, str]]:
    return [(each.isalnum(), each) for each in text]


def limited(count: int, limit: int) -> Iterator[Breach]:
    """No more entries than the limit asks for."""
    if count > limit:
        text = f"a limit of {limit} was asked for, and the list has {count} entries"
        yield Breach(rule=LIMIT, message=text, cause="more")


def filled_up(count: int, limit: int, there: int) -> Iterator[Breach]:
    """As many entries as the limit asks for, where there are as many."""
    if count < min(limit, there):
        text = f"a limit of {limit} was asked for of {there} entries, and the list has {count}"
        yield Breach(rule=LIMIT, message=text, cause="fewer")


def in_pages(
    pages: Sequence[Sequence[Any]], whole: Sequence[Any], key: Callable[[Any], Any]
) -> Iterator[Breach]:
    """Pages neither skip nor repeat while nothing changes."""
    seen: dict[str, int] = {}
    for number, page in enumerate(pages):
        for entry in page:
            name = repr(key(entry))
            if name in seen and seen[name] != number:
                text = f"{show(key(entry))} stands on two pages"
                yield Breach(rule=PAGES, message=text, cause="repeated")
                return
            seen[name] = number
    lacking = [entry for entry in whole if repr(key(entry)) not in seen]
    if lacking:
        text = f"{show(key(lacking[0]))} stands in the list, and on none of its pages"
        yield Breach(rule=PAGES, message=text, cause="skipped")


def totalled(total: int | None, count: int) -> Iterator[Breach]:
    """The total is the number of entries."""
    if total is not None and total != count:
        text = f"the total is told as {total}, and there are {count} entries"
        yield Breach(rule=TOTAL, message=text)
