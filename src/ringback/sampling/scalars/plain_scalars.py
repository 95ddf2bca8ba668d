"""Texts, numbers, booleans and nulls that a schema may admit, the ordinary ones first."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ringback.sampling.pattern_texts.patterns import LONGEST, like, why_none
from ringback.sampling.result import Unmade
from ringback.sampling.scalars.edge_values import Counter, Scalar, bounds, integers, numbers, texts
from ringback.sampling.scalars.number_candidates import distinct_number, number_candidates
from ringback.sampling.scalars.string_candidates import string_candidates
from ringback.sampling.trail import Path, Trail
from ringback.schema.keywords import IN_PLACE
from ringback.schema.view import View

_CANDIDATES = 2_000  # of a text


class PlainScalars:
    """Offers scalars for a schema; the validator has the say. `uuid` gives an id for a place."""

    def __init__(self, uuid: Callable[[Path], str]) -> None:
        self.counter = Counter()
        self._uuid = uuid

    def values(self, schema: View, trail: Trail) -> Iterator[Any]:
        """A number of its own, the edges, then whatever the keywords let one think of."""
        words = list(words_of(schema))
        numeric = {"integer", "number"} & set(schema.likely)
        if numeric:  # two that are alike can be swapped unseen
            whole = "integer" in numeric
            yield distinct_number(schema.raw, self.counter.next(), whole=whole)
            if {"multipleOf", "minimum", "maximum"} & schema.raw.keys():
                yield from number_candidates(words, whole=whole)
        yield from (value for _, value in self.edges(schema, trail))
        if "string" in schema.likely or not schema.likely:
            yield from itertools.islice(string_candidates(words), _CANDIDATES)
        if numeric or not schema.likely:
            yield from number_candidates(words, whole=True)
            yield from number_candidates(words, whole=False)

    def edges(self, schema: View, trail: Trail) -> Iterator[Scalar]:
        """The texts, numbers, booleans and nulls of a schema's types at which services break."""
        for name in schema.likely or ("string",):
            if name == "string":
                yield from texts(
                    schema.raw, self.counter, lambda: self._uuid(trail.path), trail.name
                )
            elif name == "integer":
                yield from integers()
            elif name == "number":
                yield from numbers()
            elif name == "boolean":
                yield from (("true", True), ("false", False))
            elif name == "null":
                yield "null", None
        yield from bounds(schema.raw)


def words_of(schema: View, depth: int = 6) -> Iterator[Mapping[str, Any]]:
    """Every schema that has a word about the value itself, unions and negations included."""
    yield schema.raw
    if not depth:
        return
    for below in itertools.chain(schema.parts, *schema.unions.values()):
        yield from words_of(below, depth - 1)
    for keyword in IN_PLACE:
        if keyword in schema.raw:
            yield from words_of(schema.child(keyword), depth - 1)


def explained(schema: View, found: Unmade) -> Unmade:
    """The reason with the keyword that stood in the way, where one alone did."""
    for raw in words_of(schema):
        if isinstance(raw.get("minLength"), int) and raw["minLength"] > LONGEST:
            text = f"{raw['minLength']} characters are too many for a sample"
            return Unmade(place="", why=text)
        pattern = raw.get("pattern")
        if isinstance(pattern, str) and not like(pattern):
            text = f'no text was found for the pattern "{pattern}": {why_none(pattern)}'
            return Unmade(place="", why=text)
    return found
