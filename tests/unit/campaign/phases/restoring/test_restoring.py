"""The end of a run: everything is as it was, or the report says what is not."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from ringback.campaign.phases.setup.found_things import opening_scenarios
from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.payload import decode
from ringback.verdict import Restored, RestoreState
from tests.unit.campaign.phases.playing import opened, scenarios
from tests.unit.campaign.toys import DESCRIPTION, Playground, Refused, Toys, Wire, toys_contract

UNTOUCHED = Restored(state=RestoreState.UNTOUCHED)
RESTORED = Restored(state=RestoreState.RESTORED)


def stands(ground: Playground) -> Restored:
    """How a run says that it left the target, without what it names one by one."""
    return replace(ground.close().restored, things=())


def lost(*notes: str) -> Restored:
    """What is told where something is not as it was."""
    return Restored(state=RestoreState.NOT_RESTORED, notes=notes)


def test_a_run_that_only_reads_leaves_the_target_untouched(toys: Contract) -> None:
    """Nothing was sent but reads, and nothing is sent to close."""
    wire = Wire(Toys())
    ground = Playground(toys, wire)
    ground.scheduler.run(opening_scenarios(ground.stage))
    reads = [each for each in scenarios(ground, "Reads") if each.operation.id == "read_settings"]
    ground.scheduler.run(reads)
    count = len(wire.sent)
    assert wire.written == []
    assert (stands(ground), len(wire.sent)) == (UNTOUCHED, count)


class _NoNew(Toys):
    def make(self, path: str, *_rest: Any) -> Response:
        """Refuses every create."""
        raise Refused(404 if path in self.store else 400)


def test_untouched_is_not_said_once_something_was_written(toys: Contract) -> None:
    """A create that was refused was sent all the same: what it did is looked at."""
    wire = Wire(_NoNew())
    ground = opened(toys, wire)
    assert "POST /pets" in wire.written
    assert stands(ground) == RESTORED


@pytest.mark.parametrize(
    "kinds",
    [
        (),
        ("Create", "CreatedOnce", "RefusedCreates"),
        ("Update", "RefusedUpdates", "UpdatedTwice", "Concurrent"),
        ("Delete", "Removed", "Act", "Upload"),
        ("Lists", "Strangers", "NothingCreated"),
    ],
)
def test_everything_that_was_created_is_gone(toys: Contract, kinds: tuple[str, ...]) -> None:
    """What a run made is deleted, what it changed is as it was; what others made is still there."""
    service = Toys()
    service.store["/pets/900"] = {"id": 900, "name": "Rex", "kind": "dog", "age": 3, "walks": 0}
    service.owners["/pets/900"] = "first"
    before = deepcopy(service.store)
    ground = opened(toys, Wire(service))
    for kind in kinds:
        ground.scheduler.run(scenarios(ground, kind))
    assert len(service.store) > len(before)
    assert (stands(ground), service.store) == (RESTORED, before)
    assert ground.outcome.doubts == []


def test_children_are_deleted_before_their_parents(toys: Contract) -> None:
    """The newest first, and what stands in a thing before the thing."""
    wire = Wire(Toys())
    ground = opened(toys, wire)
    wire.batches.clear()
    ground.close()
    assert wire.written == ["DELETE /pets/2/toys/4", "DELETE /pets/2"]


class _Lying(Toys):
    def drop(self, path: str) -> Response:
        """Says that it has deleted a pet, and has not."""
        return Response(status=204) if path.count("/") == 2 else Toys.drop(self, path)


class _Refusing(Toys):
    def drop(self, path: str) -> Response:
        """Deletes no pets."""
        if path.count("/") == 2:
            raise Refused(400)
        return Toys.drop(self, path)


@pytest.mark.parametrize("service", [_Lying, _Refusing])
def test_a_delete_that_does_nothing_is_told(toys: Contract, service: type[Toys]) -> None:
    """What the run made stands there still: the reads say so, whatever the delete said."""
    ground = opened(toys, Wire(service()))
    restored = stands(ground)
    assert restored == lost(  # the first, and the one by which the finding was looked at again
        "pets 2, which the run created, is still there",
        "pets 1, which the run created, is still there",
        "pets 1, which the run created, still stands in the list",
        "pets 2, which the run created, still stands in the list",
    )
    assert ground.outcome.doubts == [f"not restored: {each}" for each in restored.notes]


class _Marking(Toys):
    def drop(self, path: str) -> Response:
        """Takes a pet from the list, and lets it be read with a mark."""
        if path.count("/") == 2:
            self.store[path] = {**self.there(path), "note": "deleted"}
            return Response(status=204)
        return Toys.drop(self, path)

    def pets(self, account: str) -> list[dict[str, Any]]:
        """Those without the mark."""
        return [each for each in Toys.pets(self, account) if each.get("note") != "deleted"]


def test_a_thing_that_is_marked_as_deleted_is_gone(toys: Contract) -> None:
    """Some services delete by a mark: what a read tells otherwise than before was deleted."""
    ground = opened(toys, Wire(_Marking()))
    assert stands(ground) == RESTORED


class _Sweeping(Toys):
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Gives every pet the same age."""
        answer = Toys.patch(self, request, path, given)
        for other, each in self.store.items():
            if other.count("/") == 2 and "age" in given:
                self.store[other] = {**each, "age": given["age"]}
        return answer


def test_what_others_own_and_is_changed_is_told(toys: Contract) -> None:
    """What stood in a list before the run is compared with what stands there after it."""
    service = _Sweeping()
    service.store["/pets/900"] = {"id": 900, "name": "Rex", "kind": "dog", "age": 3, "walks": 0}
    service.owners["/pets/900"] = "first"
    ground = opened(toys, Wire(service))
    ground.scheduler.run(scenarios(ground, "UpdatedTwice"))
    age = service.store["/pets/900"]["age"]
    note = f"pets 900, which was there before the run: /age was 3, and is {age} after it"
    assert stands(ground) == lost(note)


class _Forgetful(Toys):
    def set(self, path: str, given: Any) -> Response:
        """Stays loud once it was."""
        return Toys.set(self, path, {**given, "loud": given["loud"] or self.store[path]["loud"]})


def test_a_singleton_is_put_back(toys: Contract) -> None:
    """The settings are as they were before they were changed in each way."""
    service = Toys()
    before = deepcopy(service.store)
    ground = opened(toys, Wire(service))
    updates = [each for each in scenarios(ground, "Update") if each.operation.id == "put_settings"]
    ground.scheduler.run(updates)
    assert service.store["/settings"] != before["/settings"]
    assert (stands(ground), service.store) == (RESTORED, before)


def test_a_singleton_that_stays_changed_is_told(toys: Contract) -> None:
    """Each member that is another one, as it was and as it is."""
    ground = opened(toys, Wire(_Forgetful()))
    updates = [each for each in scenarios(ground, "Update") if each.operation.id == "put_settings"]
    ground.scheduler.run(updates)
    note = "settings: /loud was false before the run, and is true after it"
    assert stands(ground) == lost(note)


def without(*places: tuple[str, str]) -> Mapping[str, Any]:
    """The toys' description without these operations."""
    description: dict[str, Any] = deepcopy(dict(DESCRIPTION))
    for path, method in places:
        del description["paths"][path][method]
    return description


def test_what_nothing_deletes_is_not_made(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Without a DELETE no POST is sent, and the reason is named."""
    contract = toys_contract(tmp_path_factory.mktemp("toys"), without(("/pets/{pet_id}", "delete")))
    service = Toys()
    wire = Wire(service)
    ground = opened(contract, wire)
    every = {type(each).__name__ for each in ground.exploration._together()}
    for kind in sorted(every):
        ground.scheduler.run(scenarios(ground, kind))
    ground.close()
    assert {each for each in wire.written if "/pets" in each} == set()
    assert ground.stage.unplayable["make_pet"] == "nothing described deletes what POST /pets makes"


def test_what_stands_in_the_list_with_the_runs_mark_is_deleted(toys: Contract) -> None:
    """A create whose answer names no key is found by the text that the run alone writes."""

    class Silent(Toys):
        def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
            """Tells no key."""
            Toys.make(self, path, thing, account)
            return Response(status=201)

    service = Silent()
    ground = opened(toys, Wire(service))
    assert [each for each in service.store if each != "/settings"] != []
    assert stands(ground) == RESTORED
    assert [*service.store] == ["/settings"]


class _Half(Toys):
    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """Makes a pet without a name of its own, and fails then."""
        if path == "/pets":
            Toys.make(self, path, {**thing, "name": "a pet"}, account)
            raise Refused(500)
        return Toys.make(self, path, thing, account)


def test_what_a_failed_create_may_have_made_is_told(toys: Contract) -> None:
    """What nothing shows to be the run's own is not deleted, and is no reason to say restored."""
    service = _Half()
    ground = opened(toys, Wire(service))
    told = stands(ground)
    assert told.state is RestoreState.NOT_RESTORED
    why = "was not there before the run: a create of the run that failed may have made it"
    assert all(why in each for each in told.notes)
    assert len(told.notes) == len(service.store) - 1


def test_whose_account_made_it_deletes_it(toys: Contract) -> None:
    """Things of the second account are deleted with its own credentials."""
    service, asked = Toys(), []

    def answer(request: Request) -> Response:
        if request.method == "DELETE":
            asked.append(service.owners["/".join(request.url.split("/")[:3])])
        return service(request)

    ground = opened(toys, Wire(answer))
    ground.stand("other")
    assert stands(ground) == RESTORED
    assert sorted(asked) == ["first", "first", "first", "first", "second", "second"]
    assert [*service.store] == ["/settings"]


def test_the_body_of_an_update_in_the_end_is_what_was_read(toys: Contract) -> None:
    """The last thing that is written to a singleton is what it was before."""
    service, bodies = Toys(), []

    def answer(request: Request) -> Response:
        if request.method == "PUT" and request.url == "/settings":
            bodies.append(decode(request.body or b"").value)
        return service(request)

    ground = opened(toys, Wire(answer))
    updates = [each for each in scenarios(ground, "Update") if each.operation.id == "put_settings"]
    ground.scheduler.run(updates)
    ground.close()
    assert bodies[-1] == {"greeting": "hello", "loud": False}


def test_a_second_interrupt_says_what_is_left(
    toys: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who interrupts the putting back as well is told what still stands, and the run is a doubt."""

    def interrupted(*_given: object) -> None:
        raise KeyboardInterrupt

    ground = opened(toys, Wire(Toys()))
    monkeypatch.setattr("ringback.campaign.run.ending.Closing.play", interrupted)
    names = ", ".join(each.name for each in ground.stage.world.left())
    outcome = ground.close()
    note = f"interrupted while putting things back; left: {names}"
    assert names.startswith("toys ")
    assert (outcome.restored, outcome.doubts) == (lost(note), [f"not restored: {note}"])
