"""Schemas that others build upon by `allOf`, with a discriminator and no union (OpenAPI 4.8.25.4).

Who refers to such a parent means any of its heirs, whose members no reference leads to.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ringback.finding import pointer, steps
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.editing import replaced
from ringback.schema.references.lookup import fragment

FAMILIES = "x-families"
"""Where a document holds the unions that stand for parents, by the parent's name."""

_COMPONENTS = ("components", "schemas")


def heirs(document: SchemaDocument) -> dict[str, tuple[str, ...]]:
    """The names of the components that build upon each parent, by the parent's name."""
    known = _components(document)
    parents = {each.pointer: name for name, each in known.items() if _is_parent(each)}
    found: dict[str, list[str]] = {name: [] for name in parents.values()}
    for name, schema in known.items() if parents else ():
        for part in schema.in_place:
            if part != schema and part.pointer in parents:
                found[parents[part.pointer]].append(name)
    return {name: tuple(children) for name, children in found.items() if children}


def building_upon(document: SchemaDocument) -> dict[str, tuple[str, ...]]:
    """The same by pointers: whoever leads to a parent leads to its heirs."""
    return {
        pointer([*_COMPONENTS, parent]): tuple(pointer([*_COMPONENTS, each]) for each in children)
        for parent, children in heirs(document).items()
    }


def with_families(document: SchemaDocument, places: Iterable[str]) -> SchemaDocument:
    """The document with a union of its heirs wherever a parent is meant and not built upon.

    `places` are the pointers of its schemas.
    """
    families = heirs(document)
    if not families:
        return document
    known = _components(document)
    parents = {known[name].pointer: name for name in families}
    building = {
        part.pointer
        for children in families.values()
        for child in children
        for part in known[child].in_place
    }
    changes: dict[str, Any] = {}
    for place in places:
        there = document.schema(place).reference
        if there is not None and there.pointer in parents and place not in building:
            changes[f"{place}/$ref"] = _reference(FAMILIES, parents[there.pointer])
    root = replaced(document.root, changes)
    unions = {
        name: {
            "oneOf": [{"$ref": _reference(*_COMPONENTS, each)} for each in children],
            "discriminator": known[name].keywords["discriminator"],
        }
        for name, children in families.items()
    }
    return SchemaDocument({**root, FAMILIES: unions}, unsent=document.unsent)


def family_of(place: str) -> str | None:
    """The name of the parent that a pointer's union stands for; None for any other pointer."""
    path = steps(place)
    return path[1] if path[:1] == [FAMILIES] and len(path) > 1 else None


def as_written(place: str) -> str:
    """The pointer to the parent where one leads into the union that stands for it."""
    parent = family_of(place)
    return place if parent is None else pointer([*_COMPONENTS, parent])


def parent_of(place: str) -> dict[str, str]:
    """A reference to the parent that a pointer's union stands for."""
    return {"$ref": f"#{fragment(as_written(place))}"}


def _components(document: SchemaDocument) -> dict[str, Schema]:
    components = document.root.get("components")
    schemas = components.get("schemas") if isinstance(components, Mapping) else None
    names = schemas if isinstance(schemas, Mapping) else ()
    return {name: document.schema(pointer([*_COMPONENTS, name])) for name in names}


def _is_parent(schema: Schema) -> bool:
    found = schema.keywords.get("discriminator")
    named = isinstance(found, Mapping) and isinstance(found.get("propertyName"), str)
    return named and not schema.unions


def _reference(*path: str) -> str:
    return f"#{fragment(pointer(path))}"
