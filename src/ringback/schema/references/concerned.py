"""Which places of a document a change concerns: what it is in, and what leads there."""

import json
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any
from urllib.parse import unquote

_REFERENCE = re.compile(r'"\$ref": "#((?:[^"\\]|\\.)*)"')


def references(value: Any) -> frozenset[str]:
    """The pointers that references within a JSON value lead to, those in its data included."""
    return in_text(json.dumps(value, default=str))


def in_text(text: str) -> frozenset[str]:
    """The same of a value's text, as `json.dumps` has it."""
    found = frozenset(_REFERENCE.findall(text))
    return frozenset(unquote(json.loads(f'"{it}"') if "\\" in it else it) for it in found)


def leading_to(
    starts: Iterable[str],
    targets: Callable[[str], Collection[str] | None],
    also: Iterable[tuple[str, str]] = (),
) -> frozenset[str]:
    """The places that are concerned, of those that references lead to from some others.

    `targets` answers where the references of a place lead, or None for one that is concerned
    itself; `also` are further steps, from a place to one that it leads to.
    """
    users: dict[str, list[str]] = {}
    for place, target in also:
        users.setdefault(target, []).append(place)
    met: set[str] = set()
    concerned: list[str] = []
    pending = [*starts, *users]
    while pending:
        here = pending.pop()
        if here in met:
            continue
        met.add(here)
        found = targets(here)
        if found is None:
            concerned.append(here)
        for each in found or ():
            users.setdefault(each, []).append(here)
            pending.append(each)
    closed: set[str] = set()
    while concerned:
        here = concerned.pop()
        if here not in closed:
            closed.add(here)
            concerned += users.get(here, ())
    return frozenset(closed)
