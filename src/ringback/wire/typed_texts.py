"""What a text means where a schema expects a number, a boolean or null in its place."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ringback.payload import exact_number
from ringback.schema.view import Admits, View

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_LOOSE_NUMBER = re.compile(r"\s*[-+]?([0-9][0-9_]*\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*")
_WORDS = {"true": True, "false": False, "null": None}
_LOOSE_BOOLEANS = frozenset({"true", "false", "1", "0", "yes", "no", "on", "off", "t", "f"})
_KINDS: dict[type, frozenset[str]] = {
    bool: frozenset({"boolean"}),
    int: frozenset({"integer", "number"}),
    float: frozenset({"number"}),
    type(None): frozenset({"null"}),
}
_DEPTH = 8  # of unions and allOf inside each other


def applied(schema: View) -> tuple[View, ...]:
    """The schema, what its allOf joins to it, and the branches of its unions, each once."""
    kept, key = schema.document.kept, ("applied", schema.pointer)
    if key not in kept:
        kept[key] = tuple(_applied(schema))
    found: tuple[View, ...] = kept[key]
    return found


def _applied(schema: View) -> Iterator[View]:
    seen: set[str] = set()
    level = [schema]
    for _ in range(_DEPTH):
        here = {each.pointer: each for each in level if each.pointer not in seen}
        seen.update(here)
        yield from here.values()
        level = [
            below
            for each in here.values()
            for below in itertools.chain(each.parts, *each.unions.values())
        ]


def types_of(schemas: Sequence[View]) -> frozenset[str]:
    """The JSON types that schemas, or branches of theirs, name; none where any will do."""
    return frozenset().union(*map(_types, schemas))


def _types(schema: View) -> frozenset[str]:
    kept, key = schema.document.kept, ("types", schema.pointer)
    if key not in kept:
        kept[key] = frozenset(name for part in applied(schema) for name in part.types)
    found: frozenset[str] = kept[key]
    return found


def readings(text: str) -> Iterator[Any]:
    """The text itself, then the scalar that it spells in JSON."""
    yield text
    if _NUMBER.fullmatch(text):
        yield exact_number(text)
    elif text in _WORDS:
        yield _WORDS[text]


def typed(text: str, schemas: Sequence[View], admits: Admits) -> Any:
    """The reading of a text that one of the schemas admits; else one of a type that they name."""
    found = list(readings(text))
    for reading in found:
        if any(admits(each.pointer, reading) for each in schemas):
            return reading
    types = types_of(schemas)
    fitting = (each for each in found[1:] if _KINDS.get(type(each), frozenset({"number"})) & types)
    return text if "string" in types else next(fitting, text)


def loosely_spelt(text: str, schemas: Sequence[View]) -> bool:
    """Whether some readers take a text, that JSON would not, for a value of a type asked for.

    OpenAPI leaves to each how a number or a boolean is spelt (3.1.1, appendix B).
    """
    types = types_of(schemas)
    if "string" in types:
        return False
    number = types & {"integer", "number"} and _LOOSE_NUMBER.fullmatch(text)
    strict = _NUMBER.fullmatch(text) or text in _WORDS
    boolean = "boolean" in types and text.strip().lower() in _LOOSE_BOOLEANS
    empty = not text and types & {"integer", "number", "boolean", "null"}
    return bool((number and not strict) or (boolean and text not in _WORDS) or empty)


def spelt(value: Any) -> str:
    """A scalar as a text: a string as it is, anything else as JSON spells it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return repr(value) if isinstance(value, float) else str(value)
