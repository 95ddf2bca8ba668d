"""Keys of several parts, makers elsewhere, keys that are lent, and things that get another key."""

from typing import Any

import pytest

from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.thing import Owner, Thing, thing_id
from ringback.campaign.resource.thing_keys import parts_of
from ringback.campaign.resource.world import World
from ringback.exchange import Response
from tests.unit.campaign.resource.apis import api, exchange

REPO = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
REF = {"$ref": "#/components/schemas/Repo"}


def answers(status: str, schema: Any) -> dict[str, Any]:
    """What is said of an operation's answer."""
    content = {"application/json": {"schema": schema}}
    return {"responses": {status: {"description": "fine", "content": content}}}


CONTRACT = api(
    "POST /user/repos make",
    "GET /user/repos all",
    "GET /repos/{owner}/{repo} read",
    "PATCH /repos/{owner}/{repo} patch",
    "DELETE /repos/{owner}/{repo} drop",
    "GET /starred/{owner}/{repo} starred",
    "PUT /starred/{owner}/{repo} star",
    "DELETE /starred/{owner}/{repo} unstar",
    "POST /groups found",
    "GET /groups/{group_id} group",
    "PUT /groups/{group_id}/members/{user_id} join",
    "GET /groups/{group_id}/members/{user_id} member",
    "POST /users sign_up",
    "GET /users/{user_id} user",
    schemas={"Repo": REPO},
    make=answers("201", REF),
    all=answers("200", {"type": "array", "items": REF}),
    read=answers("200", REF),
)
GRAPH = graph_of(CONTRACT)
REPOS = GRAPH.resources["repos"]


def test_a_post_elsewhere_makes_what_a_read_answers() -> None:
    """The schema of both answers is the same; a GET beside the POST is the list."""
    assert REPOS.create is not None
    assert REPOS.list is not None
    assert (REPOS.create.id, REPOS.list.id, REPOS.parent) == ("make", "all", "owner")
    assert REPOS.inferred == "the schemas of answers"


def test_a_post_of_what_two_reads_answer_makes_neither() -> None:
    """Which of them it makes nobody knows."""
    found = graph_of(
        api(
            *("POST /mine make", "GET /repos/{id} read", "GET /forks/{id} fork"),
            schemas={"Repo": REPO},
            make=answers("201", REF),
            read=answers("200", REF),
            fork=answers("200", REF),
        )
    )
    assert {each.create for each in found.resources.values()} == {None}


def test_keys_that_a_client_cannot_choose_are_lent() -> None:
    """What is starred, and who is a member, has the key of a thing that is there."""
    borrowed = {name: each.borrows for name, each in GRAPH.resources.items() if each.borrows}
    assert borrowed == {"starred": "repos", "members": "users"}


@pytest.mark.parametrize(
    ("state", "location", "expected"),
    [
        ({"name": "r", "owner": {"login": "o", "id": 1}}, "", {"owner": "o"}),
        ({"name": "r", "owner": "o"}, "", {"owner": "o"}),
        ({"name": "r", "owner": {"login": "x"}}, "/repos/o/r", {"owner": "o"}),
        ({"name": "r", "url": "https://api.example/repos/o/r"}, "", {"owner": "o"}),
        ({"data": {"owner": {"slug": "o"}}}, "", {"owner": "o"}),
        ({"name": "r", "owner": None}, "", {}),
        ({"name": "r", "homepage": "https://example.com/a/b"}, "", {}),
        ([], "", {}),
    ],
)
def test_the_first_part_of_a_key_is_told(
    state: Any, location: str, expected: dict[str, Any]
) -> None:
    """By Location, by a URL of the thing, or by a member of its name, in that order."""
    headers = (("Location", location),) if location else ()
    response = Response(status=201, headers=headers, body=b"")
    assert parts_of(GRAPH, REPOS, state, response) == expected


ADDRESS = {"owner": "o", "repos": "old"}


def renamed(given: Any, answer: Any) -> Any:
    """The address that the thing has after an update."""
    thing = Thing(
        resource="repos",
        address=tuple(ADDRESS.items()),
        owner=Owner.CREATED,
        state={"id": 1, "name": "old"},
    )
    here, now = (
        World(graph=GRAPH)
        .put(thing)
        .take(
            CONTRACT.operation("patch"),
            exchange("PATCH /x", 200, answer, given=given),
            address=ADDRESS,
        )
    )
    assert now is not None
    old = thing_id("repos", ADDRESS)
    assert (old in here.moved) is here.things[old].gone
    assert here.things[here.moved.get(old, old)] == now
    return now.keys["repos"]


@pytest.mark.parametrize(
    ("given", "answer", "key"),
    [
        ({"name": "new"}, {"id": 1, "name": "new"}, "new"),
        ({"new_name": "new"}, {"id": 1, "name": "new"}, "new"),
        ({"note": "n"}, {"id": 1, "name": "old"}, "old"),
        ({"name": "new"}, {"id": 1, "name": "old"}, "old"),
        ({"note": "n"}, {"id": 1, "name": "other"}, "old"),  # nobody asked for that
        ({"name": "a"}, {"id": 1, "name": "b"}, "old"),
        ([], {"id": 1, "name": "new"}, "old"),
    ],
)
def test_an_update_may_give_a_thing_another_key(given: Any, answer: Any, key: str) -> None:
    """Where the request gave it and the answer tells it; nothing is left under the old one."""
    assert renamed(given, answer) == key
