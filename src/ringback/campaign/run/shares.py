"""How the time of a run is shared: no part of it uses up what the others need."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.scheduler.stage import Stage


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
        end = self._started + self._seconds * until
        source, more = iter(scenarios), True
        while more and (now := self._clock()) < end:
            designed, more = self._designed(source, now + (end - now) / 2)
            left: list[Scenario] = []
            for each in in_turn(designed):
                if not left and self._clock() < end:
                    yield each
                else:
                    left.append(each)
            for each in left:
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

    def in_parts(
        self, sources: Iterable[tuple[float, Iterable[Scenario]]], until: float
    ) -> Iterator[Scenario]:
        """Sources with their weights, one behind the other; what one does not use the next may."""
        parts = list(sources)
        for index, (weight, source) in enumerate(parts):
            if self._seconds is None:
                yield from source
                continue
            spent = (self._clock() - self._started) / self._seconds
            rest = sum(each for each, _ in parts[index:])
            yield from self.timely(source, spent + max(0.0, until - spent) * weight / rest)


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
