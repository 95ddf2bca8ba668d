"""What may be written to a target: asked before each request, and kept at the one door."""

from collections.abc import Callable

import pytest

from ringback.campaign.access.write_permission import WritePermission
from ringback.campaign.session.asks import Ask
from ringback.campaign.session.budget import Halt
from ringback.campaign.session.session import Session
from ringback.campaign.session.window import Window
from ringback.config import Writes
from ringback.contract import Contract
from ringback.exchange import Request
from tests.unit.campaign.toys import Toys, Wire, session_on

NONE = WritePermission(writes=Writes.NONE, why="the file says so", safe=frozenset({"search"}))


@pytest.mark.parametrize(
    ("operation", "method", "none", "own"),
    [
        ("list_pets", "GET", True, True),
        ("list_pets", "TRACE", True, True),
        ("list_pets", "DELETE", False, True),
        ("make_pet", "POST", False, True),
        ("make_pet", "GET", True, True),
        ("search", "POST", True, True),
        ("search", "PUT", False, True),
    ],
)
def test_a_request_may_leave_by_its_method(
    toys: Contract, operation: str, method: str, *, none: bool, own: bool
) -> None:
    """What is named safe is so by its own method alone."""
    (about,) = [each for each in toys.operations if each.id == operation]
    assert NONE.admits(method, about) is none
    assert WritePermission().admits(method, about) is own


@pytest.mark.parametrize(
    ("permission", "leaves"),
    [
        (WritePermission(), set()),
        (WritePermission(writes=Writes.ALL), {"make_pet", "search"}),
        (WritePermission(irreversible=frozenset({"search"})), {"search"}),
        (WritePermission(writes=Writes.NONE, irreversible=frozenset({"search"})), set()),
    ],
)
def test_what_nothing_takes_back(
    toys: Contract, permission: WritePermission, leaves: set[str]
) -> None:
    """All of it, what is named, or nothing."""
    asked = [each for each in toys.operations if each.id in {"make_pet", "search"}]
    assert {each.id for each in asked if permission.leaves(each)} == leaves


def _in_turn(session: Session, ask: Ask) -> None:
    list(session.send_all([ask]))


def _under_way(session: Session, ask: Ask) -> None:
    Window(session).put([ask])


@pytest.mark.parametrize("send", [_in_turn, _under_way])
def test_nothing_unsafe_passes_the_door(
    toys: Contract, send: Callable[[Session, Ask], None]
) -> None:
    """Whatever asks for it: the run ends before anything leaves."""
    service = Toys()
    session = session_on(toys, Wire(service))
    session.permission = NONE
    (make,) = [each for each in toys.operations if each.id == "make_pet"]
    ask = Ask(request=Request(method="POST", url="/pets"), operation=make)
    with pytest.raises(Halt) as halted:
        send(session, ask)
    told = "POST /pets was not sent: nothing is written here, the file says so"
    assert (halted.value.why, halted.value.doubt) == (told, True)
    assert (session.sent, session.wrote, service.number) == (0, False, 0)
