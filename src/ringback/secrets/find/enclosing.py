"""The names of what a place in a text stands in: elements of XML, objects of GraphQL."""

import re
from collections.abc import Iterator

_NEAR = 400  # characters before the place that are looked at
_DEEP = 3  # names that are told, the nearest first
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60})(?:\s[^<>]{0,200})?(/?)>")
_BRACE = re.compile(r"([A-Za-z_]\w{0,60})?[\"']?\s{0,3}:?\s{0,3}([{(])|([})])")


def enclosing(text: str, at: int) -> Iterator[str]:
    """The names of what is open around a place, the nearest first."""
    before = text[max(0, at - _NEAR) : at]
    names = [*_elements(before), *_objects(before)]
    yield from [name for name in names if name][:_DEEP]


def _elements(before: str) -> list[str]:
    """The elements that are open at the end of a text but for its own."""
    stack: list[str] = []
    for closing, name, empty in _TAG.findall(before):
        if closing:
            if name in stack:
                del stack[len(stack) - 1 - stack[::-1].index(name) :]
        elif not empty:
            stack.append(name)
    return [name.rpartition(":")[2] for name in stack[-2::-1]]


def _objects(before: str) -> list[str]:
    """What stands before the braces and brackets that are open at the end of a text."""
    stack: list[str] = []
    for name, opening, closing in _BRACE.findall(before):
        if opening:
            stack.append(name)
        elif closing and stack:
            stack.pop()
    return stack[::-1]
