"""What a store keeps: made, read, changed, listed and gone, by the description alone."""

from typing import Any

import pytest

from ringback.mock.api_mock import ApiMock
from tests.unit.mock.made_up import Asking, contract, described, status, value

WHEN = "2024-02-29T12:00:01Z"  # the first write
MERGE = "application/merge-patch+json"


@pytest.fixture(scope="module")
def zoos() -> ApiMock:
    """One mock for all tests here: samples are made once."""
    return ApiMock(contract("zoo"))


@pytest.fixture
def zoo(zoos: ApiMock) -> Asking:
    """A zoo without animals."""
    zoos.reset()
    return Asking(zoos)


def test_what_was_made_is_read_back(zoo: Asking) -> None:
    """A key is made up, read-only members are filled in, and optional ones stay out."""
    made = zoo("POST", "/pets", {"name": "Tom"})
    assert status(made) == 201
    assert dict(made.outcome.headers)["location"] == "/pets/1"  # type: ignore[union-attr]  # the test fails where it is lost
    assert value(made.outcome) == {"id": 1, "created_at": WHEN, "name": "Tom"}
    assert zoo.json("GET", "/pets/1") == {"id": 1, "created_at": WHEN, "name": "Tom"}


def test_what_is_written_only_is_never_told(zoo: Asking) -> None:
    """A password that was given is in no answer."""
    told = zoo.json("POST", "/pets", {"name": "Tom", "secret": "x"})
    assert told == {"id": 1, "created_at": WHEN, "name": "Tom"}


@pytest.mark.parametrize(
    ("method", "body", "kind", "expected"),
    [
        ("PATCH", {"name": "Jerry"}, MERGE, {"name": "Jerry", "kind": "cat", "tags": ["a"]}),
        ("PATCH", {"kind": None}, MERGE, {"name": "Tom", "tags": ["a"]}),
        ("PUT", {"name": "Jerry"}, "application/json", {"name": "Jerry"}),
        (
            "PUT",
            {"name": "Jerry", "weight": 2.5},
            "application/json",
            {"name": "Jerry", "weight": 2.5},
        ),
    ],
)
def test_an_update_is_read_back(
    zoo: Asking, method: str, body: Any, kind: str, expected: dict[str, Any]
) -> None:
    """A merge patch changes members and takes them away; a PUT leaves none of the others."""
    zoo("POST", "/pets", {"name": "Tom", "kind": "cat", "tags": ["a"]})
    whole = {"id": 1, "created_at": WHEN, **expected}
    assert zoo.json(method, "/pets/1", body, kind) == whole
    assert zoo.json("GET", "/pets/1") == whole


def test_what_is_deleted_is_gone_with_all_that_stood_in_it(zoo: Asking) -> None:
    """It is in no list, no read, and neither are its notes; others stay."""
    for name in ("Tom", "Jerry"):
        zoo("POST", "/pets", {"name": name})
    note = zoo.json("POST", "/pets/1/notes", {"text": "n"})
    other = zoo.json("POST", "/pets/2/notes", {"text": "m"})
    assert status(zoo("DELETE", "/pets/1")) == 204
    assert [each["name"] for each in zoo.json("GET", "/pets")["items"]] == ["Jerry"]
    gone = ("/pets/1", "/pets/1/notes", f"/pets/1/notes/{note['id']}")
    assert [status(zoo("GET", url)) for url in gone] == [404, 404, 404]
    assert zoo.json("GET", "/pets/2/notes") == [other]
    told = zoo("DELETE", "/pets/1")
    assert (status(told), told.mistake) == (404, "")
    assert told.note == "there is no pet 1: createPet makes one"


def test_nested_things_stand_in_their_parents(zoo: Asking) -> None:
    """A note knows its pet, is listed there alone, and can't be made in a pet that is not there."""
    for name in ("Tom", "Jerry"):
        zoo("POST", "/pets", {"name": name})
    note = zoo.json("POST", "/pets/2/notes", {"text": "n"})
    assert note == {"id": "00000000-0000-4000-8000-000000000003", "pet_id": 2, "text": "n"}
    assert zoo.json("GET", f"/pets/2/notes/{note['id']}") == note
    assert status(zoo("GET", f"/pets/1/notes/{note['id']}")) == 404
    assert zoo.json("GET", "/pets/1/notes") == []
    assert status(zoo("POST", "/pets/9/notes", {"text": "n"})) == 404


def test_a_key_of_the_client_s_own_is_taken_once(zoo: Asking) -> None:
    """The second one of the same key is a conflict, where that is documented."""
    group = {"slug": "big", "title": "Big"}
    made = zoo.json("POST", "/groups", group)
    assert {**made["data"], "id": ""} == {**group, "id": ""}
    assert zoo.json("GET", "/groups/big")["data"] == made["data"]
    again = zoo("POST", "/groups", {"slug": "big", "title": "Other"})
    assert (status(again), again.note) == (409, "there is a group big already")
    assert zoo.json("GET", "/groups")["data"] == [made["data"]]
    assert zoo.json("GET", "/groups")["meta"] == {"total": 1}


def test_what_nobody_can_make_is_there_for_whoever_asks(zoo: Asking) -> None:
    """No operation makes a breed: any that is named is told, the same each time."""
    told = zoo.json("GET", "/breeds/poodle")
    assert told["breed"] == "poodle"
    assert zoo.json("GET", "/breeds/poodle") == told


PETS = (
    {"name": "Tom", "kind": "cat", "tags": ["a", "b"], "weight": 4},
    {"name": "Rex", "kind": "dog", "tags": ["b"], "weight": 30},
    {"name": "Ivy", "kind": "cat", "tags": [], "weight": 3},
    {"name": "Old Rex"},
)


@pytest.mark.parametrize(
    ("query", "names", "total", "more"),
    [
        ("", ["Tom", "Rex", "Ivy", "Old Rex"], 4, False),
        ("kind=cat", ["Tom", "Ivy"], 2, False),
        ("tags=b", ["Tom", "Rex"], 2, False),
        ("tags=a&tags=c", ["Tom"], 1, False),
        ("kind=dog&tags=a", [], 0, False),
        ("q=rex", ["Rex", "Old Rex"], 2, False),
        ("sort=name", ["Ivy", "Old Rex", "Rex", "Tom"], 4, False),
        ("sort=-weight", ["Rex", "Tom", "Ivy", "Old Rex"], 4, False),
        ("sort=weight:asc", ["Ivy", "Tom", "Rex", "Old Rex"], 4, False),
        ("sort=kind,-name", ["Tom", "Ivy", "Rex", "Old Rex"], 4, False),
        ("limit=2", ["Tom", "Rex"], 4, True),
        ("limit=2&offset=2", ["Ivy", "Old Rex"], 4, False),
        ("limit=2&offset=1&kind=cat", ["Ivy"], 2, False),
        ("offset=9", [], 4, False),
    ],
)
def test_a_list_is_filtered_sorted_and_cut(
    zoo: Asking, query: str, names: list[str], total: int, more: bool
) -> None:
    """Parameters that are called as members are choose; counts are right for what was chosen."""
    for each in PETS:
        zoo("POST", "/pets", each)
    page = zoo.json("GET", f"/pets?{query}")
    assert [each["name"] for each in page["items"]] == names
    assert (page["total"], page["has_more"]) == (total, more)


def test_the_next_page_is_where_the_answer_says(zoo: Asking) -> None:
    """Whoever follows `next` gets each thing once, and comes to an end."""
    for each in PETS:
        zoo("POST", "/pets", each)
    url: str | None = "/pets?limit=3&sort=name"
    names = []
    while url:
        page = zoo.json("GET", url)
        names += [each["name"] for each in page["items"]]
        url = page.get("next")
    assert names == ["Ivy", "Old Rex", "Rex", "Tom"]


def test_a_cursor_is_the_last_key_of_a_page(zoo: Asking) -> None:
    """What comes behind it is answered; nothing comes behind the last."""
    zoo("POST", "/pets", PETS[0])
    notes = [zoo.json("POST", "/pets/1/notes", {"text": str(at)}) for at in range(3)]
    first = zoo.json("GET", "/pets/1/notes?per_page=2")
    assert first == notes[:2]
    rest = zoo.json("GET", f"/pets/1/notes?per_page=2&cursor={first[-1]['id']}")
    assert rest == notes[2:]
    assert zoo.json("GET", f"/pets/1/notes?cursor={rest[-1]['id']}") == []


def test_swagger_with_forms_is_kept_as_well() -> None:
    """What a form gives is typed, kept, and found behind the base path."""
    old = Asking(ApiMock(contract("old")))
    kind = "application/x-www-form-urlencoded"
    made = old.json("POST", "/v1/jobs", b"title=Sweep&size=3", kind)
    assert (made["title"], made["size"]) == ("Sweep", 3)
    assert old.json("GET", f"/v1/jobs/{made['id']}") == made
    assert old.json("GET", "/jobs") == [made]
    refused = old("POST", "/v1/jobs", b"size=x", kind)
    assert status(refused) == 400


def test_a_reference_to_nothing_is_refused_where_that_is_documented() -> None:
    """An order of a customer that was not made is a 404, with a word on what makes one."""
    shop = Asking(ApiMock(contract("shop")))
    told = shop("POST", "/orders", {"customer_id": "00000000-0000-4000-8000-000000000009"})
    assert (status(told), told.mistake) == (404, "")
    assert told.note.endswith("create_customer makes one")
    customer = shop.json("POST", "/customers", {"name": "Ada", "email": "ada@example.com"})
    order = shop.json("POST", "/orders", {"customer_id": customer["id"]})
    assert order["customer_id"] == customer["id"]
    assert shop.json("GET", f"/orders?customer_id={customer['id']}")["data"] == [order]


def test_after_a_reset_nothing_is_there(zoo: Asking) -> None:
    """Keys begin anew, and nothing was asked."""
    zoo("POST", "/pets", PETS[0])
    zoo.mock.reset()
    assert list(zoo.mock.exchanges) == []
    assert status(zoo("GET", "/pets/1")) == 404
    assert zoo.json("POST", "/pets", PETS[1])["id"] == 1


def test_what_paths_do_not_tell_is_told_by_bodies_and_answers() -> None:
    """`PUT /cards` changes the card that its body names; `GET /cards/of-kind` lists as well."""
    card = {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {"id": {"type": "integer"}, "kind": {"type": "string"}},
    }
    ref = {"schema": {"$ref": "#/components/schemas/Card"}}
    one = {"200": {"description": "d", "content": {"application/json": ref}}}
    many = {"schema": {"type": "array", "items": ref["schema"]}}
    body = {"content": {"application/json": ref}}
    key = {"name": "card_id", "in": "path", "required": True, "schema": {"type": "integer"}}
    kind = {"name": "kind", "in": "query", "schema": {"type": "string"}}
    gone = {"404": {"description": "d"}}
    asking = Asking(
        ApiMock(
            described(
                {
                    "openapi": "3.1.0",
                    "info": {"title": "Cards", "version": "1"},
                    "components": {"schemas": {"Card": card}},
                    "paths": {
                        "/cards": {
                            "post": {"requestBody": body, "responses": one},
                            "put": {"requestBody": body, "responses": {**one, **gone}},
                        },
                        "/cards/{card_id}": {
                            "parameters": [key],
                            "get": {"responses": {**one, **gone}},
                        },
                        "/cards/of-kind": {
                            "get": {
                                "parameters": [kind],
                                "responses": {
                                    "200": {
                                        "description": "d",
                                        "content": {"application/json": many},
                                    }
                                },
                            }
                        },
                    },
                }
            )
        )
    )
    made = [asking.json("POST", "/cards", {"id": at, "kind": "a"}) for at in (1, 2)]
    changed = {"id": made[0]["id"], "kind": "b"}
    assert asking.json("PUT", "/cards", changed) == changed
    assert asking.json("GET", f"/cards/{changed['id']}") == changed
    assert asking.json("GET", "/cards/of-kind?kind=b") == [changed]
    assert asking.json("GET", "/cards/of-kind?kind=a") == [made[1]]
    assert status(asking("PUT", "/cards", {"id": 99, "kind": "c"})) == 404
