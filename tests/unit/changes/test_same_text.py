"""What is the same text in two descriptions, with all that it leads to."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes.pairs.pairing import pair_up
from tests.unit.changes.describing import REQUEST, ROOTS, described, loaded

_REF = {"$ref": "#/components/schemas/Pet"}
_PARTS: dict[str, Any] = {
    "Pet": {
        "type": "object",
        "properties": {"kind": {"type": "string"}, "owner": {"$ref": "#/components/schemas/Owner"}},
        "required": ["kind"],
        "discriminator": {"propertyName": "kind"},
    },
    "Cat": {"allOf": [_REF, {"properties": {"lives": {"const": 1}}}]},
    "Owner": {"type": "object", "properties": {"pet": _REF}},
    "Other": {"type": "string"},
}


def _at(*path: str, to: Any) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        here = document["components"]["schemas"]
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = to

    return edit


def _same(edit: Callable[[dict[str, Any]], None], version: str = "3.1.0") -> bool:
    base = described(_REF, REQUEST, _PARTS, version)
    head = copy.deepcopy(base)
    edit(head)
    return pair_up(loaded(base), loaded(head)).same_text(ROOTS[REQUEST], ROOTS[REQUEST])


@pytest.mark.parametrize(
    ("edit", "same"),
    [
        (_at("Other", to={"type": "integer"}), True),
        (_at("New", to={"type": "integer"}), True),
        (_at("Pet", "required", to=[]), False),
        (_at("Pet", "description", to="A pet."), False),
        (_at("Owner", "type", to="array"), False),
        (_at("Cat", "allOf", to=[_REF]), False),
        (_at("Cat", "allOf", to=[_REF, {"properties": {"lives": {"const": True}}}]), False),
        (_at("Dog", to={"allOf": [_REF]}), False),
    ],
)
def test_what_changed_behind_references_counts(
    edit: Callable[[dict[str, Any]], None], same: bool
) -> None:
    """So do heirs of a parent, words, and true for 1; what nothing leads to does not."""
    assert _same(edit) is same


def test_another_edition_is_another_text() -> None:
    """The same letters say other things in 3.0 and in 3.1."""

    def lifted(document: dict[str, Any]) -> None:
        document["openapi"] = "3.1.0"

    assert _same(lambda _: None, "3.0.3")
    assert not _same(lifted, "3.0.3")


def test_a_nullable_without_effect_is_no_text_and_counts() -> None:
    """Beside a reference of 3.0 the word is gone once schemas are upgraded."""

    def nullable(document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        schemas["Owner"]["properties"]["pet"] = {"allOf": [_REF], "nullable": True}

    base = described(_REF, REQUEST, _PARTS, "3.0.3")
    schemas = base["components"]["schemas"] = copy.deepcopy(base["components"]["schemas"])
    schemas["Owner"]["properties"]["pet"] = {"allOf": [_REF]}
    head = copy.deepcopy(base)
    nullable(head)
    sides = pair_up(loaded(base), loaded(head))
    assert sides.older.root == sides.newer.root
    assert not sides.same_text(ROOTS[REQUEST], ROOTS[REQUEST])
