"""The exchanges of one pytest run, judged by the descriptions that its tests name."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ringback.baseline import Baseline
from ringback.commands.arguments import Common
from ringback.commands.common.baseline_files import baseline_of
from ringback.finding import Finding
from ringback.reports.interface import listed, several
from ringback.traffic.validated import ValidatedExchanges, setup_for
from ringback.validate.tally import Tally
from ringback.validate.traffic import TrafficJudge, unused

_NAMED = 6  # operations or branches that a line names


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBy:
    """What exchanges are judged by: a description, or that of the configuration if it is None."""

    description: Path | None = None
    reading: str = "strict"
    config: Path = Path("ringback.toml")
    hosts: tuple[str, ...] = ()


class ExchangeSession:
    """A judge for each description that is named, made once, and what all of them were shown.

    `parts` of other processes (pytest-xdist) add up with what was judged here.
    """

    def __init__(self, config: Path, baseline: Path | None = None) -> None:
        self._common = Common(config=config, baseline=baseline)
        self._baseline: Baseline | None = None
        self._judges: dict[JudgedBy, TrafficJudge] = {}
        self._parts: list[tuple[JudgedBy, Tally]] = []

    def judge(self, by: JudgedBy) -> TrafficJudge:
        """The judge of a description; RingbackError where that can't be read."""
        if by not in self._judges:
            setup = setup_for(by.description, reading=by.reading, config=by.config, hosts=by.hosts)
            self._judges[by] = TrafficJudge(setup)
        return self._judges[by]

    def validated(self, by: JudgedBy, *, judge_refused: bool = True) -> ValidatedExchanges:
        """What judges the exchanges of one test; it raises nothing by itself."""
        return ValidatedExchanges(
            self.judge(by), judge_refused=judge_refused, raising=False, accepting=self.accepted
        )

    def accepted(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The findings, those marked that the baseline holds."""
        if self._baseline is None:
            self._baseline = baseline_of(self._common)
        return self._baseline.applied(findings)

    def plain(self) -> bytes:
        """What was judged here, for the process that tells of all."""
        return pickle.dumps([(by, judge.tally()) for by, judge in self._judges.items()])

    def take(self, part: bytes) -> None:
        """What another process of this run has judged."""
        self._parts += pickle.loads(part)  # noqa: S301 -- a process of this run wrote it

    def lines(self) -> Iterator[str]:
        """What was judged, and what of each description no exchange has used."""
        tallies: dict[JudgedBy, Tally] = {}
        for by, tally in (
            *((by, judge.tally()) for by, judge in self._judges.items()),
            *self._parts,
        ):
            tallies.setdefault(by, Tally(whole=True)).merge(tally)
        for by, tally in tallies.items():
            yield from self._lines(by, tally)

    def _lines(self, by: JudgedBy, tally: Tally) -> Iterator[str]:
        judged = sum(tally.judged.values())
        if not tally.entries:
            return
        errors = [each for each in self.accepted(tally.findings()) if each.counts]
        doubts = [*tally.unjudged.doubts, *(each.why for each in tally.not_judged)]
        word = "broken" if errors else "kept" if judged and not doubts else "inconclusive"
        told = [several(judged, "exchange")]
        told += [several(len(errors), "error")] if errors else []
        told += doubts
        name = "" if by.description is None else f" ({by.description.name})"
        yield f"{word}: {', '.join(told)} of clients and cassettes{name}"
        outside = sum(tally.outside.values())
        if outside:
            names = listed([name for _, name in tally.outside], _NAMED)
            yield f"left out: {several(outside, 'exchange')} of other hosts or operations: {names}"
        left = unused(tally.survey, self.judge(by).contract)
        if left.operations:
            yield f"operations never used: {listed(left.operations, _NAMED)}"
        yield from _branches("answers never met", left.answers)
        yield from _branches("requests never sent", left.requests)


def _branches(what: str, names: Iterable[str]) -> Iterator[str]:
    """Statuses and branches by name, and how many smaller choices there are besides."""
    every = list(names)
    first = [each for each in every if each.startswith("status ") or "(branch)" in each]
    rest = len(every) - len(first)
    told = [listed(first, _NAMED)] if first else []
    told += [several(rest, "further choice")] if rest else []
    if told:
        yield f"{what}: {'; '.join(told)}"
