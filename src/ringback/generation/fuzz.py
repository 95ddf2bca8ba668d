"""Cases that nobody thought of, by libraries that are imported once there is one to be made."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringback.generation.case import Case
from ringback.operation import Operation


class Fuzzer:
    """Schemathesis over one description, seeded."""

    def __init__(self, document: Mapping[str, Any], number: int) -> None:
        # Schemathesis and Hypothesis take longer than all of ringback, and short runs ask neither.
        from ringback.generation.drawing import Drawing  # noqa: PLC0415 -- see above

        self._drawing = Drawing(document, number)

    def coverage(self, operation: Operation, *, positive: bool) -> Iterator[Case]:
        """The deterministic cases of Schemathesis' coverage phase."""
        return self._drawing.coverage(operation, positive=positive)

    def random(self, operation: Operation, count: int, *, positive: bool) -> Iterator[Case]:
        """At most `count` random cases, of bodies that are admitted or of others.

        Fewer where the description admits no more; what the making fails at is raised behind them.
        """
        return self._drawing.random(operation, count, positive=positive)
