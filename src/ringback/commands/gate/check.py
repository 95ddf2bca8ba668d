"""`ringback check`: description, recordings, then the target; one verdict."""

import sys
import time
from contextlib import ExitStack

from ringback.campaign.access.invalid_credentials import hidden_with
from ringback.campaign.replay import Replay
from ringback.campaign.run.asked_operations import asked_operations
from ringback.campaign.run.asking_order import told_first
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome
from ringback.campaign.session.session import Session
from ringback.change import Comparison
from ringback.commands.arguments import CheckOptions
from ringback.commands.common.baseline_files import today
from ringback.commands.common.described_places import described
from ringback.commands.common.reporting import ledger_for, located, relative, tell
from ringback.commands.common.run_screen import run_screen
from ringback.commands.common.skipped_parts import left_out, nothing_left, placed
from ringback.commands.common.strictness import NOT_JUDGED, strictly
from ringback.commands.gate.coverage_demands import demand
from ringback.commands.gate.following import LiveCheck
from ringback.commands.gate.gathered_parts import GatheredParts
from ringback.commands.gate.recorded import recorded
from ringback.commands.gate.shard_parts import close_part, is_first
from ringback.commands.setup import replaying
from ringback.commands.setup.check_setup import Asked, asked
from ringback.commands.setup.description_sources import Read
from ringback.commands.setup.run_scopes import scope_of
from ringback.commands.setup.sessions import alone, journal_of, session_for
from ringback.crashes import doubts_of
from ringback.ledger import Ledger
from ringback.lint import VALIDITY, lint
from ringback.reports.evidence.curl import NOWHERE
from ringback.reports.run_store import RunStore
from ringback.reports.stored import StoredReport
from ringback.verdict import (
    Counts,
    Inconclusive,
    Restored,
    RestoreState,
    Run,
    Verdict,
    conclude,
)
from ringback.wiring import Aim


def run(options: CheckOptions) -> int:
    """Judge, tell, and answer the exit code."""
    started = time.monotonic()
    subject = asked(options)
    if options.dry_run:
        from ringback.commands.gate import dry_run  # noqa: PLC0415 -- it plays on a mock, which is slow to import

        sys.stdout.write(dry_run.told(options, subject))
        return 0
    gathered = GatheredParts(live=LiveCheck(options, subject))
    with gathered.live.to_the_end():
        return _judged(options, subject, gathered, started)


def _judged(options: CheckOptions, subject: Asked, gathered: GatheredParts, started: float) -> int:
    """Judge part after part, tell, and answer the exit code."""
    common = options.common
    ledger = ledger_for(common)
    made_up: frozenset[str] = frozenset()
    aimed = subject.aim
    gathered.exercised += [subject.note] if subject.note else []
    gathered.exercised += aimed.notes if aimed else ()
    with gathered.part("whether the description is valid"):
        _description(subject, options, gathered, ledger)
    if subject.against is not None and is_first(subject.plan.shard):
        with gathered.part("changes of the description"):
            _compared(options, subject, subject.against, gathered, ledger)
    with gathered.part("recordings"):
        _recordings(options, subject, gathered, ledger)
    with gathered.part("the target"):
        made_up = _exercise(options, subject, gathered, ledger)
    if subject.report is not None:
        with gathered.part("the findings of the report"):
            _replayed(subject.report, gathered, ledger)
    gathered.failures += gathered.crashes.entries
    gathered.doubts += doubts_of(gathered.crashes.entries)
    demand(options, subject, gathered, ledger)
    if options.strict_judged and ledger.wants(NOT_JUDGED):
        gathered.findings += strictly(gathered.not_judged)
    gathered.doubts += gathered.unjudged.doubts
    close_part(options, subject, gathered)
    _hold(options, subject, gathered)
    result = _result(options, subject, gathered, time.monotonic() - started)
    return tell(
        result,
        subject.specs,
        common,
        aimed.secrets if aimed else {},
        made_up=made_up,
        reach=aimed.reach if aimed else NOWHERE,
        hidden=gathered.hidden,
        store=RunStore(subject.settings.root),
        lines=gathered.live.lines,
    )


def _hold(options: CheckOptions, subject: Asked, gathered: GatheredParts) -> None:
    """Say of each finding whether it is accepted, and of the baseline what there is to say."""
    gathered.findings = subject.baseline.applied(gathered.findings)
    gathered.scope = scope_of(options, subject, gathered.skipped, gathered.doubts)
    target = subject.aim.target.name if subject.aim else None
    found = gathered.findings
    if subject.plan.shard is None:
        gathered.exercised += subject.baseline.told("check", target, gathered.scope, found)


def _result(options: CheckOptions, subject: Asked, gathered: GatheredParts, seconds: float) -> Run:
    """Everything that the reports tell."""
    return Run(
        command="check",
        verdict=_verdict(gathered),
        target=subject.aim.target.name if subject.aim else None,
        reading=options.reading,
        seed=subject.plan.seed,
        seconds=seconds,
        restored=gathered.restored,
        skipped=tuple(gathered.skipped),
        counts=Counts(
            exchanges=gathered.exchanges,
            recordings=gathered.recordings,
            operations=gathered.operations,
        ),
        exercised=tuple(gathered.exercised),
        response_coverage=gathered.response_coverage,
        request_coverage=gathered.request_coverage,
        patch_coverage=gathered.patch_coverage,
        comparison=gathered.comparison,
        scope=gathered.scope,
        not_judged=gathered.not_judged,
        resources=gathered.resources,
        asked=gathered.asked,
        part=gathered.part_told,
        maps=gathered.maps,
        described=described(subject.contract.description, gathered.findings),
    )


def _exercise(
    options: CheckOptions, subject: Asked, gathered: GatheredParts, ledger: Ledger
) -> frozenset[str]:
    """Ask the target, if there is one; answers the ids that it made up."""
    if subject.aim is not None:
        return _target(options, subject, subject.aim, gathered, ledger)
    if not gathered.judged and subject.plan.shard is None:
        which = "recording that says anything of the contract"
        which = which if gathered.recordings else "recordings"
        gathered.doubts.append(f"nothing was exercised: no target, and no {which}")
    return frozenset()


def _verdict(gathered: GatheredParts) -> Verdict:
    """The verdict of all parts; an interrupted run gives none, whatever it had found."""
    if gathered.interrupted:
        return Inconclusive(why=tuple(gathered.doubts), findings=tuple(gathered.findings))
    return conclude(gathered.findings, gathered.doubts)


def _description(
    subject: Asked, options: CheckOptions, gathered: GatheredParts, ledger: Ledger
) -> None:
    """Lint the description under the reading that is judged, and name what is left out of it."""
    settings, description = subject.settings, subject.contract.description
    overlays = settings.readings[options.reading]
    known = {*subject.baseline.fingerprints}
    if subject.report:
        known |= {each.fingerprint for each in subject.report.findings}
    if is_first(subject.plan.shard):
        found = lint(settings.description, overlays, rules=VALIDITY, told=known)
        wanted = [each for each in found if ledger.wants(each.rule)]
        gathered.findings += [relative(each, settings.root) for each in wanted]
    name = settings.description_name
    gathered.exercised.append(f"description {name}, {options.reading} reading")
    gathered.skipped += placed(left_out(description), settings.root)
    nothing = nothing_left(description)
    gathered.doubts += [nothing] if nothing else []


def _compared(
    options: CheckOptions, subject: Asked, older: Read, gathered: GatheredParts, ledger: Ledger
) -> None:
    """What changed since an older description, as far as the operations are judged."""
    from ringback.commands.setup.compared_descriptions import (  # noqa: PLC0415 -- heavy, and rarely asked for
        compared,
        findings,
        life_cycle,
        wanted,
    )

    settings = subject.settings
    narrowed = bool(options.operations or options.tags)
    asked = [operation.id for operation in subject.plan.operations] if narrowed else []
    newer = Read(name=settings.description_name, description=subject.contract.description)
    found = compared(older, newer, operations=asked, life=life_cycle(settings, today()))
    changes = wanted(found.changes, ledger.wants, settings.root)
    gathered.findings += findings(changes)
    gathered.exercised.append(f"changes since {older.name}: {found.counted}")
    gathered.comparison = Comparison(changes=tuple(changes))


def _recordings(
    options: CheckOptions, subject: Asked, gathered: GatheredParts, ledger: Ledger
) -> None:
    """Judge every recording of the configuration."""
    found = recorded(subject, options.max_age, ledger)
    gathered.findings += found.findings
    gathered.exercised += found.exercised
    gathered.skipped += found.skipped
    gathered.recordings += found.count
    gathered.judged += found.judged
    gathered.expected, gathered.sources = found.expected, tuple(found.sources)
    gathered.unjudged.merge(found.unjudged)
    gathered.files |= found.files
    gathered.failures += found.failures
    gathered.doubts += doubts_of(found.failures)


def _target(
    options: CheckOptions, subject: Asked, aimed: Aim, gathered: GatheredParts, ledger: Ledger
) -> frozenset[str]:
    """Run the campaign; answers the ids that the target made up."""
    if options.common.verbose and subject.plan.first:
        gathered.exercised.append(told_first(subject.plan.first))
    with ExitStack() as held:
        why = held.enter_context(alone(aimed, options.wait))
        if why:
            aimed.target.close()
            gathered.doubts.append(why)
            return frozenset()
        bounds = (subject.budget.requests, subject.budget.seconds)
        screen = held.enter_context(run_screen(options.common, options.target, *bounds))
        journal = held.enter_context(journal_of(aimed, subject.settings))
        session = session_for(options, subject, aimed, ledger, screen.tick)
        session.journal = journal
        gathered.live.watch(session, screen)
        outcome: Outcome | None = None
        try:
            with gathered.part("the target"):
                outcome = _played(session, subject, gathered)
        finally:
            aimed.target.close()
    if outcome is None:
        note = "the run failed, so nobody knows how it left the target"
        restored = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
        outcome = Outcome(findings=ledger.findings(), restored=restored)
    _take(outcome, gathered)
    gathered.hidden = hidden_with(aimed.secrets, session.account.retired)
    gathered.asked = located(
        asked_operations(session, subject.plan.operations), subject.settings.root
    )
    gathered.exchanges = session.sent
    gathered.unjudged.merge(session.unjudged)
    gathered.operations = sum(map(session.succeeded, subject.plan.operations))
    return frozenset(session.names.made_up)


def _played(session: Session, subject: Asked, gathered: GatheredParts) -> Outcome:
    """The whole campaign, or the findings of a report alone."""
    if subject.report is None:
        return Campaign(session, subject.plan, told=subject.baseline.fingerprints).run()
    findings = replaying.of_target(subject.report, gathered.files)
    replay = Replay(session, subject.plan, findings)
    outcome = replay.run()
    gathered.fates |= replay.fates
    return outcome


def _replayed(report: StoredReport, gathered: GatheredParts, ledger: Ledger) -> None:
    """Say of each finding of the report whether it still fails."""
    files, found = gathered.files, {each.fingerprint for each in gathered.findings}
    fates = {**gathered.fates, **replaying.of_files(report, files, found, ledger)}
    told = replaying.told(report, fates, "; ".join(gathered.doubts))
    gathered.exercised += told.exercised
    gathered.skipped += told.skipped
    gathered.doubts += told.doubts


def _take(outcome: Outcome, gathered: GatheredParts) -> None:
    gathered.findings += outcome.findings
    gathered.doubts += outcome.doubts
    gathered.skipped += outcome.skipped
    gathered.exercised += outcome.exercised
    gathered.restored = gathered.live.restored = outcome.restored
    gathered.resources = outcome.resources
    gathered.response_coverage = outcome.response_coverage
    gathered.request_coverage = outcome.request_coverage
    gathered.patch_coverage = outcome.patch_coverage
    gathered.maps = outcome.maps
    gathered.interrupted = outcome.interrupted
    gathered.part_told = outcome.part
    gathered.failures += outcome.not_judged
