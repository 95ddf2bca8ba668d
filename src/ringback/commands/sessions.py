"""A session on a target as the commands have it, and the bar that shows how far it is."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ringback.campaign.journal.journal_file import JournalFile
from ringback.campaign.known.identifiers import Identifiers, names_of
from ringback.campaign.session.budget import Budget
from ringback.campaign.session.session import Session
from ringback.checks import Subject
from ringback.commands.arguments import CheckOptions
from ringback.commands.check_setup import Asked
from ringback.config import Settings
from ringback.errors import TargetError
from ringback.finding import Finding
from ringback.ledger import Ledger
from ringback.reports.run_store import FOLDER
from ringback.wiring import Aim

try:
    import fcntl
except ImportError:  # a system without it keeps no run away
    fcntl = None  # type: ignore[assignment]


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
        budget=Budget(
            requests=options.max_requests,
            seconds=options.seconds,
            rate=options.rate,
            response_time=options.max_response_time,
        ),
        progress=tick,
        observer=observer,
        width=options.concurrency or 0,
    )


@contextmanager
def alone(aimed: Aim) -> Iterator[str]:
    """Keeps other runs of this machine's user away from the same account at the same URL.

    Answers why this run must not begin; empty where it may. The system lets go of the lock when a
    process ends, however it does.
    """
    url = aimed.target.base_url
    if url is None or fcntl is None:
        yield ""
        return
    told = repr((url, sorted(aimed.values.items()))).encode("utf-8", "replace")
    name = f"ringback-{os.getuid()}-{hashlib.sha256(told).hexdigest()[:16]}.lock"
    with (Path(tempfile.gettempdir()) / name).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield (
                f"another run is on {url} for the same account: each would take the other's writes "
                "for the service's; wait for it to end, or give this one another account"
            )
            return
        yield ""


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


@contextmanager
def progress(options: CheckOptions) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere: how many requests were sent."""
    if options.common.quiet or not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.console import Console  # noqa: PLC0415 -- only who is shown a bar waits for it
    from rich.progress import Progress  # noqa: PLC0415 -- the same

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(f"asking {options.target}", total=options.max_requests)
        yield lambda count: shown.update(
            task, completed=count, description=f"asking {options.target}: {count} requests"
        )
