"""law/link: naming a thing by its id puts just that thing there."""

from typing import Any

import pytest

from ringback.laws import Episode, Link
from ringback.payload import MISSING
from tests.unit.laws.telling import episode, told

LAW = Link(place="/part")
UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"


def linked(part: Any, given: Any = UUID, **more: Any) -> Episode:
    """A link, and the part as it was answered."""
    return episode(given={"part": given}, answer={"part": part}, **more)


@pytest.mark.parametrize(
    "judged",
    [
        linked({"id": UUID}),
        linked({"id": UUID.upper()}),
        linked({"id": UUID}, given=UUID.upper()),
        linked({"id": UUID, "a": 1.0}, remembered={"a": 1, "id": UUID}),
        linked({}),  # schema/response
        linked(MISSING, remembered={"id": UUID}),
        linked({"id": "other"}, given={"a": 1}),
        linked({"id": "other"}, given=MISSING),
        linked({"id": "other"}, status=404),
        episode(given={"part": UUID}),
    ],
)
def test_it_keeps(judged: Episode) -> None:
    """The linked thing, unchanged where it was seen before; edits and refusals are not its."""
    assert told(LAW, judged) == []


@pytest.mark.parametrize("got", ["other", UUID[:-1], None, 7])
def test_it_flags_another_thing(got: Any) -> None:
    """The id of the answer is not the one asked for, whatever else is known."""
    shown = f'"{got}"' if isinstance(got, str) else {None: "null", 7: "7"}[got]
    text = f'/part was linked to "{UUID}", and /part/id is {shown}'
    judged = linked({"id": got, "a": 2}, remembered={"id": UUID, "a": 1})
    assert told(LAW, judged) == [(text, "/part/id")]


def test_it_flags_a_thing_that_linking_changed() -> None:
    """Each place where it is not as it was last seen."""
    judged = linked({"id": UUID, "a": 2, "c": [1]}, remembered={"id": UUID, "a": 1, "b": "x"})
    assert told(LAW, judged) == [
        ("linking changed /part/a: was 1, is 2", "/part/a"),
        ('linking changed /part/b: was "x", is nothing', "/part/b"),
        ("linking changed /part/c: was nothing, is [1]", "/part/c"),
    ]
