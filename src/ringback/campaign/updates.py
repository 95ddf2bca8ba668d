"""Accepted updates: read after once a form, believed else, and found out where that was wrong."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ringback.campaign.episodes import Episodes, Manner, Played
from ringback.campaign.looks import Look, Looks
from ringback.campaign.restore import rewind
from ringback.campaign.session import Session
from ringback.campaign.sources import Sources
from ringback.campaign.trial import Trial
from ringback.campaign.watch import Watch
from ringback.exchange import Exchange, Request
from ringback.finding import Finding, steps
from ringback.generation.case import Case, request_for
from ringback.laws.interface import differences, was_is
from ringback.payload import MISSING, at, decode, encode, same
from ringback.sampling.breakage import replaced
from ringback.sampling.pairwise import Met

_BY_DESIGN = frozenset({"walk", "strange"})  # cases that are each there for a state of their own
_BELIEVED = 16  # accepted updates whose answers are believed until the next look
_NEAR = 2  # steps to what counts as a thing of its own beside others
_EVERY = 24  # of the cases by design, how many are sent twice though they have no new form

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


class Updates:
    """Plays updates of the watched resource, each from a state that has every part."""

    def __init__(self, session: Session, sources: Sources, episodes: Episodes) -> None:
        self._session = session
        self._sources = sources
        self._episodes = episodes
        self._baseline = episodes.watch.state
        self._trial = Trial(session, episodes)
        self._looks = Looks(session, self._trial)
        self._rich: frozenset[str] = frozenset()
        self._believed: list[Case] = []  # accepted updates that no read has confirmed yet
        self._start: object = MISSING  # how things stood before the first of them
        self._due: Case | None = None  # the last of them, whose read comes with the next update
        self._walked = 0
        self._read_back: set[str] = set()
        self._met = Met()

    def judge_by(self, trial: Trial, looks: Looks) -> None:
        """Bring what is seen from now on before this trial."""
        self._trial, self._looks = trial, looks

    def unchanged(self, cases: Sequence[Case], *, credentials: bool = True) -> None:
        """Look whether requests to be refused changed anything; if so, find out which one did."""
        if not cases:
            return
        watch = self._episodes.watch
        before = self._as_it_was(watch)
        if before is MISSING:
            return
        ledger = self._session.ledger
        known = ledger.seen
        for case in cases:
            rewind(self._session, watch, before)
            self.replay(case, credentials=credentials)
        if ledger.seen == known:
            ledger.wonder(_CHANGED)

    def untouched(self, looks: Sequence[Look], rule: str) -> None:
        """Look whether requests that no law is about changed anything; a finding of the rule if."""
        watch = self._episodes.watch
        before = self._as_it_was(watch)
        if before is MISSING:
            return
        for look in looks:
            if not rewind(self._session, watch, before):
                return
            exchange = next(self._session.send_all([look.ask]))
            read, watch.state = watch.read()
            changed = next(differences(before, watch.state), None)
            if changed is not None and watch.state is not MISSING:
                text = (
                    f"{look.request.method} is not described here, and changed "
                    f"{changed.place or '/'}: {was_is(changed.left, changed.right)}"
                )
                found = Finding(rule=rule, message=text, operation=look.operation.id)
                self._session.ledger.hold(
                    replace(found, cause="changed", exchanges=(exchange, read))
                )

    def replay(self, case: Case, *, credentials: bool = True) -> None:
        """Play an update by itself, with every read around it."""
        episodes = self._episodes

        def probe(candidate: Request) -> Sequence[Finding]:
            return episodes.play(candidate, credentials=credentials).findings

        played = episodes.play(case.request, credentials=credentials)
        self._trial.played(played, case.request, None if credentials else probe)

    def play(self, case: Case) -> None:
        """Play an update from a state that has every part, and bring the linked thing back."""
        if not self._tells_more(case):
            return
        self.enrich(case)
        again = case.origin == "walk" and self._again(case)
        read = again or (case.origin in _BY_DESIGN and self._is_unread(case))
        played = self._send(case, again=again, read=read)
        self._link_back()
        if case.origin == "walk" and not played.episode.accepted:
            self._one_by_one(case)

    def _send(self, case: Case, *, again: bool, read: bool) -> Played:
        """Play one update, read after it or believe it, and bring what it shows to trial."""
        episodes = self._episodes
        due, self._due = self._due, None
        # From a far target the read comes with the next update: a wait less for each.
        wait = again or not self._session.is_far
        self._due = case if read and not wait else None
        self._start = self._start if self._believed else episodes.watch.state
        self._believed.append(case)
        manner = Manner(again=again, read=read and wait, trailing=due is not None)
        played = episodes.play(case.request, manner)
        if due is None or self._proves(due, played):
            self._weigh(played, case)
        if played.late:
            self.replay(case)
        if played.episode.read is not None:
            self._believed, self._due = [], None  # what was believed would have shown
        elif len(self._believed) >= _BELIEVED:
            self.confirm()
        return played

    def _proves(self, due: Case, played: Played) -> bool:
        """Whether the read in front of an update showed what the one before it had answered.

        If not, the read was late, or the answer was wrong: what came before is played alone, and
        then this one.
        """
        behind, told = played.behind, played.episode.before
        if behind is None:
            return True
        earlier, self._believed = self._believed[:-1], self._believed[-1:]
        if same(behind.value, told):
            self._start = told
            self._judge_read(behind.exchange)
            return True
        watch = self._episodes.watch
        late = behind.value is MISSING or same(behind.value, watch.state)
        current, self._believed = self._believed[0], []
        if late:
            self.replay(due)
        else:
            self._one_after_another(earlier)
        self.replay(current)
        return False

    def _weigh(self, played: Played, case: Case) -> None:
        """Try what an update shows; what was only believed before it may be to blame."""
        earlier = self._believed[:-1]
        known = self._session.ledger.holds
        laws = [each for each in played.findings if each.rule.startswith("law/")]
        if not earlier or all(known(each.fingerprint) for each in laws):
            self._trial.played(played, case.request)
            return
        self._believed = []
        if self._one_after_another(earlier):
            self.replay(case)
        else:
            self._trial.played(played, case.request)

    def _one_after_another(self, cases: Sequence[Case]) -> bool:
        """Play believed updates once more, each with its reads; whether that showed anything."""
        ledger = self._session.ledger
        before = ledger.seen
        rewind(self._session, self._episodes.watch, self._start)
        for case in cases:
            self.replay(case)
        return ledger.seen > before

    def _tells_more(self, case: Case) -> bool:
        """Whether an update shows two things together that none has: coverage repeats much."""
        shown = self._session.coverage.shown(case.operation, case.request)
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
        new = self._session.coverage.unasked(case.operation, case.request)
        return new or self._walked % _EVERY == 0

    def confirm(self) -> None:
        """Read what believed answers told; where it is not so, play them one by one."""
        cases, self._believed, self._due = self._believed, [], None
        if not cases:
            return
        watch = self._episodes.watch
        if self._as_it_was(watch) is MISSING:
            return
        if not self._one_after_another(cases):
            self._session.ledger.wonder(_OTHERWISE)

    def _as_it_was(self, watch: Watch) -> Any:
        """How things were told to stand, where a read made now shows otherwise; else `MISSING`."""
        told, watch.state = watch.state, self._read(watch)
        unknown = told is MISSING or watch.state is MISSING
        return MISSING if unknown or same(told, watch.state) else told

    def _read(self, watch: Watch) -> Any:
        """How the resource stands, by a read that is judged as any other."""
        exchange, value = watch.read()
        self._judge_read(exchange)
        return value

    def _judge_read(self, exchange: Exchange) -> None:
        """Judge a read of the resource by its own answer."""
        operation = self._episodes.watch.read_operation
        self._looks.weigh([Look(operation=operation, request=exchange.request)], [exchange])

    def _one_by_one(self, case: Case) -> None:
        """The members of an update that was not accepted, each on its own: one hides the others."""
        episodes = self._episodes
        path = steps(self._session.knowledge.linkable)
        body = decode(case.request.body or b"").value
        edit = at(body, path)
        if not isinstance(edit, dict) or len(edit) < 2:
            return
        for name, value in edit.items():
            request = replace(case.request, body=encode(replaced(body, tuple(path), {name: value})))
            self.enrich(replace(case, request=request))
            self._trial.played(episodes.play(request), request)

    def _link_back(self) -> None:
        """Edits are for the thing that was linked at first; another one is only ever linked."""
        watch = self._episodes.watch
        if self._baseline is MISSING or watch.state is MISSING:
            return
        here, home = watch.linked(watch.state), watch.linked(self._baseline)
        if home is MISSING or same(here, home):
            return
        for body in self._session.knowledge.undo(self._baseline)[:1]:
            back = request_for(watch.update, watch.parameters, body)
            case = Case(operation=watch.update, request=back, label="back", origin="back")
            self._send(case, again=False, read=False)

    def enrich(self, case: Case | None = None) -> None:
        """Give the resource every part again when one got lost: what is absent can't be wiped.

        Before a case only those parts count which it does not give itself.
        """
        watch = self._episodes.watch
        if watch.state is MISSING:
            return
        given = _parts(decode(case.request.body or b"").value, empty=True) if case else frozenset()
        if case and _parts(watch.state) | given >= self._rich:
            return
        plain = self._sources.plain_case(watch.update, watch.parameters)
        if plain is None:
            return
        self._send(plain, again=False, read=False)
        self._rich = _parts(watch.state) or self._rich


def _parts(state: object, *, empty: bool = False) -> frozenset[str]:
    """The members that a resource has, two levels deep, as far as they hold anything."""
    found = set()
    if isinstance(state, dict):
        for name, member in state.items():
            found.add(name)
            if isinstance(member, dict):
                found |= {f"{name}/{inner}" for inner, it in member.items() if empty or it != []}
    return frozenset(found)
