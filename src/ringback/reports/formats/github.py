"""The report as GitHub shows it at the lines of a pull request: one workflow command a finding."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.reports.interface import details, findings_of, standing, verdict_line, whys
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import Inconclusive, Run

# What a command's message can't hold, and what its properties can't hold besides.
_OF_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_OF_PROPERTIES = {**_OF_DATA, ":": "%3A", ",": "%2C"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GithubReport:
    """An annotation a finding, one a reason where nothing was judged, and a notice of the verdict.

    The job's summary is the Markdown report: who writes reports appends it.
    """

    def render(self, run: Run, scribe: Scribe) -> str:
        """The commands, a line each."""
        lines = [_finding(found, run, scribe) for found in findings_of(run, scribe)]
        lines += _reasons(run, scribe)
        told = f"ringback {scribe.place(run.command)}"
        lines.append(command("notice", verdict_line(run, scribe), {"title": told}))
        return "\n".join(lines) + "\n"


def command(name: str, message: str, properties: dict[str, str]) -> str:
    """A workflow command in which nothing of its values has a meaning."""
    given = ",".join(f"{key}={_replaced(text, _OF_PROPERTIES)}" for key, text in properties.items())
    return f"::{name}{f' {given}' if given else ''}::{_replaced(message, _OF_DATA)}"


def _replaced(text: str, meant: dict[str, str]) -> str:
    """The text with each of these characters as its escape."""
    return "".join(meant.get(char, char) for char in text)


def _finding(found: ShownFinding, run: Run, scribe: Scribe) -> str:
    """An error or a warning at its line, as far as that is one of a file.

    What the baseline holds is a notice: an error beside a green run would be taken for a red one.
    """
    file, line = standing(found, run, scribe)
    properties = {}
    if file is not None and "://" not in file:
        properties["file"] = file
        if line is not None and line > 0:
            properties["line"] = str(line)
    properties["title"] = f"{found.rule} {found.operation}" if found.operation else found.rule
    text = "\n".join(filter(None, (found.message, *details(found), found.reproduce)))
    return command("notice" if found.accepted else found.severity, text, properties)


def _reasons(run: Run, scribe: Scribe) -> Iterator[str]:
    """Why there is no judgement: an error, so that nobody takes the run for a green one."""
    if isinstance(run.verdict, Inconclusive):
        for why in whys(run, scribe) or ["nothing could be judged"]:
            yield command("error", why, {"title": "inconclusive"})
