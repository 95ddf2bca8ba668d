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
from ringback.schema.editing import replaced
from ringback.schema.keywords import UNIONS, reference_target

_HOLDING = frozenset({dict, list})


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
            if type(here) is list:
                todo += [each for each in here if type(each) in _HOLDING]
            elif type(here) is dict:
                target = reference_target(here)
                if target is not None:
                    here["$ref"] = "#" + quote(self._seat(target), safe="/~$:@!'()*+,;=")
                todo += [each for each in here.values() if type(each) in _HOLDING]
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


def with_nulls(document: SchemaDocument, places: Collection[str]) -> SchemaDocument:
    """The document in which references, allOf and unions at these places admit null as well.

    A list of values that lacks null is left: there, either may be the slip.
    """
    root: Any = document.root
    for place in sorted(places, key=len, reverse=True):
        raw = at(root, steps(place))  # nothing, where it stood beside a reference of 3.0
        if not isinstance(raw, Mapping) or {"enum", "const"} & raw.keys():
            continue
        made = _or_null(raw)
        if made is not None and not document.schema(place).admits(None):
            root = replaced(root, {place: made})
    return document if root is document.root else SchemaDocument(root, unsent=document.unsent)


def _or_null(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """The schema with null beside what it refers to; None where it refers to nothing."""
    null = {"type": "null"}
    unions = [keyword for keyword in UNIONS if raw.get(keyword)]
    if len(unions) == 1 and not {"$ref", "allOf"} & raw.keys():
        return {**raw, unions[0]: [*raw[unions[0]], null]}
    if unions or not {"$ref", "allOf"} & raw.keys():
        return None
    said = {name: raw[name] for name in ("$ref", "allOf") if name in raw}
    parts = raw.get("allOf", ())
    alone = parts[0] if len(parts) == 1 and "$ref" not in raw else said
    rest = {name: value for name, value in raw.items() if name not in said}
    return {**rest, "anyOf": [alone, null]}


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
