"""Where in a recording's file a value stands."""

from ringback.description.reading.json_reader import read_json
from ringback.description.reading.tree import Node, child
from ringback.errors import DescriptionError
from ringback.finding import steps


def line_in(content: bytes, place: str) -> int | None:
    """The line, from 1, of the value at a JSON Pointer in a JSON text, or of its nearest parent.

    A member's value stands where its name does. None for what is no plain JSON text.
    """
    return Lines(content).line(place)


class Lines:
    """The lines of values in one JSON text, which begins behind so many lines of its file."""

    def __init__(self, content: bytes, above: int = 0) -> None:
        self._above = above
        self._root: Node | None
        try:
            self._root = read_json(content.decode("utf-8"), "")
        except (UnicodeDecodeError, DescriptionError):
            self._root = None

    def line(self, place: str) -> int | None:
        """The line of the value at a JSON Pointer, or of its nearest parent."""
        node = self._root
        if node is None:
            return None
        for step in steps(place):
            below = child(node, step)
            if below is None:
                break
            node = below
        return node.line + self._above
