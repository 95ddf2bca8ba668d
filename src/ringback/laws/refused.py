"""law/refused: an update that is refused changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding
from ringback.laws.interface import Episode, differences, was_is
from ringback.payload import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """After a 4xx the resource reads as before."""

    rule: str = "law/refused"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the reads around a refused update."""
        if not episode.refused or episode.before is MISSING or episode.after is MISSING:
            return
        status = episode.exchange.response.status if episode.exchange.response else 0
        # One finding, whatever changed: it is one cause, and its places hang on the request.
        each = next(differences(episode.before, episode.after), None)
        if each is not None:
            text = (
                f"the update was refused ({status}), and yet {each.place or '/'} changed: "
                f"{was_is(each.left, each.right)}"
            )
            yield episode.finding(self.rule, text)
