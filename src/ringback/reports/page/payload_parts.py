"""A payload as the page shows it: the way to the wrong place open, the rest folded."""

import json
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ringback.finding import steps
from ringback.visible import visible_json

_TEXT = 2_000  # characters of a text
_FOLDED = 4_000  # characters of what is folded
_LINE = 60  # characters of what stands in one line
_FEW = 2  # parts beside the way that are shown as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """A value of JSON: `label` is its name with a colon, `text` what it is where it is a leaf.

    What leads to the wrong place has `parts` between its brackets, `opening` and `closing`. What is
    folded has its `size` in a few words, and all of it as `text`. It is `wrong` where it is the
    wrong place.
    """

    label: str = ""
    text: str = ""
    opening: str = ""
    closing: str = ""
    size: str = ""
    parts: tuple["ShownPart", ...] = ()
    comma: str = ""
    wrong: bool = False


def payload_parts(text: str, place: str | None) -> ShownPart:
    """The parts of JSON text; `place` is a JSON Pointer to the wrong one, None for nowhere."""
    return _part(json.loads(text), [] if place is None else steps(place), place is not None)


def value_text(text: str, most: int = _TEXT) -> str:
    """JSON text for a reader, over several lines where it is long; nothing in it acts."""
    return _pretty(json.loads(text), most)


def _part(
    value: Any, path: list[str] | None, marked: bool, label: str = "", comma: str = ""
) -> ShownPart:
    """A value on the way to the place (`path` is the rest of it), or beside it (None)."""
    wrong = marked and path == []
    if not isinstance(value, dict | list) or not value:
        return ShownPart(label=label, text=_leaf(value), comma=comma, wrong=wrong)
    named = isinstance(value, dict)
    opening, closing = ("{", "}") if named else ("[", "]")
    if path is None:
        return ShownPart(
            label=label,
            opening=opening,
            closing=closing,
            size=_counted(len(value), named=named),
            text=_pretty(value, _FOLDED),
            comma=comma,
        )
    members = value if isinstance(value, dict) else {str(at): it for at, it in enumerate(value)}
    pairs = [*members.items()]
    on_the_way = len(path) > 1
    parts = []
    for leads, group in groupby(
        enumerate(pairs), key=lambda each: bool(path) and each[1][0] == path[0]
    ):
        some = [(at, name, each) for at, (name, each) in group]
        if on_the_way and not leads and len(some) >= _FEW:
            parts.append(_folded(some, named=named))
            continue
        for at, name, each in some:
            end = "," if at + 1 < len(pairs) else ""
            rest = path[1:] if leads else None
            parts.append(_part(each, rest, marked, f"{_leaf(name)}: " if named else "", end))
    return ShownPart(
        label=label, opening=opening, closing=closing, parts=tuple(parts), comma=comma, wrong=wrong
    )


def _folded(some: list[tuple[int, str, Any]], *, named: bool) -> ShownPart:
    """Several values beside the way, as one."""
    whole = {name: each for _, name, each in some} if named else [each for _, _, each in some]
    size = _counted(len(some), named=named)
    return ShownPart(opening="… ", size=size, text=_pretty(whole, _FOLDED))


def _counted(count: int, *, named: bool) -> str:
    what = "member" if named else "item"
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _pretty(value: Any, most: int) -> str:
    whole = json.dumps(value, ensure_ascii=False)
    if len(whole) > _LINE:
        whole = json.dumps(value, indent=2, ensure_ascii=False)
    lines = "\n".join(visible_json(line) for line in whole.split("\n"))
    return lines if len(lines) <= most else f"{lines[:most]}… ({len(lines)} characters)"


def _leaf(value: Any) -> str:
    text = visible_json(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _TEXT else f"{text[:_TEXT]}… ({len(text)} characters)"
