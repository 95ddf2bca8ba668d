"""What changes between two descriptions, and whom it hurts."""

from collections.abc import Sequence

from ringback.change import Change, Kind
from ringback.description import Description


def compare(
    base: Description, head: Description, operations: Sequence[str] = ()
) -> tuple[Change, ...]:
    """Every change from the older description to the newer one, each cause once.

    `operations` are the ids, in either description, of those that are compared; all without any.
    """
    del base, head, operations
    return ()


__all__ = ["Change", "Kind", "compare"]
