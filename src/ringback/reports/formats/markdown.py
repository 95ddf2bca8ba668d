"""The report as a comment on a pull request: GitHub's Markdown, and never longer than it takes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ringback.change import Change
from ringback.finding import Severity
from ringback.reports.formats.markup import block, code, escaped, folded
from ringback.reports.interface import (
    details,
    findings_of,
    line_of,
    listed,
    not_judged,
    others,
    patch_told,
    shortened,
    verdict_told,
)
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import RestoreState, Run
from ringback.visible import visible_json

LIMIT = 65_536  # characters of a comment
_REST = 200  # of them are kept for the line that counts what is left out
_SENTENCE = 2_000
_CODE = 4_000
_NAMES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings"}
_OF_CHANGES = {Severity.ERROR: "Breaking", Severity.WARNING: "Warnings"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """What is shown whole or not at all; `told` is how many things it tells."""

    text: str
    told: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownReport:
    """The verdict, findings by their weight, and what else changed; it tells no time."""

    def render(self, run: Run, scribe: Scribe) -> str:
        """The comment, cut behind the last finding that has room, with a count of the others."""
        blocks = [*_opening(run, scribe), *_findings(run, scribe), *_closing(run, scribe)]
        kept: list[str] = []
        room = LIMIT - _REST
        for at, each in enumerate(blocks):
            room -= len(each.text) + 2
            if room < 0:
                left = sum(other.told for other in blocks[at:])
                rest = f"{left} more findings and changes are" if left else "the rest is"
                kept.append(f"({rest} left out for want of room; the JSON report has everything.)")
                break
            kept.append(each.text)
        return "\n\n".join(kept) + "\n"


def _opening(run: Run, scribe: Scribe) -> Iterator[_Block]:
    """The verdict, and what was exercised."""
    name, _, told = verdict_told(run, scribe).partition(": ")
    title = f"ringback {escaped(scribe.place(run.command))}"
    yield _Block(text=f"### {title}\n\n**{name}**{f': {_sentence(told)}' if told else ''}")
    lines = [f"- {_sentence(scribe.text(line))}" for line in run.exercised]
    if lines:
        yield _Block(text="\n".join(lines))


def _findings(run: Run, scribe: Scribe) -> Iterator[_Block]:
    """A heading for each severity, and for what is accepted; then one block a finding."""
    names = _NAMES if run.comparison is None or run.command != "diff" else _OF_CHANGES
    found = findings_of(run, scribe)
    for severity in Severity:
        named = (each for each in found if each.accepted is None)
        group = [each for each in named if each.severity == severity.value]
        if group:
            yield _Block(text=f"#### {names[severity]} ({len(group)})")
            yield from (_Block(text=_finding(each), told=1) for each in group)
    held = [each for each in found if each.accepted is not None]
    if held:
        yield _Block(text=f"#### Accepted by the baseline ({len(held)})")
        yield from (_Block(text=_finding(each), told=1) for each in held)


def _finding(found: ShownFinding) -> str:
    """Where it is, what is wrong, and what shows it."""
    schema = None if found.schema is None else f"schema {found.schema or '/'}"
    instance = None if found.instance is None else found.instance or "/"
    parts = (found.operation, instance, line_of(found) or None, schema)
    times = [f"×{found.count}"] if found.count > 1 else []
    head = " · ".join([f"**{code(found.rule)}**", *map(code, filter(None, parts)), *times])
    lines = [head, _sentence(found.message)]
    lines += [_sentence(line) for line in details(found) if not line.startswith("witness: ")]
    return "\n\n".join(("<br>".join(lines), *_evidence(found)))


def _evidence(found: ShownFinding) -> Iterator[str]:
    """The witness and the command, folded."""
    if found.witness is not None:
        whole = json.dumps(json.loads(found.witness), indent=2, ensure_ascii=False)
        lines = "\n".join(visible_json(line) for line in whole.split("\n"))
        yield folded("witness", block(shortened(lines, _CODE), "json"))
    if found.reproduce is not None and len(found.reproduce) <= _CODE:
        yield folded("reproduce", block(found.reproduce, "sh"))


def _closing(run: Run, scribe: Scribe) -> Iterator[_Block]:
    """What hurts nobody, what was not judged, and how a target was left."""
    changes = others(run, scribe)
    if changes:
        yield _Block(text=f"#### Other changes ({len(changes)})")
        yield from (_Block(text=_other(change), told=1) for change in changes)
    patch = [f"- {_sentence(line)}" for line in patch_told(run, scribe)]
    if patch:
        yield _Block(text="\n".join(patch))
    skipped = dict.fromkeys(
        (scribe.place(each.rule), scribe.text(each.why)) for each in run.skipped
    )
    lines = [f"- {code(rule)}: {_sentence(why)}" for rule, why in skipped]
    lines += [f"- {_sentence(what)}: {_sentence(why)}" for what, why in not_judged(run, scribe)]
    if lines:
        yield _Block(text=folded("not judged", "\n".join(lines)))
    if run.restored.state is RestoreState.NOT_RESTORED:
        notes = "; ".join(_sentence(scribe.text(note)) for note in run.restored.notes)
        yield _Block(text=f"**The target is not as the run found it.** {notes}".rstrip())


def _other(change: Change) -> str:
    """A change that calls for nothing, as an item of a list."""
    where: Iterable[str] = [line_of(change.place)] if change.place else []
    names = [listed(change.operations)] if change.operations else []
    places = " · ".join(map(code, (change.rule, *names, *where)))
    return f"- {change.kind.value}: {_sentence(change.message)} {places}"


def _sentence(text: str) -> str:
    """A sentence that stays one, cut where it is endless."""
    return escaped(shortened(text, _SENTENCE))
