"""What a survey makes of members that do not travel, and of unions that stand side by side."""

from pathlib import Path
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.survey import Survey, SurveyState
from ringback.survey.counts.state import SurveySide
from ringback.survey.covering import covered
from ringback.survey.suggestions.suggesting import suggested
from ringback.survey.suggestions.underdescribed import underdescribed
from tests.unit.survey.making import described, passes

TEXT = {"type": "string"}
ACCOUNT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "word"],
    "properties": {"name": TEXT, "note": {"type": "string", "writeOnly": True}},
    "allOf": [
        {"$ref": "#/components/schemas/Id"},
        {"properties": {"word": {"type": "string", "writeOnly": True}}},
    ],
}
COMPONENTS: dict[str, Any] = {
    "Thing": ACCOUNT,
    "Id": {
        "properties": {
            "id": {"$ref": "#/components/schemas/Number"},
            "at": {**TEXT, "readOnly": True},
        }
    },
    "Number": {"type": "integer", "readOnly": True},
}
NAMED = {"name": "x"}


def state_of(contract: Contract, side: SurveySide, values: list[Any]) -> SurveyState:
    """What a survey of these payloads of one side counted."""
    survey = Survey(contract)
    operation = contract.operation("put_thing")
    for value in values:
        if side is SurveySide.REQUEST:
            survey.request(operation, value, sound=False)
        else:
            survey.answer(operation, 200, "application/json", value, sound=passes(contract, value))
    return survey.state()


def test_what_does_not_travel_is_not_counted(tmp_path: Path) -> None:
    """Coverage has the points of the members that travel, whether they were shown or not."""
    contract = described(tmp_path, COMPONENTS)
    answers, requests = covered(SurveyState(), contract, contract.operations)
    of_answers = ["status 200 of put_thing", "/at (present) of put_thing"]
    of_requests = ["/note (present) of put_thing", "/note (absent) of put_thing"]
    assert (list(answers.names), list(requests.names)) == (of_answers, of_requests)


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (SurveySide.RESPONSE, ["id", "name", "at"]),
        (SurveySide.REQUEST, ["word", "name", "note"]),
    ],
)
def test_the_members_of_a_side_are_those_that_travel(
    tmp_path: Path, side: SurveySide, expected: list[str]
) -> None:
    """A writeOnly member is none of an answer's, a readOnly one none of a request's."""
    contract = described(tmp_path, COMPONENTS)
    state = state_of(contract, side, [{**NAMED, "id": 1, "word": "w"}])
    assert {name for _, _, name in state.members} == set(expected)


@pytest.mark.parametrize(
    ("side", "value", "told"),
    [
        (SurveySide.RESPONSE, {**NAMED, "id": 1}, []),
        (SurveySide.RESPONSE, {**NAMED, "id": 1, "word": "w", "note": "n"}, []),
        (SurveySide.RESPONSE, {**NAMED, "id": 1, "more": 1}, ['"more"']),
        (SurveySide.REQUEST, {**NAMED, "word": "w"}, []),
        (SurveySide.REQUEST, {**NAMED, "word": "w", "id": 1, "at": "t"}, []),
        (SurveySide.REQUEST, {**NAMED, "word": "w", "more": 1}, ['"more"']),
    ],
)
def test_what_comes_all_the_same_is_described(
    tmp_path: Path, side: SurveySide, value: dict[str, Any], told: list[str]
) -> None:
    """Only a member that the description does not name is told, and suggested."""
    contract = described(tmp_path, COMPONENTS)
    state = state_of(contract, side, [value])
    assert [each.message.split()[0] for each in underdescribed(state, contract)] == told
    assert ("more:" in suggested(state, contract)) is bool(told)
    assert "Not " not in suggested(state, contract)


SIDE_BY_SIDE: dict[str, Any] = {
    "Thing": {
        "type": "object",
        "properties": {"id": TEXT},
        "anyOf": [
            {"required": ["a"], "properties": {"kind": {"const": "a"}, "a": TEXT}},
            {"required": ["b"], "properties": {"kind": {"const": "b"}, "b": TEXT}},
        ],
        "oneOf": [
            {"required": ["c"], "properties": {"c": {"properties": {"inner": TEXT}}}},
            {"required": ["d"], "properties": {"d": TEXT}},
        ],
    }
}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"id": "i", "kind": "a", "a": "x", "c": {"inner": "y"}}, []),
        ({"id": "i", "kind": "b", "b": "x", "d": "y"}, []),
        ({"id": "i", "kind": "a", "a": "x", "d": "y", "more": 1}, ['"more"']),
        ({"id": "i", "kind": "a", "a": "x", "c": {"inner": "y", "deep": 1}}, ['"deep"']),
    ],
)
def test_unions_side_by_side_are_followed_apart(
    tmp_path: Path, value: dict[str, Any], told: list[str]
) -> None:
    """A value takes a branch of each; what no branch describes is told once."""
    contract = described(tmp_path, SIDE_BY_SIDE)
    state = state_of(contract, SurveySide.RESPONSE, [value])
    assert [each.message.split()[0] for each in underdescribed(state, contract)] == told


def test_patterns_of_names_are_those_of_the_validators(tmp_path: Path) -> None:
    """ECMA-262 has words that Python's patterns lack: a member that fits one is described."""
    digits = {"type": "object", "patternProperties": {r"^\p{Lu}+$": {"type": "integer"}}}
    contract = described(tmp_path, {"Thing": digits})
    state = state_of(contract, SurveySide.RESPONSE, [{"ÄÖ": 1}, {"é": 1}])
    assert [each.message.split()[0] for each in underdescribed(state, contract)] == ['"é"']
