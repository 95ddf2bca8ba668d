"""The keywords of JSON Schema 2020-12 and OpenAPI by what they are: annotations and applicators.

What holds schemas, and how, stands here alone; whatever walks a schema asks here. A member of any
other name is an annotation or data, and what looks like a schema in it is none (JSON Schema
2020-12, core 6.5 and 10).
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ringback.finding import pointer

ANNOTATIONS = frozenset(
    {
        "title", "description", "default", "example", "examples", "deprecated", "readOnly",
        "writeOnly", "$comment", "xml", "externalDocs", "discriminator", "nullable",
        "contentMediaType", "contentEncoding", "contentSchema", "$defs", "definitions",
        "$anchor", "$dynamicAnchor", "$id", "$schema", "$vocabulary",
    }
)  # fmt: skip
"""What says nothing about which values are valid."""

UNIONS = ("anyOf", "oneOf")
# Applicators to the value itself (core 10.2), and to its members, items and names (core 10.3).
IN_PLACE = ("not", "if", "then", "else")
IN_PLACE_LISTS = ("allOf", *UNIONS)
IN_PLACE_MAPS = ("dependentSchemas",)
CHILDREN = (
    "items", "additionalProperties", "contains", "propertyNames", "unevaluatedItems",
    "unevaluatedProperties", "contentSchema",
)  # fmt: skip
CHILD_LISTS = ("prefixItems",)
CHILD_MAPS = ("properties", "patternProperties")
DEFINITIONS = ("$defs", "definitions")

# What looks at a value alone, and leads to no other schema (validation 6.1 to 6.4, 7).
LEAF = frozenset(
    {
        "type", "enum", "const", "format", "pattern", "minLength", "maxLength", "minimum",
        "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
        "uniqueItems", "required", "minProperties", "maxProperties", "dependentRequired",
    }
)  # fmt: skip

ONE = (*IN_PLACE, *CHILDREN)
MANY = (*IN_PLACE_LISTS, *CHILD_LISTS)
MAPS = (*CHILD_MAPS, *IN_PLACE_MAPS, *DEFINITIONS)
LEADING = frozenset({"$ref", "$dynamicRef", *ONE, *MANY, *MAPS})
"""What leads from a schema to others."""


def is_annotation(keyword: str) -> bool:
    """Whether a keyword says nothing about which values are valid; extensions never do."""
    return keyword in ANNOTATIONS or keyword.startswith("x-")


def subschemas(raw: Any) -> Iterator[tuple[str, Any]]:
    """The schemas right below one: the pointer to each, seen from it, and the schema itself."""
    if not isinstance(raw, Mapping):
        return
    for name, value in raw.items():
        if name in ONE:
            yield f"/{name}", value
        elif name in MANY and isinstance(value, list):
            for index, item in enumerate(value):
                yield f"/{name}/{index}", item
        elif name in MAPS and isinstance(value, Mapping):
            for key, item in value.items():
                yield f"/{name}{pointer([key])}", item


def reference_target(raw: Any) -> str | None:
    """The pointer that the `$ref` of a schema holds; None where it has none within its document."""
    if type(raw) is not dict and not isinstance(raw, Mapping):
        return None
    target = raw.get("$ref")
    return unquote(target[1:]) if isinstance(target, str) and target.startswith("#") else None
