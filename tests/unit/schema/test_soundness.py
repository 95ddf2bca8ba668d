"""Schemas that are none in part: what is taken out, and what then admits too much."""

from typing import Any

import pytest

from ringback.schema.validators.soundness import MEANT, made_sound

GOOD = {"type": "string"}
BAD = {"type": "strin"}


@pytest.mark.parametrize(
    ("schema", "left", "place"),
    [
        ({"type": "string", "minLength": "3"}, {"type": "string"}, "/minLength"),
        ({"type": ["string", "x"], "maxLength": 1}, {"maxLength": 1, MEANT: "string"}, "/type"),
        ({"type": "int"}, {MEANT: "integer"}, "/type"),
        ({"type": "Boolean", "title": "t"}, {"title": "t", MEANT: "boolean"}, "/type"),
        ({"type": "thing"}, {}, "/type"),
        ({"enum": "a", "type": "string"}, GOOD, "/enum"),
        ({"type": "string", "pattern": "("}, GOOD, "/pattern"),
        ({"patternProperties": {"(": True}, "additionalProperties": False}, {},
         "/patternProperties"),
        ({"properties": [], "additionalProperties": False, "minProperties": 1},
         {"minProperties": 1}, "/properties"),
        ({"items": [GOOD], "type": "array"}, {"type": "array"}, "/items"),
        ({"$ref": "#/S/none", "type": "string"}, GOOD, "/$ref"),
        ({"$ref": "other.json"}, {}, "/$ref"),
        ({"required": True, "type": "string"}, GOOD, "/required"),
        ({"properties": {"a": "string"}}, {"properties": {"a": {}}}, "/properties/a"),
        ({"if": 1, "then": GOOD, "else": GOOD}, {}, "/if"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_taken_out(
    schema: dict[str, Any], left: dict[str, Any], place: str
) -> None:
    """The keyword goes, with those that mean something else without it; the rest stays."""
    document = {"S": schema}
    places = ["/S", *(f"/S/properties/{name}" for name in dict(schema.get("properties", {})))]
    found = made_sound(document, places)
    assert document["S"] == left
    assert [each.place for each in found.flaws] == [f"/S{place}"]
    assert "/S" in found.weak


@pytest.mark.parametrize(
    ("schema", "left"),
    [
        ({"required": False, "type": "string"}, GOOD),
        ({"deprecated": "true", "type": "string"}, GOOD),
        ({"required": ["a", "a"]}, {"required": ["a"]}),
        (GOOD, GOOD),
        (True, True),
    ],
)
def test_what_says_nothing_of_values_weakens_nothing(schema: Any, left: Any) -> None:
    """A wrong annotation is left out, a name that is listed twice is listed once."""
    document = {"S": schema}
    found = made_sound(document, ["/S"])
    assert (document["S"], found.flaws, found.weak) == (left, (), frozenset())


@pytest.mark.parametrize(
    ("schema", "left"),
    [
        ({"not": {"$ref": "#/B"}}, {}),
        ({"oneOf": [{"$ref": "#/B"}, GOOD]}, {}),
        ({"if": {"$ref": "#/B"}, "then": GOOD}, {}),
        ({"anyOf": [{"$ref": "#/B"}, GOOD]}, {"anyOf": [{"$ref": "#/B"}, GOOD]}),
        ({"allOf": [{"$ref": "#/B"}], "unevaluatedProperties": False},
         {"allOf": [{"$ref": "#/B"}]}),
    ],
)  # fmt: skip
def test_weakness_does_not_turn_into_strictness(
    schema: dict[str, Any], left: dict[str, Any]
) -> None:
    """What would refuse more for a part that admits more goes as well."""
    document = {"S": schema, "B": dict(BAD)}
    places = ["/S", "/B", *(f"/S/{key}" for key in ("not", "if", "then") if key in schema)]
    places += [f"/S/{key}/{at}" for key in ("oneOf", "anyOf", "allOf")
               for at in range(len(schema.get(key, ())))]  # fmt: skip
    found = made_sound(document, places)
    assert document == {"S": left, "B": {}}
    assert {"/S", "/B"} <= found.weak


def test_who_leads_to_a_weak_schema_is_weak() -> None:
    """Through members, items and references; what leads elsewhere is not."""
    document = {
        "A": {"properties": {"x": {"items": {"$ref": "#/B"}}}},
        "B": dict(BAD),
        "C": {"$ref": "#/D"},
        "D": dict(GOOD),
    }
    places = ["/A", "/A/properties/x", "/A/properties/x/items", "/B", "/C", "/D"]
    assert made_sound(document, places).weak == {*places} - {"/C", "/D"}


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"$ref": "#/A"}},
        {"A": {"$ref": "#/B"}, "B": {"$ref": "#/A"}},
        {"A": {"allOf": [{"$ref": "#/A"}]}},
    ],
)
def test_a_circle_of_references_is_cut(schemas: dict[str, Any]) -> None:
    """Each schema of the circle says nothing any more, for the same reason."""
    places = [f"/{name}" for name in schemas]
    places += [f"/{name}/allOf/0" for name in schemas if "allOf" in schemas[name]]
    document = {**schemas, "Z": {"$ref": "#/A"}}
    found = made_sound(document, [*places, "/Z"])
    assert all("leads round in a circle" in each.text for each in found.flaws)
    assert len({each.text for each in found.flaws}) == 1
    assert document["Z"] == {"$ref": "#/A"}


def test_what_is_wrong_elsewhere_goes_as_well() -> None:
    """Two documents that are compared lose the same keywords."""
    one, other = {"S": {"pattern": "(", "minLength": 1}}, {"S": {"pattern": "a", "minLength": 1}}
    flaws = made_sound(one, ["/S"]).flaws
    made_sound(other, ["/S"], flaws)
    assert one == other == {"S": {"minLength": 1}}
