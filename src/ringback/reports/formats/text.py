"""The report for a person at a terminal or in a log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ringback.finding import Severity
from ringback.reports.interface import (
    accepted_told,
    details,
    findings_of,
    line_of,
    listed,
    not_judged,
    others,
    patch_told,
    several,
    shares,
    verdict_line,
)
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import Covered, RestoreState, Run, name_of

_PLACES = 12  # findings that are named as fixed
_FEW = 4  # points of coverage that are named
_STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "rule": "bold",
    "curl": "dim",
    "kept": "bold green",
    "broken": "bold red",
    "inconclusive": "bold yellow",
    "not-restored": "bold red",
}
_ONLOOKERS = frozenset({"proxy"})
_RESTORED = {
    RestoreState.UNTOUCHED: "untouched: the run wrote nothing that is kept",
    RestoreState.RESTORED: "restored: what the run wrote was read again, and is as before",
    RestoreState.NOT_RESTORED: "not restored: the target is not as the run found it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReport:
    """Plain text; with `colour`, what matters stands out on an ANSI terminal. Lines never wrap.

    With `verbose` it tells how long each operation took to answer.
    """

    colour: bool = False
    verbose: bool = False

    def render(self, run: Run, scribe: Scribe) -> str:
        """Header, what was exercised, findings, what was left out, and the verdict in one line."""
        blocks = [
            [_header(run, scribe)],
            _listed("exercised:", [scribe.text(line) for line in run.exercised]),
            *self._findings(findings_of(run, scribe)),
            _listed("other changes:", _others(run, scribe)),
            _listed("skipped:", _skipped(run, scribe)),
            _listed("not judged:", _not_judged(run, scribe)),
            _listed("latency:", _latencies(run, scribe) if self.verbose else ()),
            _listed("trend:", _trend(run)),
            [*self._restored(run, scribe), *_coverage(run, scribe), *_patch(run, scribe)],
            [self._in(name_of(run.verdict), verdict_line(run, scribe))],
        ]
        return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"

    def _in(self, style: str, text: str) -> str:
        """The text in the style's colour, if colours are wanted."""
        if not self.colour or style not in _STYLES:
            return text
        from rich.color import ColorSystem  # noqa: PLC0415 -- only who is shown colours
        from rich.style import Style  # noqa: PLC0415 -- the same

        return Style.parse(_STYLES[style]).render(text, color_system=ColorSystem.STANDARD)

    def _findings(self, findings: list[ShownFinding]) -> Iterator[list[str]]:
        """A heading for each severity, and for what is accepted; then one block a finding."""
        for severity in Severity:
            named = (each for each in findings if each.accepted is None)
            found = [each for each in named if each.severity == severity.value]
            if found:
                yield [self._in(severity.value, several(len(found), severity.value))]
                yield from map(self._finding, found)
        held = [each for each in findings if each.accepted is not None]
        if held:
            yield [accepted_told(len(held))]
            yield from map(self._finding, held)

    def _finding(self, found: ShownFinding) -> list[str]:
        """Where it is, what is wrong, and the command that shows it."""
        head = "  ".join((self._in("rule", found.rule), *_place(found)))
        command = [f"    {self._in('curl', found.reproduce)}"] if found.reproduce else []
        more = (f"  {line}" for line in details(found))
        return [
            head,
            f"  {found.message}",
            *(f"  {line}" for line in shares(found)),
            *more,
            *command,
        ]

    def _restored(self, run: Run, scribe: Scribe) -> Iterator[str]:
        """How the target was left; nothing where there was none."""
        state, notes = run.restored.state, run.restored.notes
        if run.command in _ONLOOKERS:
            return  # what others wrote there it does not know
        if run.target is not None or notes or state is not RestoreState.UNTOUCHED:
            yield self._in(state.value, _RESTORED[state])
            yield from (f"  note: {scribe.text(note)}" for note in notes)


def _header(run: Run, scribe: Scribe) -> str:
    """The command and what it was given."""
    given = {"target": run.target, "reading": run.reading, "seed": run.seed}
    told = [f"{name} {value}" for name, value in given.items() if value is not None]
    return scribe.place(", ".join((f"ringback {run.command}", *told)))


def _place(found: ShownFinding) -> Iterator[str]:
    """What is known of the place, and the count where it is more than one."""
    if found.operation:
        yield found.operation
    if found.instance is not None:
        yield found.instance or "/"
    if found.schema is not None:
        yield f"(schema {found.schema or '/'})"
    if found.file:
        yield line_of(found)
    if found.count > 1:
        yield f"\u00d7{found.count}"


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    """The lines under their title; nothing at all where there are none."""
    indented = [f"  {line}" for line in lines]
    return [title, *indented] if indented else []


def _others(run: Run, scribe: Scribe) -> Iterator[str]:
    """The changes that hurt nobody, where they are asked for."""
    if run.comparison is not None and run.comparison.everything:
        for change in others(run, scribe):
            where = [line_of(change.place)] if change.place else []
            parts = (change.rule, listed(change.operations), *where)
            yield f"{change.kind.value}: {change.message}  ({', '.join(filter(None, parts))})"


def _skipped(run: Run, scribe: Scribe) -> list[str]:
    """The rules that were not judged, those with the same reason in one line."""
    reasons: dict[str, set[str]] = {}
    for skipped in run.skipped:
        reasons.setdefault(scribe.text(skipped.why), set()).add(scribe.place(skipped.rule))
    return [f"{', '.join(sorted(rules))}: {why}" for why, rules in reasons.items()]


def _not_judged(run: Run, scribe: Scribe) -> Iterator[str]:
    """What could not be judged, a line for each reason."""
    reasons: dict[str, list[str]] = {}
    for what, why in not_judged(run, scribe):
        reasons.setdefault(why, []).append(what)
    for why, whats in reasons.items():
        yield f"{listed(whats, _FEW)}: {why}"


def _trend(run: Run) -> Iterator[str]:
    """What became of findings, a line a run, the oldest first; then what is fixed in the last."""
    for each in run.trend:
        counts = ((len(each.new), "new"), (each.known, "known"), (len(each.fixed), "fixed"))
        told = ", ".join(f"{count} {name}" for count, name in counts)
        yield f"{each.run}: {each.verdict}, {told}"
    if run.trend:
        yield from (f"fixed: {name}" for name in run.trend[-1].fixed[:_PLACES])


def _latencies(run: Run, scribe: Scribe) -> Iterator[str]:
    """How long the answers of each operation took, the slowest first."""
    told = [(each.latency, each.operation) for each in run.asked if each.latency is not None]
    for latency, operation in sorted(told, key=lambda each: (-each[0].p95, each[1])):
        parts = (("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99))
        shown = ", ".join(f"{name} {_span(seconds)}" for name, seconds in parts)
        yield f"{scribe.place(operation)}: {shown} of {several(latency.answers, 'answer')}"


def _span(seconds: float) -> str:
    """A time to three digits, in the unit that people say."""
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def _coverage(run: Run, scribe: Scribe) -> Iterator[str]:
    """How much of the description was seen, where there is anything to see; what was not."""
    sides = {"response": run.response_coverage, "request": run.request_coverage}
    told = [_share(name, side) for name, side in sides.items() if side.total > 0]
    if told:
        yield f"coverage: {', '.join(told)}"
    for name, side in sides.items():
        if side.names:
            yield f"  missing in the {name}: {_first(side.names, scribe)}"
        if side.aside:
            yield f"  not counted, as no request brings it about: {_first(side.aside, scribe)}"


def _patch(run: Run, scribe: Scribe) -> Iterator[str]:
    """How much of a change was seen."""
    first, *more = patch_told(run, scribe) or ("",)
    yield from [first] if first else []
    yield from (f"  {line}" for line in more)


def _first(names: Sequence[str], scribe: Scribe) -> str:
    """The first few of many names, and how many more there are."""
    return listed([scribe.text(name) for name in names], _FEW)


def _share(name: str, side: Covered) -> str:
    """One side's share, rounded down: 100 % is said of all alone."""
    return f"{name} {side.covered}/{side.total} ({100 * side.covered // side.total} %)"
