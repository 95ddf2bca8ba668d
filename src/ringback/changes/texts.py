"""Values that travel as text: what a number looks like on the wire is a text as well."""

from typing import Any

from ringback.finding import steps
from ringback.witness import Book, Nothing, Part, Search

_ANY_TEXT = Part(Book({"text": {"type": "string"}}), "/text")


def on_the_wire(document: dict[str, Any], schema: Part, search: Search) -> None:
    """Let a schema that takes any text take the texts of numbers and booleans too.

    Parameters and headers have no types on their way (OpenAPI 3.1, 4.8.12): `?limit=5` is the
    same request whether `5` is described as a number or as a text.
    """
    answer = search.find([_ANY_TEXT], [schema], declared=False)
    if not isinstance(answer, Nothing):
        return
    *path, last = steps(schema.place)
    owner: Any = document
    for step in path:
        owner = owner[step]
    plain = {"type": ["integer", "number", "boolean"]}
    owner[last] = {"anyOf": [owner[last], plain]}
