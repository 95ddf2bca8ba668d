"""`ringback import`: recordings of what other tools stored, the smallest of each shape."""

import time
from collections import Counter
from datetime import UTC, datetime

from ringback.commands.arguments import ImportOptions
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.reporting import check_rules, ledger_for, report_specs, tell
from ringback.commands.common.rule_ids import all_rules
from ringback.commands.payloads.import_filter import Intake
from ringback.commands.payloads.keeping import (
    Keeper,
    ToWrite,
    WrittenRecordings,
    check_folder,
    first_of,
    name_of,
    stored,
)
from ringback.config_reader import load_settings, read_names
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.recordings import Mapping, Provenance, Scope, Source, entries, sources
from ringback.recordings.samples.shape import shape
from ringback.recordings.samples.showing import STATUS, Showing
from ringback.recordings.samples.smallest import Smallest
from ringback.reports.interface import several
from ringback.secrets import Scrubber, house_rules
from ringback.verdict import Counts, Inconclusive, Run, RunScope, Verdict, conclude
from ringback.wiring import contract

_REDACT = "--redact-names"
_KINDS = 6  # kinds of what was left out that a line names


def run(options: ImportOptions) -> int:
    """Read everything, write the recordings, tell, and answer the exit code."""
    started = time.monotonic()
    common = options.common
    settings = load_settings(common.config)
    specs = report_specs(common)
    check_rules(common, all_rules(Knowledge()))
    baseline = baseline_of(common)
    check_folder(options.folder)
    rules = house_rules(settings.secrets, read_names(options.redact_names, _REDACT))
    judged = contract(settings, options.reading)
    mapping = Mapping.parse(options.mapping) if options.mapping else None
    found = sources(options.paths)
    servers = (url for it in judged.operations for url in (*it.servers, *it.open_servers))
    scope = Scope(servers, (*settings.hosts, *options.hosts))
    showing = Showing(judged)
    there = {shape(it.exchange, each, showing) for it, each in stored(options.folder, judged)}
    intake = Intake(
        contract=judged,
        scope=scope,
        ledger=ledger_for(common),
        showing=showing,
        scrubber=Scrubber({}, judged, rules),
        held=Smallest(there),
    )
    for source in found:
        for entry in entries(source, mapping=mapping):
            intake.take(entry)
    written = _written(intake, found, options)
    findings = baseline.applied(intake.ledger.findings())
    verdict = _verdict(written, findings, bool(there))
    doubts = verdict.why if isinstance(verdict, Inconclusive) else ()
    asked = RunScope(
        files=options.paths,
        select=common.select,
        unasked=common.ignore,
        partial="; ".join(doubts) or None,
    )
    result = Run(
        command="import",
        verdict=verdict,
        reading=options.reading,
        seconds=time.monotonic() - started,
        counts=Counts(recordings=len(written.files)),
        exercised=(
            *_told(intake, written, len(found), options),
            *baseline.told("import", None, asked, findings),
        ),
        scope=asked,
    )
    return tell(result, specs, common, {})


def _written(intake: Intake, found: list[Source], options: ImportOptions) -> WrittenRecordings:
    """Write the exchanges that are held, each named by what the fewest of them show."""
    chosen = [exhibit for exhibit, _ in intake.held.cover()]
    shown = [intake.showing.shown_by(each.exchange, each.operation) for each in chosen]
    often = Counter(point for points in shown for point in points)
    day = _day(found)
    wanted = []
    for exhibit, points in zip(chosen, shown, strict=True):
        order = [each for each in intake.showing.all_of(exhibit.operation) if each in points]
        telling = [each for each in order if each.side != STATUS]
        rarest = min(telling, key=lambda each: often[each]).label if telling else ""
        undated = "" if exhibit.date else ", dated by its file"
        note = f"{exhibit.note}{undated}"
        wanted.append(
            ToWrite(
                exchange=exhibit.exchange,
                operation=exhibit.operation,
                name=name_of(exhibit.exchange, rarest),
                provenance=Provenance(source=exhibit.source, date=exhibit.date or day, note=note),
                shows=exhibit.shows,
            )
        )
    keeper = Keeper(
        folder=options.folder,
        scrubber=intake.scrubber,
        contract=intake.contract,
        shown_by=lambda exchange, each: frozenset({shape(exchange, each, intake.showing)}),
    )
    return keeper.keep(wanted)


def _day(found: list[Source]) -> str:
    """The day of the oldest file: what an entry without a date is at least as old as."""
    times = [each.path.stat().st_mtime for each in found if each.path and each.path.exists()]
    when = datetime.fromtimestamp(min(times), UTC) if times else datetime.now(UTC)
    return when.date().isoformat()


def _told(
    intake: Intake, written: WrittenRecordings, files: int, options: ImportOptions
) -> list[str]:
    """What was read, what was written, and what was left out and why, in a few lines."""
    wrote = several(len(written.files), "recording")
    lines = [
        f"{several(intake.entries, 'entry', 'entries')} of {several(files, 'file')}",
        f"{wrote} written to {options.folder}, one a shape",
    ]
    counted = [f"{count:,} {why}" for why, count in intake.aside.most_common()]
    if counted:
        lines.append(f"left out: {first_of(counted, _KINDS)}")
    return [*lines, *(f"not written: {each}" for each in written.left_out)]


def _verdict(written: WrittenRecordings, findings: list[Finding], there: bool) -> Verdict:
    """Never green on nothing: where no entry became a recording, and none was there."""
    nothing = not written.files and not there
    doubts = ["no entry could become a recording"] if nothing else []
    return conclude(findings, doubts)
