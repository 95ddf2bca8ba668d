"""What a run shows while it goes on: its phase, exchanges, findings, and the time that is left."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringback.commands.arguments import Common
from ringback.reports.formats.terminal import shown_in
from ringback.reports.interface import shortened
from ringback.reports.scribe import ShownFinding

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_PHASE = 22  # characters of its name
_SENTENCE = 300  # characters of a finding


@dataclass(slots=True, kw_only=True)
class RunScreen:
    """The state of a run on a target: `most` requests and `seconds` are its bounds, if it has any.

    `changed` is called with each new state, `say` with each finding in one line.
    """

    target: str
    most: int | None = None
    seconds: float | None = None
    changed: Callable[["RunScreen"], None] = lambda _screen: None
    say: Callable[[str], None] | None = None
    clock: Callable[[], float] = time.monotonic
    phase: str = ""
    exchanges: int = 0
    findings: int = 0
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin to count the time."""
        self._started = self.clock()

    def tick(self, exchanges: int, phase: str = "") -> None:
        """So many exchanges were had by now, in this phase."""
        self.exchanges, self.phase = exchanges, phase or self.phase
        self.changed(self)

    def found(self, shown: ShownFinding | None) -> None:
        """Something was found; None where nobody wants to know what."""
        self.findings += 1
        if self.say is not None and shown is not None:
            place = f" {shown.operation}" if shown.operation else ""
            told = f"{shown.severity}: {shown.rule}{place}: {shown.message}"
            self.say(shortened(told, _SENTENCE))
        self.changed(self)

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return self.clock() - self._started

    @property
    def done(self) -> float | None:
        """The part of the bound that is nearest to its end, from 0 to 1; None without a bound."""
        parts = [self.exchanges / self.most] if self.most else []
        parts += [self.elapsed / self.seconds] if self.seconds else []
        return min(max(parts), 1.0) if parts else None

    @property
    def left(self) -> str:
        """How long it takes yet at this pace; without a bound how long it took so far."""
        done, elapsed = self.done, self.elapsed
        if not done:
            return f"{_clock(elapsed)} so far"
        left = elapsed * (1 - done) / done
        if self.seconds is not None:
            left = min(left, max(self.seconds - elapsed, 0.0))
        return f"{_clock(left)} left"

    def line(self) -> str:
        """The state in one line."""
        parts = [self.phase[:_PHASE] or f"asking {self.target}"[:_PHASE]]
        parts += [f"{self.exchanges:,} exchanges"]
        parts += ["1 finding" if self.findings == 1 else f"{self.findings:,} findings"]
        return "  ".join([*parts, self.left])


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


@contextmanager
def run_screen(
    common: Common, target: str, most: int | None = None, seconds: float | None = None
) -> Iterator[RunScreen]:
    """The screen of a run: a bar on a terminal; with -v, findings as they come, anywhere."""
    stream = sys.stderr
    coding = stream.encoding or "utf-8"
    screen = RunScreen(target=target, most=most, seconds=seconds)
    if common.verbose and not common.quiet:
        screen.say = lambda text: _write(shown_in(text, coding))
    if common.quiet or not stream.isatty():
        yield screen
        return
    from rich.console import Console  # noqa: PLC0415 -- only who is shown a bar waits for it

    with on_console(Console(stderr=True), screen, verbose=common.verbose):
        yield screen


@contextmanager
def on_console(console: "Console", screen: RunScreen, *, verbose: bool) -> Iterator[None]:
    """Show a screen's state on a console, in one line that goes away in the end."""
    from rich.progress import (  # noqa: PLC0415 -- only who is shown a bar waits for it
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
    )
    from rich.table import Column  # noqa: PLC0415 -- the same

    plain = console.options.ascii_only
    columns = (
        SpinnerColumn("line" if plain else "dots"),
        # Cut where the terminal ends: the mark of an ellipsis is none of every terminal's letters.
        TextColumn("{task.description}", markup=False, table_column=Column(overflow="crop")),
        BarColumn(bar_width=16),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(_plain(screen.line(), console), total=None)
        screen.changed = lambda state: _show(progress, task, state)
        if verbose:
            screen.say = lambda text: progress.console.print(
                _plain(text, console), markup=False, highlight=False, soft_wrap=True
            )
        yield


def _show(progress: "Progress", task: "TaskID", screen: RunScreen) -> None:
    done = screen.done
    progress.update(
        task,
        description=_plain(screen.line(), progress.console),
        total=None if done is None else 1.0,
        completed=done or 0.0,
    )


def _plain(text: str, console: "Console") -> str:
    """The text in the letters that the console has."""
    return shown_in(text, console.encoding)


def _write(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
