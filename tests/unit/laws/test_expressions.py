"""The runtime expressions of links (OpenAPI 3.1, 4.8.20.4)."""

import pytest

from ringback.exchange import Exchange, Lost, LostReason, Request, Response
from ringback.laws.expressions import evaluate
from ringback.payload import MISSING
from tests.unit.contract.making import small

EXCHANGE = Exchange(
    request=Request(
        method="POST",
        url="https://h.example/things/a%2Fb/parts/7?q=1&q=2&x.y=3",
        headers=(("X-Token", "t"), ("x-token", "u")),
        body=b'{"a":{"b/c":[1,{"d":null}]}}',
    ),
    outcome=Response(status=201, headers=(("Location", "/here"),), body=b'["x",{"y":10}]'),
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$url", "https://h.example/things/a%2Fb/parts/7?q=1&q=2&x.y=3"),
        ("$method", "POST"),
        ("$statusCode", 201),
        ("$request.header.x-TOKEN", "t"),
        ("$request.query.q", "1"),
        ("$request.query.x.y", "3"),
        ("$request.path.id", "a/b"),
        ("$request.path.part", "7"),
        ("$request.body", {"a": {"b/c": [1, {"d": None}]}}),
        ("$request.body#", {"a": {"b/c": [1, {"d": None}]}}),
        ("$request.body#/a/b~1c/0", 1),
        ("$request.body#/a/b~1c/1/d", None),
        ("$response.header.location", "/here"),
        ("$response.body", ["x", {"y": 10}]),
        ("$response.body#/1/y", 10),
        ("things/{$request.path.part}?y={$response.body#/1/y}", "things/7?y=10"),
        ("{$response.body#/0}", "x"),
        ("plain", "plain"),
        ("{plain}", "{plain}"),
        ("", ""),
        (7, 7),
        (None, None),
        (["$url"], ["$url"]),
        ("$request.header.absent", MISSING),
        ("$request.query.absent", MISSING),
        ("$request.path.absent", MISSING),
        ("$request.body#/absent", MISSING),
        ("$response.body#/2", MISSING),
        ("$response.body#/-1", MISSING),
        ("$response.body#/01", MISSING),
        ("$response.body#0", MISSING),
        ("$response.bodyguard", MISSING),
        ("$response.status", MISSING),
        ("$request", MISSING),
        ("$nothing", MISSING),
        ("a{$request.query.absent}", MISSING),
    ],
)
def test_expressions(expression: object, value: object) -> None:
    """Every form of OpenAPI 3.1, 4.8.20.4; what the exchange has not, and what is no expression."""
    responses = {"201": {"description": "made"}}
    paths = {"/things/{id}/parts/{part}": {"post": {"operationId": "make", "responses": responses}}}
    operation = small(paths=paths).operation("make")
    assert evaluate(expression, EXCHANGE, operation) == value


ANSWERS = {"200": {"description": "it"}}


@pytest.mark.parametrize(
    "outcome", [Response(status=200, body=b"{"), Lost(reason=LostReason.CLOSED, detail="")]
)
def test_what_can_not_be_read_is_missing(outcome: Response | Lost) -> None:
    """A body that is no JSON, and an answer that never came."""
    operation = small(paths={"/": {"get": {"operationId": "it", "responses": ANSWERS}}}).operation(
        "it"
    )
    exchange = Exchange(request=Request(method="GET", url="/"), outcome=outcome)
    for expression in ("$response.body", "$response.body#/a", "$request.body"):
        assert evaluate(expression, exchange, operation) is MISSING
    if isinstance(outcome, Lost):
        assert evaluate("$statusCode", exchange, operation) is MISSING
