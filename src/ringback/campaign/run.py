"""The campaign: everything that one run sends, in a fixed order, and what came of it."""

from collections.abc import Iterable, Iterator, Mapping

from ringback.campaign import timing
from ringback.campaign.coverage import Effect
from ringback.campaign.credentials import barred
from ringback.campaign.exploring import Exploration
from ringback.campaign.grouping import grouped
from ringback.campaign.opening import check_any_welcome, parameters_of
from ringback.campaign.outcome import Outcome, Plan
from ringback.campaign.player import Player
from ringback.campaign.probes import Probes
from ringback.campaign.races import Races
from ringback.campaign.session import Halt, Session
from ringback.campaign.sources import Sources
from ringback.campaign.stroll import Stroll
from ringback.campaign.watch import watched
from ringback.generation.case import Case
from ringback.operation import Operation


class Campaign:
    """Runs a plan against a session's target."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self._session = session
        self._plan = plan
        self._outcome = Outcome()
        self._crashes = session.crashes
        sources = Sources(
            *(session.contract, session.forms, session.names, plan, self._outcome),
            crashes=self._crashes,
        )
        self._player = Player(session, sources, self._outcome)
        self._probes = Probes(self._player)
        self._exploration: Exploration | None = None
        if session.target.stateful and not session.knowledge.undoes and type(self) is Campaign:
            self._exploration = Exploration(session, plan, self._outcome, session.resources)

    def run(self) -> Outcome:
        """Exercise, then put back what was changed, whatever happened on the way."""
        outcome = self._outcome
        try:
            with self._crashes.contained("the rest of the campaign"):
                self._exercise()
        except Halt as halt:
            if halt.doubt:
                outcome.doubts.append(halt.why)
            else:
                outcome.skip("the rest of the campaign", halt.why)
        except KeyboardInterrupt:
            outcome.interrupted = True
            outcome.doubts.append("interrupted: only what came before was judged")
        finally:
            if self._exploration is not None:
                self._exploration.close()
                self._exploration.note()
            else:
                self._player.close()
        session = self._session
        outcome.findings = grouped(session.ledger.findings())
        if session.budget.response_time is not None and session.ledger.wants(timing.RULE):
            outcome.findings += session.timing.findings(session.budget.response_time)
        with self._crashes.contained("coverage"):
            self._cover()
        self._conclude()
        outcome.close(self._crashes)
        return outcome

    def _exercise(self) -> None:
        """Reads first, because they change nothing and show whether anything is there."""
        operations = sorted(self._plan.operations, key=lambda operation: not operation.safe)
        if self._exploration is not None:
            check_any_welcome(self._session, operations)
            self._exploration.run()
            for operation in operations:
                self._note(operation)
            return
        with self._crashes.contained("the resource that updates change"):
            self._player.open(operations)
        if self._session.is_far:
            self._player.sources.prefetch([each for each in operations if self._may_send(each)])
        for operation in operations:
            if self._may_send(operation):
                with self._crashes.contained(f"{operation.id}: the rest of its rules"):
                    self._operation(operation)

    def _may_send(self, operation: Operation) -> bool:
        """An update whose effect can't be read can't be put back: it is not sent to a service.

        Nor is anything whose credentials ringback can't give.
        """
        player = self._player
        why = barred(operation)
        if why is not None:
            self._outcome.skip(f"every rule on {operation.id}", why)
            return False
        stateful = self._session.target.stateful
        if operation.safe or not stateful or player.watches(operation):
            return True
        why = "the description links no read to it, so nothing could be put back"
        self._outcome.skip(f"every rule on {operation.id}", why)
        return False

    def _operation(self, operation: Operation) -> None:
        parameters = parameters_of(operation, self._session, self._outcome)
        if parameters is None:
            return
        if self._player.watches(operation):
            self._player.enrich()
        self._ask(operation, parameters)
        self._note(operation)

    def _ask(self, operation: Operation, parameters: Mapping[str, str]) -> None:
        """Play the cases of an operation, and ask what it must turn away."""
        player, probes, crashes = self._player, self._probes, self._crashes
        self._play(player.sources.cases(operation, parameters))
        self._play(self._missing(operation, parameters))
        with crashes.contained(f"{operation.id}: methods that are not described"):
            probes.methods(operation)
        with crashes.contained(f"{operation.id}: updates that meet or follow each other"):
            self._in_sequence(operation)
        plain = player.sources.plain_case(operation, parameters)
        if plain is None:
            return  # what asks for it is skipped, and noted
        with crashes.contained(f"{operation.id}: requests without valid credentials"):
            probes.credentials(operation, plain.request)
        if self._session.target.stateful:
            probes.foreign(operation, plain.request)

    def _play(self, cases: Iterable[Case]) -> None:
        """Play these, and find out what was only believed of them."""
        for case in cases:
            with self._crashes.contained(f"{case.operation.id}: a case"):
                self._player.play(case)
        self._player.settle()

    def _missing(self, operation: Operation, parameters: Mapping[str, str]) -> Iterator[Case]:
        """What is still to be shown of an update, asked for once more."""
        player, session = self._player, self._session
        for effect in self._effects():
            if effect.update == operation and player.watches(operation):
                wanted = session.coverage.wanted(effect)
                cases = player.sources.missing(operation, parameters, session.forms, wanted)
                yield from self._crashes.each(f"{operation.id}: cases that are missing", cases)

    def _in_sequence(self, operation: Operation) -> None:
        """What only shows when one update follows another, or meets it."""
        player, episodes = self._player, self._player.episodes
        if episodes is None or not player.watches(operation):
            return
        Races(player, episodes).run()
        player.enrich()
        Stroll(player, episodes, self._plan.seed).run()

    def _note(self, operation: Operation) -> None:
        answered = self._session.answered
        kinds = [
            f"{answered[operation.id, kind]} × {kind}"
            for kind in ("2xx", "3xx", "4xx", "5xx")
            if answered[operation.id, kind]
        ]
        where = f"{operation.method} {operation.path}"
        self._outcome.exercised.append(f"{operation.id} ({where}): {', '.join(kinds) or 'nothing'}")

    def _effects(self) -> list[Effect]:
        """What the updates of the plan change, and where that is seen."""
        if self._exploration is not None:
            return self._exploration.effects()
        found = watched(self._session.contract, self._session.values)
        return [
            Effect(update=each.update, shown_by=(each.update, each.read))
            for each in found
            if each.update in self._plan.operations
        ]

    def _cover(self) -> None:
        """How much of the description was seen on either side."""
        coverage, operations = self._session.coverage, self._plan.operations
        self._outcome.response_coverage = coverage.of_answers(operations, self._effects())
        self._outcome.request_coverage = coverage.of_requests(operations)

    def _conclude(self) -> None:
        """Never green on nothing: an operation without a success is a doubt."""
        outcome, session = self._outcome, self._session
        if not session.answered and not session.busy:
            # Nothing ever came: that says nothing about the contract, however often it is asked.
            outcome.findings = [
                each for each in outcome.findings if each.rule != "protocol/timeout"
            ]
        if session.busy:
            why = f"{session.busy} requests were answered with 429 or 503 throughout"
            outcome.skip("what those requests ask", why)
        if outcome.doubts:
            return
        skipped = {skip.rule for skip in outcome.skipped}
        for operation in self._plan.operations:
            if f"every rule on {operation.id}" in skipped:
                outcome.doubts.append(f"{operation.id} was not exercised")
            elif not session.succeeded(operation):
                outcome.doubts.append(f"{operation.id} was never answered with success")
