"""The fast reader: what it gives, and that it gives nothing where it would lose something."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.payload import decode, same
from ringback.validate.fast.spelling import NAME, alone, rounding_matters, together

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=12,
)  # fmt: skip
STYLES = [
    {},
    {"separators": (",", ":")},
    {"ensure_ascii": False},
    {"ensure_ascii": False, "separators": (",", ":")},
]


def nested(depth: int) -> bytes:
    """Arrays inside one another."""
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1,"a":2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a":"\\u003a","b":1,"b":1}',  # an escaped colon in the place of the lost one
        b'{"a":NaN}',
        b'{"a":1e400}',
        b'{"a":"\\ud800"}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":"\xff"}',
        b'{"a":1',
        b"",
        b'{"a":1}{"b":2}',
        b'{"a":1},{"b":2}',
        b'{"a":1},"b":2',
        b"1],[1",
        b"1}]",
        nested(201),
        b'{"a":' + nested(200) + b"}",
        b"\x00",
    ],
)
def test_what_is_not_surely_read_right(text: bytes) -> None:
    """Flaws that the exact reader tells, depths that it does not read, and what is no value."""
    assert alone(text, numbers=True) is None
    assert alone(text, numbers=False) is None


@pytest.mark.parametrize(
    "text",
    [
        b'{"a": 1, "b": [true, null]}',
        b' {"a" : "x:y" }\r',
        b'{"a":"\\u00e9\\n"}',
        '{"a":"é"}'.encode(),
        b'{"a":0.1,"b":-0,"c":18446744073709551615,"d":-9223372036854775808}',
        nested(200),
        b'"text"',
        b"7",
    ],
)
def test_what_is_read_right(text: bytes) -> None:
    """Any spacing and any escapes; numbers that 64 bits hold."""
    row = alone(text, numbers=False)
    assert row is not None
    assert same(row[NAME], decode(text).value)


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":18446744073709551616}',
        b'{"a": -9223372036854775809}',
        b'{"a": 100000000000000000001}',
        b'{"a":99999999999999999999}',
        b'{"a":1e25}',
        b'{"a": 1E+25 }',
        b"[1e25]",
        b"[2,\t12e24\t]",
        b'{"a": 0.1000000000000000055511151231257827}',
    ],
)
def test_numbers_that_a_double_may_not_hold(text: bytes) -> None:
    """They are left to the exact reader, where a rounded number could be judged in another way."""
    assert alone(text, numbers=True) is None


@pytest.mark.parametrize(
    "text",
    [
        b'{"id": "1e25e0aa-0e0a-4e00-8e1e-00e000000e00"}',
        b'{"at": "2026-01-01T10:00:00.123456Z", "n": 1.5}',
        b'{"e": "e", "x": ["1e5", "e "]}',
    ],
)
def test_texts_that_look_like_numbers(text: bytes) -> None:
    """Digits and letters within texts cost nothing."""
    assert alone(text, numbers=True) is not None


@given(st.lists(JSON, min_size=1, max_size=5), st.sampled_from(STYLES))
def test_rows_hold_what_the_exact_reader_reads(values: list[Any], style: dict[str, Any]) -> None:
    """Whatever is given out is each text's own value, with every number's own value."""
    texts = [json.dumps(value, **style).encode() for value in values]
    rows = together(texts, numbers=True)
    if rows is not None:
        assert [[*row] for row in rows] == [[NAME]] * len(texts)
        assert all(
            same(row[NAME], decode(text).value) for row, text in zip(rows, texts, strict=True)
        )


@given(st.integers(min_value=2**63))
def test_no_big_integer_is_rounded(number: int) -> None:
    """Past 64 bits there is no row, or one with the very number."""
    row = alone(json.dumps({"n": number, "s": "x"}).encode(), numbers=True)
    assert row is None or row[NAME]["n"] == number


@given(st.lists(st.binary(max_size=12), min_size=1, max_size=4))
def test_any_bytes(texts: list[bytes]) -> None:
    """No bytes crash it, and none are taken for another number of values."""
    rows = together(texts, numbers=False)
    assert rows is None or len(rows) == len(texts)


SCHEMAS = [
    ({"type": "integer"}, False),
    ({"type": "integer", "minimum": 0, "maximum": 100}, False),
    ({"enum": ["a", 1]}, False),
    ({"type": "array", "items": {"type": "string"}, "uniqueItems": True}, False),
    ({"type": "array", "items": {"$ref": "#/text"}, "uniqueItems": True}, False),
    ({"type": "array", "uniqueItems": True}, True),
    ({"type": "array", "items": {"type": "integer"}, "uniqueItems": True}, True),
    ({"multipleOf": 10}, True),
    ({"maximum": 2**53}, True),
    ({"properties": {"a": {"anyOf": [{"const": -(10**20)}]}}}, True),
    ({"$ref": "#/big"}, True),
    ({"$ref": "#/round"}, False),
    ({"$ref": "other.json"}, True),
]


@pytest.mark.parametrize(("schema", "matters"), SCHEMAS)
def test_where_rounding_matters(schema: dict[str, Any], matters: bool) -> None:
    """Large bounds, steps and equality tell a number from the double next to it."""
    document = {
        "text": {"type": "string"},
        "big": {"exclusiveMinimum": 1e300},
        "round": {"properties": {"again": {"$ref": "#/round"}}},
    }
    assert rounding_matters(document, schema) is matters
