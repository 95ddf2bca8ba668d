"""Operations as values."""

from typing import Any

import pytest

from ringback.description import Place, load
from ringback.errors import UsageError
from ringback.finding import steps
from ringback.operation import (
    Answer,
    Body,
    Header,
    Link,
    MediaType,
    Operation,
    Parameter,
    Scheme,
    TextForm,
)
from tests.unit.description.conftest import Write

TEXT = """\
openapi: 3.1.0
info: {title: t, version: '1'}
servers:
  - url: https://{region}.x.example/v1
    variables: {region: {default: eu}}
security: [{token: []}, {key: [], token: []}]
paths:
  /things/{id}:
    parameters:
      - $ref: '#/components/parameters/Id'
      - {name: page, in: query, schema: {type: integer}}
      - {name: Accept, in: header, schema: {type: string}}
    get:
      operationId: read
      tags: [a, b]
      parameters:
        - {name: page, in: query, required: true, content: {application/json: {schema: {}}}}
      responses:
        '200':
          $ref: '#/components/responses/Thing'
        4xx: {description: refused}
        default: {description: other}
        x-note: {}
    put:
      security: []
      servers: [{url: https://w.example}]
      requestBody: {$ref: '#/components/requestBodies/Thing'}
      responses:
        '204': {description: done}
  x-paths: {}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {$ref: '#/components/schemas/Id'}}
  requestBodies:
    Thing: {required: true, content: {Application/JSON: {schema: {type: object}}, text/plain: {}}}
  responses:
    Thing:
      description: d
      headers:
        ETag: {required: true, schema: {type: string}}
        Content-Type: {schema: {type: string}}
        Next: {$ref: '#/components/headers/Next'}
      content:
        application/json: {schema: {$ref: '#/components/schemas/Id'}}
      links:
        again: {operationId: read, parameters: {id: $response.body#/id}}
        write: {operationRef: '#/paths/~1things~1{id}/put'}
  headers:
    Next: {content: {text/plain: {schema: {type: string}}}}
  schemas:
    Id: {type: string}
  securitySchemes:
    token: {type: http, scheme: Bearer}
    key: {$ref: '#/components/securitySchemes/real'}
    real: {type: apiKey, name: X-Key, in: header}
"""
PLACE = "/paths/~1things~1{id}"
TOKEN = Scheme(key="token", kind="http", http_scheme="bearer")
KEY = Scheme(key="key", kind="apiKey", name="X-Key", where="header")
ID = Parameter(
    name="id",
    where="path",
    required=True,
    schema="/components/parameters/Id/schema",
    pointer=f"{PLACE}/parameters/0",
    form=TextForm(style="simple", explode=False),
)
THING = "/components/responses/Thing"
READ = Operation(
    id="read",
    method="GET",
    path="/things/{id}",
    parameters=(
        ID,
        Parameter(
            name="page",
            where="query",
            required=True,
            schema=f"{PLACE}/get/parameters/0/content/application~1json/schema",
            pointer=f"{PLACE}/get/parameters/0",
            form=TextForm(content="application/json"),
        ),
    ),
    answers=(
        Answer(
            status="200",
            media_types=(
                MediaType(
                    name="application/json", schema=f"{THING}/content/application~1json/schema"
                ),
            ),
            headers=(
                Header(name="ETag", required=True, schema=f"{THING}/headers/ETag/schema"),
                Header(
                    name="Next",
                    required=False,
                    schema="/components/headers/Next/content/text~1plain/schema",
                    form=TextForm(style="simple", explode=False, content="text/plain"),
                ),
            ),
            links=(
                Link(name="again", operation="read", parameters={"id": "$response.body#/id"}),
                Link(name="write", operation="PUT /things/{id}", parameters={}),
            ),
            pointer=f"{PLACE}/get/responses/200",
        ),
        Answer(
            status="4XX", media_types=(), headers=(), links=(), pointer=f"{PLACE}/get/responses/4xx"
        ),
        Answer(
            status="default",
            media_types=(),
            headers=(),
            links=(),
            pointer=f"{PLACE}/get/responses/default",
        ),
    ),
    security=((TOKEN,), (KEY, TOKEN)),
    tags=("a", "b"),
    pointer=f"{PLACE}/get",
    servers=("https://eu.x.example/v1",),
    open_servers=("https://{region}.x.example/v1",),
)
WRITE = Operation(
    id="PUT /things/{id}",
    method="PUT",
    path="/things/{id}",
    parameters=(
        ID,
        Parameter(
            name="page",
            where="query",
            required=False,
            schema=f"{PLACE}/parameters/1/schema",
            pointer=f"{PLACE}/parameters/1",
        ),
    ),
    body=Body(
        required=True,
        media_types=(
            MediaType(
                name="application/json",
                schema="/components/requestBodies/Thing/content/Application~1JSON/schema",
            ),
            MediaType(name="text/plain", schema=None),
        ),
        pointer=f"{PLACE}/put/requestBody",
    ),
    answers=(
        Answer(
            status="204", media_types=(), headers=(), links=(), pointer=f"{PLACE}/put/responses/204"
        ),
    ),
    pointer=f"{PLACE}/put",
    servers=("https://w.example",),
)


def test_operations_are_read_with_everything_worked_in(write: Write) -> None:
    """Path items, references, overriding, inherited security and servers, links and ranges."""
    assert load(write("d.yaml", TEXT)).operations == (READ, WRITE)


def test_every_pointer_of_an_operation_leads_somewhere(write: Write) -> None:
    """Schema pointers are places of the document itself, for who compiles them."""
    description = load(write("d.yaml", TEXT))
    for operation in description.operations:
        schemas = [each.schema for each in operation.parameters]
        schemas += [it.schema for each in operation.answers for it in each.media_types]
        schemas += [it.schema for each in operation.answers for it in each.headers]
        for schema in filter(None, schemas):
            node: Any = description.document
            for step in steps(schema):
                node = node[int(step)] if isinstance(node, list) else node[step]
            assert isinstance(node, dict)


def test_places_follow_references(write: Write) -> None:
    """The place of what a reference leads to is where a person has to look."""
    description = load(write("d.yaml", TEXT))
    places = {
        f"{PLACE}/get": 13,
        f"{PLACE}/get/responses/200": 19,
        f"{PLACE}/get/responses/200/headers/ETag": 40,
        f"{PLACE}/get/responses/200/headers/ETag/nowhere": 40,
        f"{PLACE}/parameters/0": 10,
        "": 1,
    }
    found = {pointer: description.place(pointer) for pointer in places}
    assert found == {pointer: Place(file="d.yaml", line=line) for pointer, line in places.items()}


def test_a_value_that_is_not_there_is_a_key_error(write: Write) -> None:
    """`at` says which pointer leads nowhere."""
    with pytest.raises(KeyError, match="/paths/nowhere"):
        load(write("d.yaml", TEXT)).at("/paths/nowhere")


def test_an_unknown_operation_is_told_with_the_closest(write: Write) -> None:
    """A typo gets a suggestion."""
    description = load(write("d.yaml", TEXT))
    assert description.operation("read") == READ
    with pytest.raises(UsageError) as caught:
        description.operation("raed")
    assert str(caught.value) == "d.yaml has no operation raed; did you mean read?"


def test_an_id_that_two_operations_have_names_neither(write: Write) -> None:
    """Both go by method and path, so that nothing is judged by the wrong one."""
    answers = {"responses": {"200": {"description": "d"}}}
    content = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/a": {"get": {"operationId": "x", **answers}},
            "/b": {"get": {"operationId": "x", **answers}},
        },
    }
    description = load(write("d.json", content))
    assert [each.id for each in description.operations] == ["GET /a", "GET /b"]


@pytest.mark.parametrize(
    "paths",
    [
        [], {"/a": []}, {"/a": {"get": 1}}, {"/a": {"parameters": {}}},
        {"/a": {"get": {"parameters": [1, {"name": "x"}, {"in": "query"}], "responses": []}}},
        {"/a": {"get": {"responses": {"200": 1}, "security": [1, {}], "requestBody": 3}}},
        {"/a": {"get": {"responses": {"200": {"content": [], "headers": 1, "links": ""}}}}},
        {"/a": {"get": {"operationId": 7, "tags": "x", "servers": [1, {"url": 2}]}}},
    ],
)  # fmt: skip
def test_malformed_parts_are_passed_over(write: Write, paths: Any) -> None:
    """What has not the form of OpenAPI is lint's to tell; reading does not break on it."""
    content = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    for operation in load(write("d.json", content)).operations:
        assert operation.id == "GET /a"
        assert operation.parameters == ()
