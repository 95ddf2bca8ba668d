"""Which branch of a union a value takes, where no tag tells."""

from ringback.survey import Survey
from ringback.survey.suggestions.underdescribed import underdescribed
from tests.unit.contract.making import small


def test_what_another_branch_describes_is_documented() -> None:
    """Where no tag tells open branches apart, a member that any of them names is no surprise."""
    thing = small(
        {
            "Either": {
                "anyOf": [
                    {"type": "object", "properties": {"a": {"type": "string"}}},
                    {"type": "object", "properties": {"b": {"type": "string"}}},
                ]
            }
        },
        {
            "/t": {
                "get": {
                    "operationId": "get",
                    "responses": {
                        "200": {
                            "description": "ok",
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Either"}
                                }
                            },
                        }
                    },
                }
            }
        },
    )
    survey = Survey(thing)
    operation = thing.operation("get")
    for value in ({"a": "x"}, {"b": "x"}, {"a": "x", "b": "y", "c": 1}):
        survey.answer(operation, 200, "application/json", value)
    told = [each.message.split()[0] for each in underdescribed(survey.state(), thing)]
    assert told == ['"c"']
