"""Whether a description made by hand admits a request: parameters of every place and type."""

from typing import Any

import pytest

from ringback.contract import Admitted, Contract, Refused, Unclear
from ringback.exchange import Request
from tests.unit.contract.making import small


def contract_of(parameter: Any) -> Contract:
    """The contract of GET /v1/things/{id}, which has one more parameter."""
    own = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    operation = {
        "operationId": "read",
        "parameters": [own, parameter] if parameter["name"] != "id" else [parameter],
        "responses": {"200": {"description": "ok"}},
        "servers": [{"url": "https://h.example/v1"}],
    }
    return small(paths={"/things/{id}": {"get": operation}})


def admission(parameter: Any, url: str, **headers: str) -> object:
    """What is said of a request to it."""
    contract = contract_of(parameter)
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


def spelt(text: str) -> str:
    """The doubt about a query parameter q that is spelt like this."""
    return f'the query parameter "q" is spelt "{text}", which right readers take in different ways'


Q = 'the query parameter "q"'
NO_INTEGER = [f"{Q} must be an integer, not a string"]


@pytest.mark.parametrize(
    ("parameter", "url", "expected"),
    [
        (a("query", INTEGER), "/things/1", Admitted()),
        (a("query", INTEGER), "/things/1?q=7", Admitted()),
        (a("query", INTEGER), "/things/1?q=x", NO_INTEGER),
        (a("query", INTEGER), "/things/1?q=[1]", NO_INTEGER),
        (a("query", INTEGER), "/things/1?q=7.5", NO_INTEGER),
        *(
            (a("query", INTEGER), f"/things/1?q={text}", spelt(text))
            for text in ("", "007", "7.0", "1e400", "-0", "NaN")
        ),
        (a("query", INTEGER), "/things/1?q=1&q=2", f"{Q} is given more than once"),
        (a("query", INTEGER), "/things/1?q=x&q=y", NO_INTEGER),
        (a("query", {"type": "number"}), "/things/1?q=7.0", Admitted()),
        (a("query", {"type": "boolean"}), "/things/1?q=true", Admitted()),
        (a("query", {"type": "boolean"}), "/things/1?q=1", spelt("1")),
        (a("query", {"type": "boolean"}), "/things/1?q=maybe",
            [f"{Q} must be a boolean, not a string"]),
        (a("query", {"type": ["integer", "null"]}), "/things/1?q=null", spelt("null")),
        (a("query", {"enum": ["a"]}), "/things/1?q=b", [f'{Q} must be "a", not "b"']),
        (a("query", {"type": "string", "maxLength": 1}), "/things/1?q=ab",
            [f'{Q}: "ab" is longer than 1 character']),
        (a("query", {"type": "string", "format": "uuid"}),
            "/things/1?q=3c90c3cc0d444b5088888dd25736052a",
            f"{Q} spells a uuid in a way that many services read"),
        (a("query", {"type": "object"}, required=True), "/things/1?q[a]=1",
            f"{Q} is spelt in a way of its own"),
        (a("query", {"type": "string"}), "/things/1?q[]=1", f"{Q} is spelt in a way of its own"),
        (a("cookie", INTEGER, required=True), "/things/1", ['the cookie parameter "q" is missing']),
        (a("path", INTEGER, name="id", required=True), "/v1/things/7", Admitted()),
        (a("path", INTEGER, name="id", required=True), "/things/7/", Admitted()),
        (a("path", INTEGER, name="id", required=True), "/things/x",
            ['the path parameter "id" must be an integer, not a string']),
        (a("path", {"const": "a/b"}, name="id", required=True), "/things/a%2Fb", Admitted()),
        (a("path", {"const": "a%2Fb"}, name="id", required=True), "/things/a%252Fb", Admitted()),
    ],
)  # fmt: skip
def test_parameters_as_they_travel(parameter: Any, url: str, expected: object) -> None:
    """A text is what its schema is about; how a number is spelt otherwise than in JSON is open."""
    assert admission(parameter, url) == expected


def test_a_part_that_is_doubtful_hides_none_that_is_wrong() -> None:
    """Within one parameter, too: the doubt is kept beside the violations."""
    parameter = a("query", LIST)
    request = Request(method="GET", url="/things/1?q=007&q=x")
    contract = contract_of(parameter)
    judged = contract.admission(request, contract.operation("read"))
    assert isinstance(judged, Refused)
    assert [(each.message, each.instance) for each in judged.violations] == [
        (f"{Q} at /1 must be an integer, not a string", "/1")
    ]
    assert judged.doubts == (
        f'{Q} at /0 is spelt "007", which right readers take in different ways',
    )


def test_headers_are_parameters_too() -> None:
    """By a name without case; missing only when it is required."""
    needed = a("header", INTEGER, name="X-Count", required=True)
    missing = 'the header parameter "X-Count" is missing'
    wrong = 'the header parameter "X-Count" must be an integer, not a string'
    assert admission(needed, "/things/1", x_count="7") == Admitted()
    assert admission(needed, "/things/1") == [missing]
    assert admission(needed, "/things/1", X_COUNT="x") == [wrong]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q[name]=a", Admitted()),
        ("q[id]=7&q[name]=a", f"{Q} at /id is readOnly"),
        ("q[id]=x&q[name]=a", f"{Q} at /id is readOnly"),
        ("q[id]=7", [f'{Q}: the object needs "name"']),
    ],
)
def test_a_read_only_member_is_asked_of_no_parameter(query: str, expected: object) -> None:
    """Parameters are part of the request (OpenAPI 3.0.4, 4.7.24.2); one that is sent is a doubt."""
    members = {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}}
    schema = {"type": "object", "required": ["id", "name"], "properties": members}
    parameter = {**a("query", schema), "style": "deepObject", "explode": True}
    assert admission(parameter, f"/things/1?{query}") == expected
