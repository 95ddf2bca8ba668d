"""JSON values, rewritten leaf by leaf."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ringback.payload import encode
from ringback.secrets.find.finds import Path
from ringback.secrets.find.names.house_rules import HouseRules
from ringback.secrets.find.names.personal_names import personal_kind, tells_a_person
from ringback.secrets.find.names.secret_names import is_beside_name

Leaf = Callable[[Any, str, str | None, Path | None], Any]
Marks = Mapping[Path, str]
# Members that name what another member of the same object holds.
_NAMING = ("name", "key", "field", "label", "attribute", "id", "code", "type")
_FULL = re.compile(
    r"(?!.*\b(?i:inc|ltd|llc|corp|gmbh|shop|store|team|company|group|service|services|support|"
    r"project|app|bank|school|hotel|restaurant|clinic|office|admin|bot)\b)"
    r"[A-Z][\w'’-]{1,30}(?: [A-Z][\w'’.-]{0,30}){1,3}"
)
_HOLDING = ("value", "values", "val", "content", "text")


def rewritten(
    value: Any, leaf: Leaf, rules: HouseRules, *, name: str = "", marks: Marks | None = None
) -> Any:
    """The value with each text, number and member name as `leaf` answers it; itself if unchanged.

    `leaf` is asked with the value, the name it stands under, the label that makes it secret (its
    own name's, or that of what it stands in) and its path, None for a member name. `marks` are the
    labels of places that the description calls secret.
    """
    return _Rewriting(leaf, rules, marks or {}).node(value, (name, rules.label(name), ()))


def within(path: Path | None) -> str:
    """The name of the object that the value at a path stands in; empty where it has none."""
    own = False
    for step in reversed(path or ()):
        if isinstance(step, str):
            if own:
                return step
            own = True
    return ""


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """One walk over a value."""

    leaf: Leaf
    rules: HouseRules
    marks: Marks

    def node(self, value: Any, here: tuple[str, str | None, Path]) -> Any:
        """A value with the name that it stands under, its label and its path."""
        name, label, path = here
        if self.marks and path in self.marks:
            label = self.marks[path]
        if isinstance(value, str):
            return self.leaf(value, name, label, path)
        if isinstance(value, dict):
            return self._members(value, label, path)
        if isinstance(value, list):
            changed = [self.node(item, (name, label, (*path, at))) for at, item in enumerate(value)]
            return changed if any(map(_other, changed, value)) else value
        if isinstance(value, bool) or value is None:
            return value
        return self.leaf(value, name, label, path)

    def _members(self, value: dict[str, Any], label: str | None, path: Path) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        same = True
        told = self._told_name(value)
        for name, inner in value.items():
            called = told if told and name in _HOLDING else name
            if name == "name" and _is_full_name(inner) and tells_a_person(value):
                called = "full_name"
            own = None if label is not None and is_beside_name(name) else label
            if own is None:
                own = self.rules.label(called)
            elif self.rules.keeps(name):
                own = None
            new = self.node(inner, (called, own, (*path, name)))
            key = self.leaf(name, "", None, None) if len(name) > 5 else name
            same = same and new is inner and key is name
            changed[key] = new
        return value if same else changed

    def _told_name(self, value: dict[str, Any]) -> str:
        """What an object says its value's name is, where that tells a secret or a person's data."""
        if value.keys().isdisjoint(_HOLDING):
            return ""
        for name in _NAMING:
            told = value.get(name)
            if isinstance(told, str) and 0 < len(told) <= 60 and self._says(told):
                return told
        return ""

    def _says(self, name: str) -> bool:
        return self.rules.label(name) is not None or personal_kind(name) is not None


def _is_full_name(value: Any) -> bool:
    """Whether a text looks like the name of a person and not like that of a firm."""
    return isinstance(value, str) and _FULL.fullmatch(value) is not None


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
