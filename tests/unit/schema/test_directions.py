"""Members that travel one way: what is asked of requests, and what of answers."""

from typing import Any

import pytest

from ringback.schema.directions import of_side, unsent_places
from ringback.schema.document import SchemaDocument
from tests.unit.contract.making import place, small

READ = {"type": "integer", "readOnly": True}
WRITE = {"type": "string", "writeOnly": True}
NAME = {"type": "string"}


def thing(required: list[str], **properties: Any) -> dict[str, Any]:
    """A closed object."""
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


BASE = {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "integer"}}}
MARK = {"properties": {"id": {"readOnly": True}}}
WHERE = {"properties": {"id": READ, "name": NAME}, "if": {"required": ["name"]}}
CHOICE = WHERE | {"oneOf": [{"required": ["id", "a"]}, {"required": ["b"]}]}
TREE = thing(["id"], id=READ, below={"type": "array", "items": {"$ref": "#/components/schemas/T"}})


@pytest.mark.parametrize(
    ("schema", "value", "asked", "answered"),
    [
        (thing(["id", "name"], id=READ, name=NAME), {"name": "x"}, True, False),
        (thing(["id", "name"], id=READ, name=NAME), {"id": 1, "name": "x"}, True, True),
        (thing(["id", "name"], id=READ, name=NAME), {"id": "no", "name": "x"}, True, False),
        (thing(["pin"], pin=WRITE), {}, False, True),
        (thing(["pin"], pin=WRITE), {"pin": 1}, False, True),
        (thing(["id"], id={"$ref": "#/components/schemas/Own"}), {}, True, False),
        (thing(["id"], id={"allOf": [{"$ref": "#/components/schemas/Own"}]}), {}, True, False),
        (thing(["id"], id={"anyOf": [READ, {"type": "null"}]}), {}, True, False),
        (thing(["id"], id={"anyOf": [READ, {"type": "string"}]}), {}, False, False),
        ({"allOf": [BASE, MARK]}, {"name": "x"}, True, False),
        ({"allOf": [{"$ref": "#/components/schemas/Base"}, MARK]}, {"name": "x"}, True, False),
        ({"required": ["id"], "oneOf": [MARK, MARK]}, {}, False, False),
        ({"required": ["id"], "anyOf": [MARK, MARK]}, {}, True, False),
        (thing(["id"], id={"const": {"readOnly": True}}), {}, False, False),
        (WHERE | {"then": {"required": ["id"]}}, {"name": "x"}, True, False),
        (WHERE | {"else": {"required": ["id"]}}, {}, True, False),
        (WHERE | {"dependentSchemas": {"name": {"required": ["id"]}}}, {"name": "x"}, True, False),
        (WHERE | {"dependentRequired": {"name": ["id"]}}, {"name": "x"}, True, False),
        (WHERE | {"dependentRequired": {"name": ["id", "b"]}}, {"name": "x"}, False, False),
        (CHOICE, {"a": 1}, True, False),
        (CHOICE, {}, False, False),
        (WHERE | {"oneOf": [{"required": ["id"]}, {"required": ["b"]}]}, {"b": 1}, True, True),
        (WHERE | {"not": {"required": ["id"]}}, {"name": "x"}, True, True),
        (TREE, {"below": [{"below": []}]}, True, False),
        (thing([], id=READ, name=NAME), {"other": 1}, False, False),
    ],
)
def test_what_is_asked_of_either_side(
    schema: Any, value: Any, *, asked: bool, answered: bool
) -> None:
    """A member that does not travel is not missed, whatever part it is required or marked in."""
    components = {"T": schema, "Own": READ, "Base": BASE}
    contract = small(components)
    assert contract.requests.admits(place("T"), value) is asked
    assert contract.responses.admits(place("T"), value) is answered
    for side, fine in ((contract.requests, asked), (contract.responses, answered)):
        assert bool(side.violations(place("T"), value)) is not fine


def test_a_description_without_such_members_has_one_document() -> None:
    """Nothing is copied where everything travels both ways."""
    contract = small({"T": thing(["name"], name=NAME)})
    assert contract.requests is contract.schemas
    assert contract.responses is contract.schemas


def test_views_leave_out_what_does_not_travel() -> None:
    """Who makes payloads of a side sees the members of that side alone."""
    contract = small({"T": thing(["id", "pin"], id=READ, pin=WRITE, name=NAME)})

    def names(side: Any) -> list[str]:
        return list(side.view(place("T")).properties)

    assert names(contract.schemas) == ["id", "pin", "name"]
    assert names(contract.requests) == ["pin", "name"]
    assert names(contract.responses) == ["id", "name"]
    assert list(contract.requests.view(place("T")).described) == ["id", "pin", "name"]


UNION = {"oneOf": [thing(["pin"], pin=WRITE), thing(["pin", "b"], pin=NAME, b=NAME)]}


@pytest.mark.parametrize(
    ("schema", "value", "places"),
    [
        (thing([], pin=WRITE, name=NAME), {"pin": "1", "name": "x"}, ["/pin"]),
        (thing([], pin=WRITE), {}, []),
        ({"items": thing([], pin=WRITE)}, [{}, {"pin": "1"}], ["/1/pin"]),
        ({"prefixItems": [thing([], pin=WRITE)]}, [{"pin": "1"}, {"pin": "1"}], ["/0/pin"]),
        ({"properties": {"a": {"properties": {"b": WRITE}}}}, {"a": {"b": "1"}}, ["/a/b"]),
        ({"additionalProperties": thing([], pin=WRITE)}, {"a": {"pin": "1"}, "b": {}}, ["/a/pin"]),
        ({"additionalProperties": WRITE, "properties": {"a": NAME}}, {"a": "x", "b": "1"}, ["/b"]),
        ({"patternProperties": {"^p": WRITE}}, {"pin": "1", "name": "x"}, ["/pin"]),
        (UNION, {"pin": "1"}, ["/pin"]),
        (UNION, {"pin": "1", "b": "x"}, []),
        ({"anyOf": [thing([], pin=WRITE), {"type": "object"}]}, {"pin": "1"}, []),
        ({"properties": {"a~/b": WRITE}}, {"a~/b": "1"}, ["/a~0~1b"]),
    ],
)
def test_where_a_value_holds_what_does_not_travel(
    schema: Any, value: Any, places: list[str]
) -> None:
    """Each such member by its place; of a union only what every branch that fits says."""
    document = small({"T": schema}).schemas.document
    assert list(unsent_places(document.schema(place("T")), value, "writeOnly")) == places


@pytest.mark.parametrize(
    "schema",
    [
        thing([], pin=WRITE),
        {"patternProperties": {"^p": WRITE}},
        {"additionalProperties": WRITE},
        {"additionalProperties": {"properties": {"pin": WRITE}}, "properties": {"pin": WRITE}},
    ],
)
def test_what_does_not_travel_can_be_forbidden(schema: Any) -> None:
    """Under whatever name the member is described, so that a fast look leaves it to the checks."""
    document = small({"T": schema}).directed("response", forbidden=True)
    assert document.admits(place("T"), {})
    assert not document.admits(place("T"), {"pin": "1"})


@pytest.mark.parametrize("keyword", ["required", "dependentRequired", "patternProperties"])
def test_what_is_no_schema_is_left_to_who_compiles_it(keyword: str) -> None:
    """Lists of what is no name and maps that are none are looked over, not tripped over."""
    broken = {**thing(["pin"], pin=WRITE), keyword: [{"pin": 1}]}
    document = SchemaDocument({"components": {"schemas": {"T": broken}}})
    places = [place("T"), f"{place('T')}/properties/pin"]
    assert of_side(document, places, "response").at(place("T"))[keyword] == [{"pin": 1}]
