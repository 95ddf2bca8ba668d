"""A session on a target as the commands have it."""

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ringback.campaign.journal.journal_file import JournalFile
from ringback.campaign.known.identifiers import Identifiers, names_of
from ringback.campaign.session.session import Session
from ringback.checks import Subject
from ringback.commands.arguments import CheckOptions
from ringback.commands.setup.check_setup import Asked
from ringback.config import Settings
from ringback.errors import TargetError
from ringback.finding import Finding
from ringback.ledger import Ledger
from ringback.reports.run_store import FOLDER
from ringback.wiring import Aim

try:
    import fcntl
except ImportError:  # a system without it keeps no run away
    fcntl = None  # type: ignore[assignment]  # the system has no such locks

_AGAIN = 0.1  # seconds until a lock is asked for again


def _nobody(_subject: Subject, _found: Sequence[Finding]) -> None:
    """Looks at no exchange."""


def session_for(
    options: CheckOptions,
    subject: Asked,
    aimed: Aim,
    ledger: Ledger,
    tick: Callable[[int], None],
    observer: Callable[[Subject, Sequence[Finding]], None] = _nobody,
) -> Session:
    """A session on the target that was asked for, within the bounds that the options set."""
    return Session(
        target=aimed.target,
        contract=subject.contract,
        forms=subject.forms,
        knowledge=subject.knowledge,
        values=aimed.values,
        accounts=aimed.accounts,
        resources=subject.settings.resources,
        names=Identifiers(
            names_of(subject.settings.resources),
            aimed.values,
            subject.plan.seed,
            {name: each.variable for name, each in subject.settings.values.items()},
        ),
        ledger=ledger,
        commands=aimed.commands,
        headers=aimed.headers,
        permission=aimed.permission,
        budget=subject.budget,
        progress=tick,
        observer=observer,
        width=options.concurrency or 0,
    )


@contextmanager
def alone(aimed: Aim, wait: float | None = None) -> Iterator[str]:
    """Keeps other runs of this machine's user away from the same account at the same URL.

    Another one is waited for as many seconds as `wait` says, and that is told once. Answers why
    this run must not begin; empty where it may. The system lets go of the lock when a process ends,
    however it does.
    """
    url = aimed.target.base_url
    if url is None or fcntl is None:
        yield ""
        return
    told = repr((url.rstrip("/"), sorted(aimed.values.items()))).encode("utf-8", "replace")
    name = f"ringback-{os.getuid()}-{hashlib.sha256(told).hexdigest()[:16]}.lock"
    with (Path(tempfile.gettempdir()) / name).open("a") as file:
        if _locked(file, 0):
            yield ""
            return
        other = f"another run is on {url} for the same account"
        if wait is None:
            yield (
                f"{other}: each would take the other's writes for the service's; --wait waits for "
                "it to end, or give this one another account"
            )
            return
        sys.stderr.write(f"{other}: waiting for it to end\n")
        ended = _locked(file, wait)
        yield "" if ended else f"{other}, and it had not ended after {wait:g} s"


def _locked(file: IO[str], seconds: float) -> bool:
    """Whether the file is this process's own, at last within so many seconds."""
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(_AGAIN)
        else:
            return True


@contextmanager
def journal_of(aimed: Aim, settings: Settings) -> Iterator[JournalFile | None]:
    """The journal of a target that outlives this process, beside the configuration; None else.

    Raises TargetError where none can be kept: without one nothing may be written.
    """
    if aimed.target.base_url is None:
        yield None
        return
    folder = settings.root / FOLDER
    try:
        file = JournalFile(folder, aimed.target.base_url, aimed.secrets)
    except OSError as error:
        why = f"no journal can be kept there ({error.strerror}), and nothing is written without one"
        raise TargetError(str(folder), why, "run it where the folder can be made") from error
    try:
        yield file
    finally:
        file.close()
