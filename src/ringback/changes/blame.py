"""Which schemas say something of a part of a payload: those that hold on the way to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.finding import pointer, steps
from ringback.schema.applying import of_member
from ringback.schema.document import Schema
from ringback.witness import admits


def parts_at(schema: Schema, payload: Any, instance: str) -> list[Schema]:
    """The schemas that the payload's part at a pointer has to fit, the outermost first.

    Of unions the branches that admit what stands there are followed.
    """
    found = [schema]
    path = steps(instance)
    for depth, step in enumerate(path):
        value = value_at(payload, pointer(path[:depth]))
        found = list(
            dict.fromkeys(
                below.bare()
                for part in found
                for each in _holding(part, value)
                for below in _children(each, value, step)
            )
        )
    value = value_at(payload, instance)
    held = [each for part in found for each in _holding(part, value)]
    return list(dict.fromkeys(held))


def every_at(schema: Schema, instance: str) -> list[Schema]:
    """The schemas that some payload's part at a pointer has to fit: those of every branch."""
    found = [schema]
    for step in steps(instance):
        found = list(
            dict.fromkeys(
                below.bare()
                for part in found
                for each in _holding(part, _ANYTHING)
                for below in _either(each, step)
            )
        )
    return list(dict.fromkeys(each for part in found for each in _holding(part, _ANYTHING)))


class _Anything:
    """Stands for a value of which nothing is known: every branch may hold."""


_ANYTHING = _Anything()


def _holding(part: Schema, value: Any) -> Iterator[Schema]:
    """The schema with all that it is made of, as far as it admits the value."""
    pending, seen = [part], set()
    while pending:
        here = pending.pop(0).bare()
        if here in seen or not isinstance(here.raw, Mapping):
            continue
        seen.add(here)
        yield here
        pending = [*_inner(here, here.raw, value), *pending]


def _inner(part: Schema, raw: Mapping[str, Any], value: Any) -> Iterator[Schema]:
    there = part.reference
    if there is not None:
        yield there
    for index in range(len(raw.get("allOf", ()))):
        yield part.below("allOf", index)
    for keyword in ("anyOf", "oneOf"):
        for index in range(len(raw.get(keyword, ()))):
            if value is _ANYTHING or admits(part.below(keyword, index), value):
                yield part.below(keyword, index)
    if "if" in raw:
        words: tuple[str, ...] = ("then", "else")
        if value is not _ANYTHING:
            words = ("then",) if admits(part.below("if"), value) else ("else",)
        yield from (part.below(word) for word in words if word in raw)
    for name in raw.get("dependentSchemas", {}):
        if value is _ANYTHING or (isinstance(value, Mapping) and name in value):
            yield part.below("dependentSchemas", name)


def _either(part: Schema, step: str) -> Iterator[Schema]:
    """What a schema says of a member or of an item of this name."""
    yield from of_member(part, step)
    if step.isdigit():
        yield from _item(part, part.raw, int(step))


def _children(part: Schema, value: Any, step: str) -> Iterator[Schema]:
    raw = part.raw
    if isinstance(value, Mapping):
        yield from of_member(part, step)
    elif isinstance(value, Sequence):
        yield from _item(part, raw, int(step))


def _item(part: Schema, raw: Mapping[str, Any], index: int) -> Iterator[Schema]:
    if index < len(raw.get("prefixItems", ())):
        yield part.below("prefixItems", index)
    elif "items" in raw:
        yield part.below("items")


def value_at(payload: Any, instance: str) -> Any:
    """What stands at a pointer in a payload; None where nothing does."""
    node = payload
    for step in steps(instance):
        if isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        else:
            node = node.get(step) if isinstance(node, Mapping) else None
    return node
