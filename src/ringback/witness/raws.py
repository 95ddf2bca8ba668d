"""Everything that schemas say of one value, its parts aside."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringback.witness.book import Part

# The keywords that hold schemas of the same value: one, or a list of them.
ONE = ("not", "if", "then", "else")
MANY = ("allOf", "anyOf", "oneOf")


def raws(part: Part) -> Iterator[Mapping[str, Any]]:
    """Every schema that has a word about the value itself, unions and negations included."""
    seen: set[Part] = set()
    pending = [part]
    while pending:
        here = pending.pop()
        raw = here.raw
        if here in seen or not isinstance(raw, Mapping):
            continue
        seen.add(here)
        yield raw
        pending += _inner(here, raw)


def _inner(part: Part, raw: Mapping[str, Any]) -> Iterator[Part]:
    there = part.referred()
    if there is not None:
        yield there
    for keyword in ONE:
        if keyword in raw:
            yield part.below(keyword)
    for keyword in MANY:
        for index in range(len(raw.get(keyword, ()))):
            yield part.below(keyword, index)
