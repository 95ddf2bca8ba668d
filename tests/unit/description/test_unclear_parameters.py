"""What is wrong with a parameter is told, and its operation is asked all the same."""

from typing import Any

import pytest

from ringback.contract import Contract
from ringback.description import load
from ringback.exchange import Request
from tests.unit.description.conftest import Write

OK = {"200": {"description": "d"}}
Q2 = {"name": "q", "in": "query"}
Q3 = {**Q2, "schema": {"type": "string"}}
LIST = {"type": "array", "items": {"type": "integer"}}


def contract(write: Write, version: str, parameter: dict[str, Any], **item: Any) -> Contract:
    """The contract of an operation with this parameter, whose path is /a or /a/{q}."""
    member = "swagger" if version == "2.0" else "openapi"
    path = "/a/{q}" if parameter.get("in") == "path" else "/a"
    get = {"operationId": "read", "parameters": [parameter], "responses": OK}
    document = {
        member: version,
        "info": {"title": "t", "version": "1"},
        "paths": {path: {"get": get, **item}},
    }
    return Contract(load(write("d.json", document)), "strict")


NO_TYPE = 'the query parameter "q" has no "type"'
NEITHER = 'the query parameter "q" has neither "schema" nor "content"'
INT = '"type" is wrong here: "int" is nothing that JSON Schema knows'


@pytest.mark.parametrize(
    ("version", "parameter", "likely", "why"),
    [
        ("2.0", Q2, (), [NO_TYPE]),
        ("2.0", {**Q2, "style": "form"}, (), [NO_TYPE]),
        ("2.0", {**Q2, "maxLength": 40}, (), [NO_TYPE]),
        ("2.0", {**Q2, "type": "int"}, ("integer",), [INT]),
        ("2.0", {**Q2, "type": "strange"}, (),
         ['"type" is wrong here: "strange" is nothing that JSON Schema knows']),
        ("3.0.3", Q2, (), [NEITHER]),
        ("3.0.3", {**Q2, "schema": "string"}, (), [NEITHER]),
        ("3.1.0", {**Q2, "content": {}}, (), [NEITHER]),
        ("3.0.3", {**Q2, "schema": {"type": "int"}}, ("integer",), [INT]),
        ("3.1.0", {**Q2, "schema": {"type": "float"}}, ("number",),
         ['"type" is wrong here: "float" is nothing that JSON Schema knows']),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["7", "seven"])
def test_values_of_no_type_are_unclear(
    write: Write,
    version: str,
    parameter: dict[str, Any],
    likely: tuple[str, ...],
    why: list[str],
    text: str,
) -> None:
    """None is refused, and none surely admitted; a slip tells which to try."""
    made = contract(write, version, parameter)
    assert made.description.left_out == ()
    assert [each.text for each in made.description.flaws] == why
    [found] = made.operation("read").parameters
    assert made.requests.view(str(found.schema)).likely == likely
    request = Request(method="GET", url=f"/a?q={text}")
    assert type(made.admission(request, made.operation("read"))).__name__ == "Unclear"
    without = Request(method="GET", url="/a")
    assert type(made.admission(without, made.operation("read"))).__name__ == "Admitted"


@pytest.mark.parametrize(
    ("parameter", "urls"),
    [
        ({**Q2, "type": "string", "style": "form", "explode": True, "content": {}},
         {"/a?q=x": "Admitted"}),
        ({**Q2, "schema": {"type": "integer"}, "style": "form"},
         {"/a?q=7": "Admitted", "/a?q=x": "Refused"}),
        ({**Q2, "type": "integer", "minimun": 8}, {"/a?q=7": "Admitted", "/a?q=x": "Refused"}),
        ({**Q2, "in": "path", "type": "integer"}, {"/a/7": "Admitted", "/a/x": "Refused"}),
        ({**Q2, "in": "path", "required": False, "type": "string"}, {"/a/x": "Admitted"}),
    ],
)  # fmt: skip
def test_members_of_other_editions_take_nothing_away(
    write: Write, parameter: dict[str, Any], urls: dict[str, str]
) -> None:
    """They are passed over, but for a schema where no type is; what the path names is there."""
    made = contract(write, "2.0", parameter, responsible="me")
    assert (made.description.left_out, made.description.flaws) == ((), ())
    [found] = made.operation("read").parameters
    assert found.required is (found.where == "path")
    asked = {
        url: type(made.admission(Request(method="GET", url=url), made.operation("read"))).__name__
        for url in urls
    }
    assert asked == urls


def test_a_form_s_member_without_a_type_makes_the_form_unclear(write: Write) -> None:
    """What the form needs is needed all the same."""
    members = [
        {"name": "a", "in": "formData"},
        {"name": "b", "in": "formData", "type": "string", "required": True},
    ]
    post = {"operationId": "post", "parameters": members, "responses": OK}
    made = contract(write, "2.0", Q3, post=post)
    kind = (("Content-Type", "application/x-www-form-urlencoded"),)
    asked = {
        body: type(
            made.admission(
                Request(method="POST", url="/a", headers=kind, body=body), made.operation("post")
            )
        ).__name__
        for body in (b"a=1&b=2", b"a=1")
    }
    assert asked == {b"a=1&b=2": "Unclear", b"a=1": "Refused"}


def test_what_stood_in_a_keyword_that_is_taken_out_is_no_schema_any_more(write: Write) -> None:
    """A weak branch takes its oneOf along: no spot is left of what was in it."""
    branches = [{"properties": {"x": "a text"}}, {"properties": {"y": {"type": "string"}}}]
    document = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": {"type": "object", "oneOf": branches}}},
    }
    description = load(write("d.json", document))
    schemas = [each.pointer for each in description.spots if each.kind == "schema"]
    assert schemas == ["/components/schemas/A"]
    assert description.at("/components/schemas/A") == {"type": "object"}


def test_media_types_beside_answers_are_known(write: Write) -> None:
    """Those of the operation, else those of the document."""
    get = {"parameters": [], "responses": OK}
    document = {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "produces": ["text/plain"],
        "paths": {"/a": {"get": {**get, "produces": ["image/png", "image/*"]}, "post": get}},
    }
    description = load(write("d.json", document))
    assert {each.id: each.produces for each in description.operations} == {
        "GET /a": ("image/png", "image/*"),
        "POST /a": ("text/plain",),
    }
