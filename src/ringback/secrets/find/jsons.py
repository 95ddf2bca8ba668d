"""JSON values, rewritten leaf by leaf."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ringback.payload import encode
from ringback.secrets.find.secret_names import is_secret_name, label_for

Path = tuple[str | int, ...]
Leaf = Callable[[Any, str, str | None, Path | None], Any]
Marks = Mapping[Path, str]


def rewritten(value: Any, leaf: Leaf, *, name: str = "", marks: Marks | None = None) -> Any:
    """The value with each text, number and member name as `leaf` answers it; itself if unchanged.

    `leaf` is asked with the value, the name it stands under, the label that makes it secret (its
    own name's, or that of what it stands in) and its path, None for a member name. `marks` are the
    labels of places that the description calls secret.
    """
    label = label_for(name) if is_secret_name(name) else None
    return _node(value, leaf, (name, label, ()), marks or {})


def _node(value: Any, leaf: Leaf, here: tuple[str, str | None, Path], marks: Marks) -> Any:
    name, label, path = here
    if marks and path in marks:
        label = marks[path]
    if isinstance(value, str):
        return leaf(value, name, label, path)
    if isinstance(value, dict):
        return _members(value, leaf, (label, path), marks)
    if isinstance(value, list):
        changed = [
            _node(item, leaf, (name, label, (*path, at)), marks) for at, item in enumerate(value)
        ]
        return changed if any(map(_other, changed, value)) else value
    if isinstance(value, bool) or value is None:
        return value
    return leaf(value, name, label, path)


def _members(
    value: dict[str, Any], leaf: Leaf, here: tuple[str | None, Path], marks: Marks
) -> dict[str, Any]:
    label, path = here
    changed: dict[str, Any] = {}
    same = True
    for name, inner in value.items():
        own = label
        if own is None and is_secret_name(name):
            own = label_for(name)
        new = _node(inner, leaf, (name, own, (*path, name)), marks)
        key = leaf(name, "", None, None) if len(name) > 5 else name
        same = same and new is inner and key is name
        changed[key] = new
    return value if same else changed


def _other(new: Any, old: Any) -> bool:
    return new is not old


def respelt(value: Any, like: str) -> str:
    """The value as JSON text, its spaces and escapes as in the text that it comes from."""
    spaced = '": ' in like or ", " in like.replace('", "', "") or '", "' in like
    text = encode(value).decode("utf-8", "surrogatepass")
    if not spaced and not like.isascii():
        return text
    try:
        separators = (", ", ": ") if spaced else (",", ":")
        return json.dumps(value, ensure_ascii=like.isascii(), separators=separators)
    except TypeError:  # a number that only a Decimal holds
        return text


def is_number(value: Any) -> bool:
    """Whether it is a JSON number."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
