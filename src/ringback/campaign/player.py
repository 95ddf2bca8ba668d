"""Plays cases on a target: opens with a read of what may change, and closes by putting it back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from ringback.campaign.episodes import Episodes
from ringback.campaign.looks import Look, Looks, look_of
from ringback.campaign.opening import opened
from ringback.campaign.outcome import Outcome
from ringback.campaign.restore import restore, rewind
from ringback.campaign.session import Halt, Session
from ringback.campaign.sources import Sources
from ringback.campaign.trial import Trial
from ringback.campaign.watch import Watch
from ringback.contract import Refused
from ringback.exchange import Request
from ringback.finding import Finding, steps
from ringback.generation.case import Case, request_for
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode, encode, same
from ringback.schema.breakage import replaced
from ringback.schema.pairs import Met
from ringback.verdict import Restored, RestoreState

_TOGETHER = 48  # requests that change nothing, between two looks at the resource
_BY_DESIGN = frozenset({"walk", "strange"})  # cases that are each there for a state of their own
_BELIEVED = 16  # accepted updates whose answers are believed until the next look
_EVERY = 8  # of the cases by design, how many are sent twice though they have no new form

_CHANGED = Finding(
    rule="law/refused",
    message="something changed while requests were refused, and none of them changes it again: "
    "perhaps somebody else uses the same resource",
)
_OTHERWISE = Finding(
    rule="law/read-back",
    message="a read showed something else than the updates before it had answered, and none of "
    "them does so again: perhaps somebody else uses the same resource",
)


class Player:
    """One target's stage: the watched resource, how it was found, and every rule asked of it."""

    def __init__(self, session: Session, sources: Sources, outcome: Outcome) -> None:
        self.session = session
        self.sources = sources
        self.outcome = outcome
        self.episodes: Episodes | None = None
        self.trial = Trial(session, None)
        self.looks = Looks(session, self.trial)
        self.baseline: object = MISSING
        self._rich: frozenset[str] = frozenset()
        self._waiting: list[Case] = []  # what changes nothing, rightly
        self._believed: list[Case] = []  # accepted updates that no read has confirmed yet
        self._start: object = MISSING  # how things stood before the first of them
        self._walked = 0
        self._met = Met()

    def open(self, operations: Sequence[Operation]) -> None:
        """Read the watched resource before anything is sent that could change it.

        Raises Halt where the credentials are taken nowhere.
        """
        self.episodes = opened(self.session, self.outcome, operations)
        if self.episodes is None:
            return
        self.baseline = self.episodes.watch.state
        self.judge_by(Trial(self.session, self.episodes))

    def judge_by(self, trial: Trial) -> None:
        """Bring what is seen from now on before this trial."""
        self.trial = trial
        watch = self.episodes.watch if self.episodes else None
        self.looks = Looks(
            self.session,
            trial,
            update=watch.update if watch else None,
            read=watch.read_operation if watch else None,
        )

    def watches(self, operation: Operation) -> bool:
        """Whether updates by this operation are watched, so that laws can be asked."""
        return self.episodes is not None and self.episodes.watch.update.id == operation.id

    def play(self, case: Case) -> None:
        """Send a case and bring what it shows before the ledger, at the latest when settled.

        What changes nothing, rightly, waits for its like: none of it needs a turn of its own.
        """
        if not self.watches(case.operation) or self._to_be_refused(case):
            self._waiting.append(case)
            if len(self._waiting) >= _TOGETHER:
                self.settle()
        else:
            self._update(case)

    def settle(self) -> None:
        """Send what waits, and look whether all is as it was told to be."""
        self._confirm()
        cases, self._waiting = self._waiting, []
        self.looks.take([look_of(case) for case in cases])
        self.unchanged([case for case in cases if self.watches(case.operation)])

    def unchanged(self, cases: Sequence[Case], *, credentials: bool = True) -> None:
        """Look whether requests to be refused changed anything; if so, find out which one did."""
        episodes = self.episodes
        if episodes is None or not cases:
            return
        watch = episodes.watch
        before, watch.state = watch.state, self._read(watch)
        if before is MISSING or watch.state is MISSING or same(before, watch.state):
            return
        with self._named(_CHANGED):
            for case in cases:
                rewind(self.session, watch, before)
                self._replay(case, credentials=credentials)

    @contextmanager
    def _named(self, doubt: Finding) -> Iterator[None]:
        """Keep a doubt where what is played inside does not show who changed the resource."""
        ledger = self.session.ledger
        known = len(ledger.findings())
        yield
        if len(ledger.findings()) == known:
            ledger.wonder(doubt)

    def _replay(self, case: Case, *, credentials: bool = True) -> None:
        """Play an update by itself, with every read around it."""
        episodes = self.episodes
        if episodes is None:
            return

        def probe(candidate: Request) -> Sequence[Finding]:
            return episodes.play(candidate, credentials=credentials).findings

        played = episodes.play(case.request, credentials=credentials)
        self.trial.played(played, case.request, None if credentials else probe)

    def _update(self, case: Case) -> None:
        """Play an update from a state that has every part, and bring the linked thing back."""
        episodes = self.episodes
        if episodes is None or not self._tells_more(case):
            return
        self.enrich(case)
        if case.origin in _BY_DESIGN:
            self._confirm()
            again = case.origin == "walk" and self._again(case)
            played = episodes.play(case.request, again=again, opinion=case.opinion)
        else:
            self._start = self._start if self._believed else episodes.watch.state
            self._believed.append(case)
            played = episodes.play(case.request, read=False, opinion=case.opinion)
        self.trial.played(played, case.request)
        if len(self._believed) >= _BELIEVED or played.episode.read is not None:
            self._confirm()
        self._link_back(episodes)
        if case.origin == "walk" and not played.episode.accepted:
            self._one_by_one(case)

    def _tells_more(self, case: Case) -> bool:
        """Whether an update shows two things together that none has: coverage repeats much."""
        shown = self.session.coverage.shown(case.operation, case.request)
        return self._met.add(shown) or case.origin != "coverage"

    def _again(self, case: Case) -> bool:
        """Whether to send an update a second time: each new form, and some of the others."""
        self._walked += 1
        new = self.session.coverage.unasked(case.operation, case.request)
        return new or self._walked % _EVERY == 0

    def _confirm(self) -> None:
        """Read what believed answers told; where it is not so, play them one by one."""
        cases, self._believed = self._believed, []
        episodes = self.episodes
        if episodes is None or not cases:
            return
        watch = episodes.watch
        told, watch.state = watch.state, self._read(watch)
        if told is MISSING or watch.state is MISSING or same(told, watch.state):
            return
        with self._named(_OTHERWISE):
            rewind(self.session, watch, self._start)
            for case in cases:
                self._replay(case)

    def _read(self, watch: Watch) -> Any:
        """How the resource stands, by a read that is judged as any other."""
        exchange, value = watch.read()
        look = Look(operation=watch.read_operation, request=exchange.request)
        self.looks.weigh([look], [exchange])
        return value

    def _to_be_refused(self, case: Case) -> bool:
        """Whether the request can't change anything, rightly: it is invalid, or names nothing."""
        session = self.session
        admission = session.contract.admission(case.request, case.operation)
        strangers = session.names.strangers(case.request)
        return isinstance(admission, Refused) or (
            bool(strangers) and session.names.plain(strangers)
        )

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
            self.enrich(replace(case, request=request))
            self.trial.played(episodes.play(request), request)

    def _link_back(self, episodes: Episodes) -> None:
        """Edits are for the thing that was linked at first; another one is only ever linked."""
        watch = episodes.watch
        if self.baseline is MISSING or watch.state is MISSING:
            return
        here, home = watch.linked(watch.state), watch.linked(self.baseline)
        if home is MISSING or same(here, home):
            return
        for body in self.session.knowledge.undo(self.baseline)[:1]:
            back = request_for(watch.update, watch.parameters, body)
            # Among believed updates it is one of them; else it is read after as they are.
            if self._believed:
                self._believed.append(replace(self._believed[-1], request=back))
            played = episodes.play(back, read=not self._believed)
            self.trial.played(played, back)

    def enrich(self, case: Case | None = None) -> None:
        """Give the resource every part again when one got lost: what is absent can't be wiped.

        Before a case only those parts count which it does not give itself.
        """
        episodes = self.episodes
        if episodes is None or episodes.watch.state is MISSING:
            return
        watch = episodes.watch
        given = _parts(decode(case.request.body or b"").value, empty=True) if case else frozenset()
        if case and _parts(watch.state) | given >= self._rich:
            return
        self._confirm()
        request = self.sources.plain_case(watch.update, watch.parameters).request
        self.trial.played(episodes.play(request), request)
        self._rich = _parts(watch.state) or self._rich

    def close(self) -> None:
        """Put back what was changed, and say how it stands."""
        session, episodes = self.session, self.episodes
        session.winding_up = True
        if episodes is None:
            return
        if self.baseline is MISSING and not session.answered[episodes.watch.update.id, "2xx"]:
            return  # nothing was ever updated
        try:
            self.outcome.restored = restore(session, episodes.watch, self.baseline)
            if self.outcome.restored.state is RestoreState.NOT_RESTORED:
                self._blame(episodes)
        except KeyboardInterrupt:  # a second Ctrl-C: say how it stands rather than nothing
            note = "interrupted while putting the resource back"
            self.outcome.restored = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))

    def _blame(self, episodes: Episodes) -> None:
        """Judge the updates that ought to have put the resource back: they broke a law perhaps."""
        watch = episodes.watch
        for body in self.session.knowledge.undo(self.baseline):
            request = request_for(watch.update, watch.parameters, body)
            with suppress(Halt):
                self.trial.played(episodes.play(request), request)


def _parts(state: object, *, empty: bool = False) -> frozenset[str]:
    """The members that a resource has, two levels deep, as far as they hold anything."""
    found = set()
    if isinstance(state, dict):
        for name, member in state.items():
            found.add(name)
            if isinstance(member, dict):
                found |= {f"{name}/{inner}" for inner, it in member.items() if empty or it != []}
    return frozenset(found)
