"""How much of an operation is played by default, and what is told of the rest."""

import pytest

from ringback.campaign.phases.bounds import REFUSED, TO_REFUSE, bounded
from ringback.contract import Contract
from ringback.sampling.sampler import Sample
from tests.unit.campaign.toys import Playground, Toys, Wire

DESIGNED = "bodies by design, for the bound of 72"
BROKEN = "bodies that are to be refused, for the bound of 208"


@pytest.mark.parametrize(
    ("designed", "broken", "told"),
    [
        (72, 208, []),
        (80, 208, ["8 of 80 bodies by design, for the bound of 72"]),
        (72, 209, ["1 of 209 bodies that are to be refused, for the bound of 208"]),
        (75, 248, [f"3 of 75 {DESIGNED}; 40 of 248 {BROKEN}"]),
    ],
)
def test_everything_that_is_left_out_is_told(
    toys: Contract, designed: int, broken: int, told: list[str]
) -> None:
    """Bodies are played up to a bound, spread over all of them; each bound that cut is named."""
    ground = Playground(toys, Wire(Toys()))
    operation = toys.operation("make_pet")
    for _ in range(2):
        samples = [Sample(value=each, label="") for each in range(designed)]
        played = bounded(ground.stage, operation, samples)
        assert (played[0], len(played)) == (samples[0], min(72, designed))
        samples = [Sample(value=each, label="") for each in range(broken)]
        refused = bounded(ground.stage, operation, samples, REFUSED, what=TO_REFUSE)
        assert len(refused) == min(REFUSED, broken)
    ground.note()
    skipped = ground.outcome.skipped
    assert [each.why for each in skipped if each.rule == "the rest of make_pet"] == told
