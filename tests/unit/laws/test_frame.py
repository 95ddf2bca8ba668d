"""law/frame: what an edit leaves out stays as it was."""

from typing import Any

import pytest

from ringback.laws import Episode, Frame
from ringback.payload import MISSING
from tests.unit.laws.telling import episode, told

LAW = Frame(place="/part")
BEFORE = {"a": 1, "b": {"c": [1, 2]}, "d": "x"}


def framed(given: Any, answered: Any, before: Any = BEFORE, **more: Any) -> Episode:
    """An edit of the part, the part before it and as it was answered."""
    return episode(
        given={"part": given}, before={"part": before}, answer={"part": answered}, **more
    )


@pytest.mark.parametrize(
    ("given", "answered"),
    [
        ({}, BEFORE),
        ({"a": 2}, {**BEFORE, "a": 2}),
        ({"a": 2}, {**BEFORE, "a": 3}),  # law/echo
        ({"new": 1}, {**BEFORE, "new": 1}),
        ({}, {**BEFORE, "a": 1.0}),
        ("an id", {}),
        (MISSING, {}),
    ],
)
def test_it_keeps(given: Any, answered: Any) -> None:
    """What is left out is as before; what is given is another law's."""
    assert told(LAW, framed(given, answered)) == []


@pytest.mark.parametrize(
    "judged",
    [
        framed({}, {}, status=404),
        framed({}, MISSING),
        framed({}, {}, before=MISSING),
        framed({}, {}, before=None),
        framed({}, "x"),
        episode(given={"part": {}}),
    ],
)
def test_it_says_nothing_of_what_is_not_known(judged: Episode) -> None:
    """The part has to be read before, and answered."""
    assert told(LAW, judged) == []


@pytest.mark.parametrize(
    ("given", "answered", "place", "text"),
    [
        ({"a": 2}, {**BEFORE, "a": 2, "d": "y"}, "/part/d", 'was "x", is "y"'),
        ({}, {"a": True, "b": BEFORE["b"], "d": "x"}, "/part/a", "was 1, is true"),
        ({}, {"a": 1, "b": BEFORE["b"]}, "/part/d", 'was "x", is nothing'),
        ({}, {**BEFORE, "new": None}, "/part/new", "was nothing, is null"),
        (
            {},
            {**BEFORE, "b": {"c": [2, 1]}},
            "/part/b",
            'was {"c": [1, 2]}, is {"c": [2, 1]}',
        ),
        (
            {},
            {**BEFORE, "b": {"c": [1]}},
            "/part/b",
            'was {"c": [1, 2]}, is {"c": [1]}',
        ),
    ],
)
def test_it_flags(given: Any, answered: Any, place: str, text: str) -> None:
    """One finding a member, however much of it changed."""
    message = f"{place} was left out of the edit, and changed: {text}"
    assert told(LAW, framed(given, answered)) == [(message, place)]
