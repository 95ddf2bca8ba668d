"""`ringback prove`: plant faults, and show how many the gate sees."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from rich.console import Console
from rich.progress import Progress

from ringback.commands.arguments import ProveOptions
from ringback.commands.common.mistakes import Mistakes
from ringback.commands.common.reporting import check_rules, report_specs
from ringback.commands.common.rule_ids import all_rules
from ringback.config_reader import load_settings
from ringback.errors import UsageError
from ringback.prove.interface import Calm, Proof, ProofStage, Proved, Terms
from ringback.prove.pool import Task
from ringback.prove.proof import WantedFaults, left_out, prove, tasks
from ringback.prove.proof_page import proof_page
from ringback.prove.proof_report import as_json, text
from ringback.reports.output import ReportSpec, publish
from ringback.wiring import knowledge, stage

_FORMS = {"text": text, "json": as_json, "html": proof_page}


def run(options: ProveOptions) -> int:
    """Prove, tell, and answer 0 where nothing was missed and no right service called wrong."""
    started = time.monotonic()
    common = options.common
    make = partial(stage, common.config.absolute(), options.reading)
    specs, todo, left = _asked(options, make)
    terms = Terms(select=common.select, ignore=common.ignore, random_cases=options.random_cases)
    with _progress(options) as tick:
        results = prove(make, todo, terms, progress=tick)
    proof = Proof(
        reading=options.reading,
        proved=tuple(each for each in results if isinstance(each, Proved)),
        calm=tuple(each for each in results if isinstance(each, Calm)),
        seconds=time.monotonic() - started,
        left_out=left,
    )
    for spec in specs:
        publish(spec, _FORMS[spec.format](proof), sys.stdout)
    return 0 if proof.complete else 1


def _asked(
    options: ProveOptions, make: Callable[[], ProofStage]
) -> tuple[tuple[ReportSpec, ...], list[Task], int]:
    """The reports and the tasks that are wanted, and how many faults are left out.

    Every mistake in the options is told at once.
    """
    common = options.common
    settings = load_settings(common.config)
    mistakes = Mistakes()
    specs: tuple[ReportSpec, ...] = ()
    todo: list[Task] = []
    left = 0
    wanted = WantedFaults(
        kinds=options.kinds,
        names=options.names,
        seeds=options.seeds,
        habits=options.habits,
        everything=options.everything,
    )
    with mistakes.gathered():
        specs = report_specs(common)
        _check_forms(specs)
    with mistakes.gathered():
        check_rules(common, all_rules(knowledge(settings), settings.resources))
    with mistakes.gathered():
        known = make()
        todo = tasks(known, wanted)
        left = left_out(known, todo, wanted)
    mistakes.tell()
    return specs, todo, left


def _check_forms(specs: Iterable[ReportSpec]) -> None:
    """UsageError for a report that tells no proof."""
    problems = tuple(
        f"--report {spec.format}: a proof is told as text, json and html alone"
        for spec in specs
        if spec.format not in _FORMS
    )
    if problems:
        raise UsageError(problems)


@contextmanager
def _progress(options: ProveOptions) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if options.common.quiet or not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("proving", total=None)
        yield lambda done, everything: progress.update(task, completed=done, total=everything)
