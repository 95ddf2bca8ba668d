"""Whether a pair of schemas breaks somebody, found out by trying: payload after payload."""

import random
from collections.abc import Sequence
from typing import Any

from ringback.description import Description
from tests.unit.changes.judging import Judge
from tests.unit.changes.sampling import Sampler, pool
from tests.unit.changes.walking import leading


def tried(
    producer: Description,
    consumer: Description,
    place: str,
    tries: int = 300,
    other: str | None = None,
) -> Any:
    """A payload of declared members that only the producer admits; `...` where none was drawn.

    Every single value in question is tried, and so many larger payloads by chance.
    """
    there = place if other is None else other
    gives, takes = Judge(producer), Judge(consumer)
    values = pool([producer.document, consumer.document])
    chance = random.Random(place)  # noqa: S311 -- the same payloads every time
    samplers = [Sampler(side.document, values, chance) for side in (producer, consumer)]
    starts = (place, there)
    for candidate in values:
        if _shows(gives, takes, place, there, candidate):
            return candidate
    for _ in range(tries):
        for sampler, start in zip(samplers, starts, strict=True):
            candidate = sampler.draw([start])
            if _shows(gives, takes, place, there, candidate):
                return candidate
    return ...


def differences(producer: Description, consumer: Description, place: str) -> list[Any]:
    """A few values that only the producer admits at a place: members may be undeclared there."""
    gives, takes = Judge(producer), Judge(consumer)
    values = pool([producer.document, consumer.document])
    chance = random.Random(place)  # noqa: S311 -- the same payloads every time
    samplers = [Sampler(side.document, values, chance) for side in (producer, consumer)]
    drawn = [sampler.draw([place]) for _ in range(150) for sampler in samplers]
    found = [
        value
        for value in [*values, *drawn]
        if not takes.likely(place, value) and gives.likely(place, value)
    ]
    return found[:20] + found[-20:]


def led(producer: Description, consumer: Description, entry: str, goal: str) -> Any:
    """A payload of declared members that only the producer admits, built around a small difference.

    `entry` is what an operation has, `goal` a schema that it needs; `...` where none was drawn.
    """
    planted = differences(producer, consumer, goal)
    if not planted:
        return ...
    gives, takes = Judge(producer), Judge(consumer)
    chance = random.Random(entry)  # noqa: S311 -- the same payloads every time
    sampler = Sampler(producer.document, pool([producer.document]), chance)
    sampler.toward(goal, planted, leading(producer.document, goal))
    for _ in range(150):
        candidate = sampler.draw([entry])
        if _shows(gives, takes, entry, entry, candidate):
            return candidate
    return ...


def shows(
    gives: Judge, takes: Judge, places: Sequence[str], value: Any, *, declared: bool = True
) -> bool:
    """Whether jsonschema admits the value at the first place, and does not at the second."""
    here, there = places
    return (
        gives.admits(here, value)
        and not takes.admits(there, value)
        and (not declared or gives.declared([here], value))
    )


def _shows(gives: Judge, takes: Judge, here: str, there: str, value: Any) -> bool:
    """The same for one of very many candidates."""
    return (
        not takes.likely(there, value)
        and gives.likely(here, value)
        and shows(gives, takes, (here, there), value)
    )
