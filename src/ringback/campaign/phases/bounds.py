"""How much of what could be played a run plays by default."""

from collections.abc import Sequence

from ringback.campaign.scheduler.stage import Stage
from ringback.operation import Operation
from ringback.sampling.sampler import Sample

TO_REFUSE = "bodies that are to be refused"  # what `bounded` calls them
REFUSED = 208  # bodies to be refused: they leave a dozen at a time
PAGE = 20  # entries; a longer list may be told a page at a time
_ALL = 720  # of all operations together, where there are so few that each may have more
_MOST = 72  # bodies by design of one operation; what is beyond is told as left out


def bounded(
    stage: Stage,
    operation: Operation,
    samples: Sequence[Sample],
    most: int | None = None,
    *,
    what: str = "bodies by design",
) -> Sequence[Sample]:
    """As many as a run plays by default, or at most, from the first to the last."""
    most = most or max(_MOST, _ALL // max(1, len(stage.contract.operations)))
    if len(samples) <= most:
        return samples
    left = len(samples) - most
    stage.leave_out(operation, f"{left} of {len(samples)} {what}, for the bound of {most}")
    return [samples[index * (len(samples) - 1) // max(1, most - 1)] for index in range(most)]
