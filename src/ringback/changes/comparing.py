"""Two descriptions are compared: paired, asked by every rule, each cause told once, by weight."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ringback.change import Change, Kind
from ringback.changes.catalogue import RULES, ChangeRule
from ringback.changes.operations.life_cycle import LifeCycle, allowed
from ringback.changes.operations.life_cycle import changes as ends
from ringback.changes.pairs.pairing import pair_up
from ringback.description import Description
from ringback.finding import Counterpart

_WEIGHT = {kind: weight for weight, kind in enumerate(Kind)}


def compare(
    base: Description,
    head: Description,
    operations: Sequence[str] = (),
    rules: Sequence[ChangeRule] = RULES,
    life: LifeCycle | None = None,
) -> tuple[Change, ...]:
    """Every change from the older description to the newer one, each cause once.

    `operations` are the ids, in either description, of those that are compared, all without any;
    `rules` are what is asked; `life` is what may end or change, on this day. A UsageError names the
    ids that neither has.
    """
    sides = pair_up(base, head, operations)
    found: Iterable[Change] = (change for rule in rules for change in rule(sides))
    if life is not None:
        found = allowed(sides, (*found, *ends(sides, life)), life)
    return _merged(found)


def _merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One change for each cause, with the ids of all operations that show it, in order.

    The cause is the same where rule, kind, side and both places are: a component that many
    operations share changes once.
    """
    first: dict[tuple[object, ...], Change] = {}
    shown: dict[tuple[object, ...], dict[str, None]] = {}
    for change in changes:
        key = (
            *(change.rule, change.cause, change.kind, change.side),
            *(_pointer(change.base), _pointer(change.head)),
        )
        first.setdefault(key, change)
        shown.setdefault(key, {}).update(dict.fromkeys(change.operations))
    found = (replace(each, operations=tuple(shown[key])) for key, each in first.items())
    return tuple(sorted(found, key=_order))


def _order(change: Change) -> tuple[int, str, int, str, str, str]:
    """By weight, then as they stand in the newer description, else in the older one."""
    place = change.head or change.base
    file, line = (place.file, place.line or 0) if place else ("", 0)
    return _WEIGHT[change.kind], file, line, _pointer(place), change.rule, change.cause


def _pointer(place: Counterpart | None) -> str:
    return place.schema if place else ""
