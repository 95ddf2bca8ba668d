"""Two descriptions that differ in what a test says, and the changes between them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringback.changes import STRUCTURAL, Change, compare
from ringback.description import Description, load

Edit = Callable[[dict[str, Any]], object]
# kind, rule without "change/", message, and the pointers in the older and the newer description
Told = tuple[str, str, str, str | None, str | None]

READ = "/paths/~1a~1{id}/get"
MAKE = "/paths/~1a/post"
A = "/components/schemas/A"


def document() -> dict[str, Any]:
    """A small description that is right."""
    schema = {"$ref": "#/components/schemas/A"}
    answer = {"description": "d", "content": {"application/json": {"schema": schema}}}
    path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    query = {"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
    read = {
        "operationId": "read",
        "parameters": [path, query],
        "responses": {"200": answer, "404": {"description": "d"}},
    }
    make = {
        "operationId": "make",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"201": {"description": "d"}},
    }
    members = {
        "n": {"type": "string"},
        "p": {"type": "integer", "default": 1},
        "b": {"$ref": "#/components/schemas/B"},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1.0.0"},
        "servers": [{"url": "https://one.test"}, {"url": "https://two.test/v1"}],
        "security": [{"bearer": []}],
        "paths": {"/a/{id}": {"get": read}, "/a": {"post": make}},
        "components": {
            "schemas": {
                "A": {"type": "object", "required": ["n"], "properties": members},
                "B": {"type": "object", "properties": {"x": {"type": "string"}}},
            },
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "oauth": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {"tokenUrl": "https://t.test/1", "scopes": {}}},
                },
            },
        },
    }


def read(it: dict[str, Any]) -> dict[str, Any]:
    """The operation that reads."""
    found: dict[str, Any] = it["paths"]["/a/{id}"]["get"]
    return found


def make(it: dict[str, Any]) -> dict[str, Any]:
    """The operation that makes."""
    found: dict[str, Any] = it["paths"]["/a"]["post"]
    return found


def schemas(it: dict[str, Any]) -> dict[str, Any]:
    """The components' schemas."""
    found: dict[str, Any] = it["components"]["schemas"]
    return found


def members(it: dict[str, Any]) -> dict[str, Any]:
    """The members of the one component that bodies and answers are made of."""
    found: dict[str, Any] = schemas(it)["A"]["properties"]
    return found


def same(it: dict[str, Any]) -> None:
    """Change nothing."""
    del it


def told(change: Change) -> Told:
    """What a table compares."""
    base = change.base.schema if change.base else None
    head = change.head.schema if change.head else None
    return change.kind.name, change.rule.removeprefix("change/"), change.message, base, head


@pytest.fixture
def sides(tmp_path: Path) -> Callable[[Edit, Edit], tuple[Description, Description]]:
    """Two descriptions: the small one, edited in two ways."""

    def made(before: Edit, after: Edit) -> tuple[Description, Description]:
        found = []
        for name, edit in (("base.json", before), ("head.json", after)):
            content = document()
            edit(content)
            path = tmp_path / name
            path.write_text(json.dumps(content, indent=1), encoding="utf-8")
            found.append(load(path))
        return found[0], found[1]

    return made


@pytest.fixture
def changes(
    sides: Callable[[Edit, Edit], tuple[Description, Description]],
) -> Callable[[Edit, Edit], tuple[Change, ...]]:
    """Every change that needs no payload, between the small description edited in two ways."""
    return lambda before, after: compare(*sides(before, after), rules=STRUCTURAL)
