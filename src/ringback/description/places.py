"""Find a value in a description by its pointer, through the references on the way."""

from typing import Any
from urllib.parse import unquote

from ringback.description.tree import is_index
from ringback.finding import pointer, steps

# More references in a row than any description has lead round in a circle.
_MAX_HOPS = 100


def locate(document: Any, place: str) -> tuple[str, Any]:
    """The pointer and the value that a pointer leads to once references are followed.

    Raises KeyError with the pointer where there is no such place, or references lead in a circle.
    """
    hops = 0
    todo = steps(place)
    here: list[str] = []
    node = document
    while True:
        step = todo[0] if todo else None
        if step is not None and isinstance(node, dict) and step in node:
            node = node[step]
        elif (
            step is not None and isinstance(node, list) and is_index(step) and int(step) < len(node)
        ):
            node = node[int(step)]
        elif isinstance(node, dict) and _target(node) is not None:
            hops += 1
            if hops > _MAX_HOPS:
                raise KeyError(place)
            todo = [*steps(_target(node) or ""), *todo]
            here, node = [], document
            continue
        elif step is None:
            return pointer(here), node
        else:
            raise KeyError(place)
        here.append(todo.pop(0))


def _target(node: dict[str, Any]) -> str | None:
    """The pointer that a reference holds, None where the node is none within this document."""
    target = node.get("$ref")
    if isinstance(target, str) and target.startswith("#"):
        return unquote(target[1:])
    return None
