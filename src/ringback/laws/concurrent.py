"""law/concurrent: of updates at the same time each is left whole: no mixture, and none lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.finding import Finding, steps
from ringback.laws.interface import Difference, Episode, differences
from ringback.payload import MISSING, at, same, show
from ringback.schema.given import LEFT_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrent:
    """What a read shows after two edits at `place` that were under way at the same time.

    Where both give a member, it is that of one of them, and all such members are of the same one:
    which, is the service's choice. Where one alone gives a member, it is there: the other left it
    as it was. A member that shows neither edit's value, nor the one before, is another law's.
    """

    place: str
    rule: str = "law/concurrent"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the read with the two edits, value by value."""
        one, other = (at(each, steps(self.place)) for each in (episode.given, episode.rival))
        now = at(episode.after, steps(self.place))
        if not all(isinstance(each, dict) for each in (one, other, now)):
            return
        both = one.keys() & other.keys()
        ours, theirs = (
            {name: each[name] for name in each if name in both} for each in (one, other)
        )
        yield from self._mixed(episode, ours, theirs, now)
        before = at(episode.before, steps(self.place))
        for given in (one, other):
            for name in [each for each in given if each not in both]:
                yield from self._lost(episode, name, given[name], at(before, [name]), now)

    def _mixed(self, episode: Episode, one: Any, other: Any, now: Any) -> Iterator[Finding]:
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

    def _lost(
        self, episode: Episode, name: str, given: Any, before: Any, now: Any
    ) -> Iterator[Finding]:
        """A member that is still as it was, though an update that was accepted gave it."""
        told = at(now, [name])
        if MISSING in (before, told) or not same(before, told):
            return
        changed = next(_unlike(given, told), None)
        if changed is not None:
            place = f"{self.place}/{name}"
            text = (
                f"of two updates at the same time one was lost: {place}{changed.place} is "
                f"{show(changed.right)} as before, and that one gave {show(changed.left)}"
            )
            yield episode.finding(self.rule, text, instance=place, cause="lost")


def _unlike(given: Any, told: Any) -> Iterator[Difference]:
    """The places of a given value where another one stands."""
    for each in differences(given, told):
        if each.left is not MISSING and each.left is not LEFT_OUT and each.right is not MISSING:
            yield each
