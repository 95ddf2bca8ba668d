"""What an action does: the state that it is named by, or that it is given, is there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringback.laws.differences import was_is
from ringback.laws.likeness import Breach
from ringback.payload import MISSING, same, show
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
    for name, wanted in given.items() if isinstance(given, Mapping) else ():
        choices = _choices(asked.properties.get(name)) if asked else frozenset()
        fitting = [each for each, view in members.items() if choices and _choices(view) == choices]
        if len(fitting) == 1 and not same(after.get(fitting[0], MISSING), wanted):
            here, there = fitting[0], after.get(fitting[0], MISSING)
            text = f"/{name} was given as {show(wanted)} and accepted, and /{here} is {show(there)}"
            yield Breach(rule=ACTED, message=text, instance=f"/{here}", cause="given")
    for name, view in members.items():
        led = participles(verb) & _choices(view)
        there = after.get(name, MISSING)
        if led and there is not MISSING and there not in led:
            text = f"{verb} was accepted, and /{name} is {show(there)}, not {show(min(led))}"
            yield Breach(rule=ACTED, message=text, instance=f"/{name}", cause="verb")


def recorded(given: Any, after: Any) -> Iterator[Breach]:
    """A text that an action is given, and that the thing tells under the same name, is that text.

    It may stand in an object of its own, and in a longer text.
    """
    if not isinstance(given, Mapping) or not isinstance(after, Mapping):
        return
    for name, wanted in given.items():
        holders = [after, *(each for each in after.values() if isinstance(each, Mapping))]
        places = [each for each in holders if name in each]
        if len(places) != 1 or not isinstance(wanted, str):
            continue
        there = places[0][name]
        if isinstance(there, str) and wanted.strip().casefold() not in there.casefold():
            text = f"/{name} was given as {show(wanted)} and accepted, and is {show(there)}"
            yield Breach(rule=ACTED, message=text, instance=f"/{name}", cause="recorded")


def framed(
    verb: str, given: Any, before: Any, after: Any, told: View | None, free: Mapping[str, View]
) -> Iterator[Breach]:
    """An action that leads to a state changes no free text and no number that clients give.

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
        plain = type(old) in {int, float} or isinstance(old, str)
        if plain and not {"enum", "format", "const"} & view.raw.keys() and not same(old, new):
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
