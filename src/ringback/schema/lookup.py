"""Find a value in a description by its pointer, through the references on the way."""

from typing import Any

from ringback.finding import pointer, steps
from ringback.payload import MISSING, at
from ringback.schema.keywords import reference_target

# More references in a row than any description has lead round in a circle.
_MOST = 100


def locate(document: Any, place: str) -> tuple[str, Any]:
    """The pointer and the value that a pointer leads to once references are followed.

    Raises KeyError with the pointer where there is no such place, or references lead in a circle.
    """
    followed = 0
    todo = steps(place)
    here: list[str] = []
    node = document
    while True:
        step = todo[0] if todo else None
        if step is not None and isinstance(node, dict) and step in node:
            node = node[step]
        elif step is not None and isinstance(node, list) and at(node, [step]) is not MISSING:
            node = node[int(step)]
        elif (target := reference_target(node)) is not None:
            followed += 1
            if followed > _MOST:
                raise KeyError(place)
            todo = [*steps(target), *todo]
            here, node = [], document
            continue
        elif step is None:
            return pointer(here), node
        else:
            raise KeyError(place)
        here.append(todo.pop(0))
