"""What was created is there: under one key, as it was answered, with what was given."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringback.laws.differences import differences, shown
from ringback.laws.likeness import Breach, alike, at_pointer, is_default, unlike
from ringback.payload import MISSING, same, show
from ringback.schema.view import Admits, View

_WORD = re.compile(r"[a-z]{4,}")
CREATED = "law/created"
LOCATION = "law/location"
READ_ONLY = "law/read-only"
LISTED = "law/listed"
DEFAULT = "law/default"
ECHO = "law/echo"
LINK = "law/link"
READ_BACK = "law/read-back"


def not_read_back(status: int, what: str) -> Iterator[Breach]:
    """A thing that was created, and that a read under its key does not find."""
    if 400 <= status < 500:
        text = f"{what} was created, and a read under its key is answered with {status}"
        yield Breach(rule=CREATED, message=text, cause="unreadable")


def two_alike(one: Any, other: Any) -> Iterator[Breach]:
    """Two things that were created and have one key.

    A key that is a word, such as `latest`, names a slot, which the second thing has taken over.
    """
    if one is not MISSING and str(one) == str(other) and not _WORD.fullmatch(str(one)):
        text = f"two things were created, and both have the key {show(one)}"
        yield Breach(rule=CREATED, message=text, cause="one key")


def echoed(
    given: Any, told: Any, view: View | None, admits: Admits, where: str
) -> Iterator[Breach]:
    """What was given stands in the answer."""
    if given is MISSING or told is MISSING:
        return
    if told == {} and (view is None or not view.properties):
        return  # an acknowledgement, that says nothing of what was made
    for each in unlike(given, told, view, admits):
        place = at_pointer(each.path)
        rule = LINK if each.named and len(each.path) == 1 else ECHO
        yield Breach(rule=rule, message=f"{place or '/'} {each.message} ({where})", instance=place)


def read_back(
    answered: Any, read: Any, volatile: frozenset[str], view: View | None = None
) -> Iterator[Breach]:
    """A read tells what the write answered, as far as both tell it."""
    if not isinstance(answered, dict) or not isinstance(read, dict):
        return
    for name in (each for each in answered if each in read):
        member = view.properties.get(name) if view else None
        if alike(answered[name], read[name], member):
            continue
        for each in differences(answered[name], read[name], (name,)):
            place = at_pointer(each.path)
            if place in volatile or f"/{name}" in volatile:
                continue
            if each.left in (MISSING, None) and each.right in (MISSING, None):
                continue
            one, other = shown(each.left, each.right)
            text = f"the answer to the write had {one} at {place}, and a read after it {other}"
            yield Breach(rule=READ_BACK, message=text, instance=f"/{name}")


def defaulted(given: Any, told: Any, view: View | None) -> Iterator[Breach]:
    """A member that was left out has the default that the request's schema documents."""
    if view is None or not isinstance(given, dict) or not isinstance(told, dict):
        return
    for name, member in view.properties.items():
        if name in given or "default" not in member.raw or name not in told:
            continue
        wanted = member.raw["default"]
        if told[name] is not None and not is_default(member, told[name]):
            text = (
                f"/{name} was left out, its default is {show(wanted)}, and it is {show(told[name])}"
            )
            yield Breach(rule=DEFAULT, message=text, instance=f"/{name}")


def taken_over(given: Mapping[str, Any], told: Any) -> Iterator[Breach]:
    """Read-only members that a request gave, and that the thing now has."""
    if not isinstance(told, dict):
        return
    for name, value in given.items():
        if name in told and same(value, told[name]):
            text = f"/{name} is read-only, was given as {show(value)}, and was taken over"
            yield Breach(rule=READ_ONLY, message=text, instance=f"/{name}")


def listed_once(entries: list[Any], complete: bool, what: str) -> Iterator[Breach]:
    """A thing that is there stands in its collection's list exactly once."""
    if len(entries) > 1:
        text = f"{what} stands in the list {len(entries)} times"
        yield Breach(rule=LISTED, message=text, cause="twice")
    elif not entries and complete:
        text = f"{what} was created, and does not stand in the list"
        yield Breach(rule=LISTED, message=text, cause="missing")


def listed_alike(
    entry: Any, state: Any, volatile: frozenset[str], view: View | None
) -> Iterator[Breach]:
    """The entry of a list tells of a thing what the thing itself tells, as far as both do."""
    if not isinstance(entry, dict) or not isinstance(state, dict):
        return
    for name in (each for each in entry if each in state):
        member = view.properties.get(name) if view else None
        one, other = entry[name], state[name]
        if f"/{name}" in volatile or isinstance(one, dict | list) != isinstance(other, dict | list):
            continue
        if not _agree(one, other, member):
            left, right = shown(other, one)
            text = f"the thing has {left} at /{name}, and its entry in the list {right}"
            yield Breach(rule=LISTED, message=text, instance=f"/{name}", cause="entry")


def _agree(one: Any, other: Any, view: View | None) -> bool:
    """Whether two values are alike in what both tell."""
    match one, other:
        case dict(), dict():
            known = view.properties if view else {}
            both = [name for name in one if name in other]
            return all(_agree(one[name], other[name], known.get(name)) for name in both)
        case list(), list() if len(one) == len(other) and not alike(one, other, view):
            items = view.items if view else None
            return all(_agree(a, b, items) for a, b in zip(one, other, strict=True))
        case _:
            return alike(one, other, view)
