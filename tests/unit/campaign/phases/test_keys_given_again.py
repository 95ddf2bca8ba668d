"""A key that is given again: right where things are slots, wrong where it was to be one thing's."""

import uuid
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from ringback.campaign.phases.lifecycle.deletes import slot_scenarios
from ringback.contract import Contract
from ringback.exchange import Response
from ringback.finding import Severity
from tests.unit.campaign.phases.playing import opened, scenarios
from tests.unit.campaign.toys import DESCRIPTION, Toys, Wire, told, toys_contract

AGAIN = "was deleted, and the next thing that was made has it again"
UNPROMISED = ": nothing promises otherwise, and who has the old key takes one for the other"
UUIDS = [str(uuid.UUID(int=each)) for each in range(100)]


class _Slots(Toys):
    """Gives each pet the lowest number that is free."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """In the first slot."""
        if path != "/pets":
            return Toys.make(self, path, thing, account)
        kept, free = self.number, range(1, 1000)
        self.number = next(each for each in free if f"/pets/{each}" not in self.store) - 1
        answer = Toys.make(self, path, thing, account)
        self.number = kept
        return answer


class _Undeleted(_Slots):
    """Still has a pet that was deleted, as long as no other one has its slot."""

    def __init__(self) -> None:
        _Slots.__init__(self)
        self.ghosts: dict[str, Any] = {}

    def drop(self, path: str) -> Response:
        """The slot is free, and the pet is read there."""
        if path.count("/") == 2 and path in self.store:
            self.ghosts[path] = self.store[path]
        return Toys.drop(self, path)

    def __call__(self, request: Any) -> Response:
        """What is there no more is read all the same."""
        answer = _Slots.__call__(self, request)
        gone = request.method == "GET" and answer.status == 404 and request.path in self.ghosts
        return told(self.ghosts[request.path]) if gone else answer


class _Uuids(_Slots):
    """Gives each pet the lowest UUID that is free."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """Under a key that another pet had."""
        if path != "/pets":
            return Toys.make(self, path, thing, account)
        key = next(each for each in UUIDS if f"/pets/{each}" not in self.store)
        self.store[f"/pets/{key}"] = {**thing, "id": key}
        self.owners[f"/pets/{key}"] = account
        return told(self.store[f"/pets/{key}"], 201, ("Location", f"/pets/{key}"))


def _described(factory: pytest.TempPathFactory, change: Callable[[Any], None]) -> Contract:
    """The toys with a change of their description."""
    description: Any = deepcopy(dict(DESCRIPTION))
    change(description)
    return toys_contract(factory.mktemp("toys"), description)


def _found(contract: Contract, service: Toys) -> list[tuple[str, str, str, str]]:
    """What all creates and deletes find of keys and of what was deleted: how much it weighs."""
    ground = opened(contract, Wire(service))
    ground.found([*scenarios(ground, "Create"), *scenarios(ground, "Delete")] * 2)
    assert ground.stage.observed.reused == {"pets"}
    found = ground.found(slot_scenarios(ground.stage), lanes=1)
    ground.close()
    return sorted((each.rule, str(each.operation), each.severity, each.message) for each in found)


def test_a_slot_that_is_given_again_is_a_warning(toys: Contract) -> None:
    """Where nothing promises otherwise it is told, and breaks nothing."""
    (found,) = _found(toys, _Slots())
    assert found == (
        "law/deleted",
        "make_pet",
        Severity.WARNING,
        f'the key "2" {AGAIN}{UNPROMISED}',
    )


@pytest.mark.parametrize(
    "words",
    ["Ids are not given again.", "A pet's id is never reused.", "Numbers can never be recycled."],
)
def test_a_key_that_is_promised_to_one_thing_is_not_given_again(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    """Where words promise that, it is an error."""

    def change(description: Any) -> None:
        description["paths"]["/pets/{pet_id}"]["delete"]["description"] = words

    (found,) = _found(_described(tmp_path_factory, change), _Slots())
    assert found == ("law/deleted", "make_pet", Severity.ERROR, f'the key "2" {AGAIN}')


def test_a_uuid_is_one_things_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A UUID that is given again is an error, whatever a description says."""

    def change(description: Any) -> None:
        key = {"type": "string", "format": "uuid"}
        for path, item in description["paths"].items():
            if "{pet_id}" in path:
                item["parameters"][0]["schema"] = key
        for name in ("NewPet", "Pet"):
            description["components"]["schemas"][name]["properties"]["id"] = key

    every = _found(_described(tmp_path_factory, change), _Uuids())
    ((*found, text),) = [each for each in every if each[0] == "law/deleted"]
    assert found == ["law/deleted", "make_pet", Severity.ERROR]
    assert text in [f'the key "{each}" {AGAIN}' for each in UUIDS]


def test_what_was_deleted_is_not_read_in_its_slot(toys: Contract) -> None:
    """The old content under a key that was deleted is an error, whatever is given again."""
    ground = opened(toys, Wire(_Undeleted()))
    (error,) = ground.session.ledger.findings()
    assert (error.rule, error.operation, error.severity) == (
        "law/deleted",
        "drop_pet",
        Severity.ERROR,
    )
    assert error.message.endswith("was deleted, and a read still finds it (200)")
