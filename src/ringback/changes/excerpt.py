"""The part of a document that one schema needs: small enough to copy and change."""

import copy
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from ringback.finding import steps


def excerpt(document: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The schema at the pointer and all that it refers to, each a copy at its own pointer.

    On the way to them arrays have become objects, whose members are called by the index: every
    pointer leads where it led.
    """
    made: dict[str, Any] = {}
    pending = [place]
    seen: set[str] = set()
    while pending:
        here = pending.pop()
        if here in seen:
            continue
        seen.add(here)
        node = _at(document, here)
        if not _has(made, here):
            _put(made, here, copy.deepcopy(node))
        pending += _references(node)
    return made


def _references(node: Any) -> list[str]:
    """Where the references in a schema lead; a member of that name in an example does no harm."""
    found: list[str] = []
    todo = [node]
    while todo:
        here = todo.pop()
        if isinstance(here, Mapping):
            target = here.get("$ref")
            if isinstance(target, str) and target.startswith("#"):
                found.append(unquote(target[1:]))
            todo += here.values()
        elif isinstance(here, list):
            todo += here
    return found


def _at(document: Mapping[str, Any], place: str) -> Any:
    node: Any = document
    for step in steps(place):
        if isinstance(node, list):
            node = node[int(step)] if step.isdigit() and int(step) < len(node) else None
        else:
            node = node.get(step) if isinstance(node, Mapping) else None
    return node


def _has(made: Mapping[str, Any], place: str) -> bool:
    """Whether it has been copied already, within something larger."""
    return _at(made, place) is not None


def _put(made: dict[str, Any], place: str, node: Any) -> None:
    *path, last = steps(place)
    here: Any = made
    for step in path:
        here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
    if isinstance(here, dict):
        # What stands below it may have been copied before it: the whole holds that as well.
        here[last] = node
