"""In which order a run that may not ask everything asks: what is worth the most comes first.

What failed last time, what the description's change touches, what was rarely or never exercised,
and then the rest. A run without a bound asks everything, in the order of its phases.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ringback.campaign.scheduler.scene import Scenario
from ringback.contract import Contract
from ringback.exchange import Request
from ringback.operation import Operation
from ringback.reports.interface import several
from ringback.reports.run_history import PastFailure, RunHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingTurn:
    """Operations that are asked before others, by their ids, and `why`, as told after a count."""

    why: str
    operations: frozenset[str]


def asking_order(
    contract: Contract,
    operations: Sequence[Operation],
    history: RunHistory,
    *,
    accepted: Iterable[str] = (),
    touched: Collection[str] = (),
    gaps: Collection[str] = (),
) -> tuple[AskingTurn, ...]:
    """The turns before the rest, each operation in the first one that it is of; none is empty.

    `accepted` are operations with findings that a baseline holds or has held, `touched` those that
    a change touches, and `gaps` those that have something which no stored run has seen.
    """
    failed = {name for each in history.failures for name in each.operations} | set(accepted)
    rare = [
        each.id
        for each in operations
        if each.id in gaps or 2 * history.asked[each.id] < history.runs
    ]
    turns = (
        ("that failed last time", failed),
        ("in their evidence", set(_evidence(contract, history.failures))),
        ("that the change touches", set(touched)),
        ("rarely or never exercised", set(rare)),
    )
    return tuple(_apart(turns, {each.id for each in operations}))


def told_first(turns: Sequence[AskingTurn]) -> str:
    """What is asked first, as one line; empty where nothing is asked before the rest."""
    if not turns:
        return ""
    first, *others = turns
    parts = [f"{several(len(first.operations), 'operation')} {first.why}"]
    parts += [f"{len(each.operations)} {each.why}" for each in others]
    return f"first: {', '.join(parts)}"


def in_turns(
    operations: Sequence[Operation], turns: Sequence[AskingTurn]
) -> Iterator[Sequence[Operation]]:
    """The operations of each turn, and the rest in the end, that there may be none of."""
    left = list(operations)
    for turn in turns:
        now = [each for each in left if each.id in turn.operations]
        left = [each for each in left if each.id not in turn.operations]
        if now:
            yield now
    yield left


def looks_in_turns(
    scenarios: Iterable[Scenario], turns: Sequence[AskingTurn]
) -> Iterator[Scenario]:
    """First looks in the order of the turns; those into other things stay behind these.

    Without turns they are left as they come.
    """
    if not turns:
        yield from scenarios
        return

    def rank(scenario: Scenario) -> int:
        operation = scenario.operation
        if "{" in operation.path:
            return len(turns) + 1
        own = (at for at, turn in enumerate(turns) if operation.id in turn.operations)
        return next(own, len(turns))

    yield from sorted(scenarios, key=rank)


def _apart(
    turns: Iterable[tuple[str, Collection[str]]], known: Collection[str]
) -> Iterator[AskingTurn]:
    """The turns without what stands in one before."""
    done: set[str] = set()
    for why, names in turns:
        here = (set(names) & set(known)) - done
        done |= here
        if here:
            yield AskingTurn(why=why, operations=frozenset(here))


def _evidence(contract: Contract, failures: Iterable[PastFailure]) -> Iterator[str]:
    """The operations of the requests that showed failures: what leads to where it fails."""
    for failure in failures:
        for method, url in failure.requests:
            found = contract.operation_for(Request(method=method, url=url))
            if found is not None:
                yield found.id
