"""Where a campaign's cases come from: bodies that can be made; those that can't are named."""

from typing import Any

import pytest

from ringback.campaign.names import Names
from ringback.campaign.outcome import Outcome, Plan
from ringback.campaign.sources import Sources
from ringback.contract import Contract
from ringback.generation.case import Case
from ringback.payload import MISSING, decode
from ringback.verdict import Skipped
from tests.unit.contract.making import small

NO_TEXT = 'no text was found for the pattern "a^b": none fitted'
HOPELESS = {"type": "string", "pattern": "a^b"}
PRICE: dict[str, Any] = {
    "type": "object",
    "required": ["currency"],
    "properties": {"currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
}


def made(
    body: dict[str, Any], beside: dict[str, Any] | None = None, *, required: bool = True
) -> tuple[Contract, Sources, Outcome]:
    """The sources of an update with this body, and where they note what is skipped."""
    content = {"application/json": {"schema": body, **(beside or {})}}
    update = {
        "operationId": "put_price",
        "requestBody": {"required": required, "content": content},
        "responses": {"204": {"description": "stored"}},
    }
    contract = small(paths={"/price": {"put": update}})
    outcome = Outcome()
    plan = Plan(operations=tuple(contract.operations), random_cases=0)
    return contract, Sources(contract, contract, Names((), {}, 0), plan, outcome), outcome


def bodies(cases: list[Case]) -> list[Any]:
    """The JSON bodies of the cases by design."""
    walked = [case for case in cases if case.origin == "walk" and case.request.body is not None]
    return [decode(case.request.body or b"").value for case in walked]


@pytest.mark.parametrize(
    "beside",
    [
        {"example": {"currency": "EUR"}},
        {"examples": {"euro": {"value": {"currency": "EUR"}}, "other": {"externalValue": "x"}}},
        {"example": {"currency": "euro"}, "examples": {"euro": {"value": {"currency": "EUR"}}}},
    ],
)
def test_the_media_type_s_examples_come_first(beside: dict[str, Any]) -> None:
    """Those that the schema admits; nothing is skipped."""
    contract, sources, outcome = made(PRICE, beside)
    (operation,) = contract.operations
    assert sources.plain(operation) == {"currency": "EUR"}
    assert bodies(list(sources.cases(operation, {})))[0] == {"currency": "EUR"}
    assert outcome.skipped == []


def test_a_member_that_can_not_be_made_is_skipped_by_name() -> None:
    """The cases without it are sent."""
    members = {**PRICE["properties"], "note": HOPELESS}
    contract, sources, outcome = made({**PRICE, "properties": members})
    (operation,) = contract.operations
    sent = bodies(list(sources.cases(operation, {})))
    assert sent
    assert all("note" not in body for body in sent)
    assert outcome.skipped == [
        Skipped(
            rule="cases of put_price with /note", why=f"no sample can be made of /note: {NO_TEXT}"
        )
    ]


@pytest.mark.parametrize("required", [True, False])
def test_a_body_that_can_not_be_made_is_skipped_by_name(required: bool) -> None:
    """No request stands for it with another body; without one where none is asked for."""
    body = {"type": "object", "required": ["a"], "properties": {"a": HOPELESS}}
    contract, sources, outcome = made(body, required=required)
    (operation,) = contract.operations
    assert bodies(list(sources.cases(operation, {}))) == []
    assert sources.plain(operation) is MISSING
    assert (sources.plain_case(operation, {}) is None) == required
    assert outcome.skipped == [
        Skipped(
            rule="cases of put_price with a body", why=f"no sample can be made of /a: {NO_TEXT}"
        )
    ]
