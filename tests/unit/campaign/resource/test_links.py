"""Slots out of links: every form of a runtime expression."""

from typing import Any

import pytest

from ringback.campaign.resource.links import Given, keys_given, linked, links_of
from ringback.operation import Link
from tests.unit.campaign.resource import apis


@pytest.mark.parametrize(
    ("name", "expression", "expected"),
    [
        ("id", "$response.body#/id", [Given(parameter="id", place="/id")]),
        ("id", "$response.body#/pet/a~1b", [Given(parameter="id", place="/pet/a~1b")]),
        ("id", "$response.body#/items/0/id", [Given(parameter="id", place="/items/0/id")]),
        ("id", "$response.body#", [Given(parameter="id", place="")]),
        ("id", "$response.body", [Given(parameter="id", place="")]),
        ("id", "$response.header.Location", [Given(parameter="id", place="header.location")]),
        ("id", "$response.header.X-Key", [Given(parameter="id", place="header.x-key")]),
        ("path.id", "$response.body#/id", [Given(parameter="id", place="/id")]),
        ("query.pet", "$response.body#/id", [Given(parameter="pet", place="/id")]),
        ("header.X-Pet", "$response.body#/id", [Given(parameter="X-Pet", place="/id")]),
        ("cookie.pet", "$response.body#/id", [Given(parameter="pet", place="/id")]),
        ("pet.id", "$response.body#/id", [Given(parameter="pet.id", place="/id")]),
        ("path.pet.id", "$response.body#/id", [Given(parameter="pet.id", place="/id")]),
        ("path", "$response.body#/id", [Given(parameter="path", place="/id")]),
        ("id", "$request.path.id", []),
        ("id", "$request.query.id", []),
        ("id", "$request.header.X-Key", []),
        ("id", "$request.body#/id", []),
        ("id", "$url", []),
        ("id", "$method", []),
        ("id", "$statusCode", []),
        ("id", "constant", []),
        ("id", 7, []),
        ("id", None, []),
    ],
)
def test_an_expression_tells_a_part_of_the_answer(
    name: str, expression: Any, expected: list[Given]
) -> None:
    """What comes from the request, or is a constant, gives no new key."""
    link = Link(name="it", operation="read", parameters={name: expression})
    assert list(keys_given(link)) == expected


def test_links_stand_at_successes() -> None:
    """Answers that refuse lead to nothing that was made."""
    responses = {
        status: {"description": status, "links": {f"at{status}": {"operationId": "read"}}}
        for status in ("200", "2XX", "default", "404", "3XX")
    }
    contract = apis.api("POST /pets make", "GET /pets/{id} read", make={"responses": responses})
    found = {each.name for each in links_of(contract.operation("make"))}
    assert found == {"at200", "at2XX", "atdefault"}


LINE = ("POST /pets make", "GET /pets/{id} read")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            {"operationId": "read", "parameters": {"id": "$response.body#/id"}},
            [(Given(parameter="id", place="/id"), "read")],
        ),
        (
            {
                "operationRef": "#/paths/~1pets~1%7Bid%7D/get",
                "parameters": {"path.id": "$response.header.Location"},
            },
            [(Given(parameter="id", place="header.location"), "read")],
        ),
        (
            {
                "operationId": "read",
                "parameters": {"id": "$response.body#/id", "of": "$response.body#/owner"},
            },
            [
                (Given(parameter="id", place="/id"), "read"),
                (Given(parameter="of", place="/owner"), "read"),
            ],
        ),
        ({"operationId": "read"}, []),
    ],
)
def test_a_link_leads_to_an_operation(link: Any, expected: list[tuple[Given, str]]) -> None:
    """By its id or by a reference to it, with each key that the answer gives."""
    contract = apis.api(*LINE, make=apis.linked(it=link))
    operations = {each.id: each for each in contract.operations}
    found = [(given, there.id) for given, there in linked(operations["make"], operations)]
    assert found == expected
