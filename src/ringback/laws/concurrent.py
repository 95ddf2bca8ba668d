"""law/concurrent: of two updates at the same time one is left whole, never a mixture."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding, steps
from ringback.laws.interface import Difference, Episode, differences
from ringback.payload import MISSING, at, same, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrent:
    """Where two edits at `place` give the same members, the read after both shows one of them.

    Which of the two is the service's choice. A member that shows neither is another law's.
    """

    place: str
    rule: str = "law/concurrent"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the read with the two edits, value by value."""
        one, other = at(episode.given, steps(self.place)), at(episode.rival, steps(self.place))
        now = at(episode.after, steps(self.place))
        if MISSING in (one, other, now):
            return
        first: Difference | None = None
        second: Difference | None = None
        for each in differences(one, other):
            told = at(now, each.path)
            if same(told, each.left):
                first = first or each
            elif same(told, each.right):
                second = second or each
        if first is None or second is None:
            return
        text = (
            "two updates at the same time left a mixture: "
            f"{self.place}{first.place} is {show(first.left)}, as the one gave it, "
            f"and {self.place}{second.place} is {show(second.right)}, as the other did"
        )
        yield episode.finding(self.rule, text, instance=self.place)
