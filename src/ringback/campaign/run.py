"""The campaign: everything that one run sends, in a fixed order, and what came of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ringback.campaign.episodes import Episodes
from ringback.campaign.names import Names
from ringback.campaign.probes import Probes
from ringback.campaign.restore import restore, rewind
from ringback.campaign.session import Halt, Session
from ringback.campaign.trial import Trial
from ringback.campaign.watch import Watch, watched
from ringback.exchange import Request
from ringback.finding import Finding
from ringback.generation.case import Case, request_for
from ringback.generation.fuzz import Fuzzer
from ringback.generation.walk import (
    admitted_cases,
    broken_bodies,
    broken_frames,
    plain_body,
)
from ringback.operation import Operation
from ringback.payload import MISSING, same
from ringback.schema.sample import Sampler
from ringback.verdict import Restored, RestoreState, Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign is to do: which operations, and how many random cases of each kind."""

    operations: tuple[Operation, ...]
    seed: int = 0
    random_cases: int = 30


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a campaign, whole or cut short."""

    findings: list[Finding] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    restored: Restored = field(default_factory=Restored)
    exercised: list[str] = field(default_factory=list)
    interrupted: bool = False


class Campaign:
    """Runs a plan against a session's target."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self._session = session
        self._plan = plan
        self._outcome = Outcome()
        self._watch: Watch | None = None
        self._episodes: Episodes | None = None
        self._baseline: object = MISSING
        self._sampler = Sampler(
            admits=session.contract.schemas.admits, uuid=session.names.for_place
        )
        self._fuzzer: Fuzzer | None = None
        self._rich: frozenset[str] = frozenset()
        self._sent_by: dict[str, int] = {}

    def run(self) -> Outcome:
        """Exercise, then put back what was changed, whatever happened on the way."""
        outcome = self._outcome
        try:
            self._exercise()
        except Halt as halt:
            if halt.doubt:
                outcome.doubts.append(halt.why)
            else:
                outcome.skipped.append(Skipped(rule="the rest of the campaign", why=halt.why))
        except KeyboardInterrupt:
            outcome.interrupted = True
            outcome.doubts.append("interrupted: only what came before was judged")
        finally:
            self._restore()
        outcome.findings = self._session.ledger.findings()
        self._conclude()
        return outcome

    def _exercise(self) -> None:
        session, plan = self._session, self._plan
        self._find_watched()
        trial = Trial(session, self._episodes)
        probes = Probes(session, self._episodes, trial)
        try:
            for operation in plan.operations:
                if operation.safe:
                    self._reads(operation, trial, probes)
            for operation in plan.operations:
                if not operation.safe:
                    self._updates(operation, trial, probes)
        finally:
            self._outcome.skipped += probes.skipped

    # -- reads ---------------------------------------------------------------------------------

    def _reads(self, operation: Operation, trial: Trial, probes: Probes) -> None:
        parameters = self._parameters(operation)
        if parameters is None:
            return
        plain = request_for(operation, parameters)
        cases = [
            Case(operation=operation, request=plain, label="plain", origin="walk"),
            *broken_frames(operation, parameters, MISSING),
            *self._generated(operation),
        ]
        for case in cases:
            self._look(case, trial)
        probes.methods(operation)
        probes.credentials(operation, plain)
        if self._session.target.stateful:
            probes.foreign(operation, plain)
        self._note(operation)

    def _look(self, case: Case, trial: Trial) -> None:
        session = self._session

        def probe(candidate: Request) -> Sequence[Finding]:
            exchange = session.send(candidate, case.operation)
            return session.judged(session.subject(exchange, case.operation))

        trial.exchange(probe(case.request), case.request, probe)

    # -- updates -------------------------------------------------------------------------------

    def _updates(self, operation: Operation, trial: Trial, probes: Probes) -> None:
        parameters = self._parameters(operation)
        if parameters is None:
            return
        watch, episodes = self._watch, self._episodes
        if not self._session.target.stateful:
            self._mocked(operation, parameters, trial, probes)
            return
        if watch is None or episodes is None or watch.update.id != operation.id:
            why = "the description links no read to it, so nothing could be put back"
            self._outcome.skipped.append(Skipped(rule=f"every rule on {operation.id}", why=why))
            return
        plain = plain_body(self._session.contract, operation, self._sampler)
        self._enrich(episodes, force=True)
        for case in self._update_cases(operation, dict(watch.parameters), plain):
            self._play(case, episodes, trial)
        probes.methods(operation)
        request = request_for(operation, parameters, plain)
        self._enrich(episodes, force=True)
        probes.credentials(operation, request)
        probes.foreign(operation, request)
        self._note(operation)

    def _mocked(
        self, operation: Operation, parameters: dict[str, str], trial: Trial, probes: Probes
    ) -> None:
        """An update where nothing is kept: every exchange stands for itself."""
        plain = plain_body(self._session.contract, operation, self._sampler)
        for case in self._update_cases(operation, parameters, plain):
            self._look(case, trial)
        probes.methods(operation)
        probes.credentials(operation, request_for(operation, parameters, plain))
        self._note(operation)

    def _update_cases(
        self, operation: Operation, parameters: dict[str, str], plain: object
    ) -> Iterator[Case]:
        contract, sampler = self._session.contract, self._sampler
        yield from admitted_cases(contract, operation, parameters, sampler)
        yield from broken_frames(operation, parameters, plain)
        yield from broken_bodies(contract, operation, parameters, sampler)
        yield from self._generated(operation)

    def _play(self, case: Case, episodes: Episodes, trial: Trial) -> None:
        """Play an update from a state that has every part, and bring the linked thing back."""
        self._count(case)
        self._enrich(episodes)
        again = case.origin == "walk"
        played = episodes.play(case.request, again=again)
        trial.played(played, case.request)
        watch = episodes.watch
        if self._baseline is MISSING or watch.state is MISSING:
            return
        here, home = watch.linked(watch.state), watch.linked(self._baseline)
        if home is not MISSING and not same(here, home):
            for body in self._session.knowledge.undo(self._baseline)[:1]:
                back = request_for(watch.update, watch.parameters, body)
                trial.played(episodes.play(back), back)

    def _enrich(self, episodes: Episodes, *, force: bool = False) -> None:
        """Give the resource every part again when one got lost: what is absent can't be wiped."""
        watch = episodes.watch
        rich = self._rich
        if watch.state is MISSING or (not force and _parts(watch.state) >= rich):
            return
        body = plain_body(self._session.contract, watch.update, self._sampler)
        request = request_for(watch.update, watch.parameters, body)
        Trial(self._session, episodes).played(episodes.play(request), request)
        self._rich = _parts(watch.state) if _parts(watch.state) else rich

    # -- what both share -----------------------------------------------------------------------

    def _find_watched(self) -> None:
        """Find the resource to watch, and read it before anything is sent that could change it."""
        session, outcome = self._session, self._outcome
        wanted = {operation.id for operation in self._plan.operations}
        if not session.target.stateful:
            why = f"the target {session.target.name} keeps no state"
            rules = [*self._law_rules(), *(name.rule for name in session.knowledge.names)]
            outcome.skipped += [Skipped(rule=rule, why=why) for rule in rules]
        for found in watched(session.contract, session.values):
            if found.update.id not in wanted or not session.target.stateful:
                continue
            self._watch = Watch(session, found)
            self._episodes = Episodes(session, self._watch)
            exchange, self._baseline = self._watch.read()
            self._watch.state = self._baseline
            self._watch.remember(self._baseline)
            self._watch.bystanders = self._watch.read_bystanders()
            self._check_welcome(exchange.response.status if exchange.response else None)
            return

    def _law_rules(self) -> list[str]:
        episodes = self._session.knowledge.laws
        return sorted({"law/asked", "law/read-back", "law/refused", *(law.rule for law in episodes)})

    def _check_welcome(self, status: int | None) -> None:
        """Stop at once where the credentials are not taken anywhere."""
        if status not in {401, 403}:
            return
        for operation in self._session.contract.operations:
            if operation.safe and not operation.parameters:
                exchange = self._session.send(request_for(operation, {}), operation)
                if exchange.response is not None and exchange.response.succeeded:
                    return
        raise Halt(f"the target refuses the credentials ({status} to the first request)")

    def _parameters(self, operation: Operation) -> dict[str, str] | None:
        """Values for the operation's parameters; None, and a skip, where a required one has none."""
        values = self._session.values
        missing = [
            parameter.name
            for parameter in operation.parameters
            if parameter.required and parameter.name not in values
        ]
        if missing:
            why = f"no value is configured for {', '.join(missing)}"
            self._outcome.skipped.append(Skipped(rule=f"every rule on {operation.id}", why=why))
            return None
        return {
            parameter.name: values[parameter.name]
            for parameter in operation.parameters
            if parameter.name in values
        }

    def _generated(self, operation: Operation) -> Iterator[Case]:
        """Schemathesis' cases, with names of the account's own in most of them."""
        plan = self._plan
        if self._fuzzer is None:
            self._fuzzer = Fuzzer(self._session.contract.description.document, plan.seed)
        fuzzer = self._fuzzer
        count = plan.random_cases if operation.body else max(3, plan.random_cases // 5)
        sources: list[Callable[[], Sequence[Case] | Iterator[Case]]] = [
            lambda: fuzzer.coverage(operation, positive=True),
            lambda: fuzzer.coverage(operation, positive=False),
            lambda: fuzzer.random(operation, count, positive=True),
            lambda: fuzzer.random(operation, count, positive=False),
        ]
        index = 0
        for source in sources:
            for case in source():
                yield Case(
                    operation=operation,
                    request=self._session.names.adopted(case.request, index),
                    label=case.label,
                    origin=case.origin,
                )
                index += 1

    def _count(self, case: Case) -> None:
        self._sent_by[case.origin] = self._sent_by.get(case.origin, 0) + 1

    def _note(self, operation: Operation) -> None:
        answered = self._session.answered
        kinds = [
            f"{answered[operation.id, kind]} × {kind}"
            for kind in ("2xx", "3xx", "4xx", "5xx")
            if answered[operation.id, kind]
        ]
        where = f"{operation.method} {operation.path}"
        self._outcome.exercised.append(f"{operation.id} ({where}): {', '.join(kinds) or 'nothing'}")

    # -- the end -------------------------------------------------------------------------------

    def _restore(self) -> None:
        watch, session = self._watch, self._session
        session.winding_up = True
        if watch is None or self._baseline is MISSING:
            changed = any(
                count
                for (operation, kind), count in session.answered.items()
                if kind == "2xx" and watch is not None and operation == watch.update.id
            )
            if changed and watch is not None:
                self._outcome.restored = restore(session, watch, self._baseline)
            return
        try:
            self._outcome.restored = restore(session, watch, self._baseline)
        except KeyboardInterrupt:  # a second Ctrl-C: say how it stands rather than nothing
            note = "interrupted while putting the resource back"
            self._outcome.restored = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))

    def _conclude(self) -> None:
        """Never green on nothing: an operation without a success is a doubt."""
        if self._outcome.doubts:
            return
        session = self._session
        if session.busy:
            why = f"{session.busy} requests were answered with 429 or 503 throughout"
            self._outcome.skipped.append(Skipped(rule="what those requests ask", why=why))
        skipped = {skip.rule for skip in self._outcome.skipped}
        for operation in self._plan.operations:
            if f"every rule on {operation.id}" in skipped:
                reason = "was not exercised"
            elif not session.answered[operation.id, "2xx"]:
                reason = "was never answered with success"
            else:
                continue
            self._outcome.doubts.append(f"{operation.id} {reason}")


def _parts(state: object) -> frozenset[str]:
    """The members that a resource has, two levels deep, as far as they hold anything."""
    found = set()
    if isinstance(state, dict):
        for name, member in state.items():
            found.add(name)
            if isinstance(member, dict):
                found |= {f"{name}/{inner}" for inner, value in member.items() if value not in ([],)}
    return frozenset(found)


__all__ = ["Campaign", "Names", "Outcome", "Plan", "rewind"]
