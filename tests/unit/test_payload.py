"""JSON bytes: exact numbers, flaws, depth; and values as bytes again."""

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.payload import (
    Decoded,
    Flaw,
    FlawKind,
    decode,
    encode,
    exact_number,
    same,
    show,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text()
    # A whole number is read as an integer, exactly as it is spelt: no double to compare with.
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda it: not it.is_integer()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip
DIGITS = "1" + "0" * 4999


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-0", 0),
        ("-0.0", 0),
        ("0e99999999999999999999", 0),
        ("3.0", 3),
        ("3.10e1", 31),
        ("1E+30", 10**30),
        ("1e22", 10**22),
        ("1e23", 10**23),
        ("1e400", 10**400),
        ("-1e400", -(10**400)),
        ("9007199254740993", 2**53 + 1),
        ("9007199254740993.0", 2**53 + 1),
        ("1" * 17, int("1" * 17)),
        ("1" * 18, int("1" * 18)),
        ("1." + "0" * 5000, 1),
        ("1e3999", 10**3999),
        ("0.1", 0.1),
        ("0.1" + "0" * 5000, 0.1),
        ("-1.5e-3", -0.0015),
        ("1e-400", 0.0),
        ("1e-99999999999999999999", 0.0),
        ("5e-324", 5e-324),
        ("100000000000000000000000000000.5", 1e29),
    ],
)
def test_numbers_are_exact(text: str, number: float) -> None:
    """Whole ones are integers however spelt, fractions are doubles; no flaw in either."""
    decoded = decode(text.encode())
    assert decoded == Decoded(value=number)
    assert type(decoded.value) is type(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (DIGITS, Decimal(DIGITS)),
        ("1e5000", Decimal("1e5000")),
        ("1e99999999999999999999", Decimal(f"1e{10**17}")),
        ("-2.5e99999999999999999999", Decimal(f"-2.5e{10**17}")),
        ("1" * 400 + ".5", Decimal("1" * 400 + ".5")),
    ],
)
def test_numbers_too_large_for_the_memory_stay_decimals(text: str, number: Decimal) -> None:
    """A hostile number costs no more than its text."""
    decoded = decode(text.encode())
    assert (decoded.value, type(decoded.value)) == (number, Decimal)
    assert exact_number(text) == number


def flaws(body: bytes) -> list[tuple[str, str, str]]:
    """Kind, text and detail of each flaw."""
    return [(flaw.kind.value, flaw.text, flaw.detail) for flaw in decode(body).flaws]


def not_json(text: str) -> tuple[str, str, str]:
    """The flaw of bytes that hold no value."""
    return ("not-json", f"is not JSON: {text}", "")


@pytest.mark.parametrize(
    ("body", "value", "expected"),
    [
        (b'{"a":1,"a":2}', {"a": 2},
            [("duplicate-key", 'gives the member "a" more than once', "a")]),
        (b'[{"a":1,"a":2,"a":3},{"a":1,"a":1}]', [{"a": 3}, {"a": 1}],
            [("duplicate-key", 'gives the member "a" more than once', "a")]),
        (b'{"a":{"\\ud800":1,"\\ud800":2}}', {"a": {"\ud800": 2}},
            [("duplicate-key", 'gives the member "\\ud800" more than once', "\ud800"),
             ("encoding", "holds an unpaired surrogate", "surrogate")]),
        (b"[Infinity,-Infinity,Infinity]", [math.inf, -math.inf, math.inf],
            [("not-a-number", "holds Infinity, which is no JSON number", "Infinity"),
             ("not-a-number", "holds -Infinity, which is no JSON number", "-Infinity")]),
        (b"\xef\xbb\xbf1", 1, [("byte-order-mark", "begins with a byte-order mark", "")]),
        (b'"a\xff"', "a\ufffd", [("encoding", "is not UTF-8 at byte 2", "")]),
        (b'"\xed\xa0\x80"', "\ufffd\ufffd\ufffd", [("encoding", "is not UTF-8 at byte 1", "")]),
        (b'"\\ud800"', "\ud800", [("encoding", "holds an unpaired surrogate", "surrogate")]),
        (b'{"\\uDFFF":1}', {"\udfff": 1},
            [("encoding", "holds an unpaired surrogate", "surrogate")]),
        (b'"\\ud83d\\ude00"', "\U0001f600", []),
        (b'"\\\\ud800"', "\\ud800", []),
        (b" [ ] \r\n", [], []),
    ],
)  # fmt: skip
def test_flaws_beside_a_value(
    body: bytes, value: Any, expected: list[tuple[str, str, str]]
) -> None:
    """What a lenient parser passes over in silence is told once each, with the value it reads."""
    assert decode(body).value == value
    assert decode(body).parsed
    assert flaws(body) == expected


def test_not_a_number_is_read_and_told() -> None:
    """NaN equals nothing, not even itself."""
    decoded = decode(b"NaN")
    flaw = Flaw(kind=FlawKind.NOT_A_NUMBER, text="holds NaN, which is no JSON number", detail="NaN")
    assert math.isnan(decoded.value)
    assert decoded.flaws == (flaw,)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", [not_json("expecting value at line 1 column 1")]),
        (b"{", [not_json("expecting property name enclosed in double quotes at line 1 column 2")]),
        (b'{"a":1}\n}', [not_json("extra data at line 2 column 1")]),
        (b"[1,]", [not_json("expecting value at line 1 column 4")]),
        (b"01", [not_json("extra data at line 1 column 2")]),
        (b"1.", [not_json("extra data at line 1 column 2")]),
        (b"'a'", [not_json("expecting value at line 1 column 1")]),
        (b'"a\nb"', [not_json("invalid control character at line 1 column 3")]),
        (b"\x00", [not_json("expecting value at line 1 column 1")]),
        (b"[NaN,", [
            ("not-a-number", "holds NaN, which is no JSON number", "NaN"),
            not_json("expecting value at line 1 column 6"),
        ]),
        (b"\xff\xfe1\x00", [
            ("encoding", "is not UTF-8 at byte 0", ""),
            not_json("expecting value at line 1 column 1"),
        ]),
        (b"\xef\xbb\xbf", [
            ("byte-order-mark", "begins with a byte-order mark", ""),
            not_json("expecting value at line 1 column 1"),
        ]),
    ],
)  # fmt: skip
def test_what_is_no_json_has_no_value(body: bytes, expected: list[tuple[str, str, str]]) -> None:
    """The place is told; flaws before it are told as well."""
    assert not decode(body).parsed
    assert decode(body).value is None
    assert flaws(body) == expected


@pytest.mark.parametrize("depth", [201, 400, 999, 100_000])
@pytest.mark.parametrize(("start", "end"), [(b"[", b"]"), (b'{"a":', b"}"), (b'[{"":', b"}]")])
def test_nesting_has_an_end(depth: int, start: bytes, end: bytes) -> None:
    """What is deeper than is read is told so, however deep."""
    deep = ("too-deep", "is nested deeper than the 200 levels that are read", "")
    assert flaws(start * depth + b"1" + end * depth) == [deep]


def test_nesting_up_to_the_end_is_read() -> None:
    """200 levels are read, compared, written and shown; and many objects beside each other."""
    body = b"[" * 200 + b"]" * 200
    value = decode(body).value
    assert decode(body) == Decoded(value=value)
    assert same(value, decode(body).value)
    assert encode(value) == body
    assert show(value) == "[" * 30 + "\u2026" + "]" * 20
    assert decode(b"[" + b"{}," * 999 + b"{}]") == Decoded(value=[{}] * 1000)


@given(JSON)
def test_what_is_written_is_read_again(value: Any) -> None:
    """Encoding and decoding keep a value, exactly and without a flaw."""
    decoded = decode(encode(value))
    assert decoded.flaws == ()
    assert same(decoded.value, value)


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ({"a": [1, 2.5, None, True, "\u00e9"]}, '{"a":[1,2.5,null,true,"\u00e9"]}'.encode()),
        ("\ud800x", b'"\\ud800x"'),
        ({"\udfff": "\u00e9"}, b'{"\\udfff":"\xc3\xa9"}'),
        (Decimal(DIGITS), DIGITS.encode()),
        ({"a": [Decimal("1E+5000"), "x"]}, b'{"a":[1E+5000,"x"]}'),
        ("\u2028\x00\x7f", '"\u2028\\u0000\x7f"'.encode()),
    ],
)
def test_how_values_are_written(value: Any, body: bytes) -> None:
    """Compact, in UTF-8; what UTF-8 has no spelling for is escaped, numbers are whole."""
    assert encode(value) == body
    assert same(decode(body).value, value)
