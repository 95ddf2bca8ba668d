"""A document without the branches that take every object and describe nothing of it."""

from typing import Any

from ringback.schema.document import SchemaDocument
from ringback.schema.keywords import ANNOTATIONS
from ringback.schema.view import view

_UNIONS = ("anyOf", "oneOf")


def concrete(document: dict[str, Any]) -> bool:
    """Close the vacuous branches of unions that say something as well; whether there were any.

    The document is changed in place; a closed branch is `false`, so that pointers stay.
    """
    closed: list[tuple[list[Any], int]] = []
    todo: list[tuple[str, Any]] = [("", document)]
    schemas = SchemaDocument(document)
    while todo:
        place, node = todo.pop()
        if isinstance(node, dict):
            for keyword in _UNIONS:
                options = node.get(keyword)
                if isinstance(options, list):
                    closed += _vacuous(schemas, f"{place}/{keyword}", options)
            todo += [(f"{place}/{_step(name)}", each) for name, each in node.items()]
        elif isinstance(node, list):
            todo += [(f"{place}/{index}", each) for index, each in enumerate(node)]
    for options, index in closed:
        options[index] = False
    return bool(closed)


def _vacuous(
    document: SchemaDocument, place: str, options: list[Any]
) -> list[tuple[list[Any], int]]:
    """The branches that say nothing, where others do."""
    found = [at for at in range(len(options)) if _says_nothing(document, f"{place}/{at}")]
    return [(options, at) for at in found] if len(found) < len(options) else []


def _says_nothing(document: SchemaDocument, place: str) -> bool:
    try:
        found = view(document, place)
        return found.vacuous or not (set(found.raw) - ANNOTATIONS)
    except (KeyError, ValueError, TypeError):  # no schema: an example with a member of that name
        return False
    except RecursionError:  # an allOf of itself: no validator comes to an end with it either
        return False


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
