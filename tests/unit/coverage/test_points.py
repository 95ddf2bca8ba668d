"""The coverage points of a schema, and which a payload shows."""

from typing import Any

import pytest

from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Chart, Point, observed, points
from ringback.payload import MISSING, at
from ringback.schema.document import SchemaDocument
from ringback.schema.view import View, view
from tests.unit.contract.making import agent, number, numbers, part, place, small

STRING = {"type": "string"}


def of(*required: str, **members: Any) -> dict[str, Any]:
    """An object with these members."""
    return {"type": "object", "properties": members, "required": list(required)}


def ref(name: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (STRING, []),
        ({"type": "integer"}, []),
        ({"const": "a"}, []),
        ({"enum": ["a"]}, []),
        (True, []),
        ({"enum": ["a", 1]}, [("/ (enum member a)", "/enum/0"), ("/ (enum member 1)", "/enum/1")]),
        ({"type": "string", "enum": ["a", "b"], "const": "a"}, []),
        ({"type": "boolean"}, [("/ (true)", ""), ("/ (false)", "")]),
        (
            {"type": ["string", "null"]},
            [("/ (type string)", "/type/0"), ("/ (type null)", "/type/1")],
        ),
        (
            {"type": "array", "items": STRING},
            [("/ (no item)", ""), ("/ (one item)", ""), ("/ (three items or more)", "")],
        ),
        ({"type": "array", "minItems": 1, "maxItems": 2}, [("/ (one item)", "")]),
        ({"type": "array", "minItems": 2}, [("/ (three items or more)", "")]),
        ({"type": "array", "minItems": 2, "maxItems": 2}, []),
        (
            {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b"]}},
            [
                ("/ (no item)", ""),
                ("/ (one item)", ""),
                ("/* (enum member a)", "/items/enum/0"),
                ("/* (enum member b)", "/items/enum/1"),
            ],
        ),
        (of("a", a=STRING), []),
        (
            of(**{"a/b": STRING}),
            [("/a~1b (present)", "/properties/a~1b"), ("/a~1b (absent)", "/properties/a~1b")],
        ),
        (of(a=False), []),
        (
            {"anyOf": [STRING, {"type": "integer"}]},
            [("[string] (branch)", "/anyOf/0"), ("[integer] (branch)", "/anyOf/1")],
        ),
        ({"anyOf": [STRING]}, []),
        ({"anyOf": [STRING, False]}, []),
        (
            {"anyOf": [STRING], "oneOf": [{"type": "object"}, {"type": "object", "title": "T"}]},
            [],
        ),
    ],
)
def test_a_schema_has_the_points_that_it_leaves_open(
    schema: Any, expected: list[tuple[str, str]]
) -> None:
    """Each choice is a point with its place in the payload and in the description."""
    found = points(view(SchemaDocument({"T": schema}), "/T"))
    assert [(point.label, point.schema) for point in found] == [
        (label, f"/T{below}") for label, below in expected
    ]


TAGGED = {
    "Cat": of("kind", kind={"const": "cat"}, claws={"type": "boolean"}),
    "Dog": of("kind", kind={"enum": ["dog/hound"]}, name=STRING),
    "Fish": of(name=STRING),
    "Thing": of("pet", pet={"anyOf": [ref("Cat"), ref("Dog"), ref("Fish")]}),
}


def test_a_branch_is_named_by_its_tag_and_else_by_its_component() -> None:
    """What stands below a tagged branch has the tag in its place; below another one, no name."""
    contract = small(TAGGED)
    assert [point.place for point in points(contract.view(place("Thing")))] == [
        "/pet[cat]",
        "/pet[dog~1hound]",
        "/pet[Fish]",
        "/pet[cat]/claws",
        "/pet[cat]/claws",
        "/pet[dog~1hound]/name",
        "/pet[dog~1hound]/name",
        "/pet/name",
        "/pet/name",
        "/pet[cat]/claws",
        "/pet[cat]/claws",
    ]


def test_a_discriminator_names_the_branches() -> None:
    """A mapping gives the tag; without an entry it is the component's name."""
    union = {
        "oneOf": [ref("A"), ref("B"), ref("C")],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"first": "#/components/schemas/A", "second": "B"},
        },
    }
    plain = of("kind", kind=STRING)
    contract = small({"A": plain, "B": plain, "C": plain, "Thing": union})
    found = [point.place for point in points(contract.view(place("Thing")))]
    assert found == ["[first]", "[second]", "[C]"]


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (of(next=ref("Thing")), ["/next (present)", "/next (absent)"]),
        (
            {"anyOf": [STRING, {"type": "array", "items": ref("Thing")}]},
            [
                "[string] (branch)",
                "[array] (branch)",
                "/ (no item)",
                "/ (one item)",
                "/ (three items or more)",
            ],
        ),
        ({"anyOf": [STRING, of("a", a=ref("Thing"))]}, ["[string] (branch)", "[object] (branch)"]),
    ],
)
def test_below_itself_a_schema_is_not_counted_again(thing: Any, expected: list[str]) -> None:
    """The points of a schema that stands in itself come to an end."""
    found = points(small({"Thing": thing}).view(place("Thing")))
    assert [point.label for point in found] == expected


def test_a_schema_that_branches_without_end_is_counted_in_part() -> None:
    """Schemas that all refer to each other make more paths than anybody can walk."""
    names = [f"T{number}" for number in range(12)]
    wide = {name: of(**{each: ref(each) for each in names}) for name in names}
    found = points(small(wide).view(place("T0")))
    assert found[0].place == "/T0"
    assert len(found) > 1_000


def test_members_of_allof_and_beside_a_reference_keep_their_own_place() -> None:
    """The pointer is to where the member stands in the description."""
    contract = small(
        {
            "Base": of(a=STRING),
            "More": {"allOf": [ref("Base"), of(b=STRING)]},
            "Thing": of("m", m={**ref("More"), "properties": {"c": STRING}}),
        }
    )
    found = {point.place: point.schema for point in points(contract.view(place("Thing")))}
    assert found["/m/c"] == "/components/schemas/Thing/properties/m/properties/c"
    more = {point.place: point.schema for point in points(contract.view(place("More")))}
    assert more == {
        "/a": "/components/schemas/Base/properties/a",
        "/b": "/components/schemas/More/allOf/1/properties/b",
    }


def all_points() -> list[Point]:
    """Every point of every component of the numbers description."""
    contract = numbers("strict")
    names = contract.description.document["components"]["schemas"]
    return [point for name in names for point in points(contract.view(place(name)))]


@pytest.mark.parametrize("point", all_points(), ids=lambda point: f"{point.schema} {point.label}")
def test_each_point_stands_in_the_description(point: Point) -> None:
    """The pointer leads somewhere, and where it names an enum member, to that member."""
    found = at(numbers("strict").description.document, point.schema.split("/")[1:])
    assert found is not MISSING
    assert point.kind is not ChoiceKind.ENUM or found == point.name


def test_the_request_of_numbers_has_the_points_that_it_says() -> None:
    """Of the vacuous branches of a union, one is a point; a tag of the strict reading is none."""
    found = {point.label for point in points(numbers("strict").view(place("AgentUpdateParams")))}
    assert {
        "/voice[voice_rime] (branch)",
        "/voice (an object that says nothing)",
        "/voice[voice_rime]/speaker (absent)",
        "/actions/*[string] (branch)",
        "/actions/*[action_transfer_call]/config[TransferCallConfigUpdateParams] (branch)",
        "/webhook/method (enum member GET)",
        "/webhook/subscriptions (three items or more)",
    } <= found
    assert not [label for label in found if "/type" in label or "voice_base" in label]
    assert "/actions/*[action_dtmf]/config (an object that says nothing)" not in found


def shown(name: str, value: Any) -> set[str]:
    """The labels of what a payload of a component shows."""
    contract = numbers("strict")
    schema = contract.view(place(name))
    found = list(observed(schema, value, contract.schemas.admits))
    assert set(found) <= set(points(schema))
    return {point.label for point in found}


TRANSFER = part(type="action_transfer_call", config={"phone_number": "1"})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "PhoneNumber",
            number(active=False),
            {
                "/active (present)",
                "/active (false)",
                "/inbound_agent/initial_message (absent)",
                "/inbound_agent/webhook (absent)",
                "/inbound_agent/actions (no item)",
                "/inbound_agent/voice[voice_rime] (branch)",
            },
        ),
        (
            "Agent",
            agent(actions=[TRANSFER], voice={"type": "voice_base"}),
            {
                "/initial_message (absent)",
                "/webhook (absent)",
                "/actions (one item)",
                "/actions/*[action_transfer_call] (branch)",
            },
        ),
        (
            "Agent",
            agent(actions=[TRANSFER, TRANSFER], voice=7),
            {
                "/initial_message (absent)",
                "/webhook (absent)",
                "/actions/*[action_transfer_call] (branch)",
            },
        ),
        (
            "WebhookUpdateParams",
            {"method": {"x": 1}, "url": 5, "subscriptions": ["event_action"] * 3},
            {
                "/subscriptions (present)",
                "/subscriptions[array] (branch)",
                "/subscriptions (three items or more)",
                "/subscriptions/* (enum member event_action)",
                "/url (present)",
                "/method (present)",
                "/method (an object that says nothing)",
            },
        ),
        ("Agent", [], set()),
        ("Agent", None, set()),
        ("HTTPMethod", "GET", {"/ (enum member GET)"}),
        ("HTTPMethod", "PUT", set()),
    ],
)
def test_a_payload_shows_its_points(name: str, value: Any, expected: set[str]) -> None:
    """The branch that admits a part is shown, and what stands in it; what none admits is not."""
    assert shown(name, value) == expected


@pytest.mark.parametrize(
    ("types", "value", "expected"),
    [
        (["string", "null"], None, {"null"}),
        (["string", "null"], "a", {"string"}),
        (["integer", "number"], 1, {"integer"}),
        (["integer", "number"], 0.5, {"number"}),
        (["number", "null"], 1, {"number"}),
        (["boolean", "integer"], True, {"boolean"}),
        (["array", "object"], {}, {"object"}),
        (["array", "object"], "a", set()),
    ],
)
def test_a_value_shows_its_type(types: list[str], value: Any, expected: set[str]) -> None:
    """Of the types that a schema names, the one that the value has."""
    schema = view(SchemaDocument({"T": {"type": types}}), "/T")
    found = observed(schema, value, lambda _schema, _value: True)
    assert {point.name for point in found if point.kind is ChoiceKind.TYPE} == expected


def test_true_is_not_the_enum_member_one() -> None:
    """Enum members compare as JSON values do."""
    schema: View = view(SchemaDocument({"T": {"enum": [1, True]}}), "/T")
    found = list(observed(schema, True, lambda _schema, _value: True))
    assert [point.schema for point in found] == ["/T/enum/1"]


def test_a_deep_payload_of_a_recursive_schema_is_walked() -> None:
    """As deep as a payload may be, without a recursion of our own."""
    contract = small({"Thing": of(next=ref("Thing"))})
    value: Any = {}
    for _ in range(5_000):
        value = {"next": value}
    chart = Chart(contract.view(place("Thing")))
    found = list(chart.observed(value, contract.schemas.admits))
    assert found == [chart.points[0]]
