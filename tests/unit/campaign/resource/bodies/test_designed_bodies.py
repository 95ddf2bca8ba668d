"""Bodies of requests: names of the run's own, texts of its own, forms, and what breaks them."""

from typing import Any

import pytest

from ringback.campaign.resource.bodies.fitted_bodies import Bodies, Fitted
from ringback.campaign.resource.graph import graph_of
from ringback.contract import Contract
from ringback.payload import MISSING
from ringback.sampling.result import Made, Unmade
from tests.unit.campaign.resource.apis import api, body
from tests.unit.campaign.resource.samplers import UUID, bodies

KEY = {"type": "integer"}
TEXT = {"type": "string"}
LINES = (
    "POST /orders make",
    "GET /orders/{id} read",
    "GET /customers/{id} customer",
    "GET /tags/{id} tag",
)


def of(schema: dict[str, Any], kind: str = "application/json") -> tuple[Bodies, Contract]:
    """The bodies of an API whose orders are made with this schema."""
    contract = api(*LINES, make=body(schema, kind))
    return bodies(graph_of(contract), contract), contract


def fitted(schema: dict[str, Any], value: Any, *, fresh: bool = False, **address: Any) -> Fitted:
    """A body for an order, naming what is in the address."""
    made, contract = of(schema)
    return made.fitted(contract.operation("make"), value, address, fresh=fresh)


REFERRING = {
    "type": "object",
    "properties": {
        "customer_id": KEY,
        "note": TEXT,
        "tag_ids": {"type": "array", "items": KEY},
        "lines": {
            "type": "array",
            "items": {"type": "object", "properties": {"tag_id": KEY, "count": KEY}},
        },
    },
}


@pytest.mark.parametrize(
    ("value", "address", "expected"),
    [
        ({"customer_id": 1}, {"customers": 7}, {"customer_id": 7}),
        ({"customer_id": 1}, {"customers": "7"}, {"customer_id": 7}),
        ({"customer_id": 1, "note": "n"}, {"tags": 3}, {"note": "n"}),
        ({"note": "n"}, {"customers": 7}, {"note": "n"}),
        ({"customer_id": None}, {"customers": 7}, {"customer_id": None}),
        ({"tag_ids": [1, 2]}, {"tags": 3}, {"tag_ids": [3, 3]}),
        ({"tag_ids": [1, 2]}, {}, {"tag_ids": []}),
        ({"tag_ids": []}, {"tags": 3}, {"tag_ids": []}),
        (
            {"lines": [{"tag_id": 1, "count": 1}, {"count": 2}, {"tag_id": 3}]},
            {"tags": 9},
            {"lines": [{"tag_id": 9, "count": 1}, {"count": 2}, {"tag_id": 9}]},
        ),
        (
            {"lines": [{"tag_id": 1, "count": 1}, {"tag_id": 3}]},
            {},
            {"lines": [{"count": 1}, {}]},
        ),
        ([1], {"customers": 7}, [1]),
        ("text", {"customers": 7}, "text"),
    ],
)
def test_references_name_the_run_s_own(value: Any, address: dict[str, Any], expected: Any) -> None:
    """Each gets the key of a thing that is known, or is left out where it may be."""
    assert fitted(REFERRING, value, **address) == Fitted(value=expected)


def test_a_set_of_references_names_a_thing_once() -> None:
    """The same key twice would be refused, and rightly."""
    schema = {"properties": {"tag_ids": {"type": "array", "items": KEY, "uniqueItems": True}}}
    for count in (1, 2, 3):
        value = {"tag_ids": list(range(count))}
        assert fitted(schema, value, tags=9) == Fitted(value={"tag_ids": [9]})


@pytest.mark.parametrize(
    ("member", "key", "expected"),
    [
        (KEY, "7", 7),
        (KEY, 7, 7),
        (TEXT, "7", "7"),
        (TEXT, 7, "7"),
        ({}, "7", "7"),
        ({"type": ["string", "integer"]}, "7", "7"),
        (KEY, "x7", "x7"),
        (KEY, "07", "07"),
    ],
)
def test_a_key_is_spelt_as_the_body_wants_it(member: Any, key: Any, expected: Any) -> None:
    """A key out of a Location is a text, and a member may be a number."""
    schema = {"properties": {"customer_id": member}}
    value = {"customer_id": 1 if member == KEY else "1"}
    assert fitted(schema, value, customers=key) == Fitted(value={"customer_id": expected})


@pytest.mark.parametrize(
    ("schema", "value", "lacking"),
    [
        ({"required": ["customer_id"]}, {"customer_id": 1}, "customers"),
        (
            {"required": ["tag_ids"], "properties": {"tag_ids": {"minItems": 1, "items": KEY}}},
            {"tag_ids": [1]},
            "tags",
        ),
    ],
)
def test_a_body_that_needs_a_thing_lacks_it(
    schema: dict[str, Any], value: Any, lacking: str
) -> None:
    """A reference that must be there, and can name nothing of the run's own, is told."""
    whole = {"properties": {"customer_id": KEY}, **schema}
    assert fitted(whole, value) == Fitted(value=value, lacking=lacking)


def test_an_operation_without_a_body_fits_anything() -> None:
    """There is no schema to look into."""
    contract = api(*LINES)
    made = bodies(graph_of(contract), contract)
    operation = contract.operation("make")
    assert made.fitted(operation, {"customer_id": 1}, {}) == Fitted(value={"customer_id": 1})
    assert made.view(operation) is None
    assert made.variants(operation) == []
    assert made.broken(operation) == []
    why = "the description has no schema of a body for it"
    assert made.plain(operation) == Unmade(place="", why=why)


@pytest.mark.parametrize(
    ("member", "name", "old", "expected"),
    [
        (TEXT, "name", "Rex", "Rex-rb1"),
        (TEXT, "displayName", "Rex", "Rex-rb1"),
        (TEXT, "name", "x" * 99, "x" * 24 + "-rb1"),
        (TEXT, "name", "", "rb1"),
        (TEXT, "note", "Rex", "Rex"),
        ({"type": "string", "maxLength": 6}, "name", "Rex", "Re-rb1"),
        ({"type": "string", "maxLength": 4}, "name", "Rex", "rb1"),
        ({"type": "string", "maxLength": 2}, "name", "ab", "ab"),
        ({"type": "string", "pattern": "^[A-Z0-9]+$"}, "code", "AB", "RB1"),
        ({"type": "string", "pattern": "^\\+[0-9]+$"}, "phone", "+1", "+15557000001"),
        ({"type": "string", "pattern": "^[0-9]+$"}, "number", "12", "7000001"),
        ({"type": "string", "pattern": "^never$"}, "name", "never", "never"),
        ({"type": "string", "enum": ["Rex", "Max"]}, "name", "Rex", "Rex"),
        ({"const": "Rex"}, "name", "Rex", "Rex"),
        ({"type": "string", "format": "email"}, "contact", "a@b.org", "rb1@example.com"),
        (TEXT, "email", "a@b.org", "rb1@example.com"),
        ({"type": "string", "format": "email", "maxLength": 9}, "mail", "a@b.org", "a@b.org"),
        ({"type": "integer"}, "number", 12, 12),
        ({"type": ["string", "null"]}, "name", None, None),
    ],
)
def test_names_are_such_as_nothing_else_has(
    member: Any, name: str, old: Any, expected: Any
) -> None:
    """As far as the schema admits them; what is chosen from a list stays."""
    schema = {"type": "object", "properties": {name: member, "size": KEY}}
    value = {name: old, "size": 1}
    assert fitted(schema, value, fresh=True) == Fitted(value={name: expected, "size": 1})
    assert fitted(schema, value) == Fitted(value=value)


def test_each_body_has_names_of_its_own() -> None:
    """Two of one run never share one, and those of one body are of one number."""
    made, contract = of({"properties": {"name": TEXT, "code": TEXT}})
    view = made.view(contract.operation("make"))
    assert view is not None
    value = {"name": "a", "code": "b"}
    assert [made.distinct(view, value) for _ in range(3)] == [
        {"name": f"a-rb{n}", "code": f"b-rb{n}"} for n in (1, 2, 3)
    ]
    assert made.distinct(view, ["name"]) == ["name"]
    assert value == {"name": "a", "code": "b"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "rb1"),
        ({"type": "string", "pattern": "^[A-Z0-9]+$"}, "RB1"),
        ({"type": "integer"}, 9_000_001),
        ({"type": "string", "pattern": "^x-"}, "x-rb1"),
        ({"type": "boolean"}, MISSING),
    ],
)
def test_a_new_key_is_as_its_parameter_wants_it(schema: dict[str, Any], expected: Any) -> None:
    """A key that nothing has, for a thing that a PUT makes."""
    parameter = {"name": "key", "in": "query", "schema": schema}
    contract = api("GET /x it", it={"parameters": [parameter]})
    made = bodies(graph_of(contract), contract)
    assert made.distinct_key(contract.operation("it").parameters[0]) == expected


def test_new_uuids_are_all_different_and_the_same_for_a_run() -> None:
    """They come from the run's mark and a number."""
    parameter = {"name": "key", "in": "query", "schema": {"type": "string", "format": "uuid"}}
    contract = api("GET /x it", it={"parameters": [parameter]})
    operation = contract.operation("it")
    runs = []
    for _ in range(2):
        made = bodies(graph_of(contract), contract)
        runs.append([made.distinct_key(operation.parameters[0]) for _ in range(3)])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 3


TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "below": {"$ref": "#/components/schemas/Tree"},
    },
}


def depth(value: Any) -> int:
    """How often a tree stands in itself."""
    return 1 + depth(value["below"]) if "below" in value else 0


def test_a_schema_in_itself_is_given_several_steps_deep() -> None:
    """What a service loses below some depth is seen."""
    contract = api(
        "POST /trees make",
        schemas={"Tree": TREE},
        make=body({"$ref": "#/components/schemas/Tree"}),
    )
    made, operation = bodies(graph_of(contract), contract), contract.operation("make")
    samples = {each.label: each.value for each in made.variants(operation)}
    deep = {label: depth(value) for label, value in samples.items() if "steps deep" in label}
    assert list(deep) == ["/: itself, 4 steps deep", "/: itself, 24 steps deep"]
    assert deep["/: itself, 4 steps deep"] >= 4
    assert deep["/: itself, 24 steps deep"] == deep["/: itself, 4 steps deep"] + 20
    schema = "/components/schemas/Tree"
    assert all(contract.requests.admits(schema, value) for value in samples.values())


def test_a_schema_without_itself_has_no_steps() -> None:
    """Only what may stand in itself is put there."""
    made, contract = of({"type": "object", "properties": {"in": {"properties": {"name": TEXT}}}})
    labels = [each.label for each in made.variants(contract.operation("make"))]
    assert labels
    assert not [each for each in labels if "steps deep" in each]


def test_forms_have_no_blank_members() -> None:
    """Many readers of forms pass over a member without a text; JSON has them."""
    schema = {"type": "object", "required": ["note"], "properties": {"note": TEXT}}
    form, of_form = of(schema, "application/x-www-form-urlencoded")
    json, of_json = of(schema)
    notes = [each.value.get("note") for each in form.variants(of_form.operation("make"))]
    assert notes
    assert "" not in notes
    assert "" in [each.value.get("note") for each in json.variants(of_json.operation("make"))]


def test_variants_are_made_once() -> None:
    """Each part in each of its forms, and all are admitted."""
    schema = {"type": "object", "properties": {"kind": {"enum": ["cat", "dog"]}, "size": KEY}}
    made, contract = of(schema)
    operation, view = contract.operation("make"), made.view(contract.operation("make"))
    found = made.variants(operation)
    assert made.variants(operation) is found
    assert {each.value.get("kind") for each in found} >= {"cat", "dog"}
    assert len({repr(each.value) for each in found}) == len(found)
    assert view is not None
    assert all(contract.requests.admits(view.pointer, each.value) for each in found)


@pytest.mark.parametrize(
    ("member", "value", "expected"),
    [
        ({"maxLength": 3}, "abc", [("abca", "too long")]),
        ({"maxLength": 3}, "", [("xxxx", "too long")]),
        ({"minLength": 2}, "abc", [("a", "too short")]),
        ({"minLength": 0}, "abc", []),
        ({"maxLength": 20_000}, "abc", []),
        ({"minimum": 1, "maximum": 5}, 3, [(6, "beyond its maximum"), (0, "beyond its minimum")]),
        ({"maximum": 0.5}, 0.25, [(1.5, "beyond its maximum")]),
        (
            {"exclusiveMinimum": 0, "exclusiveMaximum": 9},
            3,
            [(9, "at its exclusiveMaximum"), (0, "at its exclusiveMinimum")],
        ),
        ({"maximum": 5}, True, []),
        ({"maximum": 5}, None, []),
        ({"maxItems": 2}, [1], [([1, 1, 1], "too many items")]),
        ({"maxItems": 2}, [], []),
        ({"minItems": 2}, [1, 2], [([1], "too few items")]),
        ({"uniqueItems": True}, [1, 2], [([1, 2, 1], "an item twice")]),
        (
            {"uniqueItems": True, "maxItems": 2},
            ["a"],
            [
                (["a", "a", "a"], "too many items"),
                (["a0", "a1", "a2"], "too many different items"),
                (["a", "a"], "an item twice"),
            ],
        ),
        ({"maxLength": 3}, 7, []),
        ({}, "abc", []),
    ],
)
def test_values_just_outside_of_bounds(
    member: Any, value: Any, expected: list[tuple[Any, str]]
) -> None:
    """One more or one less than a bound admits."""
    made, contract = of({"properties": {"it": member}})
    view = made.view(contract.operation("make"))
    assert view is not None
    assert made.outside(view.properties["it"], value) == expected


BOUNDED = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 5, "default": "abc"},
        "size": {"type": "integer", "minimum": 1, "maximum": 5, "default": 3},
        "tags": {"type": "array", "maxItems": 2, "items": {"type": "string", "enum": ["a"]}},
    },
}


def test_each_part_of_a_body_is_broken() -> None:
    """Wrong types, what is left out, and what is beyond a bound, each once; all are refused."""
    made, contract = of(BOUNDED)
    operation, view = contract.operation("make"), made.view(contract.operation("make"))
    found = {each.label: each.value for each in made.broken(operation)}
    assert view is not None
    assert not any(contract.requests.admits(view.pointer, value) for value in found.values())
    assert found["/name: left out"].keys() == {"size", "tags"}
    wanted = {
        "/name: null": ("name", None),
        "/name: too short": ("name", "a"),
        "/size: a text": ("size", "not-what-is-asked"),
        "/size: beyond its maximum": ("size", 6),
        "/size: beyond its minimum": ("size", 0),
        "/tags: too many items": ("tags", ["a", "a", "a"]),
    }
    assert {label: (name, found[label][name]) for label, (name, _) in wanted.items()} == wanted
    assert len(found["/name: too long"]["name"]) == 6
    assert "/size: left out" not in found


def test_the_texts_of_a_form_are_not_broken_by_length() -> None:
    """A text control cuts what is too long; numbers are beyond their bounds all the same."""
    made, contract = of(BOUNDED, "application/x-www-form-urlencoded")
    labels = {each.label for each in made.broken(contract.operation("make"))}
    assert "/size: beyond its maximum" in labels
    assert not labels & {"/name: too long", "/name: too short"}


def test_a_plain_body_is_the_example_beside_its_schema() -> None:
    """What the description shows comes first, with the members that it leaves out."""
    content = {"application/json": {"schema": BOUNDED, "example": {"name": "shown"}}}
    contract = api(*LINES, make={"requestBody": {"content": content}})
    made = bodies(graph_of(contract), contract)
    shown = {"name": "shown", "size": 3, "tags": ["a"]}
    assert made.plain(contract.operation("make")) == Made(value=shown)


def test_a_plain_body_has_every_member() -> None:
    """Defaults where there are some, ids as they are given."""
    unique = {"type": "string", "format": "uuid"}
    schema = {"type": "object", "properties": {"a": {"default": 3}, "b": unique}}
    made, contract = of(schema)
    assert made.plain(contract.operation("make")) == Made(value={"a": 3, "b": UUID})


def test_media_types_beside_the_one_that_is_written() -> None:
    """JSON is written where it is described; the others are tried once each."""
    kinds = ("application/xml", "application/json", "multipart/form-data")
    content = {kind: {"schema": BOUNDED} for kind in kinds}
    contract = api(*LINES, make={"requestBody": {"content": content}})
    made = bodies(graph_of(contract), contract)
    assert [each.name for each in made.media_types(contract.operation("make"))] == [
        "application/xml",
        "multipart/form-data",
    ]
    assert made.media_types(contract.operation("read")) == []


def test_an_optional_member_that_nothing_makes_is_told_of_its_operation() -> None:
    """The bodies come without it, and the reason is kept for the report."""
    hopeless = {"type": "string", "minLength": 3, "maxLength": 2}
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": hopeless}}
    made, contract = of(schema)
    samples = made.variants(contract.operation("make"))
    assert samples
    assert all("b" not in each.value for each in samples)
    assert [each.place for each in made.unmade["make"]] == ["/b"]
