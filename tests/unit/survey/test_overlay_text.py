"""The text of an overlay, whatever the names in it are."""

from pathlib import Path
from typing import Any

import jsonpath
import pytest

from ringback.description.reading.files import read
from ringback.description.reading.tree import plain
from ringback.finding import pointer
from ringback.survey.suggestions.overlay_text import overlay, path, writable

NAMES = [
    "a",
    "with space",
    "it's",
    'say "x"',
    "back\\slash",
    "line\nbreak\ttab",
    "\x00\x1f\x7f\x85\u2028\ufeff",
    "200",
    "0o17",
    "1_000",
    "2026-01-01",
    "null",
    "No",
    "y",
    "~",
    "",
    "<<",
    "- x",
    "# no comment",
    "a: b",
    "*",
    "&a",
    "!tag",
    "{}",
    "\N{GRINNING FACE}",
    "é",
    "/v1/{id}",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    """As a target, as a member and as a value, without a trap for readers of YAML 1.1."""
    document = {"a": [{"x": 1}, {name: {"b": 2}}]}
    target = path(pointer(("a", 1, name)), document)
    action: dict[str, Any] = {"target": target, "update": {name: [name]}}
    text = overlay("a title", ["its head"], [([f"of {name}"], action)], [name])
    file = tmp_path / "an.overlay.yaml"
    file.write_text(text, "utf-8")
    parsed = read(str(file), allow_remote=False)
    assert parsed.traps == ()
    assert plain(parsed.root)["actions"] == [action]
    assert jsonpath.findall(action["target"], document) == [{"b": 2}]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("", "$"),
        ("/components/schemas/Thing", "$.components.schemas.Thing"),
        ("/paths/~1v1~1a/get/responses/200", "$.paths['/v1/a'].get.responses['200']"),
        ("/allOf/0/properties", "$.allOf[0].properties"),
        ("/not/there/0", "$.not.there['0']"),
    ],
)
def test_a_place_is_told_as_a_json_path(place: str, expected: str) -> None:
    """Words with a dot, other names in brackets, an index without quotes."""
    assert path(place, {"allOf": [{"properties": {}}]}) == expected


@pytest.mark.parametrize(("name", "fits"), [("a\x00\N{GRINNING FACE}", True), ("a\udc00", False)])
def test_half_a_character_can_t_be_written(name: str, fits: bool) -> None:
    """No UTF-8 spells it (RFC 8259 section 8.2)."""
    assert writable(name) is fits
