"""What a branch declares: the members of its objects, the items of its arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.changes.shapes import Branch, Forms, Shapes, Together
from ringback.finding import pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A declared member: its schemas, whether it must be there, where it is declared first."""

    forms: Forms
    required: bool
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What one branch declares, or several taken together.

    `patterns` and `spread` tell the names that are declared by a pattern, or all of them;
    `closed` that no other members may be. `below` are the schemas of items and of members that
    are not declared by name, by keyword and step. `arrays` tells that it has items and no members.
    """

    place: str
    name: str
    members: Mapping[str, Member]
    closed: bool
    patterns: tuple[str, ...]
    spread: bool
    below: Mapping[tuple[str, str], Forms]
    arrays: bool


def thing(shapes: Shapes, branch: Branch) -> Thing:
    """What the schemas of a branch declare together."""
    maps = {place: shapes.raw(place) for place in branch.parts}
    always = {place: raw for place, raw in maps.items() if isinstance(raw, Mapping)}
    maps |= {place: shapes.raw(place) for place in branch.perhaps}
    parts = {place: raw for place, raw in maps.items() if isinstance(raw, Mapping)}
    required = {name for raw in always.values() for name in _names(raw.get("required"))}
    members: dict[str, Together] = {}
    below: dict[tuple[str, str], Together] = {}
    for place, raw in parts.items():
        for name, schema in _map(raw, "properties").items():
            if schema is False:  # forbidden, and not declared
                continue
            declared = f"{place}/properties{pointer([name])}"
            members[name] = (*members.get(name, ()), declared)
        for key, there in _below(place, raw):
            below[key] = (*below.get(key, ()), there)
    telling = [place for place, raw in parts.items() if "properties" in raw or "items" in raw]
    return Thing(
        place=(telling or list(parts) or [""])[0],
        name=branch.name,
        members={
            name: Member(forms=(where,), required=name in required, place=where[0])
            for name, where in members.items()
        },
        closed=any(_closed(raw) for raw in always.values()),
        patterns=tuple(name for raw in parts.values() for name in _map(raw, "patternProperties")),
        spread=("additionalProperties", "*") in below,
        below={key: (where,) for key, where in below.items()},
        arrays=not members and any(key in below for key in (("items", "*"), ("prefixItems", "0"))),
    )


def pooled(things: Sequence[Thing]) -> Thing:
    """What any of several declares; a member must be there where it must be in all of them."""
    if len(things) == 1:
        return things[0]
    names = dict.fromkeys(name for each in things for name in each.members)
    keys = dict.fromkeys(key for each in things for key in each.below)
    members = {}
    for name in names:
        declared = [each.members[name] for each in things if name in each.members]
        members[name] = Member(
            forms=_union(each.forms for each in declared),
            required=len(declared) == len(things) and all(each.required for each in declared),
            place=declared[0].place,
        )
    return Thing(
        place=things[0].place,
        name="",
        members=members,
        closed=all(each.closed for each in things),
        patterns=tuple(dict.fromkeys(one for each in things for one in each.patterns)),
        spread=any(each.spread for each in things),
        below={key: _union(each.below.get(key, ()) for each in things) for key in keys},
        arrays=all(each.arrays for each in things),
    )


def _below(place: str, raw: Mapping[str, Any]) -> Iterable[tuple[tuple[str, str], str]]:
    """The schemas of what has no name of its own."""
    for keyword in ("items", "additionalProperties"):
        if isinstance(raw.get(keyword), Mapping) and raw[keyword]:
            yield (keyword, "*"), f"{place}/{keyword}"
    listed = raw.get("prefixItems")
    for index in range(len(listed) if isinstance(listed, list) else 0):
        yield ("prefixItems", str(index)), f"{place}/prefixItems/{index}"
    for name in _map(raw, "patternProperties"):
        yield (f"patternProperties {name}", "*"), f"{place}/patternProperties{pointer([name])}"


def _closed(raw: Mapping[str, Any]) -> bool:
    return raw.get("additionalProperties") is False or raw.get("unevaluatedProperties") is False


def _map(raw: Mapping[str, Any], keyword: str) -> Mapping[str, Any]:
    found = raw.get(keyword)
    return found if isinstance(found, Mapping) else {}


def _names(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _union(several: Iterable[Forms]) -> Forms:
    return tuple(dict.fromkeys(each for forms in several for each in forms))
