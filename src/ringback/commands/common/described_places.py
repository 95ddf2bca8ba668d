"""What the description says at the places that findings name, short enough to be shown."""

from collections.abc import Iterable, Iterator
from typing import Any

from ringback.description.description import Description
from ringback.finding import Finding, pointer, steps
from ringback.payload import encode

_MOST = 700  # characters of one place
_PLACES = 500
_PROSE = frozenset({"description", "title", "example", "examples", "summary", "externalDocs"})
_TEXT = 120  # characters of a text
_DEEP = 2  # levels that are shown


def described(description: Description, findings: Iterable[Finding]) -> dict[str, str]:
    """JSON text by pointer: the schema that stands there, or that the keyword there belongs to."""
    places = dict.fromkeys(each.schema for each in findings if each.schema is not None)
    found = {}
    for place in [*places][:_PLACES]:
        text = next(_texts(description, place), None)
        if text is not None:
            found[place] = text
    return found


def _texts(description: Description, place: str) -> Iterator[str]:
    path = steps(place)
    for end in (len(path), len(path) - 1):
        try:
            value = description.at(pointer(path[:end]) if end > 0 else "")
        except (LookupError, TypeError, ValueError):
            continue
        if isinstance(value, dict) and value:
            text = encode(_shown(value, _DEEP)).decode("utf-8", "backslashreplace")
            if len(text) > _MOST:
                text = encode(_shown(value, 1)).decode("utf-8", "backslashreplace")
            yield from [text] if len(text) <= _MOST else []


def _shown(value: Any, levels: int) -> Any:
    """The value without prose and without what is nested deep."""
    if isinstance(value, dict):
        if levels == 0:
            return "{…}"
        return {
            str(name): _shown(each, levels - 1)
            for name, each in value.items()
            if not (name in _PROSE and not isinstance(each, dict))
        }
    if isinstance(value, list):
        if any(isinstance(each, dict | list) for each in value):
            return [_shown(each, levels - 1) for each in value] if levels else "[…]"
        return value[:20]
    if isinstance(value, str) and len(value) > _TEXT:
        return f"{value[:_TEXT]}…"
    return value
