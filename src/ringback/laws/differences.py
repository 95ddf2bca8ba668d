"""Where two values differ, and how a sentence tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.finding import pointer
from ringback.payload import MISSING, same, show

_LONG = 60  # characters of a text that a sentence shows whole
_WHOLE = 1_000_000  # characters of a value that are looked through for a difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where two values differ."""

    path: tuple[str | int, ...]
    left: Any
    right: Any

    @property
    def place(self) -> str:
        """The place as a JSON Pointer."""
        return pointer(self.path)


def differences(left: Any, right: Any, path: tuple[str | int, ...] = ()) -> Iterator[Difference]:
    """Each deepest place where two JSON values differ; an array of another length differs whole."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in {**left, **right}:
            yield from differences(left.get(name, MISSING), right.get(name, MISSING), (*path, name))
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from differences(one, other, (*path, index))
    elif left is not right and (MISSING in (left, right) or not same(left, right)):
        yield Difference(path=path, left=left, right=right)


def was_is(left: Any, right: Any) -> str:
    """`was …, is …` for a sentence."""
    old, new = shown(left, right)
    return f"was {old}, is {new}"


def shown(left: Any, right: Any) -> tuple[str, str]:
    """Two values that differ, for a sentence: long ones cut so that the difference is seen."""
    one, other = show(left), show(right)
    texts = isinstance(left, str) and isinstance(right, str)
    if one != other and not (texts and max(len(left), len(right)) > _LONG):
        return one, other
    if not texts:
        left, right = show(left, limit=_WHOLE), show(right, limit=_WHOLE)
    pairs = enumerate(zip(left, right, strict=False))
    start = next((i for i, (a, b) in pairs if a != b), min(len(left), len(right)))
    return _cut(left, start, quoted=texts), _cut(right, start, quoted=texts)


def _cut(text: str, start: int, *, quoted: bool) -> str:
    """The part of a long text around a place, and how long the whole is."""
    part = text[max(0, start - 10) : start + 30]
    return f"…{show(part) if quoted else part} ({len(text)} characters)"
