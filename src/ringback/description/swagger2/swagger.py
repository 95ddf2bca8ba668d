"""Swagger 2.0 as OpenAPI 3.0, and where each part of it stands in the description as written.

What 2.0 has in another way (2.0, "Schema"): one server in three members, bodies and forms among the
parameters, media types beside them, and schemas whose keywords parameters and headers bear.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.description.bundle import Bundle
from ringback.description.bundled_files import BUNDLED
from ringback.description.structure import SchemaSpot, children
from ringback.description.swagger2.swagger_converter import Converter
from ringback.finding import steps
from ringback.payload import at

VERSION = "2.0"
# Where the parts of a document stand in 3.0, and where in 2.0.


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A document of OpenAPI 3.0 with its spots; `moves` tells where its places were written."""

    document: dict[str, Any]
    spots: tuple[SchemaSpot, ...]
    moves: Mapping[str, str]


def converted(bundled: Bundle) -> Converted:
    """A description of Swagger 2.0, bundled, as one of OpenAPI 3.0."""
    made = Converter(bundled.document)
    made.run()
    spots = list(_spots(made.new))
    spots += [
        each
        for each in bundled.spots
        if each.kind == "schema" and steps(each.pointer)[:1] == [BUNDLED]
    ]
    for spot in spots:
        if spot.kind == "schema":
            schema = at(made.new, steps(spot.pointer))
            if isinstance(schema, dict):
                _as_openapi(schema)
                made.rewrite(schema)
    return Converted(document=made.new, spots=tuple(spots), moves=made.moves)


def _spots(document: dict[str, Any]) -> Iterator[SchemaSpot]:
    """Every OpenAPI object of a document that refers to nothing outside it."""
    todo: list[tuple[SchemaSpot, Any]] = [
        (SchemaSpot(pointer="", kind="document", holder=""), document)
    ]
    while todo:
        spot, node = todo.pop()
        yield spot
        todo.extend(reversed([*children(spot, node)]))


def _as_openapi(schema: dict[str, Any]) -> None:
    """The keywords of a Schema Object that 2.0 has in another way, or not at all but uses."""
    for name in ("x-nullable", "x-isnullable"):
        if schema.get(name) is True:
            schema.setdefault("nullable", True)
    if isinstance(schema.get("discriminator"), str):
        schema["discriminator"] = {"propertyName": schema["discriminator"]}
    if schema.get("type") == "file":
        schema |= {"type": "string", "format": "binary"}
