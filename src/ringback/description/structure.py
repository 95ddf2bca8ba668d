"""Which values of an OpenAPI document are what: where its schemas and its references stand.

A `$ref` is a reference only where OpenAPI has an object; inside an example or a default it is data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.finding import pointer
from ringback.schema.keywords import MANY, MAPS, ONE

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

_OPERATIONS = dict.fromkeys(METHODS, ("one", "operation"))
_CONTENT = {
    "schema": ("one", "schema"),
    "content": ("map", "media-type"),
    "examples": ("map", "example"),
}

# kind -> member -> how its values hang on it, and of what kind they are
_MEMBERS: dict[str, dict[str, tuple[str, str]]] = {
    "document": {
        "paths": ("map", "path-item"),
        "webhooks": ("map", "path-item"),
        "components": ("one", "components"),
    },
    "components": {
        "schemas": ("map", "schema"),
        "responses": ("map", "response"),
        "parameters": ("map", "parameter"),
        "examples": ("map", "example"),
        "requestBodies": ("map", "request-body"),
        "headers": ("map", "header"),
        "securitySchemes": ("map", "security-scheme"),
        "links": ("map", "link"),
        "callbacks": ("map", "callback"),
        "pathItems": ("map", "path-item"),
        "mediaTypes": ("map", "media-type"),
    },
    "path-item": {
        "parameters": ("list", "parameter"),
        "additionalOperations": ("map", "operation"),
        **_OPERATIONS,
    },
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "request-body"),
        "responses": ("map", "response"),
        "callbacks": ("map", "callback"),
    },
    "callback": {"*": ("one", "path-item")},
    "parameter": _CONTENT,
    "header": _CONTENT,
    "request-body": {"content": ("map", "media-type")},
    "response": {
        "headers": ("map", "header"),
        "content": ("map", "media-type"),
        "links": ("map", "link"),
    },
    "media-type": {
        "schema": ("one", "schema"),
        "itemSchema": ("one", "schema"),
        "examples": ("map", "example"),
        "encoding": ("map", "encoding"),
    },
    "encoding": {"headers": ("map", "header")},
    # Swagger 2.0, whose parameters and headers bear the keywords of a schema themselves.
    "swagger": {
        "paths": ("map", "swagger-path-item"),
        "definitions": ("map", "schema"),
        "parameters": ("map", "swagger-parameter"),
        "responses": ("map", "swagger-response"),
        "securityDefinitions": ("map", "security-scheme"),
    },
    "swagger-path-item": {
        "parameters": ("list", "swagger-parameter"),
        **dict.fromkeys(METHODS, ("one", "swagger-operation")),
    },
    "swagger-operation": {
        "parameters": ("list", "swagger-parameter"),
        "responses": ("map", "swagger-response"),
    },
    "swagger-parameter": {"schema": ("one", "schema")},
    "swagger-response": {"schema": ("one", "schema")},
    "schema": {
        **dict.fromkeys(ONE, ("one", "schema")),
        **dict.fromkeys(MANY, ("list", "schema")),
        **dict.fromkeys(MAPS, ("map", "schema")),
    },
}
# The document itself can't be a reference. Nor can an Operation Object (OpenAPI 3.1, 4.8.10), but
# many are all the same, and mean it.
_NO_REFERENCE = frozenset({"document", "components", "encoding", "swagger"})
# Their names may be extensions; those of other maps may not.
_EXTENDED = frozenset({"path-item", "response", "swagger-path-item", "swagger-response"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaSpot:
    """An object of the document: where it stands, its kind, and the kind of what holds it.

    `holder` is `reference` for what only a reference leads to.
    """

    pointer: str
    kind: str
    holder: str


def children(spot: SchemaSpot, node: Any) -> Iterator[tuple[SchemaSpot, Any]]:
    """The objects right below this one, each with its value."""
    if not isinstance(node, dict):
        return
    members = _MEMBERS.get(spot.kind, {})
    for name, value in node.items():
        how, kind = members.get(name) or members.get("*") or ("", "")
        if not how or (name.startswith("x-") and spot.kind != "schema"):
            continue
        here = f"{spot.pointer}/{name}" if name in members else spot.pointer + pointer([name])
        if how == "one" and isinstance(value, dict):
            yield SchemaSpot(pointer=here, kind=kind, holder=spot.kind), value
        elif how == "list" and isinstance(value, list):
            for index, item in enumerate(value):
                yield SchemaSpot(pointer=f"{here}/{index}", kind=kind, holder=spot.kind), item
        elif how == "map" and isinstance(value, dict):
            for key, item in value.items():
                if key.startswith("x-") and kind in _EXTENDED:
                    continue  # Paths and Responses Objects take extensions; other maps do not
                yield SchemaSpot(pointer=here + pointer([key]), kind=kind, holder=spot.kind), item


def reference(spot: SchemaSpot, node: Any) -> str | None:
    """The `$ref` of an object that is a reference, else None."""
    if spot.kind in _NO_REFERENCE or not isinstance(node, dict):
        return None
    target = node.get("$ref")
    return target if isinstance(target, str) else None
