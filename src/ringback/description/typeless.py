"""Parameters of which nothing tells what their values are: any may be meant, so all are unclear."""

from collections.abc import Mapping, Sequence
from typing import Any

from ringback.description.structure import SchemaSpot
from ringback.schema.references.lookup import at_places
from ringback.schema.validators.soundness import SchemaFlaw

TYPELESS = "x-ringback-typeless"
"""What is said of a schema that no type was given for; it is taken out again at once."""
_TELLS = frozenset({"type", "$ref", "allOf", "anyOf", "oneOf"})


def marked(schema: dict[str, Any], node: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a parameter of 2.0, marked where it lacks a type."""
    if _TELLS & schema.keys() or isinstance(node.get("schema"), Mapping):
        return schema
    return {
        **schema,
        TYPELESS: f'the {node.get("in")} parameter "{node.get("name")}" has no "type"',
    }


def typeless(
    document: dict[str, Any], spots: Sequence[SchemaSpot]
) -> tuple[tuple[SchemaSpot, ...], list[SchemaFlaw]]:
    """The spots with the schemas that were put where none was, and what is wrong with these."""
    found: list[SchemaSpot] = []
    flaws: list[SchemaFlaw] = []
    nodes = at_places(document, [each.pointer for each in spots])
    for spot, (_, node) in zip(spots, nodes, strict=True):
        found.append(spot)
        if not isinstance(node, dict):
            continue
        if spot.kind == "parameter" and _is_bare(node):
            here = f"{spot.pointer}/schema"
            node["schema"] = {}
            text = f'the {node["in"]} parameter "{node["name"]}" has neither "schema" nor "content"'
            found.append(SchemaSpot(pointer=here, kind="schema", holder="parameter"))
            flaws.append(SchemaFlaw(schema=here, place=spot.pointer, text=text))
        elif spot.kind == "schema" and TYPELESS in node:
            text = node.pop(TYPELESS)
            flaws.append(SchemaFlaw(schema=spot.pointer, place=spot.pointer, text=text))
    return tuple(found), flaws


def _is_bare(node: Mapping[str, Any]) -> bool:
    """Whether a parameter that can be sent has nothing that tells of its values."""
    schema, content = node.get("schema"), node.get("content")
    told = isinstance(schema, Mapping | bool) or (isinstance(content, Mapping) and bool(content))
    return isinstance(node.get("name"), str) and isinstance(node.get("in"), str) and not told
