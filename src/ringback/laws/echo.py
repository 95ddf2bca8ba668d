"""law/echo: what an edit gives stands in the answer, exactly as given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.finding import Finding, pointer, steps
from ringback.laws.interface import Episode, shown
from ringback.payload import MISSING, at, same, show
from ringback.schema.given import LEFT_OUT

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """Every member that the edit at `place` gives is in the answer at the same place.

    A text that stands where the answer has an object names that object by its `key`.
    """

    place: str
    key: str = "id"
    rule: str = "law/echo"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Walk the edit beside the answer."""
        edit = at(episode.given, steps(self.place))
        if not episode.accepted or not isinstance(edit, dict) or episode.answer is MISSING:
            return
        answered = at(episode.answer, steps(self.place))
        for path, text in self._compare(edit, answered, tuple(steps(self.place))):
            place = pointer(path)
            yield episode.finding(self.rule, f"{place} {text}", instance=place)

    def _compare(self, edit: Any, answered: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
        match edit, answered:
            case _, _ if edit is LEFT_OUT:
                return
            case _, _ if answered is MISSING:
                yield path, f"was given as {show(edit)}, and is not in the answer"
            case dict(), dict():
                for name, member in edit.items():
                    yield from self._compare(member, answered.get(name, MISSING), (*path, name))
            case list(), list() if len(edit) == len(answered):
                for index, (item, other) in enumerate(zip(edit, answered, strict=True)):
                    yield from self._compare(item, other, (*path, index))
            case list(), list():
                counted = f"{len(edit)} items, and is answered with {len(answered)}"
                yield path, f"was given with {counted}"
            case str(), dict():
                yield from self._named(edit, answered.get(self.key, MISSING), (*path, self.key))
            case _:
                yield from _alike(edit, answered, path)

    def _named(self, edit: str, named: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
        if not isinstance(named, str) or named.casefold() != edit.casefold():
            yield path, f"should be {show(edit)}, as linked, and is {show(named)}"


def _alike(edit: Any, answered: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
    if not same(edit, answered):
        given, told = shown(edit, answered)
        yield path, f"was given as {given}, and is answered as {told}"
