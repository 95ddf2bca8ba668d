"""What a thing counts of those in it, and whether they name it."""

from typing import Any

import pytest

from ringback.laws.containing import counted, inside

NAMES = {"card", "cards"}


@pytest.mark.parametrize(
    ("name", "states", "causes"),
    [
        ("card_count", (2, 3, 2), []),
        ("cardCount", (2, 2, 2), ["made"]),
        ("number_of_cards", (2, 3, 3), ["deleted"]),
        ("open_cards", (2, 2, 2), []),  # it may not be open
        ("open_cards", (2, 3, 3), ["deleted"]),
        ("total", ("10.00", "15.50", "10.00"), []),
        ("total", ("10.00", "15.50", "15.50"), ["deleted"]),
        ("last_card_number", (2, 3, 3), []),  # it never goes down
        ("version", (2, 3, 4), []),
        ("likes", (2, 3, 3), []),
        ("name", ("1.0", "1.1", "1.1"), []),
        ("count", (True, False, False), []),
    ],
)
def test_a_number_goes_up_and_down(
    name: str, states: tuple[Any, Any, Any], causes: list[str]
) -> None:
    """By one, where it is called as what counts them; back, where it has changed at all."""
    before, within, after = ({name: each} for each in states)
    found = counted(before, within, after, NAMES, "card 7")
    assert [each.cause for each in found] == causes


@pytest.mark.parametrize(
    ("told", "given", "count"),
    [
        ({"board_id": 7}, {}, 0),
        ({"boardId": "7"}, {}, 0),
        ({"board_id": 8}, {}, 1),
        ({"board_id": 8}, {"board_id": 8}, 0),
        ({"board_id": None}, {}, 0),
        ({"board": 8}, {}, 0),
        ([8], {}, 0),
    ],
)
def test_a_thing_names_what_it_stands_in(told: Any, given: Any, count: int) -> None:
    """Where it tells a key of that kind, and was not given it."""
    assert len(list(inside(told, given, {"boardid"}, 7))) == count
