"""What only one direction carries: readOnly members of requests, writeOnly ones of answers."""

from collections.abc import Iterator
from typing import Any

from ringback.schema.places import locate

_UNSENT = {"request": "readOnly", "response": "writeOnly"}


def unsent(document: dict[str, Any], side: str) -> None:
    """Leave out what a producer does not send, where it may: an optional member is forbidden.

    OpenAPI 3.1, 4.8.24 (readOnly, writeOnly): such members are no part of the payload.
    """
    for schema, name in _marked(document, _UNSENT[side]):
        if name not in schema.get("required", ()):
            schema["properties"][name] = False


def unread(document: dict[str, Any], side: str) -> None:
    """Ask nothing of what a consumer does not read: it may be missing, or be anything."""
    for schema, name in _marked(document, _UNSENT[side]):
        schema["properties"][name] = True
        if name in schema.get("required", ()):
            schema["required"] = [each for each in schema["required"] if each != name]


def _marked(document: dict[str, Any], keyword: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each object schema with a member that is marked, at its place of use or behind it."""
    found = [
        (here, name)
        for here in _objects(document)
        for name, schema in here["properties"].items()
        if _is_marked(document, schema, keyword)
    ]
    yield from found


def _objects(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each schema with members."""
    todo: list[Any] = [document]
    while todo:
        here = todo.pop()
        if isinstance(here, dict):
            if isinstance(here.get("properties"), dict):
                yield here
            todo += here.values()
        elif isinstance(here, list):
            todo += here


def _is_marked(document: dict[str, Any], schema: Any, keyword: str) -> bool:
    if not isinstance(schema, dict):
        return False
    if schema.get(keyword) is True:
        return True
    target = schema.get("$ref")
    if not isinstance(target, str):
        return False
    try:
        found = locate({"at": schema, **document}, "/at")[1]
    except KeyError:
        return False
    return isinstance(found, dict) and found.get(keyword) is True
