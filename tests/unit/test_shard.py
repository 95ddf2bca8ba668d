"""A part of a check: whose it is, and how parts come together."""

import pytest

from ringback.coverage.covered_points import covered_by, united
from ringback.shard import CoveragePoint, PointState, Shard

NAMES = ("resources 3/Update/change_pet", "recordings/one.json", "ö")


@pytest.mark.parametrize("of", [1, 2, 3, 7])
@pytest.mark.parametrize("name", NAMES)
def test_each_is_one_shards(of: int, name: str) -> None:
    """None is left out, none is two's, and what has one name goes round."""
    shards = [Shard(index=index, of=of) for index in range(1, of + 1)]
    owners = [[each for each in shards if each.owns(name, number)] for number in range(of)]
    assert all(len(each) == 1 for each in owners)
    assert {each[0].index for each in owners} == set(range(1, of + 1))


def _point(label: str, state: str) -> CoveragePoint:
    return CoveragePoint(operation="read", schema="/a", label=label, state=PointState(state))


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        (("covered", "missing"), (1, 1)),
        (("missing", "missing"), (0, 1)),
        (("aside", "missing"), (0, 0)),  # where nothing succeeded all is missing
        (("aside", "covered"), (1, 1)),
    ],
)
def test_points_are_united(states: tuple[str, str], whole: tuple[int, int]) -> None:
    """A point is covered where one shard saw it, and missing where all of them miss it."""
    side = united([[_point("x", each)] for each in states])
    assert (side.covered, side.total) == whole


def test_points_alike_stay_apart() -> None:
    """Two points of one name at one place are two, in each shard in the same order."""
    one = [_point("x", "covered"), _point("x", "missing")]
    other = [_point("x", "missing"), _point("x", "missing")]
    assert (united([one, other]).covered, united([one, other]).total) == (1, 2)
    assert united([one]) == covered_by(one)
