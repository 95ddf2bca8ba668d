"""Which JSON values a schema can be about at all: a quick look, never too narrow."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ringback.schema.document import Schema

# In the order in which a payload of them is looked for; "number" is one with a fraction.
KINDS = ("object", "array", "string", "integer", "number", "boolean", "null")
_ALL = frozenset(KINDS)
TYPES = {name: frozenset({name}) for name in KINDS} | {"number": frozenset({"integer", "number"})}


class Kinds:
    """The kinds of the schemas of some documents, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[Schema, frozenset[str]] = {}

    def of(self, schema: Schema) -> frozenset[str]:
        """The kinds of value that the schema may admit; those left out it never admits."""
        if schema not in self._known:
            self._known[schema] = _ALL  # what is asked within itself says nothing more
            self._known[schema] = self._of(schema)
        return self._known[schema]

    def _of(self, schema: Schema) -> frozenset[str]:
        raw = schema.raw
        if not isinstance(raw, Mapping):
            return _ALL if raw is not False else frozenset()
        found = _named(raw)
        for inner in schema.joined:
            found &= self.of(inner)
        for _, branches in schema.own_unions:
            found &= frozenset().union(*map(self.of, branches))
        return found


def kind_of(value: Any) -> str:
    """The kind of a JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case int() | float() | Decimal():
            return "integer" if value == int(value) else "number"
        case Mapping():
            return "object"
        case _:
            return "array"


def _named(raw: Mapping[str, Any]) -> frozenset[str]:
    """The kinds of the schema's own type, const and enum."""
    found = _ALL
    named = raw.get("type")
    if isinstance(named, str):
        found &= TYPES.get(named, frozenset())
    elif isinstance(named, list):
        found &= frozenset().union(*(TYPES.get(str(each), frozenset()) for each in named))
    if "const" in raw:
        found &= {kind_of(raw["const"])}
    if isinstance(raw.get("enum"), list):
        found &= {kind_of(each) for each in raw["enum"]}
    return found
