"""What the making of a payload comes to: the payload, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ringback.finding import pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A payload; its schema admits it."""

    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmade:
    """No payload could be made; `place` is a JSON Pointer to the part that stood in the way."""

    place: str
    why: str

    def within(self, step: str | int) -> "Unmade":
        """The same, told from the payload that has the part at this step."""
        return Unmade(place=pointer((str(step),)) + self.place, why=self.why)

    def __str__(self) -> str:
        """The reason as a clause."""
        return f"no sample can be made of {self.place or 'it'}: {self.why}"


# Looks for any payload of the schema at a pointer, however long that takes.
InstanceSearch = Callable[[str], Made | Unmade]
