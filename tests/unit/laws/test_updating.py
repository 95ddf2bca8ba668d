"""What an update does to a thing: what it gives, what it leaves out, what it must not touch."""

from typing import Any

import pytest

from ringback.laws import updating
from ringback.laws.likeness import Breach
from ringback.payload import MISSING
from tests.unit.laws.looking import looked, members

MOMENT = {"type": "string", "format": "date-time"}
REQUEST = members(
    name={"type": "string"},
    at=MOMENT,
    size={"type": "integer", "default": 3},
    note={"type": ["string", "null"]},
    labels={"type": "array", "uniqueItems": True, "items": {"type": "string"}},
    place={
        "type": "object",
        "properties": {"street": {"type": "string"}, "floor": {"type": "integer", "default": 1}},
    },
    id={"type": "integer", "readOnly": True},
    serial={"type": "integer"},
)
VOLATILE = frozenset({"/hits", "/version"})


@pytest.mark.parametrize(
    ("given", "before", "after"),
    [
        ({"name": "b"}, {"name": "a", "size": 1}, {"name": "b", "size": 1}),
        ({"name": "b"}, {"name": "a", "updated": 1}, {"name": "b", "updated": 2}),
        ({"name": "b"}, {"id": 1}, {"id": 2}),
        ({}, {"note": None}, {}),
        ({}, {}, {"note": None}),
        ({}, {"serial": 7}, {"serial": 8}),
        ({}, {"at": "2024-02-29T10:00:00Z"}, {"at": "2024-02-29T10:00:00.000+00:00"}),
        ({}, {"labels": ["a", "b"]}, {"labels": ["b", "a"]}),
        (MISSING, {"name": "a"}, {"name": "b"}),
        ({}, MISSING, {"name": "b"}),
        ({}, {"name": "a"}, "gone"),
    ],
)
def test_the_frame_of_an_update_stays(given: Any, before: Any, after: Any) -> None:
    """Only what a request can give and did not is asked about."""
    assert list(updating.framed(given, before, after, REQUEST, VOLATILE)) == []


@pytest.mark.parametrize(
    ("before", "after", "place", "was_is"),
    [
        ({"size": 1}, {"size": 2}, "/size", "was 1, is 2"),
        ({"serial": 8}, {"serial": 7}, "/serial", "was 8, is 7"),
        ({"size": 1}, {}, "/size", "was 1, is nothing"),
        ({}, {"size": 3}, "/size", "was nothing, is 3"),
        ({"note": "n"}, {"note": None}, "/note", 'was "n", is null'),
        ({"labels": ["a"]}, {"labels": []}, "/labels", 'was ["a"], is []'),
        (
            {"place": {"street": "a"}},
            {"place": {"street": "b"}},
            "/place",
            'was {"street": "a"}, is {"street": "b"}',
        ),
    ],
)
def test_the_frame_of_an_update_changed(before: Any, after: Any, place: str, was_is: str) -> None:
    """A member that was left out and is otherwise afterwards is a breach."""
    text = f"{place} was left out of the update, and changed: {was_is}"
    assert list(updating.framed({"name": "b"}, before, after, REQUEST, VOLATILE)) == [
        Breach(rule="law/frame", message=text, instance=place)
    ]


def test_what_changes_by_itself_is_no_frame() -> None:
    """A member that is volatile may change, and without a schema none is asked about."""
    before, after = {"size": 1}, {"size": 2}
    assert list(updating.framed({}, before, after, REQUEST, frozenset({"/size"}))) == []
    assert list(updating.framed({}, before, after, None, frozenset())) == []


@pytest.mark.parametrize(
    ("given", "before", "after"),
    [
        ({"name": "b"}, {"name": "a", "note": "n"}, {"name": "b"}),
        ({"name": "b"}, {"note": "n"}, {"note": None}),
        ({"name": "b"}, {"note": "n"}, {"note": ""}),
        ({"name": "b"}, {"size": 9}, {"size": 3}),
        ({"name": "b"}, {"size": 3}, {"size": 3}),
        ({"name": "b"}, {"labels": []}, {"labels": []}),
        ({"name": "b"}, {"place": {"floor": 1}}, {"place": {"floor": 1}}),
        ({"name": "b"}, {"note": "n"}, {"note": "other"}),
        ({"name": "a"}, {"name": "a"}, {"name": "a"}),
        ({"name": "b"}, {"id": 1, "hits": 5}, {"id": 1, "hits": 5}),
        (MISSING, {"note": "n"}, {"note": "n"}),
        ({}, {"note": "n"}, MISSING),
    ],
)
def test_what_a_replacement_leaves_out_goes(given: Any, before: Any, after: Any) -> None:
    """Gone, empty, or its default are all right; so is what the service owns."""
    assert list(updating.replaced(given, before, after, REQUEST, VOLATILE)) == []


@pytest.mark.parametrize(
    ("state", "place", "shown"),
    [
        ({"note": "n"}, "/note", '"n"'),
        ({"size": 9}, "/size", "9"),
        ({"size": 0}, "/size", "0"),
        ({"labels": ["a"]}, "/labels", '["a"]'),
        ({"place": {"street": "a", "floor": 1}}, "/place", '{"street": "a", "floor": 1}'),
    ],
)
def test_what_a_replacement_leaves_out_is_still_there(state: Any, place: str, shown: str) -> None:
    """A member that PUT leaves out and that stays as it was is a breach."""
    text = f"{place} was left out of the replacement, and is still {shown}"
    assert list(updating.replaced({"name": "b"}, state, state, REQUEST, VOLATILE)) == [
        Breach(rule="law/replace", message=text, instance=place)
    ]
    assert list(updating.replaced({}, state, state, REQUEST, frozenset({place}))) == []


@pytest.mark.parametrize(
    ("given", "before", "after"),
    [
        ({"note": None}, {"note": "n"}, {}),
        ({"note": None}, {"note": "n"}, {"note": None}),
        ({"note": None}, {}, {}),
        ({"size": None}, {"size": 3}, {"size": 3}),
        ({"size": None}, {"size": 9}, {"size": 3}),
        ({"place": {"floor": None}}, {"place": {"floor": 1}}, {"place": {"floor": 1}}),
        (
            {"place": {"floor": 2}},
            {"place": {"street": "a", "floor": 1}},
            {"place": {"street": "a", "floor": 2}},
        ),
        ({"place": {"floor": 2}}, {"place": {"note": None}}, {"place": {"floor": 2}}),
        ({"place": {"floor": 2}}, {"place": None}, {"place": {"floor": 2}}),
        ({"place": {}}, {"place": {"floor": 1}}, {"place": {"floor": 1}}),
        ({"name": "b"}, {"name": "a"}, {"name": "b"}),
        (None, {"name": "a"}, {"name": "a"}),
        ([], {"name": "a"}, {"name": "a"}),
    ],
)
def test_a_merge_patch_merges(given: Any, before: Any, after: Any) -> None:
    """Null removes, or brings the default back; objects are merged."""
    assert list(updating.merged(given, before, after, REQUEST)) == []


@pytest.mark.parametrize(("after", "expected"), [("free", True), ("pro", False)])
def test_what_a_patch_removes_is_the_default_of_requests(after: str, expected: bool) -> None:
    """Answers need not describe it: what is made without the member has it as well."""
    view, _ = looked({"default": "free"})
    found = updating.merged(
        {"tier": None}, {"tier": after}, {"tier": after}, defaults={"tier": view}
    )
    assert (list(found) == []) is expected


def null(place: str, shown: str) -> Breach:
    """A null that removed nothing."""
    text = f"{place} was null in a merge patch, and is still {shown}"
    return Breach(rule="law/merge", message=text, instance=place, cause="null")


def lost(place: str, was: str) -> Breach:
    """A member that was not named and is gone."""
    text = f"{place} was not named in a merge patch, and changed: was {was}, is nothing"
    return Breach(rule="law/merge", message=text, instance=place, cause="merge")


@pytest.mark.parametrize(
    ("given", "before", "after", "expected"),
    [
        ({"note": None}, {"note": "n"}, {"note": "n"}, [null("/note", '"n"')]),
        ({"size": None}, {"size": 9}, {"size": 9}, [null("/size", "9")]),
        ({"other": None}, {"other": 0}, {"other": 0}, [null("/other", "0")]),
        (
            {"place": {"street": None}},
            {"place": {"street": "a"}},
            {"place": {"street": "a"}},
            [null("/place/street", '"a"')],
        ),
        (
            {"place": {"floor": 2}},
            {"place": {"street": "a", "floor": 1}},
            {"place": {"floor": 2}},
            [lost("/place/street", '"a"')],
        ),
        (
            {"place": {"in": {"a": None}}},
            {"place": {"street": "s", "in": {"a": 1, "b": 2}}},
            {"place": {"in": {"a": 1}}},
            [lost("/place/street", '"s"'), lost("/place/in/b", "2"), null("/place/in/a", "1")],
        ),
    ],
)
def test_a_merge_patch_does_not_merge(
    given: Any, before: Any, after: Any, expected: list[Breach]
) -> None:
    """A null without effect, and an object that was put in the place of another one, are told."""
    assert list(updating.merged(given, before, after, REQUEST)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"name": "a"}, {"name": "a"}, []),
        ({"updated": 1, "id": 1}, {"updated": 2, "id": 2}, []),
        ({"labels": ["a", "b"]}, {"labels": ["b", "a"]}, []),
        ({"at": "2024-02-29T10:00:00Z"}, {"at": "2024-02-29T10:00:00.000Z"}, []),
        ({"note": 1}, {"note": 2}, []),
        (MISSING, {"name": "b"}, []),
        ({"name": "a"}, {"name": "aa"}, [("/name", 'was "a", is "aa"')]),
        ({"name": "a"}, {}, [("/name", 'was "a", is nothing')]),
        (
            {"size": 1, "labels": ["a"]},
            {"labels": ["a", "a"], "size": 2},
            [("/size", "was 1, is 2"), ("/labels", 'was ["a"], is ["a", "a"]')],
        ),
    ],
)
def test_the_same_update_again_changes_nothing(
    one: Any, other: Any, expected: list[tuple[str, str]]
) -> None:
    """What a request can give is the same after the second as after the first."""
    found = updating.idempotent(one, other, REQUEST, frozenset({"/note"}))
    assert list(found) == [
        Breach(
            rule="law/idempotence",
            message=f"the same update again answers otherwise at {place}: {was_is}",
            instance=place,
        )
        for place, was_is in expected
    ]


def test_without_a_schema_the_same_update_is_not_compared() -> None:
    """What no request describes is the service's own."""
    assert list(updating.idempotent({"name": "a"}, {"name": "b"}, None, frozenset())) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"name": "a"}, {"name": "a"}),
        ({"hits": 1}, {"hits": 2}),
        ({"version": {"n": 1}}, {"version": {"n": 2}}),
        (MISSING, {"name": "a"}),
        ({"name": "a"}, MISSING),
        ([1], [1]),
    ],
)
def test_a_refused_request_changes_nothing(before: Any, after: Any) -> None:
    """Equal states, unknown ones and what changes by itself break nothing."""
    assert list(updating.unchanged(before, after, 422, VOLATILE)) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"name": "a"}, {"name": "b"}, '/name changed: was "a", is "b"'),
        ({"hits": 1, "name": "a"}, {"hits": 2}, '/name changed: was "a", is nothing'),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, "/a/*/b changed: was 1, is 2"),
        ({"a": 1, "b": 1}, {"a": 2, "b": 2}, "/a changed: was 1, is 2"),
        ("x", "y", '/ changed: was "x", is "y"'),
    ],
)
def test_a_refused_request_changed_something(before: Any, after: Any, told: str) -> None:
    """The first place that changed is told, under the rule that asks."""
    text = f"the request was refused (422), and yet {told}"
    assert list(updating.unchanged(before, after, 422, VOLATILE)) == [
        Breach(rule="law/refused", message=text)
    ]
    assert list(updating.unchanged(before, after, 422, VOLATILE, "law/precondition")) == [
        Breach(rule="law/precondition", message=text)
    ]


def test_the_schema_of_an_answer_holds_a_patch_to_its_defaults() -> None:
    """Defaults of members deep in a patch are found through references."""
    view, _ = looked({"properties": {"a": {"properties": {"b": {"default": [1]}}}}}, "request")
    state = {"a": {"b": [1]}}
    assert list(updating.merged({"a": {"b": None}}, state, state, view)) == []
    assert list(updating.merged({"a": {"b": None}}, state, state)) == [null("/a/b", "[1]")]


def test_the_frame_of_a_part_is_told_at_its_place() -> None:
    """Members of an object that an update merges stand below that object."""
    part = {"size": 1, "note": "n"}
    found = updating.framed({"size": 2}, part, {"size": 2}, REQUEST, VOLATILE, "/part")
    text = '/part/note was left out of the update, and changed: was "n", is nothing'
    assert list(found) == [Breach(rule="law/frame", message=text, instance="/part/note")]


def test_what_else_should_have_changed_nothing_says_so() -> None:
    """A sentence of its own stands in the place of the refusal's."""
    why = "a method that is not described was asked for, and"
    found = updating.unchanged({"a": 1}, {"a": 2}, 405, VOLATILE, "protocol/method", why=why)
    text = "a method that is not described was asked for, and /a changed: was 1, is 2"
    assert list(found) == [Breach(rule="protocol/method", message=text)]


LONG = int("1" * 50 + "2" + "3" * 50)
OTHER = int("1" * 50 + "9" + "3" * 50)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"a": 2**53 + 1}, {"a": 2**53 + 1}),
        ({"a": 10**30}, {"a": 10**30, "b": 1}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": 0.1}, {"a": 0.10000000000000002}),  # law/echo
        ({"a": 1}, {"a": "1"}),  # law/echo
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {}),
        (MISSING, {"a": 1}),
        ({"a": 1}, MISSING),
    ],
)
def test_integers_stand_there_with_all_their_digits(given: Any, told: Any) -> None:
    """What is no integer, or is told as no number, is another law's."""
    assert list(updating.exact(given, told)) == []


@pytest.mark.parametrize(
    ("given", "told", "place", "instance", "text"),
    [
        (
            *({"a": 2**53 + 1}, {"a": 2**53}, "/a", "/a"),
            "was given as 9007199254740993, and is answered as 9007199254740992",
        ),
        (
            *({"a": [{"b": 1}]}, {"a": [{"b": 1.5}]}, "/a/0/b", "/a/*/b"),
            "was given as 1, and is answered as 1.5",
        ),
        (
            *({"a": LONG}, {"a": OTHER}, "/a", "/a"),
            (
                f"was given as …{'1' * 10}2{'3' * 29} (101 characters), and is answered as "
                f"…{'1' * 10}9{'3' * 29} (101 characters)"
            ),
        ),
    ],
)
def test_integers_lost_digits(given: Any, told: Any, place: str, instance: str, text: str) -> None:
    """Each integer that is told otherwise; long ones are cut where they differ."""
    assert list(updating.exact(given, told)) == [
        Breach(rule="law/echo", message=f"{place} {text}", instance=instance)
    ]


INNER = members(name={"type": "string"}, box={"type": "object", "properties": {"a": {}, "b": {}}})


@pytest.mark.parametrize(
    ("given", "after", "places"),
    [
        ({"box": {"a": 2}}, {"box": {"a": 2}}, []),
        ({"box": {"a": 2}}, {"box": {"a": 2, "b": None}}, []),
        ({"box": {"a": 2, "b": 1}}, {"box": {"a": 2, "b": 1}}, []),
        ({"box": {"a": 2}}, {"box": {"a": 2, "b": 3}}, []),  # another one: a default, perhaps
        ({"box": {"a": 2}}, {"box": {"a": 2, "b": 1}}, ["/box/b"]),
    ],
)
def test_parts_of_an_object_are_replaced(given: Any, after: Any, places: list[str]) -> None:
    """What an object in a replacement leaves out goes like what the whole leaves out."""
    before = {"box": {"a": 1, "b": 1}}
    found = updating.replaced(given, before, after, INNER, frozenset())
    assert [each.instance for each in found] == places


@pytest.mark.parametrize(
    ("before", "after", "places", "count"),
    [
        ({"name": "a", "updated_at": 1}, {"name": "b", "updated_at": 2}, ["updated_at"], 0),
        ({"name": "a", "updated_at": 1}, {"name": "b", "updated_at": 1}, ["updated_at"], 1),
        ({"name": "a", "updated_at": 1}, {"name": "a", "updated_at": 1}, ["updated_at"], 0),
        ({"name": "a", "updated_at": 1}, {"name": "b", "updated_at": 1}, [], 0),
        ("a", "b", ["updated_at"], 0),
    ],
)
def test_a_change_shows_in_its_time(before: Any, after: Any, places: list[str], count: int) -> None:
    """Where anything has changed, when it was changed last has as well."""
    found = list(updating.touched(before, after, places))
    assert [each.rule for each in found] == ["law/touched"] * count
