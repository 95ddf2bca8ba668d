"""What chooses among the entries of a list: its query, and of a search its body as well."""

from typing import Any
from urllib.parse import urlencode

from ringback.contract import Contract
from ringback.exchange import Request
from ringback.generation.case import written_schema
from ringback.mock.store.given_bodies import given_body
from ringback.operation import Operation, Parameter


def list_query(operation: Operation, contract: Contract) -> list[Parameter]:
    """The parameters of a list's query; the members of a search's body are as good as such."""
    found = [each for each in operation.parameters if each.where == "query"]
    schema = written_schema(operation) if operation.method != "GET" else None
    if schema is None:
        return found
    view = contract.requests.view(schema)
    return found + [
        Parameter(name=name, where="query", required=False, schema=member.pointer, pointer="")
        for name, member in view.properties.items()
    ]


def as_query(request: Request, operation: Operation, contract: Contract) -> Request:
    """The request with the members of its body in its query; itself where there is no body."""
    if operation.method == "GET" or not request.body:
        return request
    given = given_body(request, operation, contract)
    pairs = list(_pairs(given)) if isinstance(given, dict) else []
    joint = "&" if "?" in request.url else "?"
    url = f"{request.url}{joint}{urlencode(pairs)}" if pairs else request.url
    return Request(method=request.method, url=url, headers=request.headers)


def _pairs(given: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in given.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, bool):
                found.append((name, str(each).lower()))
            elif isinstance(each, str | int | float):
                found.append((name, str(each)))
    return found
