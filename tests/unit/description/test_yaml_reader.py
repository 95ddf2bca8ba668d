"""YAML 1.2 with places, and the traps of YAML 1.1."""

import string
from typing import Any

import pytest

from ringback.description.reading.tree import Trap, plain
from ringback.description.reading.yaml_reader import read_yaml
from ringback.errors import DescriptionError

# What YAML 1.1 readers change, and YAML 1.2 does not: the scalar, its value, what 1.1 takes it for.
TRAPS: list[tuple[str, Any, str]] = [
    ("no", "no", "a string in YAML 1.2, and YAML 1.1 takes it for a boolean; quote it"),
    ("Off", "Off", "a string in YAML 1.2, and YAML 1.1 takes it for a boolean; quote it"),
    ("yes", "yes", "a string in YAML 1.2, and YAML 1.1 takes it for a boolean; quote it"),
    ("on", "on", "a string in YAML 1.2, and YAML 1.1 takes it for a boolean; quote it"),
    ("12:30:45", "12:30:45",
     "a string in YAML 1.2, and YAML 1.1 takes it for a number to base 60; quote it"),
    ("2023-07-24", "2023-07-24",
     "a string in YAML 1.2, and YAML 1.1 takes it for a date; quote it"),
    ("2023-07-24T10:00:00Z", "2023-07-24T10:00:00Z",
     "a string in YAML 1.2, and YAML 1.1 takes it for a date; quote it"),
    ("1_000", "1_000", "a string in YAML 1.2, and YAML 1.1 takes it for a number; quote it"),
    ("0b11", "0b11", "a string in YAML 1.2, and YAML 1.1 takes it for a binary number; quote it"),
    ("0777", 777, "a number in YAML 1.2, and YAML 1.1 takes it for an octal number"),
    ("08", 8, "a number in YAML 1.2, and YAML 1.1 takes it for a string"),
    ("0o17", 15, "a number in YAML 1.2, and YAML 1.1 takes it for a string"),
    ("1e3", 1000.0, "a number in YAML 1.2, and YAML 1.1 takes it for a string"),
]  # fmt: skip
PLAIN: list[tuple[str, Any]] = [
    ("~", None), ("", None), ("null", None), ("true", True), ("FALSE", False), ("12", 12),
    ("-3", -3), ("+3", 3), ("0x1F", 31), ("1.5", 1.5), (".5", 0.5), ("1.0e+3", 1000.0),
    ("word", "word"), ('"no"', "no"), ("'1'", "1"), ("!!str 1", "1"), ("! 1", "1"),
    ("!!int 1", 1), ("!!float 1", 1.0), ("3.1.0", "3.1.0"), ("y", "y"),
    ("[1, {b: 2}]", [1, {"b": 2}]),
    ('"\\ud83d\\ude00"', "\N{GRINNING FACE}"), ("!!map {}", {}), ("|-\n  x\n  y", "x\ny"),
]  # fmt: skip
REFUSED = [
    ("a: 1\nb: 2\na: 3", 'f:3:1: gives the member "a" twice, first on line 1'),
    ('200: 1\n"200": 2', 'f:2:1: gives the member "200" twice, first on line 1'),
    ("a: !!python/object:x.y z",
     "f:1:4: has the tag tag:yaml.org,2002:python/object:x.y, which no OpenAPI document may have"),
    ("a: !include [x]", "f:1:4: has the tag !include, which no OpenAPI document may have"),
    ("a: !!int x", 'f:1:4: holds what JSON has no value for: "x" does not fit its tag !!int'),
    ("a: .nan", "f:1:4: holds what JSON has no value for: .nan is no JSON number"),
    ("a: -.inf", "f:1:4: holds what JSON has no value for: -.inf is no JSON number"),
    ('a: "\\ud800"',
     "f:1:4: holds what JSON has no value for: a string with half of a surrogate pair"),
    ("a: &x [*x]", "f:1:8: has an alias *x that stands inside what it names"),
    ("a: *x", "f:1:4: has an alias *x that names no anchor before it"),
    ("? [a]\n: 1", "f:1:3: has a collection for a member's name; only a scalar can be one"),
    ("a: 1\n---\nb: 2", "f:2:1: holds a second YAML document; a description is one"),
    ("a: \x00", "f:1:4: is not YAML: a control character stands here"),
    ("a:\n\t- 1", "f:2:1: is not YAML: found character that cannot start any token"),
    ("a: " + "[" * 300_000, "f:1:203: is nested deeper than 200 levels"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "told"), TRAPS)
def test_a_trap_keeps_its_yaml_1_2_value_and_is_named(text: str, value: Any, told: str) -> None:
    """No value changes in silence, and the warning has the line."""
    parsed = read_yaml(f"x: 1\na: {text}\n", "f")
    assert plain(parsed.root) == {"x": 1, "a": value}
    assert parsed.traps == (Trap(file="f", line=2, text=f"{text} is {told}"),)


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_what_both_versions_agree_on_is_no_trap(text: str, value: Any) -> None:
    """The core schema of YAML 1.2 gives each scalar its value, without a warning."""
    parsed = read_yaml(f"a: {text}", "f")
    assert plain(parsed.root) == {"a": value}
    assert parsed.traps == ()


def test_names_that_are_no_strings_become_strings() -> None:
    """OpenAPI tools read 200: as "200":, and so do we; `no` as a name is a trap."""
    parsed = read_yaml("200: a\ntrue: b\n1.5: c\nno: d\n", "f")
    assert plain(parsed.root) == {"200": "a", "true": "b", "1.5": "c", "no": "d"}
    assert [trap.line for trap in parsed.traps] == [4]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<<: *x", {"b": 1}),
        ("<<: *x\n  b: 2", {"b": 2}),
        ("b: 2\n  <<: *x", {"b": 2}),
        ("<<: [*x, {b: 3, d: 4}]", {"b": 1, "d": 4}),
        ("<<: {d: 4}\n  e: 5", {"d": 4, "e": 5}),
        ("<<: 7", {"<<": 7}),
        ("'<<': *x", {"<<": {"b": 1}}),
    ],
)
def test_merge_keys_are_read_as_their_writers_mean_them(text: str, read: object) -> None:
    """What YAML 1.1 has is read, though 1.2 has it no more: a member given beside prevails."""
    parsed = read_yaml(f"a: &x {{b: 1}}\nc:\n  {text}\n", "f")
    assert plain(parsed.root) == {"a": {"b": 1}, "c": read}
    assert bool(parsed.traps) is not text.startswith("'")


@pytest.mark.parametrize(("text", "told"), REFUSED, ids=range(len(REFUSED)))
def test_what_no_openapi_document_may_hold_is_refused_at_its_place(text: str, told: str) -> None:
    """One sentence with line and column; no object is ever built of a tag."""
    with pytest.raises(DescriptionError) as caught:
        read_yaml(text, "f")
    assert str(caught.value) == told


def test_all_mistakes_are_told_at_once() -> None:
    """Reading goes on behind a mistake that leaves the rest readable."""
    with pytest.raises(DescriptionError) as caught:
        read_yaml("a: !x 1\nb: 2\nb: 3\nc: .nan\n", "f")
    assert [problem.line for problem in caught.value.problems] == [1, 3, 4]


def test_an_alias_is_its_anchor_s_value() -> None:
    """Aliases are expanded, each use its own value."""
    parsed = read_yaml("a: &x {b: [1]}\nc: *x\nd: [*x, *x]\n", "f")
    value = plain(parsed.root)
    assert value == {"a": {"b": [1]}, "c": {"b": [1]}, "d": [{"b": [1]}, {"b": [1]}]}
    assert value["a"] is not value["c"]


def test_a_bomb_of_aliases_is_refused() -> None:
    """Nine levels of nine aliases each would be 387 million values."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for inner, outer in zip(string.ascii_lowercase[:9], string.ascii_lowercase[1:], strict=False):
        lines.append(f"{outer}: &{outer} [{', '.join([f'*{inner}'] * 9)}]")
    with pytest.raises(DescriptionError, match="brings in more than 1000000 values by its aliases"):
        read_yaml("\n".join(lines), "f")


def test_aliases_can_not_nest_deeper_than_the_bound() -> None:
    """A chain of aliases is as deep as if it were written out."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{level}: &a{level} [[[[[[[[[[*a{level - 1}]]]]]]]]]]" for level in range(1, 40)]
    with pytest.raises(DescriptionError, match="is nested deeper than 200 levels by an alias"):
        read_yaml("\n".join(lines), "f")
