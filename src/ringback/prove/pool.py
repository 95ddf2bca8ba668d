"""The parts of a proof, spread over the cores; results come in the order of the tasks."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import assert_never

from ringback.prove.campaigns import keep_calm, prove_fault
from ringback.prove.derive import derived
from ringback.prove.interface import Calm, ProofStage, Proved, Terms
from ringback.prove.remembering import remembering
from ringback.prove.shape_faults import prove_shapes
from ringback.workers import end_with_parent

REFERENCE = "the reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Judge the shape faults of these names on one recorded campaign."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunt:
    """Run a campaign on the hand-made fault of this index."""

    fault: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Run a campaign on the habit of this index, or on the reference itself, under a seed."""

    seed: int
    habit: int | None = None


Task = Shapes | Hunt | Rest
Result = Proved | Calm


def done(task: Task, stage: ProofStage, terms: Terms) -> list[Result]:
    """What comes of one task."""
    match task:
        case Shapes(names=names):
            faults = [each for each in derived(stage.forms) if each.name in names]
            return [*prove_shapes(stage, faults, terms)]
        case Hunt(fault=index):
            return [prove_fault(stage, stage.faults[index], terms)]
        case Rest(seed=seed, habit=index):
            habit = None if index is None else stage.habits[index]
            name, app = (habit.name, habit.app) if habit else (REFERENCE, stage.app)
            return [keep_calm(stage, name, app, seed, terms)]
        case _:
            assert_never(task)


def spread(
    tasks: Sequence[Task], make: Callable[[], ProofStage], terms: Terms, workers: int | None = None
) -> Iterator[list[Result]]:
    """The results of each task, in order; `make` sets the stage anew in each worker process."""
    count = max(1, min(workers or os.cpu_count() or 1, len(tasks)))
    executor = ProcessPoolExecutor(
        max_workers=count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_enter,
        initargs=(make, terms),
    )
    try:
        yield from executor.map(_work, tasks)
    finally:
        executor.shutdown(cancel_futures=True)


# What a worker process holds on to; set once, before its first task.
_entered: list[tuple[ProofStage, Terms]] = []


def _enter(make: Callable[[], ProofStage], terms: Terms) -> None:
    """Set the stage of this process."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits for the results
    _entered[:] = [(remembering(make()), terms)]
    gc.freeze()  # the contract stays: nothing in it need be looked at again


def _work(task: Task) -> list[Result]:
    stage, terms = _entered[0]
    return done(task, stage, terms)
