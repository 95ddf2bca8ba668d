"""What an action does: the state that it is named by, or that it is given, is there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringback.laws.differences import was_is
from ringback.laws.likeness import Breach
from ringback.payload import MISSING, at, same, show
from ringback.schema.view import View

ACTED = "law/acted"


def effected(
    verb: str, given: Any, asked: View | None, after: Any, told: View | None
) -> Iterator[Breach]:
    """An accepted action that is to lead to a state has led there.

    A body names the state where it has a member with the choices of one of the thing's; else the
    verb does: `cancel` leads to `cancelled`.
    """
    if not isinstance(after, Mapping) or told is None:
        return
    members = dict(told.properties)
    for name, view in members.items():
        choices, there = _choices(view), after.get(name, MISSING)
        alike = [each for each, other in members.items() if choices and _choices(other) == choices]
        wanted = [
            value
            for each, value in (given.items() if isinstance(given, Mapping) else ())
            if asked is not None and choices and _choices(asked.properties.get(each)) == choices
        ]
        if wanted and alike == [name] and not any(same(there, each) for each in wanted):
            text = f"{show(wanted[0])} was given and accepted, and /{name} is {show(there)}"
            yield Breach(rule=ACTED, message=text, instance=f"/{name}", cause="given")
    for name, view in members.items():
        led = participles(verb) & _choices(view)
        there = after.get(name, MISSING)
        if led and there is not MISSING and there not in led:
            text = f"{verb} was accepted, and /{name} is {show(there)}, not {show(min(led))}"
            yield Breach(rule=ACTED, message=text, instance=f"/{name}", cause="verb")


def recorded(given: Any, before: Any, after: Any) -> Iterator[Breach]:
    """A text that an action is given, and that it writes under the same name, is that text.

    It may stand in an object of its own, and in a longer text. What the action has not changed may
    be something else of the same name.
    """
    if not all(isinstance(each, Mapping) for each in (given, before, after)):
        return
    for name, wanted in given.items():
        places = [(), *((each,) for each, value in after.items() if isinstance(value, Mapping))]
        found = [(*place, name) for place in places if at(after, (*place, name)) is not MISSING]
        if len(found) != 1 or not isinstance(wanted, str):
            continue
        old, there = (at(each, found[0]) for each in (before, after))
        if not isinstance(there, str) or same(old, there):
            continue
        if wanted.strip().casefold() not in there.casefold():
            text = f"/{name} was given as {show(wanted)} and accepted, and is {show(there)}"
            yield Breach(rule=ACTED, message=text, instance=f"/{name}", cause="recorded")


def framed(
    verb: str, given: Any, before: Any, after: Any, told: View | None, free: Mapping[str, View]
) -> Iterator[Breach]:
    """An action that leads to a state takes away no free text that clients give.

    `free` are the members of requests that make or change the thing.
    """
    if not isinstance(before, Mapping) or not isinstance(after, Mapping) or told is None:
        return
    choices = [_choices(each) for each in told.properties.values()]
    if not any(participles(verb) & each for each in choices):
        return
    for name, view in free.items():
        old, new = before.get(name, MISSING), after.get(name, MISSING)
        if MISSING in (old, new) or (isinstance(given, Mapping) and name in given):
            continue
        plain = isinstance(old, str) and not {"enum", "format", "const"} & view.raw.keys()
        if plain and old not in str(new):
            text = f"{verb} changed /{name}: {was_is(old, new)}"
            yield Breach(rule=ACTED, message=text, instance=f"/{name}", cause="frame")


def participles(verb: str) -> frozenset[str]:
    """What a thing is behind a verb: `closed`, `cancelled`, `applied`, in both cases."""
    word = re.split(r"[-_]|(?<=[a-z])(?=[A-Z])", verb)[0].lower()
    if not re.fullmatch("[a-z]{3,}", word):
        return frozenset()
    ends = {f"{word}ed", f"{word}{word[-1]}ed"}
    ends |= {f"{word}d"} if word.endswith("e") else set()
    ends |= {f"{word[:-1]}ied"} if word.endswith("y") else set()
    return frozenset(ends | {each.upper() for each in ends} | {each.capitalize() for each in ends})


def _choices(view: View | None) -> frozenset[str]:
    """The texts that a member may be; none where it is free."""
    return frozenset(
        each for each in (view.raw.get("enum", ()) if view else ()) if isinstance(each, str)
    )
