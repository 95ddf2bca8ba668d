"""law/identity: an update changes no identity."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding, steps
from ringback.laws.interface import Episode, was_is
from ringback.payload import MISSING, at, same


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The members at these pointers are after an update what they were before."""

    members: tuple[str, ...]
    rule: str = "law/identity"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the answer, and the read after it, with the read before."""
        if not episode.accepted or episode.before is MISSING:
            return
        for place in self.members:
            old = at(episode.before, steps(place))
            for new in (at(episode.answer, steps(place)), at(episode.after, steps(place))):
                if old is MISSING or new is MISSING or same(old, new):
                    continue
                text = f"{place} must not change by an update: {was_is(old, new)}"
                yield episode.finding(self.rule, text, instance=place)
                break
