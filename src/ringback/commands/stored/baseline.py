"""`ringback baseline`: findings that are accepted for now, by whom, why, and until when."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ringback.baseline import AcceptedFinding, read
from ringback.baseline.accepted_findings import TODO
from ringback.baseline.file_edits import edited
from ringback.baseline.held_findings import unseen
from ringback.commands.arguments import BaselineOptions
from ringback.commands.common.baseline_files import baseline_path, today
from ringback.commands.common.mistakes import Mistakes
from ringback.errors import UsageError
from ringback.finding import Severity
from ringback.reports.interface import several
from ringback.reports.output import put_in_place
from ringback.reports.scribe import ShownFinding
from ringback.reports.stored import StoredReport, stored
from ringback.visible import visible

_NO_REASON = f"{TODO}: say why this is accepted"


def run(options: BaselineOptions) -> int:
    """Do what is asked, and say what was done."""
    path = baseline_path(options.common)
    report, text, entries = _read(options, path)
    lines: Iterator[str]
    if report is None:
        lines = _shown(entries, path)
    elif options.action == "update":
        lines = _updated(options, report, text, entries)
    else:
        lines = _pruned(options, report, text, entries)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _read(
    options: BaselineOptions, path: Path
) -> tuple[StoredReport | None, str, tuple[AcceptedFinding, ...]]:
    """The report and the file; every mistake in either is told at once."""
    mistakes = Mistakes()
    report = None
    entries: tuple[AcceptedFinding, ...] = ()
    text = ""
    if options.report is not None:
        with mistakes.gathered():
            report = stored(options.report)
    missing = not path.exists()
    if missing and options.action != "update" and options.common.baseline is not None:
        with mistakes.gathered():
            raise UsageError((f"--baseline {path}: no such file",))
    if not missing:
        with mistakes.gathered():
            entries = read(path)
            text = path.read_text("utf-8")
    mistakes.tell()
    return report, text, entries


def _updated(
    options: BaselineOptions,
    report: StoredReport,
    text: str,
    entries: tuple[AcceptedFinding, ...],
) -> Iterator[str]:
    """Add the errors that nobody has accepted yet; what has run out is accepted anew."""
    path = baseline_path(options.common)
    known = {each.fingerprint: each for each in entries}
    errors = {
        each.fingerprint: each for each in report.findings if each.severity == Severity.ERROR.value
    }
    if options.expires is not None and options.expires < today():
        raise UsageError((f"--expires {options.expires}: that day is over; name a later one",))
    reason = options.reason or _NO_REASON
    added = [
        _entry(each, report, options, reason) for name, each in errors.items() if name not in known
    ]
    renewed = {
        name: _renewed(known[name], options)
        for name in errors
        if name in known and not known[name].held_on(today())
    }
    if added or renewed:
        put_in_place(str(path), edited(text, path, added=added, renewed=renewed))
    held = len(errors) - len(added) - len(renewed)
    yield f"{path}: {several(len(added), 'finding')} added, {len(renewed)} renewed, {held} held"
    yield from (f"  added: {each.name}" for each in added)
    yield from (f"  renewed: {each.name}" for each in renewed.values())
    todo = [each for each in (*added, *renewed.values()) if not each.has_reason]
    if todo:
        whose = several(len(todo), "entry has no reason", "entries have no reason")
        yield f"{whose} yet: write it in the place of {TODO} in {path}, or say --reason TEXT"


def _entry(
    found: ShownFinding, report: StoredReport, options: BaselineOptions, reason: str
) -> AcceptedFinding:
    """A finding of a report as an accepted one."""
    target = report.target
    return AcceptedFinding(
        fingerprint=found.fingerprint,
        command=report.command,
        rule=found.rule,
        operation=found.operation,
        # A URL may have another port tomorrow: what was asked there is asked of any target.
        target=None if target is None or "://" in target else target,
        file=found.file,
        message=visible(found.message.partition("\n")[0]),
        owner=options.owner or "",
        reason=reason,
        expires=options.expires,
    )


def _renewed(entry: AcceptedFinding, options: BaselineOptions) -> AcceptedFinding:
    """An entry that has run out, accepted until another day; what is not said anew stays."""
    return replace(
        entry,
        owner=entry.owner if options.owner is None else options.owner,
        reason=entry.reason if options.reason is None else options.reason,
        expires=options.expires,
    )


def _pruned(
    options: BaselineOptions,
    report: StoredReport,
    text: str,
    entries: tuple[AcceptedFinding, ...],
) -> Iterator[str]:
    """Take out what the report asked for and did not show."""
    path, scope = baseline_path(options.common), report.scope
    if scope is None:
        said = "does not say what its run asked; run it again with this version"
        raise UsageError((f"--from {report.file}: {said}",))
    if scope.partial:
        said = f"says nothing of what it does not show: {scope.partial}"
        raise UsageError((f"--from {report.file}: {said}",))
    shown = {each.fingerprint for each in report.findings}
    gone = unseen(entries, report.command, report.target, scope, shown)
    if gone:
        removed = {each.fingerprint for each in gone}
        put_in_place(str(path), edited(text, path, removed=removed))
    left = len(entries) - len(gone)
    yield f"{path}: {several(len(gone), 'entry', 'entries')} taken out, {left} left"
    yield from (f"  taken out: {each.name}" for each in gone)


def _shown(entries: tuple[AcceptedFinding, ...], path: Path) -> Iterator[str]:
    """A block an entry, those that run out first at the top."""
    if not entries:
        yield f"{path}: no findings are accepted"
        return
    yield f"{path}: {several(len(entries), 'entry', 'entries')}"
    order = sorted(entries, key=lambda each: (each.expires or date.max, each.fingerprint))
    for each in order:
        yield ""
        yield f"{each.command}  {each.name}"
        if each.message:
            yield f"  {visible(each.message)}"
        yield f"  {_left(each)}; {each.owner or 'no owner'}: {visible(each.reason)}"


def _left(entry: AcceptedFinding) -> str:
    """How long an entry is held yet."""
    if entry.expires is None:
        return "no end"
    days = (entry.expires - today()).days
    if days < 0:
        return f"ran out on {entry.expires}, {several(-days, 'day')} ago: it counts"
    return f"{several(days, 'day')} left, until {entry.expires}"
