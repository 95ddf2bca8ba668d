"""Of two updates at the same time one is left whole: mixtures, and what is none."""

from typing import Any

import pytest

from ringback.laws import concurrent
from ringback.laws.likeness import Breach
from ringback.payload import MISSING

ONE: dict[str, Any] = {"a": "a1", "b": ["b1", "same"], "c": {"d": 1, "e": "same"}}
OTHER: dict[str, Any] = {"a": "a2", "b": ["b2", "same"], "c": {"d": 2, "e": "same"}}


@pytest.mark.parametrize(
    "after",
    [
        ONE,
        OTHER,
        {**ONE, "c": {"d": 1.0, "e": "another law's", "id": "made up"}, "more": "x"},
        {"a": "a1", "b": "neither", "c": {}},
        {"a": "neither", "b": ["neither", "same"], "c": MISSING},
        "a1",
        MISSING,
    ],
)
@pytest.mark.parametrize(
    ("one", "other"), [(ONE, OTHER), (OTHER, ONE), (ONE, ONE), (ONE, {}), ("x", "y")]
)
def test_either_of_two_updates_is_there_as_a_whole(one: Any, other: Any, after: Any) -> None:
    """What is neither's is for other laws to tell."""
    assert list(concurrent.mixed(one, other, after)) == []


def test_updates_of_different_members_do_not_mix() -> None:
    """Only what both give can be mixed."""
    assert list(concurrent.mixed({"a": "a1"}, {"b": "b2"}, {"a": "a1", "b": "b2"})) == []


@pytest.mark.parametrize(
    ("after", "first", "second"),
    [
        ({**ONE, "a": "a2"}, "/b/0", "/a"),
        ({**OTHER, "c": {"d": 1}}, "/c/d", "/a"),
        ({"a": "neither", "b": ["b2"], "c": {"d": 1}}, "/c/d", "/b/0"),
    ],
)
def test_two_updates_are_mixed(after: Any, first: str, second: str) -> None:
    """A value of the one beside a value of the other is one breach, with a place of each."""
    text = "two updates of the same members at the same time were accepted, and each of them "
    text += f'is there in part: "{first}" of one, "{second}" of the other'
    assert list(concurrent.mixed(ONE, OTHER, after)) == [
        Breach(rule="law/concurrent", message=text, cause="mixed")
    ]


@pytest.mark.parametrize(
    ("tags", "changed", "found"),
    [
        (('"1"', '"1"'), False, 0),  # nothing changed: the tag is that of now for both
        (('"1"', '"2"'), True, 0),
        (('W/"1"', 'W/"1"'), True, 0),
        (("*", "*"), True, 0),
        (("", ""), True, 0),
        (('"1"', '"1"'), True, 1),
    ],
)
def test_one_tag_holds_once(tags: tuple[str, str], found: int, *, changed: bool) -> None:
    """Two that were taken on one strong tag, and changed something, are one too many."""
    assert len([*concurrent.one_tag(tags, changed=changed)]) == found
