"""Sequences of updates, drawn and made short, by a library that is imported once one is drawn."""

from ringback.generation.steps import Choices, Play, Step

__all__ = ["Choices", "Play", "Step", "walk"]


def walk(choices: Choices, play: Play, *, number: int, runs: int, length: int) -> None:
    """Draw sequences until one is not fine, then shorter ones: `play` sees the shortest as well.

    `number` is the seed, `runs` how many sequences are drawn at most, `length` their steps.
    """
    from ringback.generation.machine import walk as drawn  # noqa: PLC0415 -- Hypothesis is slow

    drawn(choices, play, number=number, runs=runs, length=length)
