"""law/frame: what an edit leaves out stays as it was."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding, steps
from ringback.laws.interface import Episode, differences, was_is
from ringback.payload import MISSING, at


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Every member at `place` that the edit does not give is in the answer as it was before."""

    place: str
    rule: str = "law/frame"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the members that were left out with the read before."""
        edit = at(episode.given, steps(self.place))
        before = at(episode.before, steps(self.place))
        answered = at(episode.answer, steps(self.place))
        if not episode.accepted or not isinstance(edit, dict):
            return
        if not isinstance(before, dict) or not isinstance(answered, dict):
            return
        for name in {**before, **answered}:
            if name in edit:
                continue
            old, new = before.get(name, MISSING), answered.get(name, MISSING)
            changed = next(differences(old, new), None)
            if changed is not None:
                place = f"{self.place}/{name}"
                text = f"{place} was left out of the edit, and changed: {was_is(old, new)}"
                yield episode.finding(self.rule, text, instance=place)
