"""The contract: validators that decide and explain."""

from ringback.contract.admission import Admission, Admitted, Refused, Unclear
from ringback.contract.contract import Contract
from ringback.contract.explain import Violation, decided
from ringback.contract.schemas import Schemas

__all__ = [
    "Admission",
    "Admitted",
    "Contract",
    "Refused",
    "Schemas",
    "Unclear",
    "Violation",
    "decided",
]
