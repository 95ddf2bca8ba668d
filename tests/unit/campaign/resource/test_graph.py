"""The graph of an API: its slots, the order of its resources, what changes nothing."""

from typing import Any

import pytest

from ringback.campaign.resource.model import InputSlot, OutputSlot, Role
from ringback.config import ResourceTable
from tests.unit.campaign.resource.apis import api, body, graph, linked, query, roles

KEY = {"type": "integer"}
ORDER = {"type": "object", "properties": {"customer_id": KEY, "tag_ids": {"items": KEY}}}
SHOP = (
    "POST /orders order",
    "GET /orders/{id} read_order",
    "POST /orders/{order_id}/items add",
    "GET /orders/{order_id}/items/{id} item",
    "POST /customers sign_up",
    "GET /customers/{id} customer",
    "POST /tags tag",
    "GET /tags/{id} read_tag",
    "POST /customers/search search",
)


def shop(**told: Any) -> Any:
    """The graph of a shop whose orders name customers and tags."""
    return graph(*SHOP, order=body(ORDER), **told)


def inputs(found: Any, operation: str) -> list[tuple[str, str, str]]:
    """Where an operation takes keys, and of what."""
    return [
        (each.where, each.place, each.resource)
        for each in found.inputs
        if each.operation == operation
    ]


def test_keys_are_taken_in_paths_and_bodies() -> None:
    """Parameters that share a name take the keys of the resources whose path they stand in."""
    found = shop()
    assert {each: inputs(found, each) for each in ("order", "add", "item", "customer")} == {
        "order": [("body", "/customer_id", "customers"), ("body", "/tag_ids/*", "tags")],
        "add": [("path", "order_id", "orders")],
        "item": [("path", "order_id", "orders"), ("path", "id", "items")],
        "customer": [("path", "id", "customers")],
    }


@pytest.mark.parametrize(
    ("name", "where", "expected"),
    [
        ("customer_id", "query", [("query", "customer_id", "customers")]),
        ("customerId", "query", [("query", "customerId", "customers")]),
        ("X-Customer-Id", "header", []),
        ("Customer-Id", "header", [("header", "Customer-Id", "customers")]),
        ("customer_id", "cookie", [("cookie", "customer_id", "customers")]),
        ("id", "query", []),
        ("kind", "query", []),
    ],
)
def test_keys_are_taken_by_parameters(
    name: str, where: str, expected: list[tuple[str, str, str]]
) -> None:
    """A parameter that is called like a key of a resource takes one."""
    parameter = {"parameters": [query(name, **{"in": where})]}
    found = graph(*SHOP, "GET /bills bills", bills=parameter)
    assert inputs(found, "bills") == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"schema": KEY, "required": True}, [("query", "customer", "customers")]),
        ({"schema": KEY}, []),
        ({"schema": {"type": "string"}, "required": True}, []),
    ],
)
def test_a_thing_that_must_be_named_is_named_by_its_key(
    more: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    """A required parameter that is called as the thing itself, where only keys fit."""
    parameter = {"parameters": [query("customer", **more)]}
    found = graph(*SHOP, "GET /bills bills", bills=parameter)
    assert inputs(found, "bills") == expected


def test_a_body_names_nothing_of_its_own_resource() -> None:
    """What a customer's update calls customer_id is itself."""
    schema = {"properties": {"customer_id": KEY, "tag_id": KEY}}
    found = graph(*SHOP, "PATCH /customers/{id} change", change=body(schema))
    assert inputs(found, "change") == [("path", "id", "customers"), ("body", "/tag_id", "tags")]


def test_what_is_named_is_made_before_what_names_it() -> None:
    """Parents and references stand first, else the order of the paths."""
    assert list(shop().resources) == ["customers", "tags", "orders", "items"]
    assert list(graph(*SHOP).resources) == ["orders", "customers", "tags", "items"]


def test_resources_that_name_each_other_have_an_order() -> None:
    """A circle of references ends."""
    found = graph(
        "POST /as a",
        "GET /as/{id} read_a",
        "POST /bs b",
        "GET /bs/{id} read_b",
        a=body({"properties": {"b_id": KEY}}),
        b=body({"properties": {"a_id": KEY}}),
    )
    assert sorted(found.resources) == ["as", "bs"]
    assert inputs(found, "a") == [("body", "/b_id", "bs")]
    assert inputs(found, "b") == [("body", "/a_id", "as")]


@pytest.mark.parametrize(
    "expression",
    ["$response.body#/id", "$response.body", "$response.header.Location", "$request.body#/id"],
)
def test_links_say_where_keys_are_given(expression: str) -> None:
    """The resource is that of the parameter which the link leads to."""
    link = {"operationId": "item", "parameters": {"id": expression, "order_id": 7}}
    found = graph(*SHOP, add=linked(it=link))
    slot = OutputSlot(operation="add", place=expression, resource="items", status="201")
    assert found.outputs == (slot,)
    operation = api(*SHOP, add=linked(it=link)).operation("add")
    assert found.given_by(operation) == list(found.outputs)


def test_a_link_to_no_parameter_gives_no_key() -> None:
    """What the linked operation does not take is passed over."""
    link = {"operationId": "item", "parameters": {"other": "$response.body#/id"}}
    assert graph(*SHOP, add=linked(it=link)).outputs == ()


def test_a_post_elsewhere_makes_what_it_links_to() -> None:
    """Where the paths show no create, a link to the read under the new key is one."""
    lines = ("GET /pets/{pet} read", "POST /adopt adopt", "POST /other other")
    link = {"operationId": "read", "parameters": {"pet": "$response.body#/id"}}
    found = graph(*lines, adopt=linked(it=link)).resources["pets"]
    assert (roles(found), found.inferred) == ({"create": "adopt", "read": "read"}, "the links")
    other = {"operationId": "read", "parameters": {"other": "$response.body#/id"}}
    unlinked = graph(*lines, adopt=linked(it=other)).resources["pets"]
    assert (roles(unlinked), unlinked.inferred) == ({"read": "read"}, "the paths")


def test_a_create_of_the_paths_stays_before_a_link() -> None:
    """A POST on the collection is not put aside by one that links."""
    lines = ("GET /pets/{pet} read", "POST /adopt adopt", "POST /pets make")
    link = {"operationId": "read", "parameters": {"pet": "$response.body#/id"}}
    found = graph(*lines, adopt=linked(it=link)).resources["pets"]
    assert roles(found) == {"create": "make", "read": "read"}


def test_some_posts_change_nothing() -> None:
    """By their names, which a note tells, or by the configuration, which needs none."""
    found = shop()
    assert found.safe == {"search"}
    assert found.notes == ("search is taken for what changes nothing",)
    told = shop(resources={"customers": ResourceTable(safe=("search", "tag"))})
    assert told.safe == {"search", "tag"}
    assert told.notes == ()


def test_an_action_on_a_thing_is_no_search() -> None:
    """What has a role in a resource is not taken for safe by its name alone."""
    found = graph("GET /pets/{id} read", "POST /pets/{id}/check check")
    assert found.safe == frozenset()
    assert roles(found.resources["pets"]) == {"read": "read", "action": ["check"]}


@pytest.mark.parametrize(
    ("operation", "role", "resource"),
    [
        ("order", Role.CREATE, "orders"),
        ("read_order", Role.READ, "orders"),
        ("item", Role.READ, "items"),
        ("search", Role.SAFE, None),
        ("health", Role.OTHER, None),
    ],
)
def test_an_operation_has_a_role(operation: str, role: Role, resource: str | None) -> None:
    """In one resource, or in none."""
    lines = (*SHOP, "GET /health health")
    found, there = graph(*lines).role(api(*lines).operation(operation))
    assert (found, there.name if there else None) == (role, resource)


def test_resources_stand_in_each_other() -> None:
    """Parents are told from the nearest on, children by their parent."""
    found = graph("GET /a/{x} a", "GET /a/{x}/b/{y} b", "GET /a/{x}/b/{y}/c/{z} c", "GET /d/{i} d")
    lines = {
        name: (
            [above.name for above in found.ancestors(each)],
            [below.name for below in found.children(each)],
        )
        for name, each in found.resources.items()
    }
    assert lines == {
        "a": ([], ["b"]),
        "b": (["a"], ["c"]),
        "c": (["b", "a"], []),
        "d": ([], []),
    }


@pytest.mark.parametrize(
    ("lines", "maker", "upserts", "singleton"),
    [
        (("POST /pets make", "GET /pets/{id} read", "PUT /pets/{id} put"), "make", False, False),
        (("GET /pets/{id} read", "PUT /pets/{id} put"), "put", True, False),
        (("GET /pets/{id} read",), None, False, False),
        (("GET /pets read", "PUT /pets put"), None, False, True),
    ],
)
def test_a_thing_is_made_by_post_or_put(
    lines: tuple[str, ...], maker: str | None, *, upserts: bool, singleton: bool
) -> None:
    """A PUT makes one where the client chooses the key; a document is there already."""
    found = graph(*lines).resources["pets"]
    told = found.maker.id if found.maker else None
    assert (told, found.upserts, found.singleton) == (maker, upserts, singleton)


def test_slots_are_told_once() -> None:
    """A member that a schema describes in two parts is one slot."""
    schema = {"allOf": [{"properties": {"tag_id": KEY}}, {"properties": {"tag_id": KEY}}]}
    found = graph(*SHOP, order=body(schema))
    slot = InputSlot(operation="order", where="body", place="/tag_id", resource="tags")
    assert [each for each in found.inputs if each.operation == "order"] == [slot]
    assert found.slots(api(*SHOP, order=body(schema)).operation("order")) == [slot]


@pytest.mark.parametrize(
    ("route", "told", "expected"),
    [
        ("POST /search/issues it", {}, True),
        ("POST /query/users it", {}, True),
        ("POST /search/{index} it", {}, False),
        ("POST /match/players it", {}, False),  # it may make a match
        ("POST /search/issues it", {"responses": {"201": {"description": "made"}}}, False),
    ],
)
def test_a_search_may_stand_before_what_is_searched(
    route: str, told: dict[str, object], *, expected: bool
) -> None:
    """A POST that documents nothing made, below a word that says that something is looked for."""
    assert (graph(route, it=told).safe == {"it"}) is expected


def test_a_search_beside_a_collection_lists_it() -> None:
    """Where there is no list, and nothing must be given; not where something must."""
    lines = ("POST /flows make", "GET /flows/{id} read", "POST /flows/filter filter")
    asking = {"type": "object", "required": ["text"]}
    for told, expected in (
        ({}, "filter"),
        (body({"type": "object"}), "filter"),
        (body(asking), ""),
    ):
        search = graph(*lines, filter=told).resources["flows"].search
        assert (search.id if search else "") == expected
    listed = graph(*lines, "GET /flows all").resources["flows"]
    assert (listed.search, listed.lister and listed.lister.id) == (None, "all")


def test_what_tells_the_same_things_by_another_member_is_an_alias() -> None:
    """It is no resource of its own: members that are called like its key name nothing of it."""
    named = {"type": "object", "properties": {"name": {"type": "string"}, "id": KEY, "tag": KEY}}
    found = graph(
        *("POST /flows make", "GET /flows/{id} read", "GET /flows/name/{name} named"),
        *("POST /limits limit", "GET /limits/{id} read_limit", "GET /limits/by-tag/{tag} tagged"),
        *("GET /runs/{id} run", "GET /runs/name/{name} run_named"),
        make=body(named),
    )
    aliases = {each.path: each.alias for each in found.resources.values() if "{}" in each.path}
    assert aliases == {
        "/flows/{}": "",
        "/limits/{}": "",
        "/runs/{}": "",
        "/flows/name/{}": "flows",
        "/limits/by-tag/{}": "limits",
        "/runs/name/{}": "",
    }
    assert inputs(found, "make") == []


def test_lists_of_what_is_made_name_things() -> None:
    """The items of a body name things as an object does."""
    many = {"type": "array", "items": ORDER}
    assert inputs(graph(*SHOP, order=body(many)), "order") == [
        ("body", "/*/customer_id", "customers"),
        ("body", "/*/tag_ids/*", "tags"),
    ]
