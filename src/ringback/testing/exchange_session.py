"""The exchanges of one pytest run, judged by the descriptions that its tests name."""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ringback.baseline import Baseline
from ringback.commands.arguments import Common
from ringback.commands.common.baseline_files import baseline_of
from ringback.config_reader import load_settings
from ringback.errors import UsageError
from ringback.finding import Finding
from ringback.reports.interface import listed, several
from ringback.traffic.validated import ValidatedExchanges, setup_for
from ringback.validate.tally import Tally
from ringback.validate.traffic import TrafficJudge, unused

if TYPE_CHECKING:
    from ringback.mock.in_process.api_router import ApiRouter

_OF_MARKER = frozenset({"description", "reading", "hosts", "each", "judge_refused"})
_OF_ROUTER = frozenset({"base_url", "mistakes"})
_CONFIGURED = _OF_ROUTER | {"mode", "seed", "app", "recordings", "checked"}
_NAMED = 6  # operations or branches that a line names


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBy:
    """What exchanges are judged by: a description, or that of the configuration if it is None.

    Without `judge_refused` a request that was answered with 4xx may be wrong. `mock` is what a mock
    of it is to be, as `ringback.mock.router` takes it.
    """

    description: Path | None = None
    reading: str = "strict"
    config: Path = Path("ringback.toml")
    hosts: tuple[str, ...] = ()
    judge_refused: bool = field(default=True, compare=False)
    mock: Mapping[str, Any] = field(default_factory=dict, compare=False)


def judged_by(config: pytest.Config, file: Path, node: pytest.Item | None = None) -> JudgedBy:
    """What a test is judged by: its marker, before the options and the ini; `file` configures."""
    marker = node.get_closest_marker("contract") if node else None
    given = dict(marker.kwargs) if marker else {}
    if marker and marker.args:
        given["description"] = marker.args[0]
    named = given.get("description") or config.getini("ringback_description") or None
    return JudgedBy(
        description=None if named is None else config.rootpath / named,
        reading=given.get("reading") or config.getoption("--ringback-reading"),
        config=file,
        hosts=(*config.getini("ringback_hosts"), *given.get("hosts", ())),
        judge_refused=given.get("judge_refused", True),
        mock={name: given[name] for name in given if name not in _OF_MARKER},
    )


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
        by = replace(by, mock={})  # that may hold what no other process can be handed
        if by not in self._judges:
            setup = setup_for(by.description, reading=by.reading, config=by.config, hosts=by.hosts)
            self._judges[by] = TrafficJudge(setup)
        return self._judges[by]

    def validated(self, by: JudgedBy) -> ValidatedExchanges:
        """What judges the exchanges of one test; it raises nothing by itself."""
        return ValidatedExchanges(
            self.judge(by),
            judge_refused=by.judge_refused,
            raising=False,
            accepting=self.accepted,
        )

    def mocked(self, by: JudgedBy) -> "ApiRouter":
        """A mock of a description for one test, which tells in the end what a client did wrong.

        That of the configured one has its recordings and its resources, and the app and the faults
        of `[prove]`; what the marker says comes before.
        """
        from ringback.mock import router  # noqa: PLC0415 -- only who asks for a mock
        from ringback.mock.answering.chosen import Mode  # noqa: PLC0415 -- as above
        from ringback.wiring import api_mock  # noqa: PLC0415 -- as above

        contract, given = self.judge(by).contract, {"mistakes": "end", **by.mock}
        if given.get("mode") not in {None, *Mode}:
            raise UsageError((f"mode {given['mode']}: there are {', '.join(Mode)}",))
        if by.description is not None or given.keys() - _CONFIGURED:
            return router(contract, **given)
        named = {name: given[name] for name in given if name not in _OF_ROUTER}
        if "mode" in named:
            named["mode"] = Mode(named["mode"])
        mock = api_mock(load_settings(by.config), contract, **named)
        return router(mock, **{name: given[name] for name in given if name in _OF_ROUTER})

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


def told_by(watched: Iterable[Any]) -> str:
    """What broke the contract while a test ran, a line each; empty for nothing.

    `watched` are exchanges that were validated, and routers of mocks.
    """
    lines: list[str] = []
    for each in watched:
        if isinstance(each, ValidatedExchanges):
            lines += [each.told()] if each.errors else []
        else:
            lines += dict.fromkeys(each.mistakes)
    return "\n".join(lines)


def _branches(what: str, names: Iterable[str]) -> Iterator[str]:
    """Statuses and branches by name, and how many smaller choices there are besides."""
    every = list(names)
    first = [each for each in every if each.startswith("status ") or "(branch)" in each]
    rest = len(every) - len(first)
    told = [listed(first, _NAMED)] if first else []
    told += [several(rest, "further choice")] if rest else []
    if told:
        yield f"{what}: {'; '.join(told)}"
