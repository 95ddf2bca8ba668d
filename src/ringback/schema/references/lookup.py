"""Find a value in a description by its pointer, through the references on the way."""

from collections.abc import Iterable, Iterator
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
    todo = steps(place)
    straight = at(document, todo)
    plain = straight is not MISSING and (not place or place[0] == "/") and "~" not in place
    if plain and reference_target(straight) is None:
        return place, straight  # no reference stands in the way: nearly always
    followed = 0
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


def at_places(document: Any, places: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Each of many pointers with the node at it, no reference followed, or with `MISSING`.

    What holds several of them is looked for once. The document is not to change meanwhile, but for
    members of the node that was answered last.
    """
    known: dict[str, Any] = {"": document}
    for place in places:
        above, _, last = place.rpartition("/")
        if above not in known:
            known[above] = at(document, steps(above))
        holder = known[above]
        plain = type(holder) is dict and "~" not in last and place != ""
        node = holder.get(last, MISSING) if plain else at(document, steps(place))
        known[place] = node
        yield place, node


def fragment(place: str) -> str:
    """The pointer as a URI fragment (RFC 6901 section 6)."""
    return "".join(
        char
        if char.isascii() and (char.isalnum() or char in "/-_.~$:@!'()*+,;=")
        else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in place
    )
