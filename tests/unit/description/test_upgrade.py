"""OpenAPI 3.0 schemas as JSON Schema 2020-12."""

from typing import Any

import pytest

from ringback.description import load
from tests.unit.description.conftest import Write

# A 3.0 schema, and what it says in JSON Schema 2020-12.
UPGRADED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    ({"type": "string", "nullable": False}, {"type": "string"}),
    ({"nullable": True, "enum": ["a"]}, {"enum": ["a"]}),
    ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
    ({"maximum": 1, "exclusiveMaximum": True}, {"exclusiveMaximum": 1}),
    ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
    ({"exclusiveMinimum": True}, {}),
    ({"$ref": "#/components/schemas/S", "nullable": True}, {"$ref": "#/components/schemas/S"}),
    ({"type": "string", "example": "x"}, {"type": "string", "example": "x"}),
    ({"items": {"type": "string", "nullable": True}}, {"items": {"type": ["string", "null"]}}),
    ({"properties": {"nullable": {"type": "string", "nullable": True}}},
     {"properties": {"nullable": {"type": ["string", "null"]}}}),
    ({"default": {"nullable": True}}, {"default": {"nullable": True}}),
]  # fmt: skip


def _loaded(write: Write, version: str, schema: dict[str, Any]) -> Any:
    schemas = {"A": schema, "S": {"type": "string"}}
    content = {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    return load(write("d.json", content))


@pytest.mark.parametrize(("old", "new"), UPGRADED)
def test_a_3_0_schema_becomes_json_schema(
    write: Write, old: dict[str, Any], new: dict[str, Any]
) -> None:
    """The document holds what the schema means, `written` what it says."""
    description = _loaded(write, "3.0.3", old)
    assert description.document["components"]["schemas"]["A"] == new
    assert description.written["components"]["schemas"]["A"] == old


@pytest.mark.parametrize(
    "schema", [old for old, _ in UPGRADED if not any(key.startswith("excl") for key in old)]
)
def test_a_3_1_schema_stays_as_it_is(write: Write, schema: dict[str, Any]) -> None:
    """3.1 has JSON Schema already; what was a keyword in 3.0 means nothing there."""
    description = _loaded(write, "3.1.0", schema)
    assert description.document["components"]["schemas"]["A"] == schema


def test_schemas_are_upgraded_wherever_they_are_referred_to(write: Write) -> None:
    """A file's schema is one of this document, whatever member it hangs on."""
    write("b.yaml", "any:\n  where: {type: string, nullable: true}\n")
    description = _loaded(write, "3.0.3", {"$ref": "b.yaml#/any/where"})
    assert description.at("/components/schemas/A") == {"type": ["string", "null"]}
