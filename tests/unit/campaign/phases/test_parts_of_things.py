"""Things whose parts have keys of their own: named, edited where they are the run's, put back."""

from copy import deepcopy

import pytest

from ringback.contract import Contract
from ringback.verdict import RestoreState
from tests.unit.campaign.phases.desks import Desks, Room, desks_contract, said

KINDS = (
    *("Update", "RefusedUpdates", "Twice", "Referring", "Sequence", "Concurrent"),
    *("Foreign", "Unknown", "Near", "Unasked", "Reads", "Strangers", "Methods"),
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
    assert said(room.played(kind)) == []
    outcome = room.close()
    assert (service.desks, service.lamps) == before
    assert outcome.restored.state is not RestoreState.NOT_RESTORED
