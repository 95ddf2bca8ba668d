"""Plays scenarios side by side, in rounds: what all of them ask for leaves together.

Each scenario has things of its own, so that their order on the way does not matter. The rounds are
the same whatever the latency: the same seed sends the same requests.
"""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.resource.model import Role
from ringback.campaign.resource.world import NOBODY, Thing, ThingId, thing_id
from ringback.campaign.scheduler.evidence import Evidence, Held
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Presence, Reply, Stage, Step
from ringback.campaign.session import Ask, Session
from ringback.checks.delivery import LOSSES
from ringback.exchange import Exchange
from ringback.finding import Finding
from ringback.laws import deleting

_LANES = 16
_AGAIN = 3  # how often a story is told again before what it showed once is called flaky
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
    """A scenario under way, and what it wants to send next."""

    scenario: Scenario
    scene: Scene
    play: Play | None = None
    steps: Sequence[Step] = ()


class Scheduler:
    """The one place that sends for scenarios, keeps the world, and weighs what they find."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self.session = session
        self.stage = stage
        self.unsettled: list[Step] = []  # sent, and nothing is known of what came of it
        self.rounds: Counter[str] = Counter()
        self.held: list[Held] = []
        self._makers: dict[ThingId, Reply] = {}

    def run(self, scenarios: Iterable[Scenario], *, phase: str = "", lanes: int = _LANES) -> None:
        """Play them all; raises Halt where the run ends."""
        waiting: deque[Scenario] = deque()
        source = iter(scenarios)
        running: list[_Lane] = []
        more = True
        while more or waiting or running:
            while more and len(running) + len(waiting) < lanes:
                found = next(source, None)
                more = found is not None
                if found is not None:
                    waiting.append(found)
            self._start(waiting, running, lanes)
            if running:
                self.rounds[phase] += 1
                self._round(running)

    def _start(self, waiting: deque[Scenario], running: list[_Lane], lanes: int) -> None:
        """Start what waits, as far as its lock is free."""
        for _ in range(len(waiting)):
            scenario = waiting.popleft()
            taken = {each.scenario.lock for each in running}
            if len(running) >= lanes or (scenario.lock and scenario.lock in taken):
                waiting.append(scenario)
                continue
            lane = self._lane(scenario)
            if self._advance(lane, None):
                running.append(lane)
            else:
                self._weigh(lane)

    def _lane(self, scenario: Scenario) -> _Lane:
        return _Lane(scenario, Scene(self.stage))

    def _advance(self, lane: _Lane, replies: Sequence[Reply] | None) -> bool:
        """Let a scenario go on until it wants something sent; False where it has ended."""
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

    def _round(self, running: list[_Lane]) -> None:
        """Send what all want, hand out what came, and weigh what ended."""
        replies = self._sent([step for lane in running for step in lane.steps], running)
        position = 0
        ended: list[_Lane] = []
        for lane in list(running):
            count = len(lane.steps)
            told = replies[position : position + count]
            position += count
            if not self._advance(lane, told):
                running.remove(lane)
                ended.append(lane)
        for lane in ended:
            self._weigh(lane)

    def _sent(self, steps: Sequence[Step], lanes: Sequence[_Lane]) -> list[Reply]:
        """Send, and fold what came; what came before the run was halted is folded as well."""
        owners = [lane for lane in lanes for _ in lane.steps]
        asks = [
            Ask(
                request=each.request,
                operation=each.operation,
                credentials=each.credentials,
                account=each.account,
            )
            for each in steps
        ]
        replies: list[Reply] = []
        self.unsettled = list(steps)
        # Where the run is halted on the way, what came before it is folded all the same.
        for exchange in self.session.send_all(asks):
            at = len(replies)
            replies.append(self._taken(steps[at], exchange, owners[at].scene))
            if exchange.response is not None:
                self.unsettled.remove(steps[at])
        if all(each.response is not None for each in replies):
            self.unsettled = []
        return replies

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
                absent=step.presence is Presence.GONE,
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
        if step.judged:
            scene.findings += self.judged(step, exchange)
        reply = Reply(step=step, exchange=exchange, thing=thing)
        scene.replies.append(reply)
        if thing is not None and thing_id(thing.resource, thing.keys) not in known:
            self._makers[thing_id(thing.resource, thing.keys)] = reply
        return reply

    def judged(self, step: Step, exchange: Exchange) -> list[Finding]:
        """What the checks say of an exchange, with what was known before it."""
        session = self.session
        subject = session.subject(
            exchange,
            step.operation,
            credentials=step.credentials and not step.account,
            described=step.described,
        )
        match step.presence:
            case Presence.THERE:
                subject = replace(subject, strangers=frozenset(), by_state=True)
            case Presence.GONE:
                strange = frozenset(str(each) for each in step.address.values())
                subject = replace(subject, strangers=strange, plainly_unknown=True)
            case Presence.UNKNOWN:
                subject = replace(subject, strangers=None, plainly_unknown=False)
        if step.account:  # whether another account may is for the scenario to say
            subject = replace(subject, strangers=None, authenticated=True, by_state=True)
        return session.judged(subject)

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
        seen: Counter[str] = Counter()
        try:
            for turn in range(_AGAIN):
                whole = turn == _AGAIN - 1  # it may take what came before it to show
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
                replies = self._unweighed(steps, scene) if steps else ()
        except StopIteration:
            return

    def _unweighed(self, steps: Sequence[Step], scene: Scene) -> list[Reply]:
        asks = [
            Ask(request=each.request, operation=each.operation, account=each.account)
            for each in steps
        ]
        exchanges = list(self.session.send_all(asks))
        return [self._taken(*pair, scene) for pair in zip(steps, exchanges, strict=True)]

    def alone(self, scenario: Scenario) -> list[Finding]:
        """Play a scenario from beginning to end with nothing else under way; what it found."""
        (found,) = self.side_by_side([scenario])
        return found

    def side_by_side(self, scenarios: Sequence[Scenario]) -> list[list[Finding]]:
        """Play these and no others, those with one lock after each other; what each found."""
        lanes = [self._lane(each) for each in scenarios]
        waiting, running = list(lanes), list[_Lane]()
        while waiting or running:
            for lane in list(waiting):
                lock = lane.scenario.lock
                if not lock or all(lock != each.scenario.lock for each in running):
                    waiting.remove(lane)
                    running += [lane] if self._advance(lane, None) else []
            replies = iter(self._sent([step for lane in running for step in lane.steps], running))
            running = [
                lane for lane in running if self._advance(lane, [next(replies) for _ in lane.steps])
            ]
        return [self._completed(each.scene) for each in lanes]

    def _completed(self, scene: Scene) -> list[Finding]:
        """What a scene found, with what it takes to see it again."""
        evidence = Evidence(
            world=self.stage.world, makers=self._makers, replies=tuple(scene.replies)
        )
        return [evidence.completed(each) for each in scene.findings]
