"""Which branch of a newer union is which of the older one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.changes.changed_schemas.facts import tag
from ringback.changes.changed_schemas.things import DeclaredThing, pooled

_ALIKE = 0.5  # the least share of common members by which two branches are taken for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Branches that belong together, older one first; those that went and those that came."""

    both: tuple[tuple[DeclaredThing, DeclaredThing], ...] = ()
    gone: tuple[DeclaredThing, ...] = ()
    come: tuple[DeclaredThing, ...] = ()


def matched(older: Sequence[DeclaredThing], newer: Sequence[DeclaredThing]) -> Matched:
    """Match branches by their tags, else by component, else by equal, else by similar members.

    One that became several, or several that became one, are compared with all of them together.
    """
    both: list[tuple[DeclaredThing, DeclaredThing]] = []
    gone: list[DeclaredThing] = []
    come: list[DeclaredThing] = []
    for arrays in (False, True):
        left = [each for each in older if each.arrays is arrays]
        right = [each for each in newer if each.arrays is arrays]
        single = len(left) == 1 or len(right) == 1
        if len(left) == len(right) == 1:
            both.append((left.pop(), right.pop()))
        _by_tags(left, right, both)
        for key in (_name, _members):
            _by_key(left, right, both, key)
        if single and left and right:
            both.append((pooled(left), pooled(right)))
            left, right = [], []
        _by_likeness(left, right, both)
        gone += left
        come += right
    return Matched(both=tuple(both), gone=tuple(gone), come=tuple(come))


def _by_key(
    left: list[DeclaredThing],
    right: list[DeclaredThing],
    both: list[tuple[DeclaredThing, DeclaredThing]],
    key: Callable[[DeclaredThing], str | frozenset[str]],
) -> None:
    """Take those pairs out of both lists of which each is the only one with its key."""
    for each in tuple(left):
        name = key(each)
        mine = [one for one in left if key(one) == name]
        theirs = [one for one in right if key(one) == name]
        if name and len(mine) == len(theirs) == 1:
            _take(each, theirs[0], left, right, both)


def _by_tags(
    left: list[DeclaredThing],
    right: list[DeclaredThing],
    both: list[tuple[DeclaredThing, DeclaredThing]],
) -> None:
    """Those whose members of few values agree, and with no other branch's."""
    older = {id(each): _tags(each) for each in left}
    newer = {id(each): _tags(each) for each in right}

    def agree(one: DeclaredThing, two: DeclaredThing) -> bool:
        mine, theirs = older[id(one)], newer[id(two)]
        common = mine.keys() & theirs.keys()
        return bool(common) and all(mine[name] & theirs[name] for name in common)

    for each in tuple(left):
        theirs = [one for one in right if agree(each, one)]
        mine = [one for one in left if theirs and agree(one, theirs[0])]
        if len(mine) == len(theirs) == 1:
            _take(each, theirs[0], left, right, both)


def _by_likeness(
    left: list[DeclaredThing],
    right: list[DeclaredThing],
    both: list[tuple[DeclaredThing, DeclaredThing]],
) -> None:
    """The pairs with most members in common, while that is half of them."""
    while left and right:
        share, mine, theirs = max(
            ((_share(one, two), i, j) for i, one in enumerate(left) for j, two in enumerate(right)),
            key=lambda each: each[0],
        )
        if share < _ALIKE:
            return
        _take(left[mine], right[theirs], left, right, both)


def _share(one: DeclaredThing, two: DeclaredThing) -> float:
    every = one.members.keys() | two.members.keys()
    return len(one.members.keys() & two.members.keys()) / len(every) if every else 1.0


def _take(
    mine: DeclaredThing,
    theirs: DeclaredThing,
    left: list[DeclaredThing],
    right: list[DeclaredThing],
    both: list[tuple[DeclaredThing, DeclaredThing]],
) -> None:
    both.append((mine, theirs))
    left[:] = [each for each in left if each is not mine]
    right[:] = [each for each in right if each is not theirs]


def _tags(each: DeclaredThing) -> dict[str, frozenset[Any]]:
    found = {name: tag(member.forms) for name, member in each.members.items()}
    return {name: values for name, values in found.items() if values}


def _name(each: DeclaredThing) -> str:
    return each.name


def _members(each: DeclaredThing) -> frozenset[str]:
    return frozenset(each.members)
