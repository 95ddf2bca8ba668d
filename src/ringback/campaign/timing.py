"""How long answers take, an operation at a time."""

import math
from collections.abc import Iterator

from ringback.finding import Finding

RULE = "protocol/slow"
_SHARE = 0.95


class Timing:
    """Keeps the seconds of every answer; says which operations are slower than allowed."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = {}

    def note(self, operation: str, seconds: float) -> None:
        """One answer of an operation took this long."""
        self._seconds.setdefault(operation, []).append(seconds)

    def percentile(self, operation: str) -> float:
        """The 95th percentile in seconds: the smallest that 95 of 100 answers do not exceed."""
        ordered = sorted(self._seconds.get(operation, [0.0]))
        return ordered[max(0, math.ceil(_SHARE * len(ordered)) - 1)]

    def findings(self, longest: float) -> Iterator[Finding]:
        """A finding for each operation whose 95th percentile is above `longest` seconds."""
        for operation, seconds in self._seconds.items():
            slow = self.percentile(operation)
            if slow > longest:
                yield Finding(
                    rule=RULE,
                    message=f"95 of 100 answers should come within {longest:g} s; it takes "
                    f"{slow:.2f} s ({len(seconds)} answers)",
                    operation=operation,
                )
