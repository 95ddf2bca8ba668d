"""Whether two schemas plainly say the same, whatever their components are called."""

import json
from collections.abc import Mapping
from typing import Any

from ringback.schema.document import Schema

# What says nothing about which values are valid.
ANNOTATIONS = frozenset(
    {
        "title", "description", "default", "example", "examples", "deprecated", "readOnly",
        "writeOnly", "$comment", "xml", "externalDocs", "discriminator", "nullable",
        "contentMediaType", "contentEncoding", "contentSchema", "$defs", "definitions",
        "$anchor", "$id", "$schema",
    }
)  # fmt: skip
_ONE = frozenset(
    {
        "not", "items", "additionalProperties", "contains", "propertyNames", "if", "then", "else",
        "unevaluatedItems", "unevaluatedProperties",
    }
)  # fmt: skip
_MANY = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas"})
_UNORDERED = frozenset({"required", "enum", "type"})


class Alike:
    """Compares schemas of some books, each pair once.

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
        names = {name for name in left if _tells(name)}
        if names != {name for name in right if _tells(name)}:
            return False
        return all(self._member(name, one, other, trail) for name in names)

    def _member(
        self, name: str, one: Schema, other: Schema, trail: set[tuple[Schema, Schema]]
    ) -> bool:
        left, right = one.raw[name], other.raw[name]
        if name == "$ref":
            here, there = one.reference, other.reference
            return here is not None and there is not None and self._alike(here, there, trail)
        if name in _ONE:
            return self._alike(one.below(name), other.below(name), trail)
        if name in _MANY:
            return len(left) == len(right) and all(
                self._alike(one.below(name, at), other.below(name, at), trail)
                for at in range(len(left))
            )
        if name in _NAMED:
            return left.keys() == right.keys() and all(
                self._alike(one.below(name, key), other.below(name, key), trail) for key in left
            )
        if name in _UNORDERED:
            return bool(_unordered(left) == _unordered(right))
        return _text(left) == _text(right)


def _tells(name: str) -> bool:
    return name not in ANNOTATIONS and not name.startswith("x-")


def _plain(raw: Any) -> Any:
    """`true` and a schema without a word that tells are the same."""
    if isinstance(raw, Mapping):
        return True if not any(map(_tells, raw)) else object()
    return raw


def _unordered(value: Any) -> Any:
    return sorted({_text(each) for each in (value if isinstance(value, list) else [value])})


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
