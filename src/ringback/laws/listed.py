"""law/read-back, for lists: the entry in a list tells the same as the thing itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.finding import Finding, steps
from ringback.laws.interface import Episode, shown
from ringback.payload import MISSING, at, same, show

_PAGE = 20  # entries; a longer list may be told a page at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """After an update, the list that `operation` answers agrees with what the update answered.

    `key` is the member by which the entry is found; `members` maps pointers into the entry to
    pointers into the thing. It also agrees with what the bystanders read, and has each of them
    once; but of a long list only a page may have been answered.
    """

    operation: str
    key: str
    members: Mapping[str, str]
    rule: str = "law/read-back"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Find each thing's entry, and compare it member by member."""
        if not episode.accepted or not isinstance(episode.listing, list):
            return
        shown = replace(episode, read=episode.listed_by or episode.read)
        yield from self._compared(shown, episode.answer, "the update answered")
        for bystander in episode.bystanders:
            yield from self._compared(shown, bystander.after, f"{bystander.name} reads")

    def _compared(self, episode: Episode, thing: Any, told_by: str) -> Iterator[Finding]:
        name = at(thing, [self.key])
        if not isinstance(name, str) or any(at(thing, steps(p)) is MISSING for p in self._within):
            return  # not known as a whole: an entry of the list itself, or a failed read
        rows = [each for each in episode.listing if at(each, [self.key]) == name]
        if len(rows) != 1:
            if rows or len(episode.listing) < _PAGE:
                times = f"{len(rows)} times" if rows else "not at all"
                text = f"{told_by} {show(name)}, and the list after it has that {times}"
                yield episode.finding(self.rule, text, cause="entries")
            return
        for place, its_place in self.members.items():
            told, known = at(rows[0], steps(place)), at(thing, steps(its_place))
            if told is MISSING or known is MISSING or same(told, known):
                continue
            ours, theirs = shown(known, told)
            text = f"{told_by} {ours} at {its_place}, and the list after it {theirs} at {place}"
            yield episode.finding(self.rule, text, instance=its_place, cause="listed")

    @property
    def _within(self) -> list[str]:
        """The places of a thing that only the thing itself has, not its entry."""
        return [its for place, its in self.members.items() if its != place]
