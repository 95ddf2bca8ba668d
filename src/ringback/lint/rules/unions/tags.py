"""The tags of a union: the members that tell its branches apart, or were meant to."""

from collections.abc import Iterable
from typing import Any

from ringback.lint.shared.unions import UnionBranch
from ringback.payload import same, show
from ringback.schema.document import Schema
from ringback.schema.value_schema import ValueSchema, value_schema


def tag_advice(one: UnionBranch, other: UnionBranch, named: str | None) -> str:
    """What to do about two branches that admit the same object; what their tags fail to do.

    `named` is the member that a discriminator names. It is a hint for reading a payload, and
    decides of none whether it is valid (OpenAPI 3.1.1, 4.8.25).
    """
    if not (one.value.may_be_object and other.value.may_be_object):
        return ": make their types or formats exclude each other"
    there = other.value.members
    for name, schemas in one.value.members.items():
        if name not in there:
            continue
        left, right = listed_values(schemas), listed_values(there[name])
        if left is None or right is None:
            continue
        if any(same(each, again) for each in left for again in right):
            return f"; the tag {show(name)} may be the same in both: give each a const of its own"
        if name not in required(one.value) & required(other.value):
            return f"; the tag {show(name)} is not required, so it may be left out: require it"
    if named is not None:
        name = show(named)
        return f": the discriminator {name} is a hint alone; require {name}, with a const in each"
    return ": give each a required member with a const of its own"


def listed_values(schemas: Iterable[Schema]) -> list[Any] | None:
    """The few values that a member may have, by const or enum; None where they are not listed."""
    value = value_schema(*schemas)
    for const in value.said("const"):
        return [const]
    for members in value.said("enum"):
        return members if isinstance(members, list) else None
    return None


def required(value: ValueSchema) -> frozenset[str]:
    """The members that must be there."""
    lists = (names for names in value.said("required") if isinstance(names, list))
    return frozenset(name for names in lists for name in names)
