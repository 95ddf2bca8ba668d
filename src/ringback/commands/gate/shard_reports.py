"""The reports of the shards of one check, read: they belong together, and some may be missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ringback.commands.common.mistakes import Mistakes
from ringback.errors import UsageError
from ringback.reports.retelling import StoredScribe, retold
from ringback.reports.stored import whole_report
from ringback.shard import ShardPart
from ringback.verdict import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardReport:
    """The report of a shard: its run, and who writes what it tells."""

    file: str
    run: Run
    part: ShardPart
    scribe: StoredScribe


def shard_reports(paths: Sequence[Path], folder: str) -> list[ShardReport]:
    """The reports in the order of their shards; UsageError for those of no one check.

    `folder` is as a scribe has it.
    """
    mistakes, reports = Mistakes(), list[ShardReport]()
    for path in paths:
        with mistakes.gathered():
            reports.append(_read(path, folder))
    mistakes.tell()
    problems = list(_unlike(reports))
    if problems:
        raise UsageError(tuple(problems))
    return sorted(reports, key=lambda each: each.part.shard.index)


def missing(reports: Sequence[ShardReport]) -> list[str]:
    """The shards whose reports are not there, as they are asked for."""
    of, there = reports[0].part.shard.of, {each.part.shard.index for each in reports}
    return [f"{index}/{of}" for index in range(1, of + 1) if index not in there]


def _read(path: Path, folder: str) -> ShardReport:
    run, scribe = retold(whole_report(path), folder)
    if run.part is None:
        told = f"{path}: is the report of no shard; ringback check --shard I/N --report json=PATH"
        raise UsageError((f"{told} writes one",))
    return ShardReport(file=str(path), run=run, part=run.part, scribe=scribe)


def _unlike(reports: Sequence[ShardReport]) -> list[str]:
    """What keeps them from being of one check, a sentence each; the first of a kind."""
    alike: list[tuple[str, Callable[[ShardReport], object]]] = [
        ("splits", lambda each: f"N={each.part.shard.of}"),
        ("targets", lambda each: each.run.target),
        ("readings", lambda each: each.run.reading),
        ("seeds", lambda each: each.run.seed),
    ]
    problems = []
    for what, value in alike:
        for one, other in pairwise(reports):
            if value(one) != value(other):
                told = (f"{each.file} {value(each) or 'none'}" for each in (one, other))
                problems.append(f"the reports are of different {what}: {' and '.join(told)}")
                break
    for name in ("description", "options", "recordings"):
        for one, other in pairwise(reports):
            if one.part.subject.get(name) != other.part.subject.get(name):
                what = "descriptions" if name == "description" else name
                problems.append(f"the reports are of different {what}: {one.file} and {other.file}")
                break
    known: dict[int, str] = {}
    for each in reports:
        index = each.part.shard.index
        if index in known:
            problems.append(f"shard {each.part.shard} is there twice: {known[index]}, {each.file}")
        known.setdefault(index, each.file)
    return problems
