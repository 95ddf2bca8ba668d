"""Texts that may be what schemas ask for: plain ones, those of formats, lengths and patterns."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import rstr

from ringback.sampling.edge_values import format_texts

_PLAIN = ("text", "other text", "")
_EDGES = ("0", "A", "a", "é", " ", "text with spaces", "TEXT", "2024-02-29", "x@example.com")
_UUID = "5f0c2c1e-6a51-4d6e-9a53-0d2f8f6f6b01"
_SAMPLES = 12  # of one pattern
_LONGEST = 200_000  # characters; a longer text makes no readable witness


@cache
def like(pattern: str) -> tuple[str, ...]:
    """Some texts that a pattern is made for; none where it is no pattern that Python reads."""
    maker = rstr.Rstr(random.Random(0))  # noqa: S311 -- always the same texts, nothing secret
    try:
        form = re.compile(pattern)
        found = sorted(
            {maker.xeger(pattern) for _ in range(_SAMPLES)}, key=lambda it: (len(it), it)
        )
    except (re.error, ValueError, KeyError, IndexError, OverflowError, TypeError):
        return ()
    return tuple(each for each in found if form.search(each))


def texts(schemas: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Candidates for a text that these schemas are about, the most readable ones first."""
    for raw in schemas:
        given = [raw[key] for key in ("example", "default", "const") if key in raw]
        listed = [*raw.get("examples", ())] if isinstance(raw.get("examples"), list) else []
        yield from (
            each for each in (*raw.get("enum", ()), *given, *listed) if isinstance(each, str)
        )
    formats = dict.fromkeys(raw["format"] for raw in schemas if isinstance(raw.get("format"), str))
    patterns = dict.fromkeys(raw["pattern"] for raw in schemas if "pattern" in raw)
    for name in formats:
        yield from (_UUID,) if name == "uuid" else format_texts(name)
    yield from _PLAIN
    for pattern in patterns:
        yield from like(pattern)
    yield from _EDGES
    lengths = sorted(set(_lengths(schemas)))
    yield from _padded(lengths, [text for pattern in patterns for text in like(pattern)])
    if "email" in formats:
        yield from (f"{'x' * max(1, n - 12)}@example.com" for n in lengths if n > 12)
    if formats.keys() & {"uri", "uri-reference", "iri"}:
        yield from (f"https://example.com/{'x' * (n - 20)}" for n in lengths if n > 20)


def _lengths(schemas: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """The lengths on both sides of each bound, and of those between."""
    for raw in schemas:
        for key in ("minLength", "maxLength"):
            if key in raw:
                bound = int(raw[key])
                yield from (n for n in (bound - 1, bound, bound + 1) if 0 <= n <= _LONGEST)


def _padded(lengths: Sequence[int], samples: Sequence[str]) -> Iterator[str]:
    """Texts of each length: of one letter, and of what the patterns are made for."""
    for length in lengths:
        yield "x" * length
        for sample in samples:
            if sample:
                yield (sample * (length // len(sample) + 1))[:length]
                yield sample.ljust(length, sample[-1])[: max(length, 1)]
