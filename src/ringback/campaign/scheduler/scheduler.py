"""Plays scenarios side by side: each goes on as soon as all that it asked for has come.

Each scenario has things of its own, so that their order on the way does not matter. What came is
handed out in the order of sending, whatever the latency: the same seed sends the same requests.
"""

import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from ringback.campaign.resource.model import Role
from ringback.campaign.resource.thing_keys import inner
from ringback.campaign.resource.world import NOBODY, Thing, ThingId, thing_id
from ringback.campaign.scheduler.evidence import Evidence, Held
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import AtOnce, InOrder, Play, Presence, Reply, Stage, Step
from ringback.campaign.session.session import Ask, Halt, Session
from ringback.campaign.session.spent import Spent
from ringback.campaign.session.window import Window
from ringback.checks.delivery import LOSSES
from ringback.exchange import Exchange
from ringback.finding import Finding
from ringback.laws import deleting, updating
from ringback.payload import decode

_LANES = 16
_AGAIN = 3  # how often a story is told again before what it showed once is called flaky
_ON_ONE = frozenset({Role.READ, Role.UPDATE, Role.REPLACE})  # they answer one thing
_BROKEN = 500  # from here on an answer tells of a defect, whatever was asked for
_LOSSES = 2  # of these, how many must lose an answer again


def _key_again(thing: Thing, step: Step, exchange: Exchange) -> list[Finding]:
    """The finding where a key is given again that was deleted before."""
    return [
        Finding(
            rule=each.rule,
            message=each.message,
            operation=step.operation.id,
            cause=each.cause,
            exchanges=(exchange,),
        )
        for each in deleting.key_again(thing.key, thing.key)
    ]


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
        self.held: list[Held] = []
        self._makers: dict[ThingId, Reply] = {}

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
        lane.replies.append(self._taken(step, self._window.take(), lane.scene))
        return lane

    def _lane(self, scenario: Scenario, *, again: bool = False) -> _Lane:
        return _Lane(scenario, Scene(self.stage, lock=scenario.lock, again=again))

    def _advance(self, lane: _Lane, replies: Sequence[Reply] | None, running: list[_Lane]) -> None:
        """Let a scenario go on: what it wants waits to be sent, and what ended is weighed."""
        if self._goes_on(lane, replies):
            self._waiting += [(lane, step) for step in lane.steps]
            return
        running.remove(lane)
        self._weigh(lane)

    def _goes_on(self, lane: _Lane, replies: Sequence[Reply] | None) -> bool:
        """Whether a scenario wants something sent; it has ended otherwise."""
        with self.session.crashes.contained(f"{lane.scenario.operation.id}: a scenario"):
            if lane.play is None:
                lane.play = lane.scenario.play(lane.scene)
            try:
                while True:
                    lane.steps = next(lane.play) if replies is None else lane.play.send(replies)
                    if lane.steps:
                        return True
                    replies = ()
            except StopIteration:
                return False
        return False

    def _taken(self, step: Step, exchange: Exchange, scene: Scene) -> Reply:
        """Fold an exchange into the world, and judge it."""
        stage = self.stage
        known = stage.world.things
        stage.world, thing = (
            stage.world.take(
                step.operation,
                exchange,
                address=step.address,
                account=step.account if step.credentials else NOBODY,
                absent=step.vacant or step.presence is Presence.GONE,
            )
            if step.described
            else (stage.world, None)
        )
        role, resource = stage.graph.role(step.operation)
        if step.described and exchange.response is not None and not step.account:
            if step.credentials:
                stage.learn(step.operation, exchange)
            stage.observed.take(stage.graph, step.operation, exchange, thing)
            before = known.get(thing_id(thing.resource, thing.keys)) if thing else None
            if before is not None and role is Role.READ:
                there = step.presence is Presence.THERE
                stage.observed.read(before, exchange.response.status, there=there)
        if thing is not None and role is Role.CREATE and resource is not None:
            old = known.get(thing_id(thing.resource, thing.keys))
            if old is not None and old.gone:
                scene.findings += _key_again(thing, step, exchange)
        scene.findings += self._asked(step, exchange)
        broken = exchange.response is not None and exchange.response.status >= _BROKEN
        if step.judged or broken:
            scene.findings += self.judged(step, exchange)
        reply = Reply(step=step, exchange=exchange, thing=thing)
        scene.replies.append(reply)
        if thing is not None and thing_id(thing.resource, thing.keys) not in known:
            self._makers[thing_id(thing.resource, thing.keys)] = reply
        return reply

    def _asked(self, step: Step, exchange: Exchange) -> list[Finding]:
        """The finding where an answer is about another thing than the one that was asked for."""
        role, resource = self.stage.graph.role(step.operation)
        response = exchange.response
        if resource is None or response is None or not response.succeeded or self._moved(step):
            return []
        if role is not Role.READ and not (resource.own and role in _ON_ONE):
            return []  # an update may give another key
        member = self.stage.keyed_by.get(resource.name)
        key = step.address.get(resource.name)
        if member is None or key is None or not step.described:
            return []
        told = inner(decode(response.body).value, resource)
        return [
            Finding(
                rule=each.rule,
                message=each.message,
                operation=step.operation.id,
                instance=each.instance,
                exchanges=(exchange,),
            )
            for each in updating.asked(told, member, key)
        ]

    def judged(self, step: Step, exchange: Exchange) -> list[Finding]:
        """What the checks say of an exchange, with what was known before it."""
        session = self.session
        subject = session.subject(
            exchange,
            step.operation,
            credentials=step.credentials and not step.account,
            described=step.described,
        )
        if exchange.response is not None and exchange.response.refused:
            beyond = self.stage.observed.beyond(step.operation, exchange.request)
            subject = replace(subject, by_time=beyond)
        named = subject.strangers if session.names.names else None
        match Presence.UNKNOWN if self._moved(step) else step.presence:
            case Presence.THERE:
                subject = replace(subject, strangers=named or frozenset(), by_state=True)
            case Presence.UNKNOWN if named is not None:
                pass  # the configuration tells which keys are the account's
            case Presence.GONE:
                strange = frozenset(str(each) for each in step.address.values())
                subject = replace(subject, strangers=strange, plainly_unknown=True)
            case Presence.UNKNOWN:
                subject = replace(subject, strangers=None, plainly_unknown=False)
        if step.account:  # whether another account may is for the scenario to say
            subject = replace(subject, strangers=None, authenticated=True, by_state=True)
        return session.judged(subject)

    def _moved(self, step: Step) -> bool:
        """Whether what a step names has got another key since the step was made."""
        _, resource = self.stage.graph.role(step.operation)
        if resource is None or not self.stage.world.moved:
            return False
        line = {resource.name, *(each.name for each in self.stage.graph.ancestors(resource))}
        address = {name: key for name, key in step.address.items() if name in line}
        return thing_id(resource.name, address) in self.stage.world.moved

    def _weigh(self, lane: _Lane) -> None:
        """Bring what a scenario found before the ledger: new findings are looked at again."""
        ledger = self.session.ledger
        fresh = [
            each
            for each in {finding.fingerprint: finding for finding in lane.scene.findings}.values()
            if ledger.wants(each.rule) and not ledger.known(each)
        ]
        if fresh:
            self._confirm(lane.scenario, fresh)

    def _confirm(self, scenario: Scenario, findings: Sequence[Finding]) -> None:
        """Play it again by itself: what shows again is held, what does not is a doubt."""
        ledger = self.session.ledger
        left = {each.fingerprint: each for each in findings}
        self._window.settle()
        seen: Counter[str] = Counter()
        ahead = bool(getattr(scenario, "ahead", False))
        by_order = ahead and all(each.rule.startswith("law/") for each in findings)
        turns = _AGAIN - 1 if by_order else _AGAIN
        try:
            for turn in range(turns):
                whole = turn == turns - 1  # it may take what came before it to show
                for held in self._again(scenario, list(left.values()), whole=whole):
                    each = held.finding
                    if each.fingerprint not in left:
                        continue
                    seen[each.fingerprint] += 1
                    if each.rule not in LOSSES or seen[each.fingerprint] >= _LOSSES:
                        ledger.hold(each)
                        self.held.append(held)
                        del left[each.fingerprint]
                if not left:
                    return
        finally:
            for each in left.values():
                if ahead and each.rule.startswith("law/"):
                    # What the order of our own requests explains is no finding, and no doubt.
                    self._window.spread()
                else:
                    ledger.doubt(each)

    def _again(self, scenario: Scenario, findings: Sequence[Finding], *, whole: bool) -> list[Held]:
        """The parts of a scenario that showed something, each by itself, in turn; or all of it."""
        parts: list[Scenario] = []
        for finding in findings:
            part = scenario if whole else scenario.narrowed(finding)
            if part not in parts:
                parts.append(part)
        found: dict[str, Held] = {}
        for part in parts:
            for each in self.alone(part):
                found.setdefault(each.fingerprint, Held(scenario=part, finding=each))
        return list(found.values())

    def finish(self, play: Play, scene: Scene) -> None:
        """Play what no scenario is: nothing of it is weighed."""
        replies: Sequence[Reply] | None = None
        try:
            while True:
                steps = next(play) if replies is None else play.send(replies)
                replies = self._together(steps, scene) if steps else ()
        except StopIteration:
            return

    def _together(self, steps: Sequence[Step], scene: Scene) -> list[Reply]:
        """Send with nothing else under way; what came before a halt is folded all the same."""
        if isinstance(steps, InOrder) and len(steps) > 1:
            return [reply for step in steps for reply in self._together([step], scene)]
        meeting = isinstance(steps, AtOnce)
        exchanges = self.session.send_all([_ask(each) for each in steps], at_once=meeting)
        return [self._taken(*pair, scene) for pair in zip(steps, exchanges, strict=True)]

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
        asks = [_ask(step) for lane in plain for step in lane.steps]
        exchanges = iter(self.session.send_all(asks))
        told = {
            id(lane): [self._taken(step, next(exchanges), lane.scene) for step in lane.steps]
            for lane in plain
        }
        return [
            told[id(lane)] if id(lane) in told else self._together(lane.steps, lane.scene)
            for lane in lanes
        ]

    def _completed(self, scene: Scene) -> list[Finding]:
        """What a scene found, with what it takes to see it again."""
        evidence = Evidence(
            world=self.stage.world, makers=self._makers, replies=tuple(scene.replies)
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
