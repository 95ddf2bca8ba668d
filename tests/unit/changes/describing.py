"""Small descriptions made of the schemas that a trial is about."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ringback.description import Description, load

REQUEST, RESPONSE, QUERY, HEADER = "request", "response", "query", "header"
_JSON = "content/application~1json/schema"

# Where the schema stands that the sides of a small description are about.
ROOTS = {
    REQUEST: f"/paths/~1things/post/requestBody/{_JSON}",
    RESPONSE: f"/paths/~1things/post/responses/200/{_JSON}",
    QUERY: "/paths/~1things/post/parameters/0/schema",
    HEADER: "/paths/~1things/post/responses/200/headers/X-Thing/schema",
}


def described(
    schema: Any,
    side: str,
    parts: Mapping[str, Any] | None = None,
    version: str = "3.1.0",
) -> dict[str, Any]:
    """A document of one operation with the schema on one side, and these components beside it."""
    answer: dict[str, Any] = {"description": "Made."}
    operation: dict[str, Any] = {"operationId": "make", "responses": {"200": answer}}
    match side:
        case "request":
            body = {"required": True, "content": {"application/json": {"schema": schema}}}
            operation["requestBody"] = body
        case "response":
            answer["content"] = {"application/json": {"schema": schema}}
        case "query":
            parameter = {"name": "p", "in": "query", "required": True, "schema": schema}
            operation["parameters"] = [parameter]
        case "header":
            answer["headers"] = {"X-Thing": {"required": True, "schema": schema}}
    return {
        "openapi": version,
        "info": {"title": "Things", "version": "1.0.0"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": dict(parts or {})},
    }


def loaded(document: Mapping[str, Any], name: str = "things.json") -> Description:
    """The description of a document, read from a file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_text(json.dumps(document, indent=1), encoding="utf-8")
        return load(file)
