"""One wrong keyword takes itself away, and nothing else: the rest of the schema is judged by."""

from typing import Any

import pytest

from ringback.contract import Contract
from ringback.description import load
from ringback.lint import VALIDITY, lint
from tests.unit.description.conftest import Write

TYPES = '"array", "boolean", "integer", "number", "object" or "string"'


def document(member: dict[str, Any]) -> dict[str, Any]:
    """A description of 3.0 whose one schema has this member among others."""
    schema = {
        "type": "object",
        "required": ["n"],
        "properties": {"m": member, "n": {"type": "integer", "maximum": 9}},
        "additionalProperties": False,
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    answers = {"200": {"description": "d", "content": content}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "read", "responses": answers}}},
        "components": {"schemas": {"A": schema}},
    }


@pytest.mark.parametrize(
    ("member", "told", "refused"),
    [
        ({"type": "string", "minLenght": 2}, 'a schema has no "minLenght" here', ["/m"]),
        ({"type": "string", "minLength": "2"}, '"minLength" must be an integer, not a string',
         ["/m"]),
        ({"type": "string", "kind": "x", "$id": 1}, 'a schema has no "$id" or "kind" here',
         ["/m"]),
        ({"type": "txt", "maxLength": 3}, f'"type" must be {TYPES}, not "txt"', []),
        ({"type": "string", "required": True}, '"required" must be an array, not a boolean',
         ["/m"]),
        ({"type": "string", "pattern": "("}, '"pattern" is no regular expression: "("', ["/m"]),
    ],
)  # fmt: skip
def test_the_rest_is_judged(
    write: Write, member: dict[str, Any], told: str, refused: list[str]
) -> None:
    """It is told once, no operation is left out, and what the other keywords refuse is refused."""
    path = write("d.json", document(member))
    assert [each.message for each in lint(path, rules=VALIDITY)] == [told]
    contract = Contract(load(path), "strict")
    assert contract.description.left_out == ()
    place = "/components/schemas/A"
    assert contract.responses.admits(place, {"m": "ab", "n": 1})
    wrong = contract.responses.violations(place, {"m": 1, "n": 10, "o": 1})
    assert sorted(each.instance for each in wrong) == sorted([*refused, "/n", ""])
