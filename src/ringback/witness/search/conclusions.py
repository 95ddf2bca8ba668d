"""What has been concluded, and what hangs on goals that are still open."""

from collections.abc import Callable

from ringback.witness.answer import Answer, Found, Nothing
from ringback.witness.goals.query import Goal

Key = tuple[Goal, str]
_ENDLESS = 1_000_000_000  # deeper than any stack


class Conclusions:
    """Remembers answers by goal and kind.

    A goal that comes up within itself adds nothing: the smallest payload that meets it needs no
    smaller one that does. What was concluded from that holds as long as the outer goal is open, and
    for good once that one has come to nothing; where it was met, it is forgotten.
    """

    def __init__(self) -> None:
        self._settled: dict[Key, Answer] = {}
        self._open: dict[Key, int] = {}
        self._tentative: dict[Key, tuple[Answer, int]] = {}
        self._order: list[Key] = []  # of the tentative ones
        self._short: dict[Key, int] = {}  # came to nothing for want of room, at this depth
        self._low = _ENDLESS  # the outermost open goal that was leant on

    @property
    def depth(self) -> int:
        """How many goals are open within one another."""
        return len(self._open)

    @property
    def settled(self) -> int:
        """How many answers are kept for good."""
        return len(self._settled)

    def begin(self) -> None:
        """Forget what was left open by a question that could not be followed to its end."""
        self._open.clear()
        self._tentative.clear()
        self._order.clear()
        self._short.clear()
        self._low = _ENDLESS

    def lacks_room(self, key: Key) -> bool:
        """Whether there was no room for it where there was as much as here."""
        return self._short.get(key, _ENDLESS) <= self.depth

    def recalled(self, key: Key) -> Answer | None:
        """The answer, as far as it is known."""
        if key in self._settled:
            return self._settled[key]
        if key in self._tentative:
            answer, low = self._tentative[key]
            self._low = min(self._low, low)
            return answer
        if key in self._open:
            self._low = min(self._low, self._open[key])
            return Nothing()
        return None

    def concluded(self, key: Key, look: Callable[[], tuple[Answer, bool]]) -> Answer:
        """The answer of a look, kept as far as it holds; the look says whether it may be kept."""
        depth, start = len(self._open), len(self._order)
        around, self._low = self._low, _ENDLESS
        self._open[key] = depth
        answer, whole = look()
        del self._open[key]
        own, self._low = self._low, around
        if isinstance(answer, Found):
            self._settled[key] = answer
            self._forget(start)
        elif not whole:
            self._short[key] = min(depth, self._short.get(key, _ENDLESS))
            self._forget(start)
            self._low = min(around, own)
        elif own >= depth:
            self._settled[key] = answer
            self._settle(start)
        else:
            self._tentative[key] = (answer, own)
            self._order.append(key)
            self._low = min(around, own)
        return answer

    def _forget(self, start: int) -> None:
        for key in self._order[start:]:
            self._tentative.pop(key, None)
        del self._order[start:]

    def _settle(self, start: int) -> None:
        for key in self._order[start:]:
            self._settled[key] = self._tentative.pop(key)[0]
        del self._order[start:]
