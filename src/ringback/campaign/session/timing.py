"""How long answers take, an operation at a time."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from ringback.finding import Finding
from ringback.verdict import Latency

RULE = "protocol/slow"
_HALF, _SHARE, _MOST = 0.5, 0.95, 0.99


class Timing:
    """Counts the answers by their seconds; says which operations are slower than allowed.

    Seconds are kept to three digits, so that a long run takes no more memory than a short one:
    what is told is within half a percent, and right where the allowed is told in three digits.
    """

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[float]] = defaultdict(Counter)

    @property
    def counts(self) -> dict[str, dict[float, int]]:
        """By operation how many answers took so many seconds."""
        return {name: dict(counts) for name, counts in self._counts.items()}

    def note(self, operation: str, seconds: float, count: int = 1) -> None:
        """So many answers of an operation took this long."""
        self._counts[operation][float(f"{seconds:.3g}")] += count

    def total(self, operation: str) -> float:
        """The seconds of all answers of an operation together."""
        return sum(each * count for each, count in self._counts.get(operation, {}).items())

    def latency(self, operation: str) -> Latency | None:
        """The percentiles of an operation; None where nothing was answered."""
        counts = self._counts.get(operation)
        if not counts:
            return None
        half, most, nearly_all = (self.percentile(operation, s) for s in (_HALF, _SHARE, _MOST))
        return Latency(answers=counts.total(), p50=half, p95=most, p99=nearly_all)

    def percentile(self, operation: str, share: float = _SHARE) -> float:
        """A percentile in seconds: the smallest that this share of the answers does not exceed."""
        counts = self._counts.get(operation, Counter())
        rank = math.ceil(share * counts.total())
        for seconds in sorted(counts):
            rank -= counts[seconds]
            if rank <= 0:
                return seconds
        return 0.0

    def findings(self, longest: Callable[[str], float | None]) -> Iterator[Finding]:
        """A finding for each operation whose 95th percentile is above its `longest` seconds."""
        for operation, counts in self._counts.items():
            bound, slow = longest(operation), self.percentile(operation)
            if bound is not None and slow > bound:
                yield Finding(
                    rule=RULE,
                    message=f"95 of 100 answers should come within {bound:g} s; it takes "
                    f"{slow:.2f} s ({counts.total()} answers)",
                    operation=operation,
                )
