"""Whether what changes while nothing is sent is somebody else's writing, or the service's own."""

import re
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any

from ringback.campaign.resource.model import Resource
from ringback.campaign.scheduler.stage import Stage
from ringback.laws.differences import Difference, differences

_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d|$)|(?:\w{3}, )?\d\d \w{3} \d{4}")


def foreign_change(earlier: Any, later: Any, names: AbstractSet[str]) -> Difference | None:
    """The first difference that only a write explains; None where there is none.

    It is at one of the members that requests set (`names`, any where there are none), and neither a
    number nor a time: counters and clocks go on by themselves.
    """
    for each in differences(earlier, later):
        is_set = not names or not names.isdisjoint(map(str, each.path))
        if is_set and not (_goes_on(each.left) and _goes_on(each.right)):
            return each
    return None


def settable_names(stage: Stage, resource: Resource) -> frozenset[str]:
    """The names of the members that writes of a resource give."""
    found: set[str] = set()
    for write in (resource.update, resource.replace, resource.create):
        view = stage.bodies.view(write) if write is not None else None
        found |= set(view.properties) if view is not None else set()
    return frozenset(found)


def _goes_on(value: Any) -> bool:
    """Whether a value is of a kind that changes by itself: a number, a time."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int | float | Decimal) or (
        isinstance(value, str) and _TIME.match(value) is not None
    )
