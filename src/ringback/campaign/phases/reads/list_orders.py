"""The orders of a list: by each member that a description names, and by two at once."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.filters import choices, sorted_by
from ringback.campaign.phases.reads.list_requests import ListDoor
from ringback.campaign.resource.list_answers import Paging
from ringback.campaign.resource.reference_members import singular
from ringback.campaign.resource.told_rules import ToldOrder, told_order, words_of
from ringback.campaign.scheduler.stage import Stage
from ringback.laws import listing
from ringback.laws.likeness import Breach
from ringback.payload import MISSING

_DIRECTIONS = frozenset({"asc", "desc", "ascending", "descending"})
_TWO = 4  # orders by two members that are asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The parameters for an order, as a sentence, and the members that it goes by."""

    given: Mapping[str, Any]
    asked: str
    by: tuple[tuple[str, bool], ...]  # each member, and whether it descends


def orders(stage: Stage, door: ListDoor, entries: Sequence[Any]) -> Iterator[Order]:
    """Each order that the description names, of which the entries show something."""
    paging = door.paging(stage)
    sort = paging.sort
    if sort is None or sort.schema is None:
        return
    view = stage.contract.requests.view(sort.schema)
    several = "array" in view.types
    known: list[tuple[str, tuple[str, bool]]] = []
    for text in choices(view):
        member = sorted_by(text, entries)
        for given, descending in _directed(stage, paging, text, several=several):
            if member is not None:
                known.append((text, (member, descending)))
                by = ((member, descending),)
                yield Order(given=given, asked=f"{sort.name}={text}", by=by)
    if several:
        pairs = [
            (one, other)
            for one, other in itertools.permutations(known, 2)
            if one[1][0] != other[1][0] and _tells(one[1][0], other[1][0], entries)
        ]
        # Equal ones often stand as they were made: the other way round shows what decides.
        pairs.sort(key=lambda pair: not pair[1][1][1])
        firsts = {(one[1][0], other[1][0]): (one, other) for one, other in reversed(pairs)}
        for one, other in [*firsts.values()][:_TWO]:
            texts = [one[0], other[0]]
            asked = f"{sort.name}={','.join(texts)}"
            yield Order(given={sort.name: texts}, asked=asked, by=(one[1], other[1]))


def _tells(first: str, second: str, entries: Sequence[Any]) -> bool:
    """Whether entries that are equal in one member differ in another."""
    told = [each for each in entries if isinstance(each, Mapping)]
    return any(
        one.get(first) == other.get(first) and one.get(second) != other.get(second)
        for one, other in itertools.combinations(told, 2)
    )


def _directed(
    stage: Stage, paging: Paging, text: str, *, several: bool
) -> Iterator[tuple[dict[str, Any], bool]]:
    """The parameters for an order, and whether it is descending; nothing if that is unclear."""
    sort, direction = paging.sort, paging.direction
    if sort is None:
        return
    value: Any = [text] if several else text
    lowered = text.lower()
    if lowered.startswith("-") or re.search(r"[:_., ]desc$", lowered):
        yield {sort.name: value}, True
    elif direction is None or lowered.startswith("+") or re.search(r"[:_., ]asc$", lowered):
        yield {sort.name: value}, False
    if direction is not None and direction.schema:
        for each in stage.contract.requests.view(direction.schema).raw.get("enum", ()):
            if isinstance(each, str) and each.lower() in _DIRECTIONS:
                given = {sort.name: value, direction.name: each}
                yield given, each.lower().startswith("desc")


def order_told(stage: Stage, door: ListDoor) -> ToldOrder:
    """What the words of a list say of its orders."""
    sort = door.paging(stage).sort
    if sort is None:
        return ToldOrder()
    raw = stage.contract.requests.view(sort.schema).raw if sort.schema else {}
    words = words_of(stage.contract, door.operation.pointer, sort.pointer)
    return told_order(words, str(raw.get("description", "")))


def in_order(order: Order, entries: Sequence[Any], told: ToldOrder) -> Iterator[Breach]:
    """What the laws say of the entries of an answer, what words say of equal ones as well."""
    by = list(order.by)
    ties = sorted_by(singular(told.ties[0]), entries) if told.ties is not None else None
    if told.ties is not None and ties is not None and all(ties != name for name, _ in by):
        by.append((ties, told.ties[1]))
    objects = [each for each in entries if isinstance(each, Mapping)]
    rows = [[each.get(name, MISSING) for name, _ in by] for each in objects]
    down = [descending for _, descending in by]
    if len(order.by) == 1:  # what has no value there may stand anywhere: the others have an order
        values = [row[0] for row in rows]
        yield from listing.ordered(values, descending=down[0], asked=order.asked)
    yield from listing.ordered_by(rows, down, order.asked, by_code_points=told.by_code_points)
