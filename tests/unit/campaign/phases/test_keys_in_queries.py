"""An API whose keys stand in the query: what a made-up key names is never written."""

from copy import deepcopy
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Request, Response
from tests.unit.campaign.phases.playing import opened
from tests.unit.campaign.toys import DESCRIPTION, Toys, Wire, toys_contract

KEY = {"name": "id", "in": "query", "required": True, "schema": {"type": "integer", "example": 7}}


@pytest.fixture
def queried(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The toys' pets at one path, told apart by a parameter of the query."""
    description: Any = deepcopy(dict(DESCRIPTION))
    paths = description["paths"]
    one = {name: paths["/pets/{pet_id}"][name] for name in ("get", "put", "delete")}
    for each in one.values():
        each["parameters"] = [KEY]
    description["paths"] = {"/pet": {**one, "post": paths["/pets"]["post"]}}
    return toys_contract(tmp_path_factory.mktemp("toys"), description)


def test_a_key_in_the_query_makes_no_singleton(queried: Contract) -> None:
    """Nothing is made that nobody deletes, and nothing that stood there is written."""
    seven = {"id": 7, "name": "Rex", "kind": "dog", "age": 3, "walks": 0}
    toys = Toys()
    toys.store["/pets/7"], toys.owners["/pets/7"] = dict(seven), "first"

    def answer(request: Request) -> Response:
        keys = request.query_values("id")
        url = f"/pets/{keys[0]}" if keys and keys[0].isdigit() else "/pets"
        return toys(
            Request(method=request.method, url=url, headers=request.headers, body=request.body)
        )

    before = deepcopy(toys.store)
    wire = Wire(answer)
    ground = opened(queried, wire)
    ground.scheduler.run(ground.exploration._together())
    assert wire.written == []
    assert (ground.close().restored.state, toys.store) == ("untouched", before)
