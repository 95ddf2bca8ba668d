"""`ringback import`: recordings of what other tools stored, the smallest of each shape."""

import time
from datetime import UTC, datetime

from ringback.commands.arguments import ImportOptions
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.reporting import check_rules, ledger_for, report_specs, tell
from ringback.commands.common.rule_ids import all_rules
from ringback.commands.payloads.import_filter import Intake, write_held
from ringback.commands.payloads.keeping import (
    WrittenRecordings,
    check_folder,
    first_of,
    stored,
)
from ringback.config_reader import load_settings, read_names
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.recordings import Mapping, Scope, Source, entries, sources
from ringback.recordings.samples.shape import shape
from ringback.recordings.samples.showing import Showing
from ringback.recordings.samples.smallest import Smallest
from ringback.reports.interface import several
from ringback.secrets import house_rules
from ringback.secrets.replace.scrubber import Scrubber
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
    written = write_held(intake, options.folder, _day(found))
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
