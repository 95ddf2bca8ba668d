"""Bodies of which a part is to be ignored: only a branch that says nothing admits it."""

from typing import Any

from ringback.campaign.resource.bodies.ignored import ignored_bodies
from tests.unit.laws.looking import looked

VAGUE = {
    "type": "object",
    "properties": {
        "voice": {
            "anyOf": [
                {
                    "type": "object",
                    "properties": {"pitch": {"type": "integer"}, "rate": {"type": "integer"}},
                    "required": ["pitch"],
                },
                {},
            ]
        },
        "name": {"anyOf": [{"type": "string"}, {}]},
        "size": {"type": "integer"},
    },
}
WHOLE: Any = {"voice": {"pitch": 1, "rate": 2}, "name": "n", "size": 3}


def broken(*changes: tuple[dict[str, Any], str]) -> list[tuple[Any, Any, str]]:
    """Bodies that differ from the whole one in these members."""
    return [(WHOLE, {**WHOLE, **change}, label) for change, label in changes]


def made(*changes: tuple[dict[str, Any], str]) -> list[tuple[Any, str]]:
    """The bodies that are to be sent of those."""
    view, admits = looked(VAGUE, "request")
    found = ignored_bodies(view, admits, broken(*changes))
    return [(each.value, each.label) for each in found]


def test_what_is_refused_or_taken_is_none() -> None:
    """A body that no branch admits is for the refusals, one that a concrete branch takes, plain."""
    assert made(({"size": "x"}, "/size: a text"), ({"voice": {"pitch": 2}}, "/voice: other")) == []


def test_what_only_a_branch_that_says_nothing_admits_is_sent() -> None:
    """The rest of the body is as it was."""
    voice = {"pitch": "high"}
    assert made(({"voice": voice}, "/voice/pitch: a text")) == [
        ({**WHOLE, "voice": voice}, "/voice/pitch: a text")
    ]


def test_of_each_place_two_are_sent() -> None:
    """However many ways there are to break it."""
    texts = [({"voice": {"pitch": text}}, f"/voice/pitch: {text}") for text in "abcdef"]
    assert len(made(*texts)) == 2
