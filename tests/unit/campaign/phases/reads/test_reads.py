"""Reads: which forms of a parameter are asked for."""

import itertools

import pytest

from ringback.campaign.phases.reads.reads import Reads, reading_scenarios
from tests.unit.campaign.toys import DESCRIPTION, Playground, Toys, Wire, toys_contract


@pytest.mark.parametrize("where", ["query", "header"])
def test_no_server_is_asked_for_more_than_it_has_room_for(
    tmp_path_factory: pytest.TempPathFactory, where: str
) -> None:
    """URL and headers together stay below 8,000 octets, however long a text may be."""
    free = {"name": "X-Free", "in": where, "schema": {"type": "string"}}
    item = DESCRIPTION["paths"]["/settings"]
    paths = {"/settings": {"get": {**item["get"], "parameters": [free]}}}
    contract = toys_contract(tmp_path_factory.mktemp("toys"), {**DESCRIPTION, "paths": paths})
    ground = Playground(contract, Wire(Toys()))
    scenarios = reading_scenarios(ground.stage, tuple(contract.operations))
    steps = itertools.chain.from_iterable(
        each.steps for each in scenarios if isinstance(each, Reads)
    )
    sizes = [
        len(each.request.url) + sum(len(name) + len(value) for name, value in each.request.headers)
        for each in steps
    ]
    assert 5_000 < max(sizes) <= 8_000
