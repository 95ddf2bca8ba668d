"""The habits of the shop: other than the reference, and right all the same."""

import asyncio
import itertools

import pytest

from contracts.planting import Habit
from contracts.shop.faults import HABITS
from contracts.shop.reference import create_app
from tests.unit.contracts.shop_client import ask, objections, played, tell
from tests.unit.contracts.shop_laws import laws
from tests.unit.contracts.shop_walk import walk

KNOWN = asyncio.run(played(create_app(), walk()))
SAME = {(asked, answer.status, answer.body, str(answer.headers)) for asked, answer in KNOWN}


def test_habits_have_names_of_their_own() -> None:
    """The catalogue of habits is well formed, and large enough to mean something."""
    names = [habit.name for habit in HABITS]
    assert len(names) >= 20
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_the_description_admits_each_answer(habit: Habit) -> None:
    """The whole journey has nothing to object to; answers like the reference's are judged there."""
    for asked, answer in asyncio.run(played(habit.app(), walk())):
        if (asked, answer.status, answer.body, str(answer.headers)) not in SAME:
            assert objections(asked, answer) == [], asked


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_each_habit_keeps_the_laws(habit: Habit) -> None:
    """Every law of resources holds."""
    assert len(asyncio.run(played(habit.app(), laws()))) > 60


UNTOLD = {"rate-limited", "slow-now-and-then"}


@pytest.mark.parametrize(
    "habit", [habit for habit in HABITS if habit.name not in UNTOLD], ids=lambda habit: habit.name
)
def test_each_habit_can_be_seen(habit: Habit) -> None:
    """A habit that nobody could notice would prove nothing."""
    assert asyncio.run(played(habit.app(), walk())) != KNOWN


def test_a_busy_service_says_so_now_and_then() -> None:
    """Of a dozen requests one is answered with 429, and no other."""
    app = next(habit for habit in HABITS if habit.name == "rate-limited").app()
    told = [asyncio.run(tell(app, ask("GET", "/settings"))) for _ in range(12)]
    assert sorted(answer.status for answer in told) == [*itertools.repeat(200, 11), 429]
