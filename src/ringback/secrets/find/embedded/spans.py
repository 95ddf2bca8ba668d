"""Pieces of a text that are to be replaced."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, and what makes that which stands in its place."""

    start: int
    end: int
    make: Callable[[], str]


def replaced(text: str, spans: Iterable[Span]) -> str:
    """The text with each piece replaced; of pieces that overlap, the first and longest alone."""
    parts: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= at and span.end > span.start:
            parts += [text[at : span.start], span.make()]
            at = span.end
    return "".join([*parts, text[at:]]) if parts else text
