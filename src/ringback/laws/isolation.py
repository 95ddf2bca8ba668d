"""law/isolation: an update of one thing changes no other."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding, steps
from ringback.laws.interface import Episode, differences, was_is
from ringback.payload import MISSING, at, same


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """A bystander is unchanged, unless it shares what stands at `shared` with the updated thing."""

    shared: str
    rule: str = "law/isolation"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare each bystander's reads around the update."""
        ours = [at(each, steps(self.shared)) for each in (episode.before, episode.answer)]
        for bystander in episode.bystanders:
            if bystander.before is MISSING or bystander.after is MISSING:
                continue
            theirs = at(bystander.before, steps(self.shared))
            if any(mine is not MISSING and same(mine, theirs) for mine in ours):
                continue
            each = next(differences(bystander.before, bystander.after), None)
            if each is not None:
                text = (
                    f"updating one changed another ({bystander.name}) at {each.place or '/'}: "
                    f"{was_is(each.left, each.right)}"
                )
                yield episode.finding(self.rule, text)
