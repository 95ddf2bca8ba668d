"""JSON lines while a run goes on: each event is written, and flushed, as it comes."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TextIO

from ringback.errors import UsageError
from ringback.finding import Finding
from ringback.reports.formats import json_lines
from ringback.reports.interface import findings_of
from ringback.reports.output import LIVE, ReportSpec, unwritable
from ringback.reports.scribe import Scribe
from ringback.verdict import Inconclusive, Run

_BROKE_OFF = "ringback itself failed"
_STEP = 100  # requests between two signs of life


class LiveLines:
    """Writes the events of a run to each place that wants JSON lines; does nothing without one.

    `scribe` answers one that knows what is secret by now, whatever the run has met. Where nothing
    can be written any more, the run goes on, as it has things to put back: it is told in the end.
    """

    def __init__(
        self,
        specs: Sequence[ReportSpec],
        scribe: Callable[[Iterable[Finding]], Scribe],
        stdout: TextIO,
    ) -> None:
        self._scribe = scribe
        self._told: dict[str, None] = {}  # in the order in which they were told
        self._phase = ""
        self._next = 0
        self._failed: list[OSError | UsageError] = []
        self._places: list[_Place] = []
        for spec in specs:
            if spec.format == LIVE:
                self._places.append(_Place(spec.path, stdout))

    def started(
        self, command: str, target: str | None, reading: str | None, seed: int | None
    ) -> None:
        """The run begins."""
        if self._places:
            self._write(json_lines.started(command, target, reading, seed, self._scribe(())))

    def phase(self, name: str, requests: int = 0) -> None:
        """The run is at a part of this name; the same part again is a sign of life now and then."""
        if name != self._phase:
            self._phase, self._next = name, requests + _STEP
            self._write(json_lines.line("phase", {"phase": name, "requests": requests}))
        elif requests >= self._next:
            self._next = requests + _STEP
            self._write(json_lines.line("progress", {"phase": name, "requests": requests}))

    def found(self, findings: Iterable[Finding]) -> None:
        """What was found so far: each cause is told once."""
        for each in findings:
            if self._places and each.fingerprint not in self._told:
                self._told[each.fingerprint] = None
                self._write(json_lines.found(self._scribe([each]).shown(each)))

    def ended(self, run: Run, scribe: Scribe) -> None:
        """The run is over: what was not told yet, then the verdict."""
        for each in findings_of(run, scribe):
            if each.fingerprint not in self._told:
                self._write(json_lines.found(each))
        self._write(json_lines.ended(run, scribe))
        self._close()

    def cut_short(self, run: Run) -> None:
        """The run ends without its reports: its verdict, of what was told so far.

        Does nothing where `ended` was told. What can't be told without its secrets is left out.
        """
        if not self._places:
            return
        try:
            line = json_lines.ended(run, self._scribe(()), self._told)
        except Exception:  # noqa: BLE001 -- what ends the run may be the scribe itself
            bare = replace(run, verdict=Inconclusive(why=(_BROKE_OFF,)))
            line = json_lines.ended(bare, Scribe(secrets={}), self._told)
        self._write(line)
        self._close()

    def complain(self) -> None:
        """Raise what kept a place from being written, after everything else is told."""
        for each in self._failed:
            raise each

    def _close(self) -> None:
        for place in self._places:
            place.close()
        self._places = []

    def _write(self, line: str) -> None:
        for place in list(self._places):
            try:
                place.write(line)
            except OSError as error:
                place.close()
                self._places.remove(place)
                # Of standard output, what is raised where nobody reads it says all there is.
                problem = UsageError((unwritable(place.path or "", error),))
                self._failed.append(error if place.path is None else problem)


class _Place:
    """Where lines go: standard output, or a file, in which each line stands at once."""

    def __init__(self, path: str | None, stdout: TextIO) -> None:
        self.path = path
        self._stdout = stdout
        self._file: int | None = None
        if path is not None:
            try:
                self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
            except OSError as error:
                raise UsageError((unwritable(path, error),)) from error

    def write(self, line: str) -> None:
        """Write a line; raises OSError."""
        if self._file is None:
            self._stdout.write(line)
            self._stdout.flush()
            return
        octets = line.encode("ascii")
        while octets:
            octets = octets[os.write(self._file, octets) :]

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
            self._file = None
