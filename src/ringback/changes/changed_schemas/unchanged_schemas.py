"""Whether two schemas of two descriptions say the same, wherever they stand and in what order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.payload import same
from ringback.schema.document import Schema
from ringback.schema.keywords import DEFINITIONS, MANY, MAPS, ONE

PROSE = frozenset(
    {
        "title", "description", "summary", "example", "examples", "deprecated", "externalDocs",
        "$comment", "$anchor", "$dynamicAnchor", "$id", "$schema", "$vocabulary", *DEFINITIONS,
    }
)  # fmt: skip
"""What a schema says to readers, or to references: no payload is another one for it."""

_ANY_ORDER = frozenset({"allOf", "anyOf", "oneOf"})
_SETS = frozenset({"required", "enum", "type"})

_Pair = tuple[Schema, Schema]


def is_prose(keyword: str) -> bool:
    """Whether a keyword is for readers alone, as extensions are."""
    return keyword in PROSE or keyword.startswith("x-")


class UnchangedSchemas:
    """Compares schemas of an older description with those of a newer one; what is known is kept.

    References are followed, so that a schema that became a component says what it said.
    """

    def __init__(self) -> None:
        self._same: set[_Pair] = set()
        self._different: set[_Pair] = set()

    def same(self, older: Schema, newer: Schema) -> bool:
        """Whether they say the same, with all that they lead to.

        Two that lead back to themselves are the same as long as nothing on the way differs.
        """
        first = (older.bare(), newer.bare())
        pending, met = [first], {first}
        while pending:
            pair = pending.pop()
            if pair in self._same:
                continue
            below = None if pair in self._different else _below(*pair)
            if below is None:
                self._different |= {first, pair}
                return False
            for one, other in below:
                each = (one.bare(), other.bare())
                if each not in met:
                    met.add(each)
                    pending.append(each)
        self._same |= met
        return True


def _below(older: Schema, newer: Schema) -> list[_Pair] | None:
    """The pairs of schemas right below two that say the same themselves; None if they do not."""
    mine, others = _telling(older), _telling(newer)
    if mine is None or others is None:
        return [] if same(older.raw, newer.raw) else None
    if mine.keys() != others.keys():
        return None
    found: list[_Pair] = []
    for keyword in mine:
        pairs = _under(keyword, older, newer)
        if pairs is None:
            return None
        found += pairs
    return found


def _telling(schema: Schema) -> Mapping[str, Any] | None:
    """The keywords that say something about a payload; None for a boolean schema."""
    if not isinstance(schema.raw, Mapping):
        return None
    return {name: value for name, value in schema.raw.items() if not is_prose(name)}


def _under(keyword: str, older: Schema, newer: Schema) -> list[_Pair] | None:
    """The pairs under one keyword that both have; None where its values differ."""
    mine, others = older.keywords[keyword], newer.keywords[keyword]
    there = (older.reference, newer.reference) if keyword == "$ref" else (None, None)
    if there[0] is not None and there[1] is not None:
        return [(there[0], there[1])]
    if keyword in _SETS:
        return [] if _set(mine) == _set(others) else None
    rows = _rows(keyword, older), _rows(keyword, newer)
    if not all(rows) or type(mine) is not type(others):
        return [] if same(mine, others) else None
    if rows[0].keys() != rows[1].keys():
        return None
    return [(rows[0][name], rows[1][name]) for name in rows[0]]


def _rows(keyword: str, schema: Schema) -> Mapping[Any, Schema]:
    """The schemas that a keyword holds, by what they are held against; none of other keywords."""
    if keyword in ONE:
        one = schema.one(keyword)
        return {} if one is None else {0: one}
    if keyword in MANY:
        return dict(enumerate(_row(schema, keyword)))
    return schema.named(keyword) if keyword in MAPS else {}


def _row(schema: Schema, keyword: str) -> Sequence[Schema]:
    """The schemas of a list; where their order says nothing, in one that does not hang on it."""
    listed = schema.listed(keyword)
    return sorted(listed, key=lambda each: _text(each.raw)) if keyword in _ANY_ORDER else listed


def _set(value: Any) -> frozenset[str]:
    """The entries of a list whose order says nothing; one alone may stand without its list."""
    return frozenset(map(_text, value if isinstance(value, list) else [value]))


def _text(value: Any) -> str:
    """A value as one text, prose left out at the top: what branches are sorted by."""
    if isinstance(value, Mapping):
        value = dict(_without_prose(value))
    return json.dumps(value, sort_keys=True, default=str)


def _without_prose(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, each) for name, each in value.items() if not is_prose(name))
