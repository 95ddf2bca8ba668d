"""References by URI, anchor and dynamic scope, as the walks and the validators see them."""

from typing import Any

import pytest

from ringback.contract import Contract
from ringback.description import load
from ringback.errors import DescriptionError
from tests.unit.contract.making import place, small, told
from tests.unit.description.conftest import Write, write

__all__ = ["write"]

TEXT = {"type": "string"}
TREE = {
    "$id": "https://api.example/schemas/tree",
    "type": "object",
    "additionalProperties": False,
    "properties": {"name": TEXT, "child": {"$ref": "#"}},
}
PAGE = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": {"$dynamicRef": "#item"}}},
    "$defs": {"any": {"$dynamicAnchor": "item"}},
}
USERS = {
    "$ref": "#/components/schemas/Page",
    "$defs": {"user": {"$dynamicAnchor": "item", "type": "object", "required": ["name"]}},
}
NODE = {
    "$id": "https://api.example/node",
    "$dynamicAnchor": "node",
    "type": "object",
    "properties": {"below": {"type": "array", "items": {"$dynamicRef": "#node"}}},
}
CLOSED = {
    "$id": "https://api.example/closed",
    "$dynamicAnchor": "node",
    "$ref": "node",
    "unevaluatedProperties": False,
}


@pytest.mark.parametrize(
    ("components", "name", "value", "expected"),
    [
        (
            {"Tree": TREE},
            "Tree",
            {"child": {"child": {"nme": 1}}},
            [('Tree has no "nme" here', "/child/child", "Tree/additionalProperties")],
        ),
        (
            {"A": {"$ref": "https://api.example/schemas/tree"}, "Tree": TREE},
            "A",
            {"name": 1},
            [("must be a string, not an integer", "/name", "Tree/properties/name/type")],
        ),
        (
            {"A": {"$anchor": "it", **TEXT}, "B": {"items": {"$ref": "#it"}}},
            "B",
            [1],
            [("must be a string, not an integer", "/0", "A/type")],
        ),
        (
            {
                "A": {"$id": "https://api.example/a/", "properties": {"b": {"$ref": "b"}}},
                "B": {"$id": "https://api.example/a/b", **TEXT},
            },
            "A",
            {"b": 1},
            [("must be a string, not an integer", "/b", "B/type")],
        ),
        (
            {"A": {"$id": "https://api.example/a", "items": {"$ref": "#/components/schemas/B"}},
             "B": TEXT},
            "A",
            [1],
            [("must be a string, not an integer", "/0", "B/type")],
        ),
        (
            {"Page": PAGE, "Users": USERS},
            "Users",
            {"items": [{"name": 1}, {}]},
            [('the object needs "name"', "/items/1", "Users/$defs/user/required")],
        ),
        ({"Page": PAGE, "Users": USERS}, "Page", {"items": [{}]}, []),
        (
            {"Node": NODE, "Closed": CLOSED},
            "Closed",
            {"below": [{"below": []}, {"belwo": []}]},
            [('Closed has no "belwo" here', "/below/1", "Closed/unevaluatedProperties")],
        ),
        ({"Node": NODE, "Closed": CLOSED}, "Node", {"below": [{"belwo": []}]}, []),
    ],
)  # fmt: skip
def test_references_are_followed_in_deciding_and_in_explaining(
    components: dict[str, Any], name: str, value: Any, expected: list[tuple[str, str, str]]
) -> None:
    """Each leads where JSON Schema says, and the objection stands where the description has it."""
    contract = small(components)
    assert told(contract, name, value) == expected
    assert contract.schemas.admits(place(name), value) is (expected == [])
    for each in contract.schemas.violations(place(name), value):
        assert contract.description.place(each.schema).line is not None


def test_what_stands_in_data_is_no_identifier() -> None:
    """An anchor in an enum, a const, an example or an unknown keyword names nothing."""
    fake = {"$anchor": "it", "type": "integer"}
    contract = small(
        {
            "A": {"enum": [fake], "const": fake, "examples": [fake], "x-unknown": fake},
            "B": {"$defs": {"it": {"$anchor": "it", **TEXT}}, "items": {"$ref": "#it"}},
        }
    )
    assert contract.schemas.admits(place("B"), ["a"])
    assert not contract.schemas.admits(place("B"), [1])


def test_a_copy_for_a_dynamic_scope_is_walked_like_its_original() -> None:
    """A view of the items sees the members of the outermost anchor."""
    contract = small({"Page": PAGE, "Users": USERS})
    items = contract.view(place("Users")).properties["items"].items
    assert items is not None
    assert items.required == ["name"]
    plain = contract.view(place("Page")).properties["items"].items
    assert plain is not None
    assert plain.required == []


def test_a_reference_out_of_a_schema_with_an_id_finds_the_file_beside(write: Write) -> None:
    """Files that name themselves by URLs refer to one another where they stand."""
    write("b.json", {"$id": "https://api.example/schemas/b.json", **TEXT})
    write("a.json", {"$id": "https://api.example/schemas/a.json", "items": {"$ref": "b.json"}})
    path = write("api.json", document({"A": {"$ref": "a.json"}}))
    contract = Contract(load(path), "published")
    assert not contract.schemas.admits(place("A"), [1])
    assert contract.schemas.admits(place("A"), ["x"])


def test_the_meta_schema_is_at_hand(write: Write) -> None:
    """A schema that is about schemas needs no network."""
    reference = {"$ref": "https://json-schema.org/draft/2020-12/schema"}
    contract = Contract(load(write("api.json", document({"S": reference}))), "published")
    assert contract.schemas.admits(place("S"), {"properties": {"a": {"type": "string"}}})
    assert not contract.schemas.admits(place("S"), {"properties": {"a": {"minLength": -1}}})


def test_another_document_elsewhere_is_told_with_its_line(write: Write) -> None:
    """What would have to be fetched is told, where it is asked for, and stops nothing else."""
    path = write("api.json", document({"S": {"$ref": "https://api.example/elsewhere#/a"}}))
    (flaw,) = load(path).flaws
    assert "https://api.example/elsewhere#/a is remote" in flaw.text
    assert flaw.place == "/components/schemas/S/$ref"


def test_dynamic_scopes_that_multiply_are_told(write: Write) -> None:
    """Ten anchors that two resources each may set first make a thousand scopes: one sentence."""
    anchors = [f"a{number}" for number in range(10)]
    base = "https://api.example/"
    others = [{"$ref": f"{base}{kind}-{name}"} for kind in ("one", "two") for name in anchors]
    asking = {
        "$id": f"{base}asking",
        "$defs": {name: {"$dynamicAnchor": name} for name in anchors},
        "anyOf": [{"$dynamicRef": f"#{name}"} for name in anchors],
    }
    setting = {
        f"{kind}-{name}": {
            "$id": f"{base}{kind}-{name}",
            "$defs": {"own": {"$dynamicAnchor": name, "title": kind}},
            "items": {"anyOf": [{"$ref": f"{base}asking"}, *others]},
        }
        for kind in ("one", "two")
        for name in anchors
    }
    path = write("api.json", document({"asking": asking, **setting}))
    with pytest.raises(DescriptionError, match="dynamic references have too many scopes"):
        load(path)


def document(components: dict[str, Any]) -> dict[str, Any]:
    """A description with these schemas."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": components},
    }
