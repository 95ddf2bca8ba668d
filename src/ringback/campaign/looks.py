"""Requests that change nothing, sent many at a time, each judged by its own answer alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ringback.campaign.session import Ask, Halt, Session
from ringback.campaign.trial import Trial
from ringback.exchange import Exchange, Request
from ringback.finding import Finding
from ringback.generation.case import Case
from ringback.laws import Asked, Episode
from ringback.operation import Operation

_MEETINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A request and how to judge its answer.

    `credentials` tells whether it carries the account's own, `described` whether the description
    has its method at this path.
    """

    operation: Operation
    request: Request
    credentials: bool = True
    described: bool = True

    @property
    def ask(self) -> Ask:
        """The request as the session takes it."""
        return Ask(request=self.request, operation=self.operation, credentials=self.credentials)


def look_of(case: Case) -> Look:
    """A case that is judged by its own answer alone."""
    return Look(operation=case.operation, request=case.request)


class Looks:
    """Takes looks at a target; `update` and `read` are what a link joins, where one is watched."""

    def __init__(
        self,
        session: Session,
        trial: Trial,
        *,
        update: Operation | None = None,
        read: Operation | None = None,
    ) -> None:
        self._session = session
        self._trial = trial
        self._update = update
        self._read = read

    def take(self, looks: Sequence[Look]) -> None:
        """Send them all, then judge them in their order, whatever the order of the answers.

        When the run ends on the way, what was answered before is judged all the same.
        """
        exchanges: list[Exchange] = []
        try:
            for exchange in self._session.send_all([look.ask for look in looks]):
                exchanges.append(exchange)  # noqa: PERF402 -- what came before a Halt is kept
        except Halt:
            self.weigh(looks, exchanges)
            raise
        self.weigh(looks, exchanges)

    def meet(self, looks: Sequence[Look]) -> None:
        """Send them at the same time, however many; what shows again when they meet again counts.

        Alone, each of them was judged before.
        """
        for _ in range(_MEETINGS):
            exchanges = self._session.at_once([look.ask for look in looks])
            for look, exchange in zip(looks, exchanges, strict=True):
                for finding in self.judged(look, exchange):
                    if not self._session.ledger.known(finding):
                        text = f"with other requests under way: {finding.message}"
                        self._session.ledger.doubt(replace(finding, message=text))

    def judged(self, look: Look, exchange: Exchange) -> list[Finding]:
        """What every check says of an answer, and whether a read is about what it asked for."""
        subject = self._session.subject(
            exchange, look.operation, credentials=look.credentials, described=look.described
        )
        found = self._session.judged(subject)
        return [*found, *self._asked(exchange, look.operation)]

    def weigh(self, looks: Sequence[Look], exchanges: Sequence[Exchange]) -> None:
        """Judge what came of looks, and try what is found."""
        for look, exchange in zip(looks, exchanges, strict=False):
            with self._session.crashes.contained(f"{look.operation.id}: a case"):
                self._trial.exchange(self.judged(look, exchange), look.request, self._probe(look))

    def _probe(self, look: Look) -> "_Again":
        return _Again(self, self._session, look)

    def _asked(self, exchange: Exchange, operation: Operation) -> list[Finding]:
        """Whether a read is about what it asked for, by the link that leads to it."""
        if self._update is None or self._read is None or operation.id != self._read.id:
            return []
        if not self._session.ledger.wants(Asked().rule):
            return []
        asked = Episode(operation=self._update, contract=self._session.contract, exchange=exchange)
        return [replace(each, operation=operation.id) for each in Asked().judge(asked)]


@dataclass(frozen=True, slots=True)
class _Again:
    """The look once more, with another request in its place."""

    looks: Looks
    session: Session
    look: Look

    def __call__(self, request: Request) -> Sequence[Finding]:
        again = replace(self.look, request=request)
        return self.looks.judged(again, next(self.session.send_all([again.ask])))
