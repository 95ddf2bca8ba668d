"""Keys in several parts: `/repos/{owner}/{repo}` is one thing."""

from typing import Any

import pytest

from ringback.campaign.resource.composite import beside, joined
from ringback.campaign.resource.keys import inner, key_member, keys_of, location_key, members
from ringback.campaign.resource.model import InputSlot, Resource
from tests.unit.campaign.resource.apis import exchange, graph, linked

REPOS = Resource(name="repos", path="/repos/{}/{}", key="repo", also=("owner",))
LINES = (
    "POST /repos make",
    "GET /repos/{owner}/{repo} one",
    "GET /repos/{owner}/{repo}/issues/{number} issue",
)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"full_name": "ann/rex", "name": "rex"}, ["ann/rex"]),
        ({"name": "rex", "owner": "ann"}, ["ann/rex"]),
        ({"name": "rex", "owner": {"id": 3, "login": "ann"}}, ["ann/rex"]),
        ({"repo": "rex", "name": "Rex!", "owner_id": 3}, ["3/rex"]),
        ({"repo_id": 7, "owner_name": "ann"}, ["ann/7"]),
        ({"data": {"slug": "rex", "owner": "ann"}, "ok": True}, ["ann/rex"]),
        ({"path": "a/b", "name": "rex", "owner": "ann"}, ["ann/rex"]),
        ({"full_name": "ann/rex"}, []),
        ({"name": "rex"}, []),
        ({"owner": "ann"}, []),
        ({"owner": "ann", "name": "a/b"}, []),
        ({"owner": "", "name": "rex"}, []),
        ({"owner": {"at": "x"}, "name": "rex"}, []),
        ([1], []),
        (b"made", []),
    ],
)
def test_an_answer_tells_all_parts(answer: Any, expected: list[str]) -> None:
    """By members with their names, in objects too, or as one text of which a member is the end."""
    made = graph(*LINES)
    resource = made.resources["repos"]
    assert resource.create is not None
    found = keys_of(made, resource, resource.create, exchange("POST /repos", 201, answer))
    assert [key for _, key in found] == expected


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/repos/ann/rex", "ann/rex"),
        ("https://x/api/repos/ann/rex/", "ann/rex"),
        ("/repos/a%20b/rex", "a b/rex"),
        ("/repos/a%2Fb/rex", None),
        ("/repos/rex", None),
        ("/users/ann/rex", None),
    ],
)
def test_a_location_tells_all_parts(location: str, expected: str | None) -> None:
    """As the path has them."""
    response = exchange("POST /repos", 201, Location=location).response
    assert response is not None
    assert location_key(REPOS, response) == expected


def test_a_link_tells_all_parts() -> None:
    """One expression a part; a part that is missing is no key."""
    for owner, expected in (("$response.body#/by", ["7/rex"]), ("$response.body#/none", [])):
        link = {
            "operationId": "one",
            "parameters": {"owner": owner, "repo": "$response.body#/called"},
        }
        made = graph(*LINES, make=linked(it=link))
        resource = made.resources["repos"]
        assert resource.create is not None
        found = exchange("POST /repos", 201, {"by": 7, "called": "rex"})
        assert [key for _, key in keys_of(made, resource, resource.create, found)] == expected


def test_the_request_tells_what_the_answer_does_not() -> None:
    """The owner stands in the path, or in the body that was given."""
    made = graph("POST /repos/{owner} make", *LINES[1:])
    resource = made.resources["repos"]
    assert resource.create is not None
    for request, given in (("POST /repos/ann", {"name": "rex"}), ("POST /x/y", {"owner": "ann"})):
        found = exchange(request, 201, {"name": "rex"}, given=given)
        assert [key for _, key in keys_of(made, resource, resource.create, found)] == ["ann/rex"]


def test_each_parameter_takes_its_part() -> None:
    """Of the thing, and of what stands in it."""
    found = graph(*LINES)
    assert found.resources["issues"].parent == "repos"
    slots = [each for each in found.inputs if each.operation == "issue"]
    assert [(each.place, each.resource, each.part) for each in slots] == [
        ("owner", "repos", 0),
        ("repo", "repos", 1),
        ("number", "issues", None),
    ]
    assert [each.of("ann/rex") for each in slots] == ["ann", "rex", "ann/rex"]


def test_no_member_is_a_key_in_parts() -> None:
    """No single member tells it, and what stands in it is not unwrapped."""
    state = {"name": "rex", "owner": {"login": "ann"}}
    assert [*members(state, REPOS)] == [("owner/repo", "ann/rex")]
    assert key_member(REPOS, state, "ann/rex") is None
    assert inner(state, REPOS) is state
    assert inner({"id": 5, "owner": {"x": 1}}, REPOS) == {"id": 5, "owner": {"x": 1}}
    assert inner({"repo": state}, REPOS) is state


def test_a_thing_beside_it_has_the_same_first_parts() -> None:
    """A key that nothing has is made up in the last part alone."""
    assert beside(REPOS, "ann/rex", "tom") == "ann/tom"
    assert beside(Resource(name="pets", path="/pets/{}", key="id"), 7, 8) == 8
    assert joined(["a", 7]) == "a/7"
    assert joined([True, "a"]) is None
    whole = InputSlot(operation="o", where="path", place="p", resource="r")
    assert whole.of(7) == 7
