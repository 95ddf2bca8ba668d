"""Requests under way: in their order, within the width and the budget, and not to who is gone."""

import pytest

from ringback.campaign.session.budget import Budget, Halt
from ringback.campaign.session.session import Session
from ringback.campaign.session.window import Window
from ringback.contract import Contract
from ringback.exchange import Exchange, Outcome, Request, Response
from tests.unit.campaign.stubs import SILENCE, Stub, asks, empty_list, session

BUSY = Response(status=429, headers=(("Retry-After", "0"),))


def slid(mine: Session, contract: Contract, count: int) -> tuple[list[int], str]:
    """The numbers of what came, in its order, and why it ended."""
    window, waiting, came = Window(mine), asks(contract, count), list[Exchange]()
    try:
        while waiting or len(window):
            while waiting and window.has_room:
                window.put([waiting.pop(0)])
                assert len(window) <= mine.width
            came.append(window.take())
    except Halt as halt:
        return [_number(each.request) for each in came], halt.why
    return [_number(each.request) for each in came], ""


def _number(request: Request) -> int:
    return int(request.url.partition("?")[2])


@pytest.mark.parametrize(("width", "waits"), [(1, 20), (3, 7), (8, 3), (64, 1)])
def test_answers_are_handed_out_in_the_order_of_sending(
    strict: Contract, width: int, waits: int
) -> None:
    """However many are under way; the wider, the fewer answers are waited for in a row."""
    mine = session(strict, Stub(empty_list, width=width))
    assert slid(mine, strict, 20) == ([*range(20)], "")
    assert (mine.sent, mine.waits) == (20, waits)


@pytest.mark.parametrize("most", [1, 3, 8, 19])
def test_no_more_leave_than_the_budget_has(strict: Contract, most: int) -> None:
    """Where it is spent the next one ends the run; what is under way can still be taken."""
    target = Stub(empty_list)
    mine = session(strict, target, budget=Budget(requests=most))
    came, why = slid(mine, strict, 20)
    assert why == f"stopped after {most} requests"
    assert (mine.sent, len(target.batches)) == (most, most)
    assert came == [*range(max(0, most - 8 + 1))]


def test_a_rate_is_no_burst(strict: Contract) -> None:
    """A tenth of a second's worth is under way at most, and a second brings no more than that."""
    mine = session(strict, Stub(empty_list, width=64), budget=Budget(rate=50.0))
    assert mine.pace() == 5
    assert slid(mine, strict, 6) == ([*range(6)], "")


@pytest.mark.parametrize(("forever", "width"), [(True, 4), (False, 4)])
def test_who_is_busy_gets_fewer_at_a_time(strict: Contract, *, forever: bool, width: int) -> None:
    """What says "not now" is asked again, and half as many are under way from then on."""
    asked: list[int] = []

    def answer(request: Request) -> Outcome:
        """Be busy when the tenth is asked for."""
        asked.append(_number(request))
        return BUSY if asked[-1] == 9 and (forever or asked.count(9) == 1) else empty_list(request)

    mine = session(strict, Stub(answer))
    assert slid(mine, strict, 20) == ([*range(20)], "")
    assert (mine.width, mine.endurance.busy) == (width, int(forever))
    assert asked.count(9) == (9 if forever else 2)


def test_a_target_that_is_never_free_ends_the_run(strict: Contract) -> None:
    """Three times all that was under way was answered with 429 throughout."""
    mine = session(strict, Stub(lambda _request: BUSY))
    came, why = slid(mine, strict, 40)
    assert why == (
        "the target is busy: 3 requests in a row were answered with 429 or 503 throughout"
    )
    assert len(came) < 40


@pytest.mark.parametrize(("width", "last"), [(1, 10), (8, 18)])
def test_a_target_that_is_gone_ends_the_run(strict: Contract, width: int, last: int) -> None:
    """Three in a row without an answer are enough, one at a time."""
    target = Stub(lambda request: SILENCE if _number(request) >= 8 else empty_list(request))
    came, why = slid(session(strict, target, width=width), strict, 40)
    assert came == [*range(last)]
    assert why.startswith(f"the target does not answer ({SILENCE.detail}, ")


def test_silence_beside_answers_is_no_end(strict: Contract) -> None:
    """Who answers one of those that are under way is there."""
    target = Stub(lambda request: SILENCE if _number(request) % 8 else empty_list(request))
    assert slid(session(strict, target), strict, 41) == ([*range(41)], "")


def test_a_redirect_leads_to_its_answer(strict: Contract) -> None:
    """One that nobody described is followed before it is handed out."""

    def answer(request: Request) -> Outcome:
        """Send everybody elsewhere once."""
        elsewhere = "/v1/elsewhere" in request.url
        headers = (("Location", f"/v1/elsewhere?{_number(request)}"),)
        return empty_list(request) if elsewhere else Response(status=307, headers=headers)

    mine = session(strict, Stub(answer))
    window = Window(mine)
    window.put(asks(strict, 3))
    exchanges = [window.take() for _ in range(3)]
    assert [each.request.url.partition("?")[2] for each in exchanges] == ["0", "1", "2"]
    assert [each.response.status for each in exchanges if each.response] == [200] * 3


def test_what_has_settled_is_handed_out_all_the_same(strict: Contract) -> None:
    """Waiting until nothing is on its way takes nothing out of the window."""
    window = Window(session(strict, Stub(empty_list)))
    window.put(asks(strict, 5))
    window.settle()
    assert len(window) == 5
    assert [_number(window.take().request) for _ in range(5)] == [*range(5)]
