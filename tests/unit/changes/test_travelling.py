"""What is told of values that go over the wire as text: parameters, headers, forms, files."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringback.changes import Kind, compare
from ringback.description import load

_TEXT, _INTEGER, _NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
_FILE = {"type": "string", "format": "binary"}
_MANY = {"type": "array", "items": _TEXT}
_NUMBERS = {"type": "array", "items": _INTEGER}
_ALARMS = (Kind.BREAKS, Kind.DROPPED, Kind.CAREFUL, Kind.UNKNOWN)
_FORM = "multipart/form-data"


def _described(operation: dict[str, Any]) -> dict[str, Any]:
    answers = {"responses": {"200": {"description": "d"}}}
    paths = {"/a": {"post": {"operationId": "a", **answers, **operation}}}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}


def _query(schema: Any, **more: Any) -> dict[str, Any]:
    return {"parameters": [{"name": "q", "in": "query", "schema": schema, **more}]}


def _written(schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"parameters": [{"name": "q", "in": "query", "content": content}]}


def _body(media_type: str, schema: Any) -> dict[str, Any]:
    told = {} if schema is None else {"schema": schema}
    return {"requestBody": {"content": {media_type: told}}}


def _answer(media_type: str, schema: Any) -> dict[str, Any]:
    told = {} if schema is None else {"schema": schema}
    return {"responses": {"200": {"description": "d", "content": {media_type: told}}}}


def _header(schema: Any) -> dict[str, Any]:
    headers = {"X-A": {"schema": schema}}
    return {"responses": {"200": {"description": "d", "headers": headers}}}


def _form(**members: Any) -> dict[str, Any]:
    return _body(_FORM, {"type": "object", "properties": members})


_SAME: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("a number is a text", _query(_INTEGER), _query(_TEXT)),
    ("a number is a text of some length", _query(_INTEGER),
     _query({**_TEXT, "minLength": 1, "maxLength": 64})),
    ("null is not sent", _query({"anyOf": [_TEXT, _NULL]}), _query(_TEXT)),
    ("null is not sent beside a number", _query({"type": ["integer", "null"]}), _query(_INTEGER)),
    ("numbers are texts", _query(_NUMBERS), _query(_MANY)),
    ("members are texts", _query({"type": "object", "properties": {"x": _INTEGER}}),
     _query({"type": "object", "properties": {"x": _TEXT}})),
    ("one value is one item", _query(_TEXT), _query(_MANY)),
    ("one number is one text of many", _query(_INTEGER), _query(_MANY)),
    ("a form's number is a text", _form(a=_INTEGER, b=_NUMBERS), _form(a=_TEXT, b=_MANY)),
    ("a form's number behind allOf is a text",
     _body(_FORM, {"allOf": [{"type": "object", "properties": {"a": _INTEGER}}]}), _form(a=_TEXT)),
    ("a form's object is written as a text", _form(a={"type": "object"}), _form(a=_TEXT)),
    ("a form has no null", _form(a={"anyOf": [_TEXT, _NULL]}), _form(a=_TEXT)),
    ("a form's file needs no schema", _form(a=_FILE), _form(a={})),
    ("a file that is sent", _body("application/octet-stream", None),
     _body("application/octet-stream", _FILE)),
    ("a file that is answered", _answer("image/png", _FILE), _answer("image/png", None)),
    ("a text that is answered", _answer("text/plain", _TEXT), _answer("text/plain", _INTEGER)),
    ("a header's number", _header(_TEXT), _header(_INTEGER)),
]  # fmt: skip

_BROKEN: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    ("a text is no number", _query(_TEXT), _query(_INTEGER),
     'the query parameter "q" is refused now where it was valid: must be an integer, not a string',
     '"text"'),
    ("a number is no uuid", _query(_INTEGER), _query({**_TEXT, "format": "uuid"}),
     'the query parameter "q" is refused now where it was valid: must be a string, not an integer',
     "1"),
    ("a number in JSON is no text", _written(_INTEGER), _written(_TEXT),
     'the query parameter "q" is refused now where it was valid: must be a string, not an integer',
     "1"),
    ("texts are no numbers", _query(_MANY), _query(_NUMBERS),
     ('the query parameter "q" is refused now where it was valid at /0: must be an integer, '
      "not a string"), '["text"]'),
    ("one value is not two items", _query(_TEXT), _query({**_MANY, "minItems": 2}),
     'the query parameter "q" is refused now where it was valid: must be an array, not a string',
     '"text"'),
    ("a value with a comma is two items", _query(_TEXT), _query(_MANY, explode=False),
     'the query parameter "q" is refused now where it was valid: must be an array, not a string',
     '"text"'),
    ("one value is none of these items", _query(_TEXT),
     _query({"type": "array", "items": {"enum": ["a"]}}),
     'the query parameter "q" is refused now where it was valid: must be "a", not "text"',
     '"text"'),
    ("a form's text is no number", _form(a=_TEXT), _form(a=_INTEGER),
     "the request is refused now where it was valid at /a: must be an integer, not a string",
     '{"a": "text"}'),
    ("an answer's text is no number", _answer("text/plain", _INTEGER),
     _answer("text/plain", _TEXT),
     ("the answer 200 may be now what the older description rules out: "
      "must be an integer, not a string"), '"text"'),
]  # fmt: skip


def _told(tmp_path: Path, base: dict[str, Any], head: dict[str, Any]) -> list[tuple[Any, ...]]:
    sides = []
    for name, operation in (("base.json", base), ("head.json", head)):
        path = tmp_path / name
        path.write_text(json.dumps(_described(operation)), encoding="utf-8")
        sides.append(load(path))
    found = [each for each in compare(sides[0], sides[1]) if each.kind in _ALARMS]
    return [(each.kind, each.message, each.witness) for each in found]


@pytest.mark.parametrize(("base", "head"), [row[1:] for row in _SAME], ids=[it[0] for it in _SAME])
def test_what_is_the_same_on_the_wire_is_no_break(
    tmp_path: Path, base: dict[str, Any], head: dict[str, Any]
) -> None:
    """Types that nobody can see in a request or an answer do not matter."""
    assert _told(tmp_path, base, head) == []


@pytest.mark.parametrize(
    ("base", "head", "message", "witness"),
    [row[1:] for row in _BROKEN],
    ids=[it[0] for it in _BROKEN],
)
def test_what_differs_on_the_wire_is_told(
    tmp_path: Path, base: dict[str, Any], head: dict[str, Any], message: str, witness: str
) -> None:
    """A text that the other side does not take is a break, once."""
    assert _told(tmp_path, base, head) == [(Kind.BREAKS, message, witness)]
