"""Documents out of others: with other values at some places, or no more than a schema needs."""

from collections.abc import Mapping
from typing import Any

from ringback.finding import steps
from ringback.schema.applying import reached
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.references.lookup import fragment


def replaced(root: Any, changes: Mapping[str, Any]) -> Any:
    """The document with these values at these pointers, where something stands there.

    What stands within a value that is replaced is no more, and left alone.
    """
    return _changed(root, [(steps(place), new) for place, new in changes.items()])


def changed(document: SchemaDocument, changes: Mapping[str, Any]) -> SchemaDocument:
    """The document with other values at some places; itself where there are none.

    What they do not concern it shares with the other.
    """
    return document.remade(replaced(document.root, changes), changes) if changes else document


def excerpt(schema: Schema) -> dict[str, Any]:
    """The part of a document that a schema needs: itself and what it refers to, at their places.

    On the way to them arrays have become objects, whose members are called by the index: every
    pointer leads where it led.
    """
    places = {schema.pointer, *(it.reference.pointer for it in reached(schema) if it.reference)}
    made: dict[str, Any] = {}
    put: set[tuple[str, ...]] = set()
    for place in sorted(places, key=len):
        path = tuple(steps(place))
        if not path:  # the whole document
            return dict(schema.document.root)
        if any(path[:depth] in put for depth in range(len(path))):
            continue  # within one that is there already
        put.add(path)
        here = made
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = schema.document.at(place)
    return made


def moved_under(name: str, schema: Schema) -> Any:
    """The document of a schema, with references that lead into the member that it becomes."""
    changes = {
        f"{each.pointer}/$ref": f"#/{name}{fragment(each.reference.pointer)}"
        for each in reached(schema)
        if each.reference
    }
    return replaced(schema.document.root, changes)


def _changed(node: Any, changes: list[tuple[list[str], Any]]) -> Any:
    """The node with other values at some paths; what lies beside them is shared with it."""
    below: dict[str, list[tuple[list[str], Any]]] = {}
    for path, new in changes:
        if not path:
            return new
        below.setdefault(path[0], []).append((path[1:], new))
    if isinstance(node, list):
        return [_changed(item, below.get(str(index), [])) for index, item in enumerate(node)]
    if not isinstance(node, Mapping) or not below:
        return node
    return {
        name: _changed(value, below[name]) if name in below else value
        for name, value in node.items()
    }
