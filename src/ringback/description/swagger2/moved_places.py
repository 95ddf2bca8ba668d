"""Where a value that a conversion moved stands in the description as it is written."""

from collections.abc import Mapping


def written_place(place: str, moves: Mapping[str, str]) -> str:
    """The pointer into the description as written: that of the nearest place that moved."""
    here, below = place, ""
    while here and moves:
        if here in moves:
            return moves[here] + below
        here, _, step = here.rpartition("/")
        below = f"/{step}{below}"
    return place
