"""A check that is followed while it goes on: what becomes an event, and what is hidden then."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ringback.campaign.access.invalid_credentials import hidden_with
from ringback.campaign.session.session import Session
from ringback.commands.arguments import CheckOptions
from ringback.commands.common.reporting import folder_in_repository
from ringback.commands.common.run_screen import RunScreen
from ringback.commands.setup.check_setup import Asked
from ringback.errors import RingbackError, reason
from ringback.finding import Finding
from ringback.reports.evidence.curl import NOWHERE
from ringback.reports.live_lines import LiveLines
from ringback.reports.scribe import Scribe
from ringback.verdict import Broken, Counts, Inconclusive, Restored, RestoreState, Run


class LiveCheck:
    """The events of one check (`lines`); those of the target begin when it is `watched`.

    `restored` is how the run left the target, None until that is known.
    """

    def __init__(self, options: CheckOptions, subject: Asked) -> None:
        self._subject = subject
        self._folder = folder_in_repository(options.common.config)
        self._session: Session | None = None
        self.restored: Restored | None = None
        self.lines = LiveLines(subject.specs, self._scribe, sys.stdout)
        target = subject.aim.target.name if subject.aim else None
        self.lines.started("check", target, options.reading, subject.plan.seed)

    def watch(self, session: Session, screen: RunScreen) -> None:
        """Tell what the session does from now on, and what is found in it."""
        self._session = session

        def progress(count: int) -> None:
            screen.tick(count, session.phase)
            self.lines.phase(session.phase or "the target", count)

        def found(finding: Finding) -> None:
            self.lines.found([finding])
            screen.found(self._scribe([finding]).shown(finding) if screen.say else None)

        session.progress = progress
        session.ledger.told = found

    @contextmanager
    def to_the_end(self) -> Iterator[None]:
        """Tell how the run ended, also where something ends it before its reports are written."""
        try:
            yield
        except BaseException as error:
            why = "interrupted" if isinstance(error, KeyboardInterrupt) else reason(error)
            if isinstance(error, RingbackError):
                why = str(error)
            session = self._session
            left = self.restored
            if left is None:  # the target may have been left in the middle of anything
                wrote = session is not None and session.wrote
                state = RestoreState.NOT_RESTORED if wrote else RestoreState.UNTOUCHED
                left = Restored(state=state)
            run = Run(
                command="check",
                verdict=Inconclusive(why=(why,)),
                restored=left,
                counts=Counts(exchanges=session.sent if session else 0),
            )
            self.lines.cut_short(run)
            raise

    def _scribe(self, findings: Iterable[Finding]) -> Scribe:
        """Who hides what is secret by now, and in these findings."""
        aim, session = self._subject.aim, self._session
        secrets = aim.secrets if aim else {}
        return Scribe.for_run(
            Run(
                command="check",
                verdict=Broken(findings=tuple(findings)),
                target=aim.target.name if aim else None,
            ),
            secrets,
            made_up=frozenset(session.names.made_up) if session else frozenset(),
            reach=aim.reach if aim else NOWHERE,
            hidden=hidden_with(secrets, session.account.retired) if session else {},
            folder=self._folder,
        )
