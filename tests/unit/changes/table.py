"""All pairs of the trials."""

from tests.unit.changes import (
    pairs_arrays,
    pairs_intent,
    pairs_objects,
    pairs_scalars,
    pairs_unions,
)
from tests.unit.changes.pair import Pair, spread
from tests.unit.changes.pairs_directed import DIRECTED

_ROOMS = (pairs_scalars, pairs_objects, pairs_arrays, pairs_unions, pairs_intent)

PAIRS: list[Pair] = [
    *(pair for room in _ROOMS for pair in spread([*room.NARROWER, *room.SAME])),
    *DIRECTED,
]


def key(pair: Pair) -> str:
    """The name of a pair as the id of its test."""
    return pair.name.replace(" ", "-").replace(",", "")
