"""The report as one HTML file: for a person who asks what is wrong, and how much was seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ringback.finding import Severity
from ringback.payload_map import PayloadMap
from ringback.reports.interface import (
    accepted_told,
    findings_of,
    line_of,
    not_judged,
    others,
    patch_told,
    seconds_of,
    several,
    shortened,
    whys,
)
from ringback.reports.page.causes import Cause, by_operation, causes_of
from ringback.reports.page.evidence_parts import (
    CAUSES,
    SENTENCE,
    SHORT,
    EvidenceParts,
    anchor,
    short_rows,
)
from ringback.reports.page.icicle import icicle
from ringback.reports.page.map_states import WORDS, MapState, map_state
from ringback.reports.page.operation_rows import ROWS, axis, operation_rows, span
from ringback.reports.page.rendering import rendered
from ringback.reports.page.trend_chart import trend_chart
from ringback.reports.scribe import Scribe
from ringback.rules import explained
from ringback.verdict import Covered, RestoreState, Run, name_of

_NODES = 600  # of all maps
_MANY = 12  # operations: of more, their table comes before the maps
_LINES = 200  # of a list
_LEFT = {
    RestoreState.UNTOUCHED: "The run wrote nothing that is kept.",
    RestoreState.RESTORED: "What the run wrote was read again, and is as before.",
    RestoreState.NOT_RESTORED: "The target is not as the run found it.",
}

_SENTENCES = {  # of each command, for a verdict that is kept and one that is broken
    "": ("The contract is kept", "The contract is broken"),
    "diff": ("The change breaks nobody", "The change breaks who keeps to the older description"),
    "lint": ("The description is sound", "The description is wrong"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlReport:
    """One file without any other; `path` is where it will stand, for links to what is beside it."""

    path: Path | None = None

    def render(self, run: Run, scribe: Scribe) -> str:
        """The whole page; the same for a run and for what is stored of it."""
        causes = causes_of(findings_of(run, scribe))
        states = _maps(run, scribe, causes)
        shown = _with_room(states, scribe)
        rows = operation_rows(run, scribe, causes, states)
        times = [each.latency for each in run.asked if each.latency is not None]
        restored, more = run.restored, list(short_rows(causes))
        parts = EvidenceParts(run=run, scribe=scribe, page=self.path)
        context = {
            "title": shortened(f"ringback {scribe.place(run.command)}", SHORT),
            "verdict": name_of(run.verdict),
            "sentence": _sentence(run, scribe, causes),
            "whys": [shortened(each, SENTENCE) for each in whys(run, scribe)[:_LINES]],
            "facts": list(_facts(run, scribe)),
            "tiles": list(_tiles(run, causes)),
            "causes": list(parts.of(causes)),
            "more": more,
            "unshown": len(causes[CAUSES:]) - len(more),
            "rules": list(_rules(causes)),
            "maps": [(state, icicle(state)) for state in shown],
            "map_of": _numbers(shown),
            "many": len(rows) > _MANY,
            "maps_left": len(states) - len(shown),
            "titles": [shortened(each.first.message, SHORT) for each in causes],
            "words": WORDS,
            "rows": rows[:ROWS],
            "rows_left": max(0, len(rows) - ROWS),
            "axis": [span(each) for each in axis(times)] if times else [],
            "changes": list(_changes(run, scribe)),
            "patch": [shortened(each, SENTENCE) for each in patch_told(run, scribe)],
            "exercised": [shortened(scribe.text(each), SENTENCE) for each in run.exercised][
                :_LINES
            ],
            "skipped": list(_skipped(run, scribe)),
            "restored": _LEFT[restored.state] if run.target is not None else "",
            "left": restored.state is RestoreState.NOT_RESTORED,
            "notes": [
                shortened(scribe.text(each), SENTENCE)
                for each in (*restored.notes, *restored.things)
            ][:_LINES],
            "trend": trend_chart(run.trend),
            "new": set(run.trend[-1].new) if run.trend else set(),
        }
        return rendered("report.html", context)


def _sentence(run: Run, scribe: Scribe, causes: Sequence[Cause]) -> str:
    """The verdict in one sentence, as somebody would say it."""
    target = "" if run.target is None else shortened(scribe.place(run.target), SHORT)
    counts = {
        each: sum(len(cause.findings) for cause in causes if cause.weight == each.value)
        for each in Severity
    }
    errors, warnings = (several(counts[each], each.value) for each in Severity)
    broken = sum(each.weight == Severity.ERROR.value for each in causes)
    ways = f" from {several(broken, 'cause')}" if broken != counts[Severity.ERROR] else ""
    also = f"; {warnings}" if counts[Severity.WARNING] else ""
    kept, wrong = _SENTENCES.get(run.command, _SENTENCES[""])
    match name_of(run.verdict):
        case "broken":
            where = f" on {target}" if target else ""
            return f"{wrong}{where}: {errors}{ways}{also}."
        case "kept":
            return f"{kept}{f' by {target}' if target else ''}{also}."
        case _:
            return "No verdict: the run could not judge."


def _facts(run: Run, scribe: Scribe) -> Iterator[tuple[str, str]]:
    """What was exercised, and against what."""
    for name, value in (("target", run.target), ("reading", run.reading), ("seed", run.seed)):
        if value is not None:
            yield name, shortened(scribe.place(str(value)), SHORT)
    counts = run.counts
    for name, count in (
        ("operations", counts.operations),
        ("exchanges", counts.exchanges),
        ("recordings", counts.recordings),
    ):
        if count:
            yield name, f"{count:,}"
    yield "time", f"{seconds_of(run):.1f} s"


def _tiles(run: Run, causes: Sequence[Cause]) -> Iterator[dict[str, Any]]:
    """The figures that are read first."""
    for severity in Severity:
        found = [each for each in causes if each.weight == severity.value]
        count = sum(len(each.findings) for each in found)
        yield {
            "name": severity.value if count == 1 else f"{severity.value}s",
            "value": f"{count:,}",
            "note": several(len(found), "cause") if count else "",
            "kind": severity.value if count else "none",
            "share": None,
        }
    held = sum(len(each.findings) for each in causes if each.accepted)
    if held:
        note = accepted_told(held)
        yield {
            "name": "accepted",
            "value": f"{held:,}",
            "note": note,
            "kind": "none",
            "share": None,
        }
    for name, side in (("answers", run.response_coverage), ("requests", run.request_coverage)):
        if side.total:
            yield _covered(name, side)


def _covered(name: str, side: Covered) -> dict[str, Any]:
    share = 100 * side.covered // side.total  # 100 % is said of all alone
    return {
        "name": f"of the {name} seen",
        "value": f"{share} %",
        "note": f"{side.covered:,} of {side.total:,} choices of the contract",
        "kind": "share",
        "share": share,
    }


def _maps(run: Run, scribe: Scribe, causes: Sequence[Cause]) -> list[MapState]:
    """Every map, what is broken first."""
    numbers = by_operation(causes)
    named = (_named(each, scribe) for each in run.maps if each.nodes)
    states = (map_state(each, causes, numbers.get(each.operation, ())) for each in named)
    return sorted(states, key=_worst)


def _named(found: PayloadMap, scribe: Scribe) -> PayloadMap:
    operation, title = scribe.place(found.operation), scribe.place(found.title)
    return replace(found, operation=operation, title=title)


def _worst(state: MapState) -> tuple[object, ...]:
    return -state.count("broken"), -len(state.nodes), state.map.side != "response"


def _with_room(states: Sequence[MapState], scribe: Scribe) -> list[MapState]:
    """As many maps as a page has room for, in words that may be shown; the first in any case."""
    shown: list[MapState] = []
    room = _NODES
    for each in states:
        room -= len(each.nodes)
        if room >= 0 or not shown:
            shown.append(each)
    for node in (one for each in shown for one in each.nodes):
        node.node = scribe.node(node.node)
    return shown


def _numbers(shown: Sequence[MapState]) -> dict[str, int]:
    """The number of the first map of each operation, from 1."""
    found: dict[str, int] = {}
    for number, each in enumerate(shown, 1):
        found.setdefault(each.map.operation, number)
    return found


def _rules(causes: Sequence[Cause]) -> Iterator[dict[str, Any]]:
    """What the rules mean that were broken."""
    for rule in sorted({each.first.rule for each in causes}):
        told = explained(rule)
        if told is not None:
            yield {"rule": rule, "anchor": anchor(rule), "means": told.means, "lines": told.lines}


def _changes(run: Run, scribe: Scribe) -> Iterator[dict[str, Any]]:
    """The changes that hurt nobody."""
    for each in others(run, scribe)[:_LINES]:
        yield {
            "kind": each.kind.value,
            "message": shortened(each.message, SENTENCE),
            "rule": shortened(each.rule, SHORT),
            "operations": shortened(", ".join(each.operations[:4]), SENTENCE),
            "place": shortened(line_of(each.place) if each.place else "", SENTENCE),
        }


def _skipped(run: Run, scribe: Scribe) -> Iterator[tuple[str, str]]:
    """What was not judged, and why."""
    pairs = [(scribe.place(each.rule), scribe.text(each.why)) for each in run.skipped]
    pairs += not_judged(run, scribe)
    for what, why in [*dict.fromkeys(pairs)][:_LINES]:
        yield shortened(what, SENTENCE), shortened(why, SENTENCE)
