"""law/link: naming a thing by its id puts just that thing there."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding, steps
from ringback.laws.interface import Episode, differences, was_is
from ringback.payload import MISSING, at, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text at `place` of the request names the thing whose `key` the answer has there.

    The thing itself is as it was last seen: linking it does not edit it.
    """

    place: str
    key: str = "id"
    rule: str = "law/link"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the id asked for with the id answered, and the thing with what was seen."""
        wanted = at(episode.given, steps(self.place))
        if not episode.accepted or not isinstance(wanted, str):
            return
        place = f"{self.place}/{self.key}"
        got = at(episode.answer, steps(place))
        if got is not MISSING and (not isinstance(got, str) or got.casefold() != wanted.casefold()):
            text = f"{self.place} was linked to {show(wanted)}, and {place} is {show(got)}"
            yield episode.finding(self.rule, text, instance=place)
            return
        linked = at(episode.answer, steps(self.place))
        if episode.remembered is MISSING or linked is MISSING:
            return
        for each in differences(episode.remembered, linked):
            text = f"linking changed {self.place}{each.place}: {was_is(each.left, each.right)}"
            yield episode.finding(self.rule, text, instance=self.place + each.place)
