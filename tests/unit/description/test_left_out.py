"""One invalid corner: what it touches is left out by name, and the rest is read."""

from typing import Any

import pytest

from ringback.contract import Contract, Unclear
from ringback.description import load
from ringback.errors import UsageError
from ringback.exchange import Request
from tests.unit.description.conftest import Write

ANSWERS = {"200": {"description": "d"}}
FINE = {"operationId": "fine", "responses": ANSWERS}


def parameter(**members: Any) -> dict[str, Any]:
    """A parameter of the query, with these members."""
    return {"name": "q", "in": "query", "schema": {"type": "string"}, **members}


def document(item: Any, path: str = "/bad", version: str = "3.0.3") -> dict[str, Any]:
    """A description with a path in which something is wrong, and one in which nothing is."""
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {path: item, "/fine": {"get": FINE}},
    }


def bad(**members: Any) -> dict[str, Any]:
    """A path item with an operation of these members."""
    return {"get": {"operationId": "bad", "responses": ANSWERS, **members}}


@pytest.mark.parametrize(
    ("item", "name", "why"),
    [
        (bad(responses={}), "bad", "it has no responses"),
        ({"get": {"operationId": "bad"}}, "bad", "it has no responses"),
        (bad(parameters=[parameter(name=1)]), "bad", "a parameter has no name"),
        (bad(parameters=[parameter(**{"in": "qury"})]), "bad", 'the parameter "q" is in "qury"'),
        (bad(parameters=[parameter(), parameter()]), "bad",
         'the query parameter "q" is described twice'),
        (bad(parameters=[{"$ref": "#/components/parameters/No"}]), "bad",
         "the reference #/components/parameters/No leads nowhere"),
        (bad(parameters=[{"$ref": "#/paths/~1bad/get/parameters/0"}]), "bad",
         "the reference #/paths/~1bad/get/parameters/0 leads round in a circle"),
        (bad(parameters=["q"]), "bad", 'a parameter is "q", and no object'),
        (bad(requestBody={}), "bad", 'its request body has no "content"'),
        (bad(requestBody={"$ref": "no.json"}), "bad", "the reference no.json leads nowhere"),
        (bad(responses={"200": {"$ref": "#/no"}}), "bad", "the reference #/no leads nowhere"),
        (bad(responses={"200": "fine"}), "bad", 'its answer 200 is "fine", and no object'),
        (bad(responses={"200": {"description": "d", "headers": {"X": {"$ref": "#/no"}}}}), "bad",
         "the reference #/no leads nowhere"),
        ({"get": "nothing"}, "GET /bad", 'GET /bad is "nothing", and no object'),
        ("nothing", "/bad", 'the path /bad is "nothing", and no object'),
        ({"$ref": "#/no"}, "/bad", "the reference #/no leads nowhere"),
    ],
)  # fmt: skip
def test_an_operation_that_can_not_be_judged_is_left_out(
    write: Write, item: Any, name: str, why: str
) -> None:
    """By its name, with the reason; whoever asks for it is told, with the line."""
    description = load(write("d.json", document(item)))
    assert [each.id for each in description.operations] == ["fine"]
    assert [(each.name, each.why) for each in description.left_out] == [(name, why)]
    with pytest.raises(UsageError) as caught:
        description.operation(name)
    assert str(caught.value).startswith(f"d.json: {name} is left out: {why} (d.json:")


def test_a_path_has_the_parameters_of_its_braces(write: Write) -> None:
    """One that nobody describes may be any text; one that has no place in the path is nothing."""
    description = load(write("d.json", document(bad(), path="/bad/{id}")))
    assert description.left_out == ()
    (implied,) = description.operations[0].parameters
    assert (implied.name, implied.where, implied.required, implied.schema) == (
        "id",
        "path",
        True,
        None,
    )
    spare = parameter(**{"in": "path", "name": "id", "required": True})
    description = load(write("d.json", document(bad(parameters=[spare]))))
    assert description.left_out == ()
    assert description.operations[0].parameters == ()


def test_3_1_asks_for_no_responses(write: Write) -> None:
    """They are optional there."""
    description = load(write("d.json", document({"get": {"operationId": "bad"}}, version="3.1.0")))
    assert [each.id for each in description.operations] == ["bad", "fine"]


def test_a_request_for_what_is_left_out_is_known(write: Write) -> None:
    """It is no operation to judge by, and no request that nobody described."""
    contract = Contract(load(write("d.json", document(bad(responses={})))), "strict")
    request = Request(method="GET", url="/bad")
    assert contract.operation_for(request) is None
    assert contract.is_left_out(request)
    assert [each.id for each in contract.operations_at("/bad")] == ["bad"]
    assert not contract.is_left_out(Request(method="GET", url="/fine"))


@pytest.mark.parametrize(
    ("value", "clear"), [(b'{"a": 5}', False), (b'{"b": 5}', True), (b'{"a": "x"}', False)]
)
def test_what_a_weak_schema_admits_is_unclear(write: Write, value: bytes, clear: bool) -> None:
    """A part of it is gone; what the rest refuses is refused all the same."""
    schema = {
        "type": "object",
        "properties": {"a": {"type": "strin"}, "b": {"type": "string"}},
    }
    body = {"content": {"application/json": {"schema": schema}}}
    item = {"post": {"operationId": "bad", "requestBody": body, "responses": ANSWERS}}
    contract = Contract(load(write("d.json", document(item))), "strict")
    assert contract.description.left_out == ()
    request = Request(
        method="POST", url="/bad", headers=(("Content-Type", "application/json"),), body=value
    )
    found = contract.admission(request, contract.operation("bad"))
    assert isinstance(found, Unclear) is not clear


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8-sig", b""), ("utf-16", b""), ("utf-16-be", b"\xfe\xff"), ("utf-32", b"")],
)
@pytest.mark.parametrize("name", ["d.json", "d.yaml"])
def test_json_behind_a_mark_is_read(write: Write, encoding: str, mark: bytes, name: str) -> None:
    """The mark is told as what some readers refuse."""
    path = write(name, "")
    text = '{"openapi": "3.1.0", "info": {"title": "é", "version": "1"}, "paths": {}}'
    path.write_bytes(mark + text.encode(encoding))
    description = load(path)
    assert description.document["info"]["title"] == "é"
    [trap] = description.traps
    assert trap.mark
    assert trap.line == 1


NULLABLE = [
    {"nullable": True, "allOf": [{"$ref": "#/components/schemas/O"}]},
    {"nullable": True, "$ref": "#/components/schemas/O"},
    {"nullable": True, "type": "string", "enum": ["a"]},
    {"nullable": True, "oneOf": [{"$ref": "#/components/schemas/O"}]},
]


@pytest.mark.parametrize("member", NULLABLE)
def test_a_null_that_is_called_nullable_is_no_mistake(write: Write, member: dict[str, Any]) -> None:
    """An answer may be null there; of a request with it nothing is asked."""
    schema = {"type": "object", "properties": {"m": member, "n": {"type": "string"}}}
    content = {"application/json": {"schema": schema}}
    item = {
        "post": {
            "operationId": "bad",
            "requestBody": {"content": content},
            "responses": {"200": {"description": "d", "content": content}},
        }
    }
    made = document(item) | {"components": {"schemas": {"O": {"type": "object"}}}}
    contract = Contract(load(write("d.json", made)), "strict")
    operation = contract.operation("bad")
    place = str(operation.answers[0].media_types[0].schema)
    assert contract.responses.violations(place, {"m": None}) == []
    assert contract.responses.admits(place, {"m": None})
    [wrong] = contract.responses.violations(place, {"m": None, "n": 1})
    assert wrong.instance == "/n"
    assert not contract.responses.admits(place, {"m": 1})

    def asked(body: bytes) -> str:
        request = Request(
            method="POST", url="/bad", headers=(("Content-Type", "application/json"),), body=body
        )
        return type(contract.admission(request, operation)).__name__

    assert asked(b'{"m": null}') == "Unclear"
    assert asked(b'{"m": 1}') == "Refused"
    assert asked(b'{"n": "x"}') == "Admitted"


@pytest.mark.parametrize(
    ("pattern", "fits", "unfit"), [(r"^[\w-.]+$", "a-b.c", "a b"), (r"^\<x\>$", "<x>", "x")]
)
def test_names_of_members_go_by_patterns_of_browsers(
    write: Write, pattern: str, fits: str, unfit: str
) -> None:
    """Those of `patternProperties` and of `propertyNames`; places are those of the file."""
    part = {"patternProperties": {pattern: {"type": "integer"}}, "additionalProperties": False}
    schemas = {"A": part, "B": {"propertyNames": {"pattern": pattern}}}
    made = document(bad(), version="3.1.0") | {"components": {"schemas": schemas}}
    contract = Contract(load(write("d.json", made)), "strict")
    assert contract.description.flaws == ()
    for name in ("A", "B"):
        place = f"/components/schemas/{name}"
        assert contract.responses.admits(place, {fits: 1})
        assert not contract.responses.admits(place, {unfit: 1})
    [wrong] = contract.responses.violations("/components/schemas/A", {fits: "x"})
    steps = pattern.replace("~", "~0").replace("/", "~1")
    assert contract.description.origin(wrong.schema) == (
        f"/components/schemas/A/patternProperties/{steps}/type"
    )
