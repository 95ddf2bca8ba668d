"""The tags of a union: the members that tell its branches apart, or were meant to."""

from typing import Any

from ringback.lint.unions import Branch
from ringback.lint.values import Value, Values
from ringback.payload import same, show


def tag_advice(values: Values, one: Branch, other: Branch, named: str | None) -> str:
    """What to do about two branches that admit the same object; what their tags fail to do.

    `named` is the member that a discriminator names. It is a hint for reading a payload, and
    decides of none whether it is valid (OpenAPI 3.1.1, 4.8.25).
    """
    if not (one.admits_objects and other.admits_objects):
        return ": make their types or formats exclude each other"
    there = values.members(other.value)
    for name, places in values.members(one.value).items():
        if name not in there:
            continue
        left, right = listed(values, places), listed(values, there[name])
        if left is None or right is None:
            continue
        if any(same(each, again) for each in left for again in right):
            return f"; the tag {show(name)} may be the same in both: give each a const of its own"
        if name not in required(values, one.value) & required(values, other.value):
            return f"; the tag {show(name)} is not required, so it may be left out: require it"
    if named is not None:
        name = show(named)
        return f": the discriminator {name} is a hint alone; require {name}, with a const in each"
    return ": give each a required member with a const of its own"


def listed(values: Values, places: list[str]) -> list[Any] | None:
    """The few values that a member may have, by const or enum; None where they are not listed."""
    value = values.value(places)
    for _, const in values.said(value, "const"):
        return [const]
    for _, members in values.said(value, "enum"):
        return members if isinstance(members, list) else None
    return None


def required(values: Values, value: Value) -> frozenset[str]:
    """The members that must be there."""
    return frozenset(
        name
        for _, names in values.said(value, "required")
        for name in (names if isinstance(names, list) else ())
    )
