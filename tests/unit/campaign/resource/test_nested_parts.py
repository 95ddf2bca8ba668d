"""Parts that have keys of their own: found, named, given back, told apart from what is new."""

from typing import Any

import pytest

from ringback.campaign.resource.model import Part
from ringback.campaign.resource.nested_parts import (
    bodies_back,
    configured_parts,
    key_of_part,
    keys_in,
    named,
    nested,
    part_below,
    places_in,
    without_new_keys,
)
from ringback.config import ResourceTable
from ringback.payload import MISSING
from tests.unit.laws.looking import looked

LAMP = Part(resource="lamp", place="/lamp")
SHADE = Part(resource="shade", place="/lamp/shade")
BULB = Part(resource="bulb", place="/lamp/bulbs/*", key="code")
PARTS = (LAMP, SHADE, BULB)
STATE: dict[str, Any] = {
    "id": "d",
    "lamp": {
        "id": "l",
        "label": "x",
        "shade": {"id": "s", "size": 1},
        "bulbs": [{"code": "b1", "watts": 5}, {"code": "b2", "watts": 7}],
    },
}


def test_the_configuration_tells_parts_the_outer_ones_first() -> None:
    """A key of their own where one is said, else `id`."""
    tables = {
        "bulb": ResourceTable(places=("/lamp/bulbs/*",), key="code"),
        "shade": ResourceTable(places=("/lamp/shade", "/hood")),
        "desk": ResourceTable(key="desk"),
        "lamp": ResourceTable(places=("/lamp",)),
    }
    hood = Part(resource="shade", place="/hood")
    assert configured_parts(tables) == (hood, LAMP, SHADE, BULB)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ([], [((), STATE)]),
        (["lamp", "label"], [(("lamp", "label"), "x")]),
        (["lamp", "bulbs", "*", "code"], [
            (("lamp", "bulbs", 0, "code"), "b1"), (("lamp", "bulbs", 1, "code"), "b2")]),
        (["lamp", "bulbs", "1", "code"], [(("lamp", "bulbs", 1, "code"), "b2")]),
        (["lamp", "bulbs", "2"], []),
        (["lamp", "none"], []),
        (["id", "x"], []),
    ],
)  # fmt: skip
def test_places_fit_a_pattern(pattern: list[str], expected: list[Any]) -> None:
    """`*` stands for any step, a number for an item."""
    assert list(places_in(STATE, pattern)) == expected


@pytest.mark.parametrize(
    ("state", "part", "expected"),
    [
        (STATE, LAMP, ["l"]),
        (STATE, BULB, ["b1", "b2"]),
        ({"lamp": "l"}, LAMP, ["l"]),
        ({"lamp": {"bulbs": ["b1", {"code": "b2"}, {"watts": 1}, 7]}}, BULB, ["b1", "b2"]),
        ({"lamp": None}, LAMP, []),
        ({"lamp": None}, SHADE, []),
        ({}, LAMP, []),
        (MISSING, LAMP, []),
    ],
)
def test_the_keys_of_what_stands_there(state: Any, part: Part, expected: list[str]) -> None:
    """Whether a thing is held whole or named; what tells no key is passed over."""
    assert keys_in(state, part) == expected


def test_naming_puts_keys_in_the_place_of_parts() -> None:
    """Parts without a key stay as they are."""
    assert named(STATE, LAMP) == {"id": "d", "lamp": "l"}
    assert named(STATE, BULB)["lamp"]["bulbs"] == ["b1", "b2"]
    assert named({"lamp": {"label": "x"}}, LAMP) == {"lamp": {"label": "x"}}


KEY = {"type": "string", "maxLength": 4}
CHANGE = {
    "type": "object",
    "properties": {
        "lamp": {
            "anyOf": [
                KEY,
                {
                    "type": "object",
                    "properties": {
                        "label": {"type": "string"},
                        "shade": {
                            "anyOf": [
                                KEY,
                                {"type": "object", "properties": {"size": {"type": "integer"}}},
                            ]
                        },
                    },
                },
            ]
        }
    },
}


def test_a_state_is_brought_back_in_several_ways() -> None:
    """Keys from the outside in, the members of a part behind them: it may be edited in place."""
    view, admits = looked(CHANGE, "request")
    assert list(bodies_back(STATE, view, admits, (LAMP, SHADE))) == [
        {"lamp": "l"},
        {"lamp": {"label": "x", "shade": "s"}},
        {"lamp": {"label": "x", "shade": {"size": 1}}},
    ]


@pytest.mark.parametrize("state", [{}, {"id": "d"}, {"lamp": 7}, None])
def test_what_no_request_takes_brings_nothing_back(state: Any) -> None:
    """A body that gives nothing is not sent."""
    view, admits = looked(CHANGE, "request")
    assert list(bodies_back(state, view, admits, (LAMP, SHADE))) == []


@pytest.mark.parametrize(
    ("path", "expected", "key"),
    [
        (("lamp",), LAMP, "l"),
        (("lamp", "label"), LAMP, "l"),
        (("lamp", "shade", "size"), SHADE, "s"),
        (("lamp", "bulbs", 1), BULB, "b2"),
        (("lamp", "bulbs"), LAMP, "l"),
        (("id",), None, MISSING),
        ((), None, MISSING),
    ],
)
def test_a_path_lies_in_the_innermost_part(
    path: tuple[str | int, ...], expected: Part | None, key: Any
) -> None:
    """And that part has a key."""
    found = part_below(PARTS, path)
    assert found == expected
    if found is not None:
        assert key_of_part(STATE, found, path) == key


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, STATE),
        ({"lamp": "l"}, STATE),
        ({"lamp": {"label": "x"}}, {**STATE, "lamp": {**STATE["lamp"], "id": ...}}),
        (
            {"lamp": {"shade": {"size": 1}, "bulbs": [{"watts": 5}, "b2"]}},
            {
                "id": "d",
                "lamp": {
                    "label": "x",
                    "shade": {"size": 1},
                    "bulbs": [{"watts": 5}, {"code": "b2", "watts": 7}],
                },
            },
        ),
    ],
)
def test_the_keys_of_parts_given_by_members_do_not_count(given: Any, left: Any) -> None:
    """They may be made anew; parts that were named keep theirs."""
    wanted = without(left)
    assert without_new_keys(STATE, given, PARTS) == wanted


def without(value: Any) -> Any:
    """The value without members that are `...`."""
    if isinstance(value, dict):
        return {name: without(each) for name, each in value.items() if each is not ...}
    return value


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ("/lamp", {"lamp": 1}),
        ("/lamp/bulbs/*", {"lamp": {"bulbs": [1]}}),
        ("", 1),
    ],
)
def test_a_body_is_made_around_a_value(place: str, body: Any) -> None:
    """Nothing else stands in it."""
    assert nested(place, 1) == body
