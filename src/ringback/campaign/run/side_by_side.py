"""What may be played side by side: most of a run."""

from collections.abc import Iterator, Sequence
from functools import partial

from ringback.campaign.phases.boundaries.malformed_keys import malformed_key_scenarios
from ringback.campaign.phases.boundaries.missing_references import reference_scenarios
from ringback.campaign.phases.boundaries.told_orders import order_scenarios
from ringback.campaign.phases.boundaries.undescribed_methods import method_scenarios
from ringback.campaign.phases.boundaries.unknown_keys import naming_scenarios
from ringback.campaign.phases.boundaries.wrong_credentials import access_scenarios
from ringback.campaign.phases.lifecycle.actions import Act, Chain, acting_scenarios
from ringback.campaign.phases.lifecycle.batches import batch_scenarios
from ringback.campaign.phases.lifecycle.conflicts import conflict_scenarios
from ringback.campaign.phases.lifecycle.containers import containing_scenarios
from ringback.campaign.phases.lifecycle.creates import Create, creating_scenarios
from ringback.campaign.phases.lifecycle.deletes import deleting_scenarios
from ringback.campaign.phases.lifecycle.irreversible_calls import irreversible_scenarios
from ringback.campaign.phases.lifecycle.memberships import membership_scenarios
from ringback.campaign.phases.lifecycle.refused_creates import refused_creates
from ringback.campaign.phases.lifecycle.states import state_scenarios
from ringback.campaign.phases.reads.conditional_requests import condition_scenarios
from ringback.campaign.phases.reads.expansions import expanding_scenarios
from ringback.campaign.phases.reads.partial_reads import form_scenarios
from ringback.campaign.phases.reads.reads import reading_scenarios
from ringback.campaign.phases.reads.upload_versions import version_scenarios
from ringback.campaign.phases.reads.uploads import transfer_scenarios
from ringback.campaign.phases.setup.standing_things import Standing, standing_later
from ringback.campaign.phases.updates.concurrent_updates import racing_scenarios
from ringback.campaign.phases.updates.part_references import referring_scenarios
from ringback.campaign.phases.updates.read_only_members import read_only_scenarios
from ringback.campaign.phases.updates.refused_updates import refused_updates
from ringback.campaign.phases.updates.repeated_updates import repeating_scenarios
from ringback.campaign.phases.updates.undescribed_switches import tempting_scenarios
from ringback.campaign.phases.updates.update_sequences import sequence_scenarios
from ringback.campaign.phases.updates.updates import updating_scenarios
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.run.shares import Shares, taking_turns
from ringback.campaign.run.sharing import Share
from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.scheduler.stage import Stage
from ringback.campaign.session.session import Session
from ringback.laws import concurrent
from ringback.operation import Operation

# What each may take of the time, and when none of them begins anything more, as a fraction.
_FEW, _SOME, _MANY = 1.0, 2.0, 5.0
_TOGETHER = 0.65


class SideBySide:
    """Makes the scenarios that need nothing but what stands, in the order of their worth."""

    def __init__(self, session: Session, plan: Plan, outcome: Outcome, stage: Stage) -> None:
        self._session = session
        self._plan = plan
        self._outcome = outcome
        self._stage = stage

    def scenarios(
        self, operations: Sequence[Operation], shares: Shares, share: Share
    ) -> Iterator[Scenario]:
        """Those of the operations that are this run's own, within their part of the time."""
        stage = self._stage
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
        mine = partial(share.of, teaches=self._teaches)
        played = (
            (weight, mine(f"resources {number}", (e for e in source if e.operation.id in wanted)))
            for number, (weight, source) in enumerate(sources)
        )
        return shares.in_parts(played, _TOGETHER)

    def _teaches(self, scenario: Scenario) -> bool:
        """Whether others go by what it learns: what can be made at all, what can't be undone."""
        if isinstance(scenario, Create):
            return scenario.first
        return isinstance(scenario, Standing | Chain) or (
            isinstance(scenario, Act) and scenario.is_plain
        )

    def _racing(self) -> Iterator[Scenario]:
        """Updates that meet, where the run may send two at the same time and somebody asks."""
        if not self._session.ledger.wants(concurrent.RULE):
            return
        if self._session.alone:
            self._outcome.skip(concurrent.RULE, "one request at a time: no two updates ever meet")
            return
        yield from racing_scenarios(self._stage)
