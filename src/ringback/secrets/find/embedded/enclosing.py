"""The names of what a place in a text stands in: elements of XML, objects of GraphQL."""

import re
from collections.abc import Iterator

_NEAR = 400  # characters before the place that are looked at
_WRAPPERS = frozenset(
    ("input", "data", "object", "set", "values", "params", "args", "payload", "body", "attributes")
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60})(?:\s[^<>]{0,200})?(/?)>")
_BRACE = re.compile(r"([A-Za-z_]\w{0,60})?[\"']?\s{0,3}:?\s{0,3}([{(])|([})])")


def enclosing(text: str, at: int) -> Iterator[str]:
    """The names of what is open around a place, from the nearest to the first that says something.

    What only wraps an argument (`input`) says nothing.
    """
    before = text[max(0, at - _NEAR) : at]
    for name in [*_elements(before), *_objects(before)]:
        if name:
            yield name
            if name.lower() not in _WRAPPERS:
                return


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
