"""A run that is played to be told: what leaves is counted, and of scenarios alike one is played."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import cast

from ringback.campaign.scheduler.confirmation import Confirmation
from ringback.campaign.scheduler.fold import Fold
from ringback.campaign.scheduler.repeated_scenario import Repeated
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.scheduler.stage import Stage, Step
from ringback.campaign.session.asks import Ask
from ringback.campaign.session.session import Session
from ringback.exchange import Exchange, Request
from ringback.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """A kind of request of a run; `described` is False where the method is no operation's."""

    phase: str
    operation: str
    method: str
    described: bool


@dataclass(slots=True, kw_only=True)
class Planning(Session):
    """A session that counts what leaves, `lately` what left since a scenario began."""

    planned: Counter[SentRequest] = field(default_factory=Counter)
    lately: Counter[SentRequest] = field(default_factory=Counter)

    def signed(self, ask: Ask) -> Request:
        """The request as it would leave, counted."""
        method, operation = ask.request.method, ask.operation
        described = method == operation.method
        sent = SentRequest(
            phase=self.phase, operation=operation.id, method=method, described=described
        )
        self.planned[sent] += 1
        self.lately[sent] += 1
        return Session.signed(self, ask)


class _Unjudged(Fold):
    """Knows what happened, and objects to nothing: what is imagined breaks no contract."""

    def _judged(self, _step: Step, _exchange: Exchange) -> list[Finding]:
        return []


class _Untold(Confirmation):
    """Looks at nothing again."""

    def weigh(self, _scenario: Scenario, _scene: Scene) -> None:
        """Nothing was found."""


class Rehearsal(Scheduler):
    """Plays one scenario after the other; of those alike the first, and counts it for the others.

    Nothing is judged, so that nothing is looked at again.
    """

    def __init__(self, session: Session, stage: Stage) -> None:
        super().__init__(session, stage)
        self._fold = _Unjudged(session.judge, session.names, stage)
        self._confirmation = _Untold(
            session.ledger, self._window, self.alone, lambda _finding: None
        )

    def run(self, scenarios: Iterable[Scenario], *, phase: str = "", lanes: int = 1) -> None:
        """Play one at a time, whatever the lanes: what it sends is known when the next begins."""
        del lanes
        super().run(self._told_apart(scenarios), phase=phase, lanes=1)

    def _told_apart(self, scenarios: Iterable[Scenario]) -> Iterator[Scenario]:
        """The scenarios that are to be played; what the others would send is counted."""
        session = cast("Planning", self.session)
        alike: dict[object, Counter[SentRequest]] = {}
        for each in scenarios:
            kind = _kind(each)
            if kind not in alike:
                session.lately = Counter()
                yield each
                alike[kind] = session.lately
            elif session.budget.spent(session.sent, session.started):
                return  # the next one that is sent for ends the run
            else:
                session.planned.update(alike[kind])
                session.sent += alike[kind].total()


def _kind(scenario: Scenario) -> object:
    """What scenarios that send the same have in common: what they are of, and how many parts."""
    if isinstance(scenario, Repeated):
        scenario = scenario.scenario
    parts = [getattr(scenario, each.name) for each in fields(scenario)]  # type: ignore[arg-type]  # each scenario is a dataclass, which its Protocol can't say
    sizes = tuple(len(each) for each in parts if isinstance(each, tuple))
    return type(scenario), scenario.operation.id, sizes
