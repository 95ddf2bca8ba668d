"""What shows a finding made small: fewer writes, and bodies without what is not needed.

Delta debugging, within bounds: what is sure already is only made easier to read. The findings that
are made smaller are so side by side, so that a far target is waited for once a try.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from ringback.campaign.scheduler.evidence import Held
from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.scheduler.trimmed import Trimmed
from ringback.campaign.session.budget import Halt
from ringback.checks.delivery import LOSSES
from ringback.exchange import Request
from ringback.finding import Finding, Severity, steps
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode
from ringback.sampling.breakage import Path, paths, replaced

_TRIES = 12  # playings that one finding may cost
_FINDINGS = 5  # that are made smaller in one run


@runtime_checkable
class Lengthy(Scenario, Protocol):
    """A scenario of several writes in a row, which may be played with fewer."""

    @property
    def parts(self) -> int:
        """How many there are."""
        ...

    def with_parts(self, numbers: Sequence[int], /) -> Scenario:
        """The scenario with those of these numbers alone."""
        ...


Search = Generator[Scenario, Finding | None, None]
"""Yields scenarios to try, and is told what each showed of the finding."""


@dataclass(slots=True)
class _Case:
    """A finding that is made smaller: what is tried next, and the smallest that showed it."""

    finding: Finding
    search: Search
    trying: Scenario | None
    left: int = _TRIES
    best: Finding | None = None


def shrink(scheduler: Scheduler) -> None:
    """Make the first findings of a run smaller; the budget's end ends this, and nothing else."""
    cases = [*_cases(scheduler)]
    try:
        while running := [each for each in cases if each.trying is not None and each.left > 0]:
            _round(scheduler, running)
    except Halt as halt:
        if halt.doubt:
            raise
    finally:
        for each in cases:
            if each.best is not None:
                scheduler.session.ledger.show_by(each.best)


def _cases(scheduler: Scheduler) -> Iterator[_Case]:
    wants = scheduler.session.ledger.wants
    wanted = [
        each
        for each in (held for held in scheduler.held if wants(held.finding.rule))
        if each.finding.severity is Severity.ERROR and each.finding.rule not in LOSSES
    ]
    found = 0
    for each in wanted:
        search = _smaller(scheduler, each)
        trying = next(search, None)
        if trying is not None:
            found += 1
            yield _Case(each.finding, search, trying)
        if found == _FINDINGS:
            return


def _round(scheduler: Scheduler, running: Sequence[_Case]) -> None:
    """One try of each."""
    parts = [each.trying for each in running if each.trying is not None]
    for case, found in zip(running, scheduler.side_by_side(parts), strict=True):
        wanted = case.finding.fingerprint
        shown = next((each for each in found if each.fingerprint == wanted), None)
        case.best = shown or case.best
        case.left -= 1
        try:
            case.trying = case.search.send(shown)
        except StopIteration:
            case.trying = None


def _smaller(scheduler: Scheduler, held: Held) -> Search:
    """Fewer writes, then less in the body that is shown; the boldest cuts first."""
    scenario, finding = held.scenario, held.finding
    # What has a lock keeps its state from one playing to the next: fewer writes would show less.
    if isinstance(scenario, Lengthy) and scenario.parts > 1 and not scenario.lock:
        scenario, finding = yield from _fewer(scenario, finding)
    requests = [each.request for each in finding.exchanges]
    shown = next((each for each in requests if _json(each) is not MISSING), None)
    operation = scheduler.session.contract.operation_for(shown) if shown else None
    if shown is not None and operation is not None:
        yield from _less(scenario, operation, _json(shown), finding)


def _json(request: Request) -> Any:
    """The object or array of a body that may be cut; `MISSING` for any other."""
    decoded = decode(request.body or b"")
    fits = decoded.parsed and not decoded.flaws and isinstance(decoded.value, dict | list)
    return decoded.value if fits else MISSING


def _fewer(
    scenario: Lengthy, finding: Finding
) -> Generator[Scenario, Finding | None, tuple[Scenario, Finding]]:
    """The last write alone, else as few before it as are needed."""
    numbers = [*range(scenario.parts)]
    best: tuple[Scenario, Finding] = scenario, finding
    size = len(numbers)
    while size:
        start = 0
        while start < len(numbers) - 1:
            fewer = numbers[:start] + numbers[min(start + size, len(numbers) - 1) :]
            part = scenario.with_parts(fewer)
            shown = yield part
            if shown is None:
                start += size
            else:
                numbers, best = fewer, (part, shown)
        size //= 2
    return best


def _less(scenario: Scenario, operation: Operation, body: Any, finding: Finding) -> Search:
    """The member at fault alone, without half of the members, without each part."""
    cuts: tuple[Path, ...] = ()
    for bold in _bold(body, finding):
        part = Trimmed(scenario=scenario, trimmed=operation, cuts=bold)
        if (yield part) is not None:
            cuts = bold
            break
    for cut in cuts:
        body = replaced(body, cut, MISSING)
    pending = [path for path in paths(body) if path]
    while pending:
        path = pending.pop(0)
        if at(body, path) is MISSING:
            continue
        part = Trimmed(scenario=scenario, trimmed=operation, cuts=(*cuts, path))
        if (yield part) is not None:
            cuts, body = (*cuts, path), replaced(body, path, MISSING)


def _bold(body: Any, finding: Finding) -> Iterator[tuple[Path, ...]]:
    """Cuts of many members at once."""
    if not isinstance(body, dict) or len(body) < 2:
        return
    names = [*body]
    fault = next((name for name in steps(finding.instance or "") if name in body), None)
    if fault is not None:
        yield tuple((name,) for name in names if name != fault)
    if len(names) > 3:
        half = len(names) // 2
        yield tuple((name,) for name in names[:half])
        yield tuple((name,) for name in names[half:])
