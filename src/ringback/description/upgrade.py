"""Make the Schema Objects of a document JSON Schema 2020-12, each where it stands.

OpenAPI 3.0 has a dialect of its own (3.0.3, 4.7.24); 3.1 has JSON Schema as it is.
"""

from collections.abc import Iterable
from typing import Any

from ringback.finding import steps
from ringback.schema.formats import bound as bound_by_format
from ringback.schema.regular_expressions import readable


def upgrade(document: dict[str, Any], schemas: Iterable[str], *, old: bool) -> list[str]:
    """Rewrite the schemas at these pointers in place; `old` tells that it is OpenAPI 3.0.

    Pointers stay as they are, but for what hangs beside a 3.0 `$ref` and means nothing there.
    Answers the pointers of those that call themselves nullable.
    """
    nullable = []
    for place in dict.fromkeys(schemas):
        schema = _node(document, place)
        if not isinstance(schema, dict):
            continue
        # Every reference is a pointer of this document by now; an $id would move their base.
        if isinstance(schema.get("$id"), str):
            del schema["$id"]
        schema.pop("$anchor", None)
        if old:
            if schema.get("nullable") is True:
                nullable.append(place)
            _upgrade(schema)
        bound_by_format(schema)
        if isinstance(schema.get("pattern"), str):
            schema["pattern"] = readable(schema["pattern"])
    return nullable


def _upgrade(schema: dict[str, Any]) -> None:
    if isinstance(schema.get("$ref"), str):
        target = schema["$ref"]
        schema.clear()
        schema["$ref"] = target
        return
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and bound in schema:
                schema[exclusive] = schema.pop(bound)
    nullable = schema.pop("nullable", False)
    # It adds null to a type beside it, and does nothing without one (3.0.3, 4.7.24.1).
    if nullable is True and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]


def _node(document: Any, place: str) -> Any:
    """The node at a pointer, None where an upgrade above has dropped it."""
    node = document
    for step in steps(place):
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        else:
            return None
    return node
