"""What a description repeats is one finding, with every place of it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringback.finding import Finding, Severity
from ringback.lint import VALIDITY, lint

Flaw = Callable[[dict[str, Any]], object]

ID = {"name": "id", "in": "path", "required": True}
OF_SWAGGER = {**ID, "type": "string"}
OF_3 = {**ID, "schema": {"type": "string"}}
OK = {"200": {"description": "d"}}


def item(version: str) -> dict[str, Any]:
    """A path item with one operation, in which nothing is wrong."""
    parameter = copy.deepcopy(OF_SWAGGER if version == "2.0" else OF_3)
    return {"get": {"parameters": [parameter], "responses": OK}}


def described(version: str, flaw: Flaw, paths: int) -> dict[str, Any]:
    """A description with the same flaw in each of so many paths."""
    items = {f"/a{number}/{{id}}": item(version) for number in range(paths)}
    for each in items.values():
        flaw(each)
    member = "swagger" if version == "2.0" else "openapi"
    return {member: version, "info": {"title": "t", "version": "1"}, "paths": items}


def linted(folder: Path, document: dict[str, Any], **known: Any) -> tuple[Finding, ...]:
    """Whether it is valid."""
    path = folder / "d.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return lint(path, rules=VALIDITY, **known)


def first(each: dict[str, Any]) -> dict[str, Any]:
    """The parameter of a path item."""
    found: dict[str, Any] = each["get"]["parameters"][0]
    return found


TYPES = '"string", "number", "boolean", "integer" or "array"'
PLACE = "/paths/~1a0~1{id}"
# The version, the flaw, what is told of it, and where in a path item it is.
FLAWS: list[tuple[str, Flaw, str, str]] = [
    ("2.0", lambda it: first(it).pop("required"), 'a path parameter needs "required": true',
     "/get/parameters/0"),
    ("2.0", lambda it: first(it).update(type="int"), f'"type" must be {TYPES}, not "int"',
     "/get/parameters/0/type"),
    ("2.0", lambda it: first(it).pop("type"), 'a parameter needs "type"', "/get/parameters/0"),
    ("2.0", lambda it: it.update(trace={"responses": OK, "parameters": [OF_SWAGGER]}),
     'a path item has no "trace" here', ""),
    ("2.0", lambda it: first(it).update(style="form", explode=True, content={}),
     'a parameter has no "content", "explode" or "style" here', "/get/parameters/0"),
    ("2.0", lambda it: it["get"].update(parameters=[]),
     "a path needs a path parameter for each name in its braces", "/get"),
    ("3.0.3", lambda it: first(it).pop("required"), 'a path parameter needs "required": true',
     "/get/parameters/0"),
    ("3.1.0", lambda it: first(it).pop("required"), 'a path parameter needs "required": true',
     "/get/parameters/0"),
    ("3.1.0", lambda it: it["get"].update(b=1, a=1), 'an operation has no "a" or "b" here', "/get"),
    ("3.0.3", lambda it: first(it)["schema"].update(kind=1, minimun=1),
     'a schema has no "kind" or "minimun" here', "/get/parameters/0/schema"),
    ("3.0.3", lambda it: it["get"].update(tags=[1]),
     'an item of "tags" must be a string, not an integer', "/get/tags/0"),
    ("3.0.3", lambda it: it["get"].update(responses={"200": {}}), 'a response needs "description"',
     "/get/responses/200"),
]  # fmt: skip


@pytest.mark.parametrize(("version", "flaw", "message", "below"), FLAWS, ids=range(len(FLAWS)))
def test_a_flaw_of_sixty_operations_is_one_error(
    tmp_path: Path, version: str, flaw: Flaw, message: str, below: str
) -> None:
    """It has every place and every operation, and the same fingerprint for other ones."""
    [told] = linted(tmp_path, described(version, flaw, 60))
    assert (told.rule, told.message, told.count, told.line) == ("lint/invalid", message, 60, 1)
    assert (told.operation, told.schema) == (None, None)
    assert told.places == tuple(
        f"{tmp_path}/d.json:1 {PLACE.replace('0', str(number))}{below}" for number in range(60)
    )
    every = tuple(f"GET /a{number}/{{id}}" for number in range(60))
    assert told.operations == (every if below else ())
    [fewer] = linted(tmp_path, described(version, flaw, 3))
    assert fewer.fingerprint == told.fingerprint


@pytest.mark.parametrize(("version", "flaw", "message", "below"), FLAWS, ids=range(len(FLAWS)))
def test_two_places_are_told_apart(
    tmp_path: Path, version: str, flaw: Flaw, message: str, below: str
) -> None:
    """Each may be a slip of its own, until an earlier report has them as one."""
    named = message.startswith("a path needs")  # where it is one, the path is named
    apart = linted(tmp_path, described(version, flaw, 2))
    assert [(each.schema, each.places, each.count) for each in apart] == [
        (f"/paths/~1a{number}~1{{id}}{below}", (), 1) for number in range(2)
    ]
    assert named or [each.message for each in apart] == [message, message]
    [told] = linted(tmp_path, described(version, flaw, 9))
    [again] = linted(tmp_path, described(version, flaw, 2), told={told.fingerprint})
    assert (again.fingerprint, again.message, again.count) == (told.fingerprint, message, 2)


def test_one_path_of_many_operations_is_named(tmp_path: Path) -> None:
    """Its operations lack the same parameter, and the sentence says which."""
    methods = {name: {"responses": OK} for name in ("get", "put", "post", "delete")}
    document = described("3.0.3", lambda it: it, 1)
    document["paths"]["/a0/{id}"] = methods
    [told] = linted(tmp_path, document)
    assert told.message == 'the path /a0/{id} needs a path parameter "id"'
    assert told.operations == tuple(
        f"{name} /a0/{{id}}" for name in ("GET", "PUT", "POST", "DELETE")
    )


def test_other_flaws_are_told_beside(tmp_path: Path) -> None:
    """A flaw of many places takes no other one with it."""
    document = described("3.0.3", lambda it: first(it).pop("required"), 5)
    document["info"]["titel"] = document["info"].pop("title")
    first(document["paths"]["/a3/{id}"])["schema"]["type"] = "integr"
    told = linted(tmp_path, document)
    types = '"array", "boolean", "integer", "number", "object" or "string"'
    assert sorted(each.message for each in told) == [
        '"info" has no "titel" here',
        '"info" needs "title"',
        f'"type" must be {types}, not "integr"',
        'a path parameter needs "required": true',
    ]


def test_an_operation_by_reference_lacks_nothing_else(tmp_path: Path) -> None:
    """Many mean it; what the operation needs stands where the reference leads."""
    document = described("3.0.3", lambda it: it, 60)
    for number, each in enumerate(document["paths"].values()):
        (tmp_path / f"{number}.json").write_text(json.dumps(each["get"]), encoding="utf-8")
        each["get"] = {"$ref": f"{number}.json"}
    [told] = linted(tmp_path, document)
    assert (told.message, told.count) == ('an operation has no "$ref" here', 60)


def test_what_a_flaw_takes_away_fails_no_rule(tmp_path: Path) -> None:
    """A branch that is weak takes its oneOf along; all rules look at what is left."""
    document = described("3.0.3", lambda it: it, 1)
    branch = {"type": "object", "properties": {"x": "a text"}}
    other = {"type": "object", "allOf": [{"properties": {"z": {}}}, {"required": ["z"]}]}
    wrong = {"oneOf": [branch, other]}
    right = {"type": "object", "properties": {"y": {"type": "string", "default": 1}}}
    document["components"] = {"schemas": {"Wrong": wrong, "Right": right}}
    path = tmp_path / "d.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    errors = [each for each in lint(path) if each.severity is Severity.ERROR]
    assert [(each.rule, each.message) for each in errors] == [
        ("lint/invalid", "a schema must be an object, not a string"),
        ("lint/contradicting-default",
         "the default does not fit its schema: must be a string, not an integer"),
    ]  # fmt: skip


def test_one_slip_is_one_cause_whatever_else_may_stand_there(tmp_path: Path) -> None:
    """A parameter of a form may be a file: the list of types differs, the mistake does not."""
    document = described("2.0", lambda it: first(it).update(type="int"), 2)
    form = {"name": "f", "in": "formData", "type": "int"}
    for each in document["paths"].values():
        each["put"] = {"parameters": [OF_SWAGGER, form], "responses": OK}
    [told] = linted(tmp_path, document)
    assert (told.message, told.count) == ('"type" must not be "int"', 4)
