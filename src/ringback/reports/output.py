"""From `--report FORMAT[=PATH]` to the file: which reports are wanted, and where they go."""

import contextlib
import os
import secrets
import shutil
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from ringback.errors import UsageError
from ringback.reports import IN_COLOUR, REPORTS, Report
from ringback.reports.formats.html_report import HtmlReport
from ringback.reports.formats.terminal import TerminalReport, shown_in
from ringback.reports.formats.text import TextReport
from ringback.reports.scribe import Scribe
from ringback.verdict import Run
from ringback.visible import visible

# A NUL in a path is a ValueError, links in a circle are a RuntimeError up to Python 3.12.
_REFUSALS = (OSError, ValueError, RuntimeError)
_COMMAND = 4  # spaces before what is to be copied as it is
LIVE = "jsonl"
"""The report that can be written while a run goes on."""
_SUMMARY = "GITHUB_STEP_SUMMARY"  # the file whose Markdown GitHub shows for a job


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSpec:
    """One report that is wanted; `path` is None for standard output."""

    format: str
    path: str | None = None


def parse_spec(text: str) -> ReportSpec:
    """The report that `FORMAT`, `FORMAT=PATH` or `FORMAT=-` asks for; raises UsageError."""
    name, equals, path = text.partition("=")
    known = _sentence(tuple(REPORTS))
    said = f"--report {visible(text)}"
    if name not in REPORTS:
        raise UsageError(problems=(f"{said}: no such format; known are {known}",))
    if equals and not path:
        problem = f"{said}: the path is missing; write {name}=PATH, or {name} for standard output"
        raise UsageError(problems=(problem,))
    return ReportSpec(format=name, path=path if path not in {"", "-"} else None)


def problems_of(specs: Sequence[ReportSpec]) -> tuple[str, ...]:
    """What is wrong with where the reports are to go, told before a run: one sentence each."""
    paths = [spec.path for spec in specs if spec.path is not None]
    twice = [
        f"--report: {visible(path)} is asked for {count} times; give each report its own file"
        for path, count in Counter(paths).items()
        if count > 1
    ]
    return (*twice, *(problem for path in dict.fromkeys(paths) if (problem := _problem(path))))


def write(
    specs: Sequence[ReportSpec],
    run: Run,
    scribe: Scribe,
    *,
    stdout: TextIO,
    colour: bool = False,
    verbose: bool = False,
) -> None:
    """Write each report whole or not at all; colour is for standard output alone.

    Raises UsageError with every report that could not be written, after the others were.
    """
    problems: list[str] = []
    for spec in specs:
        if spec.path is None:
            report = _report(spec.format, colour=colour, verbose=verbose)
            at_terminal = spec.format == "text" and stdout.isatty()
            width = shutil.get_terminal_size().columns
            if at_terminal and not verbose:
                coding = stdout.encoding or "utf-8"
                report = TerminalReport(width=width, coding=coding, colour=colour)
            told = report.render(run, scribe)
            _print(wrapped(told, width) if at_terminal and verbose else told, stdout)
            continue
        text = _report(spec.format, verbose=verbose, path=spec.path).render(run, scribe)
        try:
            _replace(spec.path, text)
        except _REFUSALS as error:
            problems.append(_problem(spec.path) or unwritable(spec.path, error))
    if any(spec.format == "github" for spec in specs):
        problems += _summarised(REPORTS["markdown"].render(run, scribe))
    if problems:
        raise UsageError(problems=tuple(problems))


def _report(
    name: str, *, colour: bool = False, verbose: bool = False, path: str | None = None
) -> Report:
    """The report of this name; what text alone knows is for text alone, and a place for a page."""
    report = IN_COLOUR[name] if colour and name in IN_COLOUR else REPORTS[name]
    if isinstance(report, HtmlReport) and path is not None:
        return HtmlReport(path=Path(path))
    return replace(report, verbose=True) if verbose and isinstance(report, TextReport) else report


def _summarised(text: str) -> list[str]:
    """Append to the job's summary, where there is one; what is wrong with it."""
    path = os.environ.get(_SUMMARY, "")
    if not path:
        return []
    try:
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except _REFUSALS as error:
        said = unwritable(path, error).removeprefix("--report: ")
        return [f"{_SUMMARY}: {said}"]
    return []


def publish(spec: ReportSpec, text: str, stdout: TextIO) -> None:
    """Write a text where a report is wanted; UsageError where it can't be written."""
    if spec.path is None:
        _print(text, stdout)
        return
    try:
        _replace(spec.path, text)
    except _REFUSALS as error:
        problem = _problem(spec.path) or unwritable(spec.path, error)
        raise UsageError(problems=(problem,)) from None


def put_in_place(path: str, text: str) -> None:
    """Put a text in the place of a file at once; UsageError where it can't be written."""
    try:
        _replace(path, text)
    except _REFUSALS as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError((f"{visible(path)}: can't be written ({said.lower()})",)) from None


def _sentence(names: tuple[str, ...]) -> str:
    """`a, b and c`."""
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _problem(path: str) -> str | None:
    """Why a report can't be written there, as far as that can be seen without writing."""
    if "\0" in path:
        return f"--report: {visible(path)} can't be written: no path holds a NUL; name another file"
    try:
        given = Path(path)
        if given.is_dir():
            return f"--report: {visible(path)} is a directory; name a file in it"
        place = given if _is_device(given) else given.resolve().parent
        if not place.exists():
            return f"--report: {visible(path)} can't be written: its directory is missing; make it"
    except _REFUSALS as error:
        return unwritable(path, error)
    if not os.access(place, os.W_OK):
        return f"--report: {visible(path)} can't be written: permission denied; name another file"
    return None


def _is_device(path: Path) -> bool:
    """Whether it is there and no regular file: a pipe or a device is written to, not replaced."""
    return path.exists() and not path.is_file()


def unwritable(path: str, error: Exception) -> str:
    """What the system said, as a sentence."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"--report: {visible(path)} can't be written: {said.lower()}; name another file"


def wrapped(text: str, width: int) -> str:
    """The lines broken between words where a terminal ends; a command stays in one piece."""
    lines: list[str] = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        if len(line) <= width or len(indent) >= _COMMAND:
            lines.append(line)
            continue
        lines += textwrap.wrap(
            line,
            width,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def _print(text: str, stdout: TextIO) -> None:
    """Print the text in the letters of the stream."""
    stdout.write(shown_in(text, stdout.encoding or "utf-8"))
    stdout.flush()


def _replace(path: str, text: str) -> None:
    """Put the text in the place of the file at once: a reader sees the old one or the new one."""
    octets = text.encode("utf-8", "backslashreplace")
    if _is_device(Path(path)):
        Path(path).write_bytes(octets)
        return
    target = Path(path).resolve()
    draft = target.with_name(f".ringback-{secrets.token_hex(8)}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(octets)
        draft.replace(target)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()
