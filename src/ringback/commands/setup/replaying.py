"""`ringback check --replay`: what a report asks for, and what is said of each of its findings."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from ringback.campaign.replay import Fate, NoLongerFails, NotReplayed, StillFails
from ringback.commands.arguments import CheckOptions
from ringback.errors import UsageError
from ringback.finding import Severity
from ringback.ledger import Ledger
from ringback.reports.interface import several
from ringback.reports.scribe import ShownFinding
from ringback.reports.stored import StoredReport, name_of, stored
from ringback.verdict import Skipped

_OF_FILES = ("lint/", "recording/")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayTold:
    """What a run says of the findings that it replayed."""

    exercised: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    doubts: tuple[str, ...]


def report_of(options: CheckOptions) -> StoredReport | None:
    """The report to replay, None where none is named; UsageError for what does not go with it."""
    if options.replay is None:
        return None
    problems = [
        f"--replay does not go with {option}: {why}"
        for option, given, why in (
            ("--no-target", options.no_target, "its requests need a target"),
            ("--min-coverage", options.min_coverage is not None, "a few requests cover little"),
            (
                "--min-patch-coverage",
                options.min_patch_coverage is not None,
                "a few requests cover little",
            ),
            (
                "--max-response-time",
                options.max_response_time is not None,
                "a few requests make no percentile",
            ),
        )
        if given
    ]
    report = None
    try:
        report = stored(options.replay)
    except UsageError as error:
        problems += [f"--replay {problem}" for problem in error.problems]
    problems += _unfit(report, options.reading) if report else ()
    if problems:
        raise UsageError(tuple(problems))
    return report


def _unfit(report: StoredReport, reading: str) -> Iterator[str]:
    """Why a report can't be replayed in this run."""
    if report.command != "check":
        yield f"--replay {report.file}: is of ringback {report.command}, and not of ringback check"
    elif report.reading not in (None, reading):
        yield (
            f"--replay {report.file}: its findings are of the reading {report.reading}; "
            f"say --reading {report.reading}"
        )


def of_target(report: StoredReport, files: Container[str]) -> tuple[ShownFinding, ...]:
    """What is to be played: the findings that are not of these files."""
    return tuple(each for each in report.findings if not _is_of_files(each, files))


def planned(report: StoredReport) -> Iterator[str]:
    """The lines of a dry run: what is played anew for each finding."""
    for finding in report.findings:
        if finding.reproduce is None and finding.rule.startswith(_OF_FILES):
            yield f"would judge the file again for {name_of(finding)}"
            continue
        if finding.operation is None:
            yield f"would not replay {name_of(finding)}: it names no operation"
        else:
            yield f"would play {finding.operation} anew for {name_of(finding)}"
    yield "would put back at the end what was changed"


def of_files(
    report: StoredReport, files: Container[str], found: Container[str], ledger: Ledger
) -> dict[str, Fate]:
    """What is to be said of the findings in files, which every check judges whole."""
    fates: dict[str, Fate] = {}
    for each in report.findings:
        if each.fingerprint in found:
            fates[each.fingerprint] = StillFails()
        elif _is_of_files(each, files):
            left = NotReplayed(why="left out by --select or --ignore", wanted=False)
            fates[each.fingerprint] = NoLongerFails() if ledger.wants(each.rule) else left
    return fates


def told(report: StoredReport, fates: Mapping[str, Fate], otherwise: str) -> ReplayTold:
    """One line a finding; `otherwise` is why nothing is known of one that has no fate."""
    exercised = [f"replay of {several(len(report.findings), 'finding')} in {report.file}"]
    skipped: list[Skipped] = []
    missed = 0
    for each in report.findings:
        name = name_of(each)
        fate = fates.get(each.fingerprint, NotReplayed(why=otherwise or "it was not reached"))
        match fate:
            case StillFails():
                exercised.append(f"still fails: {name}")
            case NoLongerFails():
                exercised.append(f"no longer fails: {name}")
            case NotReplayed():
                skipped.append(Skipped(rule=name, why=f"not replayed: {fate.why}"))
                missed += fate.wanted and each.severity == Severity.ERROR.value
            case _:
                assert_never(fate)
    return ReplayTold(
        exercised=tuple(exercised),
        skipped=tuple(skipped),
        doubts=tuple(_doubts(report, len(skipped), missed)),
    )


def _doubts(report: StoredReport, skipped: int, missed: int) -> Iterator[str]:
    """Why the run can't say that all is well: of some error it does not know."""
    every = len(report.findings)
    if not every:
        yield f"nothing was replayed: {report.file} holds no findings"
    elif skipped == every:
        yield f"nothing could be replayed of {report.file}"
    elif missed:
        yield f"{missed} of {every} findings could not be replayed"


def _is_of_files(finding: ShownFinding, files: Container[str]) -> bool:
    """Whether a finding is of the description or of a recording, and not of a target."""
    in_file = finding.rule.startswith(_OF_FILES) or finding.file in files
    return finding.reproduce is None and in_file
