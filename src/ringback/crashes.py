"""What could not be judged because something gave up in the midst of it.

Generators, clients and validators of other makers may raise anything, at any input, and so may a
mistake of our own. Each unit of work (a case, an operation, a recording) is done inside an
`Contained`: what is raised there ends that one thing, is told, and lets no verdict be green.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar

from ringback.errors import reason
from ringback.verdict import NotJudged

_NAMED = 5  # sentences about what could not be judged; the reports list all of it
_APART = 500  # causes that are told apart

T = TypeVar("T")


class Contained:
    """A block whose exceptions end the block alone, and are handed to `note`.

    An interrupt always passes, and so does what is `passing`: what steers a run, and want of
    memory, which nothing that is told one by one would mend.
    """

    def __init__(self, note: Callable[[Exception], None], *passing: type[Exception]) -> None:
        self._note = note
        self._passing: tuple[type[Exception], ...] = (MemoryError, *passing)

    def __enter__(self) -> Self:
        """Begin the block."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Take note of an exception; True where the run goes on behind it."""
        if not isinstance(error, Exception) or isinstance(error, self._passing):
            return False
        self._note(error)
        return True


class Crashes:
    """What could not be judged, each cause once and counted; `passing` is what goes through."""

    def __init__(self, *passing: type[Exception]) -> None:
        self._passing = passing
        self._met: dict[tuple[str, str], NotJudged] = {}

    def contained(self, what: str) -> Contained:
        """A block that is about this: an operation, and what is done for it."""
        return Contained(lambda error: self.add(what, reason(error)), *self._passing)

    def each(self, what: str, made: Iterable[T]) -> Iterator[T]:
        """What is made one by one, as far as it comes."""
        with self.contained(what):
            yield from made

    def add(self, what: str, why: str) -> None:
        """Count that this could not be judged."""
        known = self._met.get((what, why))
        if known is None and len(self._met) >= _APART:
            what, why = "others", "more causes than are told apart"
            known = self._met.get((what, why))
        self._met[what, why] = (
            NotJudged(what=what, why=why)
            if known is None
            else replace(known, count=known.count + 1)
        )

    @property
    def entries(self) -> tuple[NotJudged, ...]:
        """All of it, in the order in which it was met."""
        return tuple(self._met.values())


def doubts_of(entries: Iterable[NotJudged]) -> list[str]:
    """Why a run with these is no proof: a sentence each for the first ones, one for the rest."""
    found = list(entries)
    told = [
        f"{each.what} could not be judged"
        + (f" {each.count} times" if each.count > 1 else "")
        + f": {each.why}"
        for each in found[:_NAMED]
    ]
    left = len(found) - len(told)
    return [*told, f"{left} more could not be judged"] if left else told
