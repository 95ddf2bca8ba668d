"""Payloads that a schema admits, and that all of its points are reached."""

import json
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.sampling.result import Made, Unmade
from ringback.sampling.sampler import Sampler
from ringback.schema.view import View, walk
from ringback.witness.search.instances import Instances
from tests.unit.contract.making import UUID, numbers, place, small

STRING = {"type": "string"}
INTEGER = {"type": "integer"}
COMPONENTS = sorted(numbers("published").description.document["components"]["schemas"])


def ref(name: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def of(*required: str, **members: Any) -> dict[str, Any]:
    """An object with these members."""
    return {"type": "object", "properties": members, "required": list(required)}


def sampler(contract: Contract) -> Sampler:
    """A fresh sampler of a contract."""
    return Sampler(
        admits=contract.schemas.admits,
        uuid=lambda _path: UUID,
        search=Instances(contract.schemas.document),
    )


def value_of(maker: Sampler, schema: View, path: tuple[str | int, ...] = ()) -> Any:
    """The plain payload, which must be there."""
    result = maker.plain(schema, path)
    assert isinstance(result, Made)
    return result.value


def made(contract: Contract, name: str) -> list[Any]:
    """The plain payload of a component and its variants, checked against the validator."""
    schema = contract.view(place(name))
    plain = value_of(sampler(contract), schema)
    values = [sample.value for sample in sampler(contract).variants(schema)]
    assert contract.schemas.admits(schema.pointer, plain)
    assert all(contract.schemas.admits(schema.pointer, value) for value in values)
    return [plain, *values]


SCHEMAS: list[dict[str, Any]] = [
    {"Thing": of("v", v=INTEGER, next=ref("Thing"))},
    {"Thing": of("v", "next", v=INTEGER, next={"anyOf": [ref("Thing"), {"type": "null"}]})},
    {"Thing": of("v", v=INTEGER, kids={"type": "array", "items": ref("Thing")})},
    {"Thing": of(**{name: ref("Thing") for name in "abcdefgh"})},
    {"Thing": {"type": "array", "items": ref("Thing")}},
    {"Thing": of(other=ref("Other")), "Other": of(thing=ref("Thing"), again=ref("Other"))},
    {
        "Thing": {
            "anyOf": [
                of("op", "l", "r", op={"const": "and"}, l=ref("Thing"), r=ref("Thing")),
                of("op", "l", "r", op={"const": "or"}, l=ref("Thing"), r=ref("Thing")),
                of("op", "v", op={"const": "literal"}, v=INTEGER),
            ]
        }
    },
    {"Thing": {"allOf": [ref("Base"), of("b", b=STRING)]}, "Base": of("a", a=INTEGER)},
    {"Thing": {"allOf": [ref("Base"), {"oneOf": [of("b", b=STRING), of("c", c=STRING)]}]},
     "Base": of("a", a=INTEGER)},
    {"Thing": {**of("a", a=STRING), "anyOf": [{"required": ["b"]}, {"required": ["c"]}]}},
    {"Thing": of("a", "undescribed", a=STRING)},
    {"Thing": {"type": "object", "required": ["k"], "additionalProperties": INTEGER}},
    {"Thing": {**of("a", a=STRING, b=STRING), "additionalProperties": False}},
    {"Thing": of("b", a={"type": "string", "pattern": "^[A-Z]{3}$"}, b=STRING)},
    {"Thing": {"oneOf": [of("a", a=STRING), of("b", b=STRING)]}},
    {"Thing": {"type": "string", "minLength": 10, "maxLength": 12}},
    {"Thing": {"type": "integer", "minimum": -9, "maximum": -5}},
    {"Thing": {"type": "integer", "exclusiveMinimum": 1000}},
    {"Thing": {"type": "number", "exclusiveMinimum": 5, "exclusiveMaximum": 6}},
    {"Thing": {"type": "integer", "multipleOf": 13}},
    {"Thing": {"type": "array", "items": INTEGER, "minItems": 5}},
    {"Thing": {"type": "array", "items": INTEGER, "maxItems": 1}},
    {"Thing": {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True}},
    {"Thing": {"type": "array", "prefixItems": [INTEGER, STRING], "items": STRING}},
    {"Thing": {"type": ["string", "null", "integer"]}},
    {"Thing": {"type": ["object", "null"], "properties": {"a": STRING}}},
    {"Thing": {"enum": [1, None, "a", {"x": 1}]}},
    {"Thing": {"type": "string", "format": "date-time"}},
    {"Thing": {"type": "string", "not": {"const": "null"}}},
    {"Thing": {"type": "boolean"}},
    {"Thing": {"const": {"a": 1}}},
    {"Thing": {}},
    {"Thing": of(a=True, b={})},
]  # fmt: skip


@pytest.mark.parametrize("components", SCHEMAS, ids=range(len(SCHEMAS)))
def test_whatever_is_made_is_admitted(components: dict[str, Any]) -> None:
    """By the validator, for schemas of every form; there is at least one variant, and an end."""
    values = made(small(components), "Thing")
    assert 2 <= len(values) < 500


NEVER = "its schema admits nothing at all"
NO_TEXT = 'no text was found for the pattern "a^b": none fitted'
HOPELESS = {"type": "string", "pattern": "a^b"}


@pytest.mark.parametrize(
    ("schema", "where", "why"),
    [
        ({"type": "integer", "minimum": 5, "maximum": 4}, "", NEVER),
        ({"type": "string", "enum": [1]}, "", NEVER),
        ({"not": {}}, "", NEVER),
        ({"enum": []}, "", NEVER),
        (of("thing", thing=ref("Thing")), "", NEVER),
        ({**of("a"), "additionalProperties": False}, "", NEVER),
        ({"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3}, "",
         NEVER),
        (HOPELESS, "", NO_TEXT),
        (of("a", a=of("b", b=HOPELESS), c=STRING), "/a/b", NO_TEXT),
        (of("a", a={"type": "array", "items": HOPELESS, "minItems": 1}), "/a/0", NO_TEXT),
        ({"anyOf": [of("a", a=HOPELESS), of("b", b={"not": {}})]}, "/a", NO_TEXT),
        ({"type": "string", "minLength": 1_000_000}, "",
         "1000000 characters are too many for a sample"),
    ],
)  # fmt: skip
def test_what_can_not_be_made_is_told(schema: dict[str, Any], where: str, why: str) -> None:
    """With the part that stands in the way, and no variant comes."""
    contract = small({"Thing": schema})
    here = contract.view(place("Thing"))
    assert sampler(contract).plain(here) == Unmade(place=where, why=why)
    assert list(sampler(contract).variants(here)) == []


def test_an_optional_member_that_can_not_be_made_is_left_out_and_told() -> None:
    """Once, and no longer after it was asked for."""
    contract = small({"Thing": of("a", a=STRING, b=of("c", c=HOPELESS), never={"not": {}})})
    maker = sampler(contract)
    assert value_of(maker, contract.view(place("Thing")), ("body",)) == {"a": "Sample 1"}
    assert maker.take_left_out() == [
        Unmade(place="/body/b/c", why=NO_TEXT),
        Unmade(place="/body/never", why=NEVER),
    ]
    assert maker.take_left_out() == []


def test_members_that_do_not_travel_are_left_out() -> None:
    """As the caller names them, from plain payloads and from variants; they are not missed."""
    contract = small({"Thing": of("a", a=STRING, id={**INTEGER, "readOnly": True})})
    maker = Sampler(
        admits=contract.schemas.admits,
        uuid=lambda _path: UUID,
        search=Instances(contract.schemas.document),
        leaves_out=lambda view: view.raw.get("readOnly") is True,
    )
    here = contract.view(place("Thing"))
    assert value_of(maker, here) == {"a": "Sample 1"}
    assert all("id" not in sample.value for sample in maker.variants(here))
    assert maker.take_left_out() == []


EXAMPLES: list[tuple[dict[str, Any], list[Any], list[Any]]] = [
    # A schema, examples beside it, and what is made when it is asked for three times.
    ({"type": "string", "example": "EUR"}, [], ["EUR", "Sample 1", "EUR"]),
    ({"type": "string", "examples": ["a", "b"]}, [], ["a", "b", "Sample 1"]),
    ({"type": "string", "default": "d", "example": "e"}, [], ["e", "d", "e"]),
    ({"type": "string", "example": 7}, [], ["Sample 1", "Sample 2", "Sample 3"]),
    ({"enum": ["x", "y"], "example": "y"}, [], ["y", "x", "y"]),
    ({"const": 1, "example": 2}, [], [1, 1, 1]),
    ({"type": "integer"}, [11], [11, 6, 11]),
    ({"type": "boolean", "default": False}, [], [False, False, False]),
    (of("a", a=STRING, b=INTEGER), [{"a": "A"}],
     [{"a": "A", "b": 6}, {"a": "Sample 2", "b": 8}, {"a": "A", "b": 9}]),
    (of("a", a=STRING) | {"example": {"a": "A", "other": 1}}, [],
     [{"a": "A"}, {"a": "Sample 1"}, {"a": "A"}]),
    ({"type": "object", "additionalProperties": INTEGER, "example": {"k": 1}}, [], [{"k": 1}] * 3),
    ({"anyOf": [of("a", a=STRING), STRING], "examples": ["text", {"a": "A"}]}, [],
     [{"a": "A"}, {"a": "Sample 1"}, {"a": "A"}]),
    ({"type": "array", "items": STRING, "example": ["a"]}, [],
     [["a"], ["Sample 1", "Sample 2", "Sample 3"], ["a"]]),
    ({"type": "array", "items": {"type": "string", "examples": ["a", "b"]}}, [],
     [["a", "b", "Sample 1"], ["b", "Sample 2", "a"], ["Sample 3", "a", "b"]]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "beside", "expected"), EXAMPLES)
def test_the_description_s_own_values_come_first(
    schema: dict[str, Any], beside: list[Any], expected: list[Any]
) -> None:
    """Where they are admitted, each in its turn; then what is made up, so that values change."""
    contract = small({"Thing": schema})
    maker = sampler(contract)
    here = contract.view(place("Thing"))
    made = [maker.plain(here, given=beside) for _ in range(3)]
    assert [each.value for each in made if isinstance(each, Made)] == expected


def test_variants_begin_with_the_examples_beside_the_schema() -> None:
    """As they are written, those that are admitted alone."""
    contract = small({"Thing": of("a", a=STRING)})
    found = sampler(contract).variants(contract.view(place("Thing")), given=[{"a": "A"}, {"a": 1}])
    first, second, *_ = found
    assert (first.value, first.label) == ({"a": "A"}, "/: the example beside the schema")
    assert second.label == "/: required members alone"


@pytest.mark.parametrize("reading", ["published", "strict"])
@pytest.mark.parametrize("component", COMPONENTS)
def test_the_description_s_own_schemas(reading: str, component: str) -> None:
    """Every payload is admitted, and every point of the schema is reached by one."""
    contract = numbers(reading)
    values = made(contract, component)
    seen = {each for value in values for each in reached(contract, component, value)}
    assert points(contract.view(place(component))) - seen == set()


def points(schema: View) -> set[str]:
    """Every branch, enum member and described property below a schema."""
    found = set()
    for here in walk(schema):
        found |= {f"branch {each.pointer}" for each in here.branches}
        if "const" not in here.raw:
            values = here.raw.get("enum", ())
            found |= {f"{here.pointer} is {json.dumps(value)}" for value in values}
        found |= {f"{here.pointer} has {name}" for name in here.properties}
    return found


def reached(contract: Contract, component: str, value: Any) -> set[str]:
    """The points that a payload shows."""
    found: set[str] = set()
    _reach(contract, contract.view(place(component)), value, found)
    return found


def _reach(contract: Contract, schema: View, value: Any, found: set[str]) -> None:
    if not contract.schemas.admits(schema.pointer, value):
        return
    for branch in schema.branches:
        if contract.schemas.admits(branch.pointer, value):
            found.add(f"branch {branch.pointer}")
            _reach(contract, branch, value, found)
    if schema.raw.get("enum"):
        found.add(f"{schema.pointer} is {json.dumps(value)}")
    if isinstance(value, dict):
        for name in value.keys() & schema.properties.keys():
            found.add(f"{schema.pointer} has {name}")
            _reach(contract, schema.properties[name], value[name], found)
    if isinstance(value, list) and schema.items is not None:
        for item in value:
            _reach(contract, schema.items, item, found)


def test_the_same_again() -> None:
    """Two fresh samplers make the same payloads with the same labels, in the same order."""
    contract = numbers("strict")
    schema = contract.view(place("UpdateNumberRequest"))
    once = list(sampler(contract).variants(schema))
    assert list(sampler(contract).variants(schema)) == once
    assert sampler(contract).plain(schema) == sampler(contract).plain(schema)


def test_a_plain_payload_has_every_member() -> None:
    """Unions by their first object, defaults as they are documented, texts that differ."""
    contract = numbers("strict")
    plain = value_of(sampler(contract), contract.view(place("PhoneNumber")))
    assert plain["active"] is True
    agent = plain["inbound_agent"]
    assert set(agent) == {
        "id", "user_id", "prompt", "actions", "voice", "initial_message", "webhook"
    }  # fmt: skip
    assert [each["type"] for each in agent["actions"]] == [
        "action_transfer_call", "action_end_conversation", "action_dtmf"
    ]  # fmt: skip
    assert agent["voice"]["type"] == "voice_azure"
    assert agent["webhook"]["method"] == "POST"
    assert agent["prompt"] != agent["initial_message"]


def test_a_uuid_is_asked_of_the_caller() -> None:
    """With the path of the place that it is for."""
    contract = small({"Thing": of(a={"type": "array", "items": {"format": "uuid", **STRING}})})
    asked: list[tuple[str | int, ...]] = []

    def uuid(path: tuple[str | int, ...]) -> str:
        asked.append(path)
        return UUID

    search = Instances(contract.schemas.document)
    one = Sampler(admits=contract.schemas.admits, uuid=uuid, search=search)
    assert value_of(one, contract.view(place("Thing")), ("body",)) == {"a": [UUID] * 3}
    assert asked == [("body", "a", 0), ("body", "a", 1), ("body", "a", 2)]


def test_labels_name_the_place_and_what_stands_there() -> None:
    """So that a case can be told from another."""
    contract = small({"Thing": of("a", a={"enum": ["x", "y"]}, b={"type": "boolean"})})
    labels = [each.label for each in sampler(contract).variants(contract.view(place("Thing")))]
    assert set(labels) == {
        "/: every member",
        "/: required members alone",
        "/a: x; /b: true",
        "/a: x",
        "/a: y; /b: false",
        "/: a member that is not described",
    }
