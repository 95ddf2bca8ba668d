"""law/read-back, for lists: the entry in a list tells the same as the thing itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ringback.finding import Finding, steps
from ringback.laws.interface import Episode, shown
from ringback.payload import MISSING, at, same


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """After an update, the list that `operation` answers agrees with what the update answered.

    `key` is the member by which the entry is found; `members` maps pointers into the entry to
    pointers into the thing.
    """

    operation: str
    key: str
    members: Mapping[str, str]
    rule: str = "law/read-back"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the entry with the answer, member by member."""
        if not episode.accepted or episode.listed is MISSING:
            return
        for place, its_place in self.members.items():
            told = at(episode.listed, steps(place))
            answered = at(episode.answer, steps(its_place))
            if told is MISSING or answered is MISSING or same(told, answered):
                continue
            ours, theirs = shown(answered, told)
            text = (
                f"the update answered {ours} at {its_place}, "
                f"and the list after it {theirs} at {place}"
            )
            yield episode.finding(self.rule, text, instance=its_place, cause="listed")
