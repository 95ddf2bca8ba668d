"""How the time of a run is shared: no part of it uses up what the others need."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.scheduler.stage import Stage

_LEAST = 0.03  # of its seconds a run has for each part, as long as there are any


class Shares:
    """The moments until which parts of a run may begin something, in fractions of `seconds`.

    Without a bound there is time for everything. `started` is when the run began, as `clock`
    tells the time.
    """

    def __init__(
        self,
        stage: Stage,
        seconds: float | None,
        started: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stage = stage
        self._seconds = seconds
        self._started = started
        self._clock = clock

    def timely(self, scenarios: Iterable[Scenario], until: float) -> Iterator[Scenario]:
        """The scenarios that may begin until a fraction of the time is spent; the rest is noted.

        Operations take turns, so that none of them goes without for the sake of the first. Of what
        is left half may go each time to the design of what is asked.
        """
        if self._seconds is None:
            yield from scenarios
            return
        part = _Part(source=iter(scenarios))
        # What took longer before leaves it a little all the same.
        least = min(self._clock() - self._started + self._seconds * _LEAST, self._seconds)
        end = self._started + max(self._seconds * until, least)
        yield from self._begun(part, end)
        self._note(part)

    def _begun(self, part: "_Part", end: float) -> Iterator[Scenario]:
        """What may begin of a part until a moment; what was designed and may not waits."""
        while part.is_left and (now := self._clock()) < end:
            if not part.waiting:
                designed, part.is_open = self._designed(part.source, now + (end - now) / 2)
                part.waiting.extend(in_turn(designed))
            while part.waiting and self._clock() < end:
                yield part.waiting.popleft()

    def _note(self, part: "_Part") -> None:
        """Name what there was no time for, as far as it was designed."""
        for each in part.waiting:
            what = f"what there was no time for in {self._seconds:g} s"
            self._stage.leave_out(each.operation, what)

    def _designed(self, source: Iterator[Scenario], until: float) -> tuple[list[Scenario], bool]:
        """What is designed until a moment, and whether there may be more."""
        found: list[Scenario] = []
        for each in source:
            found.append(each)
            if self._clock() >= until:
                return found, True
        return found, False

    def left(self, until: float) -> float | None:
        """Seconds until a fraction of the time is spent; None without a bound."""
        if self._seconds is None:
            return None
        return max(0.0, self._started + self._seconds * until - self._clock())

    def in_parts(
        self, sources: Iterable[tuple[float, Iterable[Scenario]]], until: float
    ) -> Iterator[Scenario]:
        """Sources with their weights, one behind the other; what one does not use the next may.

        What there was no time for in its share has what all others have left.
        """
        if self._seconds is None:
            for _, source in sources:
                yield from source
            return
        parts = [_Part(source=iter(source), weight=weight) for weight, source in sources]
        end = self._started + self._seconds * until
        while any(each.is_left for each in parts) and self._clock() < end:
            left = [each for each in parts if each.is_left]
            for index, part in enumerate(left):
                now = self._clock()
                rest = sum(each.weight for each in left[index:])
                yield from self._begun(part, now + max(0.0, end - now) * part.weight / rest)
        for part in parts:
            self._note(part)


@dataclass(slots=True)
class _Part:
    """A source of scenarios, and those that were designed and wait for the next turn."""

    source: Iterator[Scenario]
    weight: float = 1.0
    waiting: deque[Scenario] = field(default_factory=deque)
    is_open: bool = True

    @property
    def is_left(self) -> bool:
        """Whether there may be more of it."""
        return self.is_open or bool(self.waiting)


def taking_turns(sources: Iterable[Iterable[Scenario]]) -> Iterator[Scenario]:
    """One of each source after the other; what a source has later is made later."""
    waiting = [iter(each) for each in sources]
    while waiting:
        for each in list(waiting):
            found = next(each, None)
            if found is None:
                waiting.remove(each)
            else:
                yield found


def in_turn(scenarios: Iterable[Scenario]) -> Iterator[Scenario]:
    """The scenarios of each operation in their order, one of each operation after the other."""
    waiting: dict[str, deque[Scenario]] = {}
    for each in scenarios:
        waiting.setdefault(each.operation.id, deque()).append(each)
    while waiting:
        for name in list(waiting):
            yield waiting[name].popleft()
            if not waiting[name]:
                del waiting[name]
