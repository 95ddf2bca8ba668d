"""The one door to a target: how much leaves together, in which order, and when it is enough."""

from dataclasses import replace

import pytest

from ringback.campaign.session.budget import Budget, Halt
from ringback.campaign.session.session import Session
from ringback.checks import Subject
from ringback.contract import Contract
from ringback.exchange import Exchange, Outcome, Request, Response
from ringback.finding import Finding
from tests.unit.campaign.stubs import (
    JSON,
    SILENCE,
    Stub,
    asks,
    empty_list,
    session,
)
from tests.unit.contract.making import small

BUSY = Response(status=429, headers=(("Retry-After", "1"),))


def taken(mine: Session, contract: Contract, count: int) -> tuple[list[str], str]:
    """The paths of the exchanges that came, and why there were no more."""
    came: list[Exchange] = []
    try:
        for exchange in mine.send_all(asks(contract, count)):
            came.append(exchange)  # noqa: PERF402 -- what came before a Halt is kept
    except Halt as halt:
        return [each.request.url for each in came], halt.why
    return [each.request.url for each in came], ""


def paths(count: int, start: int = 0) -> list[str]:
    """The paths of the first of the reads."""
    return [f"/v1/numbers/list?{i}" for i in range(start, count)]


@pytest.mark.parametrize(
    ("width", "sizes"),
    [(0, [8, 8, 4]), (1, [1] * 20), (6, [6, 6, 6, 2]), (64, [20])],
)
def test_no_more_leave_together_than_the_width(
    strict: Contract, width: int, sizes: list[int]
) -> None:
    """As many as the run is told, or else as many as suit the target."""
    target = Stub(empty_list, width=8)
    mine = session(strict, target, width=width)
    assert taken(mine, strict, 20) == (paths(20), "")
    assert target.sizes == sizes
    assert mine.sent == 20


def test_exchanges_come_in_the_order_of_the_requests(strict: Contract) -> None:
    """Each with the answer to its own request, whatever leaves with it."""
    mine = session(strict, Stub(empty_list, width=3))
    came = list(mine.send_all(asks(strict, 7)))
    told = [dict(each.response.headers)["X-Path"] for each in came if each.response]
    assert told == [each.request.url for each in came] == paths(7)


def test_what_is_to_meet_leaves_together_whatever_the_width(strict: Contract) -> None:
    """A race of two is none where they go one after the other."""
    target = Stub(empty_list, width=1)
    assert len(list(session(strict, target).send_all(asks(strict, 4), at_once=True))) == 4
    assert target.sizes == [4]


@pytest.mark.parametrize(("most", "sizes"), [(10, [8, 2]), (8, [8]), (1, [1])])
def test_no_more_are_sent_than_the_budget_has(
    strict: Contract, most: int, sizes: list[int]
) -> None:
    """The last of them leave together as well, and the end is no doubt."""
    target = Stub(empty_list)
    mine = session(strict, target, budget=Budget(requests=most))
    assert taken(mine, strict, 30) == (paths(most), f"stopped after {most} requests")
    assert target.sizes == sizes
    with pytest.raises(Halt) as halt:
        list(mine.send_all(asks(strict, 1)))
    assert not halt.value.doubt


def test_what_puts_the_target_back_is_not_bounded(strict: Contract) -> None:
    """While the run winds up, the budget is of no concern."""
    target = Stub(empty_list)
    mine = session(strict, target, budget=Budget(requests=2))
    taken(mine, strict, 9)
    mine.winding_up = True
    assert taken(mine, strict, 9) == (paths(9), "")


@pytest.mark.parametrize(
    ("rate", "count", "sizes"),
    [(200.0, 50, [20, 20, 10]), (50.0, 12, [5, 5, 2]), (19.0, 3, [1, 1, 1])],
)
def test_a_rate_is_no_burst(strict: Contract, rate: float, count: int, sizes: list[int]) -> None:
    """What leaves together is a tenth of a second's worth at most, and never nothing."""
    target = Stub(empty_list, width=64)
    mine = session(strict, target, budget=Budget(rate=rate))
    assert taken(mine, strict, count) == (paths(count), "")
    assert target.sizes == sizes


def test_what_was_looked_for_is_enough(strict: Contract) -> None:
    """A run that looks for one rule ends where it is found."""
    target = Stub(empty_list, width=2)
    mine = session(strict, target)
    came = mine.send_all(asks(strict, 9))
    next(came)
    next(came)
    mine.ledger.satisfied = True
    with pytest.raises(Halt, match="what was looked for is found"):
        next(came)
    assert target.sizes == [2]


@pytest.mark.parametrize("forever", [True, False])
def test_who_is_busy_gets_fewer_at_a_time(strict: Contract, *, forever: bool) -> None:
    """Whether the answer comes after the wait or not: half as many from then on."""
    asked: list[str] = []

    def answer(request: Request) -> Outcome:
        """Be busy when the second is asked for."""
        asked.append(request.url)
        busy = request.url == paths(2)[1] and (forever or asked.count(request.url) == 1)
        return BUSY if busy else empty_list(request)

    target = Stub(answer, width=8)
    mine = session(strict, target)
    assert taken(mine, strict, 20) == (paths(20), "")
    firsts = [each for each in target.batches if each != [paths(2)[1]]]
    assert [len(each) for each in firsts] == [8, 4, 4, 4]
    assert (mine.width, mine.endurance.busy) == (4, int(forever))


def test_a_target_that_is_never_free_ends_the_run(strict: Contract) -> None:
    """Whatever their number, batches that are answered with 429 throughout are given up on."""
    mine = session(strict, Stub(lambda _request: BUSY, width=8))
    came, why = taken(mine, strict, 40)
    assert why == (
        "the target is busy: 3 requests in a row were answered with 429 or 503 throughout"
    )
    assert came == paths(12)
    assert mine.width == 1


def test_the_silence_of_a_whole_batch_ends_the_run(strict: Contract) -> None:
    """It may be late for all that is asked at once: one at a time is tried, and ends the run."""
    target = Stub(lambda request: SILENCE if _number(request) >= 8 else empty_list(request))
    mine = session(strict, target)
    came, why = taken(mine, strict, 40)
    assert came == paths(18)
    assert why == f"the target does not answer ({SILENCE.detail}, 3 times in a row){HINT}"
    assert target.sizes == [8, 8, 1, 1, 1]


def test_silence_beside_answers_is_no_end(strict: Contract) -> None:
    """Who answers one of those that leave together is there."""
    target = Stub(lambda request: SILENCE if _number(request) % 8 else empty_list(request))
    assert taken(session(strict, target), strict, 40) == (paths(40), "")


def test_silence_is_counted_over_batches(strict: Contract) -> None:
    """One after the other, three are enough; an answer between them begins the count anew."""
    silent = {1, 2, 4, 5, 7, 8, 9}
    target = Stub(lambda request: SILENCE if _number(request) in silent else empty_list(request))
    came, why = taken(session(strict, target, width=1), strict, 20)
    assert came == paths(9)
    assert why == f"the target does not answer ({SILENCE.detail}, 3 times in a row){HINT}"


HINT = "; --timeout SECONDS waits longer, --concurrency 1 asks less"


def _number(request: Request) -> int:
    return int(request.url.partition("?")[2])


def test_a_busy_answer_is_no_finding(strict: Contract) -> None:
    """It is counted, and judged by nothing."""
    mine = session(strict, Stub(lambda _request: BUSY))
    (ask,) = asks(strict, 1)
    exchange = mine.send(ask.request, ask.operation)
    found: list[Finding] = mine.judge.judged(mine.judge.subject(exchange, ask.operation))
    assert (found, mine.endurance.busy) == ([], 1)
    assert [each.what for each in mine.unjudged.entries] == ["the answer 429 of list_numbers"]


def test_a_busy_answer_that_is_documented_is_judged() -> None:
    """Its body, where the description has the very status; nobody is shown it."""
    counted = {"type": "object", "required": ["wait"]}
    contract = small(
        {},
        {
            "/v1/numbers/list": {
                "get": {
                    "operationId": "list_numbers",
                    "responses": {
                        "200": {"description": "all"},
                        "429": {
                            "description": "busy",
                            "content": {"application/json": {"schema": counted}},
                        },
                    },
                }
            }
        },
    )
    busy = replace(BUSY, headers=(*BUSY.headers, *JSON), body=b"{}")
    mine = session(contract, Stub(lambda _request: busy))
    shown: list[Subject] = []
    mine.observer = lambda subject, _found: shown.append(subject)
    (ask,) = asks(contract, 1)
    exchange = mine.send(ask.request, ask.operation)
    found = mine.judge.judged(mine.judge.subject(exchange, ask.operation))
    assert [(each.rule, each.message) for each in found] == [
        ("schema/response", 'response 429 /: the object needs "wait"')
    ]
    assert (shown, mine.unjudged.entries) == ([], ())


def test_what_one_request_is_told_ends_no_run(strict: Contract) -> None:
    """A thing that can't be read, asked for again and again, says nothing of the target."""
    mine = session(strict, Stub(lambda _request: BUSY, width=1))
    operation = strict.operations[0]
    for _ in range(8):
        mine.send(Request(method="GET", url=paths(1)[0]), operation)
    with pytest.raises(Halt, match="9 requests in a row"):
        mine.send(Request(method="GET", url=paths(1)[0]), operation)
