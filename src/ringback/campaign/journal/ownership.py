"""Whether what stands there now is what a run that died has left, or has been somebody's since.

A service that was set up anew may give the same keys to others, and others may have written: a
journal alone is no proof that a thing is the run's own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ringback.campaign.journal.wreck import Sight
from ringback.campaign.resource.thing import Thing
from ringback.contract.schemas import is_loose_uuid
from ringback.laws.differences import differences
from ringback.payload import MISSING, same

_TELLING = 4  # characters of a text that says by itself who has written it


def is_still_own(
    thing: Thing,
    state: Any,
    tells: Mapping[str, Any],
    marks: Sequence[str],
    own: Collection[tuple[str, str]],
) -> bool:
    """Whether a created thing that is read as `state` is the one that the run has made.

    Its key is a UUID, its key or a name in it has the run's mark, it stands in a thing that is the
    run's own (`own`: resource and key), or it names such a thing as its create did.
    """
    key = str(thing.key)
    if is_loose_uuid(key) or any(mark in key for mark in marks):
        return True
    if any((name, str(each)) in own for name, each in thing.address if name != thing.resource):
        return True
    return names_own(state, tells, marks, {key for _, key in own})


def names_own(
    state: Any, tells: Mapping[str, Any], marks: Sequence[str], keys: Collection[str]
) -> bool:
    """Whether a state has the run's mark, or what a create gave to name a thing of its own."""
    if any(mark in text for text in _texts(state) for mark in marks):
        return True
    members = state if isinstance(state, Mapping) else {}
    told = ((value, members.get(name, MISSING)) for name, value in tells.items())
    return any(str(value) in keys and same(value, there) for value, there in told)


def is_own_change(first: Any, now: Any, given: Sequence[Any], sight: Sight | None = None) -> bool:
    """Whether what differs from how a thing stood first is what the run has given it.

    It is where the thing is as the run read it last, but for what was given since and for what the
    service alone sets. Else one text of some length that was sent says so, or that all that differs
    was sent or is away.
    """
    if sight is not None and _is_as_left(sight, now, given):
        return True
    sent = [each for body in given for each in _leaves(body)]
    there = [
        leaf
        for each in differences(first, now)
        if each.right is not MISSING
        for leaf in _leaves(each.right)
    ]
    known = [any(same(leaf, each) for each in sent) for leaf in there]
    telling = (isinstance(leaf, str) and len(leaf) >= _TELLING for leaf in there)
    return all(known) or any(k and t for k, t in zip(known, telling, strict=True))


def _is_as_left(sight: Sight, now: Any, given: Sequence[Any]) -> bool:
    names = {name for body in given for name in _names(body)}
    sent = [each for body in sight.given for each in _leaves(body)]
    return all(
        each.right is not MISSING
        and all(any(same(leaf, one) for one in sent) for leaf in _leaves(each.right))
        for each in differences(sight.state, now)
        if not names.isdisjoint(map(str, each.path))
    )


def _names(value: Any) -> Iterator[str]:
    """The names of all members in a value."""
    if isinstance(value, Mapping):
        yield from map(str, value)
    for each in value.values() if isinstance(value, Mapping) else _items(value):
        yield from _names(each)


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _leaves(value: Any) -> Iterator[Any]:
    """The scalars of a value, wherever they stand in it."""
    if isinstance(value, Mapping | list | tuple):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _leaves(each)
    else:
        yield value


def _texts(value: Any) -> Iterator[str]:
    return (each for each in _leaves(value) if isinstance(each, str))
