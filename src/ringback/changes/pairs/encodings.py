"""Base64 as OpenAPI 3.0 and 3.1 say it: where one side says it so and the other so, it is one."""

from collections.abc import Mapping
from typing import Any

from ringback.description import Description
from ringback.finding import steps
from ringback.payload import at
from ringback.schema.editing import replaced


def encoded(description: Description, other: Description) -> Mapping[str, Any]:
    """The document with `format: byte` beside `contentEncoding: base64`, where only words differ.

    OpenAPI 3.1, 4.4.2: the one took the place of the other. Between descriptions of one edition
    nothing is added: there the annotation is compared as what it is.
    """
    document = description.document
    if description.is_old or not other.is_old:
        return document
    found: dict[str, Any] = {}
    for spot in description.spots:
        node = at(document, steps(spot.pointer)) if spot.kind == "schema" else None
        if isinstance(node, Mapping) and str(node.get("contentEncoding")).lower() == "base64":
            found[spot.pointer] = {"format": "byte", **node}
    changed: Mapping[str, Any] = replaced(document, found) if found else document
    return changed
