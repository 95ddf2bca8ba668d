"""law/read-back: a read after the update answers what the update answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding
from ringback.laws.interface import Episode, differences, member, shown
from ringback.payload import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """The linked read tells the same as the update's answer."""

    rule: str = "law/read-back"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare answer and read, place by place."""
        if not episode.accepted or episode.answer is MISSING:
            return
        read = episode.read.response if episode.read else None
        if read is not None and read.refused:
            text = f"the update was accepted, and a read after it answers {read.status}"
            yield episode.finding(self.rule, text, cause="refused")
            return
        if episode.after is MISSING:
            return
        for each in differences(episode.answer, episode.after):
            answered, read_back = shown(each.left, each.right)
            text = (
                f"the update answered {answered} at {each.place or '/'}, "
                f"and a read after it {read_back}"
            )
            yield episode.finding(self.rule, text, instance=member(each.path))
