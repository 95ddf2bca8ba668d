"""What a report is, and what all reports tell alike."""

import math
from typing import Protocol, assert_never

from ringback.finding import Severity
from ringback.reports.scribe import Scribe, Shown
from ringback.verdict import Broken, Inconclusive, Kept, Run, name_of


class Report(Protocol):
    """A run made readable; the text ends with a line break and holds no secret."""

    def render(self, run: Run, scribe: Scribe) -> str:
        """The whole report."""
        ...


def findings_of(run: Run, scribe: Scribe) -> list[Shown]:
    """The run's findings in an order that does not hang on when they were found."""
    return sorted((scribe.shown(finding) for finding in run.verdict.findings), key=_order)


def _order(shown: Shown) -> tuple[object, ...]:
    """Errors first, then by rule and place; the rest only makes the order whole."""
    names = (shown.rule, shown.operation, shown.instance, shown.schema, shown.file)
    return (
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


def seconds_of(run: Run) -> float:
    """How long the run took, in seconds to the millisecond; 0 where that is no number."""
    return round(max(run.seconds, 0.0), 3) if math.isfinite(run.seconds) else 0.0


def several(count: int, one: str, many: str = "") -> str:
    """A count with its name: `1 error`, `2 errors`; `many` where that is more than an s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def weights(run: Run) -> list[str]:
    """How many findings of each severity there are, such as `2 errors`; none where none are."""
    found = [finding.severity for finding in run.verdict.findings]
    counted = [(found.count(severity), severity.value) for severity in Severity]
    return [several(count, name) for count, name in counted if count]


def verdict_line(run: Run, scribe: Scribe) -> str:
    """The verdict in one line: the only one that tells the time."""
    counts = run.counts
    done = [
        several(counts.exchanges, "exchange"),
        several(counts.recordings, "recording"),
        several(counts.operations, "operation"),
    ]
    reasons = whys(run, scribe)
    told = [*reasons, ", ".join(weights(run)), ", ".join(done)]
    if isinstance(run.verdict, Inconclusive) and not reasons:
        told.insert(0, "nothing could be judged")
    text = "; ".join(part for part in told if part)
    return f"{name_of(run.verdict)}: {text} in {seconds_of(run):.1f} s"
