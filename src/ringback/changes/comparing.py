"""Two descriptions are compared: paired, asked by every rule, each cause told once."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from ringback.change import Change
from ringback.changes import payloads
from ringback.changes.merging import merged
from ringback.changes.pairing import Sides, pair_up
from ringback.description import Description


class Rule(Protocol):
    """One area of what may change; yields each change with the operation that shows it."""

    def __call__(self, sides: Sides, /) -> Iterator[Change]:
        """Compare the two sides."""
        ...


RULES: tuple[Rule, ...] = (payloads.changes,)


def compare(
    base: Description, head: Description, operations: Sequence[str] = ()
) -> tuple[Change, ...]:
    """Every change from the older description to the newer one, each cause once.

    `operations` are the ids, in either description, of those that are compared; all without any.
    A UsageError names the ids that neither has.
    """
    sides = pair_up(base, head, operations)
    return merged(change for rule in RULES for change in rule(sides))
