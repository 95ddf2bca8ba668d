"""A run on any API: its resources played in phases, everything put back in the end."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from ringback.campaign.access.credentials import barred
from ringback.campaign.phases.boundaries.account_access import account_scenarios
from ringback.campaign.phases.boundaries.missing_references import foreign_references
from ringback.campaign.phases.boundaries.other_singletons import other_singletons, others_first
from ringback.campaign.phases.boundaries.shared_keys import shared_key_scenarios
from ringback.campaign.phases.generated.random_cases import surprising_scenarios
from ringback.campaign.phases.generated.stateless_requests import (
    stateless_cases,
    stateless_scenarios,
)
from ringback.campaign.phases.lifecycle.deletes import slot_scenarios
from ringback.campaign.phases.lifecycle.irreversible_calls import left_standing
from ringback.campaign.phases.lifecycle.refused_creates import nothing_created
from ringback.campaign.phases.reads.first_values import value_scenarios
from ringback.campaign.phases.reads.lists import listing_scenarios
from ringback.campaign.phases.reads.reads import computing_scenarios
from ringback.campaign.phases.setup.existing_things import own_scenarios, singleton_scenarios
from ringback.campaign.phases.setup.found_things import (
    beside_scenarios,
    inner_scenarios,
    opening_scenarios,
)
from ringback.campaign.phases.setup.standing_things import standing
from ringback.campaign.phases.updates.neighbours import neighbour_scenarios
from ringback.campaign.phases.updates.update_times import timing_scenarios
from ringback.campaign.resource.binding import Binder
from ringback.campaign.resource.bodies.fitted_bodies import Bodies
from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.thing import OTHER
from ringback.campaign.resource.world import World
from ringback.campaign.run.asking_order import in_turns, looks_in_turns
from ringback.campaign.run.ending import put_back
from ringback.campaign.run.mock_handling import look_for_mock, rules_over_state
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.run.salvaging import Salvaged, put_right, salvage
from ringback.campaign.run.shares import Shares
from ringback.campaign.run.sharing import Share, anything
from ringback.campaign.run.side_by_side import SideBySide
from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.scheduler.shrinking import shrink
from ringback.campaign.scheduler.stage import Stage
from ringback.campaign.session.session import Session
from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.generation.ahead import Ahead
from ringback.generation.case import Case
from ringback.generation.case_store import WantedCases
from ringback.operation import Operation
from ringback.sampling.sampler import Sampler
from ringback.targets.interface import IN_PROCESS
from ringback.witness.search.instances import Instances

_DEEP = 400  # random cases of each kind and operation, made for a deep run
# When parts of a run with a bound begin nothing more, in fractions of its seconds.
_OPENING = 0.1
_LISTS, _RANDOM, _SEARCHES, _REFUSED = 0.8, 0.88, 0.93, 0.97


class Exploration:
    """Plays every operation of a plan that can be played without harm; names the others."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        outcome: Outcome,
        settings: Mapping[str, ResourceTable] | None = None,
        *,
        scheduler: type[Scheduler] = Scheduler,
    ) -> None:
        self._session = session
        self._plan = plan
        self._outcome = outcome
        contract, forms = session.contract, session.forms
        graph = graph_of(contract, settings)
        self.stage = Stage(
            graph=graph,
            contract=contract,
            forms=forms,
            binder=Binder(graph, contract, session.values, _sampler(session, contract)),
            bodies=Bodies(
                forms, graph, _sampler(session, forms), _mark(plan), values=session.values
            ),
            world=World(graph=graph),
            crashes=session.crashes,
            names=session.names,
            knowledge=session.knowledge,
            permission=session.permission,
            barred={
                each.id: why
                for each in contract.operations
                if session.target.stateful and (why := barred(each))
            },
            stateless=not session.target.stateful,
            origin=session.target.base_url or IN_PROCESS,
        )
        self.stage.graph = left_standing(self.stage)
        self.scheduler = scheduler(session, self.stage)
        self._keeps = True  # whether what an earlier run left may still have to be put right
        self._shares = Shares(self.stage, session.budget.seconds, session.started)
        self.share = Share(plan.shard)
        outcome.spent = self.scheduler.spent
        count = _DEEP if plan.deep else plan.random_cases
        wanted = WantedCases(document=contract.description.document, seed=plan.seed, count=count)
        # A target in this process has no latency to hide another process behind.
        apart = session.target.base_url is not None
        self._ahead = Ahead(wanted, self._operations(), apart=apart, store=plan.cases)
        self._cases: list[Case] | None = None  # once they are made

    def run(self) -> None:
        """Every phase in its order; Halt passes through."""
        stage, play = self.stage, self.scheduler.run
        if not self._session.target.stateful:
            self._stateless()
            return
        self._keeps = put_right(self.scheduler, self._outcome)
        self._set_up()
        *first, operations = in_turns(self._operations(), self._plan.first)
        for each in first:
            play(self._together(each), phase="resources")
            self._after_them({it.id for it in each}.__contains__)
        before = {it.id for each in first for it in each}
        play(self._together(operations), phase="resources")
        self._play("resources", slot_scenarios(stage), lanes=1)
        if OTHER in self._session.accounts:
            self._teach("other account", standing(stage, OTHER))
            self._play("accounts", account_scenarios(stage))
            self._play("accounts", other_singletons(stage), lanes=1)
            self._play("accounts", foreign_references(stage))
            self._play("accounts", shared_key_scenarios(stage))
        self._play("neighbours", neighbour_scenarios(stage), lanes=1)
        self._after_them(lambda name: name not in before)
        refused = nothing_created(stage, self._session.account.values)
        self._play("refused creates", refused, lanes=1, until=_REFUSED)
        shrink(self.scheduler)

    def _after_them(self, wants: Callable[[str], bool]) -> None:
        """What operations of these ids are asked once nothing else is under way."""
        stage = self.stage

        def mine(scenarios: Iterable[Scenario]) -> Iterator[Scenario]:
            return (each for each in scenarios if wants(each.operation.id))

        self._play("lists", mine(listing_scenarios(stage)), until=_LISTS)
        surprises = [each for each in self._surprises() if wants(each.operation.id)]
        timely = self._shares.timely(self._random(surprises), _RANDOM)
        self.scheduler.run(timely, phase="random cases")
        self._play("later", mine(timing_scenarios(stage)))
        operations = [each for each in self._operations() if wants(each.id)]
        computing = computing_scenarios(stage, operations)
        self._play("searches", computing, lanes=1, until=_SEARCHES)

    def _set_up(self) -> None:
        """What stands first, and what stands from now on: all else goes by it."""
        stage, operations, turns = self.stage, self._operations(), self._plan.first
        self._teach("opening", looks_in_turns(opening_scenarios(stage), turns), lanes=4)
        self._teach("opening", looks_in_turns(inner_scenarios(stage), turns))
        self._teach("opening", value_scenarios(stage, operations), lanes=4, until=_OPENING)
        if OTHER in self._session.accounts:
            self._teach("opening", others_first(stage))
        self._teach("standing", standing(stage))
        look_for_mock(self.scheduler, self._outcome, self.share)
        self._teach("opening", beside_scenarios(stage))
        self._teach("own things", own_scenarios(stage))
        self._teach("singletons", singleton_scenarios(stage), lanes=None)

    def _teach(
        self,
        phase: str,
        scenarios: Iterable[Scenario],
        *,
        lanes: int | None = 1,
        until: float | None = None,
    ) -> None:
        """Play what everything else goes by: each shard does, and one of them judges it."""
        mine = self.share.of(phase, scenarios, teaches=anything)
        self._played(phase, mine, lanes, until)

    def _play(
        self,
        phase: str,
        scenarios: Iterable[Scenario],
        *,
        lanes: int | None = None,
        until: float | None = None,
    ) -> None:
        """Play what is this run's own of a phase."""
        self._played(phase, self.share.of(phase, scenarios), lanes, until)

    def _played(
        self, phase: str, mine: Iterable[Scenario], lanes: int | None, until: float | None
    ) -> None:
        """Play scenarios side by side, or in so many lanes; until a part of the time is spent."""
        timely = mine if until is None else self._shares.timely(mine, until)
        width = {} if lanes is None else {"lanes": lanes}
        self.scheduler.run(timely, phase=phase, **width)

    def _random(self, cases: Sequence[Case]) -> Iterator[Scenario]:
        """The random cases that are this run's own."""
        news = self._news if self._plan.deep else None
        mine = partial(self.share.of, "random cases")
        if self.stage.stateless:
            return stateless_cases(self.stage, cases, news, mine)
        return surprising_scenarios(self.stage, cases, news, mine)

    def salvaged(self) -> Salvaged | None:
        """What came of that; None where no earlier run has left anything."""
        return salvage(self.scheduler, self._session.journal)

    def _stateless(self) -> None:
        """What can be asked of a target that keeps no state."""
        session, values = self._session, self._session.account.values
        operations = [*chain.from_iterable(in_turns(self._operations(), self._plan.first))]
        self._play("stateless", stateless_scenarios(self.stage, operations, values))
        self.scheduler.run(self._random(self._surprises()), phase="random cases")
        for rule in rules_over_state(session):
            self._outcome.skip(rule, f"the target {session.target.name} keeps no state")

    def _surprises(self) -> Sequence[Case]:
        """Schemathesis' cases, as far as there is time to wait for them."""
        if self._cases is None:
            seconds = self._shares.left(_RANDOM)
            self._cases = self._ahead.cases(self._session.crashes, seconds)
        if self._cases is None:
            self._outcome.skip("random cases", "to make them takes longer than the run may take")
        return self._cases or []

    def _together(self, some: Sequence[Operation] | None = None) -> Iterator[Scenario]:
        """What may be played side by side, of some operations or of all."""
        operations = self._operations() if some is None else some
        together = SideBySide(self._session, self._plan, self._outcome, self.stage)
        return together.scenarios(operations, self._shares, self.share)

    def _news(self, operation: Operation) -> int:
        """How much an operation has shown so far: points of its coverage, and kinds of statuses."""
        session = self._session
        kinds = sum(name == operation.id for name, _ in session.answered)
        return session.coverage.count(operation) + kinds

    def _operations(self) -> Sequence[Operation]:
        """The operations of the plan whose credentials can be given, and that may be sent."""
        stage = self.stage
        for operation in self._plan.operations:
            if operation.id in stage.barred:
                stage.cannot(operation, stage.barred[operation.id])
        open_ = [each for each in self._plan.operations if each.id not in stage.barred]
        return [each for each in open_ if not stage.permission.refusal(each)]

    def close(self) -> None:
        """Put everything back, and say how it stands."""
        self._ahead.close()
        put_back(self.scheduler, self._outcome, keeps=self._keeps)


def _sampler(session: Session, contract: Contract) -> Sampler:
    """What makes the values that requests of a contract have."""
    return Sampler(
        admits=contract.requests.admits,
        uuid=session.names.for_place,
        search=Instances(contract.requests.document),
    )


def _mark(plan: Plan) -> str:
    """What the names that a run gives have in them: the same for the same seed and shard.

    Shards may be on one service, where no two of them may give a thing the same name.
    """
    told = f"ringback {plan.seed}" if plan.shard is None else f"ringback {plan.seed} {plan.shard}"
    return "rb" + hashlib.sha256(told.encode()).hexdigest()[:4]
