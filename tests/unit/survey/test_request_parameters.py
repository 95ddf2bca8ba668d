"""What requests show of parameters."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringback.exchange import Request
from ringback.operation import Parameter
from ringback.survey import Survey
from ringback.survey.counts.state import SurveySide
from ringback.survey.covering import covered
from tests.unit.contract.making import small
from tests.unit.survey.making import described

COLOURS = {"type": "string", "enum": ["red", "blue"]}


def parameter(name: str, where: str, schema: Any, *, required: bool = False) -> dict[str, Any]:
    """One parameter."""
    return {"name": name, "in": where, "required": required, "schema": schema}


PARAMETERS = [
    parameter("colour", "query", COLOURS),
    parameter("many", "query", {"type": "array", "items": COLOURS}, required=True),
    parameter("X-Mode", "header", {"enum": [1, True]}, required=True),
    parameter("q", "query", {"type": "string"}, required=True),
    parameter("deep", "query", {"type": "object"}),
]
ALL = {
    'query parameter "colour" (present)',
    'query parameter "colour" (absent)',
    'query parameter "colour" (enum member red)',
    'query parameter "colour" (enum member blue)',
    'query parameter "many" (enum member red)',
    'query parameter "many" (enum member blue)',
    'header parameter "X-Mode" (enum member 1)',
    'header parameter "X-Mode" (enum member true)',
    'query parameter "deep" (present)',
    'query parameter "deep" (absent)',
}


@pytest.mark.parametrize(
    ("urls", "headers", "shown"),
    [
        ([], (), set()),
        (
            ["/things"],
            (),
            {'query parameter "colour" (absent)', 'query parameter "deep" (absent)'},
        ),
        (
            ["/things?colour=red&deep[a]=1&many=green"],
            (("x-mode", "true"),),
            {
                'query parameter "colour" (present)',
                'query parameter "colour" (enum member red)',
                'query parameter "deep" (present)',
                'header parameter "X-Mode" (enum member true)',
            },
        ),
        (
            ["/things?colour=green&many=red&many=blue", "/things?deep=x"],
            (("X-Mode", "1"),),
            ALL
            - {
                'query parameter "colour" (enum member red)',
                'query parameter "colour" (enum member blue)',
                'header parameter "X-Mode" (enum member true)',
            },
        ),
        (
            ["/things?colour=red&many=red&many=blue", "/things?colour=blue", "/things?deep="],
            (("X-Mode", "1"),),
            ALL - {'header parameter "X-Mode" (enum member true)'},
        ),
    ],
)
def test_parameters_show_whether_they_are_given_and_which_value(
    urls: list[str], headers: tuple[tuple[str, str], ...], shown: set[str]
) -> None:
    """Optional ones, and those with an enum, their own or their items'."""
    answers = {"204": {"description": "Done."}}
    operation = {"operationId": "get", "parameters": PARAMETERS, "responses": answers}
    contract = small(paths={"/things": {"get": operation}})
    survey = Survey(contract)
    for url in urls:
        request = Request(method="GET", url=url, headers=headers)
        survey.parameters(contract.operation("get"), request)
    _, request_side = covered(survey.state(), contract, contract.operations)
    missing = {name.removesuffix(" of get") for name in request_side.names}
    assert missing == ALL - shown
    assert (request_side.covered, request_side.total) == (len(shown), len(ALL))


def test_parameters_and_bodies_add_up(tmp_path: Path) -> None:
    """The points of both are those of the operation's requests."""
    contract = described(tmp_path, {"Thing": {"type": "boolean"}})
    survey = Survey(contract)
    operation = replace(
        contract.operation("put_thing"),
        parameters=(Parameter(name="q", where="query", required=False, schema=None, pointer="/q"),),
    )
    survey.parameters(operation, Request(method="PUT", url="/thing"))
    survey.request(operation, value=True)
    points = survey.state().points["put_thing", SurveySide.REQUEST]
    assert {point.label for point in points} == {'query parameter "q" (absent)', "/ (true)"}
