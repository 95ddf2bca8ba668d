"""The campaign that recordings are made of, and who looks at it."""

from collections.abc import Sequence

import pytest

from contracts.numbers.laws import KNOWLEDGE
from contracts.numbers.reference import VALUES, create_app
from ringback.campaign.ledger import Ledger
from ringback.campaign.names import Names
from ringback.campaign.outcome import Outcome, Plan
from ringback.campaign.session import Session
from ringback.campaign.taking import Taking
from ringback.checks import Subject
from ringback.contract import Contract
from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding
from ringback.operation import Operation
from ringback.targets.asgi import AsgiTarget
from ringback.verdict import RestoreState
from tests.unit.campaign.stubs import JSON, Stub, asks, session


def taken(strict: Contract, *, unseen: bool) -> tuple[Outcome, list[Subject], list[Request]]:
    """Run it on the reference; also what was judged, and of what it was asked."""
    judged: list[Subject] = []
    asked: list[Request] = []

    def see(subject: Subject, found: Sequence[Finding]) -> None:
        assert not found
        judged.append(subject)

    def lacks(operation: Operation, request: Request) -> bool:
        assert operation.id == "update_number"
        asked.append(request)
        return unseen

    target = AsgiTarget("app", create_app())
    mine = Session(
        target=target,
        contract=strict,
        forms=strict,
        knowledge=KNOWLEDGE,
        values=VALUES,
        names=Names(KNOWLEDGE.names, VALUES, 0),
        ledger=Ledger(),
        observer=see,
    )
    try:
        outcome = Taking(mine, Plan(operations=tuple(strict.operations)), lacks).run()
    finally:
        target.close()
    return outcome, judged, asked


def size(subject: Subject) -> int:
    """The bytes of a request's body."""
    return len(subject.exchange.request.body or b"")


def test_short_cases_are_enough(strict: Contract) -> None:
    """Nothing long is sent where nothing is missing, every status comes, and the state is back."""
    outcome, judged, asked = taken(strict, unseen=False)
    assert max(map(size, judged)) <= 2_048
    assert min(len(each.body or b"") for each in asked) > 2_048
    assert len(outcome.findings) == len(outcome.doubts) == 0
    assert outcome.restored.state is RestoreState.RESTORED
    statuses = {
        (each.operation.id, each.exchange.response.status)
        for each in judged
        if each.exchange.response
    }
    assert {("update_number", status) for status in (200, 401, 403, 404, 422)} <= statuses
    assert {("get_number", status) for status in (200, 401, 403, 404, 422)} <= statuses
    assert {each.exchange.request.method for each in judged} == {"GET", "POST"}


def test_long_cases_are_sent_where_something_is_missing(strict: Contract) -> None:
    """Each that is asked for, the smallest first."""
    _, judged, asked = taken(strict, unseen=True)
    sent = [each.exchange.request.body for each in judged]
    assert {each.body for each in asked} <= set(sent)
    lengths = [len(each.body or b"") for each in asked]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize(
    ("body", "rules"), [(b"[]", []), (b"{}", ["schema/response"]), (b"{", ["protocol/not-json"])]
)
def test_who_looks_is_shown_all_that_is_wrong(
    strict: Contract, body: bytes, rules: list[str]
) -> None:
    """Also what the run does not ask for."""
    seen: list[tuple[Exchange, list[str]]] = []
    answer = Response(status=200, headers=JSON, body=body)
    mine = session(strict, Stub(lambda _request: answer), ledger=Ledger(select=["law"]))
    mine.observer = lambda subject, found: seen.append(
        (subject.exchange, [each.rule for each in found])
    )
    [exchange] = mine.send_all(asks(strict, 1))
    subject = mine.subject(exchange, strict.operation("list_numbers"))
    assert mine.judged(subject) == []
    assert seen == [(exchange, rules)]
