"""The campaign: everything that one run sends, in a fixed order, and what came of it."""

from collections.abc import Container
from dataclasses import replace

from ringback.campaign.run.exploring import Exploration
from ringback.campaign.run.grouping import UNSURE, fold, group_of
from ringback.campaign.run.noting import effects, note
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.run.salvaging import Salvaged
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.scheduler.stage import Stage
from ringback.campaign.session import timing
from ringback.campaign.session.budget import Halt
from ringback.campaign.session.preconditions import check_welcome
from ringback.campaign.session.session import Session
from ringback.checks.delivery import LOSSES
from ringback.config import line_for
from ringback.finding import Finding, Severity
from ringback.ledger import FLAKY
from ringback.operation import Operation
from ringback.shard import AnsweredOperation, Shard, ShardPart, answered_told


class Campaign:
    """Runs a plan against a session's target."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        told: Container[str] = (),
        scheduler: type[Scheduler] = Scheduler,
    ) -> None:
        """`told` are fingerprints of an earlier run: what was one finding there is one again."""
        self._session = session
        self._told = told
        self._plan = plan
        self._answered: dict[str, dict[str, int]] = {}
        self._outcome = Outcome()
        self._exploration = Exploration(
            session, plan, self._outcome, session.resources, scheduler=scheduler
        )

    @property
    def stage(self) -> Stage:
        """What the scenarios of the run share."""
        return self._exploration.stage

    def run(self) -> Outcome:
        """Exercise, then put back what was changed, whatever happened on the way."""
        outcome, session = self._outcome, self._session
        halted = Halt("")
        try:
            with session.crashes.contained("the rest of the campaign"):
                check_welcome(session, self._plan.operations, self.stage.binder)
                self._exploration.run()
        except Halt as halt:
            halted = halt
            if halt.doubt:
                outcome.doubts.append(halt.why)
        except KeyboardInterrupt:
            outcome.interrupted = True
            outcome.doubts.append("interrupted: only what came before was judged")
        finally:
            for operation in self._plan.operations if session.asked else ():
                self._note(operation)
            self._exploration.close()
            note(self._exploration.stage, session, self._plan, outcome)
        found = [each for each in session.ledger.findings() if not halted.explains(each)]
        whole = [(weighed := self._weighed(each), group_of(weighed)) for each in found]
        outcome.findings, folded = fold(whole, self._told)
        if session.ledger.wants(timing.RULE):
            outcome.findings += session.timing.findings(session.budget.response_times.of)
        # Beside errors no doubt is told.
        broken = any(each.severity is Severity.ERROR for each in outcome.findings)
        if halted.why and (broken or not halted.doubt):
            outcome.skip("the rest of the campaign", halted.why)
        with session.crashes.contained("coverage"):
            self._cover()
        self._conclude()
        if self._plan.shard is not None:
            groups = {each.fingerprint: group for each, group in whole if group is not None}
            part = self._part(self._plan.shard, whole=not halted.why and not outcome.interrupted)
            outcome.part = replace(part, groups=groups, folded=tuple(folded))
        outcome.close(session.crashes)
        return outcome

    def salvaged(self) -> Salvaged | None:
        """Put right what an earlier run has left, and play nothing; None where it left nothing."""
        return self._exploration.salvaged()

    def _weighed(self, finding: Finding) -> Finding:
        """The finding as it weighs once all is seen.

        Of an operation that has never accepted anything nobody knows what it wants: that it
        refuses is a doubt, not an error. A run that stopped at what it looked for has not seen all.
        """
        if finding.rule != "request/refused-valid" or self._session.ledger.satisfied:
            return finding
        operation = next((e for e in self._plan.operations if e.id == finding.operation), None)
        if operation is None or operation.safe or self._session.succeeded(operation):
            return finding
        text = f"{finding.message}{UNSURE}"
        return replace(finding, severity=Severity.WARNING, message=text)

    def _note(self, operation: Operation) -> None:
        where = f"{operation.method} {operation.path}"
        kinds = self._answered[operation.id] = self._kinds(operation)
        self._outcome.exercised.append(answered_told(operation.id, where, kinds))

    def _kinds(self, operation: Operation) -> dict[str, int]:
        """How often an operation was answered with each kind of status."""
        answered = self._session.answered
        kinds = {kind: answered[operation.id, kind] for kind in ("2xx", "3xx", "4xx", "5xx")}
        return {kind: count for kind, count in kinds.items() if count}

    def _cover(self) -> None:
        """How much of the description was seen on either side."""
        session, operations = self._session, self._plan.operations
        coverage, known = session.coverage, effects(self._exploration.stage, self._plan)
        succeeded = {each.id for each in operations if session.succeeded(each)}
        whole = len(operations) == len(session.contract.operations)  # nobody chose some
        outcome = self._outcome
        answers = coverage.of_answers(operations, known, succeeded, whole=whole)
        requests = coverage.of_requests(operations, session.asked, whole=whole)
        outcome.response_coverage, outcome.request_coverage = answers.covered(), requests.covered()
        outcome.maps = coverage.maps(operations, answers, requests)
        if self._plan.patch is not None:
            both = requests + answers
            outcome.patch_coverage = coverage.of_patch(self._plan.patch, both, session.asked)

    def _conclude(self) -> None:
        """Never green on nothing: an operation without a success is a doubt."""
        outcome, session = self._outcome, self._session
        if not session.answered and not session.endurance.busy:
            # Nothing ever came: that says nothing about the contract, however often it is asked.
            outcome.findings = [
                each
                for each in outcome.findings
                if each.rule != "protocol/timeout"
                and not (each.rule == FLAKY and each.cause in LOSSES)
            ]
        if session.endurance.busy:
            why = f"{session.endurance.busy} requests were answered with 429 or 503 throughout"
            outcome.skip("what those requests ask", why)
        if outcome.doubts:
            return
        wanted = [e for e in self._plan.operations if not session.permission.refusal(e)]
        if not wanted and self._plan.operations:
            outcome.doubts.append(f"nothing was exercised: {session.permission.why}")
        # What one shard never saw succeed another may have: of all of them the merged run says it.
        if self._plan.shard is None or not any(map(session.succeeded, wanted)):
            outcome.doubts += filter(None, map(self._doubt, wanted))

    def _doubt(self, operation: Operation) -> str:
        """Why the run is no proof of an operation; empty where it is one."""
        skipped = {skip.rule for skip in self._outcome.skipped}
        if f"every rule on {operation.id}" in skipped:
            return f"{operation.id} was not exercised"
        if operation.has_success and not self._session.succeeded(operation):
            return self._unsuccessful(operation)
        return ""

    def _part(self, shard: Shard, *, whole: bool) -> ShardPart:
        """What this shard tells so that all of them can be merged; `whole` as it was not cut."""
        session, share = self._session, self._exploration.share
        permission = session.permission
        answered = [
            AnsweredOperation(
                operation=each.id,
                where=f"{each.method} {each.path}",
                asked=each.id in session.asked,
                succeeded=session.succeeded(each),
                kinds=self._answered.get(each.id, {}),
                doubt="" if permission.refusal(each) else self._doubt(each),
            )
            for each in self._plan.operations
        ]
        return ShardPart(
            shard=shard,
            is_empty=not share.owned,
            answered=tuple(answered),
            designed=share.designed if whole and session.budget.seconds is None else None,
            seconds=session.timing.counts,
            flaky=session.ledger.doubts,
        )

    def _unsuccessful(self, operation: Operation) -> str:
        """What is said of an operation that never succeeded, and what to try."""
        told = f"{operation.id} was never answered with success"
        names = self.stage.binder.made_up(operation, self.stage.known())
        if not names:
            return told
        lines = ", ".join(line_for(operation.id, name) for name in names)
        return f"{told}: nobody gave a value of {' and '.join(names)}; try {lines}"
