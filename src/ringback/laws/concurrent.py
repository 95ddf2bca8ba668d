"""Two updates at the same time: one of them comes last, and what it gave is there as a whole."""

from collections.abc import Iterator, Sequence
from typing import Any

from ringback.laws.likeness import Breach
from ringback.payload import MISSING, at, same, show
from ringback.sampling.breakage import paths

RULE = "law/concurrent"


def mixed(one: Any, other: Any, after: Any) -> Iterator[Breach]:
    """A breach where some members are those of one update, and some those of the other.

    Only what both give, with different values, and what is there as one of them gave it, counts.
    """
    if not isinstance(one, dict) or not isinstance(other, dict):
        return
    first: list[str] = []
    second: list[str] = []
    for path in paths(one):
        here, there, now = at(one, path), at(other, path), at(after, path)
        if isinstance(here, dict | list) or MISSING in (here, there, now) or same(here, there):
            continue
        place = "/" + "/".join(str(each) for each in path)
        if same(now, here):
            first.append(place)
        elif same(now, there):
            second.append(place)
    if first and second:
        text = "two updates of the same members at the same time were accepted, and each of them "
        text += f"is there in part: {show(first[0])} of one, {show(second[0])} of the other"
        yield Breach(rule=RULE, message=text, cause="mixed")


def one_tag(tags: Sequence[str], *, changed: bool) -> Iterator[Breach]:
    """Of two updates on the condition of one tag, one comes second, and its tag is a stale one.

    A weak tag never holds, and `*` always does (RFC 9110 13.1.1); where nothing has changed, the
    tag of the second is still that of now.
    """
    if changed and len(set(tags)) == 1 and tags[0].startswith('"'):
        text = f"two updates at the same time were accepted, both on the condition of {tags[0]}"
        yield Breach(rule=RULE, message=text, cause="one tag")
