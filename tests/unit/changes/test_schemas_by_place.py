"""One change of a schema at each place where a payload has one: which rule tells it."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import compare
from ringback.description import Description
from tests.unit.changes.conftest import Edit, make, members, read

WIDE = {"type": "integer", "maximum": 9}
NARROW = {"type": "integer", "maximum": 5}
ITSELF = {"allOf": [{"$ref": "#/components/schemas/I"}, {"type": "integer"}]}
DEEP = [{"anyOf": [{"$ref": "#/components/schemas/I"}, each]} for each in (WIDE, NARROW)]


def parameter(it: dict[str, Any], schema: dict[str, Any]) -> None:
    """A query parameter."""
    read(it)["parameters"].append({"name": "z", "in": "query", "schema": schema})


def header(it: dict[str, Any], schema: dict[str, Any]) -> None:
    """A header of an answer."""
    read(it)["responses"]["200"]["headers"] = {"Z": {"schema": schema}}


def request(it: dict[str, Any], schema: dict[str, Any]) -> None:
    """A request body."""
    make(it)["requestBody"] = {"content": {"application/json": {"schema": schema}}}


def response(it: dict[str, Any], schema: dict[str, Any]) -> None:
    """The body of an answer."""
    read(it)["responses"]["200"]["content"] = {"application/json": {"schema": schema}}


@pytest.mark.parametrize(
    ("put", "narrowed", "widened", "unknown"),
    [
        (
            parameter,
            "change/parameter-narrowed",
            "change/parameter-widened",
            "change/parameter-unknown",
        ),
        (
            header,
            "change/response-header-narrowed",
            "change/response-header-widened",
            "change/response-header-unknown",
        ),
        (request, "change/request-narrowed", "change/request-widened", "change/request-unknown"),
        (
            response,
            "change/response-narrowed",
            "change/response-widened",
            "change/response-unknown",
        ),
    ],
)
def test_the_rule_of_a_place(
    sides: Callable[[Edit, Edit], tuple[Description, Description]],
    put: Callable[[dict[str, Any], dict[str, Any]], None],
    narrowed: str,
    widened: str,
    unknown: str,
) -> None:
    """Narrower, wider, and what nobody can say, each under the name of its place."""

    def rules(older: dict[str, Any], newer: dict[str, Any]) -> list[str]:
        def edit(schema: dict[str, Any]) -> Edit:
            def edited(it: dict[str, Any]) -> None:
                it["components"]["schemas"]["I"] = ITSELF
                put(it, schema)

            return edited

        return [each.rule for each in compare(*sides(edit(older), edit(newer)))]

    assert rules(WIDE, NARROW) == [narrowed]
    assert rules(NARROW, WIDE) == [widened]
    assert rules(DEEP[0], DEEP[1]) == [unknown]


def test_a_member_that_is_deprecated(
    sides: Callable[[Edit, Edit], tuple[Description, Description]],
) -> None:
    """It is told of each direction that the member travels in."""
    found = compare(*sides(lambda _: None, lambda it: members(it)["n"].update(deprecated=True)))
    assert {each.rule for each in found} == {
        "change/request-member-deprecated",
        "change/response-member-deprecated",
    }
