"""Where in a recording's file a value stands."""

from ringback.description.reading.json_reader import read_json
from ringback.description.reading.tree import child
from ringback.errors import DescriptionError
from ringback.finding import steps


def line_in(content: bytes, place: str) -> int | None:
    """The line, from 1, of the value at a JSON Pointer in a JSON text, or of its nearest parent.

    A member's value stands where its name does. None for what is no plain JSON text.
    """
    try:
        node = read_json(content.decode("utf-8"), "")
    except (UnicodeDecodeError, DescriptionError):
        return None
    for step in steps(place):
        below = child(node, step)
        if below is None:
            break
        node = below
    return node.line
