"""What an update does to a thing: what it gives is there, what it leaves out stays or goes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ringback.finding import steps
from ringback.laws.differences import differences, shown, was_is
from ringback.laws.likeness import (
    Breach,
    alike,
    at_pointer,
    gone_or_default,
    is_default,
    is_masked,
)
from ringback.payload import MISSING, at, same, show
from ringback.schema.view import View

ECHO = "law/echo"
_COUNTING = re.compile(r"(version|revision|serial|generation|sequence|counter)$", re.IGNORECASE)
FRAME = "law/frame"
REPLACE = "law/replace"
MERGE = "law/merge"
IDENTITY = "law/identity"
IDEMPOTENCE = "law/idempotence"
REFUSED = "law/refused"
ASKED = "law/asked"
TOUCHED = "law/touched"


def framed(
    given: Any,
    before: Any,
    after: Any,
    view: View | None,
    volatile: frozenset[str],
    place: str = "",
) -> Iterator[Breach]:
    """What an update could give and leaves out is as it was; of the object at a place."""
    if not all(isinstance(each, dict) for each in (given, before, after)) or view is None:
        return
    for name in view.properties:
        if name in given or f"/{name}" in volatile:
            continue
        old, new = before.get(name, MISSING), after.get(name, MISSING)
        if old in (MISSING, None) and new in (MISSING, None):
            continue
        if _counts(name, old, new):
            continue
        if not same(old, new) and not alike(old, new, view.properties[name]):
            here = f"{place}/{name}"
            text = f"{here} was left out of the update, and changed: {was_is(old, new)}"
            yield Breach(rule=FRAME, message=text, instance=here)


def _counts(name: str, old: Any, new: Any) -> bool:
    """Whether a member goes up with each write, as its name says: `serial`, `etag_version`."""
    numbers = all(isinstance(each, int) and not isinstance(each, bool) for each in (old, new))
    return numbers and new > old and _COUNTING.search(name) is not None


def replaced(
    given: Any,
    before: Any,
    after: Any,
    view: View | None,
    volatile: frozenset[str],
    place: str = "",
) -> Iterator[Breach]:
    """PUT replaces: a member left out is gone, or its default (RFC 9110 9.3.4).

    So is one that an object at a place leaves out.
    """
    if not all(isinstance(each, dict) for each in (given, before, after)) or view is None:
        return
    for name, member in view.properties.items():
        old, new, here = before.get(name, MISSING), after.get(name, MISSING), f"{place}/{name}"
        if here in volatile or name not in after:
            continue
        if name in given:
            yield from replaced(given[name], old, new, member, volatile, here)
            continue
        if gone_or_default(member, new) or gone_or_default(member, old):
            continue
        if same(old, new):
            text = f"{here} was left out of the replacement, and is still {show(new)}"
            yield Breach(rule=REPLACE, message=text, instance=here)


def merged(
    given: Any,
    before: Any,
    after: Any,
    view: View | None = None,
    path: tuple[str, ...] = (),
    defaults: Mapping[str, View] | None = None,
) -> Iterator[Breach]:
    """A merge patch: null removes a member, an object is merged member by member (RFC 7396).

    `defaults` are the schemas of members, as requests give them, that tell a default: what is
    removed may be that.
    """
    if not all(isinstance(each, dict) for each in (given, before, after)):
        return
    for name, value in given.items():
        here = (*path, name)
        member = view.properties.get(name) if view else None
        old, new = before.get(name, MISSING), after.get(name, MISSING)
        if value is None and is_default((defaults or {}).get(name), new):
            continue
        if value is None:
            kept = same(old, new) and not is_default(member, new)
            if old not in (MISSING, None) and (kept or not _removed(member, new)):
                still = "is still" if kept else "is"
                text = f"{at_pointer(here)} was null in a merge patch, and {still} {show(new)}"
                yield Breach(rule=MERGE, message=text, instance=at_pointer(here), cause="null")
        elif isinstance(value, dict) and isinstance(old, dict) and isinstance(new, dict):
            for kept in sorted(old.keys() - value.keys()):
                if old[kept] is not None and not same(old[kept], new.get(kept, MISSING)):
                    place = at_pointer((*here, kept))
                    text = f"{place} was not named in a merge patch, and changed: "
                    text += was_is(old[kept], new.get(kept, MISSING))
                    yield Breach(rule=MERGE, message=text, instance=place, cause="merge")
            yield from merged(value, old, new, member, here)


def _removed(view: View | None, value: Any) -> bool:
    """Whether a member is gone: absent, null, or what its schema says it is by default."""
    if value is MISSING or value is None:
        return True
    if view is not None and "default" in view.raw:
        return gone_or_default(view, value)
    return isinstance(value, dict | list | bool | int | float) and not value


def identical(before: Any, after: Any, member: str | None) -> Iterator[Breach]:
    """An update changes no key."""
    if member is None or not isinstance(before, dict) or not isinstance(after, dict):
        return
    old, new = before.get(member, MISSING), after.get(member, MISSING)
    if old is not MISSING and new is not MISSING and not same(old, new):
        text = f"/{member} is the thing's key, and an update changed it: {was_is(old, new)}"
        yield Breach(rule=IDENTITY, message=text, instance=f"/{member}")


def constant(before: Any, after: Any, places: Iterable[str]) -> Iterator[Breach]:
    """What no update changes is as it was."""
    for place in places:
        old, new = at(before, steps(place)), at(after, steps(place))
        if old is not MISSING and new is not MISSING and not same(old, new):
            text = f"{place} is never changed by an update, and is now another: {was_is(old, new)}"
            yield Breach(rule=IDENTITY, message=text, instance=place)


def asked(told: Any, member: str, key: Any) -> Iterator[Breach]:
    """An answer is about the thing that was asked for."""
    there = told.get(member, MISSING) if isinstance(told, dict) else MISSING
    if there is not MISSING and str(there) != str(key):
        text = f"asked for {show(key)}, and /{member} of the answer is {show(there)}"
        yield Breach(rule=ASKED, message=text, instance=f"/{member}")


def exact(given: Any, told: Any) -> Iterator[Breach]:
    """Integers stand in the answer with all their digits, and texts are not masked."""
    for each in differences(given, told):
        if isinstance(each.left, str) and isinstance(each.right, str) and is_masked(each.right):
            text = f"{each.place} was given as {show(each.left)}, and is masked in the answer"
            yield Breach(rule=ECHO, message=text, instance=at_pointer(each.path))
        if isinstance(each.left, int) and isinstance(each.right, int | float | Decimal):
            if isinstance(each.left, bool) or isinstance(each.right, bool):
                continue
            one, other = shown(each.left, each.right)
            text = f"{each.place} was given as {one}, and is answered as {other}"
            yield Breach(rule=ECHO, message=text, instance=at_pointer(each.path))


def touched(before: Any, after: Any, places: Iterable[str]) -> Iterator[Breach]:
    """When a thing was changed last is another time behind a change.

    `places` are the members that tell it, and that are older than a second before the change.
    """
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    others = before.keys() - set(places)
    if all(same(before[name], after.get(name, MISSING)) for name in others):
        return  # nothing has changed
    for name in places:
        if same(before.get(name, MISSING), after.get(name, MISSING)):
            text = f"the thing was changed, and /{name} is still {show(before.get(name))}"
            yield Breach(rule=TOUCHED, message=text, instance=f"/{name}")


def settled(one: Any, other: Any) -> Iterator[Breach]:
    """When something was created does not change from read to read."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return
    for name in one.keys() & other.keys():
        if name.lower().startswith(("created", "creation")) and not same(one[name], other[name]):
            text = (
                f"two reads of the same state differ at /{name}: {was_is(one[name], other[name])}"
            )
            yield Breach(rule=IDENTITY, message=text, instance=f"/{name}", cause="by itself")


def idempotent(
    one: Any, other: Any, view: View | None, volatile: frozenset[str]
) -> Iterator[Breach]:
    """The same update twice answers the same in all that a request can give."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return
    for name, member in view.properties.items() if view else ():
        old, new = one.get(name, MISSING), other.get(name, MISSING)
        if f"/{name}" not in volatile and not alike(old, new, member):
            text = f"the same update again answers otherwise at /{name}: {was_is(old, new)}"
            yield Breach(rule=IDEMPOTENCE, message=text, instance=f"/{name}")


def unchanged(
    before: Any,
    after: Any,
    status: int,
    volatile: frozenset[str],
    rule: str = REFUSED,
    *,
    why: str = "",
) -> Iterator[Breach]:
    """A request that is refused changes nothing; `why` says what else should not have."""
    lead = why or f"the request was refused ({status}), and yet"
    if before is MISSING or after is MISSING:
        return
    for each in differences(before, after):
        place = at_pointer(each.path)
        if place in volatile or at_pointer(each.path[:1]) in volatile:
            continue
        text = f"{lead} {place or '/'} changed: {was_is(each.left, each.right)}"
        yield Breach(rule=rule, message=text)
        return
