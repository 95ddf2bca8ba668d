"""The recordings of the configuration, as a check judges them: files of one, and of many."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ringback.checks.unjudged import Unjudged
from ringback.commands.common.outside import outside
from ringback.commands.common.reporting import relative
from ringback.commands.payloads.keeping import first_of
from ringback.commands.setup.check_setup import Asked
from ringback.contract import Contract
from ringback.crashes import Crashes
from ringback.finding import Finding
from ringback.ledger import Ledger
from ringback.recordings import (
    Entry,
    Form,
    Recording,
    Source,
    Unreadable,
    reading,
    sources,
    stale,
)
from ringback.recordings.redundancy import redundant, shows
from ringback.recordings.showing import Showing
from ringback.reports.interface import several
from ringback.validate import judge_entry
from ringback.validate.entries import judge_recording
from ringback.validate.setup import Looking, Setup
from ringback.validate.spread import Gathered, judge_here
from ringback.validate.work import cut
from ringback.verdict import NotJudged, Skipped

_SPARE = 8  # recordings that nobody would miss, named
_BLOCK = 8_000_000
_ONE = frozenset({Form.RECORDING, Form.PAYLOAD})


@dataclass(slots=True, kw_only=True)
class Recorded:
    """What the recordings brought: `files` are those of one recording, by their names.

    Of `count` entries `judged` say something about the contract, or are wrong.
    """

    findings: list[Finding] = field(default_factory=list)
    exercised: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    count: int = 0
    failures: list[NotJudged] = field(default_factory=list)
    judged: int = 0
    unjudged: Unjudged = field(default_factory=Unjudged)


def recorded(subject: Asked, max_age: int | None, ledger: Ledger) -> Recorded:
    """Judge every recording of the configuration, and name those that nobody would miss."""
    settings, judged = subject.settings, subject.contract
    result, shown = Recorded(), dict[str, frozenset[Hashable]]()
    showing = Showing(subject.forms)
    known, many, crashes = 0, list[Source](), Crashes()
    for source in sources(map(str, settings.recordings)):
        name = source.name.removeprefix(f"{settings.root}/")
        with crashes.contained(name):  # whatever a reader or a validator raises is about this one
            entry = _only(source)
            if entry is None:
                many.append(source)
                continue
            result.count += 1
            result.files.add(name)
            if not isinstance(entry, Recording):
                result.findings += judge_entry(entry, judged)
                result.judged += 1
                continue
            found, gaps = judge_recording(entry, judged)
            result.findings += found
            known += len(judge_recording(entry, judged, expectations=False)[0]) - len(found)
            result.unjudged.add(gaps)
            result.judged += gaps.about
            shown[name] = shows(entry, judged, showing)
            result.findings += _old(entry, max_age)
    result.failures += crashes.entries
    if many:
        _many(many, _setup(judged, settings.hosts, max_age), result)
    result.findings = [
        relative(each, settings.root) for each in result.findings if ledger.wants(each.rule)
    ]
    result.exercised = [*_told(result.count, known), *_spare(redundant(shown))]
    return result


def _only(source: Source) -> Entry | None:
    """The one entry of a file; None where it is of a form that holds any number."""
    with reading(source) as found:
        if isinstance(found, Unreadable):
            return found
        return next(iter(found), None) if found.form in _ONE else None


def _setup(judged: Contract, hosts: tuple[str, ...], max_age: int | None) -> Setup:
    return Setup(
        description=judged.description,
        reading=judged.reading,
        hosts=hosts,
        looking=Looking.NONE,
        max_age=max_age,
        today=datetime.now(UTC).date(),
    )


def _many(several_files: list[Source], setup: Setup, result: Recorded) -> None:
    """Judge files of many recordings: cassettes, HARs, logs."""
    gathered = Gathered()
    judge_here(cut(several_files, setup, _BLOCK), setup, gathered, lambda _count: None)
    tally = gathered.tally
    result.count += tally.entries
    result.judged += tally.judged.total()
    result.unjudged.merge(tally.unjudged)
    result.findings += tally.findings()
    result.skipped += outside(tally)
    result.failures += tally.not_judged


def _told(count: int, known: int) -> Iterator[str]:
    if count:
        note = f", {known} known findings as expected" if known > 0 else ""
        yield f"{several(count, 'recording')}{note}"


def _spare(names: list[str]) -> Iterator[str]:
    if names:
        yield f"recordings that show nothing which another does not: {first_of(names, _SPARE)}"


def _old(recording: Recording, days: int | None) -> list[Finding]:
    """The warning about a recording that is older than so many days; none without a bound."""
    found = None if days is None else stale(recording, datetime.now(UTC).date(), days)
    return [] if found is None else [found]
