"""Findings by their causes, the worst first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ringback.finding import Severity, place_of
from ringback.reports.scribe import ShownFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Findings of one rule at one place, however many operations show them; never empty."""

    findings: tuple[ShownFinding, ...]

    @property
    def first(self) -> ShownFinding:
        """The one that stands for all of them."""
        return self.findings[0]

    @property
    def accepted(self) -> bool:
        """Whether the baseline holds them."""
        return self.first.accepted is not None

    @property
    def weight(self) -> str:
        """What they are, in one word: error, warning or accepted."""
        return "accepted" if self.accepted else self.first.severity

    @property
    def count(self) -> int:
        """How many exchanges, recordings or places show them."""
        return sum(each.count for each in self.findings)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that show them."""
        names = (name for each in self.findings for name in (each.operation, *each.operations))
        return tuple(dict.fromkeys(name for name in names if name))


def by_operation(causes: Sequence[Cause]) -> Mapping[str, list[int]]:
    """The numbers of the causes that each operation shows."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, cause in enumerate(causes):
        for name in cause.operations:
            found[name].append(number)
    return found


def causes_of(findings: Iterable[ShownFinding]) -> list[Cause]:
    """The causes: errors, warnings, then what is accepted; of each kind what shows most."""
    groups: dict[tuple[object, ...], list[ShownFinding]] = {}
    for each in findings:
        place = place_of(each.schema, each.instance)
        alone = each.fingerprint if not place else ""
        key = (each.accepted is not None, each.severity, each.rule, place, alone)
        groups.setdefault(key, []).append(each)
    found = [Cause(findings=tuple(_most_shown(group))) for group in groups.values()]
    return sorted(found, key=_order)


def _most_shown(group: Sequence[ShownFinding]) -> list[ShownFinding]:
    """What has a payload to show first, then what was seen most often."""
    return sorted(group, key=lambda each: (each.payload is None, -each.count))


def _order(cause: Cause) -> tuple[object, ...]:
    error = cause.first.severity == Severity.ERROR.value
    return cause.accepted, not error, -len(cause.operations), -cause.count, cause.first.rule
