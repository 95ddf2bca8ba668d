"""Bodies of which a part is to be ignored: only a branch that says nothing admits it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ringback.laws.differences import differences
from ringback.payload import at
from ringback.sampling.breakage import Path, replaced
from ringback.sampling.sampler import Sample
from ringback.schema.given import given
from ringback.schema.view import Admits, View

_INDEX = re.compile(r"/\d+")


def ignored_bodies(
    view: View, admits: Admits, broken: Iterable[tuple[Any, Any, str]]
) -> Iterator[Sample]:
    """Of the ways to break a part, those that are admitted all the same: two for each place.

    `broken` are bodies, each with the one that it was made of before it and a label behind it. As
    many as differ in their part stand in one body.
    """
    groups: dict[tuple[frozenset[str], str], list[tuple[Any, Any, str]]] = {}
    for whole, value, label in broken:
        if not admits(view.pointer, value):
            continue
        new = _left_out(view, admits, value) - _left_out(view, admits, whole)
        if new:
            groups.setdefault((new, label.rpartition(": ")[0]), []).append((whole, value, label))
    by_whole: dict[str, tuple[Any, list[tuple[Any, str]]]] = {}
    for whole, value, label in _picked(groups.values()):
        by_whole.setdefault(repr(whole), (whole, []))[1].append((value, label))
    for whole, bodies in by_whole.values():
        yield from _combined(whole, bodies)


def _left_out(view: View, admits: Admits, value: Any) -> frozenset[str]:
    """The places of a body that no concrete form takes; an item stands for all of its array."""
    taken = given(view, value, admits)
    return frozenset(_INDEX.sub("/*", each.place) for each in differences(value, taken))


def _picked(
    groups: Iterable[Sequence[tuple[Any, Any, str]]],
) -> Iterator[tuple[Any, Any, str]]:
    """Of the ways to break each place two, and from place to place others."""
    for turn, bodies in enumerate(groups):
        size = len(bodies)
        yield from (bodies[index] for index in {turn % size, (turn + (size + 1) // 2) % size})


def _combined(whole: Any, bodies: Sequence[tuple[Any, str]]) -> Iterator[Sample]:
    """Bodies that are broken in one part each, as many as differ in their part in one."""
    by_part: dict[Path, list[tuple[Any, str]]] = {}
    for value, label in bodies:
        found = next((each.path[:2] for each in differences(whole, value)), ())
        by_part.setdefault(found, []).append((value, label))
    longest, *others = sorted(by_part.items(), key=lambda part: -len(part[1])) or [((), [])]
    for index, (value, label) in enumerate(longest[1]):
        body, labels = value, [label]
        for path, broken in others:
            if index < len(broken) and path:
                other, its = broken[index]
                body = replaced(body, path, at(other, path))
                labels.append(its)
        yield Sample(value=body, label="; ".join(labels))
    for path, broken in others:
        for value, label in broken[len(longest[1]) :] if path else broken:
            yield Sample(value=value, label=label)
