"""Things whose parts have keys of their own: named, edited where they are the run's, put back."""

from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringback.campaign.session.budget import Budget, Halt
from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.verdict import RestoreState
from tests.unit.campaign.phases.desks import (
    DESCRIPTION,
    LAMP,
    RESOURCES,
    SECOND_LAMP,
    SHADE,
    SPARE,
    VALUES,
    Desks,
    Room,
    desks_contract,
)
from tests.unit.campaign.toys import spoken, toys_contract

KINDS = (
    *("Update", "RefusedUpdates", "UpdatedTwice", "Referring", "Sequence", "Concurrent"),
    *("ForeignKeys", "UnknownKeys", "Near", "Unasked", "Reads", "Strangers", "Methods"),
)


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The contract of the desks."""
    return desks_contract(tmp_path_factory.mktemp("desks"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_service_is_not_blamed(contract: Contract, kind: str) -> None:
    """Nothing is found, and every thing is as it was."""
    service = Desks()
    before = deepcopy((service.desks, service.lamps))
    room = Room(contract, service)
    assert spoken(room.played(kind)) == []
    outcome = room.close()
    assert (service.desks, service.lamps) == before
    assert outcome.restored.state is not RestoreState.NOT_RESTORED


def written(room: Room) -> set[str]:
    """The desks that anything was written to, as the requests name them."""
    return {each.partition("desk=")[2] for each in room.wire.written if "?desk=" in each}


@pytest.mark.parametrize(
    ("values", "edited"),
    [
        (VALUES, {LAMP, SPARE}),
        ({**VALUES, "lamp": ""}, {LAMP}),
        ({**VALUES, "lamp": SECOND_LAMP}, {LAMP}),
        ({**VALUES, "lamp": LAMP}, {LAMP}),
    ],
    ids=["a spare one", "none", "one that a bystander shows", "the one that stands there"],
)
def test_a_part_that_is_not_the_run_s_own_is_never_edited(
    contract: Contract, values: Mapping[str, str], edited: set[str]
) -> None:
    """While another lamp stands there nothing is edited but what the configuration gives."""
    service = Desks()
    before = deepcopy((service.desks, service.lamps))
    room = Room(contract, service, values=values)
    assert spoken(room.played(*KINDS)) == []
    room.close()
    assert set(service.edits) == edited
    assert (service.desks, service.lamps) == before


def test_only_what_is_the_run_s_or_nobody_s_is_written(contract: Contract) -> None:
    """Another account's desk is named where the configuration has one, a bystander never."""
    room = Room(contract, Desks())
    room.played(*KINDS)
    assert written(room) == {"one", "three", "none"}


def test_nothing_is_written_under_a_key_that_is_made_up(contract: Contract) -> None:
    """It could be somebody's: without a configured unknown key none is written to."""
    resources = {**RESOURCES, "desk": replace(RESOURCES["desk"], unknown="")}
    values = {**VALUES, "foreign_desk": ""}
    room = Room(contract, Desks(), values=values, resources=resources)
    room.played("UnknownKeys", "Near", "Unasked", "Reads")
    assert written(room) == {"one"}


def halted(contract: Contract, requests: int) -> tuple[Desks, Room]:
    """A run that names another lamp, and edits it, and is halted after so many requests."""
    service = Desks()
    room = Room(contract, service)
    room.session.budget = Budget(requests=room.session.sent + requests)
    with suppress(Halt):
        room.played("Referring")
    return service, room


def test_wherever_a_run_ends_parts_are_given_back(contract: Contract) -> None:
    """A lamp that was edited where it stood for a while has what it had first."""
    before = Desks()
    touched = 0
    for requests in range(1, 60):
        service, room = halted(contract, requests)
        touched += bool(room.stage.touched)
        outcome = room.close()
        assert (service.desks, service.lamps) == (before.desks, before.lamps), requests
        assert outcome.restored.state is RestoreState.RESTORED or service.edits == [], requests
    assert touched


def test_what_no_way_takes_away_spoils_nothing_else(contract: Contract) -> None:
    """A note that was not there can't be taken away: that is told, and the rest is as it was."""
    service = Desks()
    del service.lamps[LAMP]["note"]
    room = Room(contract, service)
    room.played("Sequence")
    outcome = room.close()
    assert service.lamps[LAMP]["label"] == "first label"
    assert service.lamps[LAMP]["shade"] == SHADE
    assert outcome.restored.state is RestoreState.RESTORED
    (note,) = (each for each in outcome.restored.notes if "/lamp/note" in each)
    assert note.startswith("desk one: /lamp/note was nothing before the run, and is ")
    assert note.endswith(": the API gives no way to take it away")


def test_what_closed_schemas_take_is_put_back(tmp_path: Path) -> None:
    """The members that only answers have are left out of what brings a thing back."""
    closed: Any = deepcopy(DESCRIPTION)
    for name in ("DeskChange", "LampChange", "NewShade"):
        closed["components"]["schemas"][name]["additionalProperties"] = False
    service = Desks()
    before = deepcopy((service.desks, service.lamps))
    room = Room(toys_contract(tmp_path, closed), service)
    room.played("Sequence")
    outcome = room.close()
    assert (service.desks, service.lamps) == before
    assert outcome.restored.state is RestoreState.RESTORED


class _Forgetting:
    """The right service without a memory: each request finds everything as it was first."""

    def __call__(self, request: Request) -> Response:
        """The answer of a service that has just begun."""
        return Desks()(request)


def test_a_target_without_state_is_asked_without_laws(contract: Contract) -> None:
    """Each request is judged by its own answer, and what needs state is named as left out."""
    room = Room(contract, _Forgetting())
    room.wire.stateful = False
    room.exploration.run()
    assert spoken(room.session.ledger.findings()) == []
    skipped = {each.rule: each.why for each in room.outcome.skipped}
    why = "the target toys keeps no state"
    assert skipped["law/echo"] == skipped["auth/foreign-lamp"] == why
    assert "auth/required" not in skipped
    assert room.session.asked == {"read_desk", "change_desk", "list_desks"}
