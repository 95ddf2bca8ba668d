"""Strict JSON with places, and mistakes at their line and column."""

import json
import sys
from typing import Any

import pytest

from ringback.description.reading.json_reader import read_json
from ringback.description.reading.tree import child, plain
from ringback.errors import DescriptionError

READ = [
    "{}",
    "[]",
    ' {"a": [1, -0, 2.5, 1e3, 1E-2, true, false, null, "x"]} ',
    r'["\ud83d\ude00", "\u00e9", "\"\\\/\b\f\n\r\t"]',
    '{"": {"": []}}',
    "123456789012345678901234567890",
]
REFUSED = [
    ('{"a": [1, 2,]}', 'f:1:12: is not JSON: no comma may stand before the closing "]"'),
    ('{\n "a": 1,\n}', 'f:2:8: is not JSON: no comma may stand before the closing "}"'),
    ('{"a": NaN}', "f:1:7: is not JSON: NaN is no JSON number"),
    ("[-Infinity]", "f:1:2: is not JSON: -Infinity is no JSON number"),
    ('{"a" 1}', 'f:1:6: is not JSON: ":" must stand here, not "1"'),
    ("{a: 1}", 'f:1:2: is not JSON: a member name in double quotes must stand here, not "a"'),
    ("['a']", "f:1:2: is not JSON: a value must stand here, not \"'\""),
    ("[1 2]", 'f:1:4: is not JSON: "," or "]" must stand here, not "2"'),
    ("[01]", 'f:1:3: is not JSON: "," or "]" must stand here, not "1"'),
    ('{"a": 1', 'f:1:8: is not JSON: "," or "}" must stand here, not the end of the file'),
    ('["a', "f:1:2: is not JSON: unterminated string"),
    ('["a\nb"]', "f:1:4: is not JSON: invalid control character"),
    ("{} x", "f:1:4: is not JSON: something follows the end of the document"),
    ("", "f:1:1: is not JSON: a value must stand here, not the end of the file"),
    ("[1e999]", "f:1:2: holds the number 1e999, which is out of a double's range"),
    ("[" + "9" * 5000 + "]", "f:1:2: holds a number of more than 4000 digits"),
    (r'["\ud800"]', "f:1:2: holds a string with half of a surrogate pair, which no UTF-8 spells"),
    ("[" * 100_000, "f:1:202: is nested deeper than 200 levels"),
]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_json_is_read_as_the_standard_parser_reads_it(text: str) -> None:
    """What is strict JSON has the value that Python's own parser gives it."""
    assert plain(read_json(text, "f")) == json.loads(text)


@pytest.mark.parametrize(("text", "told"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_json_is_refused_at_its_place(text: str, told: str) -> None:
    """The place is the line and column of the mistake itself, in one sentence."""
    with pytest.raises(DescriptionError) as caught:
        read_json(text, "f")
    assert str(caught.value) == told


def test_every_repeated_name_is_told_at_once() -> None:
    """No later member of the same name wins in silence."""
    text = '{"a": 1,\n "a": 2,\n "b": {"c": 1, "c": 2}}'
    with pytest.raises(DescriptionError) as caught:
        read_json(text, "f")
    assert str(caught.value).splitlines() == [
        'f:2:2: gives the member "a" twice, first on line 1',
        'f:3:16: gives the member "c" twice, first on line 3',
    ]


def test_each_value_knows_its_line() -> None:
    """A member stands where its name does, an item where it begins."""
    root = read_json('{\n"a":\n {"b": [1,\n 2]}\n}', "f")
    found: list[Any] = [root]
    for step in ("a", "b", 1):
        found.append(child(found[-1], step))
    assert [node.line for node in found] == [1, 2, 3, 4]


def test_the_depth_that_is_read_is_safe_to_walk() -> None:
    """The deepest document that is read can be made plain without a RecursionError."""
    text = "[" * 200 + "]" * 200
    assert sys.getrecursionlimit() >= 1000
    assert plain(read_json(text, "f")) == json.loads(text)
