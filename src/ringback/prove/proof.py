"""The whole proof: what is planted and asked, in a fixed order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ringback.errors import UsageError
from ringback.prove.derive import derived
from ringback.prove.interface import Planted, ProofStage, Terms
from ringback.prove.pool import Hunt, Rest, Result, Shapes, Task, spread


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFaults:
    """What a proof is asked for: faults by kind and by name (all where none is named).

    `seeds` is how many seeds the right services are run under, `habits` whether the variants are.
    Without `everything`, and where no fault is named, one hand-made fault stands for those alike.
    """

    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    seeds: int = 3
    habits: bool = False
    everything: bool = False

    def covers(self, name: str, kind: str) -> bool:
        """Whether a fault is among them; a name may be a shell pattern."""
        if self.kinds and kind not in self.kinds:
            return False
        return not self.names or any(name == each or fnmatchcase(name, each) for each in self.names)


def tasks(stage: ProofStage, wanted: WantedFaults) -> list[Task]:
    """What there is to do, the longest first; UsageError for what names no fault."""
    shapes = [(each.name, each.change.kind) for each in derived(stage.forms)]
    planted = [(each.name, each.kind) for each in stage.faults]
    _check(wanted, [*shapes, *planted])
    names = frozenset(name for name, kind in shapes if wanted.covers(name, kind))
    habits = range(len(stage.habits)) if wanted.habits else ()
    hunted = [i for i, (name, kind) in enumerate(planted) if wanted.covers(name, kind)]
    if not wanted.everything and not wanted.names:
        hunted = _one_of_each(stage.faults, hunted)
    return [
        *(Rest(seed=seed) for seed in range(wanted.seeds)),
        *(Rest(seed=seed, habit=habit) for habit in habits for seed in range(wanted.seeds)),
        *([Shapes(names=names)] if names else []),
        *(Hunt(fault=index) for index in hunted),
    ]


def left_out(stage: ProofStage, todo: Sequence[Task], wanted: WantedFaults) -> int:
    """How many hand-made faults are covered by what is wanted, and not planted."""
    covered = sum(1 for each in stage.faults if wanted.covers(each.name, each.kind))
    return covered - sum(1 for each in todo if isinstance(each, Hunt))


def _one_of_each(faults: Sequence[Planted], indexes: Sequence[int]) -> list[int]:
    """The first fault of each rule, kind and first word of the name."""
    first: dict[tuple[str, str, str], int] = {}
    for index in indexes:
        fault = faults[index]
        first.setdefault((fault.rule, fault.kind, fault.name.split("-", 1)[0]), index)
    return [*first.values()]


def _check(wanted: WantedFaults, known: Sequence[tuple[str, str]]) -> None:
    kinds = list(dict.fromkeys(kind for _, kind in known))
    problems = [
        f"--kind {kind}: no fault is of this kind (there are: {', '.join(kinds)})"
        for kind in wanted.kinds
        if kind not in kinds
    ]
    problems += [
        f"--only {each}: no fault has this name"
        for each in wanted.names
        if not any(name == each or fnmatchcase(name, each) for name, _ in known)
    ]
    if not problems and not any(wanted.covers(name, kind) for name, kind in known):
        problems.append("--only and --kind together leave no fault")
    if problems:
        raise UsageError(tuple(problems))


def prove(
    make: Callable[[], ProofStage],
    todo: Sequence[Task],
    terms: Terms,
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[Result, ...]:
    """Do every task; `make` sets the stage in each worker process. Results are in their order."""
    results: list[Result] = []
    for count, each in enumerate(spread(todo, make, terms, workers), 1):
        progress(count, len(todo))
        results += each
    return tuple(results)
