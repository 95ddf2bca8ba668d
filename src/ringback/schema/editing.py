"""A document with other values at some places; what lies beside them is shared with the old one."""

from collections.abc import Mapping
from typing import Any

from ringback.finding import steps
from ringback.schema.applying import reached
from ringback.schema.document import Schema, fragment


def replaced(root: Any, changes: Mapping[str, Any]) -> Any:
    """The document with these values at these pointers.

    The nearest to the root come first: what stands within a value that was replaced is no more,
    and left alone.
    """
    for place in sorted(changes, key=len):
        root = _replaced(root, steps(place), changes[place])
    return root


def _replaced(node: Any, path: list[str], new: Any) -> Any:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(node, list):
        return [
            _replaced(item, rest, new) if str(at) == step else item for at, item in enumerate(node)
        ]
    if not isinstance(node, Mapping) or step not in node:
        return node
    return {**node, step: _replaced(node[step], rest, new)}


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
