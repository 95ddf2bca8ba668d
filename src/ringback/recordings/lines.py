"""Where in a recording's file a value stands."""

from pathlib import Path

from ringback.description.json_reader import read_json
from ringback.description.tree import child
from ringback.errors import DescriptionError
from ringback.finding import steps


def line_of(file: str, place: str) -> int | None:
    """The line, from 1, of the value at a JSON Pointer in a file, or of its nearest parent.

    A member's value stands where its name does. None for a file that is no plain JSON text.
    """
    try:
        node = read_json(Path(file).read_text("utf-8"), file)
    except (OSError, UnicodeDecodeError, DescriptionError):
        return None
    for step in steps(place):
        below = child(node, step)
        if below is None:
            break
        node = below
    return node.line
