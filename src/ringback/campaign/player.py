"""Plays cases on a target: opens with a read of what may change, and closes by putting it back."""

from collections.abc import Sequence

from ringback.campaign.closing import closed
from ringback.campaign.episodes import Episodes
from ringback.campaign.looks import Looks, look_of
from ringback.campaign.opening import opened
from ringback.campaign.outcome import Outcome
from ringback.campaign.session import Session
from ringback.campaign.sources import Sources
from ringback.campaign.trial import Trial
from ringback.campaign.updates import Updates
from ringback.contract import Refused
from ringback.generation.case import Case
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.verdict import Restored, RestoreState

_TOGETHER = 96  # requests that change nothing, between two looks at the resource


class Player:
    """One target's stage: the watched resource, how it was found, and every rule asked of it."""

    def __init__(self, session: Session, sources: Sources, outcome: Outcome) -> None:
        self.session = session
        self.sources = sources
        self.outcome = outcome
        self.episodes: Episodes | None = None
        self.trial = Trial(session, None)
        self.looks = Looks(session, self.trial)
        self.updates: Updates | None = None
        self.baseline: object = MISSING
        self._waiting: list[Case] = []  # what changes nothing, rightly

    def open(self, operations: Sequence[Operation]) -> None:
        """Read the watched resource before anything is sent that could change it.

        Raises Halt where the credentials are taken nowhere.
        """
        self.episodes = opened(self.session, self.outcome, operations)
        if self.episodes is None:
            return
        self.baseline = self.episodes.watch.state
        self.updates = Updates(self.session, self.sources, self.episodes)
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
        if self.updates is not None:
            self.updates.judge_by(trial, self.looks)

    def watches(self, operation: Operation) -> bool:
        """Whether updates by this operation are watched, so that laws can be asked."""
        return self.episodes is not None and self.episodes.watch.update.id == operation.id

    def play(self, case: Case) -> None:
        """Send a case and bring what it shows before the ledger, at the latest when settled.

        What changes nothing, rightly, waits for its like: none of it needs a turn of its own.
        """
        if self.updates and self.watches(case.operation) and not self._to_be_refused(case):
            self.updates.play(case)
            return
        self._waiting.append(case)
        if len(self._waiting) >= _TOGETHER:
            self.settle()

    def settle(self) -> None:
        """Send what waits, and look whether all is as it was told to be."""
        if self.updates is not None:
            self.updates.confirm()
        cases, self._waiting = self._waiting, []
        self.looks.take([look_of(case) for case in cases])
        self.unchanged([case for case in cases if self.watches(case.operation)])

    def unchanged(self, cases: Sequence[Case], *, credentials: bool = True) -> None:
        """Look whether requests to be refused changed anything; if so, find out which one did."""
        if self.updates is not None:
            self.updates.unchanged(cases, credentials=credentials)

    def enrich(self) -> None:
        """Give the resource every part."""
        if self.updates is not None:
            self.updates.enrich()
            self.updates.confirm()

    def _to_be_refused(self, case: Case) -> bool:
        """Whether the request can't change anything, rightly: it is invalid, or names nothing."""
        session = self.session
        admission = session.admission(case.request, case.operation)
        strangers = session.names.strangers(case.request)
        return isinstance(admission, Refused) or (
            bool(strangers) and session.names.plain(strangers)
        )

    def close(self) -> None:
        """Put back what was changed, and say how it stands."""
        self.session.winding_up = True
        if self.episodes is not None:
            note = "putting the resource back failed, so nobody knows how it stands"
            restored: Restored | None = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
            with self.session.crashes.contained("putting the resource back"):
                restored = closed(self.session, self.episodes, self.trial, self.baseline)
            self.outcome.restored = restored or self.outcome.restored
