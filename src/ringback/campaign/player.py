"""Plays cases on a target: opens with a read of what may change, and closes by putting it back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ringback.campaign.closing import closed
from ringback.campaign.episodes import Episodes, Played
from ringback.campaign.looks import Look, Looks, look_of
from ringback.campaign.opening import opened
from ringback.campaign.outcome import Outcome
from ringback.campaign.restore import rewind
from ringback.campaign.session import Session
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

_TOGETHER = 48  # requests that change nothing, between two looks at the resource
_BY_DESIGN = frozenset({"walk", "strange"})  # cases that are each there for a state of their own
_BELIEVED = 16  # accepted updates whose answers are believed until the next look
_NEAR = 2  # steps to what counts as a thing of its own beside others
_EVERY = 16  # of the cases by design, how many are sent twice though they have no new form

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
        self._read_back: set[str] = set()
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
        ledger = self.session.ledger
        known = ledger.seen
        for case in cases:
            rewind(self.session, watch, before)
            self._replay(case, credentials=credentials)
        if ledger.seen == known:
            ledger.wonder(_CHANGED)

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
        again = case.origin == "walk" and self._again(case)
        read = again or (case.origin in _BY_DESIGN and self._is_unread(case))
        self._start = self._start if self._believed else episodes.watch.state
        self._believed.append(case)
        played = episodes.play(case.request, again=again, read=read, opinion=case.opinion)
        self._weigh(played, case)
        if played.episode.read is not None:
            self._believed = []  # what was believed before would have shown in the answer
        elif len(self._believed) >= _BELIEVED:
            self._confirm()
        self._link_back(episodes)
        if case.origin == "walk" and not played.episode.accepted:
            self._one_by_one(case)

    def _weigh(self, played: Played, case: Case) -> None:
        """Try what an update shows; what was only believed before it may be to blame."""
        earlier = self._believed[:-1]
        known = self.session.ledger.holds
        laws = [each for each in played.findings if each.rule.startswith("law/")]
        if not earlier or all(known(each.fingerprint) for each in laws):
            self.trial.played(played, case.request)
            return
        self._believed = []
        if self._one_after_another(earlier):
            self._replay(case)
        else:
            self.trial.played(played, case.request)

    def _one_after_another(self, cases: Sequence[Case]) -> bool:
        """Play believed updates once more, each with its reads; whether that showed anything."""
        ledger = self.session.ledger
        before = ledger.seen
        if self.episodes is not None:
            rewind(self.session, self.episodes.watch, self._start)
        for case in cases:
            self._replay(case)
        return ledger.seen > before

    def _tells_more(self, case: Case) -> bool:
        """Whether an update shows two things together that none has: coverage repeats much."""
        shown = self.session.coverage.shown(case.operation, case.request)
        near = [point for point in shown if point.place.count("/") <= _NEAR]
        return self._met.add(near) or case.origin != "coverage"

    def _is_unread(self, case: Case) -> bool:
        """Whether an update gives something in a form that no read has shown yet."""
        forms = set(case.label.split("; ")) - self._read_back
        self._read_back |= forms
        return bool(forms)

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
        if not self._one_after_another(cases):
            self.session.ledger.wonder(_OTHERWISE)

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
        self.session.winding_up = True
        if self.episodes is not None:
            restored = closed(self.session, self.episodes, self.trial, self.baseline)
            self.outcome.restored = restored or self.outcome.restored


def _parts(state: object, *, empty: bool = False) -> frozenset[str]:
    """The members that a resource has, two levels deep, as far as they hold anything."""
    found = set()
    if isinstance(state, dict):
        for name, member in state.items():
            found.add(name)
            if isinstance(member, dict):
                found |= {f"{name}/{inner}" for inner, it in member.items() if empty or it != []}
    return frozenset(found)
