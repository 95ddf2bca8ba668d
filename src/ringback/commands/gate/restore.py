"""`ringback restore`: what a run that was killed has left is put right, and nothing else."""

import sys
from contextlib import ExitStack

from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.salvaging import Salvaged
from ringback.campaign.session.budget import Halt
from ringback.commands.arguments import CheckOptions
from ringback.commands.common.reporting import ledger_for
from ringback.commands.setup.check_setup import asked
from ringback.commands.setup.sessions import alone, journal_of, session_for
from ringback.config import Writes
from ringback.errors import TargetError

_NOT_RESTORED = 3


def run(options: CheckOptions) -> int:
    """Put it right, and say what came of it: 0 where all is as it was, 3 where it is not."""
    subject = asked(options)
    aimed = subject.aim
    if aimed is None or aimed.target.base_url is None:
        raise TargetError(options.target, "it ends with the run, and nothing stays", "name a URL")
    with ExitStack() as held:
        held.callback(aimed.target.close)
        if aimed.permission.writes is Writes.NONE:
            why = f"nothing is put right, as nothing may be written ({aimed.permission.why})"
            raise TargetError(aimed.target.name, why)
        why = held.enter_context(alone(aimed, options.wait))
        if why:
            raise TargetError(aimed.target.name, "can't be put right now", why)
        journal = held.enter_context(journal_of(aimed, subject.settings))
        ledger = ledger_for(options.common)
        session = session_for(options, subject, aimed, ledger, lambda _: None)
        session.journal = journal
        try:
            found = Campaign(session, subject.plan).salvaged()
        except Halt as halt:
            raise TargetError(aimed.target.name, "not everything is put right", halt.why) from halt
    sys.stdout.write(f"{_told(found)}\n")
    return _NOT_RESTORED if found is not None and found.lost else 0


def _told(found: Salvaged | None) -> str:
    return str(found) if found is not None else "nothing to put right: no run has left anything"
