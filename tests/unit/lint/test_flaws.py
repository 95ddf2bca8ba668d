"""One cause, one finding, at the place in the file; and Swagger 2.0 by its own metaschema."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringback.finding import Severity
from ringback.lint import lint


def told(folder: Path, content: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The errors about a description: rule, pointer, and what stands in the line."""
    path = folder / "d.json"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        (each.rule, str(each.schema), lines[(each.line or 0) - 1].strip())
        for each in lint(path)
        if each.severity is Severity.ERROR
    ]


def swagger(**members: Any) -> dict[str, Any]:
    """A document of 2.0 with an operation, and these members."""
    body = {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/A"}}
    read = {"operationId": "read", "parameters": [body], "responses": {"200": {"description": "d"}}}
    return {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": read}},
        "definitions": {"A": {"type": "object", "properties": {"x": {"type": "string"}}}},
        **members,
    }


X = {"type": "string"}


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({}, []),
        ({"definitions": {"A": {"properties": {"x": {"type": "strin"}}}}},
         [("lint/invalid", "/definitions/A/properties/x/type", '"type": "strin"')]),
        ({"definitions": {"A": {"properties": {"x": {"pattern": "("}}}}},
         [("lint/invalid", "/definitions/A/properties/x/pattern", '"pattern": "("')]),
        ({"definitions": {"A": {"properties": {"x": {"type": "integer", "default": "a"}}}}},
         [("lint/contradicting-default", "/definitions/A/properties/x/default",
           '"default": "a"')]),
        ({"definitions": {"A": X}, "hosts": "h"},
         [("lint/invalid", "", "{")]),
        ({"definitions": {}},
         [("lint/unresolved", "/paths/~1a/post/parameters/0/schema/$ref",
           '"$ref": "#/definitions/A"')]),
        ({"paths": {"/a": {"get": {"parameters": [{"name": "q", "in": "query"}],
                                   "responses": {"200": {"description": "d"}}}}}},
         [("lint/invalid", "/paths/~1a/get/parameters/0", "{")]),
    ],
)  # fmt: skip
def test_swagger_2_0_is_told_of_by_its_own_words(
    tmp_path: Path, members: dict[str, Any], found: list[tuple[str, str, str]]
) -> None:
    """Pointers and lines are those of the file, whatever it is converted to."""
    assert told(tmp_path, swagger(**members)) == found


def test_what_many_refer_to_in_vain_is_one_finding(tmp_path: Path) -> None:
    """As is a circle; and nothing is told of what was left out for it."""
    gone = {"$ref": "#/definitions/Gone"}
    schemas = {
        "A": {"type": "object", "properties": {"x": gone, "y": gone}, "default": {"x": 1}},
        "B": {"$ref": "#/definitions/C"},
        "C": {"$ref": "#/definitions/B"},
    }
    rules = told(tmp_path, swagger(definitions=schemas))
    assert [rule for rule, _, _ in rules] == ["lint/unresolved", "lint/unresolved"]


def test_a_byte_order_mark_is_a_warning(tmp_path: Path) -> None:
    """The JSON behind it is read and judged as ever."""
    path = tmp_path / "d.json"
    path.write_text(json.dumps(swagger()), encoding="utf-8-sig")
    [found] = [each for each in lint(path) if each.rule == "lint/byte-order-mark"]
    assert (found.severity, found.line) == (Severity.WARNING, 1)
