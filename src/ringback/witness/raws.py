"""Everything that schemas say of one value, its parts aside."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringback.schema.document import Schema

# The keywords that hold schemas of the same value: one, or a list of them.
ONE = ("not", "if", "then", "else")
MANY = ("allOf", "anyOf", "oneOf")


def raws(part: Schema) -> Iterator[Mapping[str, Any]]:
    """Every schema that has a word about the value itself, unions and negations included."""
    seen: set[Schema] = set()
    pending = [part]
    while pending:
        here = pending.pop()
        raw = here.raw
        if here in seen or not isinstance(raw, Mapping):
            continue
        seen.add(here)
        yield raw
        pending += _inner(here, raw)


def _inner(part: Schema, raw: Mapping[str, Any]) -> Iterator[Schema]:
    there = part.reference
    if there is not None:
        yield there
    for keyword in ONE:
        if keyword in raw:
            yield part.below(keyword)
    for keyword in MANY:
        for index in range(len(raw.get(keyword, ()))):
            yield part.below(keyword, index)
