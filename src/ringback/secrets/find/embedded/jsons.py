"""JSON values, rewritten leaf by leaf."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ringback.payload import encode
from ringback.secrets.find.finds import Path
from ringback.secrets.find.names.house_rules import HouseRules
from ringback.secrets.find.names.secret_names import is_beside_name
from ringback.secrets.find.values.sibling_members import (
    called,
    is_described,
    is_id_of_key,
    is_labels,
    is_phrase,
)

Leaf = Callable[[Any, str, str | None, Path | None], Any]
Marks = Mapping[Path, str]


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
    """The names of the objects that the value at a path stands in, with dots, its own left out."""
    return ".".join([step for step in path or () if step.__class__ is str][:-1])


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
            if label is None and is_phrase(name, value):
                label = "seed-phrase"
            changed = [self.node(item, (name, label, (*path, at))) for at, item in enumerate(value)]
            return changed if any(map(_other, changed, value)) else value
        if isinstance(value, bool) or value is None:
            return value
        return self.leaf(value, name, label, path)

    def _members(self, value: dict[str, Any], label: str | None, path: Path) -> dict[str, Any]:
        if is_labels(value):
            return value
        changed: dict[str, Any] = {}
        same = True
        described = is_described(value)
        around = next((step for step in reversed(path) if isinstance(step, str)), "")
        told = called(value, around, self.rules)
        for name, inner in value.items():
            if described and name in described:
                changed[name] = inner
                continue
            own_name = name if self.rules.keeps(name) else told.get(name, name)
            beside = label is not None and (is_beside_name(name) or is_id_of_key(name, value))
            own = None if beside else label
            if own is None:
                own = self.rules.label(own_name)
            elif self.rules.keeps(name):
                own = None
            new = self.node(inner, (own_name, own, (*path, name)))
            key = self.leaf(name, "", None, None) if len(name) > 5 else name
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
