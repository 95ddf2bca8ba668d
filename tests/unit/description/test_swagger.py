"""Swagger 2.0: what each part of it becomes, and where it stands in the file."""

from typing import Any

import pytest

from ringback.description import Description, load
from ringback.operation import TextForm
from tests.unit.description.conftest import Write


def document(**members: Any) -> dict[str, Any]:
    """The least document of 2.0, with these members."""
    return {"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}, **members}


def one(write: Write, operation: dict[str, Any], **members: Any) -> Description:
    """A description of one operation at /a."""
    described = {"responses": {"200": {"description": "d"}}, **operation}
    return load(write("d.json", document(paths={"/a": {"post": described}}, **members)))


@pytest.mark.parametrize(
    ("members", "urls"),
    [
        ({}, ("/",)),
        ({"basePath": "/v1"}, ("/v1",)),
        ({"basePath": "v1"}, ("/v1",)),
        ({"host": "h.test:81", "basePath": "/v1", "schemes": ["https"]}, ("https://h.test:81/v1",)),
        ({"host": "h.test", "schemes": ["http", "https"]}, ("http://h.test", "https://h.test")),
        ({"host": "h.test"}, ("https://h.test", "http://h.test")),
        ({"host": "h.test", "schemes": ["ws", "https"]}, ("https://h.test",)),
    ],
)
def test_host_base_path_and_schemes_are_servers(
    write: Write, members: dict[str, Any], urls: tuple[str, ...]
) -> None:
    """Without a host the base path is relative; without schemes both of the web may be meant."""
    assert one(write, {}, **members).operations[0].servers == urls


def test_an_operation_has_schemes_of_its_own(write: Write) -> None:
    """They stand in for those of the document."""
    members = {"host": "h.test", "schemes": ["http"]}
    assert one(write, {"schemes": ["https"]}, **members).operations[0].servers == (
        "https://h.test",
    )


@pytest.mark.parametrize(
    ("where", "form", "style", "explode"),
    [
        ("query", None, "form", False),
        ("query", "csv", "form", False),
        ("query", "multi", "form", True),
        ("query", "ssv", "spaceDelimited", False),
        ("query", "tsv", "tabDelimited", False),
        ("query", "pipes", "pipeDelimited", False),
        ("header", "csv", "simple", False),
        ("header", "pipes", "pipeDelimited", False),
    ],
)
def test_a_list_is_divided_as_its_collection_format_says(
    write: Write, where: str, form: str | None, style: str, explode: bool
) -> None:
    """The styles of OpenAPI 3, and those it has nowhere but in a query."""
    node = {"name": "p", "in": where, "type": "array", "items": {"type": "integer"}}
    if form:
        node["collectionFormat"] = form
    [parameter] = one(write, {"parameters": [node]}).operations[0].parameters
    assert parameter.form == TextForm(style=style, explode=explode)


def test_a_parameter_bears_its_schema(write: Write) -> None:
    """Its keywords are those of the schema, whose place is the parameter's own."""
    node = {
        "name": "p", "in": "query", "required": True, "type": "integer", "minimum": 1,
        "exclusiveMinimum": True, "description": "of it", "x-nullable": True,
    }  # fmt: skip
    description = one(write, {"parameters": [node]})
    [parameter] = description.operations[0].parameters
    assert parameter.required
    assert description.at(str(parameter.schema)) == {
        "type": ["integer", "null"], "exclusiveMinimum": 1, "x-nullable": True,
    }  # fmt: skip
    assert description.origin(str(parameter.schema)) == "/paths/~1a/post/parameters/0"


@pytest.mark.parametrize(
    ("document_wide", "own", "names"),
    [
        (None, None, ("application/json", "*/*")),
        (["text/plain"], None, ("text/plain",)),
        (["text/plain"], ["application/xml", "application/json"],
         ("application/xml", "application/json")),
        (["text/plain"], [], ("application/json", "*/*")),
    ],
)  # fmt: skip
def test_a_body_takes_what_is_consumed(
    write: Write, document_wide: list[str] | None, own: list[str] | None, names: tuple[str, ...]
) -> None:
    """The operation's list stands in for the document's; without any JSON is sent."""
    body = {"name": "b", "in": "body", "required": True, "schema": {"type": "object"}}
    operation: dict[str, Any] = {"parameters": [body]}
    members = {} if document_wide is None else {"consumes": document_wide}
    if own is not None:
        operation["consumes"] = own
    description = one(write, operation, **members)
    found = description.operations[0].body
    assert found is not None
    assert found.required
    assert tuple(each.name for each in found.media_types) == names
    for each in found.media_types:
        assert description.at(str(each.schema)) == {"type": "object"}
        assert description.origin(str(each.schema)) == "/paths/~1a/post/parameters/0/schema"


@pytest.mark.parametrize(
    ("kinds", "consumes", "names"),
    [
        (["string"], None, ("application/x-www-form-urlencoded", "multipart/form-data")),
        (["string"], ["multipart/form-data"], ("multipart/form-data",)),
        (["string"], ["application/json"],
         ("application/x-www-form-urlencoded", "multipart/form-data")),
        (["string", "file"], ["application/x-www-form-urlencoded"], ("multipart/form-data",)),
    ],
)  # fmt: skip
def test_members_of_a_form_are_one_body(
    write: Write, kinds: list[str], consumes: list[str] | None, names: tuple[str, ...]
) -> None:
    """A file travels in parts alone, and is raw bytes."""
    nodes = [
        {"name": f"m{at}", "in": "formData", "type": kind, "required": at == 0}
        for at, kind in enumerate(kinds)
    ]
    members = {"consumes": consumes} if consumes else {}
    description = one(write, {"parameters": nodes}, **members)
    body = description.operations[0].body
    assert body is not None
    assert tuple(each.name for each in body.media_types) == names
    schema = description.at(str(body.media_types[0].schema))
    assert schema["required"] == ["m0"]
    assert list(schema["properties"]) == [f"m{at}" for at in range(len(kinds))]
    if "file" in kinds:
        assert body.media_types[0].binary == ("m1",)
    place = f"{body.media_types[0].schema}/properties/m0/type"
    assert description.origin(place) == "/paths/~1a/post/parameters/0/type"


def test_lists_in_a_form_are_encoded(write: Write) -> None:
    """`multi` is as ever, one pair an item; the others are joined."""
    nodes = [
        {"name": form, "in": "formData", "type": "array", "items": {"type": "string"},
         "collectionFormat": form}
        for form in ("multi", "csv", "pipes")
    ]  # fmt: skip
    body = one(write, {"parameters": nodes}).operations[0].body
    assert body is not None
    found = {each.name: (each.style, each.explode) for each in body.media_types[0].encoding}
    assert found == {"csv": ("form", False), "pipes": ("pipeDelimited", False)}


def test_answers_have_what_is_produced(write: Write) -> None:
    """Schema, headers and examples, each with its place; a file is of any media type."""
    operation = {
        "produces": ["application/json"],
        "responses": {
            "200": {
                "description": "d",
                "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
                "headers": {"X-Left": {"type": "integer", "minimum": 0}},
                "examples": {"application/json": {"a": "b"}},
            },
            "404": {"description": "none"},
        },
    }
    description = one(write, operation)
    ok, none = description.operations[0].answers
    assert [each.name for each in ok.media_types] == ["application/json"]
    place = "/paths/~1a/post/responses/200"
    assert description.origin(f"{ok.media_types[0].schema}/properties/a") == (
        f"{place}/schema/properties/a"
    )
    assert description.origin(str(ok.headers[0].schema)) == f"{place}/headers/X-Left"
    example = f"{place}/content/application~1json/example"
    assert description.at(example) == {"a": "b"}
    assert description.origin(example) == f"{place}/examples/application~1json"
    assert none.media_types == ()
    file = {"responses": {"200": {"description": "d", "schema": {"type": "file"}}}}
    [answer] = one(write, file, produces=["application/json"]).operations[0].answers
    assert [each.name for each in answer.media_types] == ["*/*"]


def test_what_is_shared_is_referred_to(write: Write) -> None:
    """Parameters, bodies and responses of the document, by reference, with their own places."""
    members = {
        "produces": ["application/json"],
        "parameters": {
            "Page": {"name": "page", "in": "query", "type": "integer"},
            "New": {"name": "new", "in": "body", "schema": {"$ref": "#/definitions/A"}},
        },
        "responses": {"Bad": {"description": "b", "schema": {"$ref": "#/definitions/A"}}},
        "definitions": {"A": {"type": "object", "properties": {"k": {"type": "string"}}}},
    }
    operation = {
        "parameters": [{"$ref": "#/parameters/New"}, {"$ref": "#/parameters/Page"}],
        "responses": {"400": {"$ref": "#/responses/Bad"}},
    }
    description = one(write, operation, **members)
    [found] = description.operations
    [page] = found.parameters
    assert page.name == "page"
    assert description.origin(str(page.schema)) == "/parameters/Page"
    assert found.body is not None
    place = str(found.body.media_types[0].schema)
    assert description.origin(place) == "/parameters/New/schema"
    assert description.at(f"{place}/properties/k") == {"type": "string"}
    assert description.origin("/components/schemas/A/properties/k") == "/definitions/A/properties/k"
    [answer] = found.answers
    assert description.origin(str(answer.media_types[0].schema)) == "/responses/Bad/schema"


def test_parameters_of_a_path_are_those_of_its_operations(write: Write) -> None:
    """A body among them as well; the operation's own come before them."""
    item = {
        "parameters": [
            {"name": "q", "in": "query", "type": "string"},
            {"name": "b", "in": "body", "schema": {"type": "string"}},
        ],
        "put": {
            "parameters": [{"name": "q", "in": "query", "type": "integer"}],
            "responses": {"200": {"description": "d"}},
        },
    }
    description = load(write("d.json", document(paths={"/a": item})))
    [operation] = description.operations
    assert [description.at(str(each.schema)) for each in operation.parameters] == [
        {"type": "integer"}
    ]
    assert operation.body is not None


@pytest.mark.parametrize(
    ("scheme", "kind", "where"),
    [
        ({"type": "basic"}, ("http", "basic"), ""),
        ({"type": "apiKey", "in": "query", "name": "k"}, ("apiKey", ""), "query"),
        ({"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://a.test",
          "tokenUrl": "https://t.test", "scopes": {}}, ("oauth2", ""), ""),
    ],
)  # fmt: skip
def test_security_definitions_are_schemes(
    write: Write, scheme: dict[str, Any], kind: tuple[str, str], where: str
) -> None:
    """Basic credentials have a name of their own, and flows have others."""
    description = one(write, {"security": [{"s": []}]}, securityDefinitions={"s": scheme})
    [[found]] = description.operations[0].security
    assert (found.kind, found.http_scheme) == kind
    assert found.where == where
    told = description.document["components"]["securitySchemes"]["s"]
    if found.kind == "oauth2":
        assert list(told["flows"]) == ["authorizationCode"]


def test_a_discriminator_names_a_member(write: Write) -> None:
    """Its values are the names of the definitions that build on it."""
    pet = {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string"}}}
    description = load(write("d.json", document(definitions={"Pet": pet})))
    assert description.at("/components/schemas/Pet")["discriminator"] == {"propertyName": "kind"}
    assert description.written["definitions"]["Pet"] == pet


def test_places_are_lines_of_the_file_and_of_others(write: Write) -> None:
    """A path item and a definition may stand in files of their own."""
    write("path.yaml", "get:\n  responses:\n    200: {description: d, schema: {type: integer}}\n")
    write("defs.yaml", "A:\n  type: object\n  properties:\n    x: {type: string}\n")
    text = (
        "swagger: '2.0'\ninfo: {title: t, version: '1'}\npaths:\n  /a: {$ref: path.yaml}\n"
        "definitions:\n  B:\n    $ref: 'defs.yaml#/A'\n"
    )
    description = load(write("d.yaml", text))
    [operation] = description.operations
    schema = operation.answers[0].media_types[0].schema
    assert description.place(f"{schema}/type").file == "path.yaml"
    assert description.place(f"{schema}/type").line == 3
    found = description.place("/components/schemas/B/properties/x")
    assert (found.file, found.line) == ("defs.yaml", 4)


@pytest.mark.parametrize("text", ["swagger: 2.0", "swagger: '2.0'"])
def test_the_version_may_be_a_number(write: Write, text: str) -> None:
    """YAML makes one of it without quotes; lint tells."""
    description = load(write("d.yaml", f"{text}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n"))
    assert description.version == "2.0"
