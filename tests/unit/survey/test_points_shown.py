"""A survey shows the points that the chart of the schema has for the same payloads."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ringback.coverage.points import Chart, Point
from ringback.exchange import media_type_of
from ringback.operation import Operation
from ringback.payload import decode
from ringback.recordings import Recording, files, read
from ringback.sampling.sampler import Sampler
from ringback.schema.document import SchemaDocument
from ringback.schema.view import view
from ringback.survey import Survey
from ringback.survey.places.leaf import Leaf
from ringback.survey.survey import request_schema
from ringback.witness.search.instances import Instances
from tests.unit.contract.making import ROOT, UUID, numbers
from tests.unit.survey.making import described, state_of

READINGS = ["published", "strict"]


def charted(reading: str, schema: str, values: list[Any]) -> frozenset[Point]:
    """The points that the chart of a schema has for payloads."""
    contract = numbers(reading)
    chart = Chart(contract.view(schema))
    admits = contract.schemas.admits
    return frozenset(point for value in values for point in chart.observed(value, admits))


def surveyed(
    reading: str, operation: Operation, status: int, values: list[Any]
) -> frozenset[Point]:
    """The points that a survey has for the answers of a status, or for requests at status 0."""
    contract = numbers(reading)
    survey = Survey(contract)
    for value in values:
        if status:
            schema = answer_schema(operation, status)
            sound = contract.schemas.admits(schema, value)
            survey.answer(operation, status, "application/json", value, sound=sound)
        else:
            sound = contract.schemas.admits(request_schema(operation) or "", value)
            survey.request(operation, value, sound=sound)
    return frozenset().union(*survey.state().points.values())


def answer_schema(operation: Operation, status: int) -> str:
    """The schema of an answer."""
    answer = operation.answer_for(status)
    assert answer is not None
    schema = answer.media_types[0].schema
    assert schema is not None
    return schema


def recorded(reading: str) -> list[tuple[Operation, int, Any]]:
    """Each recorded answer with its status, and each recorded request with 0."""
    contract = numbers(reading)
    found: list[tuple[Operation, int, Any]] = []
    for file in files([str(ROOT / "contracts/numbers/recordings")]):
        entry = read(file)
        assert isinstance(entry, Recording)
        exchange = entry.exchange
        operation = contract.operation_for(exchange.request)
        assert operation is not None
        assert exchange.response is not None
        assert media_type_of(exchange.response.headers) == "application/json"
        found.append((operation, exchange.response.status, decode(exchange.response.body).value))
        if exchange.request.body:
            found.append((operation, 0, decode(exchange.request.body).value))
    return found


@pytest.mark.parametrize("reading", READINGS)
def test_each_recorded_payload_shows_the_points_of_its_chart(reading: str) -> None:
    """One by one, those that the schema does not admit among them."""
    known = recorded(reading)
    for operation, status, value in known:
        schema = answer_schema(operation, status) if status else request_schema(operation)
        expected = charted(reading, schema or "", [value])
        assert surveyed(reading, operation, status, [value]) == expected
    assert len(known) > 60


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("side", ["get_number", "list_numbers", "update_number", "request", "422"])
def test_samples_show_the_points_of_the_chart(reading: str, side: str) -> None:
    """Each alone, and all together."""
    contract = numbers(reading)
    named = side if side.endswith(("number", "numbers")) else "update_number"
    operation = contract.operation(named)
    status = {"request": 0, "422": 422}.get(side, 200)
    schema = answer_schema(operation, status) if status else request_schema(operation) or ""
    search = Instances(contract.schemas.document)
    sampler = Sampler(admits=contract.schemas.admits, uuid=lambda _path: UUID, search=search)
    values = [sample.value for sample in sampler.variants(contract.view(schema))]
    for value in values:
        assert surveyed(reading, operation, status, [value]) == charted(reading, schema, [value])
    together = surveyed(reading, operation, status, values)
    assert together == charted(reading, schema, values)
    assert len(together) > 3


def tagged(name: str, *required: str, **members: Any) -> dict[str, Any]:
    """An object of a kind that its member `kind` tells."""
    kind = {"kind": {"const": name}}
    return {"type": "object", "properties": {**kind, **members}, "required": ["kind", *required]}


STRING = {"type": "string"}
INTEGERS = {"type": "integer"}
VACUOUS = {"type": "object"}
FLAGS = {"type": "object", "properties": {"x": {"type": "boolean"}}}
VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    1.0,
    0.5,
    10**30,
    Decimal("1E+5000"),
    "",
    "a",
    UUID,
    [],
    [1],
    ["a", None],
    [{}, {"kind": "a"}, {"kind": "b", "x": True}],
    [[], [1, 2]],
    {},
    {"kind": "a"},
    {"kind": "a", "x": 1},
    {"kind": "a", "y": [{"kind": "b", "x": False}]},
    {"kind": "b", "x": True},
    {"kind": "c"},
    {"kind": 1},
    {"kind": ["a"]},
    {"x": False},
    {"x": {"kind": "a"}},
    {"next": {"next": {"x": True}, "x": None}, "x": [{"kind": "b"}]},
]


@pytest.mark.parametrize(
    "thing",
    [
        True,
        {},
        {"anyOf": [STRING, INTEGERS]},
        {"anyOf": [{"type": "number"}, INTEGERS, {"type": "null"}]},
        {"oneOf": [{"type": ["string", "null"]}, {"type": ["array", "boolean"]}]},
        {"anyOf": [{"type": "string", "format": "uuid"}, STRING, VACUOUS]},
        {"anyOf": [True, STRING]},
        {"anyOf": [STRING, False, FLAGS]},
        {"oneOf": [tagged("a"), tagged("b", "x", x={"type": "boolean"})]},
        {"oneOf": [tagged("a"), tagged("b", x={"type": "boolean"}), VACUOUS]},
        {"anyOf": [tagged("a"), tagged("a", x={"type": "boolean"}), {"type": "null"}]},
        {"anyOf": [tagged("a", x=STRING), FLAGS, STRING]},
        {"anyOf": [{**tagged("a"), "required": []}, {**tagged("b"), "required": ["x"]}]},
        {"type": ["object", "null"], "properties": {"x": {}}},
        {"anyOf": [FLAGS, {"properties": {"kind": {"enum": ["a", "b", 1]}}}]},
        {"anyOf": [{"required": ["x"]}, {"required": ["kind"]}], **FLAGS},
        {"anyOf": [tagged("a"), tagged("b")], "oneOf": [FLAGS, STRING]},
        {"anyOf": [{"anyOf": [STRING, INTEGERS]}, {"oneOf": [tagged("a"), tagged("b")]}]},
        {"anyOf": [{"const": 1}, {"const": "a"}, {"enum": [None, True, "", 0]}]},
        {"enum": [1, True, "a", None, [], {"kind": "a"}]},
        {"type": ["integer", "number", "string"]},
        {"type": ["boolean", "null", "array", "object"], "items": INTEGERS},
        {"type": "array", "items": {"anyOf": [tagged("a"), tagged("b")]}},
        {"type": "array", "items": {"enum": ["a", None]}},
        {"type": "array", "items": {"type": "array", "items": {"enum": [1, 2]}}},
        {
            "type": "object",
            "properties": {
                "next": {"$ref": "#/components/schemas/Thing"},
                "x": {"anyOf": [{"type": ["boolean", "null"]}, {"type": "array"}]},
            },
        },
        {
            "allOf": [FLAGS, {"properties": {"kind": {"enum": ["a", "b"]}, "x": {}}}],
            "required": ["x"],
        },
        {
            "anyOf": [
                tagged("a", y={"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}),
                tagged("b", x={"type": "boolean"}),
            ]
        },
    ],
)
def test_any_schema_and_value_agree_with_the_chart(thing: Any, tmp_path: Path) -> None:
    """Alone and together, whether the schema admits the value or not."""
    contract = described(tmp_path, {"Thing": thing})
    chart = Chart(contract.view("/components/schemas/Thing"))
    together: set[Point] = set()
    for value in VALUES:
        expected = frozenset(chart.observed(value, contract.schemas.admits))
        points = state_of(contract, [value, value]).points
        assert frozenset().union(*points.values()) == expected
        together |= expected
    for values in (VALUES * 3, VALUES[::-1]):
        points = state_of(contract, values).points
        assert frozenset().union(*points.values()) == together


def test_what_is_no_member_of_an_enum_is_not_remembered() -> None:
    """Texts that a payload may hold without end are looked at, and forgotten."""
    leaf = Leaf(Chart(view(SchemaDocument({"T": {"enum": ["a", "b"]}}), "/T")))
    for value in ("a", *map(str, range(1_000))):
        leaf.see(value)
    assert leaf._known == {"a"}
    assert {point.name for point in leaf.shown} == {"a"}
