"""Texts that may be what schemas ask for: their own, of their formats, lengths and patterns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.sampling.pattern_texts.patterns import LONGEST, joined
from ringback.sampling.scalars.format_texts import format_texts, sized

_PLAIN = ("text", "other text", "")
_EDGES = ("0", "A", "a", "é", " ", "text with spaces", "TEXT", "2024-02-29", "x@example.com")
# What completes a text that has a pattern and is of a format as well, such as "https://".
_TAILS = ("example.com", "a", "/a", "@example.com", ".com", "0")


_TOLD = re.compile(
    r"(?:\be\. ?g\.|\bfor (?:example|instance)|\bsuch as|\bexamples?:)[,:]? ?"
    r"(?:“(?P<double>[^”]+)”|\"(?P<straight>[^\"]+)\"|‘(?P<single>[^’]+)’|`(?P<code>[^`]+)`)",
    re.IGNORECASE,
)


def examples_of(raw: Mapping[str, Any]) -> list[Any]:
    """The examples that a schema gives: that of OpenAPI and those of JSON Schema.

    Where it gives none, and no choice, it is the text that its description quotes as one.
    """
    listed = raw.get("examples")
    one = [raw["example"]] if "example" in raw else []
    given = [*one, *(listed if isinstance(listed, list) else ())]
    return given or ([] if {"enum", "const"} & raw.keys() else _told(raw))


def _told(raw: Mapping[str, Any]) -> list[str]:
    """What a text's description has in quotes behind "e.g." and the like."""
    words = raw.get("description")
    found = _TOLD.search(words) if raw.get("type") == "string" and isinstance(words, str) else None
    return [] if found is None else [next(each for each in found.groups() if each)]


def settled(raw: Mapping[str, Any]) -> list[Any]:
    """The values that a schema names: its constant, its default, the members of its enum."""
    listed = raw.get("enum")
    named = [raw[key] for key in ("const", "default") if key in raw]
    return [*named, *(listed if isinstance(listed, list) else ())]


def own_values(raw: Mapping[str, Any]) -> list[Any]:
    """All values that a schema gives itself."""
    return [*examples_of(raw), *settled(raw)]


def string_candidates(schemas: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Candidates for a text that these schemas are about, the most readable ones first."""
    for raw in schemas:
        yield from (each for each in own_values(raw) if isinstance(each, str))
    formats = tuple(dict.fromkeys(raw["format"] for raw in schemas if _is_text(raw, "format")))
    patterns = tuple(dict.fromkeys(raw["pattern"] for raw in schemas if _is_text(raw, "pattern")))
    for name in formats:
        yield from format_texts(name)
    if not patterns:
        yield from _PLAIN
    least, most = _bounds(schemas)
    yield from joined(patterns, least, most)
    if patterns and (least or most is not None):
        yield from joined(patterns)
    lengths = sorted(set(_lengths(schemas)))
    for name in formats:
        for length in lengths:
            yield from sized(name, length)
    if patterns:
        yield from _PLAIN
        yield from _completed(formats, patterns, least, most)
    yield from _EDGES
    yield from ("x" * length for length in lengths)
    yield from _repeated(lengths, list(joined(patterns[:1])))


def _is_text(raw: Mapping[str, Any], key: str) -> bool:
    return isinstance(raw.get(key), str)


def _bounds(schemas: Sequence[Mapping[str, Any]]) -> tuple[int, int | None]:
    """The lengths that all of these schemas admit; any where they contradict one another."""
    least = max((int(raw["minLength"]) for raw in schemas if "minLength" in raw), default=0)
    most = min((int(raw["maxLength"]) for raw in schemas if "maxLength" in raw), default=None)
    return (0, None) if most is not None and least > most else (least, most)


def _lengths(schemas: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """The lengths on both sides of each bound, and of those between."""
    for raw in schemas:
        for key in ("minLength", "maxLength"):
            if key in raw:
                bound = int(raw[key])
                yield from (n for n in (bound - 1, bound, bound + 1) if 0 <= n <= LONGEST)


def _completed(
    formats: Sequence[str], patterns: tuple[str, ...], least: int, most: int | None
) -> Iterator[str]:
    """Texts of the patterns with what a format may lack in them, before and after."""
    if not formats:
        return
    whole = [text for name in formats for text in format_texts(name)]
    for text in joined(patterns):
        longer = [each for each in whole if len(each) > len(text)]
        for each in longer:
            yield text + each[len(text) :]
            yield each[: -len(text)] + text
        for tail in _TAILS:
            yield text + tail
            yield tail + text
            short = least - len(text) - len(tail)
            if short > 0:
                yield text + tail + "/" + "a" * (short - 1)
    for name in formats:
        for length in range(least, min(most if most is not None else least, least + 40) + 1):
            yield from sized(name, length)


def _repeated(lengths: Sequence[int], samples: Sequence[str]) -> Iterator[str]:
    """What a pattern is made for, drawn out to each length."""
    for length in lengths:
        for sample in samples:
            if sample:
                yield (sample * (length // len(sample) + 1))[:length]
                yield sample.ljust(length, sample[-1])[: max(length, 1)]
