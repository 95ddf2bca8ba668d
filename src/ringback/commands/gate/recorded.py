"""The recordings of the configuration, as a check judges them: files of one, and of many."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ringback.checks.unjudged import Unjudged
from ringback.commands.common.outside import outside
from ringback.commands.common.reporting import relative
from ringback.commands.payloads.keeping import first_of
from ringback.commands.setup.check_setup import Asked
from ringback.contract import Contract
from ringback.crashes import Crashes
from ringback.finding import Finding
from ringback.ledger import Ledger
from ringback.recordings import Entry, Form, Recording, Source, Unreadable, reading, sources, stale
from ringback.recordings.samples.redundancy import redundant, shows
from ringback.recordings.samples.showing import Showing
from ringback.reports.interface import several
from ringback.shard import Shard
from ringback.validate import judge_entry
from ringback.validate.entries import judge_recording
from ringback.validate.pieces.spread import Gathered, judge_here
from ringback.validate.pieces.work import Work, WorkPart, cut, lines_of
from ringback.validate.setup import Looking, Setup
from ringback.validate.tally import Tally
from ringback.verdict import NotJudged, Skipped

_SPARE = 8  # recordings that nobody would miss, named
_BLOCK = 8_000_000
_ONE = frozenset({Form.RECORDING, Form.PAYLOAD, Form.ACCESS_LOG})


@dataclass(slots=True, kw_only=True)
class Recorded:
    """What the recordings brought: `files` are those of one recording, by their names.

    Of `count` entries `judged` say something about the contract, or are wrong. `sources` are all
    files by their names, also those that another shard judges; `expected` counts the findings that
    single recordings are known to have.
    """

    findings: list[Finding] = field(default_factory=list)
    exercised: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    count: int = 0
    failures: list[NotJudged] = field(default_factory=list)
    judged: int = 0
    unjudged: Unjudged = field(default_factory=Unjudged)
    sources: list[str] = field(default_factory=list)
    expected: int = 0


def recorded(subject: Asked, max_age: int | None, ledger: Ledger) -> Recorded:
    """Judge every recording of the configuration, and name those that nobody would miss."""
    settings, judged, shard = subject.settings, subject.contract, subject.plan.shard
    result, shown = Recorded(), dict[str, frozenset[Hashable]]()
    showing = Showing(subject.forms)
    many, crashes = list[Source](), Crashes()
    for source in sources(map(str, settings.recordings)):
        name = source.name.removeprefix(f"{settings.root}/")
        result.sources.append(name)
        with crashes.contained(name):  # whatever a reader or a validator raises is about this one
            entry = _only(source)
            if entry is None:
                many.append(source)
                continue
            if shard is not None and not shard.owns(name):
                continue
            result.count += 1
            result.files.add(name)
            if not isinstance(entry, Recording):
                result.findings += judge_entry(entry, judged)
                result.judged += 1
                continue
            found, gaps = judge_recording(entry, judged)
            result.findings += found
            bare = judge_recording(entry, judged, expectations=False)[0]
            result.expected += len(bare) - len(found)
            result.unjudged.add(gaps)
            result.judged += gaps.about
            shown[name] = shows(entry, judged, showing)
            result.findings += _old(entry, max_age)
    result.failures += crashes.entries
    if many:
        setup = _setup(judged, settings.hosts, max_age)
        _many(_pieces(many, setup, settings.root, shard), setup, result)
    result.findings = [
        relative(each, settings.root) for each in result.findings if ledger.wants(each.rule)
    ]
    result.exercised = [*recordings_told(result.count, result.expected)]
    if shard is None:  # what is spare, only who looks at all of them knows
        result.exercised += _spare(redundant(shown))
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


def _pieces(
    several_files: list[Source], setup: Setup, root: Path, shard: Shard | None
) -> Iterator[tuple[Work, bool]]:
    """The files in pieces of work, each with whether it is this run's: a large log goes round."""
    if shard is None:
        yield from ((each, True) for each in cut(several_files, setup, _BLOCK))
        return
    for source in several_files:
        name = source.name.removeprefix(f"{root}/")
        for number, piece in enumerate(cut([source], setup, _BLOCK)):
            yield piece, shard.owns(name, number)


def _many(pieces: Iterator[tuple[Work, bool]], setup: Setup, result: Recorded) -> None:
    """Judge files of many recordings: cassettes, HARs, logs."""
    gathered = Gathered()
    judge_here(_mine(pieces, gathered), setup, gathered, lambda _count: None)
    tally = gathered.tally
    result.count += tally.entries
    result.judged += tally.judged.total()
    result.unjudged.merge(tally.unjudged)
    result.findings += tally.findings()
    result.skipped += outside(tally)
    result.failures += tally.not_judged


def _mine(pieces: Iterator[tuple[Work, bool]], gathered: Gathered) -> Iterator[Work]:
    """The pieces that are this run's; of the others the lines are counted, as those below need."""
    for piece, is_mine in pieces:
        if is_mine:
            yield piece
        elif isinstance(piece, WorkPart):
            gathered.add(piece, Tally(lines=lines_of(piece)))


def recordings_told(count: int, known: int) -> Iterator[str]:
    """How many recordings were judged, and how many findings they are known to have."""
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
