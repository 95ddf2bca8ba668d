"""Where something begins and ends: put in order, doubted where it is not, moved in time."""

from typing import Any

import pytest

from ringback.sampling.ordered_values import days_in, in_doubt, in_order, moved

LEAP = "2024-02-29"
NEXT = "2024-03-01"


@pytest.mark.parametrize(
    ("value", "order", "expected"),
    [
        ({"from": LEAP, "to": LEAP}, (), {"from": LEAP, "to": NEXT}),
        ({"to": LEAP, "from": NEXT}, (), {"to": NEXT, "from": LEAP}),
        ({"end_at": f"{LEAP}T10:00:00Z", "startAt": f"{LEAP}T10:00:00Z"}, (), None),
        ({"arrival": LEAP, "departure": LEAP}, (), {"arrival": LEAP, "departure": NEXT}),
        (
            {"arrival": LEAP, "departure": LEAP},
            ("departure", "arrival"),
            {"arrival": NEXT, "departure": LEAP},
        ),
        (
            {"from": "9999-12-31", "to": "9999-12-31"},
            (),
            {"from": "9999-12-30", "to": "9999-12-31"},
        ),
        ({"in": [{"from": NEXT, "to": LEAP}]}, (), {"in": [{"from": LEAP, "to": NEXT}]}),
        ({"min_price": 7, "max_price": 2}, (), {"min_price": 2, "max_price": 7}),
        ({"min_price": 7, "max_age": 2}, (), {"min_price": 7, "max_age": 2}),
        ({"due": LEAP, "name": "x"}, (), {"due": LEAP, "name": "x"}),
        ({"due": LEAP, "at": f"{LEAP}T10:00:00Z"}, (), {"due": LEAP, "at": f"{LEAP}T10:00:00Z"}),
        (
            {"from": "2024-02-30", "to": "2024-02-30"},
            (),
            {"from": "2024-02-30", "to": "2024-02-30"},
        ),
        ("x", (), "x"),
    ],
)
def test_what_begins_comes_first(value: Any, order: tuple[str, ...], expected: Any) -> None:
    """By names, else as described; equal ones are a day apart; what is no date stays."""
    if expected is None:
        expected = {"end_at": f"{NEXT}T10:00:00Z", "startAt": f"{LEAP}T10:00:00Z"}
    assert in_order(value, order) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"from": LEAP, "to": NEXT}, False),
        ({"from": LEAP, "to": LEAP}, True),
        ({"to": LEAP, "from": NEXT}, True),
        ({"from": LEAP, "to": "2025-02-28"}, True),  # more than a month
        ({"from": LEAP}, False),
        ([{"in": {"from": NEXT, "to": LEAP}}], True),
        ({"min": 3, "max": 2}, True),
        ({"min": 2, "max": 3}, False),
        ({"min": 2, "size": 1}, False),
        ({"from": "2024-02-30", "to": NEXT}, True),
        (7, False),
    ],
)
def test_what_a_service_may_refuse(value: Any, expected: bool) -> None:
    """What ends before it begins, at once, or after a long time, may be refused by right."""
    assert in_doubt(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [LEAP]}, {"a": ["2032-02-29"]}),
        (f"{LEAP}T10:00:00Z", "2032-02-29T10:00:00Z"),
        ("9999-12-31", "9999-12-31"),
        ("0001-01-01", "0001-01-01"),
        ({"a": "x", "b": 1}, {"a": "x", "b": 1}),
    ],
)
def test_dates_are_moved(value: Any, expected: Any) -> None:
    """Eight years on; those at the ends of the calendar are there for their own sake."""
    assert moved(value, 2922) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [LEAP, "x"], "b": {"c": f"{NEXT}T10:00:00Z"}}, [LEAP, NEXT]),
        (LEAP, [LEAP]),
        (f"{LEAP} and more", []),
        (7, []),
    ],
)
def test_days_are_found(value: Any, expected: list[str]) -> None:
    """However deep they stand, as dates or in date-times."""
    assert [*days_in(value)] == expected
