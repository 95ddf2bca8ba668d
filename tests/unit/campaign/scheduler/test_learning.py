"""Keys that answers tell by their links: reads may name them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Exchange, Request, Response
from tests.unit.campaign.toys import DESCRIPTION, Playground, Toys, Wire, toys_contract


@pytest.fixture(name="linked", scope="module")
def _linked(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The toys, whose settings lead to a shelf, when they are told and when they are refused."""
    description: dict[str, Any] = deepcopy(dict(DESCRIPTION))
    key = {"name": "shelf_id", "in": "path", "required": True, "schema": {"type": "string"}}
    description["paths"]["/shelves/{shelf_id}"] = {
        "get": {
            "operationId": "read_shelf",
            "parameters": [key],
            "responses": {"200": {"description": "a shelf"}},
        }
    }
    responses = description["paths"]["/settings"]["put"]["responses"]
    for status, place in (("200", "/shelf"), ("400", "/instead")):
        link: Mapping[str, Any] = {
            "operationId": "read_shelf",
            "parameters": {"shelf_id": f"shelf-{{$response.body#{place}}}"},
        }
        responses[status] = {**responses[status], "links": {"shelf": link}}
    return toys_contract(tmp_path_factory.mktemp("linked"), description)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b'{"shelf": 4}', {"shelves": "shelf-4"}),
        (400, b'{"instead": 5, "shelf": 4}', {"shelves": "shelf-5"}),
        (400, b'{"shelf": 4}', {}),
        (422, b'{"shelf": 4}', {}),
    ],
)
def test_any_answer_may_tell_a_key(
    linked: Contract, status: int, body: bytes, expected: dict[str, str]
) -> None:
    """By the links of its own status, errors as well."""
    stage = Playground(linked, Wire(Toys())).stage
    request = Request(method="PUT", url="/settings")
    answer = Response(status=status, body=body)
    stage.learn(linked.operation("put_settings"), Exchange(request=request, outcome=answer))
    assert stage.known() == expected
