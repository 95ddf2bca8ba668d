"""What a second look leaves of a finding."""

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding, Severity
from ringback.ledger import Ledger


def doubted(rule: str, times: int) -> list[Finding]:
    """What is told of a finding that was doubted so often."""
    ledger = Ledger()
    for _ in range(times):
        ledger.doubt(Finding(rule=rule, message="why"))
    return ledger.findings()


@pytest.mark.parametrize("rule", ["protocol/closed", "protocol/truncated", "protocol/timeout"])
def test_a_lost_answer_is_counted(rule: str) -> None:
    """However often an answer is lost that comes when asked again, that is one warning."""
    (found,) = doubted(rule, 3)
    assert (found.rule, found.severity, found.cause) == ("flaky", Severity.WARNING, rule)
    assert found.message == "seen 3 times, and not again when asked again: why"
    assert found.count == 3


def test_anything_else_is_confirmed_by_the_second_time() -> None:
    """What the service itself said twice is no accident of the network's."""
    (found,) = doubted("schema/response", 2)
    assert (found.rule, found.severity, found.count) == ("schema/response", Severity.ERROR, 2)
    (once,) = doubted("schema/response", 1)
    assert once.message == "seen once, and not again when asked again: why"


def test_of_very_many_doubts_the_later_ones_keep_no_exchanges() -> None:
    """Each is told, and confirmed with its evidence when it is seen again."""
    ledger = Ledger()
    exchange = Exchange(request=Request(method="GET", url="/"), outcome=Response(status=200))
    doubts = [
        Finding(rule="law/frame", message="why", cause=str(number), exchanges=(exchange,))
        for number in range(1_000)
    ]
    for each in doubts:
        ledger.doubt(each)
    assert len(ledger.findings()) == 1_000
    assert sum(len(each.exchanges) for each in ledger.findings()) == 100
    ledger.doubt(doubts[-1])
    assert ledger.findings()[0].exchanges == (exchange,)


def test_each_finding_is_told_when_it_is_first_held() -> None:
    """Counted ones, and those that are only doubted, are not."""
    told: list[Finding] = []
    ledger = Ledger()
    ledger.told = told.append
    first, other = (Finding(rule="a/b", message="why", cause=each) for each in ("x", "y"))
    ledger.doubt(other)
    for _ in range(2):
        ledger.hold(first)
    assert told == [first]
