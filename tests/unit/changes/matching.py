"""Whether a change that was told is one that was expected."""

from collections.abc import Iterable

from ringback.changes import Change, Kind
from ringback.finding import steps
from tests.unit.changes.pair import Told

_QUIET = {Kind.OPEN, Kind.COMPATIBLE}
# What leads into a payload: a place beyond one of these is another member's.
_INWARD = {"properties", "patternProperties", "additionalProperties", "items", "prefixItems"}
_WITHIN = 2  # steps from a schema to what a place may be within it: /required, /anyOf/1, /enum/0


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
            stands_at(place.schema, each if each.startswith("/components") else root + each)
            for each in told.place.split("|")
        )
    )


def stands_at(place: str, cause: str) -> bool:
    """Whether a place is that of a schema, or of a keyword or branch of it."""
    if place != cause and not place.startswith(cause + "/"):
        return False
    more = steps(place[len(cause) :])
    return len(more) <= _WITHIN and not (more and more[0] in _INWARD)


def _alike(instance: str, pattern: str) -> bool:
    """Whether a pointer is as the pattern says; `*` is any step."""
    given, wanted = steps(instance), steps(pattern)
    return len(given) == len(wanted) and all(
        want in {"*", step} for step, want in zip(given, wanted, strict=True)
    )
