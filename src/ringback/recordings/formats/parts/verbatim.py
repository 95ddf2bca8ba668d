"""The bodies of a recording as they are spelt, where reading them would lose a flaw of theirs."""

import json
import re
from collections.abc import Iterator

_SPACES = re.compile(r"[ \t\r\n]*")
_READER = json.JSONDecoder(parse_int=str, parse_float=str)  # Python refuses very long numbers


def spelt_bodies(text: str) -> tuple[dict[str, str], str]:
    """The text of each side's body, and the whole with null in their place.

    The text must be JSON, an object.
    """
    bodies: dict[str, str] = {}
    rest, cut = [], 0
    for side, start, _ in _members(text, 0):
        if side not in {"request", "response"} or text[start] != "{":
            continue
        for name, begin, end in _members(text, start):
            if name == "body":
                bodies[side] = text[begin:end]
                rest += [text[cut:begin], "null"]
                cut = end
    return bodies, "".join([*rest, text[cut:]])


def _members(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """The members of the object that begins here: name, and where the value begins and ends."""
    at = _past(text, _past(text, start) + 1)
    while text[at] != "}":
        name, end = _READER.raw_decode(text, at)
        begin = _past(text, _past(text, end) + 1)
        _, end = _READER.raw_decode(text, begin)
        yield name, begin, end
        at = _past(text, end)
        if text[at] == ",":
            at = _past(text, at + 1)


def _past(text: str, at: int) -> int:
    """The next place that is no space."""
    found = _SPACES.match(text, at)
    return found.end() if found else at
