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


def apart(own: tuple[Any, Any], theirs: tuple[Any, Any], given: Any) -> Iterator[Breach]:
    """What one account gives to its own is not what another one has in its place from then on.

    Both are told as they stood first, and behind the write. What is alike for both each time may
    be one and the same thing, that both look at; what differs from what was given may have been
    changed by that account itself.
    """
    if not all(isinstance(each, dict) for each in (*own, *theirs, given)):
        return
    for name in sorted(theirs[0].keys() & given.keys()):
        (mine, mine_now), (old, new) = (
            [e.get(name, MISSING) for e in two] for two in (own, theirs)
        )
        shared = same(mine, old) and same(mine_now, new)
        if not shared and not same(old, new) and same(new, given[name]):
            text = f"a write of one account changed what another has at /{name}: {was_is(old, new)}"
            yield Breach(rule=ISOLATION, message=text, cause="other account")
            return
