"""A value for a path that the service takes is looked for before anything else is asked."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.campaign.phases.reads.first_values import value_scenarios
from ringback.campaign.resource.plain_values import plain_values
from ringback.contract import Contract
from ringback.exchange import Request, Response
from tests.unit.campaign.toys import Playground, Wire
from tests.unit.contract.making import small

ANSWERS = {status: {"description": "d"} for status in ("200", "302", "4XX")}


def parameter(name: str, schema: Any = None, **members: Any) -> dict[str, Any]:
    """A parameter of the path; without a schema where none is given."""
    schemas = {} if schema is None else {"schema": schema}
    return {"name": name, "in": "path", "required": True, **schemas, **members}


def reading(path: str, *parameters: dict[str, Any], **methods: Any) -> Contract:
    """A contract of one read, and what else there is at its path and above."""
    get = {
        "operationId": "it",
        "parameters": [*parameters],
        "responses": ANSWERS,
    }
    above = methods.pop("above", None)
    paths = {path: {"get": get, **methods}}
    if above:
        paths[path.rpartition("/")[0]] = above
    return small({}, paths)


def asked(contract: Contract, takes: Callable[[str], int]) -> tuple[list[str], dict[str, Any]]:
    """What is sent to a service that answers a path with this status, and what is bound then."""
    wire = Wire(lambda request: Response(status=takes(request.path)))
    ground = Playground(contract, wire)
    ground.scheduler.run(value_scenarios(ground.stage, tuple(contract.operations)), lanes=1)
    bound = ground.stage.binder.parameters(contract.operation("it"), {}, free=True)
    assert isinstance(bound, dict)
    return [each.removeprefix("GET ") for each in wire.sent], bound


def only(*good: str, otherwise: int = 404) -> Callable[[str], int]:
    """A service that takes these paths."""
    return lambda path: 200 if path in good else otherwise


INTEGER = {"type": "integer"}


@pytest.mark.parametrize(
    ("contract", "takes", "sent", "bound"),
    [
        (reading("/a/{n}", parameter("n", {"type": "int"})), only("/a/1"), ["/a/1"], {"n": 1}),
        (reading("/a/{n}", parameter("n", {"type": "int"})), only("/a/10"),
         ["/a/1", "/a/2", "/a/10"], {"n": 10}),
        (reading("/a/{codes}", parameter("codes")), only("/a/200"), ["/a/200"], {"codes": 200}),
        (reading("/a/{tag}"), only("/a/sample"), ["/a/sample"], {"tag": "sample"}),
        (reading("/a/{tag}"), only("/a/1", otherwise=400), ["/a/sample", "/a/a", "/a/1"],
         {"tag": 1}),
        (reading("/a/{tag}"), only(otherwise=422),
         [f"/a/{each}" for each in ("sample", "a", "1", "2", "10")], {"tag": "sample"}),
        (reading("/a/{tag}"), only(otherwise=401), ["/a/sample"], {"tag": "sample"}),
        (reading("/a/{tag}"), only(otherwise=302), ["/a/sample"], {"tag": "sample"}),
        (reading("/a/{n}/{size}", parameter("n", {"type": "int"}), parameter("size")),
         only("/a/2/2"), ["/a/1/1", "/a/2/2"], {"n": 2, "size": 2}),
        (reading("/a/{n}", parameter("n", INTEGER, example=7)), only(), [], {"n": 7}),
    ],
)  # fmt: skip
def test_one_plain_value_after_the_other_is_asked(
    contract: Contract, takes: Callable[[str], int], sent: list[str], bound: dict[str, Any]
) -> None:
    """As long as a refusal may be for the value; with what is taken everything else is asked."""
    assert asked(contract, takes) == (sent, bound)


MAKING = {"post": {"operationId": "make", "responses": {"201": {"description": "d"}}}}
LISTING = {"get": {"operationId": "list", "responses": {"200": {"description": "d"}}}}


@pytest.mark.parametrize("above", [MAKING, LISTING])
def test_keys_that_are_told_later_are_not_guessed(above: dict[str, Any]) -> None:
    """Where things are made or listed, what they are called is told by the service."""
    contract = reading("/as/{id}", parameter("id", INTEGER), above=above)
    assert asked(contract, only())[0] == []


def test_a_value_that_was_made_is_admitted() -> None:
    """The others are those that the schema admits."""
    contract = reading("/a/{n}", parameter("n", {"type": "integer", "minimum": 2, "maximum": 9}))
    sent, bound = asked(contract, only("/a/2"))
    assert (sent[-1], bound) == ("/a/2", {"n": 2})
    assert all(2 <= int(each.rpartition("/")[2]) <= 9 for each in sent)


@pytest.mark.parametrize(
    ("name", "types", "values"),
    [
        ("status", (), [200, 1, 2, 10, "sample", "a"]),
        ("errorCode", ("integer",), [200, 1, 2, 10]),
        ("pageSize", (), [1, 2, 10, "sample", "a"]),
        ("title", (), ["sample", "a", 1, 2, 10]),
        ("title", ("string",), ["sample", "a", "1", "2", "10"]),
        ("status", ("string",), ["sample", "a", "200", "1", "2", "10"]),
        ("n", ("number", "null"), [1, 2, 10]),
        ("deep", ("boolean",), [True, False]),
        ("deep", ("object",), []),
    ],
)
def test_a_name_tells_what_may_be_meant(name: str, types: tuple[str, ...], values: Any) -> None:
    """The likeliest values first."""
    assert list(plain_values(name, types)) == values


def test_conditions_are_left_out_of_a_first_request() -> None:
    """What a header of the kind asks for is an answer without a body."""
    headers = [
        {"name": name, "in": "header", "schema": {"type": "string"}}
        for name in ("If-None-Match", "If-Modified-Since", "If-Match", "X-Own")
    ]
    contract = reading("/a/{tag}", *headers)
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response(status=200)

    ground = Playground(contract, Wire(answer))
    ground.scheduler.run(value_scenarios(ground.stage, tuple(contract.operations)), lanes=1)
    [request] = seen
    assert {name.lower() for name, _ in request.headers}.isdisjoint(
        {"if-none-match", "if-modified-since", "if-match", "x-own"}
    )
