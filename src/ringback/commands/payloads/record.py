"""`ringback record`: recordings of a target, the smallest exchange for each coverage point."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ringback.campaign.access.invalid_credentials import hidden_with
from ringback.campaign.run.asked_operations import asked_operations
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.session.session import Session
from ringback.checks import Subject
from ringback.commands.arguments import CheckOptions, RecordOptions
from ringback.commands.common.reporting import ledger_for, located, tell
from ringback.commands.common.run_screen import run_screen
from ringback.commands.common.skipped_parts import left_out, placed
from ringback.commands.payloads.keeping import (
    Keeper,
    Scrubs,
    ToWrite,
    WrittenRecordings,
    check_folder,
    first_of,
    name_of,
    stored,
)
from ringback.commands.setup.check_setup import Asked, asked
from ringback.commands.setup.run_scopes import scope_of
from ringback.commands.setup.sessions import alone, journal_of, session_for
from ringback.config_reader import read_names
from ringback.contract import Admitted, Contract
from ringback.errors import TargetError, UsageError
from ringback.exchange import Request
from ringback.finding import Finding
from ringback.operation import Operation
from ringback.recordings import Provenance
from ringback.recordings.samples.showing import STATUS, Showing, ShownThings
from ringback.recordings.samples.smallest import Exhibit, Smallest
from ringback.reports.interface import several
from ringback.secrets import HouseRules, house_rules
from ringback.secrets.replace.scrubber import Scrubber
from ringback.verdict import Counts, Inconclusive, Run, Verdict, conclude
from ringback.wiring import Aim

_REDACT = "--redact-names"
_SMALL = 2_048  # bytes of a request
_NAMED = 8  # things not shown that a line names


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What the run has shown so far; `done` is what the folder's recordings showed before it."""

    contract: Contract
    operations: Sequence[Operation]
    showing: Showing
    done: frozenset[ShownThings]
    held: Smallest[ShownThings] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing held."""
        self.held = Smallest(self.done)

    def take(self, subject: Subject, found: Sequence[Finding]) -> None:
        """Look at an exchange of the run: held are those that nothing is wrong with."""
        exchange, operation = subject.exchange, subject.operation
        response = exchange.response
        if found or response is None or not subject.described or operation not in self.operations:
            return
        if _size(exchange.request) > _SMALL:
            return  # a person reads it
        if response.succeeded and not isinstance(subject.admission, Admitted):
            return
        if self.contract.operation_for(exchange.request) != operation:
            return  # a probe of another method at this path
        shows = self.showing.shown_by(exchange, operation)
        self.held.offer(Exhibit(exchange=exchange, operation=operation, shows=shows))

    def told(self, plan: Plan, written: WrittenRecordings, options: RecordOptions) -> list[str]:
        """What was written and what it shows, and what nothing shows, in a few lines."""
        files = len(written.files)
        line = f"{several(files, 'recording')} written to {options.folder}"
        if files:
            verb = "shows" if files == 1 else "show"
            line += f", which {verb} {several(len(written.shown), 'point')}"
        lines = [line]
        if self.done:
            lines.append(f"shown by recordings there before: {several(len(self.done), 'point')}")
        seen = self.done | written.shown
        missing: dict[str, list[str]] = {}
        for operation in plan.operations:
            for each in self.showing.all_of(operation):
                if each not in seen:
                    missing.setdefault(operation.id, []).append(str(each))
        lines += [
            f"not shown of {operation}, {len(names)}: {first_of(names, _NAMED)}"
            for operation, names in missing.items()
        ]
        return [*lines, *(f"not written: {each}" for each in written.left_out)]


def _size(request: Request) -> int:
    """The bytes of a request's body, and the characters of its URL and headers."""
    head = len(request.url) + sum(len(name) + len(value) for name, value in request.headers)
    return head + len(request.body or b"")


def run(options: RecordOptions) -> int:
    """Exercise the target, write what it showed, tell, and answer the exit code."""
    started = time.monotonic()
    check_folder(options.folder)
    asking = _as_check(options)
    subject = asked(asking)
    rules = house_rules(subject.settings.secrets, read_names(options.redact_names, _REDACT))
    aimed = subject.aim
    if aimed is None:
        raise UsageError(("there is no target to record",))
    seen = _seen(options, subject)
    outcome, session = _exercised(asking, subject, aimed, seen)
    described = subject.contract.description
    hidden = hidden_with(aimed.secrets, session.account.retired)
    written = WrittenRecordings()
    if not outcome.interrupted:  # what was seen by then is not all, and half of it helps nobody
        scrubber = _scrubber(aimed, hidden, subject.contract, rules)
        written = _written(seen, outcome, aimed, scrubber, options)
    baseline = subject.baseline
    outcome.findings = baseline.applied(outcome.findings)
    scope = scope_of(asking, subject, outcome.skipped, outcome.doubts)
    said = baseline.told("record", aimed.target.name, scope, outcome.findings)
    result = replace(
        _result(subject, outcome, time.monotonic() - started),
        verdict=_verdict(outcome, written, seen),
        target=aimed.target.name,
        counts=Counts(
            exchanges=session.sent,
            recordings=len(written.files),
            operations=sum(map(session.succeeded, subject.plan.operations)),
        ),
        asked=located(asked_operations(session, subject.plan.operations), subject.settings.root),
        skipped=(*outcome.skipped, *placed(left_out(described), subject.settings.root)),
        exercised=(
            *aimed.notes,
            *outcome.exercised,
            *seen.told(subject.plan, written, options),
            *said,
        ),
        scope=scope,
    )
    return tell(
        result,
        subject.specs,
        options.common,
        aimed.secrets,
        made_up=frozenset(session.names.made_up),
        reach=aimed.reach,
        hidden=hidden,
    )


def _as_check(options: RecordOptions) -> CheckOptions:
    """The same run as a check: what it needs is built alike."""
    return CheckOptions(
        credentials=options.credentials,
        common=options.common,
        target=options.target,
        reading=options.reading,
        seed=options.seed,
        operations=options.operations,
        timeout=options.timeout,
        max_requests=options.max_requests,
        max_time=options.max_time,
        rate=options.rate,
        allow_writes=options.allow_writes,
        wait=options.wait,
    )


def _seen(options: RecordOptions, subject: Asked) -> _Seen:
    """Nothing seen yet, but for what recordings in the folder show already."""
    showing = Showing(subject.forms)
    done = {
        shown
        for recording, operation in stored(options.folder, subject.contract)
        for shown in showing.shown_by(recording.exchange, operation)
    }
    return _Seen(
        contract=subject.contract,
        operations=subject.plan.operations,
        showing=showing,
        done=frozenset(done),
    )


def _exercised(
    asking: CheckOptions, subject: Asked, aimed: Aim, seen: _Seen
) -> tuple[Outcome, Session]:
    """Run the campaign; the target is put back and closed whatever happens."""
    ledger = ledger_for(asking.common)
    with (
        alone(aimed, asking.wait) as why,
        journal_of(aimed, subject.settings) as journal,
        run_screen(asking.common, asking.target, subject.budget.requests) as screen,
    ):
        if why:
            raise TargetError(aimed.target.name, "can't be recorded", why)
        session = session_for(asking, subject, aimed, ledger, screen.tick, seen.take)
        session.journal = journal
        try:
            told = subject.baseline.fingerprints
            return Campaign(session, subject.plan, told=told).run(), session
        finally:
            aimed.target.close()


def _scrubber(
    aimed: Aim, hidden: Mapping[str, str], contract: Contract, rules: HouseRules
) -> Scrubber:
    """Knows the run's own secrets: what came and went, and what nearly is one, too."""
    known = {**aimed.secrets, **{name: value for value, name in hidden.items()}}
    return Scrubber({_label(name): value for name, value in known.items()}, contract, rules)


def _label(variable: str) -> str:
    """A variable as a placeholder names it: RINGBACK_TOKEN is `<token>`."""
    return variable.lower().removeprefix("ringback_").replace("_", "-")


def _written(
    seen: _Seen, outcome: Outcome, aimed: Aim, scrubber: Scrubs, options: RecordOptions
) -> WrittenRecordings:
    """Write the few exchanges that show everything; none that a finding is about."""
    for finding in outcome.findings:
        seen.held.drop(finding.exchanges)
    source = "mock" if aimed.target.base_url is None else "live"
    today = datetime.now(UTC).date().isoformat()
    wanted = []
    for exhibit, new in seen.held.cover():
        order = [each for each in seen.showing.all_of(exhibit.operation) if each in new]
        # A status that comes with points is in the file's name already.
        points = [each for each in order if each.side != STATUS]
        note = f"shows {first_of(map(str, order))}"
        wanted.append(
            ToWrite(
                exchange=exhibit.exchange,
                operation=exhibit.operation,
                name=name_of(exhibit.exchange, points[0].label if points else ""),
                provenance=Provenance(source=source, date=today, note=note),
                shows=new,
            )
        )
    keeper = Keeper(
        folder=options.folder,
        scrubber=scrubber,
        contract=seen.contract,
        shown_by=seen.showing.shown_by,
    )
    return keeper.keep(wanted)


def _result(subject: Asked, outcome: Outcome, seconds: float) -> Run:
    """What a report tells of the run itself."""
    return Run(
        command="record",
        verdict=Inconclusive(why=()),
        reading=subject.contract.reading,
        seed=subject.plan.seed,
        seconds=seconds,
        restored=outcome.restored,
        skipped=tuple(outcome.skipped),
        not_judged=outcome.not_judged,
    )


def _verdict(outcome: Outcome, written: WrittenRecordings, seen: _Seen) -> Verdict:
    """The verdict of the run; never green on nothing, and none where it was interrupted."""
    if outcome.interrupted:
        return Inconclusive(why=tuple(outcome.doubts), findings=tuple(outcome.findings))
    doubts = list(outcome.doubts)
    if not written.files and not seen.done:
        doubts.append("nothing could be recorded")
    return conclude(outcome.findings, doubts)
