"""What a report is, and what all reports tell alike."""

import math
from collections.abc import Iterator, Sequence
from typing import Protocol, assert_never

from ringback.change import Change
from ringback.finding import Acceptance, Counterpart, Severity
from ringback.reports.evidence.focus import focused
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import Broken, Covered, Inconclusive, Kept, Run, name_of

_STILL = frozenset({"diff", "lint"})  # commands that send nothing and read no recordings
_PLACES = 12  # of a mistake that a description repeats
_FEW = 4  # points of coverage that are named
_LONG = 200  # characters of a witness that one line shows


class Report(Protocol):
    """A run made readable; the text ends with a line break and holds no secret."""

    def render(self, run: Run, scribe: Scribe) -> str:
        """The whole report."""
        ...


def findings_of(run: Run, scribe: Scribe) -> list[ShownFinding]:
    """The run's findings in an order that does not hang on when they were found."""
    return sorted((scribe.shown(finding) for finding in run.verdict.findings), key=_order)


def _order(shown: ShownFinding) -> tuple[object, ...]:
    """Errors first, then by rule and place; what is accepted last. The rest makes it whole."""
    names = (shown.rule, shown.operation, shown.instance, shown.schema, shown.file)
    return (
        shown.accepted is not None,
        shown.severity != Severity.ERROR.value,
        *(name or "" for name in names),
        shown.line or 0,
        shown.message,
        shown.fingerprint,
        shown.reproduce or "",
        shown.count,
    )


def whys(run: Run, scribe: Scribe) -> list[str]:
    """Why there is no judgement, one sentence each; empty unless the verdict is inconclusive."""
    match run.verdict:
        case Inconclusive():
            return [scribe.text(why) for why in run.verdict.why]
        case Kept() | Broken():
            return []
        case _:
            assert_never(run.verdict)


def not_judged(run: Run, scribe: Scribe) -> Iterator[tuple[str, str]]:
    """What could not be judged, with the count where it is more than one, and why."""
    for each in run.not_judged:
        times = f" \u00d7{each.count:,}" if each.count > 1 else ""
        yield scribe.text(each.what) + times, scribe.text(each.why)


def seconds_of(run: Run) -> float:
    """How long the run took, in seconds to the millisecond; 0 where that is no number."""
    return round(max(run.seconds, 0.0), 3) if math.isfinite(run.seconds) else 0.0


def several(count: int, one: str, many: str = "") -> str:
    """A count with its name: `1 error`, `2 errors`; `many` where that is more than an s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def weights(run: Run) -> list[str]:
    """How many findings of each severity there are, such as `2 errors`; none where none are."""
    found = [each.severity for each in run.verdict.findings if each.accepted is None]
    counted = [(found.count(severity), severity.value) for severity in Severity]
    told = [several(count, name) for count, name in counted if count]
    held = len(run.verdict.findings) - len(found)
    return [*told, accepted_told(held)] if held else told


def accepted_told(count: int) -> str:
    """How many findings the baseline holds."""
    return f"{count} accepted by the baseline"


def others(run: Run, scribe: Scribe) -> list[Change]:
    """The changes that hurt nobody, in words that may be shown."""
    changes = run.comparison.changes if run.comparison else ()
    return [scribe.change(change) for change in changes if change.finding is None]


def line_of(place: Counterpart | ShownFinding) -> str:
    """`file:line`, or as much of it as is known."""
    return place.file or "" if place.line is None else f"{place.file}:{place.line}"


def standing(found: ShownFinding, run: Run, scribe: Scribe) -> tuple[str | None, int | None]:
    """The file and the line that a finding is shown at, as seen from the repository's top folder.

    What an operation does at large is shown where the operation is described.
    """
    if found.file is not None:
        return scribe.from_top(found.file), found.line
    for each in run.asked:
        if each.file is not None and scribe.place(each.operation) == found.operation:
            return scribe.from_top(scribe.place(each.file)), each.line
    return None, None


def details(found: ShownFinding) -> Iterator[str]:
    """What some findings tell besides, one line each: a witness, other places, operations."""
    if found.witness is not None:
        yield f"witness: {focused(found.witness, found.instance, _LONG)}"
    if found.counterpart is not None:
        schema = f"(schema {found.counterpart.schema or '/'})"
        yield f"against: {line_of(found.counterpart)}  {schema}"
    if found.accepted is not None:
        yield f"accepted{acceptance_told(found.accepted)}"
    if found.lapsed is not None:
        yield f"counts again, as it was accepted{acceptance_told(found.lapsed)}"
    if found.operations:
        yield f"operations: {listed(found.operations)}"
    if found.share is None:  # of recordings the share tells them
        yield from (f"at {place}" for place in found.places[:_PLACES])
        if len(found.places) > _PLACES:
            yield f"and at {len(found.places) - _PLACES} more places, all in the JSON report"


def shares(found: ShownFinding) -> Iterator[str]:
    """Of many recordings: how large a part shows it, and where first; the entry of a single one."""
    if found.share is None:
        return
    if found.count == 1:
        yield from (f"at {place}" for place in found.places if place not in _told(found))
        return
    percent = 100 * found.share
    share = "all" if percent >= 100 else f"{percent:.3g} %" if percent >= 0.01 else "under 0.01 %"
    first = ", ".join(found.places)
    yield f"in {found.count} of them, {share}{f'; first: {first}' if first else ''}"


def _told(found: ShownFinding) -> set[str]:
    """The place as the heading tells it."""
    return {f"{found.file}", f"{found.file}:{found.line}"}


def acceptance_told(said: Acceptance) -> str:
    """By whom, until when, and why."""
    by = f" by {said.owner}" if said.owner else ""
    until = f" until {said.expires}" if said.expires else ""
    return f"{by}{until}: {said.reason}"


def listed(names: Sequence[str], most: int = 8) -> str:
    """The first of many names, and how many more there are."""
    more = [f"and {len(names) - most} more"] if len(names) > most else []
    return ", ".join([*names[:most], *more])


def shortened(text: str, most: int) -> str:
    """A text that is no longer than that, but for the note of how long the whole one is."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"


def patch_told(run: Run, scribe: Scribe) -> list[str]:
    """What of a change was exercised, and what was not; nothing where none was asked about."""
    patch = run.patch_coverage
    if patch is None:
        return []
    against = scribe.place(patch.against)
    if not patch.touched:
        return [f"patch coverage: the change since {against} touches nothing that is exercised"]
    points, touched = patch.points, several(len(patch.touched), "operation")
    share = f"{points.covered}/{points.total} ({_percent(points)} %)"
    told = [f"patch coverage: {share} of the points of {touched} touched since {against}"]
    for what, names in (("not exercised", patch.missing), ("missing", points.names)):
        if names:
            told.append(f"{what} of the change: {listed([scribe.text(e) for e in names], _FEW)}")
    return told


def _percent(side: Covered) -> int:
    """The share, rounded down: 100 % is said of all alone."""
    return 100 * side.covered // side.total if side.total else 0


def verdict_line(run: Run, scribe: Scribe) -> str:
    """The verdict in one line: the only one that tells the time."""
    return f"{verdict_told(run, scribe)} in {seconds_of(run):.1f} s"


def verdict_told(run: Run, scribe: Scribe) -> str:
    """The verdict with why and with what was done, the same for every run that finds the same."""
    counts = {
        "exchange": run.counts.exchanges,
        "recording": run.counts.recordings,
        "operation": run.counts.operations,
    }
    still = run.command in _STILL
    done = [several(count, name) for name, count in counts.items() if count or not still]
    reasons = whys(run, scribe)
    told = [*reasons, ", ".join(weights(run)), ", ".join(done)]
    if isinstance(run.verdict, Inconclusive) and not reasons:
        told.insert(0, "nothing could be judged")
    text = "; ".join(part for part in told if part)
    return f"{name_of(run.verdict)}: {text}" if text else name_of(run.verdict)
