"""Sequences of updates with every rule asked after each step, and the shortest that breaks one.

What one update shows is found by the cases by design; this is for what shows after another: an
edit that goes to the thing linked before, a link back that brings an old state, an edit that is
lost behind a refused one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.episodes import Episodes, Manner, Played
from ringback.campaign.player import Player
from ringback.campaign.restore import put_back, rewind
from ringback.campaign.shrink import recased
from ringback.exchange import Exchange, Request
from ringback.finding import Finding, steps
from ringback.generation.case import request_for
from ringback.generation.sequences import Choices, Step, walk
from ringback.payload import MISSING, at
from ringback.sampling.breakage import replaced

_RUNS = 2  # sequences that are drawn, after the one by design
_LENGTH = 4  # steps of each
_STEPS = 90  # steps that are played in all, those that make a failing sequence short included
_ROUNDS = 3  # causes that are looked for
_ALL = 99  # the last: the edit of every member, the refusal of what is invalid
# The same again after another; the same in other letters; an edit behind a refusal; the same for
# the third time; another thing edited and come back to.
_TOUR = (
    Step("edit", _ALL),
    Step("edit", 0),
    Step("edit", _ALL),
    Step("recased"),
    Step("refused", 0),
    Step("edit", 1),
    Step("refused", _ALL),
    Step("edit", 0),
    Step("edit", _ALL),
    Step("link", 0),
    Step("edit", _ALL),
    Step("back", 0),
    Step("link", 0),
    Step("back", 0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A finding, and the updates that led to it."""

    steps: tuple[Step, ...]
    finding: Finding
    exchanges: tuple[Exchange, ...]


class Stroll:
    """Takes one operation's updates in sequences, from how the resource was when it began."""

    def __init__(self, player: Player, episodes: Episodes, seed: int) -> None:
        self._player = player
        self._session = player.session
        self._episodes = episodes
        self._watch = episodes.watch
        self._seed = seed
        self._start = self._watch.state
        self._place = steps(self._session.knowledge.linkable)
        self._edits = self._bodies()
        self._links = self._others()
        self._refusals = self._refused()
        self._left = _STEPS
        self._known: dict[tuple[Step, ...], bool] = {}
        self._trodden: tuple[Step, ...] = ()
        self._last: Request | None = None
        self._strayed = False
        self._exchanges: list[Exchange] = []
        self._target: str | None = None
        self._shown: _Shown | None = None

    def run(self) -> None:
        """Look for one cause after the other, until none shows or enough was sent."""
        if self._start is MISSING or not self._edits:
            return
        choices = Choices(
            links=len(self._links), edits=len(self._edits), refusals=len(self._refusals)
        )
        for _ in range(_ROUNDS):
            self._known.clear()
            self._target, self._shown = None, None
            self._tour()
            if self._shown is None:
                walk(choices, self._fine, number=self._seed, runs=_RUNS, length=_LENGTH)
            if self._shown is None:
                break
            self._shorten(self._shown.steps)
            self._try(self._shown)
        self._begin()

    def _tour(self) -> None:
        """One sequence by design, as far as it is fine."""
        most = {"edit": len(self._edits), "refused": len(self._refusals)}
        path = [
            replace(step, index=min(step.index, most.get(step.kind, 1) - 1))
            for step in _TOUR
            if step.kind not in {"link", "back"} or self._links
            if step.kind != "refused" or self._refusals
        ]
        all(self._fine(path[:length]) for length in range(1, len(path) + 1))

    def _shorten(self, path: Sequence[Step]) -> None:
        """Leave out what is shown does not need, some that Hypothesis keeps too: half of it first.

        Step by step from the start, a long sequence would use up the steps that may be played.
        """
        kept, size = list(path), len(path) // 2
        while size:
            for index in reversed(range(0, len(kept) - 1, size)):
                fewer = [*kept[:index], *kept[min(index + size, len(kept) - 1) :]]
                if not self._fine(fewer):
                    kept = fewer
            size //= 2

    def _fine(self, sequence: Sequence[Step]) -> bool:
        """Bring a sequence about, and tell whether its last step shows nothing new."""
        path = tuple(sequence)
        if path not in self._known:
            if self._left <= 0:
                return True  # enough was sent: what is known stands
            self._known[path] = self._tread(path)
        return self._known[path]

    def _tread(self, path: tuple[Step, ...]) -> bool:
        """Go on from where things stand, or anew from the start."""
        if self._trodden != path[:-1]:
            self._begin()
            for step in path[:-1]:
                self._step(step)
        found = self._step(path[-1])
        self._trodden = path
        new = [each for each in found if not self._session.ledger.holds(each.fingerprint)]
        if self._target is None and new:
            self._target = new[0].fingerprint
        for each in new:
            if each.fingerprint == self._target:
                if self._shown is None or len(path) <= len(self._shown.steps):
                    self._shown = _Shown(steps=path, finding=each, exchanges=tuple(self._exchanges))
                return False
        return True

    def _begin(self) -> None:
        """Bring everything to where it was, the other things that were edited first."""
        if self._strayed:
            for name in self._watch.touched:
                put_back(self._session, self._watch, name)
            self._strayed = False
        rewind(self._session, self._watch, self._start)
        self._trodden, self._last = (), None
        self._exchanges = []

    def _step(self, step: Step) -> Sequence[Finding]:
        """Play one step; nothing for one that has no meaning as things stand."""
        request = self._request(step)
        if request is None:
            return ()
        self._left -= 1
        played = self._play(request)
        self._exchanges.append(played.episode.exchange)
        if step.kind in {"edit", "recased"}:
            self._last = request
        elif step.kind in {"link", "back"}:
            self._last = None  # it was for what was linked before
        return played.findings

    def _play(self, request: Request) -> Played:
        return self._episodes.play(request, Manner(around=True))

    def _request(self, step: Step) -> Request | None:
        match step.kind:
            case "edit":
                return self._edit(self._edits[step.index])
            case "link":
                return self._of(self._links[step.index])
            case "back":
                home = self._session.knowledge.undo(self._start)[:1]
                return self._of(home[0]) if home else None
            case "again":
                return self._last
            case "recased":
                return None if self._last is None else recased(self._last)
            case _:  # what a broken service stores of it could be put back at home alone
                return None if self._is_away() else self._refusals[step.index]

    def _edit(self, body: Any) -> Request | None:
        """An edit; of another thing than the one at home only what can be given back to it."""
        watch = self._watch
        if self._is_away():
            theirs = at(watch.state, self._place)
            if not isinstance(theirs, dict) or self._is_shared(theirs.get("id")):
                return None
            edit = at(body, self._place)
            kept = {name: value for name, value in edit.items() if name in theirs}
            if not kept:
                return None
            watch.touch()
            self._strayed = True
            body = replaced(body, tuple(self._place), kept)
        return self._of(body)

    def _is_away(self) -> bool:
        """Whether another thing is linked than the one at home."""
        return bool(self._watch.linked(self._watch.state) != self._watch.linked(self._start))

    def _is_shared(self, name: object) -> bool:
        """Whether a bystander shows this thing: the run may not change what it shows.

        In a list it stands by its name alone.
        """
        shown = [at(each, self._place) for each in self._watch.bystanders.values()]
        return name in [*shown, *(at(each, ["id"]) for each in shown)]

    def _of(self, body: Any) -> Request:
        return request_for(self._watch.update, self._watch.parameters, body)

    def _bodies(self) -> list[Any]:
        """Each member of the edit alone, and all of them."""
        whole = self._player.sources.plain(self._watch.update)
        edit = at(whole, self._place)
        if not isinstance(edit, dict) or not edit:
            return []
        parts = [{name: value} for name, value in edit.items()]
        return [replaced(whole, tuple(self._place), part) for part in [*parts, edit]]

    def _others(self) -> list[Any]:
        """The bodies that link another thing of the account's own."""
        session, place = self._session, self._session.knowledge.linkable
        home = self._watch.linked(self._start)
        return [
            name.body(text)
            for name in session.names.names
            if name.place == place and place
            for text in session.names.own(name)
            if text != home
        ][:2]

    def _refused(self) -> list[Request]:
        """A name that nobody has beside parts that could be stored, and a part of a wrong type."""
        watch, sources = self._watch, self._player.sources
        strange = [case.request for case in sources.strange(watch.update, watch.parameters)]
        whole = sources.plain(watch.update)
        edit = at(whole, self._place)
        if isinstance(edit, dict) and edit:
            last = list(edit)[-1]
            strange.append(self._of(replaced(whole, (*self._place, last), 7)))
        return strange[-3:]

    def _try(self, shown: _Shown) -> None:
        """Hold what shows once more from the start, or what a second read still shows."""
        ledger = self._session.ledger
        self._begin()
        found: Sequence[Finding] = ()
        for step in shown.steps:
            found = self._step(step)
        told = _told(shown)
        if any(each.fingerprint == shown.finding.fingerprint for each in found):
            ledger.hold(told)
        elif not any(each.rule == told.rule for each in ledger.findings()):
            ledger.doubt(told)  # beside a confirmed one, a doubt about the same law is noise


def _told(shown: _Shown) -> Finding:
    """The finding with its whole sequence, and a word about what came before."""
    before = len(shown.exchanges) - 1
    if before < 1:
        return shown.finding
    reads = shown.finding.exchanges[1:]
    plural = "updates" if before > 1 else "update"
    return replace(
        shown.finding,
        message=f"{shown.finding.message} (after {before} {plural} that led there)",
        exchanges=(*shown.exchanges, *reads),
    )
