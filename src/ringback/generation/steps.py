"""Sequences of updates, drawn and made short: what they are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One update of a sequence: its kind, and which of that kind."""

    kind: str
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How many things there are to link, edits to make, and updates to be refused."""

    links: int
    edits: int
    refusals: int


Play = Callable[[Sequence[Step]], bool]
"""Brings a sequence about and tells whether its last step is fine."""
