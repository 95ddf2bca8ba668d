"""Which coverage points a change of schemas touches: choices that are new, or say something else.

A point stands for what the part says that leaves the choice: a member that may be absent for the
member's schema, a branch for the branch's, all others for the schema that they are a choice of.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Chart, Point
from ringback.coverage.value_points import part_values
from ringback.schema.keywords import ANNOTATIONS, MANY, MAPS, ONE
from ringback.schema.view import View

# What says how a payload looks or travels, though no validator asks for it.
_TELLING = frozenset({"default", "readOnly", "writeOnly", "discriminator", "contentEncoding"})
# Each entry is a point of its own, or makes one.
_POINTS = frozenset({"enum", "required"})
_BELOW = frozenset({"$ref", *ONE, *MANY, *MAPS})


def touched_points(older: Iterable[Chart], newer: Iterable[Chart]) -> frozenset[Point]:
    """The newer schemas' points that the older ones have not, or say something else of."""
    known: dict[tuple[str, ChoiceKind, str], set[str]] = defaultdict(set)
    for chart in older:
        for point, said in _said(chart):
            known[point.key].add(said)
    return frozenset(
        point for chart in newer for point, said in _said(chart) if said not in known[point.key]
    )


def _said(chart: Chart) -> Iterator[tuple[Point, str]]:
    """Each point with what the schema says that it stands for, as one text."""
    for part in chart.parts():
        here = _own(part.view)
        alone = {each.point: each.view for each in part.branches.values()}
        for name, pair in part.optional.items():
            alone |= dict.fromkeys(pair, part.view.properties[name])
        for point in (*part.own, *part_values(part)):
            yield point, _own(alone[point]) if point in alone else here


def _own(view: View) -> str:
    """What a schema says itself, without what stands below it and what is said to readers."""
    kept, key = view.document.kept, ("said", view.pointer)
    if key not in kept:
        told: Mapping[str, Any] = {
            name: sorted(value) if name == "type" and isinstance(value, list) else value
            for name, value in view.raw.items()
            if name in _TELLING
            or not (name in ANNOTATIONS or name.startswith("x-") or name in _BELOW | _POINTS)
        }
        kept[key] = json.dumps(told, sort_keys=True, default=str)
    text: str = kept[key]
    return text
