"""Regular expressions of ECMA-262 that the validator reads only when they are spelt otherwise."""

import jsonschema_rs
import pytest

from ringback.schema.validators.regular_expressions import is_readable, readable


@pytest.mark.parametrize(
    ("pattern", "admitted", "refused"),
    [
        (r"^[^]$", ["a", "\n"], ["", "ab"]),
        (r"^a|[]$", ["a"], ["b", ""]),
        (r"^\0$", ["\0"], ["0"]),
        (r"^[\0a]$", ["\0", "a"], ["0"]),
        (r"^[\b]$", ["\b"], ["b"]),
        (r"^(?<q>['\"])x\k<q>$", ["'x'", '"x"'], ["'x\"", "'x"]),
        (r"^(a)(?:b)(?<q>c)\k<q>0$", ["abcc0"], ["abca0"]),
        (r"^[\w-.]+$", ["a-1.b"], ["a b", "", ","]),
        (r"^[.-\d]+$", ["1.-2"], ["/"]),
        (r"^[\p{Lu}-x]$", ["É", "-", "x"], ["y"]),
        (r"^\ud83d\ude00$", ["😀"], ["a"]),
        (r"^[a\ud83d\ude00]$", ["😀", "a"], ["b"]),
        (r"^{id}$", ["{id}"], ["id"]),
        (r"^a{,3}$", ["a{,3}"], ["aa"]),
        (r"^[^\]]{2}{$", ["ab{"], ["a]{"]),
    ],
)
def test_it_means_the_same(pattern: str, admitted: list[str], refused: list[str]) -> None:
    """What the validator could not read is read, and admits what ECMA-262 says."""
    assert not is_readable(pattern)
    validator = jsonschema_rs.Draft202012Validator({"pattern": readable(pattern)})
    assert [text for text in admitted + refused if validator.is_valid(text)] == admitted


@pytest.mark.parametrize(
    "pattern", [r"^[A-Z]{3}$", r"^\d+(?:\.\d{2})?$", "(", "[a", r"^(?<n>a[$", "*"]
)
def test_what_is_read_or_is_none_stays(pattern: str) -> None:
    """Nothing is changed that the validator reads, or that is no regular expression."""
    assert readable(pattern) == pattern
