"""Slots out of links: every form of a runtime expression, from any answer."""

from typing import Any

import pytest

from ringback.campaign.resource.links import Given, keys_given, linked, links_of
from ringback.campaign.resource.model import OutputSlot
from ringback.campaign.resource.thing_keys import told_at
from ringback.exchange import Exchange, Request, Response
from ringback.operation import Link
from tests.unit.campaign.resource import apis

ID = "$response.body#/id"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("id", "id"),
        ("path.id", "id"),
        ("query.pet", "pet"),
        ("header.X-Pet", "X-Pet"),
        ("cookie.pet", "pet"),
        ("pet.id", "pet.id"),
        ("path.pet.id", "pet.id"),
        ("path", "path"),
    ],
)
def test_a_parameter_may_say_where_it_stands(name: str, place: str) -> None:
    """`path.id` is the path's parameter id (OpenAPI 3.1.1, 4.8.20.1)."""
    link = Link(name="it", operation="read", parameters={name: ID})
    assert list(keys_given(link, "201")) == [Given(place=place, expression=ID, status="201")]


EXCHANGE = Exchange(
    request=Request(
        method="POST",
        url="/owners/9/pets?of=8&all",
        headers=(("X-Key", "k"),),
        body=b'{"name": "rex", "at": {"a/b": 5}}',
    ),
    outcome=Response(
        status=201,
        headers=(("Location", "/pets/7/"), ("X-Made", "m")),
        body=b'{"id": 7, "owner": "ann", "items": [{"id": 3}]}',
    ),
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("$response.body#/id", 7),
        ("$response.body#/items/0/id", 3),
        ("$response.header.Location", "7"),
        ("$response.header.x-made", "m"),
        ("$request.path.owner", "9"),
        ("$request.query.of", "8"),
        ("$request.header.X-Key", "k"),
        ("$request.body#/name", "rex"),
        ("$request.body#/at/a~1b", 5),
        ("$url", "/owners/9/pets?of=8&all"),
        ("$method", "POST"),
        ("$statusCode", 201),
        ("pets-{$response.body#/id}", "pets-7"),
        ("{$response.body#/owner}:{$request.body#/name}", "ann:rex"),
        ("{$request.path.owner}/{$statusCode}", "9/201"),
    ],
)
def test_every_form_of_an_expression_tells_a_key(expression: str, expected: Any) -> None:
    """Parts of answer and request, what is said of both, and texts with such in braces."""
    link = Link(name="it", operation="read", parameters={"id": expression})
    assert list(keys_given(link)) == [Given(place="id", expression=expression)]
    contract = apis.api("POST /owners/{owner}/pets make")
    slot = OutputSlot(operation="make", place=expression, resource="pets")
    assert told_at(slot, contract.operation("make"), EXCHANGE) == expected


@pytest.mark.parametrize("constant", ["constant", "{id}", 7, None, True, {"a": ID}])
def test_a_constant_tells_no_key(constant: Any) -> None:
    """What is the same for each exchange says nothing of one; a parameter is no object."""
    assert list(keys_given(Link(name="it", operation="r", parameters={"id": constant}))) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ID, [("", ID)]),
        ({"pet_id": ID, "n": 1}, [("/pet_id", ID)]),
        ({"pets": ["x", {"id": ID}]}, [("/pets/1/id", ID)]),
        (None, []),
        (7, []),
    ],
)
def test_a_link_may_give_the_body(body: Any, expected: list[tuple[str, str]]) -> None:
    """The whole of it, or members of it."""
    found = list(keys_given(Link(name="it", operation="read", parameters={}, body=body)))
    assert [(each.place, each.expression) for each in found] == expected
    assert all(each.body for each in found)


@pytest.mark.parametrize(
    ("slot", "status", "tells"),
    [
        ("201", 201, True),
        ("201", 200, False),
        ("2XX", 201, True),
        ("default", 409, True),
        ("409", 409, True),
        ("4XX", 201, False),
    ],
)
def test_a_link_is_of_its_answer(slot: str, status: int, tells: bool) -> None:
    """What another status answers may have the same members, and mean something else by them."""
    here = OutputSlot(operation="make", place=ID, resource="pets", status=slot)
    assert here.covers(status) is tells


def test_links_stand_at_any_answer() -> None:
    """At errors as well: a conflict may lead to the thing that is there."""
    statuses = ("200", "2XX", "default", "404", "3XX")
    responses = {
        status: {"description": status, "links": {f"at{status}": {"operationId": "read"}}}
        for status in statuses
    }
    contract = apis.api("POST /pets make", "GET /pets/{id} read", make={"responses": responses})
    found = {answer.status: link.name for answer, link in links_of(contract.operation("make"))}
    assert found == {status: f"at{status}" for status in statuses}


LINE = ("POST /pets make", "GET /pets/{id} read", "POST /walks walk")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({"operationId": "read", "parameters": {"id": ID}}, [("id", ID, "read")]),
        (
            {"operationRef": "#/paths/~1pets~1%7Bid%7D/get", "parameters": {"path.id": ID}},
            [("id", ID, "read")],
        ),
        (
            {"operationRef": "#/paths/~1pets~1{id}/get", "parameters": {"id": ID, "of": "$url"}},
            [("id", ID, "read"), ("of", "$url", "read")],
        ),
        (
            {"operationRef": "#/paths/%7E1walks/post", "requestBody": {"pet_id": ID}},
            [("/pet_id", ID, "walk")],
        ),
        ({"operationId": "read"}, []),
    ],
)
def test_a_link_leads_to_an_operation(link: Any, expected: list[tuple[str, str, str]]) -> None:
    """By its id or by a reference to it, with each key that the exchange gives."""
    contract = apis.api(*LINE, make=apis.linked(it=link))
    operations = {each.id: each for each in contract.operations}
    found = [
        (given.place, given.expression, there.id)
        for given, there in linked(operations["make"], operations)
    ]
    assert found == expected


def test_the_key_of_what_a_request_is_about_is_no_key_of_what_it_makes() -> None:
    """A POST whose links name the thing of its own path makes none."""
    about = {"operationId": "read", "parameters": {"id": "$request.path.id"}}
    made = {"operationId": "read", "parameters": {"id": ID}}
    lines = ("POST /walks/{id} walk", "GET /pets/{id} read")
    assert apis.graph(*lines, walk=apis.linked(it=about)).resources["pets"].create is None
    create = apis.graph(*lines, walk=apis.linked(it=made)).resources["pets"].create
    assert create is not None
    assert create.id == "walk"


def test_a_body_that_a_link_gives_tells_a_key() -> None:
    """The linked operation's body takes the key there, by the name of its member."""
    walk = apis.body({"type": "object", "properties": {"pet_id": {"type": "string"}}})
    link = {"operationId": "walk", "requestBody": {"pet_id": ID}}
    found = apis.graph(*LINE, make=apis.linked(it=link), walk=walk)
    assert found.outputs == (OutputSlot(operation="make", place=ID, resource="pets", status="201"),)
