"""What an update never changes: a thing's key, what is constant, when it was made."""

from typing import Any

import pytest

from ringback.laws import updating
from ringback.laws.likeness import Breach
from ringback.payload import MISSING

CONSTANT = ("/id", "/owner/id")
THING = {"id": 1, "owner": {"id": 2}, "a": "x"}


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        (THING, {**THING, "a": "y"}, CONSTANT),
        (THING, {**THING, "id": 1.0}, CONSTANT),
        (THING, {"id": 1, "owner": {"id": 2, "more": 3}}, CONSTANT),
        (THING, {**THING, "id": 7}, ()),
        (THING, {"a": "y"}, CONSTANT),
        ({"a": "x"}, THING, CONSTANT),
        (MISSING, {"id": 7}, CONSTANT),
        (THING, MISSING, CONSTANT),
        (THING, "gone", CONSTANT),
    ],
)
def test_what_is_constant_stays(before: Any, after: Any, places: tuple[str, ...]) -> None:
    """The named places are as before, as far as both tell them; others may change."""
    assert list(updating.constant(before, after, places)) == []


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({**THING, "id": 7}, [("/id", "was 1, is 7")]),
        ({**THING, "id": None}, [("/id", "was 1, is null")]),
        (
            {"id": True, "owner": {"id": "2"}},
            [("/id", "was 1, is true"), ("/owner/id", 'was 2, is "2"')],
        ),
    ],
)
def test_what_is_constant_changed(after: Any, told: list[tuple[str, str]]) -> None:
    """Each named place that changed is a breach at its place."""
    assert list(updating.constant(THING, after, CONSTANT)) == [
        Breach(
            rule="law/identity",
            message=f"{place} is never changed by an update, and is now another: {was_is}",
            instance=place,
        )
        for place, was_is in told
    ]


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"name": "a"}, "a"),
        ({"name": "+1"}, "+1"),
        ({"name": 7}, "7"),
        ({"name": "7"}, 7),
        ({}, "a"),
        ([], "a"),
        (MISSING, "a"),
    ],
)
def test_an_answer_is_about_what_was_asked_for(told: Any, key: Any) -> None:
    """It names what was asked for, as it stands in a URL, or nothing."""
    assert list(updating.asked(told, "name", key)) == []


@pytest.mark.parametrize(
    ("told", "key", "asked", "got"),
    [
        ("b", "a", '"a"', '"b"'),
        ("A", "a", '"a"', '"A"'),
        (" 1", "+1", '"+1"', '" 1"'),
        (None, "", '""', "null"),
        (1.5, 1, "1", "1.5"),
    ],
)
def test_an_answer_is_about_another_thing(told: Any, key: Any, asked: str, got: str) -> None:
    """The member that tells the key is another than the one that was asked for."""
    assert list(updating.asked({"name": told}, "name", key)) == [
        Breach(
            rule="law/asked",
            message=f"asked for {asked}, and /name of the answer is {got}",
            instance="/name",
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "member", "was_is"),
    [
        ({"id": 1}, {"id": 2}, "id", "was 1, is 2"),
        ({"id": 1}, {"id": "1"}, "id", 'was 1, is "1"'),
        ({"id": 1}, {"id": None}, "id", "was 1, is null"),
        ({"slug": "a"}, {"slug": "b"}, "slug", 'was "a", is "b"'),
    ],
)
def test_an_update_changed_a_key(before: Any, after: Any, member: str, was_is: str) -> None:
    """The member that holds the key is the same before and after."""
    text = f"/{member} is the thing's key, and an update changed it: {was_is}"
    assert list(updating.identical(before, after, member)) == [
        Breach(rule="law/identity", message=text, instance=f"/{member}")
    ]


@pytest.mark.parametrize(
    ("before", "after", "member"),
    [
        ({"id": 1}, {"id": 1}, "id"),
        ({"id": 1}, {}, "id"),
        ({}, {"id": 1}, "id"),
        ({"id": 1}, {"id": 2}, None),
        ({"id": 1}, {"id": 2}, "slug"),
        (MISSING, {"id": 2}, "id"),
        ({"id": 1}, "x", "id"),
    ],
)
def test_a_key_that_is_not_told_twice_is_not_compared(
    before: Any, after: Any, member: str | None
) -> None:
    """Without a member that holds the key in both reads nothing is said."""
    assert list(updating.identical(before, after, member)) == []


@pytest.mark.parametrize("name", ["created", "created_at", "createdAt", "CreationDate"])
def test_when_something_was_made_does_not_change(name: str) -> None:
    """Two reads of one state that tell two beginnings are a breach."""
    text = f"two reads of the same state differ at /{name}: was 1, is 2"
    assert list(updating.settled({name: 1}, {name: 2})) == [
        Breach(rule="law/identity", message=text, instance=f"/{name}", cause="by itself")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"created_at": 1}, {"created_at": 1}),
        ({"updated_at": 1}, {"updated_at": 2}),
        ({"recreated": 1}, {"recreated": 2}),
        ({"created_at": 1}, {}),
        (MISSING, {"created_at": 1}),
    ],
)
def test_what_may_change_from_read_to_read(one: Any, other: Any) -> None:
    """Other members, and those that one read alone tells, are not compared."""
    assert list(updating.settled(one, other)) == []
