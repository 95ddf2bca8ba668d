"""Members that name a thing of another resource."""

from typing import Any

import pytest

from ringback.campaign.resource.model import InputSlot, Resource
from ringback.campaign.resource.reference_members import body_slots, singular, spellings, words
from ringback.operation import Operation
from tests.unit.laws.looking import looked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer_id", "customerid"),
        ("customerId", "customerid"),
        ("Customer-ID", "customerid"),
        ("$top", "top"),
        ("page[size]", "pagesize"),
        ("", ""),
        ("ä", ""),
    ],
)
def test_names_are_compared_without_their_marks(text: str, expected: str) -> None:
    """Letters and digits in lower case are what is left of a name."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pets", "pet"),
        ("categories", "category"),
        ("ties", "tie"),
        ("addresses", "address"),
        ("boxes", "box"),
        ("branches", "branch"),
        ("dishes", "dish"),
        ("houses", "house"),
        ("address", "address"),
        ("staff", "staff"),
        ("shop/pets", "pet"),
        ("/v2/pets", "pet"),
    ],
)
def test_a_collection_is_named_after_its_things(name: str, expected: str) -> None:
    """The usual endings of a plural are taken off, and what it stands in."""
    assert singular(name) == expected


@pytest.mark.parametrize(
    ("name", "key", "more"),
    [
        ("pets", "id", set()),
        ("pets", "slug", set()),
        ("pets", "petName", {"petname"}),
        ("pets", "", {""}),
        ("owner/pets", "tag", {"tag"}),
    ],
)
def test_a_thing_is_named_in_several_ways(name: str, key: str, more: set[str]) -> None:
    """By its resource and a word for a key, and by its key where that is no common word."""
    resource = Resource(name=name, path=f"/{name}/{{}}", key=key)
    usual = {"petid", "petkey", "petuuid", "petref", "petnumber"}
    assert spellings(resource) == usual | more


RESOURCES = {
    each.name: each
    for each in (
        Resource(name="customers", path="/customers/{}", key="id"),
        Resource(name="tags", path="/tags/{}", key="label"),
        Resource(name="orders", path="/orders/{}", key="id"),
        Resource(name="settings", path="/settings"),
        Resource(name="categories", path="/categories/{}", key="category_id"),
    )
}
KEY = {"type": "integer"}
TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"customer_id": KEY}, [("/customer_id", "customers")]),
        ({"customerId": TEXT}, [("/customerId", "customers")]),
        ({"CustomerUUID": TEXT}, [("/CustomerUUID", "customers")]),
        ({"customer_ref": {}}, [("/customer_ref", "customers")]),
        ({"customer_id": {"type": ["integer", "null"]}}, [("/customer_id", "customers")]),
        ({"customer_id": {"anyOf": [KEY, {"type": "null"}]}}, [("/customer_id", "customers")]),
        ({"category_id": KEY}, [("/category_id", "categories")]),
        ({"tag_ids": {"type": "array", "items": KEY}}, [("/tag_ids/*", "tags")]),
        ({"tagIds": {"type": ["array", "null"], "items": TEXT}}, [("/tagIds/*", "tags")]),
        ({"labels": {"type": "array", "items": TEXT}}, [("/labels/*", "tags")]),
        ({"label": TEXT}, [("/label", "tags")]),
        (
            {"billing": {"type": "object", "properties": {"customer_id": KEY}}},
            [("/billing/customer_id", "customers")],
        ),
        (
            {
                "lines": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"tag_id": KEY, "n": KEY}},
                }
            },
            [("/lines/*/tag_id", "tags")],
        ),
        ({"a/b": {"properties": {"tag_id": KEY}}}, [("/a~1b/tag_id", "tags")]),
        (
            {"tag_id": KEY, "customer_id": KEY},
            [("/tag_id", "tags"), ("/customer_id", "customers")],
        ),
        ({"order_id": KEY}, []),
        ({"id": KEY, "key": TEXT, "name": TEXT}, []),
        ({"settings_id": KEY, "setting_id": KEY}, []),
        ({"customer": TEXT, "customers": {"type": "array", "items": TEXT}}, []),
        ({"customer_id": {"type": "boolean"}}, []),
        ({"customer_id": {"type": "number"}}, []),
        ({"customer_ids": TEXT}, []),
        ({"customer_id": {"type": "object", "properties": {"name": TEXT}}}, []),
    ],
)
def test_members_of_a_body_name_things(
    properties: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """A scalar, or a list of them, that is called like a key of another resource takes one."""
    view, _ = looked({"type": "object", "properties": properties}, "request")
    operation = _operation()
    assert list(body_slots(operation, view, RESOURCES, "orders")) == [
        InputSlot(operation="make", where="body", place=place, resource=resource)
        for place, resource in expected
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"properties": {"tag_id": KEY}}, {"properties": {"name": TEXT}}]},
        {"oneOf": [{"properties": {"name": TEXT}}, {"properties": {"tag_id": KEY}}]},
        {"anyOf": [{"allOf": [{"properties": {"tag_id": KEY}}, {"required": ["tag_id"]}]}]},
    ],
)
def test_parts_and_alternatives_are_looked_into(schema: dict[str, Any]) -> None:
    """A member of a part of the schema is one of the body."""
    view, _ = looked(schema, "request")
    found = set(body_slots(_operation(), view, RESOURCES, None))
    assert found == {InputSlot(operation="make", where="body", place="/tag_id", resource="tags")}


def test_a_schema_in_itself_has_an_end() -> None:
    """Names are looked for a few steps deep."""
    schema = {
        "type": "object",
        "properties": {"tag_id": KEY, "in": {"$ref": "#/components/schemas/Thing"}},
    }
    view, _ = looked(schema, "request")
    assert [each.place for each in body_slots(_operation(), view, RESOURCES, None)] == [
        "/" + "in/" * depth + "tag_id" for depth in range(5)
    ]


def _operation() -> Operation:
    return Operation(id="make", method="POST", path="/orders")
