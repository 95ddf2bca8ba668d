"""The planted faults that the gate is measured by, and the habits that it must let pass."""

from contracts.numbers.access_faults import AUTH
from contracts.numbers.answer_faults import SHAPE, UNION
from contracts.numbers.crash_faults import ROBUSTNESS
from contracts.numbers.echo_faults import ECHO
from contracts.numbers.habits import HABITS
from contracts.numbers.race_faults import RACE
from contracts.numbers.request_faults import NEGATIVE
from contracts.numbers.state_faults import STATE
from contracts.numbers.status_faults import PROTOCOL, STATUS
from contracts.planting import Fault, Habit

__all__ = ["FAULTS", "HABITS", "Fault", "Habit"]

FAULTS: tuple[Fault, ...] = (
    *SHAPE,
    *UNION,
    *STATUS,
    *PROTOCOL,
    *NEGATIVE,
    *AUTH,
    *ECHO,
    *STATE,
    *RACE,
    *ROBUSTNESS,
)
"""Every planted fault, by kind; names are unique."""
