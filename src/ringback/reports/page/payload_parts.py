"""A payload as the page shows it: the way to the wrong place open, the rest folded."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ringback.finding import steps
from ringback.visible import visible_json

_TEXT = 2_000  # characters of a text
_FEW = 2  # parts beside the way that are shown as they are
_PARTS = 2_000  # parts of one payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """A value of JSON: `label` is its name with a colon, `text` what it is where it is a leaf.

    Of an object or an array `opening` and `closing` are its brackets, and `size` says what it
    holds. It is `open` where the wrong place is in it, and `wrong` where it is that place.
    """

    label: str = ""
    text: str = ""
    opening: str = ""
    closing: str = ""
    size: str = ""
    parts: tuple["ShownPart", ...] = ()
    comma: str = ""
    open: bool = False
    wrong: bool = False


def payload_parts(text: str, place: str | None) -> ShownPart:
    """The parts of JSON text; `place` is a JSON Pointer to the wrong one, None for nowhere."""
    path = None if place is None else steps(place)
    return _part(json.loads(text), path, "", "", [_PARTS])


def value_text(text: str) -> str:
    """JSON text over several lines, nothing in it that acts on what shows it."""
    whole = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    lines = "\n".join(visible_json(line) for line in whole.split("\n"))
    return lines if len(lines) <= _TEXT else f"{lines[:_TEXT]}… ({len(lines)} characters)"


def _part(
    value: Any, path: list[str] | None, label: str, comma: str, left: list[int]
) -> ShownPart:
    left[0] -= 1
    if not isinstance(value, dict | list) or not value:
        return ShownPart(label=label, text=_leaf(value), comma=comma, wrong=path == [])
    named = isinstance(value, dict)
    pairs = [*value.items()] if named else [(str(at), each) for at, each in enumerate(value)]
    parts: list[ShownPart] = []
    for at, (name, each) in enumerate(pairs):
        if left[0] < 0:
            parts.append(ShownPart(text=f"… {len(pairs) - at} more"))
            break
        rest = path[1:] if path and path[0] == name else None
        end = "," if at + 1 < len(pairs) else ""
        parts.append(_part(each, rest, f"{_leaf(name)}: " if named else "", end, left))
    opening, closing = ("{", "}") if named else ("[", "]")
    on_the_way = path is not None and len(path) > 1
    return ShownPart(
        label=label,
        opening=opening,
        closing=closing,
        size=_counted(len(pairs), named=named),
        parts=tuple(_folded(parts, named=named) if on_the_way else parts),
        comma=comma,
        open=path is not None,
        wrong=path == [],
    )


def _folded(parts: list[ShownPart], *, named: bool) -> Iterator[ShownPart]:
    """The part that leads to the place, and what is before and behind it as one each."""
    for leads, group in groupby(parts, key=lambda each: each.open or each.wrong):
        some = tuple(group)
        if leads or len(some) < _FEW:
            yield from some
        else:
            yield ShownPart(opening="… ", size=_counted(len(some), named=named), parts=some)


def _counted(count: int, *, named: bool) -> str:
    what = "member" if named else "item"
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _leaf(value: Any) -> str:
    text = visible_json(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _TEXT else f"{text[:_TEXT]}… ({len(text)} characters)"
