"""Small descriptions of APIs for tests of resources: operations as lines, schemas where needed."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.model import Graph, Resource
from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.exchange import Exchange, Request, Response
from ringback.payload import MISSING, encode
from tests.unit.contract.making import small

_PARAMETER = re.compile(r"\{([^{}]+)\}")


def api(
    *lines: str,
    schemas: Mapping[str, Any] | None = None,
    **told: Mapping[str, Any],
) -> Contract:
    """The contract of operations such as `GET /pets/{id} getPet`.

    Without a name an operation is called as it is written: `GET /pets/{id}`. A keyword is an
    operation's name, and holds what else is said of it.
    """
    return _api(lines, json.dumps(schemas or {}), json.dumps(told))


@cache
def _api(lines: tuple[str, ...], schemas: str, told: str) -> Contract:
    paths: dict[str, dict[str, Any]] = {}
    for line in lines:
        method, path, *name = line.split()
        here = {
            "operationId": name[0] if name else f"{method} {path}",
            "parameters": [
                {"name": each, "in": "path", "required": True, "schema": {"type": "string"}}
                for each in _PARAMETER.findall(path)
            ],
            "responses": {"200": {"description": "fine"}},
        }
        more = json.loads(told).get(here["operationId"], {})
        here["parameters"] += more.pop("parameters", [])
        paths.setdefault(path, {})[method.lower()] = {**here, **more}
    return small(json.loads(schemas), paths)


def query(name: str, **more: Any) -> dict[str, Any]:
    """A parameter of a query."""
    return {"name": name, "in": "query", "schema": {"type": "string"}, **more}


def body(schema: Mapping[str, Any], kind: str = "application/json") -> dict[str, Any]:
    """What is said of a request's body."""
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema}}}}


def linked(**links: Any) -> dict[str, Any]:
    """What is said of a 201 with these links."""
    return {"responses": {"201": {"description": "made", "links": links}}}


def graph(*lines: str, **told: Any) -> Graph:
    """The graph of an API; `resources` holds what is configured."""
    settings: dict[str, ResourceTable] = told.pop("resources", {})
    return graph_of(api(*lines, **told), settings)


def roles(resource: Resource) -> dict[str, str | list[str]]:
    """The operations of a resource by role, those that there may be several of as lists."""
    found: dict[str, str | list[str]] = {}
    for role, operation in resource.roles():
        if role in {"action", "view"}:
            several = found.setdefault(str(role), [])
            assert isinstance(several, list)
            several.append(operation.id)
        else:
            found[str(role)] = operation.id
    return found


def exchange(
    request: str,
    status: int = 200,
    answer: Any = MISSING,
    *,
    given: Any = MISSING,
    **headers: str,
) -> Exchange:
    """A request such as `GET /pets/7`, and what came back; bytes travel as they are."""
    method, url = request.split()
    return Exchange(
        request=Request(method=method, url=url, body=None if given is MISSING else encode(given)),
        outcome=Response(
            status=status,
            headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
            body=_bytes(answer),
        ),
    )


def _bytes(answer: Any) -> bytes:
    if isinstance(answer, bytes):
        return answer
    return b"" if answer is MISSING else encode(answer)
