"""What is only inferred is observed before a law rests on it."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from ringback.campaign.phases.lifecycle.creates import creating_scenarios
from ringback.contract import Contract
from ringback.exchange import Response
from tests.unit.campaign.phases.playing import opened, scenarios
from tests.unit.campaign.toys import DESCRIPTION, Toys, Wire, spoken, told, toys_contract

UNREADABLE = (
    "law/created",
    "make_pet",
    "unreadable",
    "pets KEY was created, and a read under its key is answered with 404",
)


class _Jobs(Toys):
    """Answers a create with the number of a job that makes the pet some day."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """A job, which no read of a pet finds."""
        if path != "/pets":
            return Toys.make(self, path, thing, account)
        self.number += 1
        return told({"id": self.number, "state": "queued"}, 201)


class _Echoing(Toys):
    """Answers with the pet that was given, and keeps nothing."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """The pet under a number that leads nowhere."""
        answer = Toys.make(self, path, thing, account)
        if path == "/pets":
            del self.store[f"/pets/{self.number}"]
            return told(json.loads(answer.body), 201)
        return answer


class _Located(_Jobs):
    """Names the place of the pet, and nothing is there."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """With a Location."""
        answer = _Jobs.make(self, path, thing, account)
        return told(json.loads(answer.body), 201, ("Location", f"/pets/{self.number}"))


@pytest.fixture(name="bare", scope="module")
def _bare(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The toys, whose description says nothing of what a create answers, nor that it may be 404."""
    description: dict[str, Any] = deepcopy(dict(DESCRIPTION))
    created: Mapping[str, Any] = {"description": "done"}
    description["paths"]["/pets"]["post"]["responses"]["201"] = created
    return toys_contract(tmp_path_factory.mktemp("bare"), description)


def _found(contract: Contract, service: Toys) -> tuple[list[Any], dict[str, str], int]:
    """What creates find, what was dropped, and how many were sent."""
    wire = Wire(service)
    ground = opened(contract, wire)
    found = spoken(ground.found(creating_scenarios(ground.stage), lanes=1))
    ground.close()
    return found, ground.stage.observed.dropped, wire.sent.count("POST /pets")


def test_an_inference_that_does_not_hold_is_dropped(bare: Contract) -> None:
    """A create that answers a job makes no pets: no finding, a note, and no more creates."""
    found, dropped, sent = _found(bare, _Jobs())
    why = "what POST /pets answers is not found by read_pet (404), and only their paths are alike"
    assert (found, dropped) == ([], {"pets": why})
    assert sent < 10


@pytest.mark.parametrize("service", [_Echoing, _Located])
def test_an_answer_that_tells_the_thing_is_held_to_it(bare: Contract, service: type[Toys]) -> None:
    """What the answer has of the thing, or where it says that it is, is more than likeness."""
    found, dropped, _ = _found(bare, service())
    assert (found, dropped) == ([UNREADABLE], {})


def test_a_description_that_tells_the_thing_is_held_to_it(toys: Contract) -> None:
    """The answers of the create and of the read have one schema."""
    found, dropped, _ = _found(toys, _Jobs())
    assert UNREADABLE in found
    assert dropped == {}


def test_what_holds_is_observed(toys: Contract) -> None:
    """How keys are told, read back, listed, and gone in the end, each once for each thing."""
    ground = opened(toys, Wire(Toys()))
    ground.scheduler.run(scenarios(ground, "CreatedOnce"))
    ground.scheduler.run(scenarios(ground, "Removed"))
    ground.close()
    ground.note()
    [pets] = [each for each in ground.outcome.resources if each.name == "pets"]
    assert (pets.key, pets.parent, pets.inferred) == ("pet_id", None, "the paths")
    assert pets.roles["create"] == ("make_pet",)
    assert {each.what: each.count for each in pets.observed} == {
        "created, its key told in the header location": 5,
        "deleted": 5,
        "found in the list by its key": 3,
        "listed": 5,
        "not found after it was deleted": 2,
        "read back under its key": 5,
    }
