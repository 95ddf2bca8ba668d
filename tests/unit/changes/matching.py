"""Whether a change that was told is one that was expected."""

import re
from collections.abc import Iterable

from ringback.changes import Change, Kind
from ringback.finding import pointer, steps
from tests.unit.changes.pair import Told

_QUIET = {Kind.OPEN, Kind.COMPATIBLE}
# What leads into a payload: a place beyond one of these is another member's.
_INWARD = {"properties", "patternProperties", "additionalProperties", "items", "prefixItems"}
# What leads to another schema for the same value, by a name or a number.
_STAYING = {"anyOf", "oneOf", "allOf", "dependentSchemas"}
_WITHIN = 2  # steps from a schema to what a place may be within it: /required/0, /not/type
# A cause that is one member: that is a place as well as the object is.
_MEMBER = re.compile("(required|dependentRequired|additionalProperties) (.+)")


def alarms(changes: Iterable[Change]) -> list[Change]:
    """The changes that call for somebody's attention."""
    return [each for each in changes if each.kind not in _QUIET]


def trim(change: Change) -> tuple[str, ...]:
    """What of a change is looked at when it is not the expected one."""
    place = change.head or change.base
    return (
        change.kind,
        change.rule,
        change.message,
        str(change.instance),
        place.schema if place else "",
        str(change.witness),
    )


def told_as(change: Change, told: Told, root: str) -> bool:
    """Whether the change is the expected one: kind, place in the payload, cause."""
    place = change.head or change.base
    return (
        change.kind is told.kind
        and place is not None
        and any(_alike(change.instance or "", each) for each in told.instance.split("|"))
        and any(
            stands_at(change, each if each.startswith("/components") else root + each)
            for each in told.place.split("|")
        )
    )


def stands_at(change: Change, cause: str) -> bool:
    """Whether a change is told at a schema, at a keyword or a branch of it, or at its one member.

    Where a member is missing, or is one too many, it may be the member's place that is told.
    """
    where = change.head or change.base
    place = where.schema if where else ""
    member = _MEMBER.fullmatch(change.cause)
    if member and place == cause + pointer(["properties", member[2]]):
        return True
    if place != cause and not place.startswith(cause + "/"):
        return False
    more = steps(place[len(cause) :])
    while len(more) > 1 and more[0] in _STAYING:
        more = more[2:]
    return len(more) <= 1 or (len(more) <= _WITHIN and more[0] not in _INWARD)


def _alike(instance: str, pattern: str) -> bool:
    """Whether a pointer is as the pattern says; `*` is any step."""
    given, wanted = steps(instance), steps(pattern)
    return len(given) == len(wanted) and all(
        want in {"*", step} for step, want in zip(given, wanted, strict=True)
    )
