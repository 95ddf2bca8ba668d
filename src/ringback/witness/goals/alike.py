"""Whether two schemas plainly say the same, whatever their components are called."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeAlias

from ringback.schema.document import Schema
from ringback.schema.keywords import MANY, MAPS, ONE, UNIONS, is_annotation

Labels: TypeAlias = Callable[[Schema, str], Sequence[Hashable]]
"""What tells the branches of a union apart besides what they say: one label for each."""

_UNORDERED = frozenset({"required", "enum", "type"})
_Pair = tuple[Schema, Schema]


class Supposed:
    """The pairs that are taken for the same as long as nothing on the way differs."""

    def __init__(self) -> None:
        self._order: list[_Pair] = []
        self._pairs: set[_Pair] = set()

    def has(self, pair: _Pair) -> bool:
        """Whether a pair is taken for the same."""
        return pair in self._pairs

    def add(self, pair: _Pair) -> None:
        """Take a pair for the same."""
        self._order.append(pair)
        self._pairs.add(pair)

    def mark(self) -> int:
        """Where the trail is now."""
        return len(self._order)

    def undo(self, mark: int) -> None:
        """Forget what was taken for the same since a mark."""
        self._pairs.difference_update(self._order[mark:])
        del self._order[mark:]

    @property
    def pairs(self) -> Sequence[_Pair]:
        """All that is taken for the same."""
        return self._order


class Alike:
    """Compares schemas of some documents, each pair once.

    A yes is certain: schemas that lead back to themselves are alike where nothing in them differs.
    A no may be wrong: the same can be said in many ways. Where `labels` are given, branches that
    are the same have the same label.
    """

    def __init__(self, labels: Labels | None = None) -> None:
        self._labels = labels
        self._known: dict[_Pair, bool] = {}

    def __call__(self, one: Schema, other: Schema) -> bool:
        """Whether the two plainly admit the same."""
        one, other = one.bare(), other.bare()
        if one is other:
            return True
        known = self._known.get((one, other))
        if known is not None:
            return known
        trail = Supposed()
        found = self._alike(one, other, trail)
        # A yes on the way leant on what is settled only now.
        self._known |= dict.fromkeys(trail.pairs, True)
        return found

    def _alike(self, one: Schema, other: Schema, trail: Supposed) -> bool:
        one, other = one.bare(), other.bare()
        pair = (one, other)
        if one is other or trail.has(pair):
            return True
        known = self._known.get(pair)
        if known is not None:
            return known
        mark = trail.mark()
        trail.add(pair)
        if self._same(one, other, trail):
            return True
        trail.undo(mark)
        self._known[pair] = False
        return False

    def _same(self, one: Schema, other: Schema, trail: Supposed) -> bool:
        """Whether the two say the same, keyword by keyword."""
        left, right = one.raw, other.raw
        if not isinstance(left, Mapping) or not isinstance(right, Mapping):
            return bool(_plain(left) == _plain(right))
        names = {name for name in left if not is_annotation(name)}
        if names != {name for name in right if not is_annotation(name)}:
            return False
        return all(self._member(name, one, other, trail) for name in names)

    def _member(self, name: str, one: Schema, other: Schema, trail: Supposed) -> bool:
        left, right = one.raw[name], other.raw[name]
        if name == "$ref":
            here, there = one.reference, other.reference
            return here is not None and there is not None and self._alike(here, there, trail)
        if name in ONE:
            return self._alike(one.below(name), other.below(name), trail)
        if name in MANY:
            return self._in_order(name, one, other, trail)
        if name in MAPS:
            return left.keys() == right.keys() and all(
                self._alike(one.below(name, key), other.below(name, key), trail) for key in left
            )
        text = _unordered if name in _UNORDERED else as_text
        return text(left) == text(right)

    def _in_order(self, name: str, one: Schema, other: Schema, trail: Supposed) -> bool:
        mine, theirs = one.listed(name), other.listed(name)
        if len(mine) != len(theirs) or self._labelled(one, name) != self._labelled(other, name):
            return False
        return all(self._alike(*pair, trail) for pair in zip(mine, theirs, strict=True))

    def _labelled(self, owner: Schema, keyword: str) -> Sequence[Hashable]:
        """The labels of a union's branches; none where nobody labels them."""
        return self._labels(owner, keyword) if self._labels and keyword in UNIONS else ()


def _plain(raw: Any) -> Any:
    """`true` and a schema of annotations alone are the same."""
    if isinstance(raw, Mapping):
        return True if all(map(is_annotation, raw)) else object()
    return raw


def _unordered(value: Any) -> str:
    texts = {as_text(each) for each in (value if isinstance(value, list) else [value])}
    return as_text(sorted(texts))


def as_text(value: Any) -> str:
    """A value as one text, members in order."""
    return json.dumps(value, sort_keys=True, default=str)
