"""Right services that want what no schema says: of members, and of the key in a body."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from ringback.campaign.phases.generated.random_cases import surprising_scenarios
from ringback.campaign.phases.reads.reads import Reads
from ringback.campaign.phases.setup.found_things import inner_scenarios, opening_scenarios
from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.generation.case import Case
from tests.unit.campaign.phases.playing import opened, scenarios
from tests.unit.campaign.toys import (
    DESCRIPTION,
    Playground,
    Refused,
    Toys,
    Wire,
    spoken,
    told,
    toys_contract,
)


def _with_member(factory: pytest.TempPathFactory, name: str, schema: Mapping[str, Any]) -> Contract:
    """The toys, whose pets may be given one more member."""
    description: Any = deepcopy(dict(DESCRIPTION))
    for kind in ("NewPet", "PetPatch"):
        description["components"]["schemas"][kind]["properties"][name] = schema
    return toys_contract(factory.mktemp("toys"), description)


class _Elsewhere(Toys):
    """Asks another service about an address, and that one is not there."""

    def body(self, request: Request, schema: str, kind: str = "application/json") -> Any:
        """Fails where an address is given."""
        given = Toys.body(self, request, schema, kind)
        if isinstance(given, dict) and "address" in given:
            raise Refused(500)
        return given


def test_things_are_made_without_what_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A member that can be left out, and is never accepted, keeps no thing from standing."""
    contract = _with_member(tmp_path_factory, "address", {"type": "string"})
    service = _Elsewhere()
    ground = opened(contract, Wire(service))
    assert {"pets", "toys"} <= ground.stage.standing[""].keys()
    maker = ground.stage.resource("pets").create
    assert maker is not None
    assert "address" not in ground.stage.bodies.accepted[maker.id]
    ground.close()
    assert [*service.store] == ["/settings"]


class _Named(Toys):
    """Finds a pet by its name alone, and says nothing of it when it is made."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """An empty answer."""
        answer = Toys.make(self, path, thing, account)
        if path == "/pets":
            made = json.loads(answer.body)
            key = f"/pets/{thing['name']}"
            self.store[key] = self.store.pop(f"/pets/{made['id']}")
            self.owners[key] = self.owners.pop(f"/pets/{made['id']}")
            return told({}, 201)
        return answer


def test_a_name_that_was_given_may_be_the_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where no answer tells a key, a read shows it: what was made is taken away again."""
    numbers = json.dumps({"type": "integer", "minimum": 1, "maximum": 2**31})
    description = json.loads(json.dumps(DESCRIPTION).replace(numbers, '{"type": "string"}'))
    service = _Named()
    ground = opened(toys_contract(tmp_path_factory.mktemp("toys"), description), Wire(service))
    assert "pets" in ground.stage.standing[""]
    [slot] = [each for each in ground.stage.graph.outputs if each.operation == "make_pet"]
    assert (slot.resource, slot.place) == ("pets", "$request.body#/name")
    ground.close()
    assert [*service.store] == ["/settings"]


class _Nameless(Toys):
    """Says nothing of a pet that it has made, and finds it under a key that nobody knows."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """An empty answer."""
        answer = Toys.make(self, path, thing, account)
        return told({}, 201) if path == "/pets" else answer


def test_of_what_is_never_found_no_more_is_made(toys: Contract) -> None:
    """One is made, and one more to see again that its answer is wrong: nothing is played then."""
    wire = Wire(_Nameless())
    ground = opened(toys, wire)
    ground.scheduler.run(scenarios(ground, "Create"))
    assert wire.sent.count("POST /pets") == 2
    assert ground.stage.observed.dropped == {
        "pets": "what POST /pets made can't be found: no key is told"
    }


class _Keyed(Toys):
    """Takes a key in a body for what it is: another one is another thing."""

    def answer(self, request: Request, account: str) -> Response:
        """Refuses a body whose key is not that of the path."""
        steps = request.path.strip("/").split("/")
        if request.method in {"PUT", "PATCH"} and len(steps) == 2:
            schema = "NewPet" if request.method == "PUT" else "PetPatch"
            kind = "application/json" if request.method == "PUT" else "application/merge-patch+json"
            given = self.body(request, schema, kind)
            if str(given.get("id", steps[1])) != steps[1]:
                raise Refused(400)
        return Toys.answer(self, request, account)


def test_the_key_in_a_body_is_the_things_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What an update gives, and leaves out, has the key of the thing that the path names."""
    contract = _with_member(tmp_path_factory, "id", {"type": "integer"})
    service = _Keyed()
    ground = opened(contract, Wire(service))
    for kind in ("Create", "Update", "UpdatedTwice", "Concurrent", "Tags"):
        assert spoken(ground.found(scenarios(ground, kind), lanes=1)) == []
    ground.close()
    assert [*service.store] == ["/settings"]


class _Unwilling(Toys):
    """Takes no pet, whatever it is given."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """400 for every pet."""
        if path == "/pets":
            raise Refused(400)
        return Toys.make(self, path, thing, account)


def test_a_create_that_takes_nothing_is_left_alone(toys: Contract) -> None:
    """After two dozen bodies no more are tried; that it refuses is a doubt, and no error."""
    wire = Wire(_Unwilling())
    ground = opened(toys, wire)
    for kind in ("Create", "RefusedCreates"):
        ground.scheduler.run(scenarios(ground, kind))
    maker = ground.stage.resource("pets").create
    assert maker is not None
    assert ground.stage.is_hopeless(maker)
    assert "more bodies" in ground.stage.left_out[maker.id][-1]
    assert wire.sent.count("POST /pets") < 60


def _with_profile(factory: pytest.TempPathFactory) -> Contract:
    """The toys, with an account that tells a pet by the name of a member."""
    description: Any = deepcopy(dict(DESCRIPTION))
    description["paths"]["/profile"] = {
        "get": {"operationId": "profile", "responses": {"200": {"description": "who"}}}
    }
    return toys_contract(factory.mktemp("toys"), description)


class _Telling(Toys):
    """Has a pet that is in no list, and tells of it."""

    def __init__(self) -> None:
        super().__init__()
        self.store["/pets/77"] = {"id": 77, "name": "a", "kind": "cat", "age": 1, "walks": 0}
        self.owners["/pets/77"] = "first"

    def pets(self, account: str) -> list[dict[str, Any]]:
        """All but that one."""
        return [each for each in Toys.pets(self, account) if each["id"] != 77]

    def answer(self, request: Request, account: str) -> Response:
        """The profile names the pet."""
        if request.path == "/profile":
            return told({"user": "me", "pet": 77})
        return Toys.answer(self, request, account)


def test_what_answers_tell_is_read_and_never_written(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A key by a member's name is for reads, as long as nothing of the run's own stands."""
    service = _Telling()
    wire = Wire(service)
    ground = Playground(_with_profile(tmp_path_factory), wire)
    ground.scheduler.run(opening_scenarios(ground.stage))
    ground.scheduler.run(inner_scenarios(ground.stage))
    assert ground.stage.found == {"pets": 77}
    ground.stand()
    assert ground.stage.known()["pets"] != 77
    ground.close()
    assert "/pets/77" in service.store
    assert not [each for each in wire.written if "77" in each]


def test_nothing_has_a_media_type_of_nothing(toys: Contract) -> None:
    """A made-up read without a body is sent without the type of one, which some refuse."""
    stage = Playground(toys, Wire(Toys())).stage
    kind = (("Content-Type", "multipart/form-data"), ("Accept", "*/*"))
    operation = toys.operation("list_pets")
    request = Request(method="GET", url="/pets", headers=kind)
    case = Case(operation=operation, request=request, label="made up", origin="random")
    (found,) = surprising_scenarios(stage, [case])
    assert isinstance(found, Reads)
    assert [each.request.headers for each in found.steps] == [kind[1:]]
