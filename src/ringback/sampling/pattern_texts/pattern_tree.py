"""The tree of a pattern: what its texts are made of."""

from dataclasses import dataclass
from typing import Any

from ringback.sampling.pattern_texts.characters import NO_LINE_END


@dataclass(frozen=True, slots=True)
class CharacterClass:
    """One character out of these: a set of any kind, as the reader of the pattern has them."""

    chars: Any


@dataclass(frozen=True, slots=True)
class Concatenation:
    """One after the other."""

    parts: tuple["PatternNode", ...]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """One of these."""

    options: tuple["PatternNode", ...]


@dataclass(frozen=True, slots=True)
class Quantified:
    """So many of a node; `most` is None for any number."""

    node: "PatternNode"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class CapturingGroup:
    """What a back reference repeats: by number, and by name where it has one."""

    keys: tuple[str, ...]
    node: "PatternNode"


@dataclass(frozen=True, slots=True)
class BackReference:
    """The text of a group once more."""

    key: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start of the text, or its end."""

    at_end: bool


@dataclass(frozen=True, slots=True)
class Lookaround:
    """What must stand here, or must not where `wanted` is False, without being taken."""

    node: "PatternNode"
    wanted: bool


PatternNode = (
    Anchor
    | CharacterClass
    | Concatenation
    | Disjunction
    | Quantified
    | CapturingGroup
    | BackReference
    | Lookaround
)
NOTHING = Concatenation(())
ANY = CharacterClass(NO_LINE_END)
