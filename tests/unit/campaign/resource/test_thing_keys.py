"""The key of what was created, out of the answer."""

from typing import Any

import pytest

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing_keys import inner, is_key, key_member, keys_of, location_key
from ringback.exchange import Exchange, Lost, LostReason, Request, Response
from ringback.payload import MISSING
from tests.unit.campaign.resource.apis import exchange, graph, linked

LINES = ("POST /pets make", "GET /pets/{pet_id} one", "GET /owners/{id} owner")
PETS = Resource(name="pets", path="/pets/{}", key="pet_id")


def keys(found: Exchange, **links: Any) -> list[tuple[str, Any]]:
    """What may be the key in an answer to POST /pets, with these links described."""
    made = graph(*LINES, make=linked(**links))
    resource = made.resources["pets"]
    assert resource.create is not None
    return list(keys_of(made, resource, resource.create, found))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"id": 7}, [("/id", 7)]),
        ({"id": "7"}, [("/id", "7")]),
        ({"pet_id": 7}, [("/pet_id", 7)]),
        ({"petId": "a"}, [("/petId", "a")]),
        ({"uuid": "u"}, [("/uuid", "u")]),
        ({"slug": "rex-the-dog"}, [("/slug", "rex-the-dog")]),
        ({"id": 7, "petNumber": 5}, [("/petNumber", 5), ("/id", 7)]),
        ({"name": "Rex", "pet_id": 7}, [("/pet_id", 7), ("/name", "Rex")]),
        ({"pet": {"id": 7}}, [("/id", 7)]),
        ({"data": {"id": 7}, "ok": True}, [("/id", 7)]),
        ({"id": None}, []),
        ({"id": ""}, []),
        ({"id": True}, []),
        ({"id": [7]}, []),
        ({"owner_id": 7}, []),
        ({"customer": {"id": 7}, "total": 3}, []),
        (7, [("", 7)]),
        ("rex", [("", "rex")]),
        ("", []),
        ([7], []),
        (None, []),
        (MISSING, []),
        (b"made", []),
    ],
)
def test_members_of_an_answer_are_keys(answer: Any, expected: list[tuple[str, Any]]) -> None:
    """The key's own name first, then the resource's, then the usual ones; or the answer itself."""
    assert keys(exchange("POST /pets", 201, answer)) == expected


@pytest.mark.parametrize(("status", "expected"), [(200, [("", 7)]), (201, [("", 7)]), (202, [])])
def test_the_answer_itself_is_a_key(status: int, expected: list[tuple[str, Any]]) -> None:
    """Where something is there already: what was only accepted may have any number."""
    assert keys(exchange("POST /pets", status, 7)) == expected


LOCATION = "$response.header.Location"


@pytest.mark.parametrize(
    ("link", "answer", "headers", "expected"),
    [
        ("$response.body#/id", {"id": 7}, {}, ("$response.body#/id", 7)),
        ("$response.body#/made/0", {"made": ["a"], "id": 7}, {}, ("$response.body#/made/0", "a")),
        ("$response.body", "rex", {}, ("$response.body", "rex")),
        (
            LOCATION,
            {},
            {"Location": "/pets/7"},
            (LOCATION, "7"),
        ),
        (LOCATION, {}, {"Location": "7"}, (LOCATION, "7")),
        (
            LOCATION,
            {},
            {"Location": "/a%20b/?q=1"},
            (LOCATION, "a b"),
        ),
        ("$response.header.X-Key", {"id": 7}, {"X_Key": "k"}, ("$response.header.X-Key", "k")),
        ("$response.header.X-Key", {"id": 7}, {}, ("/id", 7)),
        ("$response.body#/none", {"id": 7}, {}, ("/id", 7)),
        ("$response.body#/id", {"id": None, "slug": "s"}, {}, ("/slug", "s")),
    ],
)
def test_a_link_tells_the_key(
    link: str, answer: Any, headers: dict[str, str], expected: tuple[str, Any]
) -> None:
    """What a description links comes before what names suggest, if it is there."""
    link_of = {"operationId": "one", "parameters": {"pet_id": link}}
    found = keys(exchange("POST /pets", 201, answer, **headers), it=link_of)
    assert found[0] == expected


def test_a_link_to_another_resource_tells_no_key_of_this_one() -> None:
    """An owner's key is none of a pet."""
    link = {"operationId": "owner", "parameters": {"id": "$response.body#/owner"}}
    assert keys(exchange("POST /pets", 201, {"owner": 3, "id": 7}), it=link) == [("/id", 7)]


LOCATIONS = [
    ("/pets/7", "7"),
    ("/pets/7/", "7"),
    ("https://api.test/pets/7", "7"),
    ("https://api.test/base/v1/pets/7?fresh=1#top", "7"),
    ("/base/pets/rex-the-dog", "rex-the-dog"),
    ("/pets/a%20b", "a b"),
    ("/pets/a%2Fb", "a/b"),
    ("pets/7", "7"),
    ("./pets/7", "7"),
    ("../pets/7", "7"),
    ("//api.test/pets/7", "7"),
    ("/owners/7", None),
    ("/carpets/7", None),
    ("carpets/7", None),
    ("/pets", None),
    ("/pets/", None),
    ("/pets/7/toys/3", None),
    ("", None),
]


@pytest.mark.parametrize(("location", "expected"), LOCATIONS)
def test_location_tells_the_key(location: str, expected: str | None) -> None:
    """A path of the resource, absolute, relative or below a base, ends in its key."""
    response = Response(status=201, headers=(("location", location),))
    assert location_key(PETS, response) == expected


@pytest.mark.parametrize(
    ("path", "key", "location", "expected"),
    [
        ("/orders/{}/items/{}", "item", "/orders/3/items/7", "7"),
        ("/orders/{}/items/{}", "item", "/items/7", None),
        ("/a.b/{}", "id", "/a.b/7", "7"),
        ("/a.b/{}", "id", "/axb/7", None),
        ("/me", "", "/me", None),
    ],
)
def test_location_of_other_templates(
    path: str, key: str, location: str, expected: str | None
) -> None:
    """A child's own key is the last; a document has none."""
    response = Response(status=201, headers=(("Location", location),))
    assert location_key(Resource(name="r", path=path, key=key), response) == expected


def test_without_a_location_there_is_no_key_in_it() -> None:
    """An answer without the header tells nothing by it."""
    assert location_key(PETS, Response(status=201)) is None


def test_all_that_may_be_the_key_is_told_in_order() -> None:
    """Links, then members of the key's name, then another Location, then what the request named."""
    link = {"operationId": "one", "parameters": {"pet_id": "$response.body#/made"}}
    answer = {"made": 1, "id": 3}
    found = exchange("POST /pets", 201, answer, given={"petId": "given"}, Location="/pets/2")
    assert keys(found, it=link) == [
        ("$response.body#/made", 1),
        ("/id", 3),
        ("header.location", "2"),
        ("/petId", "given"),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"pet_id": "rex"}, [("/pet_id", "rex")]),
        ({"PetID": 7}, [("/PetID", 7)]),
        ({"pet_id": None}, []),
        ({"Id": 7, "slug": "rex"}, []),
        ({"id": 7, "name": "Rex"}, []),
        (["pet_id"], []),
    ],
)
def test_a_request_may_name_the_key(given: Any, expected: list[tuple[str, Any]]) -> None:
    """Where the answer is empty, only the key's own name is believed."""
    assert keys(exchange("POST /pets", 204, given=given)) == expected


def test_without_an_answer_there_is_no_key() -> None:
    """Nobody knows what came of the request."""
    lost = Lost(reason=LostReason.TIMEOUT, detail="")
    request = Request(method="POST", url="/pets", body=b'{"pet_id": 7}')
    assert keys(Exchange(request=request, outcome=lost)) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, True),
        (7, True),
        ("a", True),
        ("", False),
        (True, False),
        (False, False),
        (None, False),
        (1.5, False),
        ([], False),
        ({}, False),
        (MISSING, False),
    ],
)
def test_a_key_is_a_text_or_a_whole_number(value: Any, *, expected: bool) -> None:
    """Whatever else JSON has stands in no path."""
    assert is_key(value) is expected


@pytest.mark.parametrize(
    ("state", "key", "expected"),
    [
        ({"id": 7}, 7, "id"),
        ({"id": 7}, "7", "id"),
        ({"pet_id": 7, "id": 3}, 7, "pet_id"),
        ({"pet_id": 7, "id": 3}, 3, "id"),
        ({"name": "7", "slug": "7"}, 7, "slug"),
        ({"id": 8}, 7, None),
        ({"size": 7}, 7, None),
        ({"pet": {"id": 7}}, 7, None),
        ([7], 7, None),
        (MISSING, 7, None),
    ],
)
def test_a_member_holds_the_key(state: Any, key: Any, expected: str | None) -> None:
    """The likeliest name whose value is the key, as it stands in a path."""
    assert key_member(PETS, state, key) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"id": 7, "owner": {"id": 3}}, {"id": 7, "owner": {"id": 3}}),
        ({"pet": {"id": 7}}, {"id": 7}),
        ({"ok": True, "pet": {"id": 7}}, {"id": 7}),
        ({"pet": {"id": 7}, "links": {}}, {"id": 7}),
        ({"data": {"id": 7}, "meta": {"took": 3}}, {"id": 7}),
        ({"one": {"id": 7}, "links": {}}, {"one": {"id": 7}, "links": {}}),
        ({"ok": True}, {"ok": True}),
        ([{"id": 7}], [{"id": 7}]),
        (MISSING, MISSING),
    ],
)
def test_an_envelope_is_taken_off(state: Any, expected: Any) -> None:
    """What has no key of its own and holds one object is an envelope of it."""
    assert inner(state, PETS) == expected
