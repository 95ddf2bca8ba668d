"""What was created is there: what breaks that, and what does not."""

from typing import Any

import pytest

from ringback.laws import creating
from ringback.laws.likeness import Breach
from ringback.payload import MISSING
from tests.unit.laws.looking import looked, members

MOMENT = {"type": "string", "format": "date-time"}


def unreadable(status: int) -> Breach:
    """What is said where a read does not find what was created."""
    text = f"pets 7 was created, and a read under its key is answered with {status}"
    return Breach(rule="law/created", message=text, cause="unreadable")


@pytest.mark.parametrize("status", [400, 403, 404, 410, 499])
def test_what_was_created_must_be_found(status: int) -> None:
    """A read under the key that is refused breaks the law."""
    assert list(creating.not_read_back(status, "pets 7")) == [unreadable(status)]


@pytest.mark.parametrize("status", [0, 200, 204, 304, 500, 503])
def test_what_is_no_refusal_says_nothing_of_what_was_created(status: int) -> None:
    """A success, a service that fails and no answer at all are no other law's matter."""
    assert list(creating.not_read_back(status, "pets 7")) == []


@pytest.mark.parametrize(("one", "other", "key"), [(7, 7, "7"), (7, "7", "7"), ("a", "a", '"a"')])
def test_two_things_have_two_keys(one: Any, other: Any, key: str) -> None:
    """Keys are compared as they stand in a path."""
    text = f"two things were created, and both have the key {key}"
    assert list(creating.two_alike(one, other)) == [
        Breach(rule="law/created", message=text, cause="one key")
    ]


@pytest.mark.parametrize(
    ("one", "other"), [(7, 8), ("a", "A"), ("latest", "latest"), (MISSING, MISSING), (MISSING, 7)]
)
def test_other_keys_and_unknown_ones_are_two(one: Any, other: Any) -> None:
    """What has no key is not compared, and a word names a slot."""
    assert list(creating.two_alike(one, other)) == []


THING = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "hash": {"type": ["string", "null"], "description": "If requested (otherwise null)"},
        "parts": {
            "type": "array",
            "items": {"type": "object", "properties": {"size": {"type": "integer"}}},
        },
    },
}


@pytest.mark.parametrize(
    ("given", "told", "expected"),
    [
        ({"name": "a"}, {"name": "a"}, []),
        ({"name": "a"}, MISSING, []),
        (MISSING, {"name": "a"}, []),
        (
            {"name": "a"},
            {"name": "b"},
            [("/name", '/name was given as "a", and is answered as "b" (when read)')],
        ),
        (
            {"parts": [{"size": 1}, {"size": 2}]},
            {"parts": [{"size": 1}, {"size": 3}]},
            [("/parts/*/size", "/parts/*/size was given as 2, and is answered as 3 (when read)")],
        ),
        ("a", "b", [("", '/ was given as "a", and is answered as "b" (when read)')]),
        ({"hash": "a"}, {"hash": None}, []),
        (
            {"name": "a"},
            {"name": None},
            [("/name", '/name was given as "a", and is answered as null (when read)')],
        ),
    ],
)
def test_what_was_given_is_echoed(given: Any, told: Any, expected: list[tuple[str, str]]) -> None:
    """Each member that is told otherwise is a breach at its place, items as one."""
    view, admits = looked(THING)
    assert list(creating.echoed(given, told, view, admits, "when read")) == [
        Breach(rule="law/echo", message=message, instance=instance)
        for instance, message in expected
    ]


def test_an_empty_answer_tells_nothing_of_what_was_given() -> None:
    """Where no member is described it acknowledges; where some are, they are missing."""
    view, admits = looked(THING)
    given = {"name": "a"}
    assert list(creating.echoed(given, {}, None, admits, "in the answer")) == []
    assert len(list(creating.echoed(given, {}, view, admits, "in the answer"))) == 1


@pytest.mark.parametrize(
    ("given", "told", "rule", "place"),
    [
        ({"part": "a"}, {"part": {"id": "b"}}, "law/link", "/part"),
        ({"part": {"in": "a"}}, {"part": {"in": {"id": "b"}}}, "law/echo", "/part/in"),
    ],
)
def test_a_link_that_goes_elsewhere_is_told(given: Any, told: Any, rule: str, place: str) -> None:
    """What was named at the top by its key has a law of its own; what lies deeper is an echo."""
    _, admits = looked(THING)
    text = f'{place} names "a", and the answer has "b" there (when read)'
    assert list(creating.echoed(given, told, None, admits, "when read")) == [
        Breach(rule=rule, message=text, instance=place)
    ]


ANSWER = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "at": MOMENT,
        "owner": {"type": "object", "properties": {"id": {"type": "integer"}, "since": MOMENT}},
        "labels": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
        "logs": {"type": "array", "items": {"type": "object", "properties": {"at": MOMENT}}},
    },
}


@pytest.mark.parametrize(
    ("answered", "read"),
    [
        ({"name": "a"}, {"name": "a", "more": 1}),
        ({"name": "a", "etag": "x"}, {"name": "a"}),
        ({"name": None}, {"name": None}),
        ({"at": "2024-02-29T10:00:00.123456Z"}, {"at": "2024-02-29T10:00:00.123+00:00"}),
        (
            {"owner": {"id": 1, "since": "2024-02-29T10:00:00Z"}},
            {"owner": {"id": 1, "since": "2024-02-29T10:00:00.000Z"}},
        ),
        ({"logs": [{"at": "2024-02-29T10:00:00Z"}]}, {"logs": [{"at": "2024-02-29t10:00:00z"}]}),
        ({"labels": ["a", "b"]}, {"labels": ["b", "a"]}),
        ({"owner": {"id": 1}}, {"owner": {"id": 1, "note": None}}),
        ({"owner": {"id": 1, "note": None}}, {"owner": {"id": 1}}),
        ({"hits": 1}, {"hits": 2}),
        ({"owner": {"seen": 1}}, {"owner": {"seen": 2}}),
        ({"parts": [{"seen": 1}]}, {"parts": [{"seen": 2}]}),
        ([1], [2]),
        (MISSING, {"name": "a"}),
        ({"name": "a"}, "a"),
    ],
)
def test_a_read_tells_what_the_write_answered(answered: Any, read: Any) -> None:
    """Spellings, nulls, one answer's own members and those that change by themselves are fine."""
    volatile = frozenset({"/hits", "/owner/seen", "/parts/*/seen"})
    assert list(creating.read_back(answered, read, volatile, looked(ANSWER)[0])) == []


@pytest.mark.parametrize(
    ("answered", "read", "place", "one", "other"),
    [
        ({"name": "a"}, {"name": "b"}, "/name", '"a"', '"b"'),
        ({"name": "a"}, {"name": None}, "/name", '"a"', "null"),
        (
            {"at": "2024-02-29T10:00:00Z"},
            {"at": "2024-02-29T11:00:00Z"},
            "/at",
            '"2024-02-29T10:00:00Z"',
            '"2024-02-29T11:00:00Z"',
        ),
        ({"owner": {"id": 1}}, {"owner": {"id": 2}}, "/owner/id", "1", "2"),
        ({"owner": {"id": 1}}, {"owner": {}}, "/owner/id", "1", "nothing"),
        ({"owner": {}}, {"owner": {"id": 1}}, "/owner/id", "nothing", "1"),
        ({"labels": ["a", "b"]}, {"labels": ["b", "c"]}, "/labels/*", '"a"', '"b"'),
        ({"logs": []}, {"logs": [{}]}, "/logs", "[]", "[{}]"),
    ],
)
def test_a_read_tells_something_else(
    answered: Any, read: Any, place: str, one: str, other: str
) -> None:
    """The first place that differs is told, for the member that it stands in."""
    text = f"the answer to the write had {one} at {place}, and a read after it {other}"
    found = list(creating.read_back(answered, read, frozenset({"/hits"}), looked(ANSWER)[0]))
    assert found[:1] == [
        Breach(rule="law/read-back", message=text, instance="/" + place.split("/")[1])
    ]


def test_members_that_differ_are_told_in_the_order_of_the_answer() -> None:
    """The same answers make the same findings in the same order, run after run."""
    names = ["zeta", "alpha", "mid", "beta", "omega"]
    found = creating.read_back(dict.fromkeys(names, 1), dict.fromkeys(names, 2), frozenset())
    assert [each.instance for each in found] == [f"/{name}" for name in names]


REQUEST = members(
    size={"type": "integer", "default": 3},
    place={"type": "object", "default": {"street": "Main"}},
    name={"type": "string"},
    id={"type": "integer", "default": 1, "readOnly": True},
)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, {"size": 3}),
        ({}, {"size": None}),
        ({}, {}),
        ({"size": 4}, {"size": 5}),
        ({"size": None}, {"size": 5}),
        ({}, {"place": {"street": "Main", "number": 0}}),
        ({}, {"name": "any"}),
        ({}, {"id": 99}),
        (MISSING, {"size": 4}),
        ({}, "text"),
    ],
)
def test_what_was_left_out_has_its_default(given: Any, told: Any) -> None:
    """Only a documented default of a member that was left out is asked for."""
    assert list(creating.defaulted(given, told, REQUEST)) == []


@pytest.mark.parametrize(
    ("told", "place", "wanted", "shown"),
    [
        ({"size": 4}, "/size", "3", "4"),
        ({"size": 0}, "/size", "3", "0"),
        ({"place": {}}, "/place", '{"street": "Main"}', "{}"),
        ({"place": {"street": "Side"}}, "/place", '{"street": "Main"}', '{"street": "Side"}'),
    ],
)
def test_what_was_left_out_has_another_value(
    told: Any, place: str, wanted: str, shown: str
) -> None:
    """A value that is not the documented default is a breach."""
    text = f"{place} was left out, its default is {wanted}, and it is {shown}"
    assert list(creating.defaulted({}, told, REQUEST)) == [
        Breach(rule="law/default", message=text, instance=place)
    ]


def test_without_a_schema_nothing_has_a_default() -> None:
    """What is not described is not asked for."""
    assert list(creating.defaulted({}, {"size": 4}, None)) == []


@pytest.mark.parametrize(
    ("given", "told", "places"),
    [
        ({"id": 99}, {"id": 7}, []),
        ({"id": 99}, {}, []),
        ({"id": 99}, MISSING, []),
        ({}, {"id": 99}, []),
        ({"id": True}, {"id": 1}, []),
        ({"id": 99}, {"id": 99}, ["/id"]),
        ({"id": 99, "made": None}, {"made": None, "id": 99}, ["/id", "/made"]),
    ],
)
def test_read_only_members_are_not_taken_over(given: Any, told: Any, places: list[str]) -> None:
    """A service keeps its own value, whatever a request gives."""
    assert list(creating.taken_over(given, told)) == [
        Breach(
            rule="law/read-only",
            message=f"{place} is read-only, was given as {shown}, and was taken over",
            instance=place,
        )
        for place in places
        for shown in ["99" if place == "/id" else "null"]
    ]


TWICE = Breach(rule="law/listed", message="pets 7 stands in the list 2 times", cause="twice")
MISSED = Breach(
    rule="law/listed",
    message="pets 7 was created, and does not stand in the list",
    cause="missing",
)


@pytest.mark.parametrize(
    ("entries", "complete", "expected"),
    [
        ([{}], True, []),
        ([{}], False, []),
        ([], False, []),
        ([], True, [MISSED]),
        ([{}, {}], True, [TWICE]),
        ([{}, {}], False, [TWICE]),
    ],
)
def test_what_was_created_is_listed_once(
    entries: list[Any], expected: list[Breach], *, complete: bool
) -> None:
    """A part of a list may lack it; no list has it twice."""
    assert list(creating.listed_once(entries, complete, "pets 7")) == expected


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ({"name": "a"}, {"name": "a", "more": 1}),
        ({"name": "a", "rank": 1}, {"name": "a"}),
        ({"at": "2024-02-29T10:00:00Z"}, {"at": "2024-02-29T10:00:00+00:00"}),
        ({"hits": 1}, {"hits": 2}),
        ({"owner": 1}, {"owner": {"id": 1}}),
        ({"owner": {"id": 1}}, {"owner": {"id": 1, "name": "Ann"}}),
        (
            {"owner": {"since": "2024-02-29T10:00:00Z"}},
            {"owner": {"since": "2024-02-29t10:00:00z"}},
        ),
        ({"logs": [{"id": 1}]}, {"logs": [{"id": 1, "text": "t"}]}),
        ({"labels": ["a", "b"]}, {"labels": ["b", "a"]}),
        ("a", {"name": "a"}),
    ],
)
def test_an_entry_tells_what_the_thing_tells(entry: Any, state: Any) -> None:
    """An entry may be a summary, at any depth, and what changes by itself is passed over."""
    found = creating.listed_alike(entry, state, frozenset({"/hits"}), looked(ANSWER)[0])
    assert list(found) == []


@pytest.mark.parametrize(
    ("entry", "state", "place", "one", "other"),
    [
        ({"name": "a"}, {"name": "b"}, "/name", '"b"', '"a"'),
        ({"name": None}, {"name": "b"}, "/name", '"b"', "null"),
        ({"owner": {"id": 1}}, {"owner": {"id": 2}}, "/owner", '{"id": 2}', '{"id": 1}'),
        ({"labels": ["a"]}, {"labels": ["a", "b"]}, "/labels", '["a", "b"]', '["a"]'),
        ({"logs": [{"id": 1}]}, {"logs": [{"id": 2}]}, "/logs", '[{"id": 2}]', '[{"id": 1}]'),
    ],
)
def test_an_entry_tells_something_else(
    entry: Any, state: Any, place: str, one: str, other: str
) -> None:
    """What both tell and tell differently is a breach."""
    text = f"the thing has {one} at {place}, and its entry in the list {other}"
    found = creating.listed_alike(entry, state, frozenset(), looked(ANSWER)[0])
    assert list(found) == [Breach(rule="law/listed", message=text, instance=place, cause="entry")]
