"""The planted faults that a campaign on an unknown API is measured by, and the shop's habits."""

from contracts.planting import Fault, Habit
from contracts.shop.accept_faults import ACCEPTED
from contracts.shop.access_faults import AUTH
from contracts.shop.answer_faults import HEADER, SECRET, SHAPE, STATUS
from contracts.shop.condition_faults import CONDITION, PHOTO
from contracts.shop.create_faults import CREATE
from contracts.shop.echo_faults import ECHO
from contracts.shop.end_faults import ACTION, DELETE
from contracts.shop.habits import HABITS
from contracts.shop.list_faults import LIST
from contracts.shop.page_faults import PAGE
from contracts.shop.race_faults import RACE
from contracts.shop.refuse_faults import REFUSED
from contracts.shop.state_faults import STATE
from contracts.shop.update_faults import UPDATE
from contracts.shop.wire_faults import CRASH, HTTP

__all__ = ["FAULTS", "HABITS", "Fault", "Habit"]

FAULTS: tuple[Fault, ...] = (
    *CREATE,
    *LIST,
    *PAGE,
    *UPDATE,
    *ECHO,
    *STATE,
    *DELETE,
    *ACTION,
    *CONDITION,
    *PHOTO,
    *RACE,
    *AUTH,
    *ACCEPTED,
    *REFUSED,
    *SHAPE,
    *SECRET,
    *STATUS,
    *HEADER,
    *HTTP,
    *CRASH,
)
"""Every planted fault, by kind; names are unique."""
