"""What was written and how it stands, each thing by its key."""

import pytest

from ringback.campaign.phases.restoring.written_things import ComparedList, written
from ringback.campaign.resource.model import Graph
from ringback.campaign.resource.thing import Owner, Thing, thing_id
from ringback.campaign.resource.world import World
from ringback.contract import Contract
from ringback.payload import MISSING
from tests.unit.campaign.phases.playing import opened, scenarios
from tests.unit.campaign.toys import Toys, Wire


def thing(owner: Owner, *, gone: bool = False, deleted: bool = False, **keys: int) -> Thing:
    """A thing of the last resource that is named; 0 is no key."""
    return Thing(
        resource=list(keys)[-1],
        address=tuple((name, key) for name, key in keys.items() if key),
        owner=owner,
        gone=gone,
        deleted=deleted,
        written=True,
    )


CREATED = Owner.CREATED
FATES = [
    (
        (thing(CREATED, pets=7, gone=True, deleted=True),),
        "pets: created by the run, and deleted: 7",
    ),
    (
        (thing(CREATED, pets=7, toys=8, gone=True), thing(CREATED, pets=7, toys=9, gone=True)),
        "toys: created by the run, and not there any more: 8 (in pets 7), 9 (in pets 7)",
    ),
    ((thing(CREATED, pets=7),), "pets: created by the run, and still there: 7"),
    (
        (thing(Owner.CONFIGURED, settings=0),),
        "settings: there before the run, and written by it; it reads as before",
    ),
    (
        (thing(Owner.CONFIGURED, limits=0),),
        "limits: there before the run, and written by it; it does not read as before",
    ),
    (
        (thing(Owner.CONFIGURED, options=0),),
        "options: there before the run, and written by it; it was not read in the end",
    ),
]


@pytest.mark.parametrize(("things", "note"), FATES)
def test_each_thing_is_named_with_its_fate(things: tuple[Thing, ...], note: str) -> None:
    """Those of a resource with one fate in one sentence."""
    world = World(
        graph=Graph(), things={thing_id(each.resource, each.keys): each for each in things}
    )
    assert [*written(world, {"settings": True, "limits": False}, {})] == [note]


def test_what_is_not_known_is_said() -> None:
    """Creates that told no key are counted; where all writes were refused, that is said."""
    nothing = "nothing that was sent is known to have made or changed anything"
    world = World(graph=Graph(), unkeyed=(("pets", MISSING), ("pets", MISSING)))
    assert [*written(World(graph=Graph()), {}, {})] == [nothing]
    assert [*written(world, {}, {})] == ["pets: created by the run, and no key was told: 2"]


@pytest.mark.parametrize(
    ("compared", "note"),
    [
        (
            ComparedList(resource="pets", before=3, after=4, status=200),
            " (3 entries) and in the end (4 entries): those of before are as before",
        ),
        (
            ComparedList(resource="pets", before=3, after=3, status=200, changed=True),
            " (3 entries) and in the end (3 entries): those of before are other than before",
        ),
        (
            ComparedList(resource="pets", before=3, after=None, status=500),
            ", could not be compared: in the end it was answered with 500",
        ),
        (
            ComparedList(resource="pets", before=3, after=None, status=0),
            ", could not be compared: in the end it was not answered",
        ),
    ],
)
def test_each_list_is_named_with_how_it_compares(compared: ComparedList, note: str) -> None:
    """A list that no longer answers was not compared."""
    [_, told] = written(World(graph=Graph()), {}, {"pets": compared})
    assert told == f"pets: its list, read before anything was written{note}"


def test_a_run_names_what_it_made_and_changed(toys: Contract) -> None:
    """The parents that stood, what scenarios made, the singleton, and the one list there is."""
    service = Toys()
    service.store["/pets/900"] = {"id": 900, "name": "Rex", "kind": "dog", "age": 3, "walks": 0}
    service.owners["/pets/900"] = "first"
    ground = opened(toys, Wire(service))
    ground.scheduler.run(scenarios(ground, "CreatedOnce"))
    kept = "read before anything was written (1 entry) and in the end (1 entry)"
    assert ground.close().restored.things == (
        "settings: there before the run, and written by it; it reads as before",
        "pets: created by the run, and deleted: 1, 2, 5, 7",
        (
            "toys: created by the run, and deleted: "
            "3 (in pets 2), 4 (in pets 2), 6 (in pets 2), 8 (in pets 2)"
        ),
        f"pets: its list, {kept}: those of before are as before",
    )
