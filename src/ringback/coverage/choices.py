"""What a schema leaves open at one place, asked of its keywords alone."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any

from ringback.finding import steps
from ringback.payload import show
from ringback.schema.view import View

_NAMED = frozenset({"schemas", "$defs", "definitions"})  # where a schema has a name of its own


class ChoiceKind(StrEnum):
    """What a coverage point is about, in the words of a report."""

    ASKED = "a request"
    SUCCESS = "an answer with success"
    BRANCH = "branch"
    VACUOUS = "an object that says nothing"
    TYPE = "type"
    ENUM = "enum member"
    PRESENT = "present"
    ABSENT = "absent"
    EMPTY = "no item"
    ONE = "one item"
    MANY = "three items or more"
    EMPTY_TEXT = "an empty text"
    PADDED = "a text with space around"
    CONTROL = "a text with control characters"
    PLANES = "a text of every plane"
    HUNDREDS = "a text of 256 characters or more"
    THOUSANDS = "a text of 4096 characters or more"
    TENS_OF_THOUSANDS = "a text of 65536 characters or more"
    ZERO = "zero"
    NEGATIVE = "a negative number"
    FRACTION = "a fraction"
    PAST_32 = "a number past 32 bits"
    PAST_53 = "a number past 53 bits"
    PAST_64 = "a number past 64 bits"
    TRUE = "true"
    FALSE = "false"


def simple(view: View) -> Iterator[ChoiceKind]:
    """The booleans, and the lengths that an array may have."""
    if "boolean" in view.types:
        yield from (ChoiceKind.TRUE, ChoiceKind.FALSE)
    if "array" not in view.types:
        return
    raw = view.raw
    least, most = raw.get("minItems", 0), raw.get("maxItems", float("inf"))
    if raw.get("uniqueItems") is True and view.items is not None and "enum" in view.items.raw:
        most = min(most, len(view.items.raw["enum"]))
    for kind, low, high in (
        (ChoiceKind.EMPTY, 0, 0),
        (ChoiceKind.ONE, 1, 1),
        (ChoiceKind.MANY, 3, most),
    ):
        if max(low, least) <= min(high, most):
            yield kind


def simple_of(value: Any) -> ChoiceKind | None:
    """Which of these a value shows: from three items on, an order can be lost in the middle."""
    if isinstance(value, bool):
        return ChoiceKind.TRUE if value else ChoiceKind.FALSE
    if not isinstance(value, list):
        return None
    return {0: ChoiceKind.EMPTY, 1: ChoiceKind.ONE, 2: None}.get(len(value), ChoiceKind.MANY)


def type_of(value: Any, named: Collection[str]) -> str:
    """The JSON type of a value, as a schema that names these types calls it."""
    if isinstance(value, bool):
        return "boolean"
    if value is None:
        return "null"
    for kind, name in ((str, "string"), (list, "array"), (dict, "object")):
        if isinstance(value, kind):
            return name
    return "integer" if isinstance(value, int) and "integer" in named else "number"


def tag_of(union: View, branch: View) -> str | None:
    """What tells the branch from the others: a const, a lone enum member, or a discriminator's."""
    for member in branch.properties.values():
        named = [member.raw["const"]] if "const" in member.raw else member.raw.get("enum", ())
        if len(named) == 1 and isinstance(named[0], str):
            return named[0]
    discriminator = union.raw.get("discriminator")
    if not isinstance(discriminator, dict):
        return None
    name = steps(branch.pointer)[-1]
    mapping = discriminator.get("mapping", {})
    mapped = (tag for tag, target in mapping.items() if target in (f"#{branch.pointer}", name))
    return next(mapped, name)


def name_of(branch: View, index: int) -> str:
    """What to call a branch without a tag: its component, its types, or its number."""
    path = steps(branch.pointer)
    if len(path) > 1 and path[-2] in _NAMED:
        return path[-1]
    return "|".join(branch.types) or str(index)


def never(view: View) -> bool:
    """Whether it is the schema that admits nothing."""
    return view.document.at(view.pointer) is False


def where(view: View, name: str) -> str:
    """The place of a named member in the description, that of an allOf included."""
    if name not in view.raw.get("properties", {}):
        for part in view.parts:
            if name in part.properties:
                return where(part, name)
    return view.where("properties", name)


def spelt(value: Any) -> str:
    """An enum member for a person."""
    return value if isinstance(value, str) else show(value)
