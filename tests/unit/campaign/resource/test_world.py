"""What exists, as far as the run knows: exchanges in, things out."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.thing import NOBODY, OTHER, Owner, Thing, thing_id
from ringback.campaign.resource.world import World
from ringback.exchange import Exchange, Lost, LostReason, Request
from ringback.payload import MISSING
from tests.unit.campaign.resource.apis import api, exchange

CONTRACT = api(
    "GET /pets all",
    "POST /pets make",
    "GET /pets/{id} read",
    "PUT /pets/{id} put",
    "PATCH /pets/{id} patch",
    "DELETE /pets/{id} drop",
    "POST /pets/{id}/feed feed",
    "GET /pets/{id}/weight weigh",
    "POST /pets/{id}/toys add",
    "GET /pets/{id}/toys/{toy} toy",
    "DELETE /pets/{id}/toys/{toy} undo",
    "GET /notes/{key} note",
    "PUT /notes/{key} write",
    "GET /me me",
    "PATCH /me rename",
    "GET /health health",
)
GRAPH = graph_of(CONTRACT)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An exchange of an operation, and what it was about."""

    operation: str
    status: int = 200
    answer: Any = MISSING
    address: dict[str, Any] = field(default_factory=dict)
    account: str = ""
    absent: bool = False
    given: Any = MISSING
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def exchange(self) -> Exchange:
        """The exchange; without an answer for the status 0."""
        method = CONTRACT.operation(self.operation).method
        if self.status == 0:
            lost = Lost(reason=LostReason.TIMEOUT, detail="")
            return Exchange(request=Request(method=method, url="/x"), outcome=lost)
        return exchange(f"{method} /x", self.status, self.answer, given=self.given, **self.headers)


def taken(*sent: Sent, world: World | None = None) -> tuple[World, Thing | None]:
    """The world after these exchanges, and the thing that the last one is about."""
    here, thing = world or World(graph=GRAPH), None
    for each in sent:
        operation = CONTRACT.operation(each.operation)
        here, thing = here.take(
            operation,
            each.exchange,
            address=each.address,
            account=each.account,
            absent=each.absent,
        )
    return here, thing


def pet(key: Any = 7, **told: Any) -> Thing:
    """A pet that the run made."""
    about: dict[str, Any] = {"owner": Owner.CREATED, "written": True, "number": 1, **told}
    return Thing(resource="pets", address=(("pets", key),), **about)


MADE = Sent(operation="make", status=201, answer={"id": 7})
AT = {"pets": 7}
READ = Sent(operation="read", answer={"id": 7, "name": "Rex"}, address=AT)
REX = {"id": 7, "name": "Rex"}

STORIES: dict[str, tuple[list[Sent], Thing | None]] = {
    "created": ([MADE], pet()),
    "created, the key in Location": (
        [Sent(operation="make", status=201, headers={"Location": "/pets/7"})],
        pet("7"),
    ),
    "created by another account": (
        [Sent(operation="make", status=201, answer={"id": 7}, account=OTHER)],
        pet(account=OTHER),
    ),
    "created by nobody": (
        [Sent(operation="make", status=201, answer={"id": 7}, account=NOBODY)],
        pet(),
    ),
    "created again": ([MADE, MADE], pet(number=2)),
    "refused": ([Sent(operation="make", status=422, answer={"id": 7})], None),
    "failed": ([Sent(operation="make", status=500, answer={"id": 7})], None),
    "lost": ([Sent(operation="make", status=0)], None),
    "read": ([MADE, READ], pet(state=REX)),
    "read with a tag": (
        [MADE, Sent(operation="read", answer=REX, address=AT, headers={"ETag": '"1"'})],
        pet(state=REX, etag='"1"'),
    ),
    "read again without a tag": (
        [MADE, Sent(operation="read", answer={}, address=AT, headers={"ETag": '"1"'}), READ],
        pet(state=REX),
    ),
    "read by its key as a text": (
        [MADE, Sent(operation="read", answer=REX, address={"pets": "7"})],
        pet(state=REX),
    ),
    "read as bytes": (
        [MADE, Sent(operation="read", answer=b"\x89PNG", address=AT)],
        pet(state=b"\x89PNG"),
    ),
    "read in part": (
        [MADE, READ, Sent(operation="read", status=206, answer=b"{", address=AT)],
        pet(state=REX),
    ),
    "not modified": ([MADE, READ, Sent(operation="read", status=304, address=AT)], pet(state=REX)),
    "not found": (
        [MADE, READ, Sent(operation="read", status=404, address=AT)],
        pet(state=REX, gone=True),
    ),
    "gone": ([MADE, Sent(operation="read", status=410, address=AT)], pet(gone=True)),
    "found again": ([MADE, Sent(operation="read", status=404, address=AT), READ], pet(state=REX)),
    "not allowed to be read": ([MADE, Sent(operation="read", status=403, address=AT)], pet()),
    "failed to be read": ([MADE, Sent(operation="read", status=500, address=AT)], pet()),
    "read by another account": (
        [MADE, READ, Sent(operation="read", answer={"other": 1}, address=AT, account=OTHER)],
        pet(state=REX),
    ),
    "hidden from another account": (
        [MADE, Sent(operation="read", status=404, address=AT, account=OTHER)],
        pet(),
    ),
    "hidden from nobody": (
        [MADE, Sent(operation="drop", status=404, address=AT, account=NOBODY)],
        pet(),
    ),
    "unknown and read": ([READ], None),
    "unknown and deleted": ([Sent(operation="drop", status=204, address=AT)], None),
    "deleted": (
        [MADE, Sent(operation="drop", status=204, address=AT)],
        pet(gone=True, deleted=True),
    ),
    "deleted twice": (
        [
            MADE,
            Sent(operation="drop", status=204, address=AT),
            Sent(operation="drop", status=404, address=AT),
        ],
        pet(gone=True, deleted=True),
    ),
    "deleted before": ([MADE, Sent(operation="drop", status=410, address=AT)], pet(gone=True)),
    "not deleted": ([MADE, Sent(operation="drop", status=409, address=AT)], pet()),
    "perhaps deleted": ([MADE, Sent(operation="drop", status=500, address=AT)], pet()),
    "deleted by another account": (
        [MADE, Sent(operation="drop", status=204, address=AT, account=OTHER)],
        pet(gone=True, deleted=True),
    ),
    "replaced": ([MADE, Sent(operation="put", answer=REX, address=AT)], pet()),
    "replaced after it was deleted": (
        [
            MADE,
            Sent(operation="drop", status=204, address=AT),
            Sent(operation="put", status=200, address=AT),
        ],
        pet(),
    ),
    "put where nothing was": (
        [Sent(operation="put", status=204, address=AT, absent=True)],
        pet(),
    ),
    "put where a 201 says that nothing was": (
        [Sent(operation="put", status=201, address=AT)],
        pet(),
    ),
    "put by nobody": (
        [Sent(operation="put", status=201, address=AT, account=NOBODY)],
        pet(),
    ),
    "put where something may have been": ([Sent(operation="put", address=AT)], None),
    "put in vain": ([Sent(operation="put", status=422, address=AT, absent=True)], None),
    "updated": ([MADE, Sent(operation="patch", answer=REX, address=AT)], pet()),
    "fed": ([MADE, Sent(operation="feed", status=202, address=AT)], pet()),
    "weighed": ([MADE, READ, Sent(operation="weigh", answer=3, address=AT)], pet(state=REX)),
    "listed": ([MADE, Sent(operation="all", answer=[])], None),
    "of no resource": ([MADE, Sent(operation="health", answer={"id": 7})], None),
}


@pytest.mark.parametrize("name", STORIES)
def test_exchanges_tell_of_things(name: str) -> None:
    """Who made a thing, how it stood when it was read last, and whether it is gone."""
    sent, expected = STORIES[name]
    world, thing = taken(*sent)
    assert (thing and replace(thing, stale=True)) == expected
    if thing is not None:
        assert world.thing(thing.resource, thing.keys) == thing


FOUND = Thing(resource="pets", address=(("pets", 7),), owner=Owner.FOUND, state=REX)


@pytest.mark.parametrize(
    ("operation", "status", "written"),
    [
        ("put", 200, True),
        ("put", 500, True),
        ("put", 422, False),
        ("patch", 200, True),
        ("patch", 500, True),
        ("patch", 404, False),
        ("feed", 202, True),
        ("feed", 409, False),
        ("drop", 500, True),
        ("drop", 403, False),
        ("read", 200, False),
        ("read", 500, False),
        ("weigh", 200, False),
    ],
)
def test_what_is_not_refused_may_have_written(
    operation: str, status: int, *, written: bool
) -> None:
    """A service that fails may have changed the thing all the same."""
    world = World(graph=GRAPH).put(FOUND)
    _, thing = taken(Sent(operation=operation, status=status, address=AT), world=world)
    assert thing is not None
    assert (thing.written, thing.owner) == (written, Owner.FOUND)


@pytest.mark.parametrize("owner", [Owner.FOUND, Owner.CONFIGURED])
def test_what_was_there_before_is_never_taken_for_created(owner: Owner) -> None:
    """An answer that names a thing of somebody else makes nothing the run's own."""
    there = Thing(resource="pets", address=(("pets", 7),), owner=owner)
    world, thing = taken(
        Sent(operation="make", status=200, answer={"id": 7}, given={"a": 1}),
        world=World(graph=GRAPH).put(there),
    )
    assert thing is None
    assert list(world.things.values()) == [there]
    assert world.left() == []
    assert world.unkeyed == (("pets", {"a": 1}),)


def test_what_names_no_key_is_remembered_by_its_body() -> None:
    """It may be found in a list."""
    world, thing = taken(
        Sent(operation="make", status=201, given={"name": "a"}),
        Sent(operation="make", status=204, answer={"ok": True}),
        Sent(operation="make", status=422, given={"name": "b"}),
    )
    assert thing is None
    assert world == World(graph=GRAPH, unkeyed=(("pets", {"name": "a"}), ("pets", None)))


def test_children_are_known_by_their_parents() -> None:
    """The same key in another parent is another thing; other keys of the address are left out."""
    world, toy = taken(
        MADE,
        Sent(operation="add", status=201, answer={"id": 1}, address={"pets": 7, "notes": "n"}),
        Sent(operation="add", status=201, answer={"id": 1}, address={"pets": 8}),
    )
    assert toy == Thing(
        resource="toys",
        address=(("pets", 8), ("toys", 1)),
        owner=Owner.CREATED,
        written=True,
        number=3,
    )
    assert [each.address for each in world.things.values()] == [
        (("pets", 7),),
        (("pets", 7), ("toys", 1)),
        (("pets", 8), ("toys", 1)),
    ]
    first = world.thing("toys", {"toys": "1", "pets": "7"})
    assert first is not None
    assert (first.name, first.key, first.keys) == ("toys 1", 1, {"pets": 7, "toys": 1})


def test_what_is_left_is_deleted_newest_first_and_children_before_parents() -> None:
    """Only what the run made and did not delete."""
    world, _ = taken(
        MADE,
        Sent(operation="make", status=201, answer={"id": 8}),
        Sent(operation="add", status=201, answer={"id": 1}, address={"pets": 7}),
        Sent(operation="write", status=201, address={"notes": "n"}),
        Sent(operation="add", status=201, answer={"id": 2}, address={"pets": 8}),
        Sent(operation="make", status=201, answer={"id": 9}),
        Sent(operation="drop", status=204, address={"pets": 9}),
        MADE,
    )
    world = world.put(Thing(resource="pets", address=(("pets", 5),), owner=Owner.FOUND))
    assert [each.name for each in world.left()] == [
        "toys 2",
        "toys 1",
        "pets 7",
        "notes n",
        "pets 8",
    ]


def test_a_document_of_two_accounts_is_not_mixed_up() -> None:
    """What the other account reads at the same path is its own document."""
    mine = Thing(resource="me", address=(), owner=Owner.CONFIGURED, first={"a": 1}, state={"a": 1})
    world, thing = taken(
        Sent(operation="me", answer={"b": 2}, account=OTHER), world=World(graph=GRAPH).put(mine)
    )
    assert thing == mine
    assert world.thing("me", {}) == mine
    assert (mine.key, mine.name) == (MISSING, "me")


def test_a_world_does_not_change() -> None:
    """What happened makes a new one."""
    before, _ = taken(MADE)
    after, _ = taken(READ, world=before)
    assert before.thing("pets", AT) == pet()
    assert after.thing("pets", AT) == replace(pet(state=REX), stale=False)


@pytest.mark.parametrize(
    ("sent", "stale"),
    [
        ([MADE], True),
        ([MADE, READ], False),
        ([MADE, READ, Sent(operation="patch", address=AT)], True),
        ([MADE, READ, Sent(operation="patch", status=422, address=AT)], True),
        ([MADE, READ, Sent(operation="patch", address=AT), READ], False),
    ],
)
def test_how_a_thing_stands_is_known_until_something_is_sent(sent: list[Sent], stale: bool) -> None:
    """A read tells it; whatever could change it makes it stale, also where it was refused."""
    world, _ = taken(*sent)
    thing = world.thing("pets", AT)
    assert thing is not None
    assert thing.stale is stale


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a": 1, "b": 2}, {"b": "2", "a": "1"}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, {"b": 1}, False),
        ({}, {}, True),
    ],
)
def test_things_are_told_apart_by_all_their_keys(
    one: dict[str, Any], other: dict[str, Any], *, expected: bool
) -> None:
    """As they stand in a path, in any order."""
    assert (thing_id("a", one) == thing_id("a", other)) is expected
    assert thing_id("a", one) != thing_id("b", one)


def test_who_has_said_created_tells_otherwise_of_what_was_there() -> None:
    """200 behind a 201 has made nothing, and what the run has made is still its own."""
    world, thing = taken(MADE, Sent(operation="make", status=200, answer={"id": 8}))
    assert (thing, [each.name for each in world.left()]) == (None, ["pets 7"])
    again, thing = taken(Sent(operation="make", status=200, answer={"id": 7}), world=world)
    assert (thing, again) == (None, world)


def test_what_makes_many_has_made_each() -> None:
    """Each item of the answer is a thing of the run's own; the first is what was asked for."""
    world, thing = taken(Sent(operation="make", status=201, answer=[{"id": 7}, {"id": 8}, "x"]))
    assert thing == pet()
    assert sorted(each.name for each in world.left()) == ["pets 7", "pets 8"]
