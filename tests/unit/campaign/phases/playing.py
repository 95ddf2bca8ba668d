"""The scenarios of one kind, played on the toys or on a variant of them."""

from collections.abc import Iterator

from ringback.campaign.phases.access import access_scenarios, account_scenarios
from ringback.campaign.phases.acting import acting_scenarios
from ringback.campaign.phases.conditions import condition_scenarios
from ringback.campaign.phases.creating import creating_scenarios, nothing_created
from ringback.campaign.phases.deleting import deleting_scenarios
from ringback.campaign.phases.listing import listing_scenarios
from ringback.campaign.phases.methods import method_scenarios
from ringback.campaign.phases.opening import opening_scenarios, singleton_scenarios
from ringback.campaign.phases.reading import computing_scenarios, reading_scenarios
from ringback.campaign.phases.transferring import transfer_scenarios
from ringback.campaign.phases.updating import updating_scenarios
from ringback.campaign.resource.world import OTHER
from ringback.campaign.scheduler.scene import Scenario
from ringback.contract import Contract
from ringback.finding import Finding
from tests.unit.campaign.toys import Playground, Toys, Wire

VALUES = {"token": "first"}


def scenarios(ground: Playground) -> Iterator[Scenario]:
    """Everything that a run plays, but for random cases."""
    stage, operations = ground.stage, tuple(ground.stage.contract.operations)
    yield from creating_scenarios(stage)
    yield from updating_scenarios(stage)
    yield from deleting_scenarios(stage)
    yield from acting_scenarios(stage)
    yield from transfer_scenarios(stage)
    yield from condition_scenarios(stage, operations)
    yield from reading_scenarios(stage, operations)
    yield from access_scenarios(stage, operations, VALUES)
    yield from method_scenarios(stage, operations)
    yield from account_scenarios(stage)
    yield from listing_scenarios(stage)
    yield from computing_scenarios(stage, operations)
    yield from nothing_created(stage, VALUES)


def opened(contract: Contract, wire: Wire) -> Playground:
    """A run that has looked around, and has things that stand."""
    ground = Playground(contract, wire)
    ground.scheduler.run(opening_scenarios(ground.stage))
    ground.stand()
    ground.scheduler.run(singleton_scenarios(ground.stage))
    return ground


def played(contract: Contract, service: Toys, kind: type, wire: Wire | None = None) -> list[Finding]:
    """What the scenarios of a kind find, one after the other; everything is put back then."""
    ground = opened(contract, wire or Wire(service))
    if kind.__name__ == "Foreign":
        ground.stand(OTHER)
    found = ground.found((each for each in scenarios(ground) if type(each) is kind), lanes=1)
    assert ground.session.crashes.entries == ()
    ground.close()
    return found
