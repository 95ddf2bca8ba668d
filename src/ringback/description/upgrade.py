"""Make the Schema Objects of a document JSON Schema 2020-12, each where it stands.

OpenAPI 3.0 has a dialect of its own (3.0.3, 4.7.24); 3.1 has JSON Schema as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ringback.description.structure import SchemaSpot
from ringback.finding import pointer, steps
from ringback.schema.keywords import reference_target
from ringback.schema.references.lookup import at_places
from ringback.schema.validators.formats import bound as bound_by_format
from ringback.schema.validators.regular_expressions import readable

_REFUSING = frozenset({"$ref", "enum", "allOf", "anyOf", "oneOf", "not"})


def upgrade(document: dict[str, Any], schemas: Iterable[str], *, old: bool) -> list[str]:
    """Rewrite the schemas at these pointers in place; `old` tells that it is OpenAPI 3.0.

    Pointers stay as they are, but for what hangs beside a 3.0 `$ref` and means nothing there.
    Answers the pointers of those that call themselves nullable where that does nothing.
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
            if schema.get("nullable") is True and _is_in_doubt(schema):
                nullable.append(place)
            _upgrade(schema)
        bound_by_format(schema)
        if isinstance(schema.get("pattern"), str):
            schema["pattern"] = readable(schema["pattern"])
    return nullable


def respelt(
    document: dict[str, Any], spots: Sequence[SchemaSpot]
) -> tuple[tuple[SchemaSpot, ...], dict[str, str]]:
    """Spell the patterns for names of members as the validators read them.

    They are parts of pointers: answers the spots as they stand now, and where what moved stood.
    """
    named: dict[str, str] = {}
    schemas = at_places(document, (each.pointer for each in spots if each.kind == "schema"))
    having = [
        (place, node)
        for place, node in schemas
        if isinstance(node, dict) and "patternProperties" in node
    ]
    for place, schema in sorted(having, key=lambda each: len(each[0]), reverse=True):
        patterns = schema["patternProperties"]
        if not isinstance(patterns, dict):
            continue
        spelt = {pattern: readable(pattern) for pattern in patterns}
        if all(pattern == text for pattern, text in spelt.items()):
            continue
        holder = f"{place}/patternProperties"
        named |= {holder + pointer([pattern]): text for pattern, text in spelt.items()}
        schema["patternProperties"] = {spelt[pattern]: patterns[pattern] for pattern in patterns}
    if not named:
        return tuple(spots), {}
    for spot in spots:
        node = _node(document, _seat(spot.pointer, named)) if spot.kind == "schema" else None
        target = reference_target(node)
        if target is not None and isinstance(node, dict):
            node["$ref"] = "#" + quote(_seat(target, named), safe="/~$:@!'()*+,;=")
    moved = tuple(replace(each, pointer=_seat(each.pointer, named)) for each in spots)
    return moved, {_seat(place, named): place for place in named}


def _seat(place: str, named: Mapping[str, str]) -> str:
    """Where a place stands once some steps have other names."""
    found, here = "", ""
    for step in steps(place):
        here += pointer([step])
        found += pointer([named.get(here, step)])
    return found


def _is_in_doubt(schema: dict[str, Any]) -> bool:
    """Whether null is refused though a schema calls itself nullable (3.0.3, 4.7.24.1)."""
    return not isinstance(schema.get("type"), str) or not _REFUSING.isdisjoint(schema)


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
