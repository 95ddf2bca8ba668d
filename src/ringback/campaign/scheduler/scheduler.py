"""Plays scenarios side by side: each goes on as soon as all that it asked for has come.

Each scenario has things of its own, so that their order on the way does not matter. What came is
handed out in the order of sending, whatever the latency: the same seed sends the same requests.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from ringback.campaign.scheduler.confirmation import Confirmation
from ringback.campaign.scheduler.evidence import Evidence, Held
from ringback.campaign.scheduler.fold import Fold
from ringback.campaign.scheduler.journaling import Journaling
from ringback.campaign.scheduler.quiet_watch import QuietWatch
from ringback.campaign.scheduler.repeated_scenario import Repeated
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import AtOnce, InOrder, Play, Reply, Stage, Step
from ringback.campaign.session.asks import Ask
from ringback.campaign.session.budget import Halt
from ringback.campaign.session.session import Session
from ringback.campaign.session.spent import Spent
from ringback.campaign.session.window import Window
from ringback.exchange import Exchange
from ringback.finding import Finding

_LANES = 16
LAWS = "law"
"""What a story asks besides the rules over each of its exchanges."""


@dataclass(slots=True)
class _Lane:
    """A scenario under way: what it wants sent, and what has come of that so far."""

    scenario: Scenario
    scene: Scene
    play: Play | None = None
    steps: Sequence[Step] = ()
    replies: list[Reply] = field(default_factory=list)


class Scheduler:
    """The one place that sends for scenarios, keeps the world, and weighs what they find.

    `spent` is what each phase took.
    """

    def __init__(self, session: Session, stage: Stage) -> None:
        self.session = session
        self.stage = stage
        self.spent: dict[str, Spent] = {}
        self._window = Window(session)
        self._waiting: deque[tuple[_Lane, Step]] = deque()  # to be sent, in this order
        self._sent: deque[tuple[_Lane, Step]] = deque()  # under way, in this order
        self._fold = Fold(session.judge, session.names, stage)
        self._journal = Journaling(session, stage)
        watch = QuietWatch(session, stage, self.finish)
        self._confirmation = Confirmation(
            session.ledger, self._window, self.alone, watch.disturbance
        )

    @property
    def held(self) -> Sequence[Held]:
        """What showed again, with the part of a scenario that shows it."""
        return self._confirmation.held

    def run(self, scenarios: Iterable[Scenario], *, phase: str = "", lanes: int = _LANES) -> None:
        """Play them all; raises Halt where the run ends."""
        with self.measured(phase):
            try:
                self._run(iter(scenarios), lanes)
            except (Halt, KeyboardInterrupt):  # what is under way ends before anything is put back
                self._waiting.clear()
                self._drained()
                raise

    @contextmanager
    def measured(self, phase: str) -> Iterator[None]:
        """Adds what is spent meanwhile to that of a phase."""
        before = self._spending()
        self.session.phase = phase
        try:
            yield
        finally:
            self.spent[phase] = self.spent.get(phase, Spent()) + (self._spending() - before)

    def _spending(self) -> Spent:
        return Spent(
            waits=self.session.waits,
            requests=self.session.sent,
            seconds=time.perf_counter(),
            processor=time.process_time(),
        )

    def _run(self, source: Iterator[Scenario], lanes: int) -> None:
        parked: deque[Scenario] = deque()  # until their locks are free
        running: list[_Lane] = []
        while True:
            self._start(source, parked, running, lanes)
            count = len(running)
            while len(running) == count:
                self._send()
                if not self._sent:
                    return
                self._receive(running)

    def _drained(self) -> None:
        """Fold what is still under way: a run that was halted knows what it has done."""
        while self._sent:
            with suppress(Halt):
                self._received()

    def _start(
        self,
        source: Iterator[Scenario],
        parked: deque[Scenario],
        running: list[_Lane],
        lanes: int,
    ) -> None:
        """Start as many as may be under way."""
        while len(running) < lanes:
            scenario = _startable(source, parked, {each.scenario.lock for each in running} - {""})
            if scenario is None:
                return
            lane = self._lane(scenario)
            running.append(lane)
            self._advance(lane, None, running)

    def _send(self) -> None:
        """Send what waits as far as there is room."""
        while self._waiting and self._window.has_room:
            first = self._waiting[0][0]
            in_order = isinstance(first.steps, InOrder)
            if in_order and any(lane is first for lane, _ in self._sent):
                return  # the rest of a row that a bound has cut goes behind what has left
            row = in_order or isinstance(first.steps, AtOnce)
            left = sum(lane is first for lane, _ in self._waiting) if row else 1
            count = min(left, self.session.allowance())
            leaving = [self._waiting.popleft() for _ in range(count)]
            self._journal.before([each for _, each in leaving])
            self._window.put([_ask(each) for _, each in leaving], in_order=in_order)
            self._sent += leaving

    def _receive(self, running: list[_Lane]) -> None:
        """Take the oldest answer; let its scenario go on where that was the last one it needs."""
        lane = self._received()
        if len(lane.replies) == len(lane.steps):
            replies, lane.replies = lane.replies, []
            self._advance(lane, replies, running)

    def _received(self) -> _Lane:
        """Fold the oldest answer that is under way."""
        lane, step = self._sent.popleft()
        lane.replies.append(self._folded(step, self._window.take(), lane.scene))
        return lane

    def _folded(self, step: Step, exchange: Exchange, scene: Scene) -> Reply:
        """The reply, once the world and the journal know of it."""
        reply = self._fold.taken(step, exchange, scene)
        self._journal.after(reply)
        return reply

    def _lane(self, scenario: Scenario, *, again: bool = False) -> _Lane:
        return _Lane(scenario, Scene(self.stage, lock=scenario.lock, again=again))

    def _advance(self, lane: _Lane, replies: Sequence[Reply] | None, running: list[_Lane]) -> None:
        """Let a scenario go on: what it wants waits to be sent, and what ended is weighed."""
        if self._goes_on(lane, replies):
            self._waiting += [(lane, step) for step in lane.steps]
            return
        running.remove(lane)
        told = lane.scene.replies and not isinstance(lane.scenario, Repeated)
        if told and not self.stage.stateless:
            self.session.judge.asked[lane.scenario.operation.id][LAWS] += 1
        self._confirmation.weigh(lane.scenario, lane.scene)

    def _goes_on(self, lane: _Lane, replies: Sequence[Reply] | None) -> bool:
        """Whether a scenario wants something sent; it has ended otherwise."""
        with self.session.crashes.contained(f"{lane.scenario.operation.id}: a scenario"):
            if lane.play is None:
                lane.play = lane.scenario.play(lane.scene)
            try:
                while True:
                    lane.steps = next(lane.play) if replies is None else lane.play.send(replies)
                    if not all(map(self.stage.permits, lane.steps)):
                        lane.play.close()
                        return False
                    if lane.steps:
                        return True
                    replies = ()
            except StopIteration:
                return False
        return False

    def finish(self, play: Play, scene: Scene) -> None:
        """Play what no scenario is: nothing of it is weighed."""
        replies: Sequence[Reply] | None = None
        try:
            while True:
                steps = next(play) if replies is None else play.send(replies)
                if not all(map(self.stage.permits, steps)):
                    return
                replies = self._together(steps, scene) if steps else ()
        except StopIteration:
            return

    def _together(self, steps: Sequence[Step], scene: Scene) -> list[Reply]:
        """Send with nothing else under way; what came before a halt is folded all the same."""
        if isinstance(steps, InOrder) and len(steps) > 1:
            return [reply for step in steps for reply in self._together([step], scene)]
        meeting = isinstance(steps, AtOnce)
        self._journal.before(steps)
        exchanges = self.session.send_all([_ask(each) for each in steps], at_once=meeting)
        return [self._folded(*pair, scene) for pair in zip(steps, exchanges, strict=True)]

    def alone(self, scenario: Scenario) -> list[Finding]:
        """Play a scenario from beginning to end with nothing else under way; what it found."""
        (found,) = self.side_by_side([scenario])
        return found

    def side_by_side(self, scenarios: Sequence[Scenario]) -> list[list[Finding]]:
        """Play these and no others, those with one lock after each other; what each found."""
        lanes = [self._lane(each, again=True) for each in scenarios]
        waiting, running = list(lanes), list[_Lane]()
        while waiting or running:
            for lane in list(waiting):
                lock = lane.scenario.lock
                if not lock or all(lock != each.scenario.lock for each in running):
                    waiting.remove(lane)
                    running += [lane] if self._goes_on(lane, None) else []
            told = self._round(running)
            running = [
                lane
                for lane, replies in zip(running, told, strict=True)
                if self._goes_on(lane, replies)
            ]
        return [self._completed(each.scene) for each in lanes]

    def _round(self, lanes: Sequence[_Lane]) -> list[Sequence[Reply]]:
        """What comes of what all want: together, but for what has an order of its own."""
        plain = [each for each in lanes if not isinstance(each.steps, AtOnce | InOrder)]
        self._journal.before([step for lane in plain for step in lane.steps])
        asks = [_ask(step) for lane in plain for step in lane.steps]
        exchanges = iter(self.session.send_all(asks))
        told = {
            id(lane): [self._folded(step, next(exchanges), lane.scene) for step in lane.steps]
            for lane in plain
        }
        return [
            told[id(lane)] if id(lane) in told else self._together(lane.steps, lane.scene)
            for lane in lanes
        ]

    def _completed(self, scene: Scene) -> list[Finding]:
        """What a scene found, with what it takes to see it again."""
        evidence = Evidence(
            world=self.stage.world, makers=self._fold.makers, replies=tuple(scene.replies)
        )
        return [evidence.completed(each) for each in scene.findings]


def _startable(
    source: Iterator[Scenario], parked: deque[Scenario], taken: set[str]
) -> Scenario | None:
    """The next scenario whose lock is free: one that was parked before one that is new."""
    for place, each in enumerate(parked):
        if each.lock not in taken:
            del parked[place]
            return each
    for each in source:
        if each.lock not in taken:
            return each
        parked.append(each)
    return None


def _ask(step: Step) -> Ask:
    return Ask(
        request=step.request,
        operation=step.operation,
        credentials=step.credentials,
        account=step.account,
    )
