"""Schemas that call themselves nullable, as most tools read them: null is admitted.

OpenAPI 3.0.3, 4.7.24.1 lets `nullable` add null to a `type` in the same schema and do nothing else.
Vendors and generators write it beside a `$ref`, an `allOf` or an `enum`, and mean it.
"""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from ringback.finding import pointer, steps
from ringback.payload import at, copied
from ringback.schema.document import SchemaDocument
from ringback.schema.keywords import reference_target


class AdmittingNull:
    """A document in which the schemas at some places admit null besides all that they admit."""

    def __init__(self, document: SchemaDocument, places: Collection[str]) -> None:
        self._places = frozenset(places)
        root: Any = copied(dict(document.root))
        for place in sorted(places, key=len, reverse=True):  # those within others first
            *above, last = steps(place)
            holder: Any = at(root, above)
            key = int(last) if isinstance(holder, list) else last
            holder[key] = {"anyOf": [{"type": "null"}, holder[key]]}
        todo = [root]
        while todo:
            here = todo.pop()
            target = reference_target(here)
            if target is not None:
                here["$ref"] = "#" + quote(self._seat(target), safe="/~$:@!'()*+,;=")
            todo += here.values() if isinstance(here, dict) else here if type(here) is list else ()
        self._document = SchemaDocument(root)

    def admits(self, place: str, value: Any) -> bool:
        """Whether the schema that stood at a pointer admits the value then."""
        return self._document.admits(self._seat(place), value)

    def _seat(self, place: str) -> str:
        """Where what stood at a pointer stands now."""
        found: list[str] = []
        here = ""
        for step in steps(place):
            if here in self._places:
                found += ("anyOf", "1")
            found.append(step)
            here += pointer([step])
        return pointer(found)


def holds_null(value: Any) -> bool:
    """Whether a JSON value is null, or has one in it."""
    todo = [value]
    while todo:
        here = todo.pop()
        if here is None:
            return True
        if isinstance(here, Mapping):
            todo += here.values()
        elif isinstance(here, list):
            todo += here
    return False
