"""What `[resources.NAME]` says of a resource wins over what is inferred."""

from typing import Any

import pytest

from ringback.campaign.resource.configured import unknown_names
from ringback.campaign.resource.model import InputSlot
from ringback.config import ResourceTable
from tests.unit.campaign.resource.apis import graph, roles

PETS = (
    "GET /pets all",
    "POST /pets make",
    "GET /pets/{pet_id} one",
    "PATCH /pets/{pet_id} change",
    "POST /pets/{pet_id}/retire retire",
    "POST /pets/{pet_id}/feed feed",
    "GET /pets/{pet_id}/toys/{toy_id} toy",
)
INFERRED = {
    "create": "make",
    "read": "one",
    "update": "change",
    "list": "all",
    "action": ["retire", "feed"],
}


def told(**tables: ResourceTable) -> dict[str, tuple[str, str, str | None, dict[str, Any], str]]:
    """The resources of the pets with these tables."""
    return {
        each.name: (each.path, each.key, each.parent, roles(each), each.inferred)
        for each in graph(*PETS, resources=tables).resources.values()
    }


TOY = ("/pets/{}/toys/{}", "toy_id", "pets", {"read": "toy"}, "the paths")
HERE = "the configuration"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (ResourceTable(), ("/pets/{}", "pet_id", None, INFERRED, HERE)),
        (
            ResourceTable(roles={"delete": "retire"}),
            ("/pets/{}", "pet_id", None, {**INFERRED, "delete": "retire"}, HERE),
        ),
        (
            ResourceTable(roles={"update": "feed"}, actions=("retire",)),
            (
                "/pets/{}",
                "pet_id",
                None,
                {**INFERRED, "update": "feed", "action": ["retire"]},
                HERE,
            ),
        ),
        (ResourceTable(key="name"), ("/pets/{}", "name", None, INFERRED, HERE)),
        (
            ResourceTable(roles={"read": "unknown"}, actions=("unknown",)),
            ("/pets/{}", "pet_id", None, INFERRED, HERE),
        ),
    ],
)
def test_a_table_changes_what_it_names(table: ResourceTable, expected: Any) -> None:
    """What is left open is as inferred."""
    assert told(pets=table) == {"pets": expected, "toys": TOY}


def test_an_operation_has_one_resource() -> None:
    """What the configuration gives to one resource is taken from the others."""
    table = ResourceTable(key="meal_id", roles={"create": "feed", "list": "all"})
    left = {"create": "make", "read": "one", "update": "change", "action": ["retire"]}
    assert told(meals=table) == {
        "pets": ("/pets/{}", "pet_id", None, left, "the paths"),
        "toys": TOY,
        "meals": ("/meals/{}", "meal_id", None, {"create": "feed", "list": "all"}, HERE),
    }


@pytest.mark.parametrize("key", ["pet_id", ""])
def test_a_table_may_have_a_name_of_its_own(key: str) -> None:
    """By the path of its operations it is the inferred resource, under the configured name."""
    table = ResourceTable(key=key, roles={"read": "one"}, irreversible=True)
    assert told(animals=table) == {
        "animals": ("/pets/{}", "pet_id", None, INFERRED, HERE),
        "toys": (*TOY[:2], "animals", *TOY[3:]),
    }
    found = graph(*PETS, resources={"animals": table})
    assert found.resources["animals"].irreversible
    assert InputSlot(operation="one", where="path", place="pet_id", resource="animals") in (
        found.inputs
    )


def test_paths_that_no_grammar_knows_are_configured() -> None:
    """An API of verbs alone has the resources that its configuration names."""
    lines = ("POST /makeGadget make", "GET /gadget/by/id/{gadget} one", "POST /dropGadget drop")
    table = ResourceTable(
        key="gadget", roles={"create": "make", "read": "one", "delete": "drop"}, safe=("make",)
    )
    found = graph(*lines, resources={"gadgets": table})
    resource = found.resources["gadgets"]
    assert (resource.path, resource.key, roles(resource)) == (
        "/gadget/by/id/{}",
        "gadget",
        {"create": "make", "read": "one", "delete": "drop"},
    )
    assert list(found.resources) == ["gadgets"]
    assert found.inputs == (
        InputSlot(operation="one", where="path", place="gadget", resource="gadgets"),
    )


@pytest.mark.parametrize(
    ("tables", "above"),
    [
        ({"toys": ResourceTable(parent="pets")}, ["pets"]),
        ({"toys": ResourceTable(parent="nothing")}, []),
        ({"pets": ResourceTable(parent="toys")}, ["pets"]),
        ({"toys": ResourceTable(parent="toys")}, []),
    ],
)
def test_parents_come_to_an_end(tables: dict[str, ResourceTable], above: list[str]) -> None:
    """A parent that is not there, or a circle of them, leads nowhere for ever."""
    found = graph(*PETS, resources=tables)
    assert [each.name for each in found.ancestors(found.resources["toys"])] == above


def test_an_operation_that_nobody_described_is_told_with_its_place() -> None:
    """A typo in a table is a mistake of the configuration, wherever it stands."""
    settings = {
        "pets": ResourceTable(roles={"read": "one", "delete": "dropp"}, actions=("fed",)),
        "all": ResourceTable(safe=("find", "one")),
    }
    assert list(unknown_names(settings, {"one", "drop"}, {"pets"})) == [
        "resources.pets.delete: no operation dropp (described: drop, one); did you mean drop?",
        "resources.pets.actions: no operation fed (described: drop, one)",
        "resources.all.safe: no operation find (described: drop, one)",
    ]


NO_PARENT = "resources.pets.parent: no other resource"
NOTHING = "it names no operation, and no such resource is inferred"


@pytest.mark.parametrize(
    ("name", "table", "problems"),
    [
        ("pets", ResourceTable(parent="owners"), []),
        ("toys", ResourceTable(parent="pets", roles={"read": "one"}), []),
        ("pets", ResourceTable(), []),
        (
            "pets",
            ResourceTable(parent="owner"),
            [
                f"{NO_PARENT} owner (there are: owners); did you mean owners?",
            ],
        ),
        (
            "pets",
            ResourceTable(parent="pets"),
            [f"{NO_PARENT} pets (there are: owners)"],
        ),
        (
            "pet",
            ResourceTable(irreversible=True),
            [
                f"resources.pet: {NOTHING} (owners, pets); did you mean pets?",
            ],
        ),
        ("beds", ResourceTable(roles={"read": "one"}), []),
    ],
)
def test_a_resource_that_nobody_knows_is_told(
    name: str, table: ResourceTable, problems: list[str]
) -> None:
    """As a parent, and as a table that says nothing of a resource of its own."""
    assert list(unknown_names({name: table}, {"one"}, {"pets", "owners"})) == problems
