"""The report for a person at a terminal: one screen, the verdict last; `-v` tells everything."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.reports.interface import (
    accepted_told,
    details,
    findings_of,
    line_of,
    listed,
    patch_told,
    several,
    shortened,
    verdict_line,
    whys,
)
from ringback.reports.page.causes import Cause, causes_of
from ringback.reports.scribe import Scribe
from ringback.verdict import Covered, RestoreState, Run, name_of

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

LINES = 40
_PADDING = re.compile(r" +((?:\x1b\[0m)?)$")  # behind a line's last word
_SENTENCE = 400  # characters
_BAR = 20  # cells of a bar
_FEW = 4  # notes, steps, operations
_STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "accepted": "dim",
    "kept": "bold white on green",
    "broken": "bold white on red",
    "inconclusive": "bold black on yellow",
}
_SIGNS = {"error": ("✕", "x"), "warning": ("!", "!"), "accepted": ("–", "-")}


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalReport:
    """As much of a run as fits on a screen of `width` columns, in the letters of its `coding`."""

    width: int = 100
    coding: str = "utf-8"
    colour: bool = False

    def render(self, run: Run, scribe: Scribe) -> str:
        """Header, the worst causes, what was seen, how the target was left, the verdict."""
        causes = causes_of(findings_of(run, scribe))
        head = self._lines([_header(run, scribe)])
        foot = self._lines(self._foot(run, scribe))
        room = LINES - 1 - len(head) - len(foot) - 3
        told: list[str] = []
        for number, cause in enumerate(causes):
            block = self._lines(self._cause(cause))
            rest = len(causes) - number
            if len(told) + len(block) + (1 if rest > 1 else 0) > room:
                more = several(rest, "more cause") if number else several(rest, "cause")
                told += self._lines([_plain(f"  and {more}; -v tells all of them", "dim")])
                break
            told += block
        blocks = [head, told, foot]
        return "\n".join("\n".join([*each, ""]) for each in blocks if each)

    def _lines(self, texts: Iterable["RenderableType"]) -> list[str]:
        """Texts as lines of the terminal, wrapped between words."""
        from rich.console import Console  # noqa: PLC0415 -- only who is shown a screen waits for it

        console = Console(
            file=io.StringIO(),
            width=max(self.width, 20),
            force_terminal=True,
            color_system="standard" if self.colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )
        with console.capture() as shown:
            for text in texts:
                console.print(text)
        return [_PADDING.sub(r"\1", line) for line in shown.get().split("\n")[:-1]]

    def _fits(self, text: str, other: str) -> str:
        """The text where the terminal has its letters, else the other one."""
        try:
            text.encode(self.coding)
        except (UnicodeEncodeError, LookupError):
            return other
        return text

    def _cause(self, cause: Cause) -> Iterator["RenderableType"]:
        """What is wrong, where it shows, and what proves it."""
        from rich.table import Table  # noqa: PLC0415 -- as above

        first, style = cause.first, _STYLES[cause.weight]
        dot, times = self._fits(" · ", "  "), self._fits("×", "x")
        count = [f"{times}{cause.count}"] if cause.count > 1 else []
        parts = [cause.weight, first.rule, listed(cause.operations, _FEW), line_of(first), *count]
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(
            _plain(self._fits(*_SIGNS[cause.weight]), style),
            _plain(shortened(first.message, _SENTENCE), "bold"),
        )
        grid.add_row("", _plain(dot.join(filter(None, parts)), "dim"))
        for each in details(first):
            if each.startswith("witness: "):
                grid.add_row("", _plain(shortened(each, _SENTENCE)))
        yield grid

    def _foot(self, run: Run, scribe: Scribe) -> Iterator["Text"]:
        """What was seen, what was not judged, how the target was left, and the verdict."""
        for name, side in (("answers", run.response_coverage), ("requests", run.request_coverage)):
            if side.total:
                yield self._bar(name, side)
        for each in run.trend[-_FEW:]:
            counts = f"{len(each.new)} new, {each.known} known, {len(each.fixed)} fixed"
            yield _plain(f"{each.run}: {each.verdict}, {counts}", "dim")
        for line in patch_told(run, scribe)[:1]:
            yield _plain(shortened(line, _SENTENCE))
        left = len({(each.rule, each.why) for each in run.skipped}) + len(run.not_judged)
        if left:
            yield _plain(f"{several(left, 'thing')} not judged; -v names them", "dim")
        if run.restored.state is RestoreState.NOT_RESTORED:
            yield _plain("the target is not as the run found it:", "bold red")
            for note in run.restored.notes[:_FEW]:
                yield _plain(f"  {shortened(scribe.text(note), _SENTENCE // 2)}")
        elif run.restored.state is RestoreState.RESTORED:
            yield _plain("the target is as it was before the run", "dim")
        yield self._verdict(run, scribe)
        if run.verdict.findings:
            yield _plain("-v shows how to see each again, --report html=FILE all there is", "dim")

    def _bar(self, name: str, side: Covered) -> "Text":
        """How much of one side was seen."""
        from rich.text import Text  # noqa: PLC0415 -- as above

        full, empty = self._fits("█", "#"), self._fits("░", ".")
        share = side.covered / side.total
        cells = int(_BAR * share)
        text = Text(f"{name:<9}")
        text.append(full * cells, "green")
        text.append(empty * (_BAR - cells), "dim")
        text.append(f" {int(100 * share):>3} %  {side.covered} of {side.total} choices seen")
        return text

    def _verdict(self, run: Run, scribe: Scribe) -> "Text":
        """The verdict with what was done, its word first."""
        from rich.text import Text  # noqa: PLC0415 -- as above

        word = name_of(run.verdict)
        reasons = [shortened(each, _SENTENCE) for each in whys(run, scribe)]
        told = verdict_line(run, scribe).removeprefix(word).removeprefix(": ")
        if len(reasons) > _FEW:
            more = f"and {len(reasons) - _FEW} more reasons; -v tells them"
            told = "; ".join([*reasons[:_FEW], more])
        held = sum(each.accepted is not None for each in run.verdict.findings)
        text = Text()
        text.append(f" {word.upper()} ", _STYLES[word])
        text.append(f" {shortened(told, 3 * _SENTENCE)}")
        if held and accepted_told(held) not in told:
            text.append(f"; {accepted_told(held)}")
        return text


def _header(run: Run, scribe: Scribe) -> "Text":
    """The command and what it was given."""
    from rich.text import Text  # noqa: PLC0415 -- as above

    given = {"target": run.target, "reading": run.reading, "seed": run.seed}
    told = [f"{name} {value}" for name, value in given.items() if value is not None]
    text = Text()
    text.append(f"ringback {scribe.place(run.command)}", "bold")
    text.append(f"  {scribe.place(', '.join(told))}", "dim")
    return text


def _plain(text: str, style: str = "") -> "Text":
    from rich.text import Text  # noqa: PLC0415 -- as above

    return Text(text, style)


def shown_in(text: str, coding: str) -> str:
    """The text in the letters of a coding: what it lacks as what comes near, or as an escape."""
    for letter, near in NEAR:
        try:
            letter.encode(coding)
        except UnicodeEncodeError:
            text = text.replace(letter, near)
    return text.encode(coding, "backslashreplace").decode(coding)


NEAR = (
    ("×", "x"),
    ("…", "..."),
    ("–", "-"),
    ("—", "-"),
    ("·", "-"),
    ("✕", "x"),
    ("█", "#"),
    ("░", "."),
    ("“", '"'),
    ("”", '"'),
    ("’", "'"),
    ("→", "->"),
)
"""Letters of ringback's own sentences, and what comes near them in ASCII."""
