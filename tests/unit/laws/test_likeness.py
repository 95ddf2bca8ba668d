"""Whether an answer tells what was given: spellings that are right, and values that are not."""

from decimal import Decimal
from typing import Any

import pytest

from ringback.laws.likeness import (
    Unlike,
    alike,
    at_pointer,
    gone_or_default,
    is_default,
    unlike,
)
from ringback.payload import MISSING
from tests.unit.laws.looking import looked

UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
BIG = 2**53
HUGE = 10**400  # past what a double holds

SPELLINGS = [
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00+00:00"),
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00-00:00"),
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29t10:00:00z"),
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29 10:00:00Z"),
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29T12:30:00+02:30"),
    ("date-time", "2024-02-29T23:00:00-05:00", "2024-03-01T04:00:00Z"),
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00.000Z"),
    ("date-time", "2024-02-29T10:00:00.5Z", "2024-02-29T10:00:00.500000+00:00"),
    ("date-time", "2024-02-29T10:00:00.123456789Z", "2024-02-29T10:00:00.123Z"),
    ("date-time", "9999-12-31T23:59:59-12:00", "9999-12-31t23:59:59-12:00"),
    ("date-time", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00.000+14:00"),
    ("time", "10:00:00Z", "10:00:00+00:00"),
    ("time", "10:00:00Z", "10:00:00.000Z"),
    ("time", "10:00:00.5Z", "10:00:00.500z"),
    ("time", "10:00:00Z", "12:00:00+02:00"),
    ("time", "00:30:00+01:00", "23:30:00Z"),
    ("uuid", UUID, UUID.upper()),
    ("email", "Ann.B@Example.com", "ann.b@example.com"),
    ("email", "ann@EXAMPLE.com", "ann@example.com"),
    ("idn-email", "Änn@Example.com", "änn@example.com"),
    ("hostname", "API.Example.com", "api.example.com"),
    ("ipv4", "192.0.2.1", "192.0.2.1"),
    ("ipv6", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
    ("ipv6", "::ffff:192.0.2.1", "::ffff:c000:201"),
    ("uri", "HTTPS://Example.com", "https://example.com/"),
    ("url", "https://example.com?q=A#F", "https://example.com/?q=A#F"),
    ("byte", "aGk=", "aGk"),
]

OTHER_VALUES = [
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29T10:00:01Z"),
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00+01:00"),
    ("date-time", "2024-02-29T10:00:00.123Z", "2024-02-29T10:00:00.124Z"),
    ("date-time", "2024-02-29T10:00:00.123Z", "2024-02-29T10:00:00Z"),
    ("date-time", "2024-02-29T10:00:00Z", "2024-02-29"),
    ("date-time", "2024-02-29T10:00:00Z", "yesterday"),
    ("date-time", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:58-12:00"),
    ("date", "2024-02-29", "2024-02-28"),
    ("date", "2024-02-29", "2024-02-29T00:00:00Z"),
    ("time", "10:00:00Z", "10:00:01Z"),
    ("time", "10:00:00Z", "10:00:00+01:00"),
    ("time", "10:00:00Z", "noon"),
    ("uuid", UUID, UUID[:-1] + "b"),
    ("uuid", UUID, "none"),
    ("email", "ann@example.com", "anne@example.com"),
    ("email", "ann@example.com", "ann@example.org"),
    ("hostname", "a.example.com", "b.example.com"),
    ("ipv4", "192.0.2.1", "192.0.2.2"),
    ("ipv6", "2001:db8::1", "2001:db8::2"),
    ("ipv6", "2001:db8::1", ""),
    ("uri", "https://example.com/a", "https://example.com/A"),
    ("uri", "https://example.com/?a=1", "https://example.com/?a=2"),
    ("uri", "https://example.com/a", "http://example.com/a"),
    ("uri", "http://[::1/", "http://[::1"),
    ("byte", "aGk=", "aGK="),
    ("password", "Secret", "secret"),
    (None, "Rex", "rex"),
    (None, "Rex", "Rex "),
    (None, "2024-02-29T10:00:00Z", "2024-02-29T10:00:00+00:00"),
    (None, "1", 1),
    (None, True, 1),
    (None, None, ""),
    (None, 0, None),
    (None, [], {}),
]

NUMBERS = [
    (None, 1, 1.0, True),
    (None, Decimal(2), 2, True),
    (None, 0.5, Decimal("0.5"), True),
    (None, BIG, BIG + 1, False),
    (None, BIG + 1, BIG, True),
    (None, -BIG - 1, -BIG, True),
    (None, BIG + 1, BIG + 5, False),
    ("int64", BIG + 1, BIG, False),
    ("int64", BIG + 1, BIG + 1, True),
    ("uint64", 2**64 - 1, 2**64 - 2, False),
    (None, 1, 2, False),
    (None, 0.1, 0.2, False),
    (None, False, 0, False),
    pytest.param(None, HUGE, HUGE, True, id="huge and itself"),
    pytest.param(None, HUGE, HUGE + 1, False, id="huge and its neighbour"),
    pytest.param(None, HUGE, 0.5, False, id="huge and a fraction"),
    pytest.param(None, 0.5, HUGE, False, id="a fraction and huge"),
    pytest.param(None, Decimal("1E+5000"), Decimal("2E+5000"), False, id="past every double"),
]


@pytest.mark.parametrize(("name", "left", "right"), SPELLINGS)
def test_a_value_has_several_right_spellings(name: str, left: str, right: str) -> None:
    """What a format spells in two ways is one value, whichever of them was given."""
    view, _ = looked({"type": "string", "format": name})
    assert alike(left, right, view)
    assert alike(right, left, view)
    union, _ = looked({"anyOf": [{"type": "string", "format": name}, {"type": "null"}]})
    assert alike(left, right, union)


@pytest.mark.parametrize(("name", "left", "right"), OTHER_VALUES)
def test_another_value_is_not_alike(name: str | None, left: Any, right: Any) -> None:
    """No format makes two values one."""
    view, _ = looked({"format": name} if name else {})
    assert not alike(left, right, view)
    assert not alike(right, left, view)


@pytest.mark.parametrize(("name", "left", "right", "expected"), NUMBERS)
def test_numbers_are_compared_by_value(
    name: str | None, left: Any, right: Any, *, expected: bool
) -> None:
    """Past 2**53 a double's neighbours are one number, unless a format promises 64 bits."""
    view, _ = looked({"format": name} if name else {})
    assert alike(left, right, view) is expected


@pytest.mark.parametrize(("left", "right", "expected"), [("a", "a", True), ("a", "A", False)])
def test_without_a_schema_a_text_is_itself(left: str, right: str, *, expected: bool) -> None:
    """What is not described has one spelling."""
    assert alike(left, right) is expected


def test_a_moment_without_an_offset_does_not_depend_on_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the tests run decides nothing about two texts."""
    import time

    view, _ = looked({"format": "date-time"})
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        told = [
            alike("2024-02-29T10:00:00", "2024-02-29T10:00:00Z", view),
            alike("2024-02-29T10:00:00", "2024-02-29T01:00:00Z", view),
        ]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert told == [True, False]


THING = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
        "size": {"type": "integer", "default": 3},
        "note": {"type": ["string", "null"]},
        "secret": {"type": "string", "writeOnly": True},
        "tags": {"type": "array", "items": {"type": "string"}},
        "moments": {"type": "array", "items": {"type": "string", "format": "date-time"}},
        "labels": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
        "owners": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "role": {"type": "string", "default": "reader"},
                },
            },
        },
        "place": {
            "type": "object",
            "default": {"street": "Main"},
            "properties": {"street": {"type": "string"}, "number": {"type": "integer"}},
        },
        "part": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["kind", "bore"],
                    "properties": {"kind": {"const": "pipe"}, "bore": {"type": "number"}},
                },
                {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {"kind": {"const": "rod"}, "note": {"type": "string"}},
                },
            ]
        },
    },
}

TOLD = [
    ({}, {}),
    ({"name": "a"}, {"name": "a", "id": 7}),
    ({"at": "2024-02-29T10:00:00Z"}, {"at": "2024-02-29T12:00:00.000+02:00"}),
    ({"size": 3}, {}),  # a default that is left out
    ({"place": {"street": "Main"}}, {}),
    ({"note": None}, {}),
    ({"note": None}, {"note": None}),
    ({"secret": "s"}, {}),
    ({"unknown": "u"}, {}),
    ({"tags": []}, {"tags": []}),
    ({"tags": ["a", "b"]}, {"tags": ["a", "b"]}),
    ({"moments": ["2024-02-29T10:00:00Z"]}, {"moments": ["2024-02-29T10:00:00+00:00"]}),
    ({"labels": ["a", "b"]}, {"labels": ["b", "a"]}),
    (
        {"owners": [{"id": UUID}, {"id": UUID[:-1] + "b"}]},
        {"owners": [{"id": UUID[:-1] + "B", "role": "reader"}, {"id": UUID, "role": "reader"}]},
    ),
    ({"place": {"street": "S"}}, {"place": {"street": "S", "number": 0}}),
    ({"part": {"kind": "rod", "note": "n"}}, {"part": {"kind": "rod", "note": "n"}}),
    ({"owner": 7}, {"owner": {"id": 7, "name": "Ann"}}),
    ({"owner": "ANN"}, {"owner": {"id": 7, "name": "Ann"}}),
    ({"owner": "x"}, {"owner": {"title": "y"}}),
]

UNTOLD: list[tuple[Any, Any, list[tuple[tuple[str | int, ...], str]]]] = [
    ({"name": "a"}, {"name": "b"}, [(("name",), 'was given as "a", and is answered as "b"')]),
    ({"name": "a"}, {}, [(("name",), 'was given as "a", and is not in the answer')]),
    ({"name": "a"}, {"name": None}, [(("name",), 'was given as "a", and is answered as null')]),
    ({"note": None}, {"note": "n"}, [(("note",), 'was given as null, and is answered as "n"')]),
    ({"size": 4}, {}, [(("size",), "was given as 4, and is not in the answer")]),
    ({"size": 4}, {"size": 3}, [(("size",), "was given as 4, and is answered as 3")]),
    ({"unknown": 1}, {"unknown": 2}, [(("unknown",), "was given as 1, and is answered as 2")]),
    (
        {"place": {"street": "Main", "number": 2}},
        {},
        [(("place",), 'was given as {"street": "Main", "number": 2}, and is not in the answer')],
    ),
    (
        {"place": {"street": "S", "number": 2}},
        {"place": {"number": 3}},
        [
            (("place", "street"), 'was given as "S", and is not in the answer'),
            (("place", "number"), "was given as 2, and is answered as 3"),
        ],
    ),
    (
        {"tags": ["a", "b"]},
        {"tags": ["b", "a"]},
        [
            (("tags", 0), 'was given as "a", and is answered as "b"'),
            (("tags", 1), 'was given as "b", and is answered as "a"'),
        ],
    ),
    (
        {"tags": ["a", "b"]},
        {"tags": ["a"]},
        [(("tags",), "was given with 2 items, and is answered with 1")],
    ),
    (
        {"labels": ["a", "b"]},
        {"labels": ["a", "c"]},
        [(("labels",), 'was given as ["a", "b"], and is answered as ["a", "c"]')],
    ),
    (
        {"labels": ["a", "b"]},
        {"labels": ["a", "a"]},
        [(("labels",), 'was given as ["a", "b"], and is answered as ["a", "a"]')],
    ),
    (
        {"labels": ["a", "b"]},
        {"labels": ["b"]},
        [(("labels",), 'was given as ["a", "b"], and is answered as ["b"]')],
    ),
    (
        {"part": {"kind": "pipe", "bore": 1}},
        {"part": {"kind": "pipe", "bore": 2}},
        [(("part", "bore"), "was given as 1, and is answered as 2")],
    ),
    (
        {"part": {"kind": "rod", "note": "n"}},
        {"part": {"kind": "rod"}},
        [(("part", "note"), 'was given as "n", and is not in the answer')],
    ),
    (
        {"owner": True},
        {"owner": {"id": True}},
        [(("owner",), 'was given as true, and is answered as {"id": true}')],
    ),
    ({"name": ["a"]}, {"name": "a"}, [(("name",), 'was given as ["a"], and is answered as "a"')]),
    ([1], [2], [((0,), "was given as 1, and is answered as 2")]),
    ("a", "b", [((), 'was given as "a", and is answered as "b"')]),
]


FORMS = {
    "type": "object",
    "properties": {
        "color": {"type": "string", "pattern": "^[0-9a-f]{6}$"},
        "secret": {"type": "string"},
        "tier": {"enum": ["free", "pro"]},
    },
}


@pytest.mark.parametrize(
    ("given", "told", "expected"),
    [
        ({"color": "FF00AA"}, {"color": "ff00aa"}, True),
        ({"color": "ff00aa"}, {"color": "ff00ab"}, False),
        ({"secret": "s3cret"}, {"secret": "********"}, True),
        ({"secret": "s3cret"}, {"secret": "s3cre"}, False),
        ({"secret": "s3cret"}, {"secret": "**"}, False),
        ({"tier": None}, {"tier": "free"}, True),
        ({"tier": "pro"}, {"tier": "free"}, False),
        ({"tier": 7}, {"tier": {"id": 1, "number": 7}}, True),
        ({"tier": 7}, {"tier": {"id": 1, "number": 8}}, False),
    ],
)
def test_what_an_answer_could_not_tell_is_not_asked(given: Any, told: Any, expected: bool) -> None:
    """A secret is masked, what the answer's schema refuses is spelt in another way."""
    view, admits = looked(FORMS)
    assert (list(unlike(given, told, view, admits)) == []) is expected


@pytest.mark.parametrize(("given", "told"), TOLD)
def test_what_was_given_is_told(given: Any, told: Any) -> None:
    """Members of the service's own, defaults, nulls and other spellings break nothing."""
    view, admits = looked(THING)
    assert list(unlike(given, told, view, admits)) == []


@pytest.mark.parametrize(("given", "told", "expected"), UNTOLD)
def test_what_was_given_is_told_otherwise(
    given: Any, told: Any, expected: list[tuple[tuple[str | int, ...], str]]
) -> None:
    """Each member that is lost or changed is one sentence at its path."""
    view, admits = looked(THING)
    assert list(unlike(given, told, view, admits)) == [
        Unlike(path=path, message=message) for path, message in expected
    ]


@pytest.mark.parametrize(("key", "there"), [("7", "8"), ("a", "b")])
def test_a_thing_that_was_named_is_another(key: str, there: str) -> None:
    """Where a key was given, the object in the answer tells another one."""
    view, admits = looked(THING)
    text = f'names "{key}", and the answer has "{there}" there'
    assert list(unlike({"owner": key}, {"owner": {"id": there}}, view, admits)) == [
        Unlike(path=("owner",), message=text, named=True)
    ]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"default": 3}, 3, True),
        ({"default": 3}, 4, False),
        ({"default": None}, None, True),
        ({"default": False}, 0, False),
        ({}, None, False),
        ({"default": {"a": 1}}, {"a": 1}, True),
        ({"default": {"a": 1}}, {"a": 2}, False),
        ({"default": {"a": 1}}, {}, False),
        ({"default": {}, "properties": {"b": {"default": 5}}}, {"b": 5}, True),
        ({"default": {}, "properties": {"b": {"default": 5}}}, {"b": 6}, False),
        ({"default": {}, "properties": {"b": {"type": "string"}}}, {"b": "x"}, False),
    ],
)
def test_a_default_may_have_its_members_defaults_filled_in(
    schema: Any, value: Any, *, expected: bool
) -> None:
    """An object is the default also where what it leaves out has been filled in."""
    assert is_default(looked(schema)[0], value) is expected


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({}, MISSING, True),
        ({"default": 3}, MISSING, True),
        ({"default": 3}, None, True),
        ({"default": 3}, 3, True),
        ({"default": 3}, 0, False),
        ({}, "", True),
        ({}, [], True),
        ({}, {}, True),
        ({}, False, True),
        ({}, 0, True),
        ({}, True, False),
        ({}, 1, False),
        ({}, "x", False),
        ({}, [0], False),
        ({}, {"a": None}, False),
        ({"properties": {"a": {"default": 1}}}, {"a": 1, "b": None}, True),
        ({"properties": {"a": {"default": 1}}}, {"a": 2}, False),
        (None, {"a": 0}, False),
        (None, "", True),
    ],
)
def test_what_nobody_gave_is_gone_empty_or_its_default(
    schema: Any, value: Any, *, expected: bool
) -> None:
    """A member is as if it had never been given where it says nothing of its own."""
    view = None if schema is None else looked(schema)[0]
    assert gone_or_default(view, value) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [((), ""), (("a",), "/a"), (("a", 3, "b"), "/a/*/b"), (("a/b", "~"), "/a~1b/~0")],
)
def test_an_item_stands_for_its_array(path: tuple[str | int, ...], expected: str) -> None:
    """The place of a breach is the same for every item."""
    assert at_pointer(path) == expected
