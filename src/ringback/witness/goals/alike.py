"""Whether two schemas plainly say the same, whatever their components are called."""

import json
from collections.abc import Mapping
from typing import Any

from ringback.schema.document import Schema
from ringback.schema.keywords import MANY, MAPS, ONE, is_annotation

_UNORDERED = frozenset({"required", "enum", "type"})


class Alike:
    """Compares schemas of some documents, each pair once.

    A yes is certain: schemas that lead back to themselves are alike where nothing in them differs.
    A no may be wrong: the same can be said in many ways.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Schema, Schema], bool] = {}

    def __call__(self, one: Schema, other: Schema) -> bool:
        """Whether the two plainly admit the same."""
        one, other = one.bare(), other.bare()
        if one == other:
            return True
        if (one, other) not in self._known:
            trail: set[tuple[Schema, Schema]] = set()
            found = self._alike(one, other, trail)
            # Of pairs met on the way only a yes holds by itself once the whole is settled so.
            for pair in trail if found else ():
                self._known[pair] = True
            self._known[one, other] = found
        return self._known[one, other]

    def _alike(self, one: Schema, other: Schema, trail: set[tuple[Schema, Schema]]) -> bool:
        one, other = one.bare(), other.bare()
        pair = (one, other)
        if one == other or pair in trail:
            return True
        if pair in self._known:
            return self._known[pair]
        trail.add(pair)
        left, right = one.raw, other.raw
        if not isinstance(left, Mapping) or not isinstance(right, Mapping):
            return bool(_plain(left) == _plain(right))
        names = {name for name in left if not is_annotation(name)}
        if names != {name for name in right if not is_annotation(name)}:
            return False
        return all(self._member(name, one, other, trail) for name in names)

    def _member(
        self, name: str, one: Schema, other: Schema, trail: set[tuple[Schema, Schema]]
    ) -> bool:
        left, right = one.raw[name], other.raw[name]
        if name == "$ref":
            here, there = one.reference, other.reference
            return here is not None and there is not None and self._alike(here, there, trail)
        if name in ONE:
            return self._alike(one.below(name), other.below(name), trail)
        if name in MANY:
            pairs = zip(one.listed(name), other.listed(name), strict=False)
            return len(left) == len(right) and all(self._alike(*pair, trail) for pair in pairs)
        if name in MAPS:
            return left.keys() == right.keys() and all(
                self._alike(one.below(name, key), other.below(name, key), trail) for key in left
            )
        if name in _UNORDERED:
            return bool(_unordered(left) == _unordered(right))
        return _text(left) == _text(right)


def _plain(raw: Any) -> Any:
    """`true` and a schema of annotations alone are the same."""
    if isinstance(raw, Mapping):
        return True if all(map(is_annotation, raw)) else object()
    return raw


def _unordered(value: Any) -> Any:
    return sorted({_text(each) for each in (value if isinstance(value, list) else [value])})


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
