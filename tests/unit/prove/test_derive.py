"""The shape faults of a description."""

from typing import Any

import pytest

from ringback.prove.derive import FaultChange, FaultSpot, ShapeFault, derived
from tests.unit.contract.making import place, small
from tests.unit.prove.making import things

TEXT = {"type": "string"}
WRONG_FOR_A_TEXT = ("a boolean", "an integer", "a fraction", "an array", "an object")
KIND = {"type": "object", "required": ["type"], "properties": {}}


def names(schema: dict[str, Any], **components: Any) -> list[str]:
    """The derived faults, without the operation and the status that are the same for all."""
    found = [fault.name for fault in derived(things(schema, **components))]
    assert all(name.startswith("read 200 ") for name in found)
    return [name.removeprefix("read 200 ") for name in found]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (TEXT, [*(f"/: {each}" for each in WRONG_FOR_A_TEXT), "/: null"]),
        (
            {"type": "integer"},
            [
                f"/: {each}"
                for each in (
                    "a boolean",
                    "a fraction",
                    "a text",
                    "an array",
                    "an object",
                    "null",
                )
            ],
        ),
        (
            {"type": ["number", "null", "object", "array", "boolean"]},
            ["/: a text", "/: null at the end"],
        ),
        ({}, []),
        (
            {"type": "object"},
            [f"/: {each}" for each in ("a boolean", "an integer", "a fraction")]
            + ["/: a text", "/: an array", "/: null"],
        ),
        (
            {"type": ["string", "null"], "format": "uuid"},
            [*(f"/: {each}" for each in WRONG_FOR_A_TEXT), "/: no uuid"],
        ),
        (
            {"enum": ["a", "b"]},
            [
                *(f"/: {each}" for each in WRONG_FOR_A_TEXT),
                "/: null",
                "/: x-not-documented for a",
                "/: x-not-documented for b",
            ],
        ),
    ],
)
def test_a_value_is_broken_in_each_way(schema: dict[str, Any], expected: list[str]) -> None:
    """Each type that may not stand there, null, each choice, the format; nothing where all may."""
    assert names(schema) == expected


def test_an_object_is_broken_as_a_whole_and_in_each_member() -> None:
    """Required members are left out, optional ones null, and a closed object is given another."""
    schema = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {}, "note": {"type": ["string", "integer"]}},
        "additionalProperties": False,
    }
    assert names(schema)[6:] == [
        "/: id left out",
        "/: note null, which may be left out",
        "/: an undocumented member",
        "/note: a boolean",
        "/note: a fraction",
        "/note: an array",
        "/note: an object",
    ]


def test_the_items_of_an_array_are_broken() -> None:
    """An array is given a null, and each item is broken as a value is."""
    found = names({"type": "array", "items": {"type": ["string", "boolean", "object"]}})
    assert found[6:] == [
        "/: null at the end",
        "/*: an integer",
        "/*: a fraction",
        "/*: an array",
        "/*: null",
    ]


def test_a_tag_is_exchanged_for_that_of_every_other_branch() -> None:
    """Branches are told apart in the names; the vacuous one has nothing that could be broken."""
    tagged = {
        name: {**KIND, "properties": {"type": {"const": name}}, "required": ["type"]}
        for name in ("Cat", "Dog")
    }
    union = {"anyOf": [{"$ref": f"#{place(name)}"} for name in tagged] + [{"type": "object"}]}
    found = names(union, **tagged)
    assert [name for name in found if "type" in name and "/type" not in name] == [
        "(Cat): type left out",
        "(Cat): type Dog",
        "(Dog): type left out",
        "(Dog): type Cat",
    ]
    assert [name for name in found if "for" in name] == [
        "(Cat)/type: x-not-documented for Cat",
        "(Dog)/type: x-not-documented for Dog",
    ]


def test_a_schema_that_stands_in_itself_ends() -> None:
    """A tree is broken at its root and one level below it."""
    tree = {"type": "object", "properties": {"left": {"$ref": f"#{place('Thing')}"}}}
    nulls = [name for name in names(tree) if "null, which" in name]
    assert nulls == [
        "/: left null, which may be left out",
        "/left: left null, which may be left out",
    ]


def test_a_fault_says_where_it_stands() -> None:
    """A fault has the place in the description and the pattern of the place in the answer."""
    contract = things({"type": "object", "required": ["id"], "properties": {"id": TEXT}})
    last = list(derived(contract))[-1]
    assert last == ShapeFault(
        operation="read",
        status="200",
        schema=f"{place('Thing')}/properties/id",
        spot=FaultSpot(path=("id",), trail=(place("Thing"),)),
        change=FaultChange(label="null", kind="null", put=None),
    )


def test_answers_that_are_not_json_are_left_alone() -> None:
    """Only JSON has a shape that could be broken."""
    content = {"text/plain": {"schema": TEXT}, "application/hal+json": {"schema": {"type": "null"}}}
    answers = {"200": {"description": "It.", "content": content}}
    contract = small({}, {"/thing": {"get": {"operationId": "read", "responses": answers}}})
    assert len(list(derived(contract))) == 6
