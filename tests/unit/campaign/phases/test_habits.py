"""What right services of other makers do: none of it is a fault, and none of it does harm."""

import hashlib
import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.payload import decode
from tests.unit.campaign.phases.playing import opened, scenarios
from tests.unit.campaign.toys import DESCRIPTION, Refused, Toys, Wire, spoken, told, toys_contract

REX = {"id": 900, "name": "Rex", "kind": "dog", "age": 3, "walks": 0}


class _Marking(Toys):
    def drop(self, path: str) -> Response:
        """Takes a pet from the list, and tells when it was deleted."""
        pet = self.there(path)
        if path.count("/") != 2:
            return Toys.drop(self, path)
        if "deleted_at" in pet:
            raise Refused(404)
        self.store[path] = {**pet, "deleted_at": "2026-01-01T00:00:00Z"}
        for each in [each for each in self.store if each.startswith(f"{path}/")]:
            del self.store[each]
        return Response(status=204)

    def pets(self, account: str) -> list[dict[str, Any]]:
        """Those that are not marked."""
        return [each for each in Toys.pets(self, account) if "deleted_at" not in each]

    def put(self, request: Request, path: str, given: Any) -> Response:
        """Refused where it is marked."""
        if "deleted_at" in self.store[path]:
            raise Refused(404)
        return Toys.put(self, request, path, given)


class _Seconds(Toys):
    """Has weak tags, as what changes within a second has."""

    def tag(self, path: str) -> list[str]:
        """One for all that happens in the test."""
        return [f'W/"{hashlib.sha256(path.encode()).hexdigest()[:6]}"']

    def answer(self, request: Request, account: str) -> Response:
        """Tells it."""
        answer = Toys.answer(self, request, account)
        kept = tuple(each for each in answer.headers if each[0] != "ETag")
        place = "/".join(request.path.split("/")[:3])
        tags = [("ETag", self.tag(place)[0])] if place in self.store else []
        return replace(answer, headers=(*kept, *tags))


@pytest.mark.parametrize(
    ("service", "kinds"),
    [(_Marking, ("Delete",)), (_Seconds, ("Tags", "UpdatedTwice", "Versions"))],
)
def test_it_is_not_blamed(
    toys: Contract, service: Callable[[], Toys], kinds: tuple[str, ...]
) -> None:
    """Deleting by a mark, and tags that are the same for a second, are right."""
    ground = opened(toys, Wire(service()))
    for kind in kinds:
        assert spoken(ground.found(scenarios(ground, kind), lanes=1)) == []


def test_what_a_create_answers_is_not_its_own_where_it_was_there_before(toys: Contract) -> None:
    """A service that answers what it has already has made nothing: that is not written to."""

    class Having(Toys):
        def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
            """Answers the pet of this kind, where there is one."""
            for each in self.pets(account):
                if path == "/pets" and each["kind"] == thing["kind"]:
                    return told(each, 201)
            return Toys.make(self, path, thing, account)

    service = Having()
    service.store["/pets/900"], service.owners["/pets/900"] = dict(REX), "first"
    service.store["/pets/901"] = {**REX, "id": 901, "kind": "cat"}
    service.owners["/pets/901"] = "first"
    before = deepcopy(service.store)
    wire = Wire(service)
    ground = opened(toys, wire)
    for kind in ("Create", "Update", "Delete", "Lists"):
        ground.scheduler.run(scenarios(ground, kind))
    ground.close()
    assert service.store == before
    assert [each for each in wire.written if "/pets/90" in each] == []


def wrapped() -> Mapping[str, Any]:
    """The toys' description with every pet in an envelope, in requests and in answers."""
    text = json.dumps(DESCRIPTION)
    for name in ("NewPet", "PetPatch"):
        text = text.replace(
            f'"schema": {{"$ref": "#/components/schemas/{name}"}}',
            f'"schema": {{"$ref": "#/components/schemas/Wrapped{name}"}}',
        )
    found: dict[str, Any] = json.loads(text)
    schemas = found["components"]["schemas"]
    for name in ("NewPet", "PetPatch"):
        inside = {"$ref": f"#/components/schemas/{name}"}
        schemas[f"Wrapped{name}"] = {
            "type": "object",
            "properties": {"pet": inside},
            "required": ["pet"],
            "additionalProperties": False,
        }
    whole = {"type": "object", "properties": {"pet": schemas["Pet"]}, "required": ["pet"]}
    for path in ("/pets", "/pets/{pet_id}"):
        for operation in found["paths"][path].values():
            if isinstance(operation, dict) and operation["operationId"] != "list_pets":
                for status in {"200", "201"} & operation["responses"].keys():
                    content = operation["responses"][status]["content"]
                    content["application/json"]["schema"] = whole
    return found


class Wrapping(Toys):
    """The toys with every pet in an envelope."""

    def answer(self, request: Request, account: str) -> Response:
        """Takes the envelope off, and puts it on."""
        is_pet = request.path.count("/") < 3 and request.path.startswith("/pets")
        if is_pet and request.method in {"POST", "PUT", "PATCH"}:
            value = decode(request.body or b"").value
            if not isinstance(value, dict) or not isinstance(value.get("pet"), dict):
                raise Refused(400)
            request = replace(request, body=json.dumps(value["pet"]).encode())
        answer = Toys.answer(self, request, account)
        if not is_pet or not answer.body or (request.method, request.path) == ("GET", "/pets"):
            return answer
        return replace(answer, body=json.dumps({"pet": decode(answer.body).value}).encode())


class _Dropping(Wrapping):
    def pet(self, given: Mapping[str, Any], **own: int) -> dict[str, Any]:
        """Keeps no note."""
        return {k: v for k, v in Wrapping.pet(self, given, **own).items() if k != "note"}

    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Takes the age back to 1 with every change of the name."""
        given = {**given, "age": 1} if "name" in given and "age" not in given else given
        return Toys.patch(self, request, path, given)


@pytest.mark.parametrize(
    ("service", "rules"),
    [
        (Wrapping, set()),
        (_Dropping, {("law/echo", "make_pet"), ("law/frame", "patch_pet")}),
    ],
)
def test_an_envelope_is_taken_off(
    tmp_path_factory: pytest.TempPathFactory,
    service: Callable[[], Toys],
    rules: set[tuple[str, str]],
) -> None:
    """What stands in an envelope is held against what is answered in one."""
    contract = toys_contract(tmp_path_factory.mktemp("toys"), wrapped())
    ground = opened(contract, Wire(service()))
    found = [
        each
        for kind in ("Create", "Update")
        for each in ground.found(scenarios(ground, kind), lanes=1)
    ]
    laws = {(each.rule, each.operation or "") for each in found if each.rule.startswith("law/")}
    assert laws >= rules
    assert bool(found) is bool(rules)


def test_names_in_an_envelope_are_the_runs_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a run makes bears its mark, so that it is found where its answer was lost."""
    contract = toys_contract(tmp_path_factory.mktemp("toys"), wrapped())
    service = Wrapping()
    ground = opened(contract, Wire(service))
    names = [each["name"] for each in service.pets("first")]
    assert names != []
    assert all(ground.stage.bodies.mark in each for each in names)


class _Later(Toys):
    """Accepts a pet, and takes it for a walk each time that somebody looks."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """202 for a pet."""
        answer = Toys.make(self, path, thing, account)
        return replace(answer, status=202) if path == "/pets" else answer

    def there(self, path: str) -> Any:
        """A pet with a walk more."""
        found = Toys.there(self, path)
        if path.count("/") == 2:
            self.store[path] = {**found, "walks": found["walks"] + 1}
        return found


def test_what_was_only_accepted_goes_on_by_itself(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """After a 202, what no request gives may change from read to read."""
    description: Any = deepcopy(dict(DESCRIPTION))
    description["components"]["schemas"]["NewPet"]["properties"].pop("walks")
    answers = description["paths"]["/pets"]["post"]["responses"]
    answers["202"] = answers.pop("201")
    contract = toys_contract(tmp_path_factory.mktemp("toys"), description)
    service = _Later()
    ground = opened(contract, Wire(service))
    for kind in ("Create", "CreatedOnce", "Update", "Lists"):
        assert spoken(ground.found(scenarios(ground, kind), lanes=1)) == []
    ground.close()
    assert [*service.store] == ["/settings"]


class _Taken(Toys):
    """Names stay taken, also when what had them is deleted: all that bear the mark `taken`."""

    taken = ""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """409 for a pet whose name there was before."""
        if path == "/pets" and self.taken and self.taken in thing["name"]:
            return Response(status=409)
        return Toys.make(self, path, thing, account)


def test_names_that_an_earlier_run_gave_may_be_taken(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A second run of one seed gives names of another mark, and deletes what bears either."""
    description: Any = deepcopy(dict(DESCRIPTION))
    answers = description["paths"]["/pets"]["post"]["responses"]
    answers["409"] = {"description": "the name is taken"}
    contract = toys_contract(tmp_path_factory.mktemp("toys"), description)
    service = _Taken()
    marks = []
    for _ in range(2):
        ground = opened(contract, Wire(service))
        for kind in ("Create", "CreatedOnce"):
            assert spoken(ground.found(scenarios(ground, kind), lanes=1)) == []
        marks.append([*ground.stage.bodies.marks, ground.stage.bodies.mark])
        service.taken = ground.stage.bodies.mark
        ground.close()
        assert [*service.store] == ["/settings"]
    assert marks[1][:-1] == marks[0]
    assert ground.stage.bodies.bears_mark({"name": f"a {marks[0][0]}1"})
