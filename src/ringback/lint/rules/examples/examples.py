"""The payloads that a description gives: examples of media types, parameters, headers, schemas."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.description import Description, SchemaSpot
from ringback.finding import pointer, steps
from ringback.schema.references.lookup import at_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A payload of the description: what to call it, where it stands, and the schema it is for."""

    what: str
    place: str
    value: Any
    schema: str


def examples(description: Description) -> Iterator[Example]:
    """Every example that is JSON and stands with a schema, those behind references as well."""
    spots = description.spots
    nodes = at_places(description.document, (each.pointer for each in spots))
    for spot, (_, node) in zip(spots, nodes, strict=True):
        if isinstance(node, dict):
            yield from _examples(description, spot, node)


def _examples(
    description: Description, spot: SchemaSpot, node: dict[str, Any]
) -> Iterator[Example]:
    """Those of one object."""
    if spot.kind == "schema":
        yield from _of_schema(spot, node)
    elif spot.kind in {"media-type", "parameter", "header"} and "schema" in node:
        for example in _of_carrier(description, spot, node):
            if not _is_text_of(spot, example.value):
                yield example


def _of_schema(spot: SchemaSpot, node: dict[str, Any]) -> Iterator[Example]:
    if "example" in node:
        place = f"{spot.pointer}/example"
        yield Example(what="the example", place=place, value=node["example"], schema=spot.pointer)
    listed = node.get("examples")
    for index, value in enumerate(listed if isinstance(listed, list) else ()):
        place = f"{spot.pointer}/examples/{index}"
        yield Example(what=f"example {index}", place=place, value=value, schema=spot.pointer)


def _of_carrier(
    description: Description, spot: SchemaSpot, node: dict[str, Any]
) -> Iterator[Example]:
    """The examples of what has a schema, those behind references as well."""
    schema = f"{spot.pointer}/schema"
    if "example" in node:
        place = f"{spot.pointer}/example"
        yield Example(what="the example", place=place, value=node["example"], schema=schema)
    named = node.get("examples")
    for name in named if isinstance(named, dict) else ():
        place = f"{spot.pointer}/examples{pointer([name])}"
        try:
            example = description.at(place)
        except KeyError:
            continue  # lint/unresolved tells it
        member = "dataValue" if isinstance(example, dict) and "dataValue" in example else "value"
        if isinstance(example, dict) and member in example:
            yield Example(
                what=f'the example "{name}"',
                place=f"{place}/{member}",
                value=example[member],
                schema=schema,
            )


def _is_text_of(spot: SchemaSpot, value: Any) -> bool:
    """Whether an example is a body's text and not its value, as XML or a form has to be given."""
    if spot.kind != "media-type" or not isinstance(value, str):
        return False
    name = steps(spot.pointer)[-1].split(";")[0].strip().lower()
    return not (name == "application/json" or name.endswith("+json"))
