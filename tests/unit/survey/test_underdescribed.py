"""What the recordings show and the description leaves open, each with its share."""

from pathlib import Path
from typing import Any

import pytest

from ringback.finding import Severity
from ringback.survey import Survey
from ringback.survey.counts.state import SeenMember, SurveySide, SurveyState
from ringback.survey.suggestions.underdescribed import RULES, underdescribed
from tests.unit.survey.making import described, state_of

STRING = {"type": "string"}
THING = "/components/schemas/Thing"


def told(folder: Path, thing: Any, values: list[Any]) -> list[tuple[str, str, str]]:
    """Rule, message and schema of each finding about answers; all of them are warnings."""
    contract = described(folder, {"Thing": thing})
    found = list(underdescribed(state_of(contract, values), contract))
    assert all(each.severity is Severity.WARNING for each in found)
    assert all(each.operation == "put_thing" for each in found)
    assert all(each.file == str(folder / "things.json") for each in found)
    return [(each.rule, each.message, (each.schema or "").removeprefix(THING)) for each in found]


def of(**members: Any) -> dict[str, Any]:
    """An object with these optional members."""
    return {"type": "object", "properties": members}


PRESENT = (
    '"a" is optional, but stands in {} % of the objects of the recorded answers ({}): if it is '
    "always there, describe it as required"
)


@pytest.mark.parametrize(
    ("thing", "values", "expected"),
    [
        (of(a=STRING), [{"a": "x"}] * 1_000, [PRESENT.format("100", "1,000 of 1,000")]),
        (of(a=STRING), [{"a": "x"}] * 999, []),
        (of(a=STRING), [{"a": "x"}] * 999 + [{}], []),
        (
            of(a=STRING),
            [{"a": "x"}] * 1_999 + [{}],
            [PRESENT.format("99.95", "1,999 of 2,000")],
        ),
        ({**of(a=STRING), "required": ["a"]}, [{"a": "x"}] * 1_000, []),
        ({"allOf": [of(a=STRING), {"required": ["a"]}]}, [{"a": "x"}] * 1_000, []),
    ],
)
def test_an_optional_member_that_is_always_there_is_told(
    thing: Any, values: list[Any], expected: list[str], tmp_path: Path
) -> None:
    """In more than 99.9 % of the objects, of which there are a thousand or more."""
    rows = [("recording/always-present", text, "/properties/a") for text in expected]
    assert told(tmp_path, thing, values) == rows


NULL = '"a" is null in each of the {} recorded answers\' objects that have it: {}'
EMPTY = '"a" is empty in each of the {} recorded answers\' objects that have it: {}'
MORE = "the description says that it may be more"


@pytest.mark.parametrize(
    ("schema", "values", "expected"),
    [
        ({"type": ["string", "null"]}, [None] * 100, [NULL.format(100, MORE)]),
        ({}, [None] * 100, [NULL.format(100, MORE)]),
        ({"anyOf": [of(b=STRING), {"type": "null"}]}, [None] * 100, [NULL.format(100, MORE)]),
        ({"type": "null"}, [None] * 100, []),
        ({"const": None}, [None] * 100, []),
        ({"type": ["string", "null"]}, [None] * 99, []),
        ({"type": ["string", "null"]}, [None] * 99 + ["x"], []),
        (STRING, [""] * 100, [EMPTY.format(100, MORE)]),
        ({"type": ["string", "null"]}, [None] * 50 + [""] * 50, [EMPTY.format(100, MORE)]),
        ({"type": "array"}, [[]] * 100, [EMPTY.format(100, MORE)]),
        ({"type": "array", "items": of(b=STRING)}, [[]] * 100, [EMPTY.format(100, MORE)]),
        (of(b=STRING), [{}] * 100, [EMPTY.format(100, MORE)]),
        ({"type": "object"}, [{}] * 100, [EMPTY.format(100, MORE)]),
        (of(), [{}] * 100, []),
        ({**of(), "additionalProperties": STRING}, [{}] * 100, [EMPTY.format(100, MORE)]),
        ({"type": "array", "maxItems": 0}, [[]] * 100, []),
        ({"enum": ["", "x"]}, [""] * 100, []),
        (STRING, [""] * 99, []),
        (STRING, [""] * 100 + ["x"], []),
        ({"type": "integer"}, [0] * 100, []),
        ({"type": "boolean"}, [False] * 100, []),
    ],
)
def test_a_member_that_never_says_anything_is_told(
    schema: Any, values: list[Any], expected: list[str], tmp_path: Path
) -> None:
    """Always null, or always empty, in a hundred objects or more."""
    rule = "recording/always-null" if expected and "null" in expected[0] else RULES[2]
    rows = [(rule, text, "/properties/a") for text in expected]
    assert told(tmp_path, of(a=schema), [{"a": value} for value in values]) == rows


def open_to(name: str, side: str, at: str, percent: str, counts: str, kinds: str) -> str:
    """The sentence about an undocumented member."""
    return (
        f'"{name}" is not described, but stands in {percent} % of the objects of the recorded '
        f"{side} at {at} ({counts}), as {kinds}"
    )


ANY_NAME = (
    "the objects of the recorded answers at / have members of any name that are not described "
    "(51 in 51 objects), each a number"
)


@pytest.mark.parametrize(
    ("thing", "values", "expected"),
    [
        (
            of(a=of(c=STRING)),
            [{"a": {"b": "2026-01-01"}}, {"a": {"b": None}}, {"a": {}}],
            [open_to("b", "answers", "/a", "66.666", "2 of 3", "a string (date) or null")],
        ),
        (
            of(a=STRING),
            [{'b"': 1, "c": [1]}],
            [
                open_to('b\\"', "answers", "/", "100", "1 of 1", "an integer"),
                open_to("c", "answers", "/", "100", "1 of 1", "an array"),
            ],
        ),
        (
            of(a=STRING),
            [{f"k{index}": index / 2} for index in range(51)],
            [ANY_NAME],
        ),
        ({**of(a=STRING), "additionalProperties": False}, [{"b": 1}], []),
        ({**of(a=STRING), "additionalProperties": STRING}, [{"b": "1"}], []),
        (
            {**of(a=STRING), "additionalProperties": True},
            [{"b": {}}],
            [open_to("b", "answers", "/", "100", "1 of 1", "an object")],
        ),
        ({"type": "object"}, [{"b": 1}], []),
        ({**of(a=STRING), "anyOf": [of(b=STRING), of(c=STRING)]}, [{"a": "", "b": "1"}], []),
        ({**of(a=STRING), "patternProperties": {"^b": {}}}, [{"b": 1}], []),
        ({**of(a=STRING), "if": of(a=STRING), "then": of(b=STRING)}, [{"b": 1}], []),
        ({**of(a=STRING), "allOf": [{"anyOf": [of(b=STRING), {}]}]}, [{"b": 1}], []),
        ({**of(a=STRING), "dependentSchemas": {"a": of(b=STRING)}}, [{"b": 1}], []),
    ],
)
def test_an_undocumented_member_of_an_open_object_is_told(
    thing: Any, values: list[Any], expected: list[str], tmp_path: Path
) -> None:
    """With its share and type; a closed object has its error, a free one has no such members."""
    found = [(rule, text) for rule, text, _ in told(tmp_path, thing, values)]
    assert found == [("recording/undocumented-field", text) for text in expected]


def test_of_requests_only_undocumented_members_are_told(tmp_path: Path) -> None:
    """What a client always sends says nothing about what it has to send."""
    contract = described(tmp_path, {"Thing": of(a=STRING)})
    survey = Survey(contract)
    for _ in range(1_000):
        survey.request(contract.operation("put_thing"), {"a": "", "b": 1})
    assert [each.message for each in underdescribed(survey.state(), contract)] == [
        open_to("b", "requests", "/", "100", "1,000 of 1,000", "an integer")
    ]


def test_a_component_of_several_operations_is_of_none(tmp_path: Path) -> None:
    """What several operations show together is told once, at the component's place."""
    contract = described(tmp_path, {"Thing": of(a=STRING)})
    operations = frozenset({"put_thing", "get_thing"})
    member = SeenMember(count=3_000, objects=3_000, some=True, full=True, operations=operations)
    state = SurveyState(members={(SurveySide.RESPONSE, THING, "a"): member})
    found = list(underdescribed(state, contract))
    assert [(each.rule, each.operation, each.line) for each in found] == [
        ("recording/always-present", None, 40)
    ]
