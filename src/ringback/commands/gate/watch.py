"""`ringback check --watch`: stays, and judges anew what a changed file touches.

The contract stays compiled, so that a recording is judged at once. Whatever asks the target is a
check in a process of its own: the modules of an app in this process would be the old ones.
"""

import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ringback.changes.pairs.touched import touched
from ringback.commands.arguments import CheckOptions
from ringback.commands.common.reporting import ledger_for, under
from ringback.commands.gate.fresh_run import FreshRun, fresh_run
from ringback.commands.gate.recorded import recorded
from ringback.commands.gate.watched_files import FileRole, WatchedFiles
from ringback.commands.setup.check_setup import Asked, asked
from ringback.crashes import doubts_of
from ringback.errors import RingbackError, UsageError
from ringback.finding import Severity
from ringback.reports.interface import findings_of, listed, several, verdict_line
from ringback.reports.retelling import retold
from ringback.reports.scribe import Scribe
from ringback.reports.stored import name_of
from ringback.verdict import Counts, Run, conclude, exit_code

_EVERY = 0.15  # seconds between looks at the files, and until a file that changes has settled
_NAMED = 5  # findings, and files, that are told


def run(options: CheckOptions) -> int:
    """Judge everything, then what changes touch, until Ctrl-C; the exit code of the last verdict.

    Raises UsageError where there is no file to watch.
    """
    if not options.common.config.exists() and options.description is None:
        problem = f"--watch needs files: there is no {options.common.config}, and no --description"
        raise UsageError((problem,))
    watch = Watch(options)
    try:
        watch.begin()
        while not watch.over:
            time.sleep(_EVERY)
            watch.look()
    except KeyboardInterrupt:
        pass
    return watch.code


class Watch:
    """A check that stays: `code` is that of its last verdict, and it is `over` once interrupted."""

    def __init__(self, options: CheckOptions) -> None:
        self.options = options
        self.code = 3
        self.over = False
        self._warm = replace(
            options, no_target=True, against=None, min_coverage=None, min_patch_coverage=None
        )
        self.files = WatchedFiles(options.common)
        self._subject = asked(self._warm)

    def begin(self) -> None:
        """Everything once; raises UsageError where it can't even start."""
        self.files.stands_on(self._subject, self.options.reading)
        first = self._check("everything", self.options)
        if first.problem and first.code == UsageError.exit_code:
            raise UsageError(tuple(first.problem.splitlines()))
        if first.problem:
            self._say(first.problem)
        if not self.over:
            self._say(f"watching {several(self.files.count, 'file')}; Ctrl-C ends")

    def look(self) -> None:
        """Judge anew what has changed, once it has settled."""
        found = self.files.changed()
        if not found:
            return
        time.sleep(_EVERY)
        while more := self.files.changed():  # an editor writes in several steps
            found |= more
            time.sleep(_EVERY)
        try:
            self._judge(found)
        except RingbackError as error:
            self._say(f"{self._named(found)}: {' '.join(str(error).split())}")

    def _judge(self, changed: dict[Path, FileRole]) -> None:
        """Whatever the changed files touch; RingbackError for one that can't be read."""
        what = f"{self._named(changed)} changed"
        role = max(changed.values())
        if role is FileRole.RECORDING:
            self._recordings(what, [path for path in changed if path.exists()])
            return
        before = self._subject
        self._reload()
        told, options = f"{what}: everything", self.options
        if role is FileRole.DESCRIPTION:
            names = _touched(before, self._subject)
            told = f"{what}: {listed(names, _NAMED) or 'no operation'}, lint and recordings"
            options = replace(options, operations=tuple(names), tags=()) if names else self._warm
        problem = self._check(told, options).problem
        if problem:
            self._say(f"{what}: {' '.join(problem.split())}")

    def _reload(self) -> None:
        """Read everything anew; what was read before stays where that fails."""
        self._subject = asked(self._warm)
        self.files.stands_on(self._subject, self.options.reading)

    def _check(self, what: str, options: CheckOptions) -> FreshRun:
        """A check in a process of its own, told in a few lines."""
        ended = fresh_run(options)
        if ended.report is not None:  # what failed on its way has loaded but a part
            self.files.loaded(ended.sources)
        self.over = ended.interrupted
        if ended.report is not None and not ended.interrupted:
            self.code = ended.code
        if ended.report is not None:
            run, scribe = retold(ended.report)
            self._tell(what, run, scribe)
        return ended

    def _recordings(self, what: str, paths: Sequence[Path]) -> None:
        """Judge these recordings alone, by the contract that is there."""
        if not paths:
            self._say(f"{what}: gone, and judged no more")
            return
        started = time.monotonic()
        subject = self._subject
        alone = replace(subject, settings=replace(subject.settings, recordings=tuple(paths)))
        found = recorded(alone, self.options.max_age, ledger_for(self.options.common))
        doubts = [*doubts_of(found.failures), *found.unjudged.doubts]
        run = Run(
            command="check",
            verdict=conclude(subject.baseline.applied(found.findings), doubts),
            seconds=time.monotonic() - started,
            counts=Counts(recordings=found.count),
        )
        self.code = exit_code(run.verdict)
        self._tell(what, run, Scribe.for_run(run, {}))

    def _tell(self, what: str, run: Run, scribe: Scribe) -> None:
        """The verdict in one line, and the first findings that it is of."""
        self._say(f"{what}: {verdict_line(run, scribe)}")
        shown = [each for each in findings_of(run, scribe) if each.accepted is None]
        errors = [each for each in shown if each.severity == Severity.ERROR.value]
        for each in errors[:_NAMED]:
            self._say(f"  {name_of(each)}: {each.message}", clock=False)
        if len(errors) > _NAMED:
            self._say(f"  and {len(errors) - _NAMED} more", clock=False)

    def _named(self, paths: Iterable[Path]) -> str:
        """The files as seen from the configuration."""
        root = self._subject.settings.root
        return listed(sorted(under(str(each), root) for each in paths), _NAMED)

    def _say(self, text: str, *, clock: bool = True) -> None:
        """One line, at once."""
        time_of_day = f"{datetime.now().astimezone():%H:%M:%S} " if clock else ""
        sys.stdout.write(f"{time_of_day}{text}\n")
        sys.stdout.flush()


def _touched(before: Asked, now: Asked) -> list[str]:
    """The operations of the run that are described otherwise than before."""
    pairs = [(before.contract, now.contract), (before.forms, now.forms)]
    ids = {
        name for old, new in pairs for name in touched(old.description, new.description).operations
    }
    return [each.id for each in now.plan.operations if each.id in ids]
