"""Whether a description made by hand admits a request: parameters of every place and type."""

from typing import Any

import pytest

from ringback.contract import Admitted, Refused, Unclear
from ringback.exchange import Request
from tests.unit.contract.making import small


def admission(parameter: Any, url: str, **headers: str) -> object:
    """What is said of a request to /v1/things/{id}, which has one more parameter."""
    own = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    operation = {
        "operationId": "read",
        "parameters": [own, parameter] if parameter["name"] != "id" else [parameter],
        "responses": {"200": {"description": "ok"}},
        "servers": [{"url": "https://h.example/v1"}],
    }
    contract = small(paths={"/things/{id}": {"get": operation}})
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    request = Request(method="GET", url=url, headers=sent)
    match contract.admission(request, contract.operation("read")):
        case Refused(violations=violations):
            return [each.message for each in violations]
        case Unclear(why=why):
            return why
        case admitted:
            return admitted


def a(where: str, schema: Any, *, name: str = "q", required: bool = False) -> dict[str, Any]:
    """One parameter."""
    return {"name": name, "in": where, "required": required, "schema": schema}


INTEGER = {"type": "integer"}
LIST = {"type": "array", "items": INTEGER}


@pytest.mark.parametrize(
    ("parameter", "url", "expected"),
    [
        (a("query", INTEGER), "/things/1", Admitted()),
        (a("query", INTEGER), "/things/1?q=7", Admitted()),
        (a("query", INTEGER), "/things/1?q=007", [('the query parameter "q" must be an integer, '
            "not a string")]),
        (a("query", INTEGER), "/things/1?q=7.0", Admitted()),
        (a("query", INTEGER), "/things/1?q=1e400", Admitted()),
        (a("query", INTEGER), "/things/1?q=x", [('the query parameter "q" must be an integer, '
            "not a string")]),
        (a("query", INTEGER), "/things/1?q=", [('the query parameter "q" must be an integer, '
            "not a string")]),
        (a("query", INTEGER), "/things/1?q=NaN", [('the query parameter "q" must be an integer, '
            "not a string")]),
        (a("query", {"type": "boolean"}), "/things/1?q=true", Admitted()),
        (a("query", {"type": "boolean"}), "/things/1?q=1", [('the query parameter "q" must be a '
            "boolean, not a string")]),
        (a("query", {"type": ["integer", "null"]}), "/things/1?q=null", Admitted()),
        (a("query", LIST), "/things/1?q=[1]", Admitted()),
        (a("query", {"type": "array", "items": {"type": "string"}}), "/things/1?q=a&q=b",
            Admitted()),
        (a("query", {"enum": ["a"]}), "/things/1?q=b", [('the query parameter "q" must be "a", '
            'not "b"')]),
        (a("query", {"type": "object"}, required=True), "/things/1?q[a]=1",
            'the parameter "q" is spelt in a way of its own'),
        (a("cookie", INTEGER, required=True), "/things/1", Admitted()),  # can't be told
        (a("path", INTEGER, name="id", required=True), "/v1/things/7", Admitted()),
        (a("path", INTEGER, name="id", required=True), "/things/7/", Admitted()),
        (a("path", INTEGER, name="id", required=True), "/things/x",
            ['the path parameter "id" must be an integer, not a string']),
        (a("path", {"const": "a/b"}, name="id", required=True), "/things/a%2Fb", Admitted()),
        (a("path", {"const": "a%2Fb"}, name="id", required=True), "/things/a%252Fb", Admitted()),
    ],
)  # fmt: skip
def test_parameters_as_they_travel(parameter: Any, url: str, expected: object) -> None:
    """A text may be the number, boolean or list that it spells."""
    assert admission(parameter, url) == expected


def test_headers_are_parameters_too() -> None:
    """By a name without case; missing only when it is required."""
    needed = a("header", INTEGER, name="X-Count", required=True)
    missing = 'the header parameter "X-Count" is missing'
    wrong = 'the header parameter "X-Count" must be an integer, not a string'
    assert admission(needed, "/things/1", x_count="7") == Admitted()
    assert admission(needed, "/things/1") == [missing]
    assert admission(needed, "/things/1", X_COUNT="x") == [wrong]
