"""Where two values differ, and how a sentence tells it."""

from typing import Any

import pytest

from ringback.laws.differences import Difference, differences, was_is
from ringback.payload import MISSING

LONG = "0123456789" * 30


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"a": 1}, {"a": 1.0}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 2, "b": 1}}),
        ([1, {"a": None}], [1, {"a": None}]),
        (MISSING, MISSING),
    ],
)
def test_equal_values_differ_nowhere(left: Any, right: Any) -> None:
    """Numbers compare by value, members stand in any order."""
    assert [*differences(left, right)] == []


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"a": 1}, {"a": 2}, [("/a", 1, 2)]),
        ({"a": 1}, {}, [("/a", 1, MISSING)]),
        ({}, {"a/b": 1}, [("/a~1b", MISSING, 1)]),
        ({"a": [1, 2]}, {"a": [2, 1]}, [("/a/0", 1, 2), ("/a/1", 2, 1)]),
        ({"a": [1]}, {"a": [1, 1]}, [("/a", [1], [1, 1])]),
        ([], {}, [("", [], {})]),
        (1, True, [("", 1, True)]),
        (10**30, float(10**30), [("", 10**30, float(10**30))]),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, [("/a/b/c", 1, 2)]),
    ],
)
def test_values_differ_at_their_deepest_places(
    left: Any, right: Any, expected: list[tuple[str, Any, Any]]
) -> None:
    """Arrays of one length item by item, others as a whole."""
    assert [(each.place, each.left, each.right) for each in differences(left, right)] == expected


def test_a_difference_has_the_path_that_leads_to_it() -> None:
    """Indices are numbers, so that an item can be told from a member of that name."""
    assert list(differences({"a": ["x"]}, {"a": ["y"]})) == [
        Difference(path=("a", 0), left="x", right="y")
    ]


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        (1, 2, "was 1, is 2"),
        ("x", MISSING, 'was "x", is nothing'),
        (MISSING, None, "was nothing, is null"),
        ({"c": [1]}, {"c": [2]}, 'was {"c": [1]}, is {"c": [2]}'),
        (
            *(LONG, LONG[:255]),
            (
                'was …"5678901234567890123456789012345678901234" (300 characters), '
                'is …"5678901234" (255 characters)'
            ),
        ),
        (
            *(int("1" * 50 + "2" + "3" * 50), int("1" * 50 + "9" + "3" * 50)),
            (
                f"was …{'1' * 10}2{'3' * 29} (101 characters), "
                f"is …{'1' * 10}9{'3' * 29} (101 characters)"
            ),
        ),
    ],
)
def test_two_values_are_told_so_that_the_difference_is_seen(
    left: Any, right: Any, told: str
) -> None:
    """Long ones are cut around the place where they differ."""
    assert was_is(left, right) == told
