"""Plays cases on a target: opens with a read of what may change, and closes by putting it back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ringback.campaign.credentials import barred, is_open
from ringback.campaign.episodes import Episodes
from ringback.campaign.outcome import Outcome
from ringback.campaign.restore import restore, rewind
from ringback.campaign.session import Halt, Session
from ringback.campaign.sources import Sources
from ringback.campaign.trial import Trial
from ringback.campaign.watch import Watch, watched
from ringback.contract import Refused
from ringback.exchange import Exchange, Request
from ringback.finding import Finding, steps
from ringback.generation.case import Case, Opinion, request_for
from ringback.laws import COMMON_LAWS, Asked, Episode
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode, encode, same
from ringback.schema.breakage import replaced
from ringback.verdict import Restored, RestoreState

_TOGETHER = 16  # refused requests between two looks at the resource


class Player:
    """One target's stage: the watched resource, how it was found, and every rule asked of it."""

    def __init__(self, session: Session, sources: Sources, outcome: Outcome) -> None:
        self.session = session
        self.sources = sources
        self.outcome = outcome
        self.episodes: Episodes | None = None
        self.trial = Trial(session, None)
        self._baseline: object = MISSING
        self._rich: frozenset[str] = frozenset()
        self._unsettled: list[Case] = []

    def open(self, operations: Sequence[Operation]) -> None:
        """Read the watched resource before anything is sent that could change it.

        Raises Halt where the credentials are taken nowhere.
        """
        session = self.session
        if not session.target.stateful:
            self._skip_laws()
            return
        wanted = {operation.id for operation in operations}
        for found in watched(session.contract, session.values):
            if found.update.id not in wanted or barred(found.update) or barred(found.read):
                continue
            watch = Watch(session, found)
            self.episodes = Episodes(session, watch)
            self.trial = Trial(session, self.episodes)
            exchange, self._baseline = watch.read()
            watch.state = self._baseline
            watch.remember(self._baseline)
            watch.bystanders = watch.read_bystanders()
            self._check_welcome(exchange.response.status if exchange.response else None)
            return
        self._check_any_welcome(operations)

    def _skip_laws(self) -> None:
        """Nothing that needs state can be judged."""
        session = self.session
        laws = [law.rule for law in (*COMMON_LAWS, *session.knowledge.laws)]
        for rule in [*laws, *(name.rule for name in session.knowledge.names)]:
            self.outcome.skip(rule, f"the target {session.target.name} keeps no state")

    def _check_welcome(self, status: int | None) -> None:
        """Stop at once where the credentials are taken nowhere."""
        if status not in {401, 403}:
            return
        for operation in self.session.contract.operations:
            if operation.safe and not operation.parameters:
                exchange = self.session.send(request_for(operation, {}), operation)
                if exchange.response is not None and exchange.response.succeeded:
                    return
        raise Halt(f"the target refuses the credentials ({status} to the first requests)")

    def _check_any_welcome(self, operations: Sequence[Operation]) -> None:
        """Where nothing is watched, stop if no read that asks for credentials takes them."""
        status = 0
        for operation in operations:
            if not operation.safe or is_open(operation) or barred(operation):
                continue
            parameters = self.parameters(operation)
            if parameters is None:
                continue
            exchange = self.session.send(request_for(operation, parameters), operation)
            status = exchange.response.status if exchange.response else 0
            if status not in {401, 403}:
                return
        if status:
            raise Halt(f"the target refuses the credentials ({status} to the first requests)")

    def watches(self, operation: Operation) -> bool:
        """Whether updates by this operation are watched, so that laws can be asked."""
        return self.episodes is not None and self.episodes.watch.update.id == operation.id

    def play(self, case: Case) -> None:
        """Send a case and bring what it shows before the ledger."""
        if self.watches(case.operation):
            self._update(case)
        else:
            self.look(case.operation, case.request, opinion=case.opinion)

    def look(
        self,
        operation: Operation,
        request: Request,
        *,
        opinion: Opinion | None = None,
        credentials: bool = True,
        described: bool = True,
    ) -> None:
        """Send a request that is judged by its own answer alone."""
        session = self.session

        def probe(candidate: Request) -> Sequence[Finding]:
            exchange = session.send(candidate, operation, credentials=credentials)
            subject = session.subject(
                exchange, operation, credentials=credentials, described=described
            )
            return [*session.judged(subject, opinion), *self._asked(exchange, operation)]

        self.trial.exchange(probe(request), request, probe)

    def _asked(self, exchange: Exchange, operation: Operation) -> list[Finding]:
        """Whether a read is about what it asked for, by the link that leads to it."""
        episodes = self.episodes
        if episodes is None or operation.id != episodes.watch.read_operation.id:
            return []
        asked = Episode(
            operation=episodes.watch.update, contract=self.session.contract, exchange=exchange
        )
        found = [*Asked().judge(asked)] if self.session.ledger.wants("law/asked") else []
        return [replace(finding, operation=operation.id) for finding in found]

    def _update(self, case: Case) -> None:
        """Play an update from a state that has every part, and bring the linked thing back."""
        episodes = self.episodes
        if episodes is None:
            return
        if self._to_be_refused(case):
            self._refusal(case)
            return
        self.settle()
        self.enrich()
        again = case.origin == "walk"
        played = episodes.play(case.request, again=again, opinion=case.opinion)
        self.trial.played(played, case.request)
        self._link_back(episodes)
        if case.origin == "walk" and not played.episode.accepted:
            self._one_by_one(case)

    def _to_be_refused(self, case: Case) -> bool:
        """Whether the description refuses the request: then it can't change anything, rightly."""
        admission = self.session.contract.admission(case.request, case.operation)
        return isinstance(admission, Refused)

    def _refusal(self, case: Case) -> None:
        """Send what must be refused; whether it changed anything is looked at for many at once."""
        self.look(case.operation, case.request, opinion=case.opinion)
        self._unsettled.append(case)
        if len(self._unsettled) >= _TOGETHER:
            self.settle()

    def settle(self) -> None:
        """Look whether refused requests changed anything; if so, find out which one did."""
        episodes, cases = self.episodes, self._unsettled
        self._unsettled = []
        if episodes is None or not cases:
            return
        watch = episodes.watch
        before = watch.state
        _, watch.state = watch.read()
        if before is MISSING or watch.state is MISSING or same(before, watch.state):
            return
        for case in cases:
            rewind(self.session, watch, before)
            self.trial.played(episodes.play(case.request), case.request)

    def _one_by_one(self, case: Case) -> None:
        """The members of an update that was not accepted, each on its own: one hides the others."""
        episodes = self.episodes
        path = steps(self.session.knowledge.linkable)
        body = decode(case.request.body or b"").value
        edit = at(body, path)
        if episodes is None or not isinstance(edit, dict) or len(edit) < 2:
            return
        for name, value in edit.items():
            request = replace(case.request, body=encode(replaced(body, tuple(path), {name: value})))
            self.enrich()
            self.trial.played(episodes.play(request), request)

    def _link_back(self, episodes: Episodes) -> None:
        """Edits are for the thing that was linked at first; another one is only ever linked."""
        watch = episodes.watch
        if self._baseline is MISSING or watch.state is MISSING:
            return
        here, home = watch.linked(watch.state), watch.linked(self._baseline)
        if home is MISSING or same(here, home):
            return
        for body in self.session.knowledge.undo(self._baseline)[:1]:
            back = request_for(watch.update, watch.parameters, body)
            self.trial.played(episodes.play(back), back)

    def enrich(self, *, force: bool = False) -> None:
        """Give the resource every part again when one got lost: what is absent can't be wiped."""
        episodes = self.episodes
        if episodes is None or episodes.watch.state is MISSING:
            return
        watch = episodes.watch
        if not force and _parts(watch.state) >= self._rich:
            return
        request = self.sources.plain_case(watch.update, watch.parameters).request
        self.trial.played(episodes.play(request), request)
        self._rich = _parts(watch.state) or self._rich

    def parameters(self, operation: Operation) -> Mapping[str, str] | None:
        """Values for the operation's parameters; None, and a skip, where a required one lacks."""
        values = self.session.values
        missing = [
            parameter.name
            for parameter in operation.parameters
            if parameter.required and parameter.name not in values
        ]
        if missing:
            why = f"no value is configured for {', '.join(missing)}"
            self.outcome.skip(f"every rule on {operation.id}", why)
            return None
        return {
            parameter.name: values[parameter.name]
            for parameter in operation.parameters
            if parameter.name in values
        }

    def close(self) -> None:
        """Put back what was changed, and say how it stands."""
        session, episodes = self.session, self.episodes
        session.winding_up = True
        if episodes is None:
            return
        if self._baseline is MISSING and not session.answered[episodes.watch.update.id, "2xx"]:
            return  # nothing was ever updated
        try:
            self.outcome.restored = restore(session, episodes.watch, self._baseline)
        except KeyboardInterrupt:  # a second Ctrl-C: say how it stands rather than nothing
            note = "interrupted while putting the resource back"
            self.outcome.restored = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))


def _parts(state: object) -> frozenset[str]:
    """The members that a resource has, two levels deep, as far as they hold anything."""
    found = set()
    if isinstance(state, dict):
        for name, member in state.items():
            found.add(name)
            if isinstance(member, dict):
                found |= {f"{name}/{inner}" for inner, value in member.items() if value != []}
    return frozenset(found)
