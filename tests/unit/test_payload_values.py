"""Values once they are read: compared, looked into, and shown in sentences."""

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from ringback.payload import MISSING, at, same, show
from tests.unit.test_payload import JSON


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        (1, "1", False),
        (None, None, True),
        (None, 0, False),
        (None, False, False),
        ("", [], False),
        ([], {}, False),
        ({}, {}, True),
        (2**53 + 1, float(2**53), False),
        (2**53, float(2**53), True),
        (10**30, 1e30, False),
        (0.1, Decimal("0.1"), False),
        (10**4200, Decimal("1e4200"), True),
        (0.1 + 0.2, 0.3, False),
        (0.0, -0.0, True),
        (math.nan, math.nan, True),
        (math.nan, 1.0, False),
        ({"a": 1, "b": 2}, {"b": 2.0, "a": 1}, True),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ({"a": [1, {"b": True}]}, {"a": [1, {"b": 1}]}, False),
        ([1, 2], [2, 1], False),
        ([1], [1, 1], False),
        ("e\u0301", "\u00e9", False),
        (MISSING, MISSING, True),
        (MISSING, None, False),
    ],
)
def test_sameness(left: Any, right: Any, equal: bool) -> None:
    """Numbers by value, integers exactly; booleans, texts and numbers are never the same."""
    assert same(left, right) is equal
    assert same(right, left) is equal


@given(JSON)
def test_a_value_is_the_same_as_itself(value: Any) -> None:
    """And is not the same as a list of it."""
    assert same(value, value)
    assert not same(value, [value])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ([], {"a": [1, {"0": "x"}], "": 2}),
        (["a"], [1, {"0": "x"}]),
        (["a", "0"], 1),
        (["a", 0], 1),
        (["a", 1, "0"], "x"),
        ([""], 2),
        (["b"], MISSING),
        (["a", "2"], MISSING),
        (["a", "-1"], MISSING),
        (["a", "00"], MISSING),
        (["a", "\u0661"], MISSING),
        (["a", "9" * 5000], MISSING),
        (["a", "0", "x"], MISSING),
    ],
)
def test_nodes_are_found_by_their_steps(path: list[str | int], value: Any) -> None:
    """An index is one as RFC 6901 spells it; what is not there is missing."""
    assert at({"a": [1, {"0": "x"}], "": 2}, path) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (MISSING, "nothing"),
        (None, "null"),
        ('a\n"', '"a\\n\\""'),
        ({"a": [1, True]}, '{"a": [1, true]}'),
        ("\ud800", '"\\ud800"'),
        ("x" * 58, f'"{"x" * 58}"'),
        ("x" * 59, f'"{"x" * 29}\u2026{"x" * 19}"'),
        (Decimal("1E+5000"), "1E+5000"),
        ([Decimal("1E+5000")], "[1E+5000]"),
    ],
)  # fmt: skip
def test_values_in_sentences(value: Any, text: str) -> None:
    """As JSON, cut in the middle where they are long."""
    assert show(value) == text


def test_what_python_refuses_to_print_is_named() -> None:
    """A number that was not read by `decode` may have too many digits for a sentence."""
    assert show(10**4500) == "<int>"
    assert repr(MISSING) == "MISSING"
