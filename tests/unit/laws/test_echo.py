"""law/echo: what an edit gives stands in the answer."""

from typing import Any

import pytest

from ringback.laws import Echo, Episode
from ringback.payload import MISSING
from ringback.schema.given import LEFT_OUT
from tests.unit.laws.telling import episode, told

LAW = Echo(place="/part")
UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
LONG = "0123456789" * 30


def echoed(given: Any, answered: Any, **more: Any) -> Episode:
    """An edit of the part, and the part as it was answered."""
    return episode(
        given={"part": given},
        answer={"part": answered},
        **more,
    )


@pytest.mark.parametrize(
    ("given", "answered"),
    [
        ({}, {"a": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": 0}, {"a": -0.0}),
        ({"a": 10**30}, {"a": 10**30}),
        ({"a": 0.1}, {"a": 0.1}),
        ({"a": ""}, {"a": ""}),
        ({"a": " e\u0301 \ufeff"}, {"a": " e\u0301 \ufeff"}),
        ({"a": []}, {"a": []}),
        ({"a": [1, {"b": "x"}]}, {"a": [1, {"b": "x", "id": UUID}]}),
        ({"a": {"b": {"c": True}}}, {"a": {"b": {"c": True}, "d": None}}),
        ({"a": UUID}, {"a": {"id": UUID}}),
        ({"a": UUID.upper()}, {"a": {"id": UUID}}),
        ({"a": LEFT_OUT}, {}),
        ({"a": [LEFT_OUT, 2]}, {"a": ["anything", 2]}),
        (UUID, {"id": UUID}),  # a link, not an edit: law/link
        (MISSING, {"a": 1}),
    ],
)
def test_it_keeps(given: Any, answered: Any) -> None:
    """Given values stand in the answer; numbers compare by value, ids without case."""
    assert told(LAW, echoed(given, answered)) == []


@pytest.mark.parametrize(
    "judged",
    [
        echoed({"a": 1}, {"a": 2}, status=422),
        echoed({"a": 1}, {"a": 2}, status=500),
        episode(given={"part": {"a": 1}}),
        episode(answer={"part": {"a": 2}}),
    ],
)
def test_it_says_nothing_of_what_was_not_accepted_or_is_not_known(judged: Episode) -> None:
    """An edit has to be accepted, given and answered with a body."""
    assert told(LAW, judged) == []


@pytest.mark.parametrize(
    ("given", "answered", "place", "text"),
    [
        ({"a": "x "}, {"a": "x"}, "/part/a", 'was given as "x ", and is answered as "x"'),
        ({"a": "x"}, {"a": "X"}, "/part/a", 'was given as "x", and is answered as "X"'),
        (
            {"a": "e\u0301"},
            {"a": "\u00e9"},
            "/part/a",
            'was given as "e\u0301", and is answered as "\u00e9"',
        ),
        (
            {"a": "a, is it"},
            {"a": "was it"},
            "/part/a",
            'was given as "a, is it", and is answered as "was it"',
        ),
        (
            {"a": LONG},
            {"a": LONG[:255]},
            "/part/a",
            ('was given as …"5678901234567890123456789012345678901234" (300 characters), '
            'and is answered as …"5678901234" (255 characters)'),
        ),
        (
            {"a": 2**53 + 1},
            {"a": 2**53},
            "/part/a",
            "was given as 9007199254740993, and is answered as 9007199254740992",
        ),
        (
            {"a": int("1" * 50 + "2" + "3" * 50)},
            {"a": int("1" * 50 + "9" + "3" * 50)},
            "/part/a",
            (f"was given as …{'1' * 10}2{'3' * 29} (101 characters), "
            f"and is answered as …{'1' * 10}9{'3' * 29} (101 characters)"),
        ),
        ({"a": 1}, {"a": True}, "/part/a", "was given as 1, and is answered as true"),
        ({"a": 1}, {"a": "1"}, "/part/a", 'was given as 1, and is answered as "1"'),
        ({"a": False}, {"a": 0}, "/part/a", "was given as false, and is answered as 0"),
        ({"a": 0}, {"a": None}, "/part/a", "was given as 0, and is answered as null"),
        ({"a": 0.1}, {"a": 0.10000000000000002}, "/part/a",
            "was given as 0.1, and is answered as 0.10000000000000002"),
        ({"a": ""}, {}, "/part/a", 'was given as "", and is not in the answer'),
        ({"a": {"b/c": 1}}, {"a": {}}, "/part/a/b~1c", "was given as 1, and is not in the answer"),
        ({"a": {"b": 1}}, {"a": "x"}, "/part/a",
            'was given as {"b": 1}, and is answered as "x"'),
        ({"a": []}, {"a": {}}, "/part/a", "was given as [], and is answered as {}"),
        ({"a": [1, 2]}, {"a": [2, 1, 3]}, "/part/a",
            "was given with 2 items, and is answered with 3"),
        ({"a": [1, 1]}, {"a": [1]}, "/part/a", "was given with 2 items, and is answered with 1"),
        ({"a": UUID}, {"a": {"id": "x"}}, "/part/a/id",
            f'should be "{UUID}", as linked, and is "x"'),
        ({"a": UUID}, {"a": {}}, "/part/a/id",
            f'should be "{UUID}", as linked, and is nothing'),
        ({"a": UUID}, {"a": {"id": 1}}, "/part/a/id",
            f'should be "{UUID}", as linked, and is 1'),
        ({"a": UUID}, {"a": UUID.upper()}, "/part/a",
            f'was given as "{UUID}", and is answered as "{UUID.upper()}"'),
    ],
)  # fmt: skip
def test_it_flags(given: Any, answered: Any, place: str, text: str) -> None:
    """What was changed, and how, at its place; long values are cut where they differ."""
    assert told(LAW, echoed(given, answered)) == [(f"{place} {text}", place)]


def test_it_flags_reordered_items_one_by_one() -> None:
    """An array keeps its order, and each item that moved is told."""
    assert told(LAW, echoed({"a": [1, 2, 3]}, {"a": [2, 1, 3]})) == [
        ("/part/a/0 was given as 1, and is answered as 2", "/part/a/0"),
        ("/part/a/1 was given as 2, and is answered as 1", "/part/a/1"),
    ]


def test_an_answer_without_the_part_lacks_it_as_a_whole() -> None:
    """One finding, not one for each member."""
    judged = episode(given={"part": {"a": 1, "b": 2}}, answer={})
    text = '/part was given as {"a": 1, "b": 2}, and is not in the answer'
    assert told(LAW, judged) == [(text, "/part")]
