"""Which schemas say something of a part of a payload: those that hold on the way to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.finding import pointer, steps
from ringback.witness import Part, matches


def parts_at(schema: Part, payload: Any, instance: str) -> list[Part]:
    """The schemas that the payload's part at a pointer has to fit, the outermost first.

    Of unions the branches that admit what stands there are followed.
    """
    found = [schema]
    path = steps(instance)
    for depth, step in enumerate(path):
        value = value_at(payload, pointer(path[:depth]))
        found = [
            below
            for part in found
            for each in _holding(part, value)
            for below in _children(each, value, step)
        ]
    value = value_at(payload, instance)
    held = [each for part in found for each in _holding(part, value)]
    return list(dict.fromkeys(held))


def _holding(part: Part, value: Any) -> Iterator[Part]:
    """The schema with all that it is made of, as far as it admits the value."""
    pending, seen = [part], set()
    while pending:
        here = pending.pop(0).bare()
        if here in seen or not isinstance(here.raw, Mapping):
            continue
        seen.add(here)
        yield here
        pending = [*_inner(here, here.raw, value), *pending]


def _inner(part: Part, raw: Mapping[str, Any], value: Any) -> Iterator[Part]:
    there = part.referred()
    if there is not None:
        yield there
    for index in range(len(raw.get("allOf", ()))):
        yield part.below("allOf", index)
    for keyword in ("anyOf", "oneOf"):
        for index in range(len(raw.get(keyword, ()))):
            if part.below(keyword, index).admits(value):
                yield part.below(keyword, index)
    if "if" in raw:
        word = "then" if part.below("if").admits(value) else "else"
        if word in raw:
            yield part.below(word)
    for name in raw.get("dependentSchemas", {}):
        if isinstance(value, Mapping) and name in value:
            yield part.below("dependentSchemas", name)


def _children(part: Part, value: Any, step: str) -> Iterator[Part]:
    raw = part.raw
    if isinstance(value, Mapping):
        yield from _member(part, raw, step)
    elif isinstance(value, Sequence):
        prefix = len(raw.get("prefixItems", ()))
        if int(step) < prefix:
            yield part.below("prefixItems", int(step))
        elif "items" in raw:
            yield part.below("items")


def _member(part: Part, raw: Mapping[str, Any], name: str) -> Iterator[Part]:
    described = False
    if name in raw.get("properties", {}):
        described = True
        yield part.below("properties", name)
    for pattern in raw.get("patternProperties", {}):
        if matches(pattern, name):
            described = True
            yield part.below("patternProperties", pattern)
    if "additionalProperties" in raw and not described:
        yield part.below("additionalProperties")


def value_at(payload: Any, instance: str) -> Any:
    """What stands at a pointer in a payload; None where nothing does."""
    node = payload
    for step in steps(instance):
        if isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        else:
            node = node.get(step) if isinstance(node, Mapping) else None
    return node
