"""How much of the description a body of recordings shows."""

from pathlib import Path
from typing import Any

import pytest

from ringback.survey import Survey, SurveyState
from ringback.survey.covering import covered
from ringback.verdict import Covered
from tests.unit.contract.making import number, numbers
from tests.unit.survey.making import described, surveyed

THING = "/components/schemas/Thing"
KINDS = {
    "type": "object",
    "properties": {"a": {"enum": ["x", "y"]}, "b": {"type": ["integer", "null"]}},
    "required": ["b"],
}
ANSWERS = "/paths/~1thing/put/responses"


def test_statuses_and_the_points_of_answers_are_counted(tmp_path: Path) -> None:
    """Ranges and the default are one each; an absent member is nothing that an answer must show."""
    contract = described(tmp_path, {"Thing": KINDS}, answers=("200", "4XX", "500", "default"))
    survey = surveyed(contract, [{"b": 1, "a": "x"}, {"b": 2}])
    for status in (404, 422, 200, 302):
        survey.status(contract.operation("put_thing"), status)
    response, request = covered(survey.state(), contract, contract.operations)
    assert response == Covered(
        covered=6,
        total=9,
        missing=(
            f"{THING}/properties/a/enum/1",
            f"{THING}/properties/b/type/1",
            f"{ANSWERS}/500",
        ),
        names=(
            "status 500 of put_thing",
            "/a (enum member y) of put_thing",
            "/b (type null) of put_thing",
        ),
    )
    assert (request.covered, request.total) == (0, 6)


def test_the_points_of_requests_are_counted(tmp_path: Path) -> None:
    """Of a request, the absence of a member is a point."""
    contract = described(tmp_path, {"Thing": KINDS})
    survey = Survey(contract)
    survey.request(contract.operation("put_thing"), {"b": None})
    _, request = covered(survey.state(), contract, contract.operations)
    assert request == Covered(
        covered=2,
        total=6,
        missing=(
            f"{THING}/properties/a",
            f"{THING}/properties/a/enum/0",
            f"{THING}/properties/a/enum/1",
            f"{THING}/properties/b/type/0",
        ),
        names=(
            "/a (present) of put_thing",
            "/a (enum member x) of put_thing",
            "/a (enum member y) of put_thing",
            "/b (type integer) of put_thing",
        ),
    )


@pytest.mark.parametrize(
    ("answers", "total"),
    [(("200",), 6), (("200", "201"), 7), (("404",), 1), (("default",), 6), (("2XX", "404"), 7)],
)
def test_of_bodies_those_of_successes_count(
    answers: tuple[str, ...], total: int, tmp_path: Path
) -> None:
    """The default stands in where no success is documented; a point of two answers is one."""
    contract = described(tmp_path, {"Thing": KINDS}, answers=answers)
    response, _ = covered(SurveyState(), contract, contract.operations)
    assert (response.covered, response.total) == (0, total)


def test_what_several_operations_miss_is_named_once() -> None:
    """With the operations that miss it."""
    contract = numbers("strict")
    survey = surveyed(contract, [number(active=True)], "get_number")
    chosen = [contract.operation("get_number"), contract.operation("update_number")]
    response, _ = covered(survey.state(), contract, chosen)
    named = [name for name in response.names if name.startswith(("status", "/active"))]
    assert sorted(named) == [
        "/active (false) of get_number and update_number",
        "/active (present) of update_number",
        "/active (true) of update_number",
        "status 200 of update_number",
        "status 401 of get_number and update_number",
        "status 403 of get_number and update_number",
        "status 404 of get_number and update_number",
        "status 405 of get_number and update_number",
        "status 422 of get_number and update_number",
    ]


def test_an_answer_that_is_not_described_shows_nothing(tmp_path: Path) -> None:
    """Of another status, or of another media type."""
    contract = described(tmp_path, {"Thing": KINDS})
    survey = Survey(contract)
    operation = contract.operation("put_thing")
    cases: list[tuple[int, str]] = [(404, "application/json"), (200, "text/plain")]
    for status, media_type in cases:
        value: Any = {"a": "x", "b": 1}
        survey.answer(operation, status, media_type, value)
    survey.status(operation, 404)
    assert survey.state() == SurveyState()
