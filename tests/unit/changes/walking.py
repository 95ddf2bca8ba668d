"""Where the schemas of a document stand, and which sides of which operations they reach."""

import re
from collections.abc import Iterator
from typing import Any

from ringback.finding import pointer, steps

SINGLE = (
    "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
    "unevaluatedProperties", "unevaluatedItems",
)  # fmt: skip
LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
MAPS = ("properties", "patternProperties", "dependentSchemas")
_NO_SCHEMAS = {"example", "examples", "default", "enum", "const", "mapping"}


def at(document: Any, place: str) -> Any:
    """What stands at a pointer."""
    node = document
    for step in steps(place):
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node


def put(document: Any, place: str, value: Any) -> None:
    """Put a value where another one stands."""
    *path, last = steps(place)
    holder = at(document, pointer(path))
    holder[int(last) if isinstance(holder, list) else last] = value


def below(schema: Any) -> Iterator[str]:
    """Pointers to the schemas directly below one."""
    if not isinstance(schema, dict):
        return
    for key in SINGLE:
        if key in schema:
            yield pointer([key])
    for key in LISTS:
        yield from (pointer([key, at]) for at in range(len(schema.get(key, ()))))
    for key in MAPS:
        yield from (pointer([key, name]) for name in schema.get(key, ()))


def roots(document: Any) -> list[str]:
    """Pointers to the outermost schemas: components, bodies, parameters and headers."""
    components = document.get("components", {}).get("schemas", {})
    found = [pointer(["components", "schemas", name]) for name in components]

    def look(node: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(node, list):
            for index, item in enumerate(node):
                look(item, (*path, index))
        if isinstance(node, dict):
            for name, value in node.items():
                if name == "schema":
                    found.append(pointer([*path, name]))
                elif name not in _NO_SCHEMAS and (*path, name) != ("components", "schemas"):
                    look(value, (*path, name))

    look(document, ())
    return found


def schemas(document: Any) -> list[str]:
    """Pointers to every schema of the document, outer ones first."""
    found: list[str] = []

    def descend(place: str) -> None:
        found.append(place)
        for more in below(at(document, place)):
            descend(place + more)

    for root in roots(document):
        descend(root)
    return found


def target(schema: Any) -> str | None:
    """Where a schema's reference leads."""
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    return reference[1:] if isinstance(reference, str) else None


def onward(document: Any, place: str) -> list[str]:
    """Pointers to the schemas that one needs: those below it, and the one that it refers to."""
    schema = at(document, place)
    found = [place + more for more in below(schema)]
    there = target(schema)
    return [*found, there] if there is not None else found


def same_value(place: str, there: str) -> bool:
    """Whether a schema applies the other one to the very value that it is asked about."""
    return not re.fullmatch(rf"{re.escape(place)}/(?!(anyOf|oneOf|allOf)/).*", there)


def leading(document: Any, goal: str, *, staying: bool = False) -> set[str]:
    """Pointers to every schema that needs the one at the goal; `staying`, for the same value."""
    users: dict[str, list[str]] = {}
    for place in schemas(document):
        for there in onward(document, place):
            if not staying or same_value(place, there):
                users.setdefault(there, []).append(place)
    todo, done = [goal], set[str]()
    while todo:
        place = todo.pop()
        if place not in done:
            done.add(place)
            todo.extend(users.get(place, ()))
    return done


def sides(document: Any) -> dict[str, str]:
    """Each outermost schema that an operation has, with its side: request or response.

    What operations share stands where it is a component: there its room tells the side.
    """
    found: dict[str, str] = {}

    def look(node: Any, path: str, seen: frozenset[str]) -> None:
        if isinstance(node, list):
            for index, item in enumerate(node):
                look(item, f"{path}/{index}", seen)
        if not isinstance(node, dict):
            return
        there = target(node)
        if there is not None and there not in seen:
            look(at(document, there), there, seen | {there})
        for name, value in node.items():
            if name == "schema":
                answers = "/responses/" in path or "/headers/" in path
                found[f"{path}/schema"] = "response" if answers else "request"
            elif name not in _NO_SCHEMAS:
                look(value, path + pointer([name]), seen)

    look(document.get("paths", {}), "/paths", frozenset())
    return found
