"""Payloads as a page shows them."""

import json

import pytest

from ringback.reports.page.payload_parts import ShownPart, payload_parts, value_text

VALUE = {"a": 1, "b": 2, "way": {"c": [], "here": "x", "d": {"e": 1}}, "z": [1, 2]}


def _lines(part: ShownPart, depth: int = 0) -> list[str]:
    """The parts as lines: folded ones by their sizes, the wrong one with a mark."""
    mark = " <-" if part.wrong else ""
    if not part.parts:
        text = f"{part.opening}({part.size}){part.closing}" if part.size else part.text
        return [f"{' ' * depth}{part.label}{text}{part.comma}{mark}"]
    lines = [f"{' ' * depth}{part.label}{part.opening}{mark}"]
    for each in part.parts:
        lines += _lines(each, depth + 1)
    return [*lines, f"{' ' * depth}{part.closing}{part.comma}"]


def test_the_way_is_open_and_the_rest_folded() -> None:
    """What is beside the way is one fold; what is beside the place is there to be read."""
    assert _lines(payload_parts(json.dumps(VALUE), "/way/here")) == [
        "{",
        " … (2 members)",
        ' "way": {',
        '  "c": [],',
        '  "here": "x", <-',
        '  "d": {(1 member)}',
        " },",
        ' "z": [(2 items)]',
        "}",
    ]


@pytest.mark.parametrize(
    ("place", "wrong"),
    [(None, 0), ("", 1), ("/z/1", 1), ("/b", 1), ("/nowhere", 0)],
)
def test_one_place_is_marked(place: str | None, wrong: int) -> None:
    """The wrong place, wherever it is, and no other."""
    lines = _lines(payload_parts(json.dumps(VALUE), place))
    assert sum(line.endswith(" <-") for line in lines) == wrong


def test_texts_are_inert_and_short() -> None:
    """Controls stand as escapes of JSON, and what is endless is cut."""
    part = payload_parts(json.dumps(["\u202e\ud800\x1b", "y" * 9_000]), "/0")
    assert part.parts[0].text == r'"\u202e\ud800\u001b"'
    assert part.parts[1].text.endswith("… (9002 characters)")
    assert value_text('{"a": ["\u2028"]}') == '{"a": ["\\u2028"]}'
    long = json.dumps({"a": "y" * 60, "b": []})
    assert value_text(long) == '{\n  "a": "' + "y" * 60 + '",\n  "b": []\n}'
