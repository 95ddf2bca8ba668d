"""Resources out of the grammar of paths."""

from typing import Any

import pytest

from ringback.campaign.resource.paths import is_safe_verb, key_prefixes, resources_of
from tests.unit.campaign.resource.apis import api, linked, roles

Told = tuple[str, str, str | None, dict[str, Any]]  # path, key, parent, roles


def shown(*lines: str, **told: Any) -> dict[str, Told]:
    """The resources of these operations by their names."""
    return {
        each.name: (each.path, each.key, each.parent, roles(each))
        for each in resources_of(api(*lines, **told).operations)
    }


APIS: dict[str, tuple[list[str], dict[str, Told]]] = {
    "a collection and its things": (
        [
            "GET /pets all",
            "POST /pets make",
            "GET /pets/{id} one",
            "PUT /pets/{id} put",
            "PATCH /pets/{id} patch",
            "DELETE /pets/{id} drop",
        ],
        {
            "pets": (
                "/pets/{}",
                "id",
                None,
                {
                    "create": "make",
                    "read": "one",
                    "update": "patch",
                    "replace": "put",
                    "delete": "drop",
                    "list": "all",
                },
            )
        },
    ),
    "a thing alone": (["GET /pets/{id} one"], {"pets": ("/pets/{}", "id", None, {"read": "one"})}),
    "a collection alone": (["GET /pets all", "POST /pets make"], {}),
    "nothing": ([], {}),
    "the root": (["GET / root", "PUT / put"], {}),
    "things at the root": (["GET /{id} one", "DELETE /{id} drop"], {}),
    "things in things": (
        [
            "POST /orders/{order_id}/items/{item_id}/notes note",
            "DELETE /orders/{order_id}/items/{item_id}/notes/{id} unnote",
            "GET /orders/{id} one",
            "POST /orders/{order_id}/items add",
            "GET /orders/{order_id}/items/{item_id} item",
        ],
        {
            "orders": ("/orders/{}", "id", None, {"read": "one"}),
            "items": (
                "/orders/{}/items/{}",
                "item_id",
                "orders",
                {"create": "add", "read": "item"},
            ),
            "notes": (
                "/orders/{}/items/{}/notes/{}",
                "id",
                "items",
                {"create": "note", "delete": "unnote"},
            ),
        },
    ),
    "a thing that nothing is done to between two": (
        ["GET /orgs/{org} one", "GET /orgs/{org}/teams/{team}/members/{id} member"],
        {
            "orgs": ("/orgs/{}", "org", None, {"read": "one"}),
            "members": ("/orgs/{}/teams/{}/members/{}", "id", "orgs", {"read": "member"}),
        },
    ),
    "a name that begins like another": (
        ["GET /pets/{id} one", "GET /pets-of-ann/{id} hers"],
        {
            "pets": ("/pets/{}", "id", None, {"read": "one"}),
            "pets-of-ann": ("/pets-of-ann/{}", "id", None, {"read": "hers"}),
        },
    ),
    "a parameter with two names": (
        ["POST /pets/{pet_id}/walk walk", "GET /pets/{id} one"],
        {"pets": ("/pets/{}", "id", None, {"read": "one", "action": ["walk"]})},
    ),
    "two keys in a row": (
        ["GET /repos/{owner}/{repo} one", "DELETE /repos/{owner}/{repo} drop"],
        {
            "owner": ("/repos/{}", "owner", None, {}),
            "repos": ("/repos/{}/{}", "repo", "owner", {"read": "one", "delete": "drop"}),
        },
    ),
    "collections with one name": (
        [
            "GET /a/{id} a",
            "GET /a/{id}/items/{item} in_a",
            "GET /b/{id} b",
            "GET /b/{id}/items/{item} in_b",
        ],
        {
            "a": ("/a/{}", "id", None, {"read": "a"}),
            "b": ("/b/{}", "id", None, {"read": "b"}),
            "items": ("/a/{}/items/{}", "item", "a", {"read": "in_a"}),
            "b/items": ("/b/{}/items/{}", "item", "b", {"read": "in_b"}),
        },
    ),
    "collections with one name and no parent": (
        ["GET /v1/pets/{id} a", "GET /v2/pets/{id} b", "GET /v3/pets/{id} c"],
        {
            "pets": ("/v1/pets/{}", "id", None, {"read": "a"}),
            "/pets": ("/v2/pets/{}", "id", None, {"read": "b"}),
            "/v3/pets/{}": ("/v3/pets/{}", "id", None, {"read": "c"}),
        },
    ),
    "a POST on a thing updates it": (
        ["GET /pets/{id} one", "POST /pets/{id} change"],
        {"pets": ("/pets/{}", "id", None, {"read": "one", "update": "change"})},
    ),
    "a POST beside a PATCH does not": (
        ["PATCH /pets/{id} patch", "POST /pets/{id} odd"],
        {"pets": ("/pets/{}", "id", None, {"update": "patch"})},
    ),
    "a POST beside a PUT does not": (
        ["PUT /pets/{id} put", "POST /pets/{id} odd"],
        {"pets": ("/pets/{}", "id", None, {"replace": "put"})},
    ),
    "verbs in paths": (
        [
            "POST /users/create make",
            "GET /users/list all",
            "GET /users/{id}/show one",
            "POST /users/{id}/update change",
            "POST /users/{id}/delete drop",
        ],
        {
            "users": (
                "/users/{}",
                "id",
                None,
                {
                    "create": "make",
                    "read": "one",
                    "update": "change",
                    "delete": "drop",
                    "list": "all",
                },
            )
        },
    ),
    "verbs by other names": (
        [
            "POST /users/add make",
            "POST /users/all all",
            "POST /users/{id}/details one",
            "POST /users/{id}/edit change",
            "GET /users/{id}/remove drop",
        ],
        {
            "users": (
                "/users/{}",
                "id",
                None,
                {
                    "create": "make",
                    "read": "one",
                    "update": "change",
                    "delete": "drop",
                    "list": "all",
                },
            )
        },
    ),
    "forms of verbs": (
        [
            "GET /users/new form",
            "POST /users/new make",
            "GET /users/{id}/edit editor",
            "POST /users/{id}/edit change",
            "GET /users/{id}/delete asked",
            "POST /users/{id}/delete drop",
            "POST /users/{id}/get strange",
            "GET /users/{id}/get one",
        ],
        {
            "users": (
                "/users/{}",
                "id",
                None,
                {"create": "make", "read": "one", "update": "change", "delete": "drop"},
            )
        },
    ),
    "methods before verbs": (
        [
            "POST /users make",
            "POST /users/create odd",
            "GET /users/{id} one",
            "GET /users/{id}/show odd_too",
            "DELETE /users/{id} drop",
            "POST /users/{id}/delete odder",
        ],
        {
            "users": (
                "/users/{}",
                "id",
                None,
                {"create": "make", "read": "one", "delete": "drop"},
            )
        },
    ),
    "actions": (
        [
            "GET /pets/{id} one",
            "POST /pets/{id}/feed feed",
            "PUT /pets/{id}/star star",
            "DELETE /pets/{id}/star unstar",
            "POST /pets/{id}/toys add",
            "GET /pets/{id}/toys/{toy} toy",
            "POST /pets/{id}/photo upload",
            "GET /pets/{id}/photo photo",
            "POST /pets/{id}/deep/er deep",
        ],
        {
            "pets": ("/pets/{}", "id", None, {"read": "one", "action": ["feed", "star", "unstar"]}),
            "toys": ("/pets/{}/toys/{}", "toy", "pets", {"create": "add", "read": "toy"}),
        },
    ),
    "views": (
        [
            "GET /pets/{id} one",
            "GET /pets/{id}/weight weight",
            "GET /pets/{id}/photo photo",
            "DELETE /pets/{id}/photo unphoto",
            "GET /pets/{id}/toys toys",
            "GET /pets/{id}/toys/{toy} toy",
            "GET /pets/{id}/diet diet",
            "PUT /pets/{id}/diet feed",
        ],
        {
            "pets": ("/pets/{}", "id", None, {"read": "one", "view": ["weight", "photo"]}),
            "toys": ("/pets/{}/toys/{}", "toy", "pets", {"read": "toy", "list": "toys"}),
            "diet": ("/pets/{}/diet", "", "pets", {"read": "diet", "replace": "feed"}),
        },
    ),
    "documents without a key": (
        [
            "GET /me me",
            "PATCH /me patch",
            "DELETE /me leave",
            "GET /me/settings settings",
            "PUT /me/settings put",
            "GET /health health",
            "PUT /flag raise",
        ],
        {
            "me": ("/me", "", None, {"read": "me", "update": "patch", "delete": "leave"}),
            "settings": ("/me/settings", "", None, {"read": "settings", "replace": "put"}),
        },
    ),
    "a POST beside a PUT of a document": (
        ["GET /me me", "PUT /me put", "POST /me post"],
        {"me": ("/me", "", None, {"read": "me", "update": "post", "replace": "put"})},
    ),
    "a POST beside a DELETE of a document": (
        ["GET /me me", "DELETE /me leave", "POST /me post"],
        {"me": ("/me", "", None, {"read": "me", "update": "post", "delete": "leave"})},
    ),
    "a document with a parameter above that is no thing": (
        ["GET /{tenant}/flags flags", "PUT /{tenant}/flags put"],
        {"flags": ("/{}/flags", "", None, {"read": "flags", "replace": "put"})},
    ),
    "a parameter inside a segment": (
        [
            "GET /pets/{id}.json one",
            "PUT /pets/{id}.json put",
            "GET /files/{name}.{kind}/versions/{v} version",
            "POST /files/{name}.{kind}/versions add",
        ],
        {},
    ),
}


@pytest.mark.parametrize("name", APIS)
def test_paths_show_resources(name: str) -> None:
    """Each resource has its template, key, parent and roles; what is not understood has none."""
    lines, expected = APIS[name]
    assert shown(*lines) == expected


def test_a_post_that_links_to_the_read_of_a_document_updates_it() -> None:
    """Without such a link a POST may make things that have no path."""
    link = linked(it={"operationId": "me"})
    assert shown("GET /me me", "POST /me post") == {}
    assert shown("GET /me me", "POST /me post", post=link) == {
        "me": ("/me", "", None, {"read": "me", "update": "post"})
    }


def test_a_link_with_parameters_is_no_link_to_the_document_itself() -> None:
    """It leads to one of many."""
    link = linked(it={"operationId": "me", "parameters": {"id": "$response.body#/id"}})
    assert shown("GET /me me", "POST /me post", post=link) == {}


def test_parents_stand_before_children() -> None:
    """Whatever the order of the description, the shorter templates come first."""
    lines = ["GET /a/{a}/b/{b}/c/{c}", "GET /a/{a}/b/{b}", "GET /a/{a}", "GET /d/{d}"]
    found = resources_of(api(*lines).operations)
    assert [each.name for each in found] == ["a", "d", "b", "c"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/pets", []),
        ("/pets/{id}", [("id", "/pets/{}")]),
        ("/pets/{id}/feed", [("id", "/pets/{}")]),
        ("/a/{x}/b/{y}", [("x", "/a/{}"), ("y", "/a/{}/b/{}")]),
        ("/repos/{owner}/{repo}", [("owner", "/repos/{}"), ("repo", "/repos/{}/{}")]),
        ("/{tenant}/pets/{id}", [("tenant", "/{}"), ("id", "/{}/pets/{}")]),
        ("/pets/{id}.json", []),
        ("/pets/{id}:walk", []),
        ("/pets/{a}-{b}", []),
    ],
)
def test_each_parameter_tells_a_thing(path: str, expected: list[tuple[str, str]]) -> None:
    """The template of a thing ends where its parameter stands."""
    (operation,) = api(f"GET {path}").operations
    assert key_prefixes(operation) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("POST /pets/search", True),
        ("POST /login", True),
        ("POST /sign-in", True),
        ("POST /auth/signin", True),
        ("POST /findPets", True),
        ("POST /pets:query", True),
        ("POST /price.estimate", True),
        ("POST /Validate", True),
        ("POST /pets", False),
        ("POST /research", False),
        ("POST /logins", False),
        ("POST /search/{id}", False),
        ("POST /", False),
        ("PUT /pets/search", False),
        ("GET /pets/search", False),
    ],
)
def test_a_post_may_be_called_as_what_changes_nothing(line: str, *, expected: bool) -> None:
    """The last segment's words tell; other methods are what HTTP says."""
    (operation,) = api(line).operations
    assert is_safe_verb(operation) is expected
