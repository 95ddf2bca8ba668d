"""Sequences of steps: what is drawn, and that a failing one comes back as short as can be."""

from collections.abc import Sequence

import pytest

from ringback.generation.sequences import Choices, Step, walk

CHOICES = Choices(links=2, edits=6, refusals=2)


def drawn(choices: Choices = CHOICES, number: int = 0) -> list[tuple[Step, ...]]:
    """Every sequence of a walk on which nothing goes wrong."""
    seen: list[tuple[Step, ...]] = []

    def play(path: Sequence[Step]) -> bool:
        seen.append(tuple(path))
        return True

    walk(choices, play, number=number, runs=8, length=6)
    return seen


def test_every_kind_of_step_is_drawn_and_none_without_sense() -> None:
    """Nothing is made again that was not just made, and nobody links back who never left."""
    seen = drawn()
    assert {step.kind for path in seen for step in path} == {
        "edit",
        "link",
        "back",
        "again",
        "refused",
    }
    assert max(map(len, seen)) == 6
    for path in seen:
        for index, step in enumerate(path):
            before = [each.kind for each in path[:index]]
            assert step.kind != "again" or before[-1:] == ["edit"]
            assert step.kind != "back" or "link" in before


def test_the_same_seed_draws_the_same() -> None:
    """Whatever ran before; another seed draws others."""
    assert drawn() == drawn()
    assert drawn() != drawn(number=1)


def test_nothing_is_drawn_of_what_there_is_not() -> None:
    """Where there is one edit and nothing else, edits are all that is made."""
    kinds = {step.kind for path in drawn(Choices(links=0, edits=1, refusals=0)) for step in path}
    assert kinds == {"edit", "again"}


@pytest.mark.parametrize(
    ("kinds", "shortest"),
    [
        (["link", "edit"], (Step("link"), Step("edit"))),
        (["refused", "edit"], (Step("refused"), Step("edit"))),
    ],
)
def test_a_failing_sequence_is_made_short(kinds: list[str], shortest: tuple[Step, ...]) -> None:
    """Hypothesis leaves out what is not needed, and takes the first of each kind."""
    failing: list[tuple[Step, ...]] = []

    def play(path: Sequence[Step]) -> bool:
        rest = iter([step.kind for step in path])
        fine = not all(kind in rest for kind in kinds)  # in this order, others between
        if not fine:
            failing.append(tuple(path))
        return fine

    walk(CHOICES, play, number=0, runs=20, length=8)
    assert min(failing, key=len) == shortest


def test_a_sequence_that_fails_once_only_ends_the_walk() -> None:
    """What cannot be had again is no crash of the walk."""
    calls: list[int] = []

    def play(_path: Sequence[Step]) -> bool:
        calls.append(1)
        return len(calls) != 5

    walk(CHOICES, play, number=0, runs=5, length=6)
    assert len(calls) >= 5
