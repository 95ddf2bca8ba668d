"""Descriptions that trials begin with: made-up ones, the repository's own, the vendor's."""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ringback.description import load

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("RINGBACK_SHARED", ROOT.parent / "shared")) / "published"
VENDORS = ("2023-07-24", "2023-08-08", "2024-08-27")

_TEXT, _COUNT = {"type": "string"}, {"type": "integer"}
_UUID = {"type": "string", "format": "uuid"}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _body(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _document(
    paths: Mapping[str, Any], components: Mapping[str, Any], version: str
) -> dict[str, Any]:
    return {
        "openapi": version,
        "info": {"title": "Made up", "version": "1.0.0"},
        "paths": paths,
        "components": {"schemas": components},
    }


def trees(version: str = "3.1.0") -> dict[str, Any]:
    """Recursion, maps, and one component on both sides of two operations."""
    node = {
        "type": "object",
        "required": ["label"],
        "properties": {
            "label": {"type": "string", "minLength": 1, "maxLength": 20},
            "children": {"type": "array", "items": _ref("Node")},
            "notes": {"type": "object", "additionalProperties": _ref("Note")},
        },
    }
    note = {
        "type": "object",
        "properties": {"text": _TEXT, "weight": {"type": "number", "minimum": 0, "maximum": 1}},
        "required": ["text"],
    }
    parameter = {"name": "depth", "in": "query", "schema": {"type": "integer", "minimum": 0}}
    put = {
        "operationId": "put_tree",
        "requestBody": {"required": True, **_body(_ref("Node"))},
        "responses": {"200": {"description": "Kept.", **_body(_ref("Node"))}},
    }
    read = {
        "operationId": "read_tree",
        "parameters": [parameter],
        "responses": {"200": {"description": "Read.", **_body(_ref("Node"))}},
    }
    paths = {"/tree": {"put": put, "get": read}}
    return _document(paths, {"Node": node, "Note": note}, version)


def pets() -> dict[str, Any]:
    """Unions told by tags, nulls, closed objects and inheritance."""
    cat = {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "id"],
        "properties": {"kind": {"const": "cat"}, "id": _UUID, "lives": {"enum": [7, 8, 9]}},
    }
    dog = {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"enum": ["dog", "puppy"]},
            "owner": {"anyOf": [_ref("Person"), {"type": "null"}]},
            "tricks": {"type": "array", "items": _TEXT, "maxItems": 5},
        },
    }
    person = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": _TEXT, "born": {"type": ["string", "null"], "format": "date"}},
    }
    keeper = {
        "allOf": [
            _ref("Person"),
            {"properties": {"pets": {"type": "array", "items": _ref("Pet")}}, "required": ["pets"]},
        ]
    }
    words = {"cat": "Cat", "dog": "Dog", "puppy": "Dog"}
    mapping = {word: _ref(name)["$ref"] for word, name in words.items()}
    told = {"propertyName": "kind", "mapping": mapping}
    pet = {"oneOf": [_ref("Cat"), _ref("Dog")], "discriminator": told}
    post = {
        "operationId": "make_pet",
        "requestBody": {"required": True, **_body({"anyOf": [_ref("Cat"), _ref("Dog")]})},
        "responses": {
            "201": {"description": "Made.", **_body(_ref("Pet"))},
            "422": {"description": "Wrong.", **_body({"type": "object", "properties": {
                "detail": {"type": ["string", "array"], "items": _TEXT}}})},
        },
    }  # fmt: skip
    get = {
        "operationId": "read_keeper",
        "responses": {"200": {"description": "Read.", **_body(_ref("Keeper"))}},
    }
    schemas = {"Cat": cat, "Dog": dog, "Person": person, "Keeper": keeper, "Pet": pet}
    return _document({"/pets": {"post": post}, "/keeper": {"get": get}}, schemas, "3.1.0")


def orders() -> dict[str, Any]:
    """OpenAPI 3.0 with its own null and bounds, and open branches in unions."""
    order = {
        "type": "object",
        "required": ["lines"],
        "properties": {
            "lines": {"type": "array", "items": _ref("Line"), "minItems": 1},
            "comment": {"type": "string", "nullable": True},
            "ship": {"anyOf": [_UUID, _ref("Address"), _ref("Undefined")]},
        },
    }
    line = {
        "type": "object",
        "required": ["article", "count"],
        "properties": {
            "article": {"type": "string", "pattern": "^[A-Z]{3}$"},
            "count": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
            "price": {"type": "number", "nullable": True, "maximum": 100},
        },
    }
    address = {
        "type": "object",
        "required": ["street"],
        "properties": {"street": _TEXT, "zip": {"type": "string", "maxLength": 5}},
    }
    state = {"type": "string", "enum": ["new", "paid", "sent"]}
    placed = {
        "type": "object",
        "required": ["id", "state"],
        "properties": {"id": _UUID, "state": _ref("State"), "order": _ref("Order")},
    }
    post = {
        "operationId": "place_order",
        "requestBody": {"required": True, **_body(_ref("Order"))},
        "responses": {"200": {"description": "Placed.", **_body(_ref("Placed"))}},
    }
    parameter = {"name": "state", "in": "query", "schema": _ref("State")}
    get = {
        "operationId": "list_orders",
        "parameters": [parameter],
        "responses": {
            "200": {
                "description": "All.",
                **_body({"type": "array", "items": _ref("Placed")}),
                "headers": {"X-Count": {"schema": _COUNT}},
            }
        },
    }
    undefined = {"type": "object", "properties": {}}
    schemas = {"Order": order, "Line": line, "Address": address, "State": state,
               "Placed": placed, "Undefined": undefined}  # fmt: skip
    return _document({"/orders": {"post": post, "get": get}}, schemas, "3.0.3")


@cache
def _starts() -> dict[str, dict[str, Any]]:
    """Every description, by its name."""
    overlay = [ROOT / "openapi/strict.overlay.yaml"]
    numbers = ROOT / "openapi/numbers.yaml"
    found = {
        "trees": trees(),
        "old trees": trees("3.0.3"),
        "pets": pets(),
        "orders": orders(),
        "published": load(numbers).document,
        "strict": load(numbers, overlay).document,
    }
    for name in VENDORS:
        if (SHARED / f"{name}.json").is_file():
            found[name] = load(SHARED / f"{name}.json").written
    return found


SMALL = ("trees", "old trees", "pets", "orders")
OWN = ("published", "strict")


def start(name: str) -> dict[str, Any]:
    """A copy of one of the descriptions, in which no two places are one object of Python's."""
    made: dict[str, Any] = json.loads(json.dumps(_starts()[name]))
    return made
