"""A run on any API: its resources played in phases, everything put back in the end."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from ringback.campaign.access.credentials import barred, unsupported
from ringback.campaign.known.shown_points import Effect
from ringback.campaign.phases.boundaries.account_access import access_scenarios, account_scenarios
from ringback.campaign.phases.boundaries.missing_references import (
    foreign_references,
    reference_scenarios,
)
from ringback.campaign.phases.boundaries.told_orders import order_scenarios
from ringback.campaign.phases.boundaries.undescribed_methods import method_scenarios
from ringback.campaign.phases.boundaries.unknown_keys import naming_scenarios
from ringback.campaign.phases.generated.random_cases import surprising_scenarios
from ringback.campaign.phases.generated.stateless_requests import stateless_scenarios
from ringback.campaign.phases.lifecycle.actions import acting_scenarios
from ringback.campaign.phases.lifecycle.batches import batch_scenarios
from ringback.campaign.phases.lifecycle.conflicts import conflict_scenarios
from ringback.campaign.phases.lifecycle.containers import containing_scenarios
from ringback.campaign.phases.lifecycle.creates import creating_scenarios
from ringback.campaign.phases.lifecycle.deletes import deleting_scenarios
from ringback.campaign.phases.lifecycle.memberships import membership_scenarios
from ringback.campaign.phases.lifecycle.refused_creates import nothing_created, refused_creates
from ringback.campaign.phases.reads.conditional_requests import condition_scenarios
from ringback.campaign.phases.reads.expansions import expanding_scenarios
from ringback.campaign.phases.reads.lists import listing_scenarios
from ringback.campaign.phases.reads.partial_reads import form_scenarios
from ringback.campaign.phases.reads.reads import computing_scenarios, reading_scenarios
from ringback.campaign.phases.reads.upload_versions import version_scenarios
from ringback.campaign.phases.reads.uploads import transfer_scenarios
from ringback.campaign.phases.restoring.restoring import Closing, restored
from ringback.campaign.phases.setup.existing_things import (
    opening_scenarios,
    own_scenarios,
    singleton_scenarios,
)
from ringback.campaign.phases.setup.standing_things import standing
from ringback.campaign.phases.updates.concurrent_updates import racing_scenarios
from ringback.campaign.phases.updates.part_references import referring_scenarios
from ringback.campaign.phases.updates.read_only_members import read_only_scenarios
from ringback.campaign.phases.updates.refused_updates import refused_updates
from ringback.campaign.phases.updates.repeated_updates import repeating_scenarios
from ringback.campaign.phases.updates.undescribed_switches import tempting_scenarios
from ringback.campaign.phases.updates.update_sequences import sequence_scenarios
from ringback.campaign.phases.updates.update_times import timing_scenarios
from ringback.campaign.phases.updates.updates import updating_scenarios
from ringback.campaign.resource.binding import Binder
from ringback.campaign.resource.designed_bodies import Bodies
from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.model import Role
from ringback.campaign.resource.observed import resources_told
from ringback.campaign.resource.world import OTHER, World
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.scheduler.shrinking import shrink
from ringback.campaign.scheduler.stage import Stage
from ringback.campaign.session.session import Session
from ringback.checks import CHECK_RULES
from ringback.config import ResourceTable
from ringback.finding import Finding
from ringback.generation.ahead import Ahead, Wanted
from ringback.laws import concurrent, deleting
from ringback.laws.rules import RESOURCE_RULES
from ringback.operation import Operation
from ringback.sampling.sampler import Sampler
from ringback.targets.interface import IN_PROCESS
from ringback.verdict import Restored, RestoreState
from ringback.witness.instances import Instances

_FOR_GOOD = "it belongs to no resource, and nothing described takes back what it does"


class Exploration:
    """Plays every operation of a plan that can be played without harm; names the others."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        outcome: Outcome,
        settings: Mapping[str, ResourceTable] | None = None,
    ) -> None:
        self._session = session
        self._plan = plan
        self._outcome = outcome
        contract, forms = session.contract, session.forms
        graph = graph_of(contract, settings)
        sampler = Sampler(
            admits=contract.requests.admits,
            uuid=session.names.for_place,
            search=Instances(contract.requests.document),
        )
        self.stage = Stage(
            graph=graph,
            contract=contract,
            forms=forms,
            binder=Binder(graph, contract, session.values, sampler),
            bodies=Bodies(contract, graph, sampler, _mark(plan.seed)),
            world=World(graph=graph),
            crashes=session.crashes,
            names=session.names,
            knowledge=session.knowledge,
            barred={each.id: why for each in contract.operations if (why := barred(each))},
            origin=session.target.base_url or IN_PROCESS,
        )
        self.scheduler = Scheduler(session, self.stage)
        outcome.spent = self.scheduler.spent
        wanted = Wanted(
            document=contract.description.document, seed=plan.seed, count=plan.random_cases
        )
        # A target in this process has no latency to hide another process behind.
        apart = session.target.base_url is not None
        self._ahead = Ahead(wanted, self._operations(), apart=apart)

    def run(self) -> None:
        """Every phase in its order; Halt passes through."""
        stage, play = self.stage, self.scheduler.run
        if not self._session.target.stateful:
            self._stateless()
            return
        play(opening_scenarios(stage), phase="opening", lanes=4)
        play(standing(stage), phase="standing", lanes=1)
        play(own_scenarios(stage), phase="own things", lanes=1)
        play(singleton_scenarios(stage), phase="singletons")
        play(self._together(), phase="resources")
        if OTHER in self._session.accounts:
            play(standing(stage, OTHER), phase="other account", lanes=1)
            play(account_scenarios(stage), phase="accounts")
            play(foreign_references(stage), phase="accounts")
        play(listing_scenarios(stage), phase="lists")
        surprises = self._ahead.cases(self._session.crashes)
        play(surprising_scenarios(stage, surprises), phase="random cases")
        play(timing_scenarios(stage), phase="later")
        operations = self._operations()
        play(computing_scenarios(stage, operations), phase="searches", lanes=1)
        play(nothing_created(stage, self._session.account.values), phase="refused creates", lanes=1)
        shrink(self.scheduler)

    def _stateless(self) -> None:
        """What can be asked of a target that keeps no state."""
        operations, session = self._operations(), self._session
        values = session.account.values
        self.scheduler.run(stateless_scenarios(self.stage, operations, values), phase="stateless")
        surprises = self._ahead.cases(session.crashes)
        self.scheduler.run(surprising_scenarios(self.stage, surprises), phase="random cases")
        for rule in sorted({*RESOURCE_RULES, *(each.rule for each in session.names.names)}):
            if rule not in CHECK_RULES:
                self._outcome.skip(rule, f"the target {session.target.name} keeps no state")

    def _together(self) -> Iterator[Scenario]:
        """What may be played side by side."""
        stage, operations = self.stage, self._operations()
        wanted = {each.id for each in operations}
        sources = (
            creating_scenarios(stage),
            refused_creates(stage),
            updating_scenarios(stage),
            refused_updates(stage),
            repeating_scenarios(stage),
            referring_scenarios(stage),
            tempting_scenarios(stage),
            sequence_scenarios(stage, self._plan.seed),
            naming_scenarios(stage, operations, self._session.account.values),
            racing_scenarios(stage) if self._session.ledger.wants(concurrent.RULE) else (),
            read_only_scenarios(stage),
            deleting_scenarios(stage),
            batch_scenarios(stage),
            order_scenarios(stage),
            expanding_scenarios(stage),
            conflict_scenarios(stage),
            containing_scenarios(stage),
            membership_scenarios(stage, self._session.account.values),
            acting_scenarios(stage),
            reference_scenarios(stage),
            transfer_scenarios(stage),
            version_scenarios(stage),
            condition_scenarios(stage),
            form_scenarios(stage, operations),
            reading_scenarios(stage, operations),
            access_scenarios(stage, operations, self._session.account.values),
            method_scenarios(stage, operations),
        )
        for source in sources:
            yield from (each for each in source if each.operation.id in wanted)

    def _operations(self) -> Sequence[Operation]:
        """The operations of the plan whose credentials can be given."""
        stage = self.stage
        for operation in self._plan.operations:
            if operation.id in stage.barred:
                stage.cannot(operation, stage.barred[operation.id])
        return [each for each in self._plan.operations if each.id not in stage.barred]

    def close(self) -> None:
        """Put everything back, and say how it stands."""
        session, outcome = self._session, self._outcome
        session.winding_up = True
        self._ahead.close()
        closing = Closing([], [])
        note = "putting things back failed, so nobody knows how they stand"
        outcome.restored = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
        try:
            with session.crashes.contained("putting things back"):
                scene = Scene(self.stage)
                if session.wrote:
                    with self.scheduler.measured("closing"):
                        self.scheduler.finish(closing.play(scene), scene)
                outcome.restored = restored(closing, self.stage.world, wrote=session.wrote)
                self._ghosts(closing)
        except KeyboardInterrupt:  # a second Ctrl-C: say how it stands rather than nothing
            left = [each.name for each in self.stage.world.left()]
            note = f"interrupted while putting things back; left: {', '.join(left) or 'unknown'}"
            outcome.restored = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
        if outcome.restored.state is RestoreState.NOT_RESTORED:
            outcome.doubts += [f"not restored: {each}" for each in outcome.restored.notes]

    def _ghosts(self, closing: Closing) -> None:
        """Hold what lists still have of things that are gone: it has been looked at twice."""
        ledger = self._session.ledger
        for operation, thing in closing.ghosts.items():
            for each in deleting.unlisted([thing], thing):
                if ledger.wants(each.rule):
                    ledger.hold(
                        Finding(
                            rule=each.rule,
                            message=each.message,
                            operation=operation,
                            cause=each.cause,
                        )
                    )

    def note(self) -> None:
        """Name what was not played, with the reason, and what was inferred."""
        outcome, session = self._outcome, self._session
        for operation in self._plan.operations:
            why = self.stage.unplayable.get(operation.id)
            if operation.id not in session.asked:
                role, _ = self.stage.graph.role(operation)
                alone = role is Role.OTHER and not operation.safe
                why = why or (_FOR_GOOD if alone else "nothing of it could be played")
                outcome.skip(f"every rule on {operation.id}", why)
            schemes = {scheme.key: scheme for each in operation.security for scheme in each}
            for key, scheme in schemes.items():
                unusable = unsupported(scheme)
                if unusable and operation.id not in self.stage.barred:
                    outcome.skip(f"auth/required by {key}", unusable)
        for each in session.names.names if session.target.stateful else ():
            if each.foreign and session.names.foreign(each) is None:
                outcome.skip(each.rule, f"RINGBACK_{each.foreign.upper()} is not set")
        for name, what in self.stage.left_out.items():
            outcome.skip(f"the rest of {name}", "; ".join(what))
        for name, why in self.stage.observed.dropped.items():
            outcome.skip(f"what is created of {name}", why)
        outcome.resources = tuple(resources_told(self.stage.graph, self.stage.observed))

    def effects(self) -> list[Effect]:
        """What the writes of the plan change, and where that is seen."""
        found = []
        for resource in self.stage.graph.resources.values():
            for role, operation in resource.roles():
                if role in {Role.CREATE, Role.UPDATE, Role.REPLACE} and resource.read is not None:
                    found.append(Effect(update=operation, shown_by=(operation, resource.read)))
        return [each for each in found if each.update in self._plan.operations]


def _mark(seed: int) -> str:
    """What the names that a run gives have in them: the same for the same seed."""
    return "rb" + hashlib.sha256(f"ringback {seed}".encode()).hexdigest()[:4]
