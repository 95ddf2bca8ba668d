"""Schemas that plainly admit something, told without a search: most of a description's are such."""

from collections.abc import Callable, Mapping
from typing import Any

from ringback.schema.document import Schema
from ringback.schema.keywords import is_annotation
from ringback.witness import kind_of

_KINDS = frozenset({"string", "number", "integer", "boolean", "null", "array", "object"})
_READ = frozenset(
    {"$ref", "anyOf", "type", "enum", "format", "properties", "required", "items"}
    | {"additionalProperties", "minLength", "maxLength", "minItems", "maxItems"}
    | {"minimum", "maximum"}
)
# What goes with others in one schema; each of the rest stands alone, annotations aside.
_ALONE = ("$ref", "anyOf")
_LISTED = frozenset({"type", "enum"})


class PlainValues:
    """Whether schemas have a value that anybody would see, each looked at once.

    An object has one if each member that it requires has. Where a member is not plain, `searched`
    tells whether the search finds a value of it: of a part, which is sooner done than the whole.
    """

    def __init__(self, searched: Callable[[Schema], bool]) -> None:
        self._searched = searched
        self._known: dict[Schema, bool] = {}

    def has_one(self, schema: Schema) -> bool:
        """Whether a schema surely admits a value; if it is not sure, that proves nothing."""
        known = self._known.get(schema)
        if known is None:
            self._known[schema] = False  # what has to hold itself has no end
            known = self._known[schema] = self._look(schema) or self._searched(schema)
        return known

    def _look(self, schema: Schema) -> bool:
        if isinstance(schema.raw, bool):
            return schema.raw
        said = {name: it for name, it in schema.keywords.items() if not is_annotation(name)}
        if not said.keys() <= _READ:
            return False
        for keyword in _ALONE:
            if keyword in said:
                return len(said) == 1 and self._leads(schema, keyword)
        if "enum" in said:
            return said.keys() <= _LISTED and _has_listed(said)
        return any(self._of_kind(schema, said, kind) for kind in _types(said))

    def _leads(self, schema: Schema, keyword: str) -> bool:
        """Whether what it refers to, or a branch, has a value."""
        there = schema.reference
        if keyword == "$ref":
            return there is not None and self.has_one(there)
        return any(map(self.has_one, schema.listed(keyword)))

    def _of_kind(self, schema: Schema, said: Mapping[str, Any], kind: str) -> bool:
        """Whether there is a value of one type."""
        if kind == "string":
            return _leaves_room(said, "minLength", "maxLength") and (
                "format" not in said or not {"minLength", "maxLength"} & said.keys()
            )
        if kind == "array":
            return bool(said.get("minItems", 0) == 0)
        if kind in {"integer", "number"}:
            return _leaves_room(said, "minimum", "maximum")
        return kind != "object" or self._has_members(schema, said)

    def _has_members(self, schema: Schema, said: Mapping[str, Any]) -> bool:
        """Whether all that an object has to have is there to be had."""
        required = said.get("required", [])
        described = said.get("properties")
        names = described if isinstance(described, Mapping) else {}
        return isinstance(required, list) and all(
            name in names and self.has_one(schema.below("properties", name)) for name in required
        )


def _types(said: Mapping[str, Any]) -> list[str]:
    """The types that a schema names; null, which no other keyword limits, where it names none."""
    named = said.get("type", "null")
    return [each for each in (named if isinstance(named, list) else [named]) if each in _KINDS]


def _has_listed(said: Mapping[str, Any]) -> bool:
    """Whether a value of an enum is of a type that is named beside it."""
    values = said["enum"]
    if not isinstance(values, list) or not values:
        return False
    return "type" not in said or any(kind_of(each) in _types(said) for each in values)


def _leaves_room(said: Mapping[str, Any], least: str, most: str) -> bool:
    """Whether there is a whole number within bounds that are such numbers themselves."""
    low, high = said.get(least), said.get(most)
    if not all(each is None or isinstance(each, int) for each in (low, high)):
        return False
    return low is None or high is None or low <= high
