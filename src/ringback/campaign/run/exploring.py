"""A run on any API: its resources played in phases, everything put back in the end."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from ringback.campaign.access.credentials import barred
from ringback.campaign.phases.boundaries.account_access import account_scenarios
from ringback.campaign.phases.boundaries.malformed_keys import malformed_key_scenarios
from ringback.campaign.phases.boundaries.missing_references import (
    foreign_references,
    reference_scenarios,
)
from ringback.campaign.phases.boundaries.other_singletons import other_singletons, others_first
from ringback.campaign.phases.boundaries.shared_keys import shared_key_scenarios
from ringback.campaign.phases.boundaries.told_orders import order_scenarios
from ringback.campaign.phases.boundaries.undescribed_methods import method_scenarios
from ringback.campaign.phases.boundaries.unknown_keys import naming_scenarios
from ringback.campaign.phases.boundaries.wrong_credentials import access_scenarios
from ringback.campaign.phases.generated.random_cases import surprising_scenarios
from ringback.campaign.phases.generated.stateless_requests import (
    stateless_cases,
    stateless_scenarios,
)
from ringback.campaign.phases.lifecycle.actions import acting_scenarios
from ringback.campaign.phases.lifecycle.batches import batch_scenarios
from ringback.campaign.phases.lifecycle.conflicts import conflict_scenarios
from ringback.campaign.phases.lifecycle.containers import containing_scenarios
from ringback.campaign.phases.lifecycle.creates import creating_scenarios
from ringback.campaign.phases.lifecycle.deletes import deleting_scenarios, slot_scenarios
from ringback.campaign.phases.lifecycle.irreversible_calls import (
    irreversible_scenarios,
    left_standing,
)
from ringback.campaign.phases.lifecycle.memberships import membership_scenarios
from ringback.campaign.phases.lifecycle.refused_creates import nothing_created, refused_creates
from ringback.campaign.phases.lifecycle.states import state_scenarios
from ringback.campaign.phases.reads.conditional_requests import condition_scenarios
from ringback.campaign.phases.reads.expansions import expanding_scenarios
from ringback.campaign.phases.reads.first_values import value_scenarios
from ringback.campaign.phases.reads.lists import listing_scenarios
from ringback.campaign.phases.reads.partial_reads import form_scenarios
from ringback.campaign.phases.reads.reads import computing_scenarios, reading_scenarios
from ringback.campaign.phases.reads.upload_versions import version_scenarios
from ringback.campaign.phases.reads.uploads import transfer_scenarios
from ringback.campaign.phases.setup.existing_things import (
    own_scenarios,
    singleton_scenarios,
)
from ringback.campaign.phases.setup.found_things import (
    beside_scenarios,
    inner_scenarios,
    opening_scenarios,
)
from ringback.campaign.phases.setup.standing_things import standing, standing_later
from ringback.campaign.phases.updates.concurrent_updates import racing_scenarios
from ringback.campaign.phases.updates.neighbours import neighbour_scenarios
from ringback.campaign.phases.updates.part_references import referring_scenarios
from ringback.campaign.phases.updates.read_only_members import read_only_scenarios
from ringback.campaign.phases.updates.refused_updates import refused_updates
from ringback.campaign.phases.updates.repeated_updates import repeating_scenarios
from ringback.campaign.phases.updates.undescribed_switches import tempting_scenarios
from ringback.campaign.phases.updates.update_sequences import sequence_scenarios
from ringback.campaign.phases.updates.update_times import timing_scenarios
from ringback.campaign.phases.updates.updates import updating_scenarios
from ringback.campaign.resource.binding import Binder
from ringback.campaign.resource.bodies.fitted_bodies import Bodies
from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.thing import OTHER
from ringback.campaign.resource.world import World
from ringback.campaign.run.ending import put_back
from ringback.campaign.run.mock_handling import look_for_mock, rules_over_state
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.run.salvaging import Salvaged, put_right, salvage
from ringback.campaign.run.shares import Shares, taking_turns
from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.scheduler.shrinking import shrink
from ringback.campaign.scheduler.stage import Stage
from ringback.campaign.session.session import Session
from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.generation.ahead import Ahead, WantedCases
from ringback.generation.case import Case
from ringback.laws import concurrent
from ringback.operation import Operation
from ringback.sampling.sampler import Sampler
from ringback.targets.interface import IN_PROCESS
from ringback.witness.search.instances import Instances

_DEEP = 400  # random cases of each kind and operation, made for a deep run
# What parts of a run with a bound may take: weights, and fractions of its seconds.
_FEW, _SOME, _MANY = 1.0, 2.0, 5.0
_OPENING = 0.1
_TOGETHER, _LISTS, _RANDOM, _SEARCHES, _REFUSED = 0.65, 0.8, 0.88, 0.93, 0.97


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
                forms, graph, _sampler(session, forms), _mark(plan.seed), values=session.values
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
        outcome.spent = self.scheduler.spent
        count = _DEEP if plan.deep else plan.random_cases
        wanted = WantedCases(document=contract.description.document, seed=plan.seed, count=count)
        # A target in this process has no latency to hide another process behind.
        apart = session.target.base_url is not None
        self._ahead = Ahead(wanted, self._operations(), apart=apart)

    def run(self) -> None:
        """Every phase in its order; Halt passes through."""
        stage, play = self.stage, self.scheduler.run
        if not self._session.target.stateful:
            self._stateless()
            return
        self._keeps = put_right(self.scheduler, self._outcome)
        play(opening_scenarios(stage), phase="opening", lanes=4)
        play(inner_scenarios(stage), phase="opening", lanes=1)
        wanted = self._shares.timely(value_scenarios(stage, self._operations()), _OPENING)
        play(wanted, phase="opening", lanes=4)
        if OTHER in self._session.accounts:
            play(others_first(stage), phase="opening", lanes=1)
        play(standing(stage), phase="standing", lanes=1)
        look_for_mock(self.scheduler, self._outcome)
        play(beside_scenarios(stage), phase="opening", lanes=1)
        play(own_scenarios(stage), phase="own things", lanes=1)
        play(singleton_scenarios(stage), phase="singletons")
        play(self._together(), phase="resources")
        play(slot_scenarios(stage), phase="resources", lanes=1)
        if OTHER in self._session.accounts:
            play(standing(stage, OTHER), phase="other account", lanes=1)
            play(account_scenarios(stage), phase="accounts")
            play(other_singletons(stage), phase="accounts", lanes=1)
            play(foreign_references(stage), phase="accounts")
            play(shared_key_scenarios(stage), phase="accounts")
        play(neighbour_scenarios(stage), phase="neighbours", lanes=1)
        timely, news = self._shares.timely, self._news if self._plan.deep else None
        play(timely(listing_scenarios(stage), _LISTS), phase="lists")
        surprises = self._surprises()
        play(timely(surprising_scenarios(stage, surprises, news), _RANDOM), phase="random cases")
        play(timing_scenarios(stage), phase="later")
        operations = self._operations()
        computing = timely(computing_scenarios(stage, operations), _SEARCHES)
        play(computing, phase="searches", lanes=1)
        refused = timely(nothing_created(stage, self._session.account.values), _REFUSED)
        play(refused, phase="refused creates", lanes=1)
        shrink(self.scheduler)

    def salvaged(self) -> Salvaged | None:
        """What came of that; None where no earlier run has left anything."""
        return salvage(self.scheduler, self._session.journal)

    def _stateless(self) -> None:
        """What can be asked of a target that keeps no state."""
        operations, session = self._operations(), self._session
        values = session.account.values
        self.scheduler.run(stateless_scenarios(self.stage, operations, values), phase="stateless")
        surprises = self._surprises()
        news = self._news if self._plan.deep else None
        self.scheduler.run(stateless_cases(self.stage, surprises, news), phase="random cases")
        for rule in rules_over_state(session):
            self._outcome.skip(rule, f"the target {session.target.name} keeps no state")

    def _surprises(self) -> Sequence[Case]:
        """Schemathesis' cases, as far as there is time to wait for them."""
        seconds = self._shares.left(_RANDOM)
        found = self._ahead.cases(self._session.crashes, seconds)
        if found is None:
            self._outcome.skip("random cases", "to make them takes longer than the run may take")
        return found or []

    def _together(self) -> Iterator[Scenario]:
        """What may be played side by side."""
        stage, operations = self.stage, self._operations()
        wanted = {each.id for each in operations}
        reading = reading_scenarios(stage, operations)
        ahead: list[tuple[float, Iterator[Scenario]]] = []
        behind = [(_MANY, reading)]
        if self._session.budget.seconds is not None:  # it costs the least
            reading = taking_turns(reading_scenarios(stage, [each]) for each in operations)
            ahead, behind = [(_MANY, reading)], []
        sources = (
            *ahead,
            (_MANY, creating_scenarios(stage)),
            (_FEW, standing_later(stage)),
            (_MANY, refused_creates(stage)),
            (_MANY, updating_scenarios(stage)),
            (_MANY, refused_updates(stage)),
            (_FEW, repeating_scenarios(stage)),
            (_FEW, referring_scenarios(stage)),
            (_FEW, tempting_scenarios(stage)),
            (_FEW, sequence_scenarios(stage, self._plan.seed)),
            (_FEW, naming_scenarios(stage, operations, self._session.account.values)),
            (_FEW, self._racing()),
            (_FEW, read_only_scenarios(stage)),
            (_FEW, deleting_scenarios(stage)),
            (_FEW, batch_scenarios(stage)),
            (_FEW, order_scenarios(stage)),
            (_FEW, expanding_scenarios(stage)),
            (_FEW, conflict_scenarios(stage)),
            (_FEW, containing_scenarios(stage)),
            (_FEW, membership_scenarios(stage, self._session.account.values)),
            (_SOME, acting_scenarios(stage)),
            (_FEW, irreversible_scenarios(stage, operations)),
            (_FEW, state_scenarios(stage)),
            (_FEW, malformed_key_scenarios(stage)),
            (_FEW, reference_scenarios(stage)),
            (_FEW, transfer_scenarios(stage)),
            (_FEW, version_scenarios(stage)),
            (_FEW, condition_scenarios(stage)),
            (_FEW, form_scenarios(stage, operations)),
            *behind,
            (_FEW, access_scenarios(stage, operations, self._session.account.values)),
            (_FEW, method_scenarios(stage, operations)),
        )
        played = (
            (weight, (each for each in source if each.operation.id in wanted))
            for weight, source in sources
        )
        return self._shares.in_parts(played, _TOGETHER)

    def _news(self, operation: Operation) -> int:
        """How much an operation has shown so far: points of its coverage, and kinds of statuses."""
        session = self._session
        kinds = sum(name == operation.id for name, _ in session.answered)
        return session.coverage.count(operation) + kinds

    def _racing(self) -> Iterator[Scenario]:
        """Updates that meet, where the run may send two at the same time and somebody asks."""
        if not self._session.ledger.wants(concurrent.RULE):
            return
        if self._session.alone:
            self._outcome.skip(concurrent.RULE, "one request at a time: no two updates ever meet")
            return
        yield from racing_scenarios(self.stage)

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


def _mark(seed: int) -> str:
    """What the names that a run gives have in them: the same for the same seed."""
    return "rb" + hashlib.sha256(f"ringback {seed}".encode()).hexdigest()[:4]
