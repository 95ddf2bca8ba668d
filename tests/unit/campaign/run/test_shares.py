"""The time of a run is shared by its parts, and by the operations of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from ringback.campaign.run.shares import Shares, in_turn, taking_turns
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play
from ringback.contract import Contract
from ringback.operation import Operation
from tests.unit.campaign.toys import Playground, Toys, Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story(Indivisible):
    """One of an operation's."""

    operation: Operation
    number: int
    lock: str = ""

    def play(self, _scene: Scene) -> Play:
        """Nothing is asked."""
        yield []


class _Clock:
    """A second later each time it is looked at."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        self.now += 1
        return self.now


def stories(contract: Contract, *counts: int) -> list[_Story]:
    """So many of the first operations."""
    return [
        _Story(operation=operation, number=number)
        for operation, count in zip(contract.operations, counts, strict=False)
        for number in range(count)
    ]


def told(found: Sequence[Scenario]) -> list[tuple[str, int]]:
    """What they are."""
    return [(each.operation.id, each.number) for each in found if isinstance(each, _Story)]


def test_operations_take_turns(toys: Contract) -> None:
    """The first of each goes before the second of any."""
    one, two = (each.id for each in toys.operations[:2])
    found = told([*in_turn(stories(toys, 3, 1))])
    assert found == [(one, 0), (two, 0), (one, 1), (one, 2)]


def test_sources_take_turns() -> None:
    """Each makes its next one when it is its turn."""
    made: list[str] = []

    def source(name: str, count: int) -> Iterator[Any]:
        for number in range(count):
            made.append(f"{name}{number}")
            yield made[-1]

    sources: list[Any] = [source("a", 1), source("b", 3)]
    found: Iterator[Any] = taking_turns(sources)
    assert [next(found), next(found)] == ["a0", "b0"]
    assert made == ["a0", "b0"]
    assert [*found] == ["b1", "b2"]


@pytest.mark.parametrize(("seconds", "everything"), [(None, True), (20.0, False), (100.0, True)])
def test_what_there_is_no_time_for_is_told(
    toys: Contract, seconds: float | None, everything: bool
) -> None:
    """The time goes by, and what is left then is named by its operation; each has had its turn."""
    stage = Playground(toys, Wire(Toys())).stage
    shares = Shares(stage, seconds, 0.0, _Clock())
    played = told([*shares.timely(stories(toys, 6, 6), 0.8)])
    names = [each.id for each in toys.operations[:2]]
    counts = [sum(name == each for each, _ in played) for name in names]
    assert (counts == [6, 6]) is everything
    assert min(counts) > 0
    assert bool(stage.left_out) is not everything


def test_what_one_part_leaves_another_has(toys: Contract) -> None:
    """Each part has its weight of what is left; the last ones are not without."""
    stage = Playground(toys, Wire(Toys())).stage
    shares = Shares(stage, 40.0, 0.0, _Clock())
    parts = [(1, stories(toys, count)) for count in (30, 2, 30)]
    found = [*shares.in_parts(parts, 0.9)]
    assert [number for _, number in told(found)].count(0) == 3
    assert 10 < len(found) < 40


def test_a_part_goes_on_with_what_the_others_leave(toys: Contract) -> None:
    """What there was no time for in a part's share is played behind the others."""
    stage = Playground(toys, Wire(Toys())).stage
    shares = Shares(stage, 100.0, 0.0, _Clock())
    parts = [(1, stories(toys, 30)), (1, stories(toys, 1)), (1, stories(toys, 1))]
    assert len(told([*shares.in_parts(parts, 0.9)])) == 32
    assert stage.left_out == {}
