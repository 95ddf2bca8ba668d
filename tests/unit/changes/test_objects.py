"""Pairs over the objects of OpenAPI, there and back: what breaks, what warns, what is nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Kind, compare
from tests.unit.changes.describing import loaded

Edit = Callable[[dict[str, Any]], Any]
_B, _C, _D, _U, _NONE = "breaks", "careful", "silently dropped", "unknown", ""
_WEIGHT = [_B, _D, _C, _U]


def _document() -> dict[str, Any]:
    text = {"type": "string"}
    form = {"type": "object", "properties": {"file": text, "ids": {"type": "array", "items": text}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://a.example/v1"}],
        "security": [{"key": []}],
        "paths": {
            "/x/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": text}],
                "post": {
                    "operationId": "make",
                    "parameters": [
                        {"name": "q", "in": "query", "schema": {"type": "array", "items": text}},
                        {"name": "X-H", "in": "header", "schema": text},
                        {"name": "c", "in": "cookie", "schema": text},
                    ],
                    "requestBody": {"content": {"multipart/form-data": {
                        "schema": form,
                        "encoding": {"file": {"contentType": "image/png, image/gif"}},
                    }}},
                    "responses": {"200": {
                        "description": "d",
                        "headers": {"X-Left": {"required": True, "schema": {"type": "integer"}}},
                        "links": {"self": {"operationId": "make",
                            "parameters": {"id": "$response.body#/id"}}},
                        "content": {"application/json": {"schema": {"type": "object",
                            "properties": {"id": text}}}},
                    }},
                },
            },
        },
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "auth": {"type": "oauth2", "flows": {"clientCredentials": {
                    "tokenUrl": "https://a.example/token", "scopes": {"r": "", "w": ""}}}},
            },
        },
    }  # fmt: skip


def _make(it: dict[str, Any]) -> dict[str, Any]:
    (item,) = it["paths"].values()
    found: dict[str, Any] = item["post"]
    return found


def _query(it: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _make(it)["parameters"][0]
    return found


def _form(it: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _make(it)["requestBody"]["content"]["multipart/form-data"]
    return found


def _answer(it: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _make(it)["responses"]["200"]
    return found


def _path(name: str, server: str) -> Edit:
    def edit(it: dict[str, Any]) -> None:
        it["paths"] = {name: next(iter(it["paths"].values()))}
        it["servers"] = [{"url": server}]
        it["paths"][name]["parameters"][0]["name"] = name.partition("{")[2].partition("}")[0]

    return edit


def _encoding(**more: Any) -> Edit:
    return lambda it: _form(it).update(encoding={"file": more})


# Name, edit, the gravest kind that is told there, and back.
ROWS: list[tuple[str, Edit, str, str]] = [
    # Parameters.
    ("a query parameter went", lambda it: _make(it)["parameters"].pop(0), _D, _NONE),
    ("a query parameter is needed", lambda it: _query(it).update(required=True), _B, _NONE),
    ("a header parameter in capitals",
     lambda it: _make(it)["parameters"][1].update(name="x-h"), _NONE, _NONE),
    ("a cookie in capitals", lambda it: _make(it)["parameters"][2].update(name="C"), _D, _D),
    ("explode as it is by default", lambda it: _query(it).update(explode=True), _NONE, _NONE),
    ("explode as it is not by default", lambda it: _query(it).update(explode=False), _B, _B),
    ("the style that is the default", lambda it: _query(it).update(style="form"), _NONE, _NONE),
    ("another style", lambda it: _query(it).update(style="pipeDelimited", explode=False), _B, _B),
    ("parameters in another order", lambda it: _make(it)["parameters"].reverse(), _NONE, _NONE),
    ("a parameter that is told of its path",
     lambda it: it["paths"]["/x/{id}"]["parameters"].append(_make(it)["parameters"].pop(0)),
     _NONE, _NONE),
    ("an example of a parameter", lambda it: _query(it).update(example=["a"]), _NONE, _NONE),
    ("a deprecated parameter", lambda it: _query(it).update(deprecated=True), _NONE, _NONE),
    ("items of a parameter are figures",
     lambda it: _query(it)["schema"].update(items={"type": "integer"}), _B, _NONE),
    ("a parameter described as content",
     lambda it: _query(it).update(content={"application/json": {"schema": _query(it).pop(
         "schema")}}), _B, _B),
    # Headers of answers.
    ("a header went", lambda it: _answer(it).pop("headers"), _B, _NONE),
    ("a header may be missing",
     lambda it: _answer(it)["headers"]["X-Left"].update(required=False), _B, _NONE),
    ("a header in small letters", lambda it: _answer(it).update(
        headers={"x-left": _answer(it)["headers"]["X-Left"]}), _NONE, _NONE),
    ("a header of any text",
     lambda it: _answer(it)["headers"]["X-Left"].update(schema={"type": "string"}), _B, _NONE),
    ("the description of a header",
     lambda it: _answer(it)["headers"]["X-Left"].update(description="d"), _NONE, _NONE),
    # Links.
    ("a link went", lambda it: _answer(it).pop("links"), _C, _NONE),
    ("a link with another value", lambda it: _answer(it)["links"]["self"].update(
        parameters={"id": "$request.path.id"}), _C, _C),
    ("a link by reference", lambda it: _answer(it).update(links={"self": {
        "operationRef": "#/paths/~1x~1{id}/post",
        "parameters": {"id": "$response.body#/id"}}}), _NONE, _NONE),
    ("the description of a link",
     lambda it: _answer(it)["links"]["self"].update(description="d"), _NONE, _NONE),
    # Servers and paths.
    ("a part of the path moves from the server",
     _path("/v1/x/{id}", "https://a.example"), _NONE, _NONE),
    ("a path parameter is called otherwise",
     _path("/x/{key}", "https://a.example/v1"), _NONE, _NONE),
    ("both at once", _path("/v1/x/{key}", "https://a.example/"), _NONE, _NONE),
    ("a slash behind the server", _path("/x/{id}", "https://a.example/v1/"), _NONE, _NONE),
    ("another server", _path("/x/{id}", "https://b.example/v1"), _C, _C),
    ("another base path", _path("/x/{id}", "https://a.example/v2"), _C, _C),
    ("another path", _path("/y/{id}", "https://a.example/v1"), _B, _B),
    ("a server of the operation", lambda it: _make(it).update(servers=it["servers"]), _NONE, _NONE),
    ("one more server",
     lambda it: it["servers"].append({"url": "https://b.example/v1"}), _NONE, _C),
    ("a server with a variable", lambda it: it.update(servers=[{"url": "https://{h}/v1",
        "variables": {"h": {"default": "a.example"}}}]), _NONE, _NONE),
    # Security.
    ("nothing is asked for", lambda it: it.update(security=[]), _C, _B),
    ("the same said by the operation", lambda it: _make(it).update(security=[{"key": []}]),
     _NONE, _NONE),
    ("one more way in", lambda it: it["security"].append({"auth": ["r"]}), _NONE, _B),
    ("another way in", lambda it: it.update(security=[{"auth": ["r"]}]), _B, _B),
    ("one more is needed", lambda it: it.update(security=[{"key": [], "auth": ["r"]}]), _B, _NONE),
    ("a way in that is optional", lambda it: it["security"].append({}), _C, _B),
    ("the scheme by another name", lambda it: (
        it["components"]["securitySchemes"].update(
            other=it["components"]["securitySchemes"].pop("key")),
        it.update(security=[{"other": []}])), _NONE, _NONE),
    ("the key in another header", lambda it: it["components"]["securitySchemes"]["key"].update(
        name="X-Other"), _B, _B),
    ("the header of the key in small letters",
     lambda it: it["components"]["securitySchemes"]["key"].update(name="x-key"), _NONE, _NONE),
    # Encoding.
    ("a part of one content type less", _encoding(contentType="image/png"), _B, _NONE),
    ("content types in another order", _encoding(contentType="image/gif, image/png"),
     _NONE, _NONE),
    ("content types in capitals", _encoding(contentType="IMAGE/PNG,image/gif"), _NONE, _NONE),
    ("a part of another content type", _encoding(contentType="image/webp"), _B, _B),
    ("a part of any content type", lambda it: _form(it).pop("encoding"), _NONE, _B),
    ("a part that needs a header", _encoding(contentType="image/png, image/gif", headers={
        "X-Part": {"required": True, "schema": {"type": "string"}}}), _B, _NONE),
    ("a part that may have a header", _encoding(contentType="image/png, image/gif", headers={
        "X-Part": {"schema": {"type": "string"}}}), _NONE, _NONE),
    ("the encoding of another member by style", lambda it: _form(it)["encoding"].update(
        ids={"style": "form", "explode": False}), _B, _B),
    # Statuses, bodies, prose.
    ("a further success", lambda it: _make(it)["responses"].update(
        {"202": {"description": "d"}}), _C, _B),
    ("a refusal", lambda it: _make(it)["responses"].update({"404": {"description": "d"}}), _C, _C),
    ("the body is needed", lambda it: _make(it)["requestBody"].update(required=True), _B, _NONE),
    ("another media type beside", lambda it: _make(it)["requestBody"]["content"].update(
        {"application/json": {}}), _NONE, _B),
    ("a tag and a summary", lambda it: _make(it).update(tags=["t"], summary="s"), _NONE, _NONE),
    ("an extension", lambda it: _make(it).update({"x-any": 1}), _NONE, _NONE),
    ("documentation elsewhere",
     lambda it: it.update(externalDocs={"url": "https://a.example"}), _NONE, _NONE),
    ("a component that nobody uses", lambda it: it["components"].update(
        schemas={"Spare": {"type": "string"}}), _NONE, _NONE),
]  # fmt: skip


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize(
    ("edit", "there", "return_"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_the_gravest_kind_is_told(edit: Edit, there: str, return_: str, *, back: bool) -> None:
    """There and back, of one edit alone."""
    sides = [_document(), _document()]
    edit(sides[1])
    base, head = map(loaded, reversed(sides) if back else sides)
    kinds = {each.kind.value for each in compare(base, head) if each.finding is not None}
    told = next((kind for kind in _WEIGHT if kind in kinds), _NONE)
    assert told == (return_ if back else there)


@pytest.mark.parametrize(
    ("name", "rule", "back"),
    [
        ("a link went", "response-link-removed", False),
        ("a link went", "response-link-added", True),
        ("a link with another value", "response-link-changed", False),
        ("a part of another content type", "request-encoding-changed", False),
    ],
)
def test_links_and_parts_have_rules_of_their_own(name: str, rule: str, *, back: bool) -> None:
    """One finding for one edit."""
    edit = next(row[1] for row in ROWS if row[0] == name)
    sides = [_document(), _document()]
    edit(sides[1])
    base, head = map(loaded, reversed(sides) if back else sides)
    (found,) = compare(base, head)
    assert found.rule == f"change/{rule}"


def test_half_of_the_edits_are_harmless() -> None:
    """So that a tool that cries at everything does not pass."""
    harmless = [each for row in ROWS for each in row[2:] if each == _NONE]
    assert len(harmless) >= len(ROWS)
    assert {*_WEIGHT} <= {kind.value for kind in Kind}
