"""The scenarios of one kind, played on the toys or on a variant of them."""

import itertools

from ringback.campaign.phases.boundaries.account_access import account_scenarios
from ringback.campaign.phases.boundaries.shared_keys import shared_key_scenarios
from ringback.campaign.phases.lifecycle.refused_creates import nothing_created
from ringback.campaign.phases.reads.lists import listing_scenarios
from ringback.campaign.phases.reads.reads import computing_scenarios
from ringback.campaign.phases.setup.existing_things import singleton_scenarios
from ringback.campaign.phases.setup.found_things import opening_scenarios
from ringback.campaign.phases.updates.neighbours import neighbour_scenarios
from ringback.campaign.resource.thing import OTHER
from ringback.campaign.scheduler.scene import Scenario
from ringback.contract import Contract
from ringback.finding import Finding
from tests.unit.campaign.toys import Playground, Wire

VALUES = {"token": "first"}


def scenarios(ground: Playground, kind: str) -> list[Scenario]:
    """Those of this class among all that a run plays, but for random cases."""
    stage, operations = ground.stage, tuple(ground.stage.contract.operations)
    every = itertools.chain(
        ground.exploration._together(),
        account_scenarios(stage),
        shared_key_scenarios(stage),
        neighbour_scenarios(stage),
        listing_scenarios(stage),
        computing_scenarios(stage, operations),
        nothing_created(stage, VALUES),
    )
    return [each for each in every if type(each).__name__ == kind]


def opened(contract: Contract, wire: Wire) -> Playground:
    """A run that has looked around, and has things that stand."""
    ground = Playground(contract, wire)
    ground.scheduler.run(opening_scenarios(ground.stage))
    ground.stand()
    ground.scheduler.run(singleton_scenarios(ground.stage))
    return ground


def played(contract: Contract, wire: Wire, kind: str) -> list[Finding]:
    """What the scenarios of a kind find, one after the other; everything is put back then."""
    ground = opened(contract, wire)
    if kind in {"Foreign", "SharedKey", "SharedValues"}:
        ground.stand(OTHER)
    wanted = scenarios(ground, kind)
    assert wanted or kind == "Standing"
    found = ground.found(wanted, lanes=1)
    assert ground.session.crashes.entries == ()
    ground.close()
    return found
