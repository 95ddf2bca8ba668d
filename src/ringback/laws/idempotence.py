"""law/idempotence: the same update again answers the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding
from ringback.laws.interface import Episode, differences, matches, member, was_is
from ringback.payload import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Idempotence:
    """Sent twice, an update answers alike; `anew` names the places of ids that it makes anew."""

    anew: tuple[str, ...] = ()
    rule: str = "law/idempotence"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the two answers."""
        if not episode.accepted or episode.again is MISSING or episode.answer is MISSING:
            return
        for each in differences(episode.answer, episode.again):
            if any(matches(each.path, pattern) for pattern in self.anew):
                continue
            text = (
                f"the same update answered differently the second time at {each.place or '/'}: "
                f"{was_is(each.left, each.right)}"
            )
            yield episode.finding(self.rule, text, instance=member(each.path))
