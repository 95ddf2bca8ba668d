"""The small parts of the shop: fields, merge patches, queries, entity tags and ranges."""

from typing import Any

import pytest

from contracts.shop import conditions
from contracts.shop.desk import same
from contracts.shop.fields import Choice, Field, Flag, Many, Names, Nullable, Number, Text, merged
from contracts.shop.forms import CUSTOMER, PAYMENT, SETTINGS
from contracts.shop.queries import QUERIES, read_query


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        (Text(least=1, most=2), ["é", "😀😀"], ["", "abc", 1, None, ["a"]]),
        (Text(pattern="[a-z]+"), ["a"], ["a\n", "A", ""]),
        (Text(format="date"), ["2024-02-29"], ["2023-02-29", "20240229", "2024-2-9"]),
        (Text(format="email"), ["a+b@c.de"], ["a", "a@", "@b.de"]),
        (Choice(values=("a", "b")), ["a"], ["A", "", 1, None]),
        (Number(least=0, most=2**63 - 1), [0, 2**63 - 1], [-1, 2**63, 0.5, "1", True, None]),
        (Number(least=0, whole=False), [0, 0.5], [-0.5, "1", False]),
        (Flag(), [True, False], [0, 1, "true", None]),
        (Nullable(Flag()), [None, True], [0]),
        (Many(of=Flag(), most=1, unique=True), [[], [True]], [[True, False], [1], {}, None]),
        (Many(of=Text(), unique=True), [["a", "b"]], [["a", "a"]]),
        (Names(of=Flag(), longest=2), [{}, {"ab": True}], [{"abc": True}, {"a": 1}, []]),
        (PAYMENT, [{"kind": "invoice"}], [{}, {"kind": "cash"}, {"kind": []}, "card", None]),
    ],
)
def test_fields(field: Field, right: list[Any], wrong: list[Any]) -> None:
    """What a field takes has no mistakes, what it refuses has at least one."""
    assert [list(field.mistakes(value)) for value in right] == [[] for _ in right]
    assert all(list(field.mistakes(value)) for value in wrong)


def test_what_is_left_out_is_filled_in() -> None:
    """Defaults, those of nested objects too; what is not a client's goes."""
    filled = SETTINGS.filled({"currency": "EUR", "invoice": {"prefix": "A"}, "updated_at": "x"})
    assert filled["invoice"] == {"prefix": "A", "net_days": 14, "footer": None}
    assert filled["notifications"] == {"email": True, "sms": False}
    assert "updated_at" not in filled
    assert "password" not in CUSTOMER.filled({"name": "n", "email": "e@x.de"})


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "foo"}, None, None),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merge_patches(target: Any, patch: Any, result: Any) -> None:
    """The examples of RFC 7396."""
    assert merged(target, patch) == result


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("", {"offset": 0, "limit": 20}),
        ("status=open,confirmed", {"status": ["open", "confirmed"]}),
        ("status=open%2Cconfirmed", None),
        ("status=", None),
        ("sort=-total", {"sort": ["-total"]}),
        ("limit=1&limit=1", None),
        ("limit=%31", {"limit": 1}),
        ("limit=01", None),
        ("limit=1.0", None),
        ("offset=-0", {"offset": 0}),
        ("min_total=" + "9" * 5000, None),
        ("other=%FF&&=", {}),
    ],
)
def test_queries(query: str, values: dict[str, Any] | None) -> None:
    """Lists are parted by commas that are not percent-encoded; numbers have one spelling."""
    read = read_query(QUERIES["orders"], query)
    assert bool(read.mistakes) == (values is None)
    assert (values or {}).items() <= read.values.items()


def test_repeated_names_make_a_list() -> None:
    """A name for each item, commas as they are."""
    read = read_query(QUERIES["customers"], "tier=gold&tier=silver&newsletter=false")
    assert (read.values["tier"], read.values["newsletter"]) == (["gold", "silver"], False)
    assert read_query(QUERIES["customers"], "tier=gold,silver").mistakes


@pytest.mark.parametrize(
    ("header", "strongly", "weakly"),
    [
        ('"a"', True, True),
        ('W/"a"', False, True),
        ('"b", "a"', True, True),
        ('"b" ,,"a"', True, True),
        ("*", True, True),
        ('"b"', False, False),
        ("a", False, False),
        ("", False, False),
        ('w/"a"', False, False),
    ],
)
def test_entity_tags(header: str, strongly: bool, weakly: bool) -> None:
    """If-Match compares strongly, If-None-Match weakly (RFC 9110 8.8.3.2)."""
    assert conditions.matches_strongly(header, '"a"') is strongly
    assert conditions.matches_weakly(header, '"a"') is weakly
    assert conditions.matches_weakly(header, 'W/"a"') is weakly


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-3", (0, 3)),
        ("Bytes=0-3", (0, 3)),
        ("bytes=2-", (2, 9)),
        ("bytes=2-99", (2, 9)),
        ("bytes=-3", (7, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes=10-", False),
        ("bytes=-0", False),
        ("bytes=" + "9" * 6000 + "-", False),
        ("bytes=3-2", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("items=0-1", None),
        ("bytes=٣-", None),
    ],
)
def test_ranges(header: str, found: Any) -> None:
    """Of ten bytes; False is for what is not there, None for what is passed over."""
    assert conditions.part(header, 10) == found


def test_true_is_not_one() -> None:
    """Equality of JSON values, in objects and lists too."""
    assert same({"a": [1.0, True]}, {"a": [1, True]})
    assert not same({"a": [1]}, {"a": [True]})
    assert not same({"a": 1}, {"b": 1})
    assert not same([1], [1, 2])
