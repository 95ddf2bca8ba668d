"""What a search for a payload comes to."""

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A payload that was asked for; the validators have confirmed it."""

    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """There is no such payload: proved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Neither found nor proved to be impossible; `why` says what stood in the way."""

    why: str


Answer: TypeAlias = Found | Nothing | Unknown
