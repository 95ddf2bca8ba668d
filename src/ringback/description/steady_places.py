"""Places that stay what they are when the members of a description are written in another order.

A JSON Pointer numbers the entries of a list. Where the order of a list says nothing, an entry is
named here by what it is: a parameter by where it travels and its name, a required member by
itself, what is referred to by its reference.
"""

from typing import Any

from ringback.finding import pointer, steps
from ringback.schema.keywords import reference_target


def steady(document: Any, place: str) -> str:
    """The pointer with names in the place of numbers that say nothing; the same where it has none.

    Steps behind a place that is not there stay as they are.
    """
    node, key = document, ""
    told: list[str] = []
    for step in steps(place):
        told.append(_name(node, key, step))
        node, key = _below(document, node, step), step
    return pointer(told)


def standing(document: Any, place: str) -> str | None:
    """The pointer of a steady place in another description; None where it has no such place."""
    node, key = document, ""
    told: list[str] = []
    for step in steps(place):
        numbers = map(str, range(len(node))) if isinstance(node, list) else (step,)
        found = next((each for each in numbers if _name(node, key, each) == step), None)
        if found is None:
            return None
        told.append(found)
        node, key = _below(document, node, found), found
    return pointer(told)


def _name(node: Any, key: str, step: str) -> str:
    """What a step is called: the entry of a list by what it is, if that tells it from others."""
    if not isinstance(node, list) or not step.isdecimal() or int(step) >= len(node):
        return step
    entry = node[int(step)]
    if isinstance(entry, dict) and isinstance(entry.get("$ref"), str):
        name = str(entry["$ref"])
    elif key == "parameters" and isinstance(entry, dict):
        name = f"{entry.get('in')}:{entry.get('name')}"
    elif key == "required" and isinstance(entry, str):
        name = entry
    elif key == "enum":
        return "*"
    else:
        return step
    return name if not name.isdecimal() else f"'{name}'"


def _below(document: Any, node: Any, step: str) -> Any:
    """What stands below, behind a reference where the step is not there; None for nothing."""
    for _ in range(_MOST):
        if isinstance(node, dict) and step in node:
            return node[step]
        if isinstance(node, list):
            return node[int(step)] if step.isdecimal() and int(step) < len(node) else None
        target = reference_target(node)
        if target is None:
            return None
        node = _at(document, target)
    return None


def _at(document: Any, place: str) -> Any:
    """What stands at a plain pointer; None for nothing."""
    node = document
    for step in steps(place):
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and step.isdecimal() and int(step) < len(node):
            node = node[int(step)]
        else:
            return None
    return node


_MOST = 100  # references in a row
