"""Texts of ECMA-262 patterns: of each kind, of a length that is asked for, within a short time."""

import time

import pytest

from ringback.sampling.pattern_texts.ecma import UnreadableError, parsed
from ringback.sampling.pattern_texts.patterns import joined, like, why_none
from ringback.schema.validators.regular_expressions import matches

PATTERNS = [
    "", "^$", "^[A-Z]{3}$", r"^\d+$", r"^\+[1-9]\d{1,14}$", r"^[\d\-]+$", r"^\w+@\w+\.\w{2,}$",
    "^cus_[A-Za-z0-9]{14}$", "^(a|b|cd)+$", "^a?b*c+$", "^a{2}b{2,}c{0,2}$", "^a{2}?b+?c*?$",
    r"^\/a\/b$", r"^\_\-$", r"^[\]\[\\]+$", "^[^a-z]$", r"^[\s\S]{3}$", "^.{4}$",
    r"^\x41\u0042\u{43}$", r"^\u{1F600}$", r"^\cA$", r"^\t\n$",
    r"^\p{L}+$", r"^\p{Lu}\p{Ll}+$", r"^\P{L}$", r"^[\p{L}\p{N}_]+$", r"^\p{Script=Greek}+$",
    r"^\p{Script=Han}$", r"^\p{Uppercase_Letter}$", "^[\\u4e00-\\u9fa5]{2,4}$",
    "^(?:ab){3}$", r"^(['\"])[a-z]+\1$", "^(?<year>[0-9]{4})-x$", "^(?P<year>[0-9]{4})-x$",
    r"^(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{8,}$", r"^(?!000)\d{3}$", r"^(?!.*--)[a-z-]+$",
    r"(?<=\$)\d+", r"(?<!a)b$", r"\bfoo\b", r"\.pdf$", "^https://", "cat|dog", "^cat$|^dog$",
    "^[-+]?[0-9]+([.,][0-9]+)?$", "^[a-z-]+$", r"^[\w.-]+$", "^[[a]+$", "(?i)^abc$",
    r"\A[a-z]+\z", "^}]$", r"^\s+$", r"^\S+ \D\W$", "^a++$",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_texts_of_a_pattern(pattern: str) -> None:
    """The pattern is found in each; there is one at least, and a second run makes the same."""
    found = like(pattern)
    assert found
    assert all(matches(pattern, text) for text in found)
    like.cache_clear()
    assert like(pattern) == found


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        ("^[a-z]+(-[a-z]+)*$", 40, 42),
        ("^[a-z]+(-[a-z]+)*$", 1, 2),
        ("^(ab|cde)+$", 7, 7),
        ("^(a{3}){2,9}$", 20, 21),
        (r"^\d{4}(-\d{2}){0,2}$", 10, 10),
        ("^a|b$", 12, 12),
        ("^https://", 30, 30),
        (r"\.pdf$", 20, 20),
        (r"^(?=.*\d)(?=.*[a-z]).{8,}$", 64, 64),
        ("^[0-9a-f]*$", 5_000, 5_000),
        ("^x?$", 0, 0),
        ("^(a|bb|ccc)$", 3, 3),
    ],
)
def test_a_length_is_kept(pattern: str, least: int, most: int) -> None:
    """By every text."""
    found = like(pattern, least, most)
    assert found
    assert all(least <= len(text) <= most and matches(pattern, text) for text in found)


def test_many_texts_differ() -> None:
    """As many as are asked for, where the pattern has them."""
    assert len(set(like("^[a-z]{3}$", count=300))) == 300
    assert like("^(on|off)$", count=300) == ("on", "off")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", 'it is not readable: ")" is missing'),
        (")", 'it is not readable: ")" without "(" at 0'),
        ("[a", "it is not readable: it ends too early"),
        ("*a", 'it is not readable: "*" repeats nothing'),
        ("(?<a", 'it is not readable: ">" is missing'),
        (r"\u{zz}", 'it is not readable: "zz" is no character'),
        ("(" * 80 + ")" * 80, "it is not readable: its groups are nested too deep"),
        ("^[z-a]$", "the validators do not read it"),
        ("a^b", "none fitted"),
        (r"^(?=a)b$", "none fitted"),
    ],
)
def test_why_there_is_none(pattern: str, why: str) -> None:
    """In a few words; no text is made, and none is wrong."""
    assert like(pattern) == ()
    assert why_none(pattern) == why


def test_no_length_is_as_good_as_none() -> None:
    """Where the pattern has no text of the length."""
    assert like("^[a-z]{3}$", 4, 9) == ()
    assert like("^(ab)+$", 3, 3) == ()


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$", "^(a|a?)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "^(a*)*b?$", "^((((a?)?)?)?)*$",
        "^(?=(a+)+b)(a|b|ab)*c$", "^(.*)*(.*)*x$", "^a{1,60000}$", "^([a-z]{1,50}){1,50}$",
        "(x+x+)+y",
    ],
)  # fmt: skip
def test_hostile_patterns_take_no_time(pattern: str) -> None:
    """Texts are written, not searched for: it is over within two seconds, also for long ones."""
    before = time.process_time()
    like(pattern)
    like(pattern, 200, 1_000)
    assert time.process_time() - before < 2


def test_several_patterns_at_once() -> None:
    """Texts of one, and of two in a row."""
    found = list(joined(("^ab", "yz$")))
    assert any(text.startswith("ab") and text.endswith("yz") for text in found)


def test_a_brace_may_stand_for_itself() -> None:
    """Where it holds no bounds, and a hyphen beside a class (ECMA-262, B.1.2); pairs are one."""
    assert parsed("a{x}") == parsed(r"a\{x\}")
    assert parsed(r"\ud83d\ude00") == parsed(r"\u{1F600}")
    assert parsed(r"[\w-.]") == parsed(r"[\w\-.]")
    with pytest.raises(UnreadableError):
        parsed("a**b(")
