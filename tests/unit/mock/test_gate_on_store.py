"""The gate against a mock that keeps things: whole runs, judged by the laws for real services."""

import pytest

from ringback.campaign.known.identifiers import Identifiers
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Plan
from ringback.campaign.session.session import Session
from ringback.exercise import Patience
from ringback.laws import Knowledge
from ringback.ledger import Ledger
from ringback.mock.api_mock import ApiMock
from ringback.mock.in_process.mocked_target import MockedTarget
from tests.unit.mock.made_up import contract


@pytest.mark.parametrize(("name", "operations"), [("zoo", 500), ("old", 20)])
def test_a_run_finds_nothing_to_object_to(name: str, operations: int) -> None:
    """What was made is read, changed, listed, cut into pages and gone, as the laws have it."""
    values = {"token": "user:password"}
    mock = ApiMock(contract(name), accounts=[values])
    session = Session(
        target=MockedTarget(mock, name="mock", stateful=True),
        contract=contract(name),
        forms=contract(name),
        knowledge=Knowledge(),
        values=values,
        names=Identifiers((), values, 0),
        ledger=Ledger(),
        patience=Patience(sleep=lambda _seconds: None),
    )
    plan = Plan(operations=tuple(contract(name).operations), random_cases=0)
    outcome = Campaign(session, plan).run()
    assert [each.message for each in outcome.findings] == []
    assert len(mock.exchanges) > operations
