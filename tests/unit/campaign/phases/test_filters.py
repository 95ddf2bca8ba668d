"""Filters: what of the entries a parameter asks for."""

from typing import Any

import pytest

from ringback.campaign.phases.filters import filters, hidden_by_default
from ringback.operation import Parameter
from tests.unit.campaign.resource.apis import api, query
from tests.unit.campaign.toys import Playground, Toys, Wire, toys_contract
from tests.unit.laws.looking import looked

TIME = {"type": "string", "format": "date-time"}
ENTRIES = [
    {"created_at": "2026-01-01T00:00:00Z", "total": 9},
    {"created_at": "2026-02-01T00:00:00Z", "total": 10},
]


def asked(name: str, schema: Any) -> list[tuple[str, list[bool | None]]]:
    """What is asked, and which of the entries fit."""
    view, _ = looked(schema)
    parameter = Parameter(name=name, where="query", required=False, schema="", pointer="")
    return [
        (each.asked, [each.fits(entry) for entry in ENTRIES])
        for each in filters(parameter, view, ENTRIES)
    ]


@pytest.mark.parametrize(
    ("name", "schema", "fits"),
    [
        ("min_total", {"type": "integer"}, [[False, True], [True, True]]),
        ("total_lte", {"type": "integer"}, [[True, True], [True, False]]),
        ("created_after", TIME, [[None, True], [False, None]]),
        ("created_before", TIME, [[None, False], [True, None]]),
        ("before", TIME, []),
        ("created", {"type": "object", "properties": {"gte": TIME}}, [[True, True], [False, True]]),
        ("created", {"type": "object", "properties": {"lt": TIME}}, [[None, False], [True, None]]),
    ],
)
def test_bounds_are_of_a_member(name: str, schema: Any, fits: list[list[bool | None]]) -> None:
    """A time may be called without its `_at`; whether `after` includes the moment is open."""
    assert [found for _, found in asked(name, schema)] == fits


@pytest.mark.parametrize(
    ("state", "expected"),
    [({"state": "closed"}, True), ({"state": "open"}, False), ({}, False), ([], False)],
)
def test_a_list_may_leave_out_by_default(
    tmp_path_factory: pytest.TempPathFactory, state: Any, expected: bool
) -> None:
    """A filter has a default, and the thing is not what that asks for."""
    contract = api(
        "GET /issues all",
        all={
            "parameters": [query("state", schema={"enum": ["open", "closed"], "default": "open"})]
        },
    )
    stage = Playground(toys_contract(tmp_path_factory.mktemp("toys")), Wire(Toys())).stage
    stage.contract = contract
    assert hidden_by_default(stage, contract.operation("all"), state) is expected


NOTES = [{"email": "ann@example.com", "note": "see you later"}, {"email": "bob@example.com"}]


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [
        ("email", "Exactly this email.", [[True, False], [False, True], [False, False]]),
        ("email", "The email, or a part of it.", [[True, False], [False, True]]),
        ("text", "Only those whose note contains this.", [[True, None]]),
        ("text", "Any text.", []),
    ],
)
def test_words_say_what_a_filter_keeps(
    name: str, told: str, expected: list[list[bool | None]]
) -> None:
    """A beginning of what is there is asked for where nothing but the very value fits."""
    view, _ = looked({"type": "string"})
    parameter = Parameter(name=name, where="query", required=False, schema="", pointer="")
    found = filters(parameter, view, NOTES, told)
    assert [[each.fits(entry) for entry in NOTES] for each in found] == expected
