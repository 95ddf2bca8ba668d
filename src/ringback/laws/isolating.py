"""A write is of one thing: what stands beside it stays as it is."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from ringback.laws.differences import was_is
from ringback.laws.likeness import Breach
from ringback.payload import MISSING, same

ISOLATION = "law/isolation"
# What one thing has only as long as no other has it, and what tells where it stands among others.
_AMONG_OTHERS = re.compile(
    r"default|primary|main|current|active|selected|position|rank|index|order|sort|next|prev|featured",
    re.IGNORECASE,
)


def untouched(
    before: Any, after: Any, asked: Collection[str], volatile: Collection[str]
) -> Iterator[Breach]:
    """Nothing of a thing that requests can give changes by a write to another one."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    for name in sorted(before.keys() & set(asked)):
        old, new = before[name], after.get(name, MISSING)
        if f"/{name}" not in volatile and not same(old, new) and not _AMONG_OTHERS.search(name):
            text = f"a write to one thing changed another at /{name}: {was_is(old, new)}"
            yield Breach(rule=ISOLATION, message=text, instance=f"/{name}")
            return


def differing(own: Any, theirs: Any) -> set[str]:
    """The members that two accounts have each for itself: they are told otherwise to each."""
    if not isinstance(own, dict) or not isinstance(theirs, dict):
        return set()
    return {name for name in own.keys() & theirs.keys() if not same(own[name], theirs[name])}


def apart(before: Any, after: Any, given: Any, own: Collection[str]) -> Iterator[Breach]:
    """What one account gives to its own is not what another one has in its place from then on.

    `before` is how that stood first; `own` are members that each has for itself: of others nobody
    knows but that both look at one thing. What differs from what was given may have been changed
    by that account itself.
    """
    if not all(isinstance(each, dict) for each in (before, after, given)):
        return
    for name in sorted(before.keys() & given.keys() & set(own)):
        old, new = before[name], after.get(name, MISSING)
        if not same(old, new) and same(new, given[name]):
            text = f"a write of one account changed what another has at /{name}: {was_is(old, new)}"
            yield Breach(rule=ISOLATION, message=text, cause="other account")
            return
