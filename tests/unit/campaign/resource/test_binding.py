"""Values for the parameters of a request: keys of things, configured ones, examples, made ones."""

from typing import Any

import pytest

from ringback.campaign.resource.binding import Binder, Unbound
from ringback.campaign.resource.graph import graph_of
from tests.unit.campaign.resource.apis import api, query
from tests.unit.campaign.resource.samplers import binder
from tests.unit.contract.making import small

LINES = (
    "GET /pets/{id} read",
    "DELETE /pets/{id} drop",
    "GET /owners/{id} owner",
    "GET /owners/{id}/cars/{car} car",
)


def header(name: str, **more: Any) -> dict[str, Any]:
    """A parameter in a header."""
    return query(name, **{"in": "header", **more})


def bound(
    line: str,
    *parameters: dict[str, Any],
    address: dict[str, Any] | None = None,
    values: dict[str, str] | None = None,
    etag: str = "",
    free: bool = False,
) -> dict[str, Any] | Unbound:
    """The values for an operation beside pets and owners."""
    contract = api(*LINES, f"{line} it", it={"parameters": list(parameters)})
    made = binder(graph_of(contract), contract, **(values or {}))
    return made.parameters(contract.operation("it"), address or {}, etag, free=free)


def unknown(parameter: str, resource: str) -> Unbound:
    """A key of which no thing is known."""
    return Unbound(parameter=parameter, why=f"no thing of {resource} is known")


def made_up(parameter: str) -> Unbound:
    """A part of a path that a write takes no made-up value for."""
    why = (
        f"no value is configured for {parameter}, and a write takes no made-up one; add to "
        f'ringback.toml: [operations.it.values] {parameter} = "…"'
    )
    return Unbound(parameter=parameter, why=why)


@pytest.mark.parametrize("free", [False, True])
@pytest.mark.parametrize(
    ("line", "address", "expected"),
    [
        ("POST /pets/{id}/feed", {"pets": 7}, {"id": 7}),
        ("POST /pets/{id}/feed", {"pets": 7, "owners": 3}, {"id": 7}),
        ("POST /owners/{id}/call", {"pets": 7, "owners": 3}, {"id": 3}),
        ("PUT /owners/{id}/cars/{car}", {"owners": 3, "cars": "a"}, {"id": 3, "car": "a"}),
        ("POST /searches", {"pets": 7}, {}),
    ],
)
def test_keys_are_those_of_the_address(
    line: str, address: dict[str, Any], expected: dict[str, Any], *, free: bool
) -> None:
    """Two resources whose parameters share a name never share a key."""
    assert bound(line, address=address, free=free) == expected


@pytest.mark.parametrize(
    ("line", "address", "expected"),
    [
        ("POST /pets/{id}/feed", {}, unknown("id", "pets")),
        ("POST /pets/{id}/feed", {"owners": 3}, unknown("id", "pets")),
        ("PUT /owners/{id}/cars/{car}", {"owners": 3}, unknown("car", "cars")),
        ("PUT /{tenant}/flags", {"pets": 7}, made_up("tenant")),
        ("POST /repos/{a}/{b}/stars", {"pets": 7}, made_up("a")),
    ],
)
def test_a_write_names_no_key_that_is_made_up(
    line: str, address: dict[str, Any], expected: Unbound
) -> None:
    """What is not known to be the run's own is not written."""
    assert bound(line, address=address) == expected


def test_a_write_makes_up_no_key_in_a_query() -> None:
    """A required parameter that names a thing needs one, in a query as in a path."""
    parameter = query("pet_id", required=True, schema={"type": "integer"})
    assert bound("POST /meals", parameter) == unknown("pet_id", "pets")
    assert bound("POST /meals", parameter, address={"pets": 7}) == {"pet_id": 7}
    assert bound("POST /meals", parameter, values={"pet_id": "9"}) == {"pet_id": 9}
    assert isinstance(bound("POST /meals", parameter, free=True), dict)


def test_a_query_that_may_be_left_out_is_left_out() -> None:
    """Also where a thing is known that it could name; a configured value is sent."""
    parameter = query("pet_id")
    assert bound("GET /meals", parameter, address={"pets": 7}, free=True) == {}
    assert bound("GET /meals", parameter, values={"pet_id": "9"}, free=True) == {"pet_id": "9"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"enum": ["eu", "us"]}, "eu"),
        ({"const": "eu"}, "eu"),
        ({"type": "string", "default": "eu"}, "eu"),
    ],
)
def test_a_choice_of_the_description_is_no_key(schema: dict[str, Any], expected: str) -> None:
    """A part of the path that the description gives values for takes one, in a write as well."""
    parameter = {"name": "region", "in": "path", "required": True, "schema": schema}
    operation = {
        "operationId": "it",
        "parameters": [parameter],
        "responses": {"200": {"description": "fine"}},
    }
    contract = small(paths={"/{region}/flags": {"put": operation}})
    found = binder(graph_of(contract), contract).parameters(contract.operation("it"), {})
    assert found == {"region": expected}


@pytest.mark.parametrize(
    ("schema", "text", "expected"),
    [
        ({"type": "string"}, "7", "7"),
        ({"type": "integer"}, "7", 7),
        ({"type": "boolean"}, "true", True),
        ({"enum": ["a", "b"]}, "b", "b"),
        ({}, "x", "x"),
    ],
)
def test_configured_values_have_the_type_of_the_schema(
    schema: dict[str, Any], text: str, expected: Any
) -> None:
    """They are texts in the configuration and values in a request."""
    parameter = query("tenant", required=True, schema=schema)
    assert bound("GET /meals", parameter, values={"tenant": text}, free=True) == {
        "tenant": expected
    }


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "integer"}, "none"),
        ({"type": ["integer", "null"]}, "none"),
        ({"type": "string", "maxLength": 2}, "long"),
    ],
)
def test_a_configured_value_that_does_not_fit_is_of_something_else(
    schema: dict[str, Any], text: str
) -> None:
    """Names are shared by chance: what the schema refuses is not sent, nor is a null made of it."""
    parameter = query("tenant", schema=schema)
    assert bound("GET /meals", parameter, values={"tenant": text}, free=True) == {}


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        (query("kind", required=True, example="cat"), "cat"),
        (query("kind", required=True, examples={"one": {"value": "dog"}}), "dog"),
        (query("kind", required=True, schema={"type": "string", "examples": ["cow"]}), "cow"),
        (query("kind", required=True, schema={"type": "string", "example": "hen"}), "hen"),
        (query("kind", required=True, schema={"type": "integer", "minimum": 3, "maximum": 3}), 3),
        (
            query("kind", required=True, example=7, schema={"enum": ["fox"]}),
            "fox",
        ),
    ],
)
def test_a_value_is_an_example_or_made(parameter: dict[str, Any], expected: Any) -> None:
    """The description's example if its schema admits it, else what can be made."""
    assert bound("GET /meals", parameter, free=True) == {"kind": expected}


def test_what_can_not_be_made_is_told() -> None:
    """A request without a required value is none."""
    parameter = query("kind", required=True, schema={"type": "string", "pattern": "a^b"})
    why = (
        "no value is configured for kind, and none can be made; add to ringback.toml: "
        '[operations.it.values] kind = "…"'
    )
    assert bound("GET /meals", parameter, free=True) == Unbound(parameter="kind", why=why)


@pytest.mark.parametrize(
    ("name", "etag", "expected"),
    [
        ("If-Match", '"1"', {"If-Match": '"1"'}),
        ("if-match", '"1"', {"if-match": '"1"'}),
        ("If-Match", "", {}),
        ("If-None-Match", '"1"', {}),
        ("If-Modified-Since", '"1"', {}),
    ],
)
def test_conditions_are_set_by_the_tag_alone(
    name: str, etag: str, expected: dict[str, Any]
) -> None:
    """A made-up tag would be a stale one."""
    parameter = header(name, required=True)
    assert bound("PUT /pets/{id}", parameter, address={"pets": 7}, etag=etag) == {
        "id": 7,
        **expected,
    }


def test_an_idempotency_key_is_new_each_time() -> None:
    """Two requests with one key would be one."""
    parameter = header("Idempotency-Key", required=True)
    contract = api("POST /meals it", it={"parameters": [parameter]})
    made: Binder = binder(graph_of(contract), contract)
    found = [made.parameters(contract.operation("it"), {}) for _ in range(2)]
    texts = [str(each["Idempotency-Key"]) for each in found if isinstance(each, dict)]
    assert [len(each) for each in texts] == [36, 36]
    assert texts[0] != texts[1]


def test_a_made_value_stays_the_same() -> None:
    """A request that is made again is the same request."""
    parameter = query("kind", required=True)
    contract = api("GET /meals it", it={"parameters": [parameter]})
    made = binder(graph_of(contract), contract)
    one, other = (made.parameters(contract.operation("it"), {}, free=True) for _ in range(2))
    assert one == other
